# SPDX-License-Identifier: Apache-2.0
"""Whose turn it is: the cases that wait for an officer to lead them on, or to give them to an authority (spec §60.2).

What is shown is a case and a move by its name; nothing of the contents is read.
"""

from collections.abc import Iterable
from typing import Final

from django.db.models import Exists, OuterRef, Q

from taawun.apps.cases import library, seeing
from taawun.apps.cases.models import Case, Proposal, ProposalState, Task
from taawun.apps.people import access as people
from taawun.apps.people.models import Officer
from taawun.kernel.cases.workflow import Move, leading

ROWS: Final = 50
"""Cases that are returned where nobody says how many."""
STEPS_LOOKED_AT: Final = 100
"""Cases, the oldest first, among which an officer's next steps are sought."""


def steps(officer: Officer, purpose: str, most: int = ROWS) -> list[tuple[Case, Move]]:
    """Return open cases that wait for a role of this officer to lead them on, with the move: the oldest first.

    None in which it is the other side's turn, whose next step is proposed, of which a task tells already, or that is
    only watched; and no draft to whoever opened it. Whether a move is open to this very officer is told on the page of
    the case, for which all of it must be read.
    """
    held = people.roles_of(officer)
    waits = _where_steps_wait({role for role, _ in held})
    if not waits:
        return []
    rows = Case.objects.filter(seeing.open_to(officer, purpose) & ~Q(authority=""), waits, closed=None)
    rows = rows.exclude(Exists(Proposal.objects.filter(case=OuterRef("pk"), state=ProposalState.OPEN)))
    rows = rows.exclude(phase="", opened_by=officer.id).order_by("changed")
    found = [(row, _next_move(row, held)) for row in rows[:STEPS_LOOKED_AT]]
    tasks = Task.objects.filter(case__in=[row.id for row, move in found if move], done=None)
    told = {(one.case_id, one.slug) for one in tasks}
    return [(row, move) for row, move in found if move is not None and not _is_told(row, move, told)][:most]


def unassigned(officer: Officer, purpose: str, most: int = ROWS) -> list[Case]:
    """Return open cases that came and that nobody has yet, to an officer who may give them to an authority."""
    if seeing.ASSIGNERS.isdisjoint(role for role, _ in people.roles_of(officer)):
        return []
    rows = Case.objects.filter(seeing.open_to(officer, purpose), authority="", closed=None)
    return list(rows.order_by("changed")[:most])


def _where_steps_wait(roles: Iterable[str]) -> Q:
    """Return the condition of the cases in whose state one of these roles leads on; empty where none does."""
    states: dict[tuple[str, str], set[str]] = {}
    for kind, side, state in frozenset().union(*(library.leaders().get(role, frozenset()) for role in roles)):
        states.setdefault((kind, side), set()).add(state)
    found = Q()
    for (kind, side), named in sorted(states.items()):
        found |= Q(kind=kind, side=side, state__in=sorted(named))
    return found


def _next_move(case: Case, held: Iterable[tuple[str, str]]) -> Move | None:
    """Return the move that leads a case on from where it stands, by its flags too, if one of these roles makes it."""
    roles = {role for role, authority in held if authority == case.authority}
    workflow = library.kind_of(case).workflow
    if workflow.states[case.state].holder != case.side:
        return None
    flags = frozenset(case.flags)
    lead = [one for one in leading(workflow, case.state) if one.when <= flags and one.unless.isdisjoint(flags)]
    return next((one for one in lead if one.role in roles), None)


def _is_told(case: Case, move: Move, told: set[tuple[str, str]]) -> bool:
    """Tell whether an open task says already to whoever makes this move that it is to be made."""
    tasks = [one for one in library.kind_of(case).workflow.tasks.values() if one.role == move.role]
    return any((case.id, one.slug) in told and move.slug in one.done_by for one in tasks)
