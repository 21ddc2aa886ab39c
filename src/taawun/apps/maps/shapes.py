# SPDX-License-Identifier: Apache-2.0
"""Points, lines and areas on the Earth in degrees, and the text in which a person types an area (spec §80.30).

Coordinates are (longitude, latitude), as GeoJSON has them; a person types latitude first, as charts have it.
An area does not cross the line at 180 degrees: two areas do.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from taawun.engines.rings import inside
from taawun.kernel.errors import BadArea

EARTH: Final = 6_371.0
"""Mean radius in kilometres."""
NAUTICAL: Final = 1.852
"""Kilometres of a nautical mile."""
FARTHEST: Final = 2_000.0
"""Largest radius of a circle, in kilometres."""
CORNERS: Final = 200
"""Most corners of an area that is typed or drawn."""
CIRCLE_CORNERS: Final = 48
"""Corners of the polygon that stands for a circle."""
CHARACTERS: Final = 10_000
"""Longest text of an area."""

_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫،؛", "01234567890123456789.,;")
_NUMBER: Final = r"[-+]?\d{1,3}(?:\.\d{1,9})?"
_PAIR: Final = re.compile(rf"({_NUMBER})\s*[\s,]\s*({_NUMBER})")
_CIRCLE: Final = re.compile(rf"({_NUMBER})\s*[\s,]\s*({_NUMBER})\s*[\s,]\s*(\d{{1,4}}(?:\.\d{{1,3}})?)\s*(km|nm)", re.I)

_WORDS_BEFORE: Final = re.compile(r"^[^\d+\-٠-٩۰-۹]*")

Place = tuple[float, float]
"""(longitude, latitude) in degrees."""


class Form(StrEnum):
    """What a shape is, in GeoJSON's words."""

    POINT = "Point"
    LINE = "LineString"
    AREA = "Polygon"


@dataclass(frozen=True, slots=True)
class Shape:
    """One point, line or area; an area's ring is closed by its last corner being its first, a circle has a middle."""

    form: Form
    places: tuple[Place, ...]
    middle: Place | None = None

    @property
    def where(self) -> Place:
        """Return the one place that a table names: the middle of a circle, of others where they begin."""
        return self.middle or self.places[0]

    @property
    def geojson(self) -> dict[str, Any]:
        """Return the geometry as GeoJSON."""
        places = [list(one) for one in self.places]
        inner: Any = {Form.POINT: lambda: places[0], Form.LINE: lambda: places, Form.AREA: lambda: [places]}
        return {"type": str(self.form), "coordinates": inner[self.form]()}

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north."""
        lons, lats = zip(*self.places, strict=True)
        return min(lons), min(lats), max(lons), max(lats)

    def holds(self, place: Place) -> bool:
        """Tell whether an area holds a place."""
        return self.form is Form.AREA and inside(self.places, place)


def point(longitude: float, latitude: float) -> Shape:
    """Return a point.

    Raises:
        BadArea: it is not on the Earth.
    """
    return Shape(Form.POINT, (_place(latitude, longitude),))


def line(places: Sequence[Place]) -> Shape:
    """Return a line of at least two places."""
    if not 2 <= len(places) <= CORNERS:
        raise BadArea
    return Shape(Form.LINE, tuple(_place(lat, lon) for lon, lat in places))


def area(places: Sequence[Place]) -> Shape:
    """Return an area of at least three corners; its ring is closed here."""
    ring = [_place(lat, lon) for lon, lat in places]
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    if len(set(ring)) < 3 or len(ring) > CORNERS:
        raise BadArea
    return Shape(Form.AREA, (*ring, ring[0]))


def circle(longitude: float, latitude: float, radius: float) -> Shape:
    """Return the area within `radius` kilometres of a place."""
    lon, lat = _place(latitude, longitude)
    if not 0 < radius <= FARTHEST or abs(lat) + math.degrees(radius / EARTH) > 89:
        raise BadArea
    turns = (2 * math.pi * each / CIRCLE_CORNERS for each in range(CIRCLE_CORNERS))
    return replace(area([_away(lon, lat, radius / EARTH, turn) for turn in turns]), middle=(lon, lat))


def read_area(text: str) -> Shape:
    """Return the area that a person typed: corners "26.1 50.4; 26.4 50.4; 26.3 50.8", or "26.2 50.6 10 km" (or nm).

    Raises:
        BadArea.
    """
    plain = text.translate(_DIGITS).strip()
    if not plain or len(plain) > CHARACTERS:
        raise BadArea
    round_ = _CIRCLE.fullmatch(plain)
    if round_:
        lat, lon, far = (float(part) for part in round_.groups()[:3])
        return circle(lon, lat, far * (NAUTICAL if round_[4].lower() == "nm" else 1))
    return area(_places(plain))


def area_in(text: str) -> Shape | None:
    """Return the area that a text states, whatever words stand before its first number; None where there is none."""
    try:
        return read_area(_WORDS_BEFORE.sub("", text))
    except BadArea:
        return None


def line_in(text: str) -> Shape | None:
    """Return the line through the places that a text states in their order; None where there is none.

    Words may stand before its first number, as in `area_in`.
    """
    plain = _WORDS_BEFORE.sub("", text).translate(_DIGITS).strip()
    try:
        return line(_places(plain)) if len(plain) <= CHARACTERS else None
    except BadArea:
        return None


def _places(plain: str) -> list[Place]:
    """Return the places of a text "26.1 50.4; 26.4 50.8", which a person types latitude first."""
    pairs = [_PAIR.fullmatch(part.strip()) for part in re.split(r"[;\n]", plain) if part.strip()]
    if not all(pairs):
        raise BadArea
    return [(float(found[2]), float(found[1])) for found in pairs if found]


def _place(latitude: float, longitude: float) -> Place:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise BadArea
    return longitude, latitude


def _away(lon: float, lat: float, angle: float, turn: float) -> Place:
    """Return the place at an angular distance in a direction (radians, clockwise from north)."""
    start, east = math.radians(lat), math.radians(lon)
    end = math.asin(math.sin(start) * math.cos(angle) + math.cos(start) * math.sin(angle) * math.cos(turn))
    over = math.atan2(
        math.sin(turn) * math.sin(angle) * math.cos(start), math.cos(angle) - math.sin(start) * math.sin(end)
    )
    return round(math.degrees(east + over), 5), round(math.degrees(end), 5)
