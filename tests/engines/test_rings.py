# SPDX-License-Identifier: Apache-2.0
"""A ring holds what is within it, whether it is closed or not, and whatever its shape is."""

import pytest

from taawun.engines.rings import inside

SQUARE = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
BAY = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 1.0), (0.0, 4.0)]
POINTS = {
    "within a square": (SQUARE, (1.0, 1.0), True),
    "beside a square": (SQUARE, (3.0, 1.0), False),
    "in an arm": (BAY, (0.5, 2.5), True),
    "in the bay between two arms": (BAY, (2.0, 2.0), False),
    "above": (BAY, (2.0, 5.0), False),
}


@pytest.mark.parametrize(("ring", "point", "held"), POINTS.values(), ids=POINTS)
def test_a_ring_holds_what_is_within_it(ring, point, held):
    assert inside(ring, point) is held
    assert inside([*ring, ring[0]], point) is held
    assert inside(ring[::-1], point) is held
