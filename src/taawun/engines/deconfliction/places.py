# SPDX-License-Identifier: Apache-2.0
"""Where an operation is: a point with a radius, a line or an area, anywhere on the Earth (spec §87.2).

Coordinates are (longitude, latitude) in degrees, lengths in metres. Neither the line at 180 degrees nor a pole is
special: corners follow each other the shorter way round, and distances are taken on a plane laid around one of the two.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from taawun.engines.rings import inside
from taawun.kernel.errors import BadPlace

EARTH: Final = 6_371_008.8
"""Mean radius in metres."""
RADIUS_MOST: Final = 100_000.0
"""Largest radius, in metres."""
CORNERS_MOST: Final = 100
"""Most corners of a line or an area."""
ACROSS_MOST: Final = 500_000.0
"""Farthest that two corners of one place may be apart, in metres."""
POLAR: Final = 89.0
"""Degrees of latitude beyond which a box goes all round."""

SENTENCES: Final = {
    "earth": "Latitude is from -90 to 90, longitude from -180 to 180.",
    "radius": "The radius is from 0 to {most} km.",
    "across": "At most {most} km across.",
    "corners": "A point, a line of 2 to {most} places, or an area of 3 to {most} corners.",
}

LonLat = tuple[float, float]
Plane = tuple[float, float]


class Form(StrEnum):
    """What a place is."""

    POINT = "point"
    LINE = "line"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class Box:
    """South and north in degrees; west in [-180, 180) and how many degrees it goes east of that, at most 360."""

    south: float
    north: float
    west: float
    width: float

    def grown(self, metres: float) -> "Box":
        """Return the box that holds whatever is within some metres of this one."""
        up = math.degrees(metres / EARTH)
        south, north = max(-90.0, self.south - up), min(90.0, self.north + up)
        farthest = max(abs(south), abs(north))
        if farthest > POLAR:
            return Box(south, north, -180.0, 360.0)
        side = math.degrees(math.asin(min(1.0, math.sin(metres / EARTH) / math.cos(math.radians(farthest)))))
        width = self.width + 2 * side
        return Box(south, north, _west(self.west - side), width) if width < 360 else Box(south, north, -180.0, 360.0)

    def meets(self, other: "Box") -> bool:
        """Tell whether two boxes have a place in common."""
        if self.south > other.north or other.south > self.north:
            return False
        return (other.west - self.west) % 360 <= self.width or (self.west - other.west) % 360 <= other.width


@dataclass(frozen=True, slots=True)
class Place:
    """A point, line or area, and how many metres around it are meant. Built by `of`, which checks it."""

    form: Form
    places: tuple[LonLat, ...]
    radius: float = 0.0

    @classmethod
    def of(cls, form: str, places: Sequence[Sequence[float]], radius: float = 0.0) -> "Place":
        """Return a checked place.

        Raises:
            BadPlace: it is not on the Earth, has too few or too many corners, or is too large.
        """
        corners = [_on_earth(one) for one in places]
        if form == Form.AREA and len(corners) > 1 and corners[0] == corners[-1]:
            corners.pop()
        _check_corners(form, corners)
        if not (math.isfinite(radius) and 0 <= radius <= RADIUS_MOST):
            raise BadPlace(SENTENCES["radius"], most=round(RADIUS_MOST / 1000))
        made = cls(Form(form), tuple(corners), float(radius))
        if any(_between(corners[0], one) > ACROSS_MOST for one in corners):
            raise BadPlace(SENTENCES["across"], most=round(ACROSS_MOST / 1000))
        return made

    @property
    def box(self) -> Box:
        """Return the box that holds it with its radius."""
        lats = [lat for _lon, lat in self.places]
        ring = (*self.places, self.places[0]) if self.form is Form.AREA else self.places
        turned, lons = 0.0, [0.0]
        for (a, _), (b, _) in pairwise(ring):
            turned += _turn(b - a)
            lons.append(turned)
        if self.form is Form.AREA and abs(turned) > 180:  # it goes once round: a pole lies inside
            south, north = (min(lats), 90.0) if sum(lats) > 0 else (-90.0, max(lats))
            return Box(south, north, -180.0, 360.0)
        west = self.places[0][0] + min(lons)
        return Box(min(lats), max(lats), _west(west), max(lons) - min(lons)).grown(self.radius)


def distance(one: Place, other: Place) -> float:
    """Return the metres between the edges of two places; 0 where they meet."""
    edges = one.radius + other.radius
    if one.form is Form.POINT and other.form is Form.POINT:
        return max(0.0, _between(one.places[0], other.places[0]) - edges)
    around = one.places[0]
    here, there = [_laid(around, each) for each in one.places], [_laid(around, each) for each in other.places]
    return max(0.0, _apart(one.form, here, other.form, there) - edges)


def _apart(form: Form, here: list[Plane], other: Form, there: list[Plane]) -> float:
    if (form is Form.AREA and inside(here, there[0])) or (other is Form.AREA and inside(there, here[0])):
        return 0.0
    ours, theirs = _edges(form, here), _edges(other, there)
    return min(_edge_apart(a, b, c, d) for a, b in ours for c, d in theirs)


def _edges(form: Form, corners: list[Plane]) -> list[tuple[Plane, Plane]]:
    if form is Form.POINT:
        return [(corners[0], corners[0])]
    return list(pairwise([*corners, corners[0]] if form is Form.AREA else corners))


def _edge_apart(a: Plane, b: Plane, c: Plane, d: Plane) -> float:
    if _cross(a, b, c, d):
        return 0.0
    return min(_off(a, c, d), _off(b, c, d), _off(c, a, b), _off(d, a, b))


def _cross(a: Plane, b: Plane, c: Plane, d: Plane) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Plane, b: Plane, p: Plane) -> float:
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])


def _off(p: Plane, a: Plane, b: Plane) -> float:
    """Return how far a point is from an edge."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = 0.0 if length == 0 else max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length))
    return math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy)


