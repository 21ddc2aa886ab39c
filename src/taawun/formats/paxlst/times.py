# SPDX-License-Identifier: Apache-2.0
"""Days and times of a message: the forms of UN/EDIFACT code list 2379, and those without a form that carriers send."""

import re
from datetime import date
from typing import Final

FORMS: Final = {"101": "ymd", "102": "Ymd", "2": "dmy", "201": "ymdt", "203": "Ymdt", "204": "Ymdt"}
"""Code of a form → its parts: Y and y a year of four and of two digits, m, d, and t for the time."""
LENGTHS: Final = {"ymd": (6,), "dmy": (6,), "Ymd": (8,), "ymdt": (10,), "Ymdt": (12, 14)}
BY_LENGTH: Final = {6: "ymd", 8: "Ymd", 10: "ymdt", 12: "Ymdt", 14: "Ymdt"}
CENTURY: Final = 100
FIRST_YEAR: Final = 1850
THIS_CENTURY: Final = 2000
LATEST: Final = 9999
_DIGITS: Final = re.compile(r"\d{6,14}", re.ASCII)


def moment(text: str, form: str = "") -> str:
    """Return a day "2026-11-22" or a local time "2026-11-22T09:40"; empty where it is not understood."""
    written = _written(text, form)
    year, month, day = _figures(text, written)
    found = _day(year + (THIS_CENTURY if written and "y" in written else 0), month, day)
    hour = text[-4:] if len(text) < 14 else text[8:12]
    if not found or "t" not in written:
        return found
    return f"{found}T{hour[:2]}:{hour[2:]}" if hour[:2] < "24" and hour[2:] < "60" else ""


def birth(text: str, form: str, flown: str) -> str:
    """Return the day of a birth; a year of two digits is at most that of the flight, and no more than 99 before it."""
    written = _written(text, form)
    year, month, day = _figures(text, written)
    if "y" in written:
        latest = int(flown[:4]) if flown else THIS_CENTURY + CENTURY // 4
        year = latest - (latest - year) % CENTURY
    return _day(year, month, day)


def expiry(text: str, form: str) -> str:
    """Return the day on which a document expires; a year of two digits is of this century."""
    return moment(text, form)[:10]


def _written(text: str, form: str) -> str:
    """Return the form of a text: the one that is named, unless another was used; empty where it is none."""
    if not _DIGITS.fullmatch(text):
        return ""
    named = FORMS.get(form, "")
    return named if len(text) in LENGTHS.get(named, ()) else BY_LENGTH.get(len(text), "")


def _figures(text: str, written: str) -> tuple[int, int, int]:
    if not written:
        return 0, 0, 0
    if written == "dmy":
        return int(text[4:6]), int(text[2:4]), int(text[:2])
    wide = 4 if written[0] == "Y" else 2
    return int(text[:wide]), int(text[wide : wide + 2]), int(text[wide + 2 : wide + 4])


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat() if FIRST_YEAR <= year <= LATEST else ""
    except ValueError:
        return ""
