# SPDX-License-Identifier: Apache-2.0
"""What officers do with clocks, and what the worker does each minute (spec §60.13).

At the end of a clock a task is raised and a person acts: nobody is released, and no case lapses, by a machine.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor, Entry
from taawun.apps.cases import library
from taawun.apps.cases.acting import OBJECT, acting, moment, written
from taawun.apps.cases.clocks import timing
from taawun.apps.cases.models import Clock, ClockEvent, Task
from taawun.apps.rows import into, load
from taawun.kernel.cases import timing as kernel
from taawun.kernel.errors import NoSuchClock
from taawun.kernel.ledger.entry import Kind
from taawun.kernel.wire.times import cut

WORKER: Final = Actor.system("worker")
BATCH: Final = 2_000
"""Clocks that are looked at in one transaction."""
CLOCK_PURPOSE: Final = "clocks of cases"

How = Callable[[kernel.Running, datetime], kernel.Running]

_DUE: Final = f"next_at <= %s ORDER BY next_at, id LIMIT {BATCH}"
Tuple = tuple[object, ...]
_EVENT: Final = ("clock_id", "case_id", "kind", "what", "reason", "officer_id", "at")
_TASK: Final = ("case_id", "slug", "source", "role", "note", "raised", "done_by")
_TOLD: Final = "UPDATE cases_clock SET told = %s, next_at = %s, ended = %s WHERE id = %s"
# PostgreSQL takes many rows as one array for each column: a statement for each costs several times as much.
_TOLD_MANY: Final = """
    UPDATE cases_clock SET told = v.told, next_at = v.next_at, ended = v.ended
    FROM unnest(%s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::bigint[]) AS v (told, next_at, ended, id)
    WHERE cases_clock.id = v.id"""


def pause(actor: Actor, clock_id: int, reason: str, purpose: str, *, at: datetime | None = None) -> Clock:
    """Let a service clock stand still, with the reason.

    Raises:
        StatutoryClock: what law set stands still for nobody.
        NotExtendable: without a reason, or if it does not run.
        NoSuchClock.
    """
    return _turn(
        actor, clock_id, "paused", reason, purpose, at, lambda one, now: kernel.pause(one, now, written(reason))
    )


def resume(actor: Actor, clock_id: int, purpose: str, *, at: datetime | None = None) -> Clock:
    """Let a clock go on."""
    return _turn(actor, clock_id, "resumed", "", purpose, at, kernel.resume)


def extend(actor: Actor, clock_id: int, by: int, reason: str, purpose: str, *, at: datetime | None = None) -> Clock:
    """Prolong a clock once, by at most what its rule allows, with reasons.

    Raises:
        NotExtendable, NoSuchClock.
    """
    return _turn(
        actor, clock_id, "extended", reason, purpose, at, lambda one, _now: kernel.extend(one, by, written(reason))
    )


def _turn(actor: Actor, clock_id: int, act: str, reason: str, purpose: str, at: datetime | None, how: How) -> Clock:
    at = moment(at)
    case_id = Clock.objects.filter(pk=clock_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NoSuchClock
    with acting(actor, f"clock.{act}", case_id, purpose, at, ledger=Kind.RECORD) as case:
        row = Clock.objects.select_for_update().get(pk=clock_id)
        if row.stopped is not None or row.ended is not None:
            raise NoSuchClock
        running = how(timing.running_of(row, library.kind_of(case), case), at)
        timing.write(row, running, case).save()
        ClockEvent.objects.create(
            clock=row, case=case, kind=act, reason=written(reason), officer_id=actor.officer_id, at=at
        )
        return row


def run_due(now: datetime) -> int:
    """Look at every clock whose moment has come, and return how many; each warning is given once.

    Safe in two workers at once: a row is locked while it is looked at, and the next look finds it told.
    """
    seen = 0
    while True:
        with transaction.atomic():
            rows = load(Clock, _DUE, [now], lock=True)
            _tell(rows, cut(now))
        seen += len(rows)
        if len(rows) < BATCH:
            return seen


def _tell(rows: Sequence[Clock], now: datetime) -> None:
    """Write what each clock has to tell, as plain tuples: ten thousand may speak in one minute."""
    events: list[Tuple] = []
    tasks: list[Tuple] = []
    values: list[Any] = []
    for row in rows:
        marks = timing.marks_after(row, row.told)
        events += [(row.pk, row.case_id, "warned", what, "", "", at) for at, what in marks if at <= now]
        row.told = now
        if row.due is not None and row.due < now:
            row.ended = now
            events.append((row.pk, row.case_id, "ended", "", "", "", row.due))
            tasks += [_task(row, now)] if row.at_end else []
        row.next_at = None if row.ended else min([at for at, _ in marks if at > now] + [row.due or now])
        values.append((row.told, row.next_at, row.ended, row.pk))
    into(ClockEvent, *_EVENT).write(events)
    into(Task, *_TASK).write(tasks)
    if values:
        _write_told(values)
    audit.record_many((_line(row, now) for row in rows), at=now)


def _write_told(values: Sequence[Sequence[Any]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_TOLD_MANY, [list(column) for column in zip(*values, strict=True)])
        else:
            cursor.executemany(_TOLD, values)


def _task(row: Clock, now: datetime) -> Tuple:
    return (row.case_id, row.at_end, f"clock:{row.pk}", row.role, row.rule, now, "")


def _line(row: Clock, now: datetime) -> Entry:
    """Return the line for one look at a clock; what exactly it told is in its events, which nobody can change."""
    return Entry(WORKER, "clock.ended" if row.ended == now else "clock.warned", OBJECT, row.case_id, CLOCK_PURPOSE)
