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

from taawun.engines.matching import births, gathering, weighing
from taawun.engines.matching.gathering import (
    RANGES,
    candidates,
    compact,
    father_candidates,
    gather_evidence,
    ranges,
    threshold,
)
from taawun.engines.matching.weighing import clear, complete, keep, score, spread
from taawun.engines.matching.work import MAX_UNITS
from taawun.engines.names.compiled import stamp

UNDATED_SCORED: Final = 3
"""Times as many candidates are scored without births, where many are alike."""

DATED_ROOM: Final = 3
UNDATED_ROOM: Final = 10
"""Times as many candidates as are scored that are looked at by all their units, with and without births."""


def _kernel(sources: int):  # type: ignore[no-untyped-def]
    """Return the compiled kernel; `sources` is the stamp of all that it calls."""

    @njit(nogil=True, cache=True)
    def search_names(first, last, queries, rows, limits, scratch, best):  # type: ignore[no-untyped-def]
        """Search the names first..last and write their best records into `best`; return how many rows were touched."""
        days, gains = np.empty((RANGES, 2), np.int64), np.empty(RANGES, np.float32)
        everything, around = np.zeros((1, 2), np.int64), np.zeros((2, 2), np.int64)
        everything[0, 1] = len(rows.heads) - 1
        weights, father_weights = np.empty(MAX_UNITS, np.float32), np.empty(MAX_UNITS, np.float32)
        birth_low, birth_high, birth_flags = queries.birth_low, queries.birth_high, queries.birth_flags
        near_at, near_units, near_p = queries.near_at, queries.near_units, queries.near_p
        looked = min(sources, 0)
        for q in range(first, last):
            who, at, end = queries.who[q], queries.unit_at[q], queries.unit_at[q + 1]
            birth, birth_end = queries.birth_at[who], queries.birth_at[who + 1]
            dated, n_days, years = birth < birth_end, 0, (0, 0)
            around[:, :] = 0
            if dated:
                n_days, low, high = ranges(
                    birth, birth_end, birth_low, birth_high, birth_flags, rows.date_rows, around, days, gains
                )
                years = (low, high)
            where = (everything, around, days[:n_days])
            touched = candidates(
                at, end, dated, queries.units, queries.weights, near_at, near_units, near_p,
                rows.post_at, rows.post_rows, limits, where, scratch.gathered, scratch.touched,
            )  # fmt: skip
            father_at = father_end = 0
            if queries.father_at[who] < queries.father_at[who + 1]:
                f = queries.father_at[who]
                father_at, father_end = queries.father_unit_at[f], queries.father_unit_at[f + 1]
            if father_at < father_end and len(rows.father_post_rows):
                touched = father_candidates(
                    father_at, father_end, dated, queries.father_units, queries.weights, near_at, near_units, near_p,
                    rows.father_post_at, rows.father_post_rows, limits, where, scratch.gathered, scratch.touched,
                    touched,
                )  # fmt: skip
            looked += touched
            if touched == 0:
                continue
            gather_evidence(
                touched, dated, around, years, days[:n_days], gains,
                scratch.gathered, scratch.touched, scratch.evidence, scratch.start,
            )  # fmt: skip
            count, father_count = min(end - at, MAX_UNITS), min(father_end - father_at, MAX_UNITS)
            taken = spread(
                scratch.slots, scratch.similar, at, count, queries.units, queries.weights,
                near_at, near_units, near_p, weights,
            )  # fmt: skip
            wanted = limits.scored if dated else UNDATED_SCORED * limits.scored
            if touched > wanted:
                room = limits.scored * (DATED_ROOM if dated else UNDATED_ROOM)
                least = threshold(scratch.evidence, touched, room)
                touched = min(compact(touched, least, scratch.touched, scratch.evidence, scratch.start), 2 * room)
                complete(
                    touched, taken, count, rows.heads, rows.row_units, scratch.slots, scratch.similar, weights,
                    scratch.touched, scratch.evidence, scratch.start,
                )  # fmt: skip
                least = threshold(scratch.evidence, touched, wanted)
                touched = compact(touched, least, scratch.touched, scratch.evidence, scratch.start)
            if father_count:
                spread(
                    scratch.father_slots, scratch.father_similar, father_at, father_count, queries.father_units,
                    queries.weights, near_at, near_units, near_p, father_weights,
                )  # fmt: skip
            touched = min(touched, 4 * limits.scored)
            score(q, touched, queries, rows, scratch, weights, count, father_weights, (father_at, father_end))
            keep(
                touched, rows.heads, scratch.gathered, scratch.touched, scratch.evidence, scratch.start,
                best.record[q], best.row[q], best.odds[q], best.name[q],
            )  # fmt: skip
            clear(scratch.slots, at, count, queries.units, near_at, near_units)
            if father_count:
                clear(scratch.father_slots, father_at, father_count, queries.father_units, near_at, near_units)
        return looked

    return search_names


search_names: Final = _kernel(stamp(births, gathering, weighing))
