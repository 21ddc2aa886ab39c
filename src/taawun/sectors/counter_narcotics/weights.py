# SPDX-License-Identifier: Apache-2.0
"""Rules on seizures: what is computed from a stated amount, and what in it a reader must know (spec §80.40).

Bulk weight as the UNODC counts it: never adjusted for purity, one litre as one kilogram; what is counted stays counted.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from taawun.apps.sector import Data, Level, Remark
from taawun.formats.drug_units import kilograms, number_of
from taawun.formats.drugs import drug_of


def plain(value: Decimal) -> str:
    """Return a number in the one spelling of the wire, without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fill_seizure(data: Data) -> dict[str, Any]:
    """Compute kilograms with the factor that gave them, and the UNODC's name and the schedule of the substance."""
    drug = drug_of(str(data.get("substance", "")))
    made = {"drug": drug.slug, "schedule": drug.schedule} if drug else {}
    converted = kilograms(str(data.get("amount", "")), str(data.get("unit", "")))
    if converted and "amount" in data:
        made |= {"kilograms": plain(converted[0]), "factor": converted[1]}
    return made


def check_seizure(data: Data) -> Iterator[Remark]:
    """Say what is not known, what was counted, and that a purity changes no weight."""
    amount = number_of(str(data.get("amount", "")))
    if amount is None:
        yield Remark("seizure.amount-unknown", "amount", "The amount is not known; that is not zero.", Level.NOTE)
    elif "unit" not in data:
        yield Remark("seizure.no-unit", "unit", "An amount without a unit is not converted.")
    elif "factor" not in data:
        yield Remark("seizure.counted", "unit", "This unit is no mass or volume; the amount stays counted.", Level.NOTE)
    if "purity" in data and "kilograms" in data:
        yield Remark("seizure.bulk", "purity", "The kilograms are bulk weight, not adjusted for purity.", Level.NOTE)
    if "drug" not in data and "substance" in data:
        yield Remark("seizure.unnamed", "substance", "No UNODC name is known for this substance.", Level.NOTE)


def mass(amount: str, unit: str) -> str | None:
    """Return an amount in kilograms as text, or None where it cannot be weighed."""
    found = kilograms(amount, unit)
    return plain(found[0]) if found else None
