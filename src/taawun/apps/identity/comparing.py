# SPDX-License-Identifier: Apache-2.0
"""Two records side by side: field by field, whether they agree, and the names that are most alike, drawn.

Only what the reader may see is compared: a field that is withheld on one side is neither shown nor said to agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import get_language

from taawun.apps.identity import drawing, engine, statements
from taawun.apps.identity.drawing import Drawing
from taawun.apps.identity.hits import RankedHit
from taawun.apps.registers.access import Shown
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.declarations import FieldType
from taawun.apps.registers.keys import fold
from taawun.apps.ui import languages

if TYPE_CHECKING:
    from taawun.engines.matching import Record

FEW: Final = 12
"""Names of one record that are compared for a picture, the first ones."""
CLOSE: Final = 0.8
"""Likeness of two names from which they agree."""
SOMEWHAT: Final = 0.4
"""Likeness of two names from which they agree in part."""


@dataclass(frozen=True, slots=True)
class FieldSide:
    """One field of two records: its label, both sides' values, and how far they agree."""

    label: str
    kind: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    agreement: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be meant, with the names that are most alike drawn."""

    hit: RankedHit
    picture: Drawing | None


def candidate(asked: "Record", hit: RankedHit) -> Candidate:
    """Return a hit with its picture."""
    drawn = best_pictures(asked.names, names_of(hit.shown), asked.kind, 1)
    return Candidate(hit, drawn[0] if drawn else None)


def side_by_side(left: Shown, right: Shown) -> list[FieldSide]:
    """Return the fields that either record has, in the order of their type."""
    fields = {**type_named(left.record.type).fields, **type_named(right.record.type).fields}
    rows = [_side(field, left, right) for field in fields.values()]
    return [row for row in rows if row.left or row.right or row.agreement == "withheld"]


def pictures(left: Shown, right: Shown) -> list[Drawing]:
    """Return drawings of the names that are most alike: over all, and across scripts where that is another pair."""
    return best_pictures(names_of(left), names_of(right), statements.kind_of(left.record.type), 2)


def alert_pictures(listed: Shown, other: Shown | None, asked: Mapping[str, Any]) -> list[Drawing]:
    """Return the drawings for an alert: of two records, or of a record and what a screening asked about."""
    names = names_of(other) if other else tuple(asked.get("names", ()))
    return best_pictures(names, names_of(listed), statements.kind_of(listed.record.type), 2)


def best_pictures(left: Sequence[str], right: Sequence[str], kind: str, most: int) -> list[Drawing]:
    """Return drawings of the pairs of names that are most alike, at most one for each pair of scripts."""
    compared = [(a, b, engine.compare(a, b, kind)) for a in left[:FEW] for b in right[:FEW]]
    drawn: dict[tuple[bool, bool], Drawing] = {}
    for a, b, found in sorted(compared, key=lambda one: -one[2].score):
        scripts = (a.isascii(), b.isascii())
        if scripts not in drawn:
            drawn[scripts] = drawing.draw(a, b, found)
    return list(drawn.values())[:most]


def names_of(shown: Shown) -> tuple[str, ...]:
    """Return the names of a record that its reader may see."""
    said = statements.statement(shown.record.id, shown.record.type, shown.data)
    return said.names if said else ()


def caption_of(shown: Shown) -> str:
    """Return under what a record is listed; empty where that is withheld."""
    withheld = type_named(shown.record.type).caption in shown.withheld
    return "" if withheld else shown.record.caption


def _side(field: FieldType, left: Shown, right: Shown) -> FieldSide:
    values = (_values(field, left), _values(field, right))
    label = str(field.label[languages.find(get_language()).code])
    if field.name in left.withheld or field.name in right.withheld:
        return FieldSide(label, field.kind, *values, "withheld")
    spoken = tuple(_spoken(field, side) for side in values)
    return FieldSide(label, field.kind, spoken[0], spoken[1], _agreement(field, *values, kind=left.record.type))


def _values(field: FieldType, shown: Shown) -> tuple[str, ...]:
    value = shown.data.get(field.name)
    return tuple(value) if isinstance(value, list) else () if value is None else (value,)


def _spoken(field: FieldType, values: tuple[str, ...]) -> tuple[str, ...]:
    code = languages.find(get_language()).code
    return tuple(str(field.choices[one][code]) if one in field.choices else one for one in values)


def _agreement(field: FieldType, left: tuple[str, ...], right: tuple[str, ...], *, kind: str) -> str:
    if not (left and right):
        return "one-sided"
    if field.kind == "name":
        return _names_agree(left, right, statements.kind_of(kind))
    mine, theirs = ({fold(one).replace(" ", "") for one in side} for side in (left, right))
    if mine == theirs:
        return "same"
    if mine & theirs or (field.kind == "date" and _dates_meet(left, right)):
        return "partly"
    return "different"


def _names_agree(left: tuple[str, ...], right: tuple[str, ...], kind: str) -> str:
    best = max(engine.compare(a, b, kind).score for a in left[:FEW] for b in right[:FEW])
    return "same" if best >= CLOSE else "partly" if best >= SOMEWHAT else "different"


def _dates_meet(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether a date of one side may be one of the other: 1971 may be 1971-03-02."""
    ours, theirs = statements.dates_of(left), statements.dates_of(right)
    return any(a.earliest <= b.latest and b.earliest <= a.latest for a in ours for b in theirs)
