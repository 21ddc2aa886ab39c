# SPDX-License-Identifier: Apache-2.0
"""Legal days in a named zone, and working days that two calendars share (spec §60.12).

The first day is not counted; the last one counts to its last moment. The zone comes in as a `tzinfo`: nothing
here reads time zone files.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from taawun.kernel.errors import NoWorkingDays

DAY: Final = timedelta(days=1)
MOMENT: Final = timedelta(milliseconds=1)
"""The smallest time that the wire can carry (§20.6); a legal day ends this much before the next one."""
IDLE_DAYS: Final = 366
"""Longest stretch of days without a shared working day, after which calendars are taken to share none."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """When one party's offices are closed. Monday is 0, as in `datetime.date.weekday`."""

    weekend: frozenset[int]
    holidays: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Tell whether the offices are open on a day."""
        return day.weekday() not in self.weekend and day not in self.holidays


EVERY_DAY: Final = Calendar(frozenset())
"""The calendar of who counts each day."""


def legal_day(moment: datetime, zone: tzinfo) -> date:
    """Return the day that it is in a zone at a moment."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone has no legal day")
    return moment.astimezone(zone).date()


def first_moment(day: date, zone: tzinfo) -> datetime:
    """Return the moment, in UTC, at which a legal day begins; where clocks skip midnight, the first one after it."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def last_moment(day: date, zone: tzinfo) -> datetime:
    """Return the last moment of a legal day, in UTC."""
    return first_moment(day + DAY, zone) - MOMENT


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def is_shared(day: date, calendars: Sequence[Calendar]) -> bool:
    """Tell whether a day is a working day in all calendars.

    Raises:
        NoWorkingDays: for no calendar at all; nobody's working days are not everybody's.
    """
    if not calendars:
        raise NoWorkingDays("There is no calendar.")
    return all(one.works(day) for one in calendars)


def add_working_days(
    day: date, number: int, calendars: Sequence[Calendar], paused: Sequence[tuple[date, date]] = ()
) -> date:
    """Return the shared working day on which a number of them have passed; the first day is not counted.

    Args:
        day: the day it starts.
        number: how many; 0 gives the day itself.
        calendars: all of which must be open.
        paused: stretches (after the first day, up to and with the last) that are not counted.

    Raises:
        NoWorkingDays: if the calendars share none for `IDLE_DAYS`.
    """
    idle = 0
    while number > 0:
        day += DAY
        if any(start < day <= end for start, end in paused):
            continue
        shared = is_shared(day, calendars)
        number, idle = number - shared, 0 if shared else idle + 1
        if idle > IDLE_DAYS:
            raise NoWorkingDays(f"None in {IDLE_DAYS} days.")
    return day
