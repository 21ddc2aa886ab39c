# SPDX-License-Identifier: Apache-2.0
"""Puts signing in and out, failures and lockouts on the record, without the name that was typed."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from taawun.apps.audit.services import Actor, record
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.sign_in import proof, services

PURPOSE = services.PURPOSE


@receiver(user_logged_in)
def signed_in(user: Officer, request: HttpRequest | None = None, **_more: Any) -> None:
    """Record that an officer came, forget the failures of the name, and begin the session's clock."""
    record(actor_of(user), "officer.signed-in", "officer", user.id, PURPOSE)
    services.forget_failures(user.username)
    if request is not None:
        proof.sign_in(request.session)


@receiver(user_logged_out)
def signed_out(user: Officer | None, **_more: Any) -> None:
    """Record that an officer went; a session that had already ended names nobody."""
    if user is not None:
        record(actor_of(user), "officer.signed-out", "officer", user.id, PURPOSE)


@receiver(user_login_failed)
def refused(credentials: dict[str, Any] | None = None, **_more: Any) -> None:
    """Record that somebody failed. The name that was typed may be a password, so it is not kept.

    Who failed after a right password is known; that officer's identifier is kept.
    """
    known = (credentials or {}).get("officer_id", "unknown")
    record(Actor.system("web"), "officer.signed-in", "officer", known, PURPOSE, "refused")


@receiver(user_locked_out)
def locked_out(request: HttpRequest, **_more: Any) -> None:
    """Record the beginning of a lockout, with the officer if it is one's name; attempts meanwhile are refusals."""
    if getattr(request, "axes_failures_since_start", None) is None:
        return
    credentials = getattr(request, "axes_credentials", None) or {}
    record(
        Actor.system("web"),
        "officer.locked-out",
        "officer",
        services.id_of(credentials.get("username")),
        PURPOSE,
        "refused",
    )
