# SPDX-License-Identifier: Apache-2.0
"""Acts on people and roles. Each is one transaction, one audit line and one ledger entry (spec §10.9).

An officer who acts must be an operator; the node itself acts when it is set up. Acts on keys stand in
`keys.py` and are offered here too.
"""

from datetime import datetime
from functools import cache, partial
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.actors import Actor
from taawun.apps.ids import new_id
from taawun.apps.people.access import ADMINISTRATION, actor_of, find, require_actor
from taawun.apps.people.keys import (
    SECRET_CHARACTERS,
    change_passphrase,
    create_node_keys,
    make_officer_keys,
    retire_key,
    revoke_key,
    rotate_node_key,
    strong,
)
from taawun.apps.people.models import Authority, Officer, Role
from taawun.apps.people.roles import check
from taawun.kernel.errors import AlreadyHeld, BadField, NameTaken, NoRole, OwnRole
from taawun.kernel.ledger.entry import Kind
from taawun.kernel.wire.shapes import party as checked_party
from taawun.kernel.wire.shapes import slug as checked_slug

__all__ = [
    "SECRET_CHARACTERS",
    "change_passphrase", "create_authority", "create_node_keys", "create_officer", "deactivate_officer", "grant_role",
    "retire_key", "revoke_key", "revoke_role", "rotate_node_key", "set_language", "set_password", "strong",
]  # fmt: skip

_act = partial(audit.acting, purpose=ADMINISTRATION)


def create_authority(
    actor: Actor, *, party: str, code: str, title_en: str, title_ar: str, title_ur: str, at: datetime | None = None
) -> Authority:
    """Add an organisation of a party; its title is needed in all three languages."""
    party, code = checked_party(party), checked_slug(code, "code")
    with _act(actor, "authority.created", "authority", f"{party}/{code}", ledger=Kind.AUTHORITY, at=at):
        require_actor(actor, "operator")
        if Authority.objects.filter(party=party, code=code).exists():
            raise NameTaken
        if not all(title.strip() for title in (title_en, title_ar, title_ur)):
            raise BadField("A title is needed in English, Arabic and Urdu.")
        return Authority.objects.create(party=party, code=code, title_en=title_en, title_ar=title_ar, title_ur=title_ur)


def create_officer(
    actor: Actor,
    *,
    username: str,
    name: str,
    authority: Authority,
    password: str,
    passphrase: str,
    language: str = "en",
    time_zone: str = "UTC",
    at: datetime | None = None,
) -> Officer:
    """Add an officer with an Ed25519 and an ML-DSA-65 key under the passphrase, and with no role.

    Raises:
        NameTaken: if somebody signs in with this name.
        WeakSecret: if the password or the passphrase is too short.
    """
    at = at or timezone.now()
    officer = Officer(
        id=new_id(at), username=Officer.normalize_username(username), name=name.strip(), authority=authority,
        language=language, time_zone=time_zone, created=at,
    )  # fmt: skip
    with _act(actor, "officer.created", "officer", officer.id, ledger=Kind.OFFICER, at=at):
        require_actor(actor, "operator")
        officer.set_password(strong(password))
        _check(officer)
        _insert(officer)
        make_officer_keys(actor, officer, passphrase, at)
    return officer


def grant_role(
    actor: Actor, officer: Officer, role: str, authority: Authority | None = None, *, at: datetime | None = None
) -> Role:
    """Give an officer a role in an authority, their own unless another is named."""
    at = at or timezone.now()
    held_in = authority or officer.authority
    with _act(actor, "role.granted", "role", f"{officer.id}/{check(role)}/{held_in.code}", ledger=Kind.ROLE, at=at):
        require_actor(actor, "operator")
        if actor.officer_id == officer.id:
            raise OwnRole
        if Role.objects.filter(officer=officer, role=role, authority=held_in, revoked_at__isnull=True).exists():
            raise AlreadyHeld
        return Role.objects.create(
            officer=officer, role=role, authority=held_in, granted_by_id=actor.officer_id or None, granted_at=at
        )


def revoke_role(
    actor: Actor, officer: Officer, role: str, authority: Authority | None = None, *, at: datetime | None = None
) -> None:
    """Take a role away from now on; what was done under it stays valid."""
    at = at or timezone.now()
    held_in = authority or officer.authority
    with _act(actor, "role.revoked", "role", f"{officer.id}/{check(role)}/{held_in.code}", ledger=Kind.ROLE, at=at):
        require_actor(actor, "operator")
        held = Role.objects.filter(officer=officer, role=role, authority=held_in, revoked_at__isnull=True)
        if not held.update(revoked_at=at, revoked_by_id=actor.officer_id or None):
            raise NoRole("It is not held.")


def deactivate_officer(actor: Actor, officer_id: str, *, at: datetime | None = None) -> None:
    """Close an account: no sign-in and no role from now on; keys are revoked apart, because they need a time."""
    with _act(actor, "officer.deactivated", "officer", officer_id, ledger=Kind.OFFICER, at=at):
        require_actor(actor, "operator")
        officer = find(officer_id)
        officer.active = False
        officer.save(update_fields=["active"])


def set_password(actor: Actor, officer: Officer, password: str, *, at: datetime | None = None) -> None:
    """Set a sign-in password: an officer their own, an operator anybody's. Signing keys are not touched."""
    with _act(actor, "officer.password-set", "officer", officer.id, ledger=Kind.OFFICER, at=at):
        if actor.officer_id != officer.id:
            require_actor(actor, "operator")
        officer.set_password(strong(password))
        officer.save(update_fields=["password"])


@cache
def _zones() -> frozenset[str]:
    """Return the names of time zones; the library opens two thousand files to list them."""
    return frozenset(available_timezones())


def _check(officer: Officer) -> None:
    """Refuse a field that is empty or wrong; the answer names the field and never repeats what was in it."""
    try:
        officer.full_clean(exclude=["password", "authority"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise BadField(", ".join(sorted(error.message_dict))) from None
    if officer.time_zone not in _zones():
        raise BadField("time_zone")


def set_language(officer: Officer, language: str, *, at: datetime | None = None) -> None:
    """Remember the language in which an officer reads pages; their own choice alone."""
    with _act(actor_of(officer), "officer.language-set", "officer", officer.id, at=at):
        officer.language = language
        _check(officer)
        officer.save(update_fields=["language"])


def _insert(officer: Officer) -> None:
    try:
        with transaction.atomic():
            officer.save(force_insert=True)
    except IntegrityError:
        raise NameTaken from None
