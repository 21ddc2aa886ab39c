# SPDX-License-Identifier: Apache-2.0
"""What a search needs to know of a row, in one place in memory: four integers beside each other.

Looking at a candidate costs little but waiting for memory, so its record, its birth (where it is one day), its kind
and the weight of its name stand together. What does not fit (several births, ranges) is read from its own arrays.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from taawun.engines.matching.arrays import Ints, Longs

START, RECORD, TOLD, WEIGHT, FIELDS = 0, 1, 2, 3, 4
"""Where the row's units start, its record, what is told of that (bits below), the weight of its units in steps."""

BIRTH_BITS: Final = 21
FLAG_BITS: Final = 3
KIND_BITS: Final = 3
FATHER: Final = 1 << BIRTH_BITS + FLAG_BITS + KIND_BITS
MANY: Final = FATHER << 1
"""Bits of what is told: a day as `dates.pack` has it, its flags, the kind; has a father's name; births to look up."""

STEPS: Final = 256
"""Steps of a weight of one."""


def told_of(
    counts: NDArray[np.uint8], low: Ints, high: Ints, flags: NDArray[np.uint8], fathers: NDArray[np.uint8],
    facts: NDArray[np.uint8],
) -> Ints:  # fmt: skip
    """Return what is told of each record: births by `counts`, numbers of fathers' names, and `build.facts_of`."""
    found = (facts.astype(np.int32) & 7) << (BIRTH_BITS + FLAG_BITS)
    found[fathers > 0] |= FATHER
    first = np.cumsum(counts, dtype=np.int64) - counts
    one = np.flatnonzero(counts == 1)
    one = one[low[first[one]] == high[first[one]]]
    found[one] |= low[first[one]] | flags[first[one]].astype(np.int32) << BIRTH_BITS
    many = counts > 0
    many[one] = False
    found[many] |= MANY
    return found


def heads_of(at: Longs, units: Ints, record: Ints, told: Ints, weights: NDArray[np.float32]) -> Ints:
    """Return int32[rows + 1, FIELDS]; the last one only says where the units end."""
    heads = np.zeros((len(at), FIELDS), np.int32)
    heads[:, START] = at
    heads[:-1, RECORD], heads[:-1, TOLD] = record, told[record]
    if len(record):
        heads[:-1, WEIGHT] = np.add.reduceat(weights[units], at[:-1]) * STEPS
    return heads
