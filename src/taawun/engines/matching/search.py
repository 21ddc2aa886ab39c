# SPDX-License-Identifier: Apache-2.0
"""The kernel of a search: candidates from postings, then the best of them scored.

Rows are numbered by date of birth, so "units like these, born then" is a few short runs of each posting. Rare units
are read whole, common ones only around the date asked about, the most common only on that very day; the budgets
below bound the work of one name whatever the list holds. The best candidates are then scored by all their
units, their births and their fathers, and the best of these, one row per record, are the answer.
"""

from typing import Final

import numpy as np
from numba import njit

from taawun.engines.matching.gathering import (
    IN_THE_YEAR,
    NEXT_YEAR,
    RANGES,
    candidates,
    compact,
    father_candidates,
    gather_evidence,
    ranges,
    threshold,
)
from taawun.engines.matching.weighing import clear, complete, score, spread
from taawun.engines.matching.work import MAX_UNITS

UNDATED_SCORED: Final = 3
"""Times as many candidates are scored without births, where many are alike."""

DATED_ROOM: Final = 3
UNDATED_ROOM: Final = 10
"""Times as many candidates as are scored that are looked at by all their units, with and without births."""

ANOTHER_DAY, ANOTHER_YEAR = 3.5, 2.5
"""Head start of a candidate of that year, and of the next, in bits, where a day is asked for and not a year."""


@njit(nogil=True, cache=True)
def search_names(first, last, queries, rows, limits, scratch, best):  # type: ignore[no-untyped-def]
    """Search the names first..last and write their best records into `best`; return how many rows were touched."""
    days, gains = np.empty((RANGES, 2), np.int64), np.empty(RANGES, np.float32)
    everything, around = np.zeros((1, 2), np.int64), np.zeros((2, 2), np.int64)
    everything[0, 1] = len(rows.heads) - 1
    weights, father_weights = np.empty(MAX_UNITS, np.float32), np.empty(MAX_UNITS, np.float32)
    looked = 0
    for q in range(first, last):
        dated = queries.birth_at[q] < queries.birth_at[q + 1]
        n_days, years = 0, (0, 0)
        if dated:
            n_days, years = ranges(q, queries, rows.date_rows, around, days, gains)
        where = (everything, around if dated else around[:0], days[:n_days])
        by_day = np.float32(ANOTHER_DAY if n_days else IN_THE_YEAR), np.float32(ANOTHER_YEAR if n_days else NEXT_YEAR)
        span = (dated, rows.date_rows[1], around[1, 0], around[1, 1], years[0], years[1], by_day[0], by_day[1])
        touched = candidates(q, queries, rows, limits, where, span, scratch)
        touched = father_candidates(q, queries, rows, limits, where, span, scratch, touched)
        looked += touched
        gather_evidence(touched, days, gains, n_days, span, scratch)
        at, f = queries.unit_at[q], queries.father_at[q]
        count, father_count = min(queries.unit_at[q + 1] - at, MAX_UNITS), 0
        taken = spread(scratch.slots, scratch.similar, at, count, queries.units, queries, weights)
        if f < queries.father_at[q + 1]:
            father_at = queries.father_unit_at[f]
            father_count = min(queries.father_unit_at[f + 1] - father_at, MAX_UNITS)
            spread(
                scratch.father_slots, scratch.father_similar, father_at, father_count, queries.father_units, queries,
                father_weights,
            )  # fmt: skip
        if touched > limits.scored:
            room = limits.scored * (DATED_ROOM if dated else UNDATED_ROOM)
            touched = min(compact(touched, threshold(scratch.evidence, touched, room), scratch), 2 * room)
            complete(touched, taken, rows, scratch, weights, count)
        wanted = limits.scored if dated else UNDATED_SCORED * limits.scored
        touched = compact(touched, threshold(scratch.evidence, touched, wanted), scratch)
        score(q, touched, queries, rows, scratch, weights, father_weights, limits, best)
        clear(scratch.slots, at, count, queries.units, queries)
        if father_count:
            clear(scratch.father_slots, father_at, father_count, queries.father_units, queries)
    return looked
