# SPDX-License-Identifier: Apache-2.0
"""What a search works on: names asked about, the rows of a part, limits, and a thread's own room."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from taawun.engines.matching.near import MOST

MAX_UNITS: Final = 12
"""Units of one name that are looked at."""

MAX_PAIRS: Final = MAX_UNITS * MAX_UNITS

SLOTS: Final = MAX_UNITS * MOST + 1
"""Units of the index that may be neighbours of one name's; slot 0 is that of all others."""


class Queries(NamedTuple):
    """Names asked about: the record of each and its units; of each record its births, kind and fathers' units.

    `near_*` are the neighbours of each unit in this part of the index.
    """

    who: NDArray[np.int32]
    unit_at: NDArray[np.int32]
    units: NDArray[np.int32]
    father_at: NDArray[np.int32]
    father_unit_at: NDArray[np.int32]
    father_units: NDArray[np.int32]
    birth_at: NDArray[np.int32]
    birth_low: NDArray[np.int32]
    birth_high: NDArray[np.int32]
    birth_flags: NDArray[np.uint8]
    facts: NDArray[np.uint8]
    weights: NDArray[np.float32]
    near_at: NDArray[np.int64]
    near_units: NDArray[np.int32]
    near_p: NDArray[np.float32]


class Rows(NamedTuple):
    """The arrays of an opened part that searching reads, as `build` wrote them."""

    unit_weights: NDArray[np.float32]
    heads: NDArray[np.int32]
    row_units: NDArray[np.int32]
    date_rows: NDArray[np.int32]
    post_at: NDArray[np.int64]
    post_rows: NDArray[np.int32]
    father_post_at: NDArray[np.int64]
    father_post_rows: NDArray[np.int32]
    birth_at: NDArray[np.int32]
    birth_low: NDArray[np.int32]
    birth_high: NDArray[np.int32]
    birth_flags: NDArray[np.uint8]
    father_at: NDArray[np.int32]
    father_unit_at: NDArray[np.int64]
    father_units: NDArray[np.int32]
    facts: NDArray[np.uint8]
    deleted: NDArray[np.bool_]


class Scratch(NamedTuple):
    """What one thread works in; all zero between names."""

    gathered: NDArray[np.float32]
    touched: NDArray[np.int32]
    evidence: NDArray[np.float32]
    start: NDArray[np.float32]
    slots: NDArray[np.int16]
    similar: NDArray[np.float32]
    father_slots: NDArray[np.int16]
    father_similar: NDArray[np.float32]


class Limits(NamedTuple):
    """How much work one name may cause: postings read whole, around the date, at most; candidates scored."""

    whole: int
    around: int
    most: int
    scored: int


class Best(NamedTuple):
    """The answer: for each name its best records, the best first; -1 where there are no more."""

    record: NDArray[np.int32]
    row: NDArray[np.int32]
    odds: NDArray[np.float32]
    name: NDArray[np.float32]


def new_scratch(rows: int, units: int, limits: Limits) -> Scratch:
    """Return scratch for one thread and a part of so many rows and units."""
    touched = min(rows, 2 * limits.most + 2 * limits.around + limits.whole) + 1
    return Scratch(
        np.zeros(rows, np.float32),
        np.empty(touched, np.int32),
        np.empty(touched, np.float32),
        np.empty(touched, np.float32),
        np.zeros(units, np.int16),
        np.zeros((SLOTS, MAX_UNITS), np.float32),
        np.zeros(units, np.int16),
        np.zeros((SLOTS, MAX_UNITS), np.float32),
    )
