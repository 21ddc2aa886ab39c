# SPDX-License-Identifier: Apache-2.0
"""What a number that a vessel bears can tell: the country of an MMSI, the check digit of an IMO number.

A number that fails says nothing about the vessel: transponders are set by hand, and most wrong numbers are typing
mistakes. Whoever shows the answer must say so.
"""

import re
from enum import StrEnum
from typing import Final

_MMSI: Final = re.compile(r"[0-9]{9}", re.ASCII)
_IMO: Final = re.compile(r"(?:IMO)?\s*([0-9]{7})", re.ASCII)
_WEIGHTS: Final = range(7, 1, -1)
_LEADS: Final = (("00", 2), ("111", 3), ("0", 1), ("8", 1), ("98", 2), ("99", 2))
"""What stands before the country's three digits: coast station, aircraft, group, handset, daughter craft, mark."""


class Imo(StrEnum):
    """What an IMO number is."""

    GOOD = "good"
    SHAPE = "shape"
    DIGIT = "digit"
    ZEROS = "zeros"
    """Seven zeros: the check digit fits, and no ship bears them."""


def imo_of(text: str) -> Imo:
    """Return what a text is as an IMO number, with or without "IMO" before it."""
    found = _IMO.fullmatch(text.strip().upper())
    if not found:
        return Imo.SHAPE
    digits = [int(one) for one in found[1]]
    if sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=False)) % 10 != digits[6]:
        return Imo.DIGIT
    return Imo.GOOD if any(digits) else Imo.ZEROS


def is_mmsi(text: str) -> bool:
    """Tell whether a text has the shape of an MMSI: nine digits, not all alike."""
    return bool(_MMSI.fullmatch(text)) and len(set(text)) > 1


def country_of(mmsi: str) -> str:
    """Return the country (ISO 3166 alpha-2) whose digits an MMSI bears, or nothing."""
    if not is_mmsi(mmsi):
        return ""
    from pyais.constants import COUNTRY_MAPPING

    lead = next((size for digits, size in _LEADS if mmsi.startswith(digits)), 0)
    return str(COUNTRY_MAPPING.get(int(mmsi[lead : lead + 3]), ("", ""))[0])


def is_ship(mmsi: str) -> bool:
    """Tell whether an MMSI is of the kind that a ship bears: three digits of a country first."""
    return is_mmsi(mmsi) and "2" <= mmsi[0] <= "7"
