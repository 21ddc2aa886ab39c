# SPDX-License-Identifier: Apache-2.0
"""Reads about how an officer signs in: their own second factors and sessions, and nobody else's (spec §10.12)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session

from taawun.apps.people.models import Officer
from taawun.apps.sign_in.origins import device_of
from taawun.kernel.errors import NoSuchFactor, NoSuchSession

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class Seat:
    """One session: where an officer is signed in, and since when."""

    id: int
    device: str
    address: str
    since: datetime
    seen: datetime
    here: bool


def factors(officer: Officer) -> list[Authenticator]:
    """Return an officer's second factors: an app for codes, and passkeys, oldest first."""
    return list(Authenticator.objects.filter(user=officer, type__in=SECOND_FACTORS).order_by("id"))


def has_factor(officer: Officer, *types: str) -> bool:
    """Tell whether an officer has a second factor, of certain types or of any; recovery codes are none."""
    return Authenticator.objects.filter(user=officer, type__in=types or SECOND_FACTORS).exists()


def codes(officer: Officer) -> list[str]:
    """Return the recovery codes that are not used up."""
    kept = Authenticator.objects.filter(user=officer, type=Authenticator.Type.RECOVERY_CODES).first()
    return kept.wrap().get_unused_codes() if kept else []


def factor(officer: Officer, number: int) -> Authenticator:
    """Return one second factor of an officer's own.

    Raises:
        NoSuchFactor: for another officer's too.
    """
    found = Authenticator.objects.filter(user=officer, id=number, type__in=SECOND_FACTORS).first()
    if found is None:
        raise NoSuchFactor
    return found


def seats(officer: Officer, current: str | None) -> list[Seat]:
    """Return where an officer is signed in, this session first, then the one seen last."""
    rows = UserSession.objects.filter(user=officer)
    lasting = dict(
        Session.objects.filter(session_key__in=[row.session_key for row in rows]).values_list(
            "session_key", "expire_date"
        )
    )
    found = [_seat(row, lasting[row.session_key], current) for row in rows if row.session_key in lasting]
    return sorted(found, key=lambda seat: (seat.here, seat.seen), reverse=True)


def session_row(officer: Officer, number: int) -> UserSession:
    """Return one session of an officer's own.

    Raises:
        NoSuchSession: for another officer's too.
    """
    found = UserSession.objects.filter(user=officer, id=number).first()
    if found is None:
        raise NoSuchSession
    return found


def _seat(row: UserSession, expires: datetime, current: str | None) -> Seat:
    # Each request moves the end of the session on by its whole length.
    seen = expires - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return Seat(row.id, device_of(row.user_agent), row.ip, row.created_at, seen, row.session_key == current)
