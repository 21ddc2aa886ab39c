# SPDX-License-Identifier: Apache-2.0
"""When a clock that runs warns and ends (spec §60.11 to §60.13).

Hours are counted as time; days and months as legal days of the zone, without the first and to the last moment of
the last. A pause, of a service clock only, takes out the time or the legal days between its start and its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from taawun.kernel.cases.clocks import WARN_AT, ClockRule, Unit
from taawun.kernel.cases.days import (
    EVERY_DAY,
    Calendar,
    add_months,
    add_working_days,
    first_moment,
    is_shared,
    last_moment,
    legal_day,
)
from taawun.kernel.errors import NotExtendable, StatutoryClock

WHOLE: Final = 100
"""Per cent."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which a service clock stands still. `end` is None while it lasts; `reason` is never empty."""

    start: datetime
    end: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Running:
    """One clock of one case.

    Attributes:
        rule: what the pack says.
        started: when.
        zone: the zone of the side whose days are counted.
        pauses: in order, none overlapping; a statutory clock has none.
        extended: by how much it was prolonged, in the unit of the rule.
        stopped: when a move ended it in time, or None.
    """

    rule: ClockRule
    started: datetime
    zone: tzinfo
    pauses: tuple[Pause, ...] = ()
    extended: int = 0
    stopped: datetime | None = None

    def __post_init__(self) -> None:
        if self.pauses and self.rule.statutory:
            raise StatutoryClock(f"Clock: {self.rule.slug}.")
        if not 0 <= self.extended <= self.rule.extendable:
            raise NotExtendable(f"Clock: {self.rule.slug}; at most {self.rule.extendable}.")

    @property
    def paused(self) -> bool:
        """Tell whether it stands still now."""
        return any(pause.end is None for pause in self.pauses)


@dataclass(frozen=True, slots=True)
class ClockWarning:
    """A moment at which a clock warns: at a per cent of its length, or on a counted day (or hour, or month)."""

    at: datetime
    percent: int | None = None
    day: int | None = None


def pause(running: Running, now: datetime, reason: str) -> Running:
    """Return a service clock that stands still from now on.

    Raises:
        StatutoryClock: nothing pauses what law set.
        NotExtendable: without a reason, or if it stands still already or has ended.
    """
    if not reason.strip() or running.paused or running.stopped is not None:
        raise NotExtendable(f"Clock: {running.rule.slug}; a pause needs a reason and a clock that runs.")
    return replace(running, pauses=(*running.pauses, Pause(now, None, reason)))


def resume(running: Running, now: datetime) -> Running:
    """Return the clock as it goes on from now; one that runs already is returned as it is."""
    return replace(running, pauses=tuple(p if p.end else replace(p, end=now) for p in running.pauses))


def extend(running: Running, by: int, reason: str) -> Running:
    """Return the clock prolonged, once, with reasons, by 1 to `extendable` units.

    Raises:
        NotExtendable: by more than the rule allows, for the second time, without a reason, or when it has ended.
    """
    allowed = 0 < by <= running.rule.extendable and running.extended == 0
    if not allowed or not reason.strip() or running.stopped is not None:
        raise NotExtendable(f"Clock: {running.rule.slug}; at most {running.rule.extendable}, once, with reasons.")
    return replace(running, extended=by)


def due(running: Running, calendars: Sequence[Calendar] = ()) -> datetime | None:
    """Return the last moment in time, in UTC; None while the clock stands still, for then nobody can know it.

    Args:
        running: the clock.
        calendars: of both parties; needed for shared working days only.

    Raises:
        NoWorkingDays: if the clock counts shared working days and there are none.
    """
    return None if running.paused else _reached(running, running.rule.length + running.extended, calendars)


def warnings(running: Running, calendars: Sequence[Calendar] = ()) -> tuple[ClockWarning, ...]:
    """Return when the clock warns, earliest first; none while it stands still.

    Those in per cent come after that part of its time; those of `warn_on` when the counted day begins, or for a
    clock of hours when the hour is full.
    """
    end = due(running, calendars)
    if end is None:
        return ()
    found = [ClockWarning(_part(running, percent, end), percent=percent) for percent in WARN_AT]
    found += [ClockWarning(_begins(running, day, calendars), day=day) for day in running.rule.warn_on]
    return tuple(sorted(found, key=lambda warning: (warning.at, warning.day or 0)))


def share(running: Running, now: datetime, calendars: Sequence[Calendar] = ()) -> float:
    """Return which part of its time has passed, from 0.0; above 1.0 when it is late. Pauses do not count.

    A clock that was stopped keeps the share it had; one that stands still keeps that of when it was paused.
    """
    at = min(now, running.stopped or now)
    whole = resume(running, at)
    end = _reached(whole, whole.rule.length + whole.extended, calendars)
    return max(_counted(whole, at) / _counted(whole, end), 0.0)


def has_lapsed(running: Running, now: datetime, calendars: Sequence[Calendar] = ()) -> bool:
    """Tell whether the time ran out before anything stopped the clock. One that stands still has not lapsed."""
    end = due(running, calendars)
    return end is not None and min(now, running.stopped or now) > end


# --- counting -------------------------------------------------------------------------------------------


def _reached(running: Running, number: int, calendars: Sequence[Calendar]) -> datetime:
    """Return when a number of units have passed, to their last moment."""
    if running.rule.unit is Unit.HOURS:
        return _after(running, timedelta(hours=number))
    return last_moment(_day(running, number, calendars), running.zone)


def _begins(running: Running, number: int, calendars: Sequence[Calendar]) -> datetime:
    """Return when the n-th unit begins to be the last one counted."""
    if running.rule.unit is Unit.HOURS:
        return _after(running, timedelta(hours=number))
    return first_moment(_day(running, number, calendars), running.zone)


def _day(running: Running, number: int, calendars: Sequence[Calendar]) -> date:
    """Return the legal day on which a number of units have passed."""
    start = legal_day(running.started, running.zone)
    paused = [(legal_day(p.start, running.zone), legal_day(p.end, running.zone)) for p in running.pauses if p.end]
    if running.rule.unit is Unit.SHARED_WORKING_DAYS:
        is_shared(start, calendars)  # refuses no calendar at all, even where nothing is counted
        return add_working_days(start, number, calendars, paused)
    days = (add_months(start, number) - start).days if running.rule.unit is Unit.MONTHS else number
    return add_working_days(start, days, (EVERY_DAY,), paused)


def _part(running: Running, percent: int, end: datetime) -> datetime:
    """Return when a part of the time up to `end` has passed."""
    return _after(running, _counted(running, end) * percent / WHOLE)


def _after(running: Running, length: timedelta) -> datetime:
    """Return when so much time has passed that pauses do not count in."""
    end = running.started.astimezone(UTC) + length
    for one in running.pauses:
        if one.end and one.start < end:
            end += one.end - one.start
    return end


def _counted(running: Running, at: datetime) -> timedelta:
    """Return how much time has passed at a moment, without pauses."""
    stood = [min(one.end or at, at) - one.start for one in running.pauses if one.start < at]
    return at - running.started - sum(stood, timedelta())
