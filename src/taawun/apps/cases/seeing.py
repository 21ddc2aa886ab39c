# SPDX-License-Identifier: Apache-2.0
"""Which cases an officer may see, and what of a case only some may (spec §60.2, §60.6, §80.8, §80.73).

An officer sees the cases of the authorities in which they hold a role that acts for the purpose of the case; a
purpose that is closed to a role opens nothing to it, not for review and not for court. A case that nobody was given
yet is seen by who may give it to an authority. A second assessor sees the case that was laid before their authority.
Whoever is none of these is told that there is no such case.
"""

from collections.abc import Iterable
from typing import Final

from django.db.models import Q

from taawun.apps.audit.services import Actor
from taawun.apps.cases.models import Case, Reassessment
from taawun.apps.people import access as people
from taawun.apps.people.models import Officer
from taawun.apps.registers.purposes import AT_ONE_DESK, CLOSED, desks_of, purposes_of
from taawun.kernel.errors import NoPurpose, NoRole, NoSuchCase
from taawun.kernel.marking import COURT, EXERCISE, REVIEW

REVIEWER: Final = "legal_reviewer"
APART: Final = frozenset({"protection_officer", "watch_officer"})
"""Roles that see the cases of their closed purpose and no others."""
ANYWHERE: Final = frozenset({"desk_officer", "releasing_officer", REVIEWER, "liaison_officer", "analyst"})
"""Roles that see the cases of every purpose that is not closed."""
READERS: Final = ANYWHERE | APART | AT_ONE_DESK
"""Roles that may open a case; an auditor or operator sees lines and states, never contents."""
ASSIGNERS: Final = frozenset({"liaison_officer", REVIEWER, "releasing_officer"}) | APART
"""Roles that see a case which no authority has yet, and give it to one."""
COUNSEL_TASK: Final = "tell_counsel"
"""The task to tell the counsel channel of a claim for asylum: of reviewers, and not even counted for others."""
ALSO: Final = frozenset({COURT, REVIEW})
"""Purposes for which any case may be read, by the roles that act for them."""

Held = frozenset[tuple[str, str]]
"""(role, authority) pairs."""


def visible(officer: Officer) -> Q:
    """Return the condition of the cases that an officer may see, whatever for; no role sees none."""
    held = people.roles_of(officer)
    shown = _of_roles(held, ANYWHERE) & ~Q(purpose__in=sorted(CLOSED))
    for role in sorted(APART & {role for role, _ in held}):
        shown |= _of_roles(held, frozenset({role})) & Q(purpose__in=sorted(purposes_of(frozenset({role}))))
    for role in sorted(AT_ONE_DESK & {role for role, _ in held}):
        shown |= _of_roles(held, frozenset({role})) & Q(purpose__in=sorted(desks_of(frozenset({role}))))
    reviewing = {authority for role, authority in held if role == REVIEWER}
    asked = Reassessment.objects.filter(state="open", second_authority__in=sorted(reviewing))
    asked = asked.exclude(case__purpose__in=sorted(CLOSED))
    laid = list(asked.order_by().values_list("case_id", flat=True)) if reviewing else []
    # Named, not joined: where nothing was laid before an authority, lists of cases keep their index.
    return shown | Q(id__in=laid) if laid else shown


def _of_roles(held: Held, roles: frozenset[str]) -> Q:
    """Return the condition of the cases of the authorities where one of these roles is held, and of what waits."""
    reading = {authority for role, authority in held if role in roles}
    shown = Q(authority__in=sorted(reading)) & ~Q(authority="")
    return shown | Q(authority="") if any(role in roles & ASSIGNERS for role, _ in held) else shown


def for_purpose(officer: Officer, purpose: str) -> Q:
    """Return the condition of the cases that may be read for a purpose, or refuse one that the officer has not.

    Raises:
        NoPurpose: none, or one for which no role of the officer acts.
    """
    if purpose not in purposes_of(frozenset(role for role, _ in people.roles_of(officer))):
        raise NoPurpose
    return ~Q(purpose=EXERCISE) if purpose in ALSO else Q(purpose=purpose)  # nothing else opens an exercise (§88.1)


def open_to(officer: Officer, purpose: str) -> Q:
    """Return the condition of the cases that an officer may read for a purpose.

    Raises:
        NoPurpose: see `for_purpose`.
    """
    return for_purpose(officer, purpose) & visible(officer)


def readable(officer: Officer, case_id: str, purpose: str) -> Case:
    """Return a case that an officer may read for a purpose.

    Raises:
        NoPurpose: see `for_purpose`.
        NoSuchCase: there is none, or none that they may see.
    """
    case = Case.objects.filter(open_to(officer, purpose), id=case_id).first()
    if case is None:
        raise NoSuchCase
    return case


def require_worker(actor: Actor, case: Case, purpose: str, roles: Iterable[str] = READERS) -> Officer:
    """Return the officer who may act on a case: one who sees it and holds one of these roles in its authority.

    No part of the node acts on a case: a job, a command or an import is no officer.

    Raises:
        NoRole, NoPurpose, NoSuchCase.
    """
    if not actor.is_officer:
        raise NoRole("An officer acts on a case, never a part of the node.")
    officer = people.find(actor.officer_id)
    readable(officer, case.id, purpose)
    able = {role for role in roles if role not in AT_ONE_DESK or case.purpose in desks_of(frozenset({role}))}
    if people.roles_of(officer).isdisjoint({(role, case.authority) for role in able}):
        raise NoRole
    return officer


def reviews(officer: Officer, case: Case) -> bool:
    """Tell whether an officer may know what is secret in a case: a legal reviewer of the authority that has it."""
    return (REVIEWER, case.authority) in people.roles_of(officer)
