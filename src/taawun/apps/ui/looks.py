# SPDX-License-Identifier: Apache-2.0
"""How pages look to one officer: as the system asks, light, dark, or in high contrast.

The choice stands in a cookie of this browser, because the screen and its light decide it, not the account.
"""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COOKIE: Final = f"taawun-{settings.TAAWUN_PARTY.lower()}-look"
A_YEAR: Final = 365 * 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Look:
    """One way that pages look; the empty code leaves it to the system."""

    code: str
    label: str | Promise


ALL: Final = (
    Look("", _("As the system")),
    Look("light", _("Light")),
    Look("dark", _("Dark")),
    Look("contrast", _("High contrast")),
)
CODES: Final = frozenset(look.code for look in ALL)


def chosen(request: HttpRequest) -> str:
    """Return the look that this browser was told to keep; empty where there is none that we know."""
    code = request.COOKIES.get(COOKIE, "")
    return code if code in CODES else ""


def keep(response: HttpResponse, code: str) -> None:
    """Let the browser keep a look; one that we do not know is the system's."""
    response.set_cookie(
        COOKIE, code if code in CODES else "", max_age=A_YEAR, secure=settings.LANGUAGE_COOKIE_SECURE, httponly=True,
        samesite="Strict",
    )  # fmt: skip
