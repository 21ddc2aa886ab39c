# SPDX-License-Identifier: Apache-2.0
"""Dates in a machine-readable zone: six characters, two of them for the year (ICAO Doc 9303-3 §4.8).

The century is a rule and not a fact: a birth lies on or before the day of reading, an end of validity within fifty
years of it. Month and day may be unknown, and are fillers then.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Final

_YYMMDD: Final = re.compile(r"(\d\d)(\d\d|<<)(\d\d|<<)", re.ASCII)
NEAR_YEARS: Final = 50
"""Years around the day of reading among which the end of validity is looked for."""
KEPT: Final = 8_192
"""Dates whose reading is kept: a counter and a list of passengers meet the same days again."""


@lru_cache(KEPT)
def birth(text: str, on: date) -> str | None:
    """Return a date of birth as 1971-03-02, 1971-03 or 1971, "" where all of it is unknown, None where it is no date.

    The latest one that is not after `on` is taken: a person of more than a hundred years is read as a child.
    """
    return _read(text, [on.year - on.year % 100, on.year - on.year % 100 - 100], on)


@lru_cache(KEPT)
def expiry(text: str, on: date) -> str | None:
    """Return the day until which a document is valid, in the same words."""
    century = on.year - on.year % 100
    year = int(text[:2]) if text[:2].isdecimal() else 0
    for one in (century - 100, century, century + 100):
        if abs(one + year - on.year) <= NEAR_YEARS and (found := _in(text, one)):
            return found
    return _unknown(text)


def write(day: str) -> str:
    """Return the six characters for 1971-03-02, 1971-03, 1971 or ""."""
    year, month, rest = ([*day.split("-"), "", ""])[:3]
    return (year[2:] or "<<") + (month or "<<") + (rest or "<<")


def _read(text: str, centuries: list[int], on: date) -> str | None:
    for century in centuries:
        found = _in(text, century)
        if found and found <= on.isoformat()[: len(found)]:
            return found
    return _unknown(text)


def _unknown(text: str) -> str | None:
    return "" if text == "<<<<<<" else None


def _in(text: str, century: int) -> str:
    """Return the date in one century, or nothing where it is none."""
    match = _YYMMDD.fullmatch(text)
    if not match or (match[2] == "<<" and match[3] != "<<"):
        return ""
    year = century + int(match[1])
    if match[2] == "<<":
        return f"{year:04}"
    try:
        date(year, int(match[2]), 1 if match[3] == "<<" else int(match[3]))
    except ValueError:
        return ""
    return f"{year:04}-{match[2]}" + ("" if match[3] == "<<" else f"-{match[3]}")
