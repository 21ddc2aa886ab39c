# SPDX-License-Identifier: Apache-2.0
"""The kernel of a search: candidates from postings, then the best of them scored.

Rows are numbered by date of birth, so "units like these, born then" is a few short runs of each posting. Rare units
are read whole, common ones only around the date asked about, the most common only on that very day; the budgets
below bound the work of one name whatever the list holds. The best candidates are then scored by all their
units, their births and their fathers, and the best of these, one row per record, are the answer.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from taawun.engines.matching.births import birth_evidence
from taawun.engines.matching.evidence import FATHER_ADDS, FATHER_LEAST, name_odds
from taawun.engines.matching.rowdates import FIRST, LAST, PER_YEAR

MAX_UNITS: Final = 12
"""Units of one name that are looked at."""

RANGES: Final = 48
"""Spans of rows that the births of one record may give."""

FATHER_SHARE: Final = 0.5
"""What a unit of the father's name counts beside one of the name, while candidates are gathered."""

ON_THE_DAY, IN_THE_YEAR, NEXT_YEAR, NOT_KNOWN, ELSEWHERE = 5.0, 3.0, 2.0, 1.0, 0.01
"""Head start of a candidate by where its row lies, in the unit of weights (bits)."""


class Queries(NamedTuple):
    """Names asked about: units by name, units by father, births, and each unit's neighbours in this part."""

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
    row_at: NDArray[np.int64]
    row_units: NDArray[np.int32]
    row_record: NDArray[np.int32]
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
    similar: NDArray[np.float32]
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
        np.zeros((MAX_UNITS, units), np.float32),
        np.zeros((MAX_UNITS, units), np.float32),
    )


@njit(nogil=True, cache=True)
def _first_at_least(values, low, high, wanted):  # type: ignore[no-untyped-def]
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@njit(nogil=True, cache=True)
def _key(year, month, day):  # type: ignore[no-untyped-def]
    within = (month - 1) * 32 + day + 1 if month > 0 else 0
    return 1 + (min(max(year, FIRST), LAST) - FIRST) * PER_YEAR + within


@njit(nogil=True, cache=True)
def _add_range(ranges, gains, count, date_rows, first_key, end_key, gain):  # type: ignore[no-untyped-def]
    start, end = date_rows[first_key], date_rows[min(end_key, len(date_rows) - 1)]
    if start < end and count < RANGES:
        ranges[count, 0], ranges[count, 1], gains[count] = start, end, gain
        return count + 1
    return count


@njit(nogil=True, cache=True)
def _ranges(q, queries, date_rows, wide, wide_gains, narrow, narrow_gains):  # type: ignore[no-untyped-def]
    """Write the spans of rows around the births (disjoint, ascending) and on their very days; return how many."""
    n_wide = _add_range(wide, wide_gains, 0, date_rows, 0, 1, NOT_KNOWN)
    n_narrow = 0
    low_year, high_year, one_year = 9999, 0, 0
    for b in range(queries.birth_at[q], queries.birth_at[q + 1]):
        low, high = queries.birth_low[b], queries.birth_high[b]
        low_year, high_year = min(low_year, low >> 9), max(high_year, high >> 9)
        if low >> 9 == high >> 9:
            one_year = low >> 9
        if low == high:
            year, month, day = low >> 9, (low >> 5) & 15, low & 31
            key = _key(year, month, day)
            loose = 1 if queries.birth_flags[b] & 4 else 0
            n_narrow = _add_range(narrow, narrow_gains, n_narrow, date_rows, key - loose, key + loose + 1, ON_THE_DAY)
            if day <= 12 and day != month:
                key = _key(year, day, month)
                n_narrow = _add_range(narrow, narrow_gains, n_narrow, date_rows, key, key + 1, ON_THE_DAY - 1)
            key = _key(year, 0, 0)
            n_narrow = _add_range(narrow, narrow_gains, n_narrow, date_rows, key, key + 1, IN_THE_YEAR)
    for year in range(low_year - 1, high_year + 2):
        if low_year == high_year == one_year:
            gain = IN_THE_YEAR if year == one_year else NEXT_YEAR
        else:
            gain = IN_THE_YEAR - 0.5 if low_year <= year <= high_year else NEXT_YEAR - 0.5
        if FIRST <= year <= LAST:
            key = _key(year, 0, 0)
            n_wide = _add_range(wide, wide_gains, n_wide, date_rows, key, key + PER_YEAR, gain)
    return n_wide, n_narrow


