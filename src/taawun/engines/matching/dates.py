# SPDX-License-Identifier: Apache-2.0
"""A birth date as far as it is known: a day, a month, a year, a range, about a year; nothing is made up.

`earliest` and `latest` bound it, both days included. Two doubts travel with the date: `swap` (day and month may
stand the other way round, as in 03/04/1985) and `calendar` ("hijri": converted, so a day or two off).
Reading texts is `dateparse`'s task; comparing is `evidence`'s.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from taawun.kernel.errors import BadDate

Calendar = Literal["gregorian", "hijri"]
Day = tuple[int, int, int]

FIRST_YEAR: Final = 1850
LAST_YEAR: Final = 2100

ABOUT_YEARS: Final = 2
"""Years that "about 1970" may be off on each side."""

FLAG_ABOUT: Final = 1
FLAG_SWAP: Final = 2
FLAG_HIJRI: Final = 4


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as known; 0 stands for what is not. With `until` it is a range, both ends included.

    Raises:
        BadDate: the parts are no date, or a range ends before it starts.
    """

    year: int
    month: int = 0
    day: int = 0
    until: Day | None = None
    approximate: bool = False
    swap: bool = False
    calendar: Calendar = "gregorian"

    def __post_init__(self) -> None:
        _check(self.year, self.month, self.day)
        if self.until is not None:
            _check(*self.until)
            if self.latest < self.earliest:
                raise BadDate("The range ends before it starts.")

    @property
    def earliest(self) -> Day:
        """The first day it can be."""
        if self.approximate and not self.day:
            return max(self.year - ABOUT_YEARS, FIRST_YEAR), 1, 1
        return self.year, self.month or 1, self.day or 1

    @property
    def latest(self) -> Day:
        """The last day it can be."""
        year, month, day = self.until or (self.year, self.month, self.day)
        if self.approximate and not day:
            return min(year + ABOUT_YEARS, LAST_YEAR), 12, 31
        month = month or 12
        return year, month, day or monthrange(year, month)[1]

    @property
    def exact(self) -> bool:
        """Whether it is one day."""
        return self.day > 0 and (self.until is None or self.until == (self.year, self.month, self.day))

    def __str__(self) -> str:
        start = _iso(self.year, self.month, self.day)
        text = start if self.until is None else f"{start}/{_iso(*self.until)}"
        return f"{text}~" if self.approximate else text


def pack(date: PartialDate) -> tuple[int, int, int]:
    """Return (earliest, latest, flags) as integers that kernels compare; days are year*512 + month*32 + day."""
    flags = FLAG_ABOUT * date.approximate + FLAG_SWAP * date.swap + FLAG_HIJRI * (date.calendar == "hijri")
    if date.day and date.until is None:
        packed = date.year * 512 + date.month * 32 + date.day
        return packed, packed, flags
    return _packed(date.earliest), _packed(date.latest), flags


def _packed(day: Day) -> int:
    return day[0] * 512 + day[1] * 32 + day[2]


def to_row(date: PartialDate) -> list[int]:
    """Return the date as a short list of integers, for storage; `from_row` is the way back."""
    flags = FLAG_ABOUT * date.approximate + FLAG_SWAP * date.swap + FLAG_HIJRI * (date.calendar == "hijri")
    row = [date.year, date.month, date.day]
    if date.until is not None:
        return [*row, flags, *date.until]
    return [*row, flags] if flags else row


def from_row(row: Sequence[int]) -> PartialDate:
    """Return the date that `to_row` wrote."""
    flags = row[3] if len(row) > 3 else 0
    return PartialDate(
        row[0],
        row[1],
        row[2],
        until=(row[4], row[5], row[6]) if len(row) > 6 else None,
        approximate=bool(flags & FLAG_ABOUT),
        swap=bool(flags & FLAG_SWAP),
        calendar="hijri" if flags & FLAG_HIJRI else "gregorian",
    )


def _iso(year: int, month: int, day: int) -> str:
    if not month:
        return f"{year:04}"
    return f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}"


def _check(year: int, month: int, day: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadDate(f"The year must lie between {FIRST_YEAR} and {LAST_YEAR}.")
    if not 0 <= month <= 12 or (day and not month):
        raise BadDate("The month must lie between 1 and 12.")
    if day and not 1 <= day <= monthrange(year, month)[1]:
        raise BadDate("The month has no such day.")
