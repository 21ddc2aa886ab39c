# SPDX-License-Identifier: Apache-2.0
"""Whether a ring holds a point, on a plane: of maps in degrees, and of operations in metres."""

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]


def inside(ring: Sequence[Point], point: Point) -> bool:
    """Tell whether a ring of corners holds a point; it may be closed by its last corner being its first, or not."""
    x, y = point
    found = False
    for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            found = not found
    return found