@njit(nogil=True, cache=True)
def _head_start(row, wide, wide_gains, n_wide, narrow, narrow_gains, n_narrow, dated):  # type: ignore[no-untyped-def]
    gain = ELSEWHERE if dated else NOT_KNOWN
    for k in range(n_wide):
        if wide[k, 0] <= row < wide[k, 1]:
            gain = wide_gains[k]
            break
    for k in range(n_narrow):
        if narrow[k, 0] <= row < narrow[k, 1] and narrow_gains[k] > gain:
            gain = narrow_gains[k]
    return gain


@njit(nogil=True, cache=True)
def _sizes(u, queries, post_at, post_rows, wide, n_wide):  # type: ignore[no-untyped-def]
    """Return how many postings a unit's neighbours have, and how many of them lie around the births."""
    whole, around = 0, 0
    for k in range(queries.near_at[u], queries.near_at[u + 1]):
        v = queries.near_units[k]
        start, end = post_at[v], post_at[v + 1]
        whole += end - start
        for r in range(n_wide):
            low = _first_at_least(post_rows, start, end, wide[r, 0])
            around += _first_at_least(post_rows, low, end, wide[r, 1]) - low
    return whole, around


@njit(nogil=True, cache=True)
def _gather(u, share, queries, post_at, post_rows, ranges, count, spans, scratch, touched):  # type: ignore[no-untyped-def]
    """Add a unit's evidence to the rows of its neighbours that lie in the ranges; return how many rows are touched."""
    wide, wide_gains, n_wide, narrow, narrow_gains, n_narrow, dated = spans
    gathered = scratch.gathered
    for k in range(queries.near_at[u], queries.near_at[u + 1]):
        v = queries.near_units[k]
        gain = queries.near_p[k] * queries.weights[u] * share
        for r in range(count):
            low = _first_at_least(post_rows, post_at[v], post_at[v + 1], ranges[r, 0])
            for z in range(low, post_at[v + 1]):
                row = post_rows[z]
                if row >= ranges[r, 1]:
                    break
                if gathered[row] == 0:
                    if touched == len(scratch.touched):
                        continue
                    scratch.touched[touched] = row
                    touched += 1
                    gathered[row] = _head_start(row, wide, wide_gains, n_wide, narrow, narrow_gains, n_narrow, dated)
                gathered[row] += gain
    return touched


@njit(nogil=True, cache=True)
def _threshold(evidence, touched, wanted):  # type: ignore[no-untyped-def]
    """Return the evidence that about `wanted` of the touched rows reach."""
    if touched <= wanted:
        return np.float32(-1.0)
    most = np.float32(0.0)
    for t in range(touched):
        most = max(most, evidence[t])
    counts = np.zeros(512, np.int64)
    scale = np.float32(511.0) / most
    for t in range(touched):
        counts[int(evidence[t] * scale)] += 1
    reached, bucket = counts[511], 511
    while bucket > 0 and reached + counts[bucket - 1] <= wanted:
        bucket -= 1
        reached += counts[bucket]
    return np.float32(bucket / scale)


