# SPDX-License-Identifier: Apache-2.0
"""Tasks that no move ends: a person says that one is done, and why, on the record (spec §60.13).

What a move of the workflow does is ended by that move alone, as long as it can still come. What oversight is told is
ended by an auditor, who says what came of it.
"""

from datetime import datetime
from typing import Final

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.cases import library, seeing
from taawun.apps.cases.acting import OBJECT, acting, moment, written
from taawun.apps.cases.models import Reassessment, Task
from taawun.apps.cases.moves import filing
from taawun.apps.people import access as people
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.errors import NoRole, NoSuchTask, NotReasoned
from taawun.kernel.ledger.entry import Kind

OVERSEER: Final = "auditor"
"""The role that oversight is told through; its tasks are no work on a case."""
REASSESSED: Final = "reassessment"
"""How the source of a task begins that tells oversight of a reassessment."""
LATE: Final = "_late"
"""How the name of a task ends that says only that somebody waits too long."""


def awaited(kind: CaseKind, state: str, slug: str) -> bool:
    """Tell whether a move that would end a task can still come in a state of its case."""
    declared = kind.workflow.tasks.get(slug)
    moves = [kind.workflow.moves[one] for one in declared.done_by] if declared else []
    return any(state in one.sources for one in moves) or (bool(moves) and not kind.workflow.states[state].final)


def end_task(actor: Actor, case_id: str, number: int, reason: str, purpose: str, *, at: datetime | None = None) -> Task:
    """Say that a task is done which no move ends, and why; by an officer with its role where the case is.

    Raises:
        NoSuchTask: it is none of this case, is done, is ended by a move, or is not for this officer to know.
        NoRole, NotReasoned, and what `acting` raises.
    """
    at = moment(at)
    secret = Task.objects.filter(pk=number, slug=seeing.COUNSEL_TASK).exists()
    # That there is a claim for asylum must not be read off the record: its task is ended as a gate is assessed.
    act, ledger = ("case.assessed", Kind.GATE) if secret else ("case.task-done", Kind.RECORD)
    with acting(actor, act, case_id, purpose, at, ledger=ledger) as case:
        row = Task.objects.filter(pk=number, case=case, done=None).exclude(role=OVERSEER).first()
        able = row is not None and row.role in filing.mover(case, actor.officer_id).roles
        if row is None or (secret and not able) or awaited(library.kind_of(case), case.state, row.slug):
            raise NoSuchTask
        if not able:
            raise NoRole
        return _ended(row, reason, actor.officer_id, at)


def note_oversight(actor: Actor, number: int, reason: str, purpose: str, *, at: datetime | None = None) -> Task:
    """Say, as an auditor, what came of what oversight was told; it stays to be read with these words.

    Whoever found the gate otherwise is not oversight over it, whatever roles they hold.

    Raises:
        NoSuchTask: oversight was told nothing of this number, or it is done.
        NoRole, NotReasoned, NoPurpose.
    """
    at = moment(at)
    known = Task.objects.filter(pk=number, role=OVERSEER).values_list("case_id", flat=True).first()
    with audit.acting(actor, "case.task-done", OBJECT, known or "unknown", purpose, ledger=Kind.RECORD, at=at):
        if not actor.is_officer:
            raise NoRole("An officer acts on a case, never a part of the node.")
        people.require(people.find(actor.officer_id), OVERSEER)
        row = Task.objects.select_for_update().filter(pk=number, role=OVERSEER, done=None).first()
        if row is None:
            raise NoSuchTask
        if actor.officer_id in _told_of(row):
            raise NoRole("Who found the gate otherwise does not look at it for oversight.")
        return _ended(row, reason, actor.officer_id, at)


def _ended(row: Task, reason: str, officer: str, at: datetime) -> Task:
    row.why = written(reason)
    if not row.why:
        raise NotReasoned
    row.done, row.done_by = at, officer
    row.save(update_fields=["done", "done_by", "why"])
    return row


def _told_of(row: Task) -> frozenset[str]:
    """Return the two who found what a task tells oversight of."""
    asked = row.source.removeprefix(f"{REASSESSED}:")
    found = Reassessment.objects.filter(id=asked).values_list("officer_id", "second").first()
    return frozenset(found or ())
