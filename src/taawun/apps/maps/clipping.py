# SPDX-License-Identifier: Apache-2.0
"""Cutting rings and lines at the edge of a window, so that a picture carries only what it shows."""

from collections.abc import Callable, Sequence

from taawun.apps.maps.projecting import Box
from taawun.apps.maps.shapes import Place

_Side = tuple[Callable[[Place], bool], Callable[[Place, Place], Place]]


def meets(one: Box, other: Box) -> bool:
    """Tell whether two boxes meet."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def clip(ring: Sequence[Place], box: Box) -> list[Place]:
    """Return the part of a ring within a box (Sutherland and Hodgman), without its closing corner; empty if none."""
    corners = list(ring[:-1]) if len(ring) > 1 and ring[0] == ring[-1] else list(ring)
    for inside, cut in _sides(box):
        if not corners:
            break
        corners = _cut(corners, inside, cut)
    return corners


def _cut(corners: list[Place], inside: Callable[[Place], bool], cut: Callable[[Place, Place], Place]) -> list[Place]:
    kept: list[Place] = []
    before = corners[-1]
    for corner in corners:
        if inside(corner) != inside(before):
            kept.append(cut(before, corner))
        if inside(corner):
            kept.append(corner)
        before = corner
    return kept


def _sides(box: Box) -> list[_Side]:
    west, south, east, north = box
    return [
        (lambda one: one[0] >= west, lambda a, b: _at_lon(a, b, west)),
        (lambda one: one[0] <= east, lambda a, b: _at_lon(a, b, east)),
        (lambda one: one[1] >= south, lambda a, b: _at_lat(a, b, south)),
        (lambda one: one[1] <= north, lambda a, b: _at_lat(a, b, north)),
    ]


def _at_lon(a: Place, b: Place, lon: float) -> Place:
    return lon, a[1] + (b[1] - a[1]) * (lon - a[0]) / (b[0] - a[0])


def _at_lat(a: Place, b: Place, lat: float) -> Place:
    return a[0] + (b[0] - a[0]) * (lat - a[1]) / (b[1] - a[1]), lat