@njit(nogil=True, cache=True)
def _similarity(similar, weights, count, units, start, end, unit_weights):  # type: ignore[no-untyped-def]  # noqa: C901, PLR0912
    """Return how well two names agree: units are paired greedily, what stays alone on both sides speaks against it.

    `similar[i, v]` is the similarity of unit i of the name asked about with unit v of the index.
    """
    length = min(end - start, MAX_UNITS)
    whole_a, whole_b, met_a, met_b, used_a, used_b = 0.0, 0.0, 0.0, 0.0, 0, 0
    for i in range(count):
        whole_a += weights[i]
    for j in range(length):
        whole_b += unit_weights[units[start + j]]
    for _ in range(min(count, length)):
        best, at_i, at_j, p_best = 0.0, -1, -1, 0.0
        for i in range(count):
            if used_a >> i & 1:
                continue
            for j in range(length):
                if used_b >> j & 1:
                    continue
                p = similar[i, units[start + j]]
                if p > 0:
                    gain = p * (weights[i] + unit_weights[units[start + j]])
                    if gain > best:
                        best, at_i, at_j, p_best = gain, i, j, p
        if at_i < 0:
            break
        used_a |= 1 << at_i
        used_b |= 1 << at_j
        met_a += p_best * weights[at_i]
        met_b += p_best * unit_weights[units[start + at_j]]
    alone_a, alone_b = 0.0, 0.0
    for i in range(count):
        if not used_a >> i & 1:
            alone_a += weights[i]
    for j in range(length):
        if not used_b >> j & 1:
            alone_b += unit_weights[units[start + j]]
    if whole_a <= 0 or whole_b <= 0:
        return 0.0
    share_a, share_b = met_a / whole_a, met_b / whole_b
    score = 0.62 * max(share_a, share_b) + 0.38 * min(share_a, share_b)
    return max(0.0, score - 0.55 * min(alone_a, alone_b) / max(whole_a, whole_b))


@njit(nogil=True, cache=True)
def _calibrated(score):  # type: ignore[no-untyped-def]
    """Return the greedy score as a probability-like similarity."""
    return 1.0 / (1.0 + np.exp(-(score - 0.62) * 11.0))


@njit(nogil=True, cache=True)
def _birth_odds(q, record, queries, rows):  # type: ignore[no-untyped-def]
    best, any_pair = -99.0, False
    for b in range(queries.birth_at[q], queries.birth_at[q + 1]):
        for o in range(rows.birth_at[record], rows.birth_at[record + 1]):
            _, odds = birth_evidence(
                queries.birth_low[b], queries.birth_high[b], queries.birth_flags[b],
                rows.birth_low[o], rows.birth_high[o], rows.birth_flags[o],
            )  # fmt: skip
            best, any_pair = max(best, odds), True
    return best if any_pair else 0.0


@njit(nogil=True, cache=True)
def _father_odds(q, record, queries, rows, similar, weights):  # type: ignore[no-untyped-def]
    """Return the log-odds of the best pair of fathers' names; only the first father asked about is compared."""
    first, last = rows.father_at[record], rows.father_at[record + 1]
    f = queries.father_at[q]
    if first == last or f == queries.father_at[q + 1]:
        return 0.0
    count = min(queries.father_unit_at[f + 1] - queries.father_unit_at[f], MAX_UNITS)
    best = 0.0
    for o in range(first, last):
        best = max(
            best,
            _similarity(
                similar, weights, count, rows.father_units, rows.father_unit_at[o], rows.father_unit_at[o + 1],
                rows.unit_weights,
            ),
        )  # fmt: skip
    best = _calibrated(best)
    for k in range(len(FATHER_LEAST)):
        if best >= FATHER_LEAST[k]:
            return FATHER_ADDS[k]
    return 0.0


@njit(nogil=True, cache=True)
def _keep(q, best, record, row, odds, name):  # type: ignore[no-untyped-def]
    """Put a record in its place among the best; a record stands once, with its best row."""
    count = best.record.shape[1]
    if odds <= best.odds[q, count - 1]:
        return
    at = count - 1
    for k in range(count):
        if best.record[q, k] == record:
            if best.odds[q, k] >= odds:
                return
            at = k
            break
    while at > 0 and best.odds[q, at - 1] < odds:
        best.record[q, at], best.row[q, at] = best.record[q, at - 1], best.row[q, at - 1]
        best.odds[q, at], best.name[q, at] = best.odds[q, at - 1], best.name[q, at - 1]
        at -= 1
    best.record[q, at], best.row[q, at], best.odds[q, at], best.name[q, at] = record, row, odds, name


