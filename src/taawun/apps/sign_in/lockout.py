# SPDX-License-Identifier: Apache-2.0
"""Lockout after failures, for each name and for each address (spec §10.12c).

A name that nobody has is locked like any other, so that a lock tells nothing. What was typed as a name may be a
password: only a keyed digest of it is stored. Nothing here writes; django-axes counts.
"""

from collections.abc import Mapping
from typing import Any, Final

from axes.backends import AxesStandaloneBackend
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from taawun.apps.people.models import Officer
from taawun.apps.sign_in.origins import address_of

ADDRESS_FAILURES: Final = 50
"""Failures from one address, whatever the names: a ministry may stand behind one."""
TOO_MANY: Final = 429


def blinded(name: str) -> str:
    """Return the digest under which failures of a sign-in name are counted."""
    return salted_hmac("taawun.sign-in", Officer.normalize_username(name), algorithm="sha256").hexdigest()


def counted_name(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Return under what name a failure counts; one without a name, such as a passkey's, counts for its address."""
    name = (credentials or {}).get("username")
    return blinded(name if isinstance(name, str) else f"address {address_of(request)}")


def said(*_more: Any) -> str:
    """Return what logs say about who failed: nothing."""
    return "a browser"


class Counter(AxesDatabaseHandler):
    """Counts failures with a limit for names and a higher one for addresses."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Return the failures of the name, or those of the address brought to the scale of names."""
        of_name, of_address = map(_sum, self.get_user_attempts(request, credentials))
        return max(of_name, of_address * settings.AXES_FAILURE_LIMIT // ADDRESS_FAILURES)


class Lock(AxesStandaloneBackend):
    """Refuses whoever is locked out, before a password is looked at."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Refuse, or leave it to the next backend; the command line has no request and no lock."""
        if request is not None:
            super().authenticate(request, **credentials)


def is_open(request: HttpRequest, username: str | None = None) -> bool:
    """Tell whether a name may be tried from where the request comes; if not, the answer becomes the closed door."""
    if AxesProxyHandler.is_allowed(request, {"username": username}):
        return True
    request.axes_locked_out = True  # type: ignore[attr-defined]  # its middleware puts `closed` in place
    return False


def closed(request: HttpRequest, *_more: Any) -> HttpResponse:
    """Answer whoever is locked out: for how long, and who can open."""
    context = {"minutes": int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)}
    return render(request, "sign_in/closed.html", context, status=TOO_MANY)


def _sum(attempts: QuerySet) -> int:
    return attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0
