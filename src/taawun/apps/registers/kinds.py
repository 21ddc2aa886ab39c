# SPDX-License-Identifier: Apache-2.0
"""What a value of each kind of field looks like (spec §80.19-80.21).

`clean` takes what a person or a file wrote and returns the one spelling that crosses the wire; `problem` says
what is wrong with a value that claims to be in that spelling. What a partner sent is checked and never cleaned.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

from taawun.formats.countries import CODES
from taawun.kernel.errors import BadShape
from taawun.kernel.wire.ids import check_id

DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
"""Arabic-Indic and Urdu digits, and the Arabic decimal mark, to Western ones."""

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(~?)", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,9})?", re.ASCII)
_POINT = re.compile(r"(-?\d{1,2}(?:\.\d{1,9})?),(-?\d{1,3}(?:\.\d{1,9})?)", re.ASCII)
_SPACES = re.compile(r"\s+")
_HIDDEN = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]")


def clean(kind: str, raw: str) -> str:
    """Return a written value in its one spelling, as far as that can be done without guessing."""
    value = unicodedata.normalize("NFC", raw)
    value = (_HIDDEN.sub("", value) if _hides(value) else value).strip()
    return _CLEANERS.get(kind, _one_line)(value)


def problem(kind: str, value: str) -> str:
    """Return what is wrong with a value, or nothing."""
    if not value or value != value.strip():
        return "is empty or has blanks around it"
    if _hides(value) or not unicodedata.is_normalized("NFC", value):
        return "holds hidden characters or is not in NFC"
    return _CHECKS[kind](value)


def _hides(value: str) -> bool:
    """Tell whether a text holds hidden characters; none of them is printable, which is asked in a third of the time."""
    return not value.replace("\n", "").isprintable() and _HIDDEN.search(value) is not None


def is_partial_date(value: str) -> bool:
    """Tell whether a text is a day, a month, a year, about one of these (~), or a range between two."""
    return not _date_problem(value)


def _one_line(value: str) -> str:
    return _SPACES.sub(" ", value)


def _clean_number(value: str) -> str:
    """Drop blanks and thousands commas of a number that is written with a point, or with no fraction."""
    value = value.translate(DIGITS).replace("\u066c", ",").replace(" ", "").replace("\u00a0", "")
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", value):
        value = value.replace(",", "")
    if re.fullmatch(r"-?\d+(\.\d+)?", value):
        whole, point, rest = value.lstrip("-").partition(".")
        return ("-" if value.startswith("-") else "") + (whole.lstrip("0") or "0") + point + rest
    return value


def _clean_country(value: str) -> str:
    from taawun.formats.countries import code_of

    return code_of(value) or value


_CLEANERS: Final[dict[str, Callable[[str], str]]] = {
    "text": lambda value: value,
    "date": lambda value: _one_line(value.translate(DIGITS)),
    "number": _clean_number,
    "country": _clean_country,
    "id": lambda value: _one_line(value.translate(DIGITS)),
    "reference": str.lower,
    "point": lambda value: _SPACES.sub("", value.translate(DIGITS).replace("،", ",")),
}


def _date_problem(value: str) -> str:
    ends = value.split("/")
    if len(ends) > 2 or not all(map(_is_day, ends)):
        return "is not a date such as 1971, 1971-03, 1971-03-02, 1971~ or 1968/1973"
    return "ends before it begins" if ends[0].rstrip("~") > ends[-1].rstrip("~") else ""


def _is_day(text: str) -> bool:
    match = _DATE.fullmatch(text)
    if not match:
        return False
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _number_problem(value: str) -> str:
    return "" if _NUMBER.fullmatch(value) else "is not a decimal number in Western digits"


def _country_problem(value: str) -> str:
    return "" if value in CODES else "is not an ISO 3166 alpha-2 code"


def _id_problem(value: str) -> str:
    return "is not in one line with Western digits" if value != _CLEANERS["id"](value) else ""


def _reference_problem(value: str) -> str:
    try:
        check_id(value)
    except BadShape:
        return "is not the identifier of a record"
    return ""


def _point_problem(value: str) -> str:
    """Say what is wrong with a place on the globe, in degrees of WGS 84 (§80.23)."""
    match = _POINT.fullmatch(value)
    if match and abs(Decimal(match[1])) <= 90 and abs(Decimal(match[2])) <= 180:
        return ""
    return "is not latitude,longitude in decimal degrees, such as 25.1126,62.3254"


def _line_problem(value: str) -> str:
    return "is not in one line" if "\n" in value or "\t" in value else ""


_CHECKS: Final[dict[str, Callable[[str], str]]] = {
    "text": lambda _: "",
    "name": _line_problem,
    "date": _date_problem,
    "country": _country_problem,
    "number": _number_problem,
    "unit": _line_problem,
    "choice": lambda _: "",
    "id": _id_problem,
    "reference": _reference_problem,
    "point": _point_problem,
}
KINDS: Final = frozenset(_CHECKS)

LIMITS: Final = {
    "text": 2_000,
    "name": 500,
    "date": 23,
    "country": 2,
    "number": 29,
    "unit": 40,
    "choice": 40,
    "id": 100,
    "reference": 36,
    "point": 29,
}
"""Longest value of each kind, in characters, unless the field says less (or, for text, more)."""


def within(value: str, least: str | None, most: str | None) -> bool:
    """Tell whether a number that is in its one spelling lies in a range, both ends included."""
    number = Decimal(value)
    return (least is None or number >= Decimal(least)) and (most is None or number <= Decimal(most))