def _laid(around: LonLat, place: LonLat) -> Plane:
    """Return a place on the plane of equal distances around another one, in metres."""
    start, end = math.radians(around[1]), math.radians(place[1])
    turn = math.radians(place[0] - around[0])
    x = math.cos(end) * math.sin(turn)
    y = math.cos(start) * math.sin(end) - math.sin(start) * math.cos(end) * math.cos(turn)
    off = math.hypot(x, y)
    angle = math.atan2(off, math.sin(start) * math.sin(end) + math.cos(start) * math.cos(end) * math.cos(turn))
    scale = EARTH * angle / off if off else EARTH
    return x * scale, y * scale


def _between(one: LonLat, other: LonLat) -> float:
    """Return the metres between two points."""
    up = math.sin(math.radians(other[1] - one[1]) / 2)
    side = math.sin(math.radians(other[0] - one[0]) / 2)
    chord = up * up + math.cos(math.radians(one[1])) * math.cos(math.radians(other[1])) * side * side
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(chord)))


def _on_earth(place: Sequence[float]) -> LonLat:
    lon, lat = place
    if not (math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise BadPlace(SENTENCES["earth"])
    return float(lon), float(lat)


def _check_corners(form: str, corners: list[LonLat]) -> None:
    least, most = {Form.POINT: (1, 1), Form.LINE: (2, CORNERS_MOST), Form.AREA: (3, CORNERS_MOST)}.get(
        Form(form) if form in set(Form) else Form.POINT, (1, 1)
    )
    if form not in set(Form) or not least <= len(corners) <= most or len(set(corners)) < least:
        raise BadPlace(SENTENCES["corners"], most=CORNERS_MOST)


def _turn(degrees: float) -> float:
    """Return a turn of longitude the shorter way round."""
    return (degrees + 180) % 360 - 180


def _west(longitude: float) -> float:
    return (longitude + 180) % 360 - 180
