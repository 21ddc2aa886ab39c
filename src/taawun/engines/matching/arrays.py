# SPDX-License-Identifier: Apache-2.0
"""The few loops over large arrays that building needs, compiled: sorting by counting, and hashes of texts."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, Final

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

_FNV_START: Final = np.uint64(14695981039346656037)
_FNV_STEP: Final = np.uint64(1099511628211)
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)

FEW: Final = 32
"""Runs that are counted one by one, which is sooner than to call arrays."""

_BYTES: Final = types.Array(types.uint8, 1, "C", readonly=True)  # so that mapped arrays are taken, and others too
_INTS: Final = types.Array(types.int32, 1, "C", readonly=True)
_LONGS: Final = types.Array(types.int64, 1, "C", readonly=True)
_HASHES: Final = types.Array(types.uint64, 1, "C", readonly=True)
_TWO: Final = types.Tuple((types.int64[::1], types.int32[::1]))  # type: ignore[no-untyped-call]

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Hashes = NDArray[np.uint64]


@njit("uint64(uint64)", nogil=True, cache=True)
def mixed(value: Any) -> Any:
    """Return a number that changes in every bit with each bit of the value."""
    value = (value ^ (value >> np.uint64(31))) * _MIX
    return value ^ (value >> np.uint64(29))


@njit(types.uint64[::1](_BYTES, _LONGS), nogil=True, cache=True)
def hash_texts(content: NDArray[np.uint8], at: Longs) -> Hashes:
    """Return a hash for each text; text k is content[at[k]:at[k + 1]]."""
    found = np.empty(len(at) - 1, np.uint64)
    for k in range(len(at) - 1):
        value: Any = _FNV_START
        for place in range(at[k], at[k + 1]):
            value = (value ^ np.uint64(content[place])) * _FNV_STEP
        found[k] = mixed(value)
    return found


@njit(_TWO(_LONGS, _INTS, types.int64), nogil=True, cache=True)
def invert(at: Longs, values: Ints, count: int) -> tuple[Longs, Ints]:
    """Turn "row → its values" into "value → its rows, ascending, each once"; `count` values exist."""
    starts = np.zeros(count + 1, np.int64)
    last = np.full(count, -1, np.int32)
    for row in range(len(at) - 1):
        for place in range(at[row], at[row + 1]):
            value = values[place]
            if last[value] != row:
                last[value] = row
                starts[value + 1] += 1
    for value in range(count):
        starts[value + 1] += starts[value]
    rows = np.empty(starts[count], np.int32)
    filled = starts[:count].copy()
    last[:] = -1
    for row in range(len(at) - 1):
        for place in range(at[row], at[row + 1]):
            value = values[place]
            if last[value] != row:
                last[value] = row
                rows[filled[value]] = row
                filled[value] += 1
    return starts, rows


@njit(_TWO(_LONGS, _INTS, _LONGS), nogil=True, cache=True)
def reorder(at: Longs, values: Ints, order: Longs) -> tuple[Longs, Ints]:
    """Return the rows in another order: new row k is old row order[k]."""
    starts = np.zeros(len(order) + 1, np.int64)
    for k in range(len(order)):
        starts[k + 1] = starts[k] + at[order[k] + 1] - at[order[k]]
    moved = np.empty(starts[len(order)], np.int32)
    for k in range(len(order)):
        for place in range(at[order[k]], at[order[k] + 1]):
            moved[starts[k] + place - at[order[k]]] = values[place]
    return starts, moved


@njit(types.uint64[::1](_LONGS, _INTS, _HASHES), nogil=True, cache=True)
def bag_hashes(at: Longs, units: Ints, classes: Hashes) -> Hashes:
    """Return a hash for each row that does not depend on the order of its units, by the classes of the units."""
    found = np.empty(len(at) - 1, np.uint64)
    for row in range(len(at) - 1):
        value = np.uint64(0)
        for place in range(at[row], at[row + 1]):
            value += mixed(classes[units[place]])
        found[row] = value
    return found


@njit(
    types.int64[::1](types.Array(types.int32, 2, "C", readonly=True), _INTS, _LONGS, _HASHES, _HASHES, _INTS),
    nogil=True,
    cache=True,
)
def counted(heads: Ints, units: Ints, rows: Longs, classes: Hashes, bags: Hashes, counts: Ints) -> Longs:
    """Return how often the bag of each row (`bag_hashes`) was counted; row r has units heads[r, 0]:heads[r + 1, 0]."""
    found = np.ones(len(rows), np.int64)
    for k in range(len(rows)):
        value = np.uint64(0)
        for place in range(heads[rows[k], 0], heads[rows[k] + 1, 0]):
            value += mixed(classes[units[place]])
        at = np.searchsorted(bags, value)
        if at < len(bags) and bags[at] == value:
            found[k] = counts[at]
    return found


def texts_as_bytes(texts: list[str]) -> tuple[NDArray[np.uint8], Longs]:
    """Return all texts as one run of UTF-8 bytes, and where each starts."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    at = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(one) for one in encoded], out=at[1:])
    return np.frombuffer(b"".join(encoded) or b"\0", np.uint8), at


def starts_of(lengths: NDArray[Any] | Sequence[int]) -> Longs:
    """Return where each run starts, given the runs' lengths: one more than there are runs."""
    if len(lengths) <= FEW:
        few = lengths.tolist() if isinstance(lengths, np.ndarray) else lengths
        return np.array([0, *accumulate(few)], np.int64)
    at = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=at[1:])
    return at