@njit(nogil=True, cache=True)
def _set_similar(similar, first, count, units, queries, weights, sign):  # type: ignore[no-untyped-def]
    """Spread (sign 1) or clear (sign 0) the similarities of a name's units over the vocabulary."""
    for i in range(count):
        u = units[first + i]
        weights[i] = queries.weights[u]
        for k in range(queries.near_at[u], queries.near_at[u + 1]):
            similar[i, queries.near_units[k]] = queries.near_p[k] * sign


@njit(nogil=True, cache=True)
def _candidates(q, queries, rows, limits, spans, ranges_everything, scratch):  # type: ignore[no-untyped-def]
    """Gather candidates; return (rows touched, whether every unit was read whole)."""
    wide, _, n_wide, narrow, _, n_narrow, dated = spans
    first = queries.unit_at[q]
    count = min(queries.unit_at[q + 1] - first, MAX_UNITS)
    whole, around = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for i in range(count):
        whole[i], around[i] = _sizes(queries.units[first + i], queries, rows.post_at, rows.post_rows, wide, n_wide)
    read, read_around, touched, all_whole = 0, 0, 0, True
    for i in np.argsort(whole):
        u = queries.units[first + i]
        if whole[i] == 0:
            continue
        if read + whole[i] <= limits.whole or (touched == 0 and not dated and whole[i] <= limits.most):
            ranges, n_ranges = ranges_everything, 1
            read += whole[i]
        elif dated and (read_around + around[i] <= limits.around or (touched == 0 and around[i] <= limits.most)):
            ranges, n_ranges, all_whole = wide, n_wide, False
            read_around += around[i]
        elif dated:
            ranges, n_ranges, all_whole = narrow, n_narrow, False
        else:
            all_whole = False
            if touched:
                continue
            ranges, n_ranges = ranges_everything, 1  # all units are common: the touched rows are bounded
        touched = _gather(
            u, np.float32(1.0), queries, rows.post_at, rows.post_rows, ranges, n_ranges, spans, scratch, touched
        )
    return touched, all_whole


@njit(nogil=True, cache=True)
def _father_candidates(q, queries, rows, limits, spans, ranges_everything, scratch, touched):  # type: ignore[no-untyped-def]
    """Gather more by the units of the first father's name, with a smaller share."""
    wide, _, n_wide, narrow, _, n_narrow, dated = spans
    f = queries.father_at[q]
    if len(rows.father_post_rows) == 0 or f == queries.father_at[q + 1]:
        return touched
    read = 0
    for at in range(queries.father_unit_at[f], queries.father_unit_at[f + 1]):
        u = queries.father_units[at]
        whole, around = _sizes(u, queries, rows.father_post_at, rows.father_post_rows, wide, n_wide)
        if read + whole <= limits.whole // 2:
            ranges, n_ranges = ranges_everything, 1
            read += whole
        elif dated and read + around <= limits.around // 2:
            ranges, n_ranges = wide, n_wide
            read += around
        else:
            ranges, n_ranges = narrow, n_narrow
        touched = _gather(
            u, np.float32(FATHER_SHARE), queries, rows.father_post_at, rows.father_post_rows,
            ranges, n_ranges, spans, scratch, touched,
        )  # fmt: skip
    return touched


@njit(nogil=True, cache=True)
def _complete(touched, rows, scratch, similar, weights, count, spans):  # type: ignore[no-untyped-def]
    """Replace gathered evidence by that of all units, for rows that were found by some of them only."""
    wide, wide_gains, n_wide, narrow, narrow_gains, n_narrow, dated = spans
    for t in range(touched):
        row = scratch.touched[t]
        total = _head_start(row, wide, wide_gains, n_wide, narrow, narrow_gains, n_narrow, dated)
        for z in range(rows.row_at[row], rows.row_at[row + 1]):
            v = rows.row_units[z]
            most = np.float32(0.0)
            for i in range(count):
                most = max(most, similar[i, v] * weights[i])
            total += most
        scratch.evidence[t] = max(total, scratch.evidence[t])


