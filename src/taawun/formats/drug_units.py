# SPDX-License-Identifier: Apache-2.0
"""Amounts of drugs in kilograms, by factors that each have an identifier and a source.

An amount is converted by its stated unit alone: bulk weight, never adjusted for purity, one litre as one kilogram.
What is counted and not weighed has no factor and stays as reported. Nothing is ever converted in place (spec §80.20).
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).with_name("data") / "drug_units.tsv"
PLACES: Final = Decimal("0.000000001")
"""Kilograms are kept to a microgram."""
MOST: Final = Decimal(10) ** 17
"""Amounts at or beyond this are no amounts; a number of a record has 18 digits before its point."""


@dataclass(frozen=True, slots=True)
class Factor:
    """How one unit becomes kilograms."""

    id: str
    kilograms: Decimal
    source: str


def factor_of(unit: str) -> Factor | None:
    """Return the factor of a unit as somebody wrote it, or None for what is counted, or not known."""
    return _factors().get(" ".join(unit.lower().split()))


def factor_named(identifier: str) -> Factor | None:
    """Return a factor by its identifier."""
    return next((one for one in _factors().values() if one.id == identifier), None)


def number_of(text: str) -> Decimal | None:
    """Return a finite number that a text states in Western digits, or None: nothing stated is not zero."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < MOST else None


def kilograms(amount: str, unit: str) -> tuple[Decimal, str] | None:
    """Return an amount in kilograms with the identifier of its factor, or None where it cannot be converted."""
    value, factor = number_of(amount), factor_of(unit)
    if value is None or factor is None:
        return None
    return (value * factor.kilograms).quantize(PLACES, ROUND_HALF_EVEN), factor.id


@lru_cache(maxsize=1)
def _factors() -> dict[str, Factor]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    found: dict[str, Factor] = {}
    for line in lines:
        name, value, spellings, source = line.split("\t")
        found |= dict.fromkeys(spellings.split(";"), Factor(name, Decimal(value), source))
    return found
