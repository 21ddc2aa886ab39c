# SPDX-License-Identifier: Apache-2.0
"""Dates in a machine-readable zone: six characters, two of them for the year (ICAO Doc 9303-3 §4.8).

The century is a rule and not a fact: a birth lies on or before the day of reading, an end of validity within fifty
years of it. Month and day may be unknown, and are fillers then.
"""

from calendar import isleap
from collections.abc import Iterable, Mapping
from datetime import MAXYEAR, MINYEAR, date
from functools import lru_cache
from typing import Final

NEAR_YEARS: Final = 50
"""Years around the day of reading among which the end of validity is looked for."""
KEPT: Final = 64
"""Days of reading whose centuries are kept."""

_UNKNOWN: Final = "<<<<<<"
_LEAP: Final = "-02-29"
_LAST: Final = "9999-12-31"
_LENGTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_RESTS: Final[Mapping[str, str]] = (
    {"<<<<": ""}
    | {f"{month:02}<<": f"-{month:02}" for month in range(1, 13)}
    | {
        f"{month:02}{day:02}": f"-{month:02}-{day:02}"
        for month, length in enumerate(_LENGTHS, 1)
        for day in range(1, length + 1)
    }
)
"""What may follow a year, and how it is written after one."""


def birth(text: str, on: date) -> str | None:
    """Return a date of birth as 1971-03-02, 1971-03 or 1971, "" where all of it is unknown, None where it is no date.

    The latest one that is not after `on` is taken: a person of more than a hundred years is read as a child.
    """
    births, _ends, today = _years(on)
    return _first(text, births, today)  # of a day only a part may be known: 2026-11 is not after 2026-11-22


def expiry(text: str, on: date) -> str | None:
    """Return the day until which a document is valid, in the same words."""
    _births, ends, _today = _years(on)
    return _first(text, ends, _LAST)


def write(day: str) -> str:
    """Return the six characters for 1971-03-02, 1971-03, 1971 or ""."""
    year, month, rest = ([*day.split("-"), "", ""])[:3]
    return (year[2:] or "<<") + (month or "<<") + (rest or "<<")


def _first(text: str, years: Mapping[str, Iterable[str]], last: str) -> str | None:
    """Return the date in the first of the years that its two digits may stand for in which it is one."""
    rest = _RESTS.get(text[2:])
    if rest is not None:
        for year in years.get(text[:2], ()):
            found = year + rest
            if found <= last and (rest != _LEAP or isleap(int(year))):
                return found
    return "" if text == _UNKNOWN else None


@lru_cache(KEPT)
def _years(on: date) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]], str]:
    """Return the years that two digits may stand for in a birth, and in an end of validity, and the day itself."""
    births = range(on.year, on.year - on.year % 100 - 101, -1)
    ends = range(on.year - NEAR_YEARS, on.year + NEAR_YEARS + 1)
    return _by_digits(births), _by_digits(ends), on.isoformat()


def _by_digits(years: Iterable[int]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for year in years:
        if MINYEAR <= year <= MAXYEAR:
            found[f"{year % 100:02}"] = (*found.get(f"{year % 100:02}", ()), f"{year:04}")
    return found
