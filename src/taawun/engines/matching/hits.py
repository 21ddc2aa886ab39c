# SPDX-License-Identifier: Apache-2.0
"""The best of what the kernels found: the names of a record asked about, and the parts of an index, merged."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from taawun.engines.matching.asked import Asked
from taawun.engines.matching.part import WORST
from taawun.engines.matching.work import Best


@dataclass(frozen=True, slots=True)
class Hits:
    """The best records for each record asked about, the best first: arrays of shape (asked, limit).

    `record` is the number within part `part`, -1 where there are no more; `odds` are rough log-odds.
    """

    part: NDArray[np.int32]
    record: NDArray[np.int32]
    row: NDArray[np.int32]
    odds: NDArray[np.float32]


def best_of(asked: Asked, count: int, limit: int, found: Sequence[Best]) -> Hits:
    """Return the best of all parts and of all names of each record asked about."""
    if len(found) == count == len(asked) == 1:
        one = found[0]
        return Hits(np.where(one.record >= 0, 0, -1).astype(np.int32), one.record, one.row, one.odds)
    part, record, row = np.full((3, count, limit), -1, np.int32)
    hits = Hits(part, record, row, np.full((count, limit), WORST, np.float32))
    several = np.bincount(asked.record, minlength=count) > 1
    if len(found) == 1:
        only = np.flatnonzero(~several[asked.record])
        whose = asked.record[only]
        hits.part[whose] = np.where(found[0].record[only] >= 0, 0, -1)
        for kept, column in ((hits.record, found[0].record), (hits.row, found[0].row), (hits.odds, found[0].odds)):
            kept[whose] = column[only]
    else:
        several[:] = True
    order = np.argsort(asked.record, kind="stable")
    starts = np.searchsorted(asked.record[order], np.arange(count + 1))
    for k in np.flatnonzero(several).tolist():
        _merge(hits, k, order[starts[k] : starts[k + 1]], found, limit)
    return hits


def _merge(hits: Hits, k: int, names: NDArray[np.int64], found: Sequence[Best], limit: int) -> None:
    """Write the best of several names of one record, or of several parts; each record once, by its best row."""
    part = np.repeat(np.arange(len(found)), len(names) * limit)
    record, row, odds = (
        np.concatenate([column[names].ravel() for column in columns])
        for columns in ([b.record for b in found], [b.row for b in found], [b.odds for b in found])
    )
    order = np.argsort(-odds, kind="stable")
    order = order[record[order] >= 0]
    _, first = np.unique(part[order].astype(np.int64) << 32 | record[order], return_index=True)
    best = order[np.sort(first)][:limit]
    hits.part[k, : len(best)], hits.record[k, : len(best)] = part[best], record[best]
    hits.row[k, : len(best)], hits.odds[k, : len(best)] = row[best], odds[best]
