# SPDX-License-Identifier: Apache-2.0
"""Puts signing in and out on the record, failed attempts too, without the name that was typed."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from taawun.apps.audit.services import Actor, record
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer

PURPOSE = "sign-in"


@receiver(user_logged_in)
def signed_in(user: Officer, **_more: Any) -> None:
    """Record that an officer came."""
    record(actor_of(user), "officer.signed-in", "officer", user.id, PURPOSE)


@receiver(user_logged_out)
def signed_out(user: Officer | None, **_more: Any) -> None:
    """Record that an officer went; a session that had already ended names nobody."""
    if user is not None:
        record(actor_of(user), "officer.signed-out", "officer", user.id, PURPOSE)


@receiver(user_login_failed)
def refused(**_more: Any) -> None:
    """Record that somebody failed. The name that was typed may be a password, so it is not kept."""
    record(Actor.system("web"), "officer.signed-in", "officer", "unknown", PURPOSE, "refused")
