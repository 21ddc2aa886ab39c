# SPDX-License-Identifier: Apache-2.0
"""The speciality list: the exact offences a person was granted for, and charges outside it (spec §60.15)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from taawun.kernel.cases.moves import MoveMade

GRANTED: Final = "granted_offences"
"""The element of a grant, or of a later leave, that lists ids of offences."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One charge brought after surrender. `offence` is the id of the offence it rests on; "" if none of the case."""

    id: str
    offence: str


def granted(applied: Iterable[MoveMade]) -> tuple[str, ...]:
    """Return the offences that the requested side granted, by the grant and by each later leave, in order.

    Only moves that count are to be given (Standing.applied), and only those of the requested side are read: nobody
    grants to himself.
    """
    lists = [_listed(made.content) for made in applied if made.party == made.requested]
    return tuple(dict.fromkeys(offence for found in lists for offence in found))


def outside(offences: Iterable[str], charges: Iterable[Charge]) -> tuple[str, ...]:
    """Return the ids of charges that rest on no granted offence; each of them is an alarm."""
    allowed = frozenset(offences)
    return tuple(charge.id for charge in charges if charge.offence not in allowed)


def _listed(content: Mapping[str, Any]) -> tuple[str, ...]:
    value = content.get(GRANTED, {}).get("value")
    found = value if isinstance(value, list) else []
    names = [item.get("id") if isinstance(item, dict) else item for item in found]
    return tuple(name for name in names if isinstance(name, str))
