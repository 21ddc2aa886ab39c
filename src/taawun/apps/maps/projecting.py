# SPDX-License-Identifier: Apache-2.0
"""From degrees to a picture: the Mercator projection of a window that holds what is to be shown."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from taawun.apps.maps.shapes import Place, Shape

WIDTH: Final = 900
HEIGHT: Final = 560
"""Size of a picture, in its own units."""
LOW: Final = 300
"""Height of one that leaves room for what stands below it."""
HOME: Final = (42.0, 8.0, 80.0, 38.0)
"""West, south, east, north of the window where there is nothing to show: the Gulf and the Arabian Sea."""
LEAST_SPAN: Final = 2.0
"""Smallest window, in degrees."""
MARGIN: Final = 0.12
"""Part of the window that is added around what is shown."""
MOST_LATITUDE: Final = 80.0
"""Latitude, in degrees, beyond which nothing is drawn."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class View:
    """A window on the Earth (west, south, east, north in degrees) and its place in the picture."""

    west: float
    south: float
    east: float
    north: float
    scale: float
    left: float
    top: float

    def at(self, place: Place) -> tuple[float, float]:
        """Return where a place stands in the picture."""
        lon, lat = place
        x = self.left + (lon - self.west) * self.scale
        return round(x, 1), round(self.top + (_up(self.north) - _up(lat)) * self.scale, 1)


def view_of(shapes: Iterable[Shape], height: int = HEIGHT) -> View:
    """Return the window that holds some shapes with a margin, or the home window if there are none."""
    boxes = [shape.box for shape in shapes]
    return fit(_around(boxes) if boxes else HOME, height)


def fit(box: Box, height: int = HEIGHT) -> View:
    """Return the smallest window of the proportions of a picture so high that holds a box."""
    west, south, east, north = box
    low, high = _up(max(south, -MOST_LATITUDE)), _up(min(north, MOST_LATITUDE))
    scale = min(WIDTH / max(east - west, 1e-6), height / max(high - low, 1e-6), WIDTH / LEAST_SPAN)
    across, up = WIDTH / scale, height / scale
    middle, level = (west + east) / 2, (low + high) / 2
    left, bottom = middle - across / 2, level - up / 2
    return View(left, _down(bottom), left + across, _down(bottom + up), scale, 0.0, 0.0)


def _around(boxes: Sequence[Box]) -> Box:
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    more = max(east - west, north - south, LEAST_SPAN) * MARGIN
    return (
        max(west - more, -180),
        max(south - more, -MOST_LATITUDE),
        min(east + more, 180),
        min(north + more, MOST_LATITUDE),
    )


def _up(latitude: float) -> float:
    """Return how high a latitude stands on a Mercator map, in degrees of the equator."""
    bounded = math.radians(max(-85.0, min(85.0, latitude)))
    return math.degrees(math.log(math.tan(math.pi / 4 + bounded / 2)))


def _down(height: float) -> float:
    return math.degrees(2 * math.atan(math.exp(math.radians(height))) - math.pi / 2)
