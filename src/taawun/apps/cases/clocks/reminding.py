# SPDX-License-Identifier: Apache-2.0
"""Reminders of what an open case says was due, each once and only while the case waits for it (spec §80.114).

A sector declares which day of which kind of case, and how lateness is counted. Each node reminds its own side; a new
reminder takes the place of the one before it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction

from taawun.apps.audit import services as audit
from taawun.apps.cases import library, tabling
from taawun.apps.cases.acting import OBJECT
from taawun.apps.cases.clocks import calendars
from taawun.apps.cases.clocks.clockwork import CLOCK_PURPOSE, WORKER
from taawun.apps.cases.models import Case, Task
from taawun.apps.cases.moves import filing
from taawun.apps.cases.moves.following import VOID
from taawun.apps.cases.tabling import Told
from taawun.kernel.cases.days import Calendar
from taawun.kernel.cases.words import Side
from taawun.kernel.wire.times import cut


@dataclass(frozen=True, slots=True)
class Awaited:
    """Who is awaited in a state: the side on whose calendar day something is due, and the tasks of its workflow."""

    side: Side
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is reminded of: in cases of a pack's kind, the day in an element; by state, whom the case waits for.

    `late` counts the days after a due day, given today and both calendars; 0 reminds nobody.
    """

    pack: str
    kind: str
    element: str
    waits: Mapping[str, Awaited]
    late: Callable[[date, date, Sequence[Calendar]], int]


SOURCE: Final = "overdue:"
"""How the source of a reminder begins; the number of days follows."""


def remind(rule: Reminder, now: datetime) -> int:
    """Raise the reminders of today that are ours, end those that nobody waits for, and return how many were raised.

    Safe in two workers at once: a case is locked while it is looked at, and the next look finds its reminder.
    """
    now = cut(now)
    _end(rule, now)
    return sum(_raise(rule, case, due, number, now) for case, due, number in _late(rule, now))


def _late(rule: Reminder, now: datetime) -> Iterator[tuple[Case, date, int]]:
    rows = Case.objects.filter(closed=None, pack_slug=rule.pack, kind=rule.kind, state__in=list(rule.waits))
    told = {row.id: Told(row) for row in rows}
    tabling.add_values(told, [rule.element])
    for one in told.values():
        due = _day(one.values.get(rule.element))
        if due is None:
            continue
        today = calendars.today(one.case, rule.waits[one.case.state].side, now)
        number = rule.late(due, today, calendars.calendars_of(one.case, now))
        if number:
            yield one.case, due, number


def _raise(rule: Reminder, case: Case, due: date, number: int, now: datetime) -> int:
    waits, source = rule.waits[case.state], f"{SOURCE}{number}"
    ours = [one for one in _ours(case, waits.tasks) if not _is_raised(case, one[0], source)]
    if not ours:
        return 0
    with transaction.atomic():
        row = filing.locked(case.id)
        new = [one for one in ours if row.state == case.state and not _is_raised(row, one[0], source)]
        over = datetime.combine(due + timedelta(days=1), time.min, calendars.zone_of(row, waits.side))
        for slug, role in new:
            Task.objects.filter(case=row, slug=slug, done=None).update(done=now, done_by=VOID)
            Task.objects.create(case=row, slug=slug, source=source, role=role, raised=now, due=over)
            audit.record(WORKER, "case.reminded", OBJECT, row.id, CLOCK_PURPOSE, at=now)
    return len(new)


def _ours(case: Case, slugs: Iterable[str]) -> list[tuple[str, str]]:
    """Return those tasks of the case's own workflow that are our side's, each with its role."""
    tasks = library.kind_of(case).workflow.tasks
    found = (tasks[slug] for slug in slugs if slug in tasks)
    return [(one.slug, one.role) for one in found if one.side is filing.our_side(case)]


def _is_raised(case: Case, slug: str, source: str) -> bool:
    return Task.objects.filter(case=case, slug=slug, source=source).exists()


def _end(rule: Reminder, now: datetime) -> None:
    """End the reminders of cases that wait for nobody now, whenever the move that came says it was made."""
    for slug in {slug for waits in rule.waits.values() for slug in waits.tasks}:
        waiting = [state for state, waits in rule.waits.items() if slug in waits.tasks]
        open_ones = Task.objects.filter(case__pack_slug=rule.pack, case__kind=rule.kind, slug=slug, done=None)
        open_ones.exclude(case__state__in=waiting).update(done=now, done_by=VOID)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
