# SPDX-License-Identifier: Apache-2.0
"""Acts on how an officer signs in. Each leaves a line, and no line holds a secret (spec §10.12).

An officer acts on their own factors and sessions; an operator may open a lock and take factors away, so that an
officer who lost them can begin again.
"""

from functools import partial
from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as recovery
from allauth.mfa.totp.internal import auth as codes
from allauth.mfa.totp.internal import flows as totp
from allauth.mfa.webauthn.internal import flows as webauthn
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.http import HttpRequest

from taawun.apps.audit import services as audit
from taawun.apps.audit.actors import Actor
from taawun.apps.people import services as people
from taawun.apps.people.access import actor_of, named, require_actor
from taawun.apps.people.models import Officer
from taawun.apps.sign_in import access, proof, sealing
from taawun.apps.sign_in.lockout import blinded
from taawun.kernel.errors import LastFactor

PURPOSE = "sign-in"
LAST_PERIOD: Final = "last_period"
"""In the data of an app for codes: the period of the last code that it opened with."""
_act = partial(audit.acting, purpose=PURPOSE)


def id_of(name: object) -> str:
    """Return the identifier of the officer who signs in with a name, or "unknown"."""
    officer = named(name) if isinstance(name, str) else None
    return officer.id if officer else "unknown"


def fail(request: HttpRequest, officer: Officer) -> None:
    """Count and record a wrong second factor of an officer whose password was right."""
    credentials = {"username": officer.username, "officer_id": officer.id}
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)


def fail_nameless(request: HttpRequest) -> None:
    """Count and record a passkey that nobody here has; it counts for the address."""
    user_login_failed.send(sender=__name__, credentials={}, request=request)


def use_code(app: Authenticator, code: str) -> bool:
    """Use up a code that fits an app, with all before it; False if that had happened, in whatever process.

    The machinery remembers a code for one period, in the memory of one process; a code lasts for three.
    """
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=app.pk)
        seed = sealing.unseal(row.data["secret"])
        fitting = [one for one in codes.yield_hotp_counters_from_time() if _shown(seed, one) == code]
        fresh = [one for one in fitting if one > row.data.get(LAST_PERIOD, 0)]
        if fresh:
            row.data[LAST_PERIOD] = min(fresh)
            row.save(update_fields=["data"])
    return bool(fresh)


def _shown(seed: str, period: int) -> str:
    return codes.format_hotp_value(codes.hotp_value(seed, period))


def forget_failures(name: str) -> int:
    """Forget the failures of a name, and return how many rows there were; those of addresses stay."""
    return AccessAttempt.objects.filter(username=blinded(name)).delete()[0]


def prove(request: HttpRequest, officer: Officer) -> None:
    """Remember and record that an officer proved anew who they are."""
    with _act(actor_of(officer), "officer.proved", "officer", officer.id):
        proof.prove(request.session)


def add_totp(request: HttpRequest, officer: Officer, form: Any) -> None:
    """Keep an app for codes as a second factor, and make recovery codes if there are none."""
    with _act(actor_of(officer), "factor.added", "factor", f"{officer.id}/totp"):
        totp.activate_totp(request, form)


def add_passkey(request: HttpRequest, officer: Officer, name: str, credential: dict[str, Any]) -> None:
    """Keep a passkey, and make recovery codes if there are none."""
    with _act(actor_of(officer), "factor.added", "factor", f"{officer.id}/passkey"):
        webauthn.add_authenticator(request, name=name, credential=credential)


def new_codes(request: HttpRequest, officer: Officer) -> None:
    """Make new recovery codes; the old ones open nothing from now on."""
    with _act(actor_of(officer), "factor.codes-made", "factor", f"{officer.id}/codes"):
        recovery.generate_recovery_codes(request)


def remove_factor(officer: Officer, number: int, *, last_too: bool) -> None:
    """Take away a second factor; recovery codes go with the last one.

    Raises:
        LastFactor: for the last one, unless `last_too`.
        NoSuchFactor: for one that is not the officer's own.
    """
    with _act(actor_of(officer), "factor.removed", "factor", f"{officer.id}/{number}"):
        row = access.factor(officer, number)
        last = len(access.factors(officer)) == 1
        if last and not last_too:
            raise LastFactor
        row.delete()
        if last:
            Authenticator.objects.filter(user=officer).delete()


def change_password(request: HttpRequest, officer: Officer, password: str) -> None:
    """Set an officer's own password and end their other sessions."""
    people.set_password(actor_of(officer), officer, password)
    update_session_auth_hash(request, officer)
    UserSession.objects.create_from_request(request)
    end_others(officer, request.session.session_key)


def end_seat(officer: Officer, number: int) -> None:
    """End one session of an officer's own."""
    with _act(actor_of(officer), "session.ended", "officer", officer.id):
        access.session_row(officer, number).end()


def end_others(officer: Officer, current: str | None) -> int:
    """End all sessions of an officer but one, and return how many there were."""
    with _act(actor_of(officer), "sessions.ended", "officer", officer.id):
        rows = list(UserSession.objects.filter(user=officer).exclude(session_key=current))
        for row in rows:
            row.end()
    return len(rows)


def unlock(actor: Actor, officer: Officer) -> int:
    """Open the lock of an officer's name, and return how many rows of failures there were; for an operator."""
    with _act(actor, "officer.unlocked", "officer", officer.id):
        require_actor(actor, "operator")
        return forget_failures(officer.username)


def unlock_address(actor: Actor, address: str) -> int:
    """Open the lock of an address, and return how many rows of failures there were; for an operator."""
    with _act(actor, "address.unlocked", "address", address):
        require_actor(actor, "operator")
        return AccessAttempt.objects.filter(ip_address=address).delete()[0]


def reset_factors(actor: Actor, officer: Officer) -> None:
    """Take away all second factors of an officer who lost them, and end their sessions; for an operator."""
    with _act(actor, "factor.reset", "officer", officer.id):
        require_actor(actor, "operator")
        Authenticator.objects.filter(user=officer).delete()
        for row in UserSession.objects.filter(user=officer):
            row.end()
