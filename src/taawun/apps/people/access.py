# SPDX-License-Identifier: Apache-2.0
"""The door to people: what an officer may do, and who may read about officers (spec §10.9)."""

from datetime import datetime

from django.db.models import QuerySet

from taawun.apps.audit import services as audit
from taawun.apps.audit.actors import OFFICER, Actor
from taawun.apps.people.models import Authority, NodeKey, Officer, OfficerKey, Role
from taawun.apps.people.roles import CATALOGUE, check
from taawun.apps.rows import fetch
from taawun.kernel.errors import NoKey, NoRole, NoSuchOfficer

ADMINISTRATION = "administration"


def actor_of(officer: Officer) -> Actor:
    """Return an officer as the audit names them."""
    return Actor(officer.id, officer.authority.code, OFFICER)


def roles_of(officer: Officer) -> frozenset[tuple[str, str]]:
    """Return the (role, authority code) pairs an officer holds now; an inactive officer holds none."""
    if not officer.active:
        return frozenset()
    return frozenset((role, authority) for role, authority in fetch(_HELD_WHERE, [officer.id]))


_HELD_WHERE = """
    SELECT role, code FROM people_role JOIN people_authority ON people_authority.id = people_role.authority_id
    WHERE officer_id = %s AND revoked_at IS NULL"""
_HELD = """
    SELECT role FROM people_role JOIN people_officer ON people_officer.id = people_role.officer_id
    WHERE officer_id = %s AND active AND revoked_at IS NULL"""


def held_by(officer_id: str) -> frozenset[str]:
    """Return the roles an officer holds now, in any authority; asked at every act, so by a prepared statement."""
    return frozenset(row[0] for row in fetch(_HELD, [officer_id]))


def holds(officer: Officer, role: str, authority: Authority | None = None) -> bool:
    """Tell whether an officer holds a role, in one authority or in any."""
    return _holds(officer.id, check(role), authority)


def require(officer: Officer, role: str, authority: Authority | None = None) -> None:
    """Refuse an officer who does not hold a role.

    Raises:
        NoRole: naming the role; also for an officer who is no longer active.
        UnknownRole: for a role outside the catalogue, the empty text among them.
    """
    if not holds(officer, role, authority):
        raise NoRole(CATALOGUE[role].title_en + ".")


def require_any(officer: Officer, *roles: str) -> None:
    """Refuse an officer who holds none of these roles; an empty list allows nobody."""
    require_any_held(officer.id, *roles)


def require_any_held(officer_id: str, *roles: str) -> None:
    """Refuse an officer, known by identifier, who holds none of these roles."""
    if held_by(officer_id).isdisjoint(map(check, roles)):
        raise NoRole(", ".join(CATALOGUE[role].title_en for role in roles) + ".")


def require_actor(actor: Actor, role: str) -> None:
    """Refuse an officer without a role; a part of the node itself may act."""
    if actor.is_officer and not _holds(actor.officer_id, check(role), None):
        raise NoRole(CATALOGUE[role].title_en + ".")


def officers(reader: Officer, purpose: str, *, at: datetime | None = None) -> QuerySet[Officer]:
    """Return all officers, for an operator or an auditor."""
    with audit.acting(actor_of(reader), "officer.listed", "officer", "*", purpose, at=at):
        require_any(reader, "operator", "auditor")
    return Officer.objects.select_related("authority").prefetch_related("roles__authority", "keys")


def get(reader: Officer, officer_id: str, purpose: str, *, at: datetime | None = None) -> Officer:
    """Return one officer: to themselves, to an operator or to an auditor."""
    with audit.acting(actor_of(reader), "officer.read", "officer", officer_id, purpose, at=at):
        if reader.id != officer_id:
            require_any(reader, "operator", "auditor")
        return find(officer_id)


def find(officer_id: str) -> Officer:
    """Return an officer for an act, which writes its own line; pages use `get`."""
    officer = Officer.objects.select_related("authority").filter(id=officer_id).first()
    if officer is None:
        raise NoSuchOfficer
    return officer


def named(username: str) -> Officer | None:
    """Return the officer who signs in with a name, for a command in which they prove themselves."""
    name = Officer.normalize_username(username)
    return Officer.objects.select_related("authority").filter(username=name, active=True).first()


def key_named(key_id: str) -> OfficerKey | NodeKey:
    """Return a key of ours, of an officer or of the node, for an act that writes its own line."""
    key = OfficerKey.objects.filter(key_id=key_id).first() or NodeKey.objects.filter(key_id=key_id).first()
    if key is None:
        raise NoKey
    return key


def _holds(officer_id: str, role: str, authority: Authority | None) -> bool:
    if authority is None:
        return role in held_by(officer_id)
    held = Role.objects.filter(officer_id=officer_id, officer__active=True, role=role, revoked_at__isnull=True)
    return held.filter(authority=authority).exists()
