# SPDX-License-Identifier: Apache-2.0
"""A number for where and when an entry is, by which an ordinary index of a database finds what lies near (spec §87.6).

An entry has one slot: the cell of its south-west corner and the bucket of its beginning, in the smallest grid whose
cells and buckets are at least as large as it. What may meet it lies in few slots of each grid, and all are named.
"""

import math
from collections.abc import Iterator
from typing import Final

from taawun.engines.deconfliction.entries import Span
from taawun.engines.deconfliction.places import Box

CELLS: Final = (0.25, 1.0, 5.0, 45.0, 360.0)
"""Sides of the cells of each grid, in degrees; each divides 360."""
BUCKETS: Final = (6 * 3_600, 2 * 86_400, 32 * 86_400)
"""Lengths of the buckets of each grid, in seconds."""
_TIME_BITS, _ROW_BITS, _COLUMN_BITS, _BUCKET_BITS = 24, 12, 13, 2
_FEWEST, _TIME_MOST = 0, (1 << _TIME_BITS) - 1


def slot_of(box: Box, span: Span) -> int:
    """Return the slot of an entry: a whole number below 2 ** 54."""
    size, lasts = max(box.width, box.north - box.south), span.ends - span.begins
    level = next(number for number, side in enumerate(CELLS) if size <= side)
    length = next(number for number, seconds in enumerate(BUCKETS) if lasts <= seconds)
    side = CELLS[level]
    return _packed(level, length, _column(box.west, side), _row(box.south, side), _bucket(span.begins, BUCKETS[length]))


def slots_for(box: Box, span: Span) -> list[int]:
    """Return the slots of every entry that may meet a box and a span."""
    return [
        _packed(level, length, column, row, bucket)
        for level, side in enumerate(CELLS)
        for column in _columns(box, side)
        for row in range(max(0, _row(box.south, side) - 1), _row(box.north, side) + 1)
        for length, seconds in enumerate(BUCKETS)
        for bucket in range(_bucket(span.begins, seconds, before=1), _bucket(span.ends, seconds) + 1)
    ]


def _columns(box: Box, side: float) -> Iterator[int]:
    count = round(360 / side)
    first = _column(box.west, side) - 1
    many = min(count, math.floor((box.west + 180) % side / side + box.width / side) + 2)
    return ((first + each) % count for each in range(many))


def _column(longitude: float, side: float) -> int:
    return math.floor((longitude + 180) / side) % round(360 / side)


def _row(latitude: float, side: float) -> int:
    return math.floor((latitude + 90) / side)


def _bucket(moment: int, seconds: int, before: int = 0) -> int:
    return min(_TIME_MOST, max(_FEWEST, moment // seconds - before))


def _packed(level: int, length: int, column: int, row: int, bucket: int) -> int:
    place = (((level << _BUCKET_BITS) | length) << _COLUMN_BITS) | column
    return (((place << _ROW_BITS) | row) << _TIME_BITS) | bucket
