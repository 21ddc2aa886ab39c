# SPDX-License-Identifier: Apache-2.0
"""What follows from the moves of a case: its state, clocks, tasks, and offered assurances (spec §60.5, §60.13).

All of it is worked out anew from the standing, so that a move which arrives late changes exactly what it must. A
clock or task whose move no longer counts is ended as void; what a clock told stays told.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from taawun.apps.cases.clocks import timing
from taawun.apps.cases.gates import offering
from taawun.apps.cases.models import Case, Clock, ClockEvent, MoveStatus, SharedMove, Task
from taawun.apps.cases.moves import answers, ending
from taawun.apps.cases.moves.filing import Held, our_side
from taawun.kernel.cases.clocks import ClockRule
from taawun.kernel.cases.replay import Standing, Step
from taawun.kernel.cases.timing import resume
from taawun.kernel.wire.times import cut, to_wire

VOID: Final = "void"
"""Who ended a task or clock whose move turned out not to count: nobody did."""


Follower = Callable[[Held, datetime], None]
"""Takes a case as it stands and the moment; brings rows of a sector in line with it, and may be told the same twice."""
_of_kinds: Final[dict[str, Follower]] = {}


def add_followers(found: Mapping[str, Follower]) -> None:
    """Add what follows from the moves of a sector's own kinds, by kind of case."""
    _of_kinds.update(found)


def follow(held: Held, now: datetime) -> None:
    """Bring the rows of a case in line with its standing, in the caller's transaction."""
    _mark_moves(held.case, held.standing)
    _mark_case(held, now)
    _clocks(held, now)
    _tasks(held, now)
    offering.enter(held, now)
    if held.case.kind in _of_kinds:
        _of_kinds[held.case.kind](held, now)


def key_of(step: Step) -> str:
    """Return the name of a step within its case."""
    return f"{step.move}@{to_wire(step.at)}/{step.officer}"


def _mark_moves(case: Case, stands: Standing) -> None:
    told: dict[str, tuple[str, int | None, dict[str, object]]] = {
        made.digest(): (MoveStatus.APPLIED, place, {}) for place, made in enumerate(stands.applied, start=1)
    }
    for made, why in stands.void:
        told[made.digest()] = (MoveStatus.VOID, None, {"code": why.code, "given": dict(why.given), "opens": why.opens})
    for made in stands.waiting:
        told[made.digest()] = (MoveStatus.WAITING, None, {})
    for row in SharedMove.objects.filter(case=case).exclude(status=MoveStatus.REFUSED).defer("wire"):
        status, place, why_void = told[row.digest]
        if (row.status, row.place, row.why) != (status, place, why_void):
            SharedMove.objects.filter(pk=row.pk).update(status=status, place=place, why=why_void)


def _mark_case(held: Held, now: datetime) -> None:
    case, stands = held.case, held.standing
    final = held.kind.workflow.states[stands.state].final
    case.state, case.phase, case.flags = stands.state, stands.phase, sorted(stands.flags)
    case.closed = (case.closed or now) if final else None
    case.asked = answers.asked_at(case.kind, case.requesting, stands.applied)
    case.answered = answers.answered_at(case.kind, case.requested, stands.applied)
    case.changed = now
    case.save(update_fields=["state", "phase", "flags", "closed", "asked", "answered", "changed"])


# --- clocks -----------------------------------------------------------------------------------------------


def _clocks(held: Held, now: datetime) -> None:
    rows = {(row.rule, row.step): row for row in Clock.objects.filter(case=held.case)}
    wanted = dict(_clocks_wanted(held))
    for (slug, step), (rule, began, ended) in wanted.items():
        row = rows.get((slug, step))
        if row is None:
            row = _start(held, rule, step, began)
        if ended is not None and row.stopped is None:
            _stop(held, row, ended, now)
    for place, row in rows.items():
        if place not in wanted and row.stopped is None:
            _stop(held, row, now, now, reason=VOID)