@njit(nogil=True, cache=True)
def _compact(touched, least, scratch):  # type: ignore[no-untyped-def]
    """Keep the touched rows that reach the evidence, forget the others; return how many stay."""
    kept = 0
    for t in range(touched):
        row = scratch.touched[t]
        scratch.gathered[row] = 0
        if scratch.evidence[t] >= least:
            scratch.touched[kept], scratch.evidence[kept] = row, scratch.evidence[t]
            kept += 1
    return kept


@njit(nogil=True, cache=True)
def _score(q, touched, queries, rows, scratch, weights, father_weights, count, limits, best):  # type: ignore[no-untyped-def]
    for t in range(min(touched, 4 * limits.scored)):
        row = scratch.touched[t]
        record = rows.row_record[row]
        if len(rows.deleted) and rows.deleted[record]:
            continue
        name = _calibrated(
            _similarity(
                scratch.similar, weights, count, rows.row_units, rows.row_at[row], rows.row_at[row + 1],
                rows.unit_weights,
            )
        )  # fmt: skip
        odds = name_odds(name) + _birth_odds(q, record, queries, rows)
        odds += _father_odds(q, record, queries, rows, scratch.father_similar, father_weights)
        if (queries.facts[q] & 7) != (rows.facts[record] & 7):
            odds -= 3.0
        _keep(q, best, record, row, np.float32(odds), np.float32(name))


@njit(nogil=True, cache=True)
def search_names(first, last, queries, rows, limits, scratch, best):  # type: ignore[no-untyped-def]
    """Search the names first..last and write their best records into `best`; return the postings read."""
    wide, wide_gains = np.empty((RANGES, 2), np.int64), np.empty(RANGES)
    narrow, narrow_gains = np.empty((RANGES, 2), np.int64), np.empty(RANGES)
    everything = np.zeros((1, 2), np.int64)
    everything[0, 1] = len(rows.row_record)
    weights, father_weights = np.empty(MAX_UNITS, np.float32), np.empty(MAX_UNITS, np.float32)
    looked = 0
    for q in range(first, last):
        dated = queries.birth_at[q] < queries.birth_at[q + 1]
        n_wide, n_narrow = 0, 0
        if dated:
            n_wide, n_narrow = _ranges(q, queries, rows.date_rows, wide, wide_gains, narrow, narrow_gains)
        spans = (wide, wide_gains, n_wide, narrow, narrow_gains, n_narrow, dated)
        touched, all_whole = _candidates(q, queries, rows, limits, spans, everything, scratch)
        touched = _father_candidates(q, queries, rows, limits, spans, everything, scratch, touched)
        looked += touched
        for t in range(touched):
            scratch.evidence[t] = scratch.gathered[scratch.touched[t]]
        at = queries.unit_at[q]
        count = min(queries.unit_at[q + 1] - at, MAX_UNITS)
        _set_similar(scratch.similar, at, count, queries.units, queries, weights, np.float32(1.0))
        f, father_count = queries.father_at[q], 0
        if f < queries.father_at[q + 1]:
            father_count = min(queries.father_unit_at[f + 1] - queries.father_unit_at[f], MAX_UNITS)
            _set_similar(
                scratch.father_similar, queries.father_unit_at[f], father_count, queries.father_units, queries,
                father_weights, np.float32(1.0),
            )  # fmt: skip
        if not all_whole:
            room = limits.scored * (8 if dated else 24)
            touched = _compact(touched, _threshold(scratch.evidence, touched, room), scratch)
            _complete(min(touched, 4 * room), rows, scratch, scratch.similar, weights, count, spans)
        touched = _compact(touched, _threshold(scratch.evidence, touched, limits.scored), scratch)
        _score(q, touched, queries, rows, scratch, weights, father_weights, count, limits, best)
        _set_similar(scratch.similar, at, count, queries.units, queries, weights, np.float32(0.0))
        if father_count:
            _set_similar(
                scratch.father_similar, queries.father_unit_at[f], father_count, queries.father_units, queries,
                father_weights, np.float32(0.0),
            )  # fmt: skip
    return looked
