# SPDX-License-Identifier: Apache-2.0
"""Where a birth puts a name in the index: rows are numbered by date, so that a span of days is a span of rows.

A date key is 0 for "not known", else it counts years and days so that whole years, months and days of one year
stand together: the year alone first, then each month alone, then its days.
"""

from typing import Final

from taawun.engines.matching.dates import PartialDate

FIRST: Final = 1870
LAST: Final = 2038
"""Years with keys of their own; births outside stand in the nearest one."""

PER_YEAR: Final = 385
KEYS: Final = 1 << 16
UNKNOWN: Final = 0

MAX_SPAN: Final = 3
"""Years of a range up to which the name stands in each year; a wider range counts as not known here."""


def key_of(year: int, month: int, day: int) -> int:
    """Return the date key of a day, of a month (day 0) or of a year (month 0)."""
    within = (month - 1) * 32 + day + 1 if month else 0
    return 1 + (min(max(year, FIRST), LAST) - FIRST) * PER_YEAR + within


def row_keys(births: tuple[PartialDate, ...]) -> tuple[int, ...]:
    """Return the keys under which each name of a record stands."""
    if not births:
        return (UNKNOWN,)
    if len(births) == 1 and births[0].until is None and not births[0].approximate:
        return (key_of(births[0].year, births[0].month, births[0].day),)
    found = dict.fromkeys(key for birth in births for key in _keys(birth))
    return tuple(found) if len(found) <= MAX_SPAN + 1 else (UNKNOWN,)


def _keys(birth: PartialDate) -> tuple[int, ...]:
    if birth.day and birth.until is None:
        return (key_of(birth.year, birth.month, birth.day),)
    first, last = birth.earliest[0], birth.latest[0]
    if first == last and birth.until is None:
        return (key_of(birth.year, birth.month, birth.day),)
    if last - first >= MAX_SPAN:
        return (UNKNOWN,)
    return tuple(key_of(year, 0, 0) for year in range(first, last + 1))
