# SPDX-License-Identifier: Apache-2.0
"""What links two records, decided from values alone: no row is read here (spec §80.31).

Two records are linked by a number that both state in the same family of fields (a passport number in one, the number
of a document in the other), by one naming the other, or by a judgement that both are about one subject. Names and
dates link nobody: how alike they are is for the comparison, and for a person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from taawun.apps.registers.declarations import FieldType, RecordType
from taawun.apps.registers.keys import fold
from taawun.kernel.marking import Care, Marking, may_link

FAMILIES: Final[Mapping[str, str]] = {
    "passportNumber": "document",
    "idNumber": "document",
    "number": "document",
    "registrationNumber": "registration",
    "phone": "phone",
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "callSign": "call-sign",
    "address": "address",
}
"""Fields of the same family (by their FollowTheMoney property) are compared; one without is compared with itself."""
LEAST_CHARACTERS: Final = 4
"""Shortest key that links: shorter numbers are shared by chance."""


NEVER: Final = frozenset({Care.SOURCE_IDENTITY, Care.ASYLUM})
"""Words of care with which a record enters no link analysis."""


class Kind(StrEnum):
    """Why two nodes are linked."""

    SHARED = "shared"
    NAMED = "named"
    SAME = "same"
    CONTENTS = "contents"


@dataclass(frozen=True, slots=True)
class Why:
    """One ground of a link: the fields on both sides, as (field of the one, field of the other), and the value."""

    kind: Kind
    fields: tuple[str, str]
    value: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """One match key of a record: its field, the family in which it is compared, and the key itself."""

    field: str
    family: str
    key: str


def family_of(field: FieldType) -> str:
    """Return the family in which a field is compared, or nothing where it links nobody."""
    if not field.key:
        return ""
    known = FAMILIES.get(field.ftm or "")
    return known or (field.name if field.kind == "id" else "")


def linking_keys(declared: RecordType, rows: Iterable[tuple[str, str]]) -> list[Key]:
    """Return those of a record's (field, key) rows that may link it to others."""
    found = []
    for name, key in rows:
        field = declared.fields.get(name)
        family = family_of(field) if field else ""
        if family and len(key) >= LEAST_CHARACTERS:
            found.append(Key(name, family, key))
    return found


def references(declared: RecordType, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the (field, record) pairs by which a record names others, as far as its reader sees them."""
    found = []
    for name, field in declared.fields.items():
        value = data.get(name) if field.kind == "reference" else None
        found += [(name, str(one)) for one in (value if isinstance(value, list) else [value]) if one]
    return found


def reference_key(record_id: str) -> str:
    """Return the match key under which other records name this one."""
    return fold(record_id)


def protected(marking: Marking) -> bool:
    """Tell whether a victim, a witness or a minor stands in a record or in a field of it (§80.9, §80.11)."""
    return not may_link(marking).allowed or Care.MINOR in marking.whole().care


def never(marking: Marking) -> bool:
    """Tell whether a record enters no link analysis at all, whatever the reason: it could show a source or a claim."""
    return bool(marking.whole().care & NEVER)


def day_of(declared: RecordType, data: Mapping[str, Any], otherwise: datetime) -> str:
    """Return the day of a record for a slider: its first date that is no birth date, else when it was stated."""
    for name, field in declared.fields.items():
        if field.kind == "date" and field.ftm not in ("birthDate", "endDate") and name in data:
            value = data[name]
            return str(value[0] if isinstance(value, list) else value).partition("/")[0].rstrip("~")
    return otherwise.date().isoformat()
