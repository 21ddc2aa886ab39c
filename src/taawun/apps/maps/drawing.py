# SPDX-License-Identifier: Apache-2.0
"""A map as a picture that any browser and any printer shows: paths, labels and marks, for a template to write as SVG.

It is what is shown without a script and on paper; where a script may run, a map that moves takes its place.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from taawun.apps.maps.basemap import BaseMap, Boxed, Ground, Label
from taawun.apps.maps.clipping import clip, meets
from taawun.apps.maps.kinds import FORMS
from taawun.apps.maps.projecting import HEIGHT, WIDTH, Box, View, view_of
from taawun.apps.maps.shapes import Form, Place, Shape

LABELS: Final = 26
"""Most names on one picture."""
APART: Final = (92.0, 24.0)
"""Room that a name needs for itself, across and up, in the picture's units."""
EDGE: Final = 24
"""Units from the edge within which no name stands."""
ROOM: Final = 21.0
"""Room that the mark of a point needs for itself, in the picture's units: one that would cover another stands aside."""
RINGS: Final = 3
"""Rings around its place on which room is looked for."""
CLOSE: Final = 12.0
"""Span of a window, in degrees, below which small places get their names."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on the map: its number in the table, and where it is drawn."""

    number: int
    form: Form
    x: float
    y: float
    path: str
    tone: int = 0
    """The number of its kind, where things of several kinds are drawn."""
    leader: str = ""
    """A line to where a point lies, where it is drawn beside it."""

    @property
    def form_path(self) -> str:
        """Return the outline of its kind; empty for a plain one."""
        return FORMS[self.tone - 1] if self.tone else ""

    @property
    def is_point(self) -> bool:
        """Tell whether it is a point."""
        return self.form is Form.POINT


@dataclass(frozen=True, slots=True)
class Name:
    """A name on the picture."""

    x: float
    y: float
    text: str
    country: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that is drawn. `land` and `boundaries` are each one SVG path."""

    land: str
    boundaries: str
    names: tuple[Name, ...]
    marks: tuple[Mark, ...]
    asked: str
    own: bool
    width: int = WIDTH
    height: int = HEIGHT


def draw(
    base: BaseMap,
    shapes: Sequence[Shape],
    language: str,
    asked: Shape | None = None,
    tones: Sequence[int] = (),
    *,
    height: int = HEIGHT,
) -> Picture:
    """Return the picture of some shapes, numbered from 1 in their order.

    Args:
        base: the base map.
        shapes: what is shown.
        language: of the names.
        asked: an area to which the reader narrowed the map; it is drawn too.
        tones: of each shape the number of its kind; empty where all are of one.
        height: of the picture, in its own units.
    """
    view = view_of([*shapes, *([asked] if asked else [])], height)
    box = (view.west, view.south, view.east, view.north)
    ground = base.ground(box)
    given = tones or [0] * len(shapes)
    marks = tuple(
        _mark(number, shape, view, tone) for number, (shape, tone) in enumerate(zip(shapes, given, strict=True), 1)
    )
    return Picture(
        land=_land(ground, view, box),
        boundaries=_boundaries(ground, view, box),
        names=_names(base.labels, view, box, language, height),
        marks=tuple(_apart(marks)),
        asked=_path(asked.places, view) + "Z" if asked else "",
        own=base.own,
        height=height,
    )


def _land(ground: Ground, view: View, box: Box) -> str:
    rings = (ring for polygon in ground.land for ring in polygon if meets(ring.box, box))
    parts = (clip(ring.places, box) for ring in rings)
    return "".join(_path(part, view) + "Z" for part in parts if len(part) > 2)


def _boundaries(ground: Ground, view: View, box: Box) -> str:
    found = (line for line in ground.boundaries if meets(line.box, box))
    return "".join(_path(part, view) for line in found for part in _within(line, box))


def _within(line: Boxed, box: Box) -> Iterable[Sequence[Place]]:
    """Yield the stretches of a line of which at least one end lies in a box."""
    stretch: list[Place] = []
    for a, b in pairwise(line.places):
        if _in(a, box) or _in(b, box):
            stretch = stretch or [a]
            stretch.append(b)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _in(place: Place, box: Box) -> bool:
    return box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]


def _path(places: Iterable[Place], view: View) -> str:
    """Return an SVG path in whole units; corners that fall on the one before are left out."""
    corners: list[str] = []
    for place in places:
        x, y = view.at(place)
        corner = f"{x:g},{y:g}"
        if not corners or corners[-1] != corner:
            corners.append(corner)
    return "M" + "L".join(corners) if corners else ""


def _names(labels: Iterable[Label], view: View, box: Box, language: str, height: int) -> tuple[Name, ...]:
    """Return names that do not stand in each other's way, the most important first."""
    close = view.east - view.west < CLOSE
    shown: list[Name] = []
    wanted = (label for label in labels if _in(label.at, box) and (close or label.country or label.rank == 1))
    for label in sorted(wanted, key=lambda one: (not one.country, one.rank)):
        x, y = view.at(label.at)
        free = all(abs(x - one.x) > APART[0] or abs(y - one.y) > APART[1] for one in shown)
        if free and EDGE < x < WIDTH - EDGE and EDGE < y < height - EDGE:
            shown.append(Name(x, y, label.name(language), label.country))
        if len(shown) == LABELS:
            break
    return tuple(shown)


def _mark(number: int, shape: Shape, view: View, tone: int) -> Mark:
    x, y = view.at(shape.places[0])
    if shape.form is Form.POINT:
        return Mark(number, shape.form, x, y, "", tone)
    return Mark(number, shape.form, x, y, _path(shape.places, view) + ("Z" if shape.form is Form.AREA else ""), tone)


def _apart(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Yield the marks, points that would cover one another beside their places; where all is full they stay."""
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for mark in marks:
        if not mark.is_point:
            yield mark
            continue
        home = mark.x, mark.y
        x, y = next((spot for spot in _spots(home) if not any(_covers(spot, one) for one in _near(taken, spot))), home)
        taken.setdefault(_cell((x, y)), []).append((x, y))
        leader = "" if (x, y) == home else f"M{mark.x:g},{mark.y:g}L{x:g},{y:g}"
        yield replace(mark, x=x, y=y, leader=leader)


def _spots(home: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Yield where a mark may stand: at its place, then around it, first beside and above."""
    yield home
    for ring in range(1, RINGS + 1):
        for step in range(6 * ring):
            turn = math.tau * step / (6 * ring)
            yield round(home[0] + ring * ROOM * math.cos(turn), 1), round(home[1] - ring * ROOM * math.sin(turn), 1)


def _covers(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return math.dist(one, other) < ROOM - 1


def _cell(place: tuple[float, float]) -> tuple[int, int]:
    return int(place[0] // ROOM), int(place[1] // ROOM)


def _near(
    taken: dict[tuple[int, int], list[tuple[float, float]]], place: tuple[float, float]
) -> Iterator[tuple[float, float]]:
    column, row = _cell(place)
    for across in (-1, 0, 1):
        for down in (-1, 0, 1):
            yield from taken.get((column + across, row + down), ())
