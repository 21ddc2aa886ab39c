# SPDX-License-Identifier: Apache-2.0
"""Cells of a wage file: text in, a value out, or the flaw that it has. One function for each kind of column."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, Final

from taawun.formats.wages.accounts import sound
from taawun.formats.wages.layout import Field
from taawun.formats.wages.lines import Flaw

FIRST, LAST = date(1990, 1, 1), date(2100, 1, 1)
"""Days outside these are mistakes of typing."""
MOST_DIGITS: Final = 15
"""Digits of the greatest amount in the smallest unit: it fits 64 bits even as a sum of a million rows."""
PERSONAL_DIGITS: Final = 9

Convert = Callable[[str], Any]


class Wrong(ValueError):
    """A cell that cannot be read; its first argument is the flaw."""


def converter(field: Field, places: int) -> Convert:
    """Return the function that reads the cells of one column; it raises `Wrong`."""
    reads: dict[str, Convert] = {
        "text": _text(field),
        "digits": _digits(field),
        "account": _text(field),  # its checksum is a flaw of a row that was read (see reading.py)
        "personal-number": _text(field),
        "date": _day,
        "month": _month,
        "count": _count(field),
        "money": _money(places),
        "currency": _currency(field),
    }
    read = reads[field.kind]
    if not field.optional:
        return read
    return lambda cell: read(cell) if cell.strip() else None


def _text(field: Field) -> Convert:
    least, most = field.least, field.most

    def text(cell: str) -> str:
        cell = cell.strip()
        if least <= len(cell) <= most:
            return cell
        raise Wrong(Flaw.LENGTH if cell else Flaw.EMPTY)

    return text


def _digits(field: Field) -> Convert:
    text = _text(field)

    def digits(cell: str) -> str:
        if (found := str(text(cell))).isdecimal() and found.isascii():
            return found
        raise Wrong(Flaw.NOT_A_NUMBER)

    return digits


@lru_cache(maxsize=4096)
def _day(cell: str) -> date:
    if len(cell := cell.strip()) != 10 or not cell.isascii():
        raise Wrong(Flaw.DATE)
    try:
        found = date.fromisoformat(cell)
    except ValueError:
        raise Wrong(Flaw.DATE) from None
    if FIRST <= found < LAST:
        return found
    raise Wrong(Flaw.DATE)


def _month(cell: str) -> str:
    """Return MMYYYY as YYYY-MM."""
    cell = cell.strip()
    if len(cell) == 6 and cell.isdecimal() and cell.isascii():
        return _day(f"{cell[2:]}-{cell[:2]}-01").isoformat()[:7]
    raise Wrong(Flaw.DATE)


def _count(field: Field) -> Convert:
    most = field.most

    def count(cell: str) -> int:
        cell = cell.strip()
        if cell.isdecimal() and cell.isascii() and len(cell) <= 9:
            if (found := int(cell)) <= most:
                return found
            raise Wrong(Flaw.TOO_MUCH)
        raise Wrong(_no_number(cell))

    return count


def _money(places: int) -> Convert:
    scale: list[int] = [10 ** (places - n) for n in range(places + 1)]

    def money(cell: str) -> int:
        whole, point, part = cell.strip().partition(".")
        if len(part) > places and not part[places:].strip("0"):
            part = part[:places]
        digits = whole + part
        if not digits.isdecimal() or not digits.isascii() or not whole or bool(point) != bool(part):
            raise Wrong(_no_number(cell.strip()))
        if len(part) > places:
            raise Wrong(Flaw.NOT_A_NUMBER)
        if len(digits) > MOST_DIGITS:
            raise Wrong(Flaw.TOO_MUCH)
        return int(digits) * scale[len(part)]

    return money


def _currency(field: Field) -> Convert:
    only = field.only

    def currency(cell: str) -> str:
        cell = cell.strip()
        if len(cell) == 3 and cell.isascii() and cell.isupper() and cell.isalpha() and cell == (only or cell):
            return cell
        raise Wrong(Flaw.CURRENCY)

    return currency


def _no_number(cell: str) -> Flaw:
    if not cell:
        return Flaw.EMPTY
    return Flaw.NEGATIVE if cell.startswith("-") and cell[1:].replace(".", "", 1).isdecimal() else Flaw.NOT_A_NUMBER


def flaws_of(field: Field, value: Any) -> Flaw | None:
    """Return what is wrong with a value that could be read."""
    if field.kind == "account" and not sound(value):
        return Flaw.ACCOUNT
    if field.kind == "personal-number" and not (len(value) == PERSONAL_DIGITS and value.isdecimal()):
        return Flaw.PERSONAL_NUMBER
    return None
