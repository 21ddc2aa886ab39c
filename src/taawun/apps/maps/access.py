# SPDX-License-Identifier: Apache-2.0
"""The door to places: records of one type that may be shown, where they say that they are (spec §80.30, §80.13).

A place is as secret as the fields that state it: a record whose place is withheld stands in no list here. What may
not be shown is left out and not counted. Each record that is put on the map leaves a line, and so does one whose area
another record stands in for.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Entry
from taawun.apps.maps.shapes import Shape, area_in, line_in, point
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as records
from taawun.apps.registers.access import Shown
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.declarations import RecordType
from taawun.apps.registers.queries import Filters, Narrow
from taawun.kernel.errors import BadArea, NoMap, NoPurpose
from taawun.kernel.marking import EXERCISE
from taawun.kernel.wire.times import cut

LOOKED_AT: Final = 500
"""Records that are looked at for one map, the newest first; older ones are on the next."""


@dataclass(frozen=True, slots=True)
class Within:
    """To what a map is narrowed: days (each as a date of a record begins) and an area."""

    since: str = ""
    until: str = ""
    area: Shape | None = None

    def fits(self, shape: Shape, day: str) -> bool:
        """Tell whether something at a place and a day is wanted; without a day it fits no span of days."""
        first, last = _span(day)
        timely = (not self.since or last >= self.since) and (not self.until or "" < first <= self.until)
        return timely and (self.area is None or self.area.holds(shape.places[0]))


@dataclass(frozen=True, slots=True)
class Placed:
    """A record with its place, its day (as the record states it, or nothing) and its caption (or nothing).

    `of` is the record that states the place, where it is another one.
    """

    shown: Shown
    shape: Shape
    day: str
    caption: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one map shows.

    `unplaced` counts the records looked at that state no place; `older` is where the next map begins, or nothing.
    """

    type: RecordType
    places: tuple[Placed, ...]
    unplaced: int
    older: str


def sheet(
    officer: Officer, type_slug: str, within: Within, purpose: str, *, after: str = "", at: datetime | None = None
) -> Sheet:
    """Return the records of a type that may be shown and have a place, the newest first.

    Args:
        officer: who reads.
        type_slug: of the records.
        within: to what the map is narrowed.
        purpose: what for.
        after: the record after which the map goes on, where an earlier one did not hold them all.
        at: the moment, now if not given.

    Raises:
        UnknownRecordType, NoPurpose.
        NoMap: records of this type state no place.
    """
    at = cut(at or timezone.now())
    declared = type_named(type_slug)
    if not declared.layout.map:
        raise NoMap
    if not purpose.strip():
        raise NoPurpose
    filters = replace(_filters(declared, within), exercise=purpose == EXERCISE)
    found = records.walk(officer, filters, LOOKED_AT + 1, after=after)
    seen = records.visible(officer, found[:LOOKED_AT], purpose, at=at)
    around = _around(officer, declared, seen.values(), purpose, at)
    placed = [one for shown in seen.values() for one in _placed(declared, shown, around)]
    wanted = tuple(one for one in placed if within.fits(one.shape, one.day))
    _record(officer, wanted, purpose, at)
    older = found[LOOKED_AT - 1] if len(found) > LOOKED_AT else ""
    return Sheet(declared, wanted, len(seen) - len(placed), older)


def _filters(declared: RecordType, within: Within) -> Filters:
    """Return what to walk: from the last day that is wanted backwards, where days are extracted; else by time.

    The first day is not asked for here: a span such as 1968/1973 begins before it and ends after it.
    """
    day = day_field(declared)
    if within.until and day in declared.layout.extracted:
        return Filters(type=declared.slug, narrowed=(Narrow(day, high=within.until),))
    return Filters(type=declared.slug)


def _record(officer: Officer, places: tuple[Placed, ...], purpose: str, at: datetime) -> None:
    actor = actor_of(officer)
    named = dict.fromkeys(each for one in places for each in (one.shown.record.id, one.of) if each)
    lines = [Entry(actor, "record.listed", "record", each, purpose) for each in named]
    audit.record_many(lines or [Entry(actor, "record.listed", "record", "none", purpose)], at=at)


def _around(
    officer: Officer, declared: RecordType, seen: Iterable[Shown], purpose: str, at: datetime
) -> dict[str, Shape]:
    """Return the areas of the records that others name as where they were, as far as they may be shown."""
    name = declared.layout.within
    named = [str(shown.data[name]) for shown in seen if shown.data.get(name) and not _drawn(declared, shown)]
    found = records.visible(officer, named, purpose, at=at) if named else {}
    drawn = {each: _drawn(type_named(shown.record.type), shown) for each, shown in found.items()}
    return {each: shape for each, shape in drawn.items() if shape}


def _drawn(declared: RecordType, shown: Shown) -> Shape | None:
    """Return the area or the line that a record states itself."""
    layout, data = declared.layout, shown.data
    shape = area_in(str(data.get(layout.area, ""))) if layout.area else None
    return shape or (line_in(str(data.get(layout.line, ""))) if layout.line else None)


def _placed(declared: RecordType, shown: Shown, around: Mapping[str, Shape]) -> Iterator[Placed]:
    """Yield the record with its place, if it states one that may be shown: what is drawn comes before a point."""
    of = str(shown.data.get(declared.layout.within, ""))
    own = _drawn(declared, shown)
    shape = own or around.get(of) or _point(declared, shown)
    if shape is not None:
        by = of if own is None and of in around else ""
        yield Placed(shown, shape, _day(declared, shown.data), declared.caption_of(shown.data), by)


def _point(declared: RecordType, shown: Shown) -> Shape | None:
    parts = [shown.data.get(name) for name in declared.layout.map]
    texts = [text for part in parts if isinstance(part, str) for text in part.split(",")]
    if len(texts) != 2:
        return None
    try:
        return point(float(texts[1]), float(texts[0]))
    except (BadArea, ValueError):
        return None


def day_field(declared: RecordType) -> str:
    """Return the field that says when: the first date of the type, or nothing."""
    return next((name for name, field in declared.fields.items() if field.kind == "date"), "")


def _day(declared: RecordType, data: Any) -> str:
    value = data.get(day_field(declared), "")
    return str(value[0] if isinstance(value, list) and value else value or "")


def _span(day: str) -> tuple[str, str]:
    """Return the first and the last day that a date of a record can mean, as text that sorts."""
    if not day:
        return "", ""
    first, _, last = day.partition("/")
    return first.rstrip("~"), f"{(last or first).rstrip('~')}-99"
