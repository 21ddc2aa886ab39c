# SPDX-License-Identifier: Apache-2.0
"""The officer who reads a page, and which pages they may open. The gate of the site has let nobody else through."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.module_loading import import_string

from taawun.apps.people.models import Officer

_HELD: Final = "_taawun_held"
"""The attribute of a request that keeps (officer, roles)."""


def officer_of(request: HttpRequest) -> Officer:
    """Return the signed-in officer, or refuse."""
    if not isinstance(request.user, Officer):
        raise PermissionDenied
    return request.user


def held(request: HttpRequest) -> frozenset[str]:
    """Return the roles of the reader, asked once for each page: its menu and buttons ask at every place.

    What a page shows or does is decided by doors and acts, which ask anew.
    """
    known: tuple[object, frozenset[str]] | None = getattr(request, _HELD, None)
    if known is None or known[0] != request.user.pk:
        known = request.user.pk, request.user.role_slugs() if isinstance(request.user, Officer) else frozenset()
        setattr(request, _HELD, known)
    return known[1]


def opening(request: HttpRequest) -> Callable[[str], bool]:
    """Return what says whether the reader may open a page; menus ask it for every page."""
    ask: Callable[[object, str, frozenset[str]], bool] = import_string(settings.TAAWUN_MAY)
    user, roles = request.user, held(request)
    return lambda page: ask(user, page, roles)


def may(request: HttpRequest, page: str) -> bool:
    """Return whether the reader may open a page, as the role table of the site says; buttons and menus ask this."""
    return opening(request)(page)
