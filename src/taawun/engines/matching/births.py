# SPDX-License-Identifier: Apache-2.0
"""What two dates of birth say about their being one person's: a code for the reason, and log-odds.

Days are compared with days; anything less exact is a span, and spans agree when they overlap, the more so the
shorter they are. The log-odds were set on made-up people (tests/bench/population.py).
"""

from typing import Any, Final

from numba import njit

from taawun.engines.matching.dates import FLAG_HIJRI
from taawun.engines.matching.records import Code

BIRTH_CODES: Final = (
    Code.BIRTH_FAR,  # no birth has the code NONE
    Code.BIRTH_SAME,
    Code.BIRTH_SWAPPED,
    Code.BIRTH_CALENDAR,
    Code.BIRTH_WITHIN,
    Code.BIRTH_ONE_OFF,
    Code.BIRTH_NEAR,
    Code.BIRTH_SAME_YEAR,
    Code.BIRTH_FAR,
)
NONE, SAME, SWAPPED, CALENDAR, WITHIN, ONE_OFF, NEAR, SAME_YEAR, FAR = range(9)

BIRTH_PARTS: Final = (0.0, 1.0, 0.85, 0.9, 0.8, 0.6, 0.5, 0.4, 0.0)
"""The part 0..1 shown for each code of births."""

_SAME_DAY: Final = 5.2
_FIRST_JANUARY: Final = 3.0  # a day that stands for "only the year is known"
_SWAPPED: Final = 2.4
_CALENDAR: Final = 4.0
_MONTH: Final = 2.6
_YEAR: Final = 1.5
_FEW_YEARS: Final = 0.8
_MANY_YEARS: Final = 0.3
_ONE_OFF: Final = -0.1
_NEAR: Final = 0.6
_SAME_YEAR: Final = -1.25
_FAR_FIRST: Final = -2.8
_FAR_EACH: Final = -0.15  # per year further
_FAR_MOST: Final = -5.0

_YEAR_DAYS: Final = 366
_FEW: Final = 6 * _YEAR_DAYS
FIRST_OF_JANUARY: Final = 1 << 5 | 1
_CALENDAR_DAYS: Final = 2  # between the Hijri table and what the moon, or a clerk, said


@njit("int64(int64)", nogil=True, cache=True)
def _days(packed: int) -> int:
    """Return the days of a packed date since some day long ago (the usual reckoning of the civil calendar)."""
    year, month, day = packed >> 9, (packed >> 5) & 15, packed & 31
    year -= month <= 2
    shifted = month + (9 if month <= 2 else -3)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * shifted + 2) // 5 + day


@njit("Tuple((int64, float64))(int64)", nogil=True, cache=True)
def _far(years: int) -> Any:
    return FAR, max(_FAR_MOST, _FAR_FIRST + _FAR_EACH * years)


@njit("Tuple((int64, float64))(int64, int64, int64)", nogil=True, cache=True)
def _within_a_year(day: int, other: int, gap: int) -> Any:
    """Return what two different days of one year say."""
    if (day >> 5) & 15 == other & 31 and (other >> 5) & 15 == day & 31:
        return SWAPPED, _SWAPPED
    if day & 511 == FIRST_OF_JANUARY or other & 511 == FIRST_OF_JANUARY:
        return WITHIN, _YEAR - 0.5
    one_off = (day >> 5) & 15 == (other >> 5) & 15 or day & 31 == other & 31 or gap <= _CALENDAR_DAYS
    return (ONE_OFF, _ONE_OFF) if one_off else (SAME_YEAR, _SAME_YEAR)


@njit("Tuple((int64, float64))(int64, int64, int64, int64)", nogil=True, cache=True)
def _two_days(day: int, flags: int, other: int, other_flags: int) -> Any:
    if day == other:
        return SAME, _FIRST_JANUARY if day & 511 == FIRST_OF_JANUARY else _SAME_DAY
    gap = abs(_days(day) - _days(other))
    if gap <= _CALENDAR_DAYS and (flags | other_flags) & FLAG_HIJRI:
        return CALENDAR, _CALENDAR
    years = abs((day >> 9) - (other >> 9))
    if years == 0:
        return _within_a_year(day, other, gap)
    if day & 511 == other & 511 and day & 511 != FIRST_OF_JANUARY and (years == 1 or years % 10 == 0):
        return ONE_OFF, _ONE_OFF
    return (NEAR, _NEAR - 0.8) if years == 1 else _far(years)


@njit("Tuple((int64, float64))(int64, int64, int64, int64, int64, int64)", nogil=True, cache=True)
def birth_evidence(low: int, high: int, flags: int, other_low: int, other_high: int, other_flags: int) -> Any:
    """Return (code, log-odds) of two births, each as `dates.pack` gives it."""
    if low == high and other_low == other_high:
        return _two_days(low, flags, other_low, other_flags)
    if low <= other_high and other_low <= high:
        span = max(_days(high) - _days(low), _days(other_high) - _days(other_low)) + 1
        if span <= 31:
            return WITHIN, _MONTH
        if span <= _YEAR_DAYS:
            return WITHIN, _YEAR
        return WITHIN, _FEW_YEARS if span <= _FEW else _MANY_YEARS
    gap = _days(low) - _days(other_high) if low > other_high else _days(other_low) - _days(high)
    return (NEAR, _NEAR) if gap <= _YEAR_DAYS else _far(gap // 365)
