# SPDX-License-Identifier: Apache-2.0
"""Clock rows and the kernel's clocks: one is made of the other here, and nowhere else (spec §60.11 to §60.13).

When a clock warns and ends is worked out when it starts, pauses or is prolonged, and stored: the worker that looks
at ten thousand clocks each minute then only compares times.
"""

from datetime import datetime
from typing import Final

from taawun.apps.cases.clocks import calendars
from taawun.apps.cases.models import Case, Clock
from taawun.kernel.cases.clocks import ClockRule
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.timing import ClockWarning, Pause, Running, due, warnings
from taawun.kernel.wire.times import from_wire, to_wire

DAY: Final = "day:"
"""How a warning begins that is given on a day."""


def running_of(row: Clock, kind: CaseKind, case: Case) -> Running:
    """Return the clock of a row, as the kernel counts it."""
    rule = kind.clocks[row.rule]
    pauses = tuple(Pause(from_wire(start), from_wire(end) if end else None, why) for start, end, why in row.pauses)
    zone = calendars.zone_of(case, rule.side)
    return Running(rule, row.started, zone, pauses, row.extended, row.stopped)


def write(row: Clock, running: Running, case: Case) -> Clock:
    """Put what a clock has come to into its row: when it warns, when it ends, and when to look at it next."""
    days = calendars.calendars_of(case, running.started)
    row.pauses = [[to_wire(one.start), to_wire(one.end) if one.end else None, one.reason] for one in running.pauses]
    row.extended, row.stopped = running.extended, running.stopped
    row.marks = [[to_wire(one.at), what(one)] for one in warnings(running, days)]
    row.due = due(running, days)
    row.next_at = next_look(row)
    return row


def next_look(row: Clock) -> datetime | None:
    """Return when the worker must look at a clock again; None if it stopped, stands still, or has told everything."""
    if row.stopped is not None or row.ended is not None or row.due is None:
        return None
    ahead = [at for at, _ in marks_after(row, row.told)]
    return min([*ahead, row.due])


def marks_after(row: Clock, told: datetime | None) -> list[tuple[datetime, str]]:
    """Return the warnings that have not been given, earliest first."""
    found = [(from_wire(at), label) for at, label in row.marks]
    return [(at, label) for at, label in found if told is None or at > told]


def what(warning: ClockWarning) -> str:
    """Return a warning as it is kept: "75 %" of the time, or "day:18", which is said in words where it is shown."""
    return f"{warning.percent} %" if warning.percent is not None else f"{DAY}{warning.day}"


def begin(case: Case, rule: ClockRule, step: str, at: datetime) -> Clock:
    """Return the row of a clock that a move started; not stored yet."""
    row = Clock(case=case, rule=rule.slug, step=step, started=at, pauses=[], marks=[])
    return write(row, Running(rule, at, calendars.zone_of(case, rule.side)), case)
