# SPDX-License-Identifier: Apache-2.0
"""Conflicts of time, place and resource in a plan: pure, from what its sections say (spec §86.10).

A conflict stops nothing and blames nobody: it says what two rows state and what a planner can do about it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations, pairwise
from typing import Final

from taawun.apps.maps.shapes import Place, Shape, read_area
from taawun.kernel.errors import BadArea
from taawun.sectors.plans.contents import Content, Form, day_of

MOST: Final = 200
"""Conflicts that are listed; whoever has more has another worry."""
Span = tuple[date, date]


class Kind(StrEnum):
    """What is wrong."""

    RESOURCE_TWICE = "resource-twice"
    RESOURCE_AWAY = "resource-away"
    AREAS_OVERLAP = "areas-overlap"
    OUTSIDE_PLAN = "outside-plan"
    ENDS_FIRST = "ends-first"
    NO_OWNER = "no-owner"
    NOT_THERE = "not-there"
    HALF = "half"
    NO_AREA = "no-area"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a plan: its section, its identifier and what it states."""

    section: str
    form: Form
    id: str
    said: Mapping[str, str]

    @property
    def name(self) -> str:
        """Return what it is called, or its identifier."""
        return self.said.get("name") or self.id

    @property
    def span(self) -> Span | None:
        """Return its days, or None where it has not both or they are turned round."""
        begins, ends = day_of(self.said.get("begins", "")), day_of(self.said.get("ends", ""))
        return (begins, ends) if begins and ends and begins <= ends else None


@dataclass(frozen=True, slots=True)
class Conflict:
    """One conflict: its kind, the rows (the first is where it is mended), the days, and the resource it is about."""

    kind: Kind
    rows: tuple[Row, ...]
    days: Span | None = None
    about: str = ""


def rows_of(sections: Sequence[tuple[str, Form, Content]], form: Form) -> list[Row]:
    """Return the rows of a form in all sections of a plan, by their first day and name."""
    found = [
        Row(section, form, key, said)
        for section, kind, content in sections
        if kind is form
        for key, said in content.rows.items()
    ]
    return sorted(found, key=lambda row: (row.said.get("begins", "9"), row.name, row.id))


def conflicts_of(sections: Sequence[tuple[str, Form, Content]]) -> list[Conflict]:
    """Return the conflicts of a plan, in the order of their kinds, at most `MOST`."""
    phases, resources, areas = (rows_of(sections, form) for form in (Form.PHASES, Form.RESOURCES, Form.AREAS))
    whole = plan_span(sections)
    found = [
        *_resources(phases, resources),
        *_areas(areas),
        *_outside(phases, whole),
        *(conflict for row in (*phases, *resources, *areas) for conflict in _of_row(row)),
        *_named(phases, resources, areas),
    ]
    return sorted(found, key=lambda one: list(Kind).index(one.kind))[:MOST]


def plan_span(sections: Sequence[tuple[str, Form, Content]]) -> Span | None:
    """Return the days of a plan as its overview states them."""
    head = next((content.head for _section, form, content in sections if form is Form.OVERVIEW), {})
    return Row("", Form.OVERVIEW, "", head).span


def shape_of(row: Row) -> Shape | None:
    """Return where an area is, or None where that cannot be read."""
    try:
        return read_area(row.said.get("area", ""))
    except BadArea:
        return None


def both(one: Span | None, other: Span | None) -> Span | None:
    """Return the days that two spans have in common, or None."""
    if one is None or other is None:
        return None
    begins, ends = max(one[0], other[0]), min(one[1], other[1])
    return (begins, ends) if begins <= ends else None


def meet(one: Shape, other: Shape) -> bool:
    """Tell whether two areas share any place."""
    west, south, east, north = one.box
    west2, south2, east2, north2 = other.box
    if east < west2 or east2 < west or north < south2 or north2 < south:
        return False
    if other.holds(one.places[0]) or one.holds(other.places[0]):
        return True
    return any(_cross(a, b, c, d) for a, b in pairwise(one.places) for c, d in pairwise(other.places))


def _resources(phases: Sequence[Row], resources: Sequence[Row]) -> Iterator[Conflict]:
    for resource in resources:
        using = [phase for phase in phases if resource.id in phase.said.get("resources", "").split(" ")]
        for one, other in combinations(using, 2):
            days = both(one.span, other.span)
            if days:
                yield Conflict(Kind.RESOURCE_TWICE, (other, one), days, resource.name)
        for phase in using:
            if phase.span and resource.span and both(phase.span, resource.span) != phase.span:
                yield Conflict(Kind.RESOURCE_AWAY, (phase, resource), resource.span, resource.name)


def _areas(areas: Sequence[Row]) -> Iterator[Conflict]:
    shapes = {row.id: shape_of(row) for row in areas}
    for one, other in combinations(areas, 2):
        days, first, second = both(one.span, other.span), shapes[one.id], shapes[other.id]
        if days and first and second and meet(first, second):
            yield Conflict(Kind.AREAS_OVERLAP, (other, one), days)
    for row in areas:
        if shapes[row.id] is None and row.said.get("name"):
            yield Conflict(Kind.NO_AREA, (row,))


def _outside(phases: Sequence[Row], whole: Span | None) -> Iterator[Conflict]:
    for phase in phases:
        if whole and phase.span and both(phase.span, whole) != phase.span:
            yield Conflict(Kind.OUTSIDE_PLAN, (phase,), whole)


def _of_row(row: Row) -> Iterator[Conflict]:
    begins, ends = day_of(row.said.get("begins", "")), day_of(row.said.get("ends", ""))
    if begins and ends and ends < begins:
        yield Conflict(Kind.ENDS_FIRST, (row,), (ends, begins))
    if not row.said.get("name"):
        yield Conflict(Kind.HALF, (row,))
    elif not row.said.get("owner"):
        yield Conflict(Kind.NO_OWNER, (row,))


def _named(phases: Sequence[Row], resources: Sequence[Row], areas: Sequence[Row]) -> Iterator[Conflict]:
    known = {"resources": {row.id for row in resources}, "areas": {row.id for row in areas}}
    for phase in phases:
        for field, there in known.items():
            for one in phase.said.get(field, "").split():
                if one not in there:
                    yield Conflict(Kind.NOT_THERE, (phase,), None, one)


def _cross(a: Place, b: Place, c: Place, d: Place) -> bool:
    return _side(a, b, c) * _side(a, b, d) <= 0 and _side(c, d, a) * _side(c, d, b) <= 0


def _side(a: Place, b: Place, c: Place) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