def _clocks_wanted(
    held: Held,
) -> Iterable[tuple[tuple[str, str], tuple[ClockRule, datetime, datetime | None]]]:
    """Yield each clock that the steps start, with when it began and when a step ended it."""
    steps = held.standing.steps
    final = {slug for slug, state in held.kind.workflow.states.items() if state.final}
    for number, step in enumerate(steps):
        for slug, rule in held.kind.clocks.items():
            if step.move in rule.starts:
                ends = (one.at for one in steps[number + 1 :] if one.move in rule.stops or one.after in final)
                yield (slug, key_of(step)), (rule, step.at, next(ends, None))


def _start(held: Held, rule: ClockRule, step: str, at: datetime) -> Clock:
    row = timing.begin(held.case, rule, step, at)
    task = held.kind.workflow.tasks.get(rule.at_end)
    if task is not None and task.side is our_side(held.case):
        row.at_end, row.role = task.slug, task.role
    row.save()
    ClockEvent.objects.create(clock=row, case=held.case, kind="started", at=at)
    return row


def _stop(held: Held, row: Clock, at: datetime, now: datetime, reason: str = "") -> None:
    if reason != VOID and row.due is not None and row.due < now and row.ended is None:
        _end(held, row, now)
    row.stopped, row.next_at = at, None
    if any(end is None for _, end, _ in row.pauses):
        running = resume(timing.running_of(row, held.kind, held.case), at)
        timing.write(row, running, held.case)
    row.save()
    ClockEvent.objects.create(clock=row, case=held.case, kind="stopped", at=at, reason=reason)
    if reason == VOID:
        Task.objects.filter(case=held.case, source=f"clock:{row.pk}", done=None).update(done=now, done_by=VOID)


def _end(held: Held, row: Clock, now: datetime) -> None:
    """End a clock whose time had run out when what stops it came, whatever time that claims: a person must look."""
    row.ended = now
    ClockEvent.objects.create(clock=row, case=held.case, kind="ended", at=row.due or now)
    if row.at_end:
        Task.objects.create(
            case=held.case, slug=row.at_end, source=f"clock:{row.pk}", role=row.role, note=row.rule, raised=now
        )


# --- tasks ------------------------------------------------------------------------------------------------


def _tasks(held: Held, now: datetime) -> None:
    """Raise the tasks of steps, and end those that a later step did."""
    case, steps = held.case, held.standing.steps
    rows = {(row.slug, row.source): row for row in Task.objects.filter(case=case)}
    raised = set()
    for step in steps:
        for slug in held.kind.workflow.moves[step.move].tasks:
            source = f"move:{key_of(step)}"
            raised.add((slug, source))
            if (slug, source) not in rows:
                new = raise_task(held, slug, source, step.at)
                if new is not None:
                    rows[slug, source] = new
    for place, row in rows.items():
        if row.done is None:
            _end_task(held, row, place, raised, now)


def _end_task(held: Held, row: Task, place: tuple[str, str], raised: set[tuple[str, str]], now: datetime) -> None:
    declared = held.kind.workflow.tasks.get(row.slug)
    done_by = declared.done_by if declared else frozenset()
    done = next((one for one in held.standing.steps if one.move in done_by and one.at >= cut(row.raised)), None)
    if done is not None:
        row.done, row.done_by = done.at, done.officer
    elif (row.source.startswith("move:") and place not in raised) or _late_for_ever(held, row):
        row.done, row.done_by = now, VOID
    else:
        return
    row.save(update_fields=["done", "done_by"])


def _late_for_ever(held: Held, row: Task) -> bool:
    """Tell whether a task says that something is late which nobody waits for any more: the case has ended."""
    state = held.standing.state
    ended = held.kind.workflow.states[state].final
    return ended and row.slug.endswith(ending.LATE) and not ending.awaited(held.kind, state, row.slug)


def raise_task(held: Held, slug: str, source: str, at: datetime) -> Task | None:
    """Raise a task of the workflow, if it is our side's to do."""
    task = held.kind.workflow.tasks.get(slug)
    if task is None or task.side is not our_side(held.case):
        return None
    due = at + timedelta(days=task.owed_days) if task.owed_days is not None else None
    return Task.objects.create(case=held.case, slug=slug, source=source, role=task.role, raised=at, due=due)
