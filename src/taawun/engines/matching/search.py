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
from taawun.engines.matching.dates import FLAG_HIJRI
from taawun.engines.matching.evidence import FATHER_ADDS, FATHER_LEAST
from taawun.engines.matching.rowdates import FIRST, LAST, PER_YEAR

MAX_UNITS: Final = 12
"""Units of one name that are looked at."""

EVEN: Final = 0.62
STEEPNESS: Final = 11.0
"""The greedy score at which two names are as likely one as not, and log-odds for each unit of it."""

MAX_PAIRS: Final = MAX_UNITS * MAX_UNITS

RANGES: Final = 48
"""Spans of rows that the births of one record may give."""

FATHER_SHARE: Final = 0.5
"""What a unit of the father's name counts beside one of the name, while candidates are gathered."""

MOST_ON_A_DAY: Final = 20_000
"""Rows of one day, or of one year without a day, that are raised."""

DATED_ROOM: Final = 3
UNDATED_ROOM: Final = 10
"""Times as many candidates as are scored that are looked at by all their units, with and without births."""

DROPPED: Final = np.float32(-1e29)
"""The odds of a deleted record."""

ON_THE_DAY, DAY_SWAPPED, YEAR_ALONE, IN_THE_YEAR, NEXT_YEAR, NOT_KNOWN, ELSEWHERE = 10.0, 8.0, 6.5, 6.0, 5.0, 4.0, 0.01
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
    start: NDArray[np.float32]
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
        np.empty(touched, np.float32),
        np.zeros((units, MAX_UNITS), np.float32),
        np.zeros((units, MAX_UNITS), np.float32),
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
def _add_day(queries, b, date_rows, days, gains, count):  # type: ignore[no-untyped-def]
    """Add the rows of one birth's very day, of the day with its month in the day's place, and of its year alone."""
    low = queries.birth_low[b]
    year, month, day = low >> 9, (low >> 5) & 15, low & 31
    loose = 1 if queries.birth_flags[b] & FLAG_HIJRI else 0
    for kind in range(3):
        if kind == 1 and (day > 12 or day == month):
            continue
        key = _key(year, month, day) if kind == 0 else (_key(year, day, month) if kind == 1 else _key(year, 0, 0))
        start, end = date_rows[max(key - loose, 1)], date_rows[key + 1 + loose]
        if start < end and count < RANGES:
            days[count, 0], days[count, 1] = start, end
            gains[count] = ON_THE_DAY if kind == 0 else (DAY_SWAPPED if kind == 1 else YEAR_ALONE)
            count += 1
    return count


@njit(nogil=True, cache=True)
def _ranges(q, queries, date_rows, around, days, gains):  # type: ignore[no-untyped-def]
    """Write which rows lie around the births of a name; return (how many ranges around, on the days, years).

    `around` holds the rows without a date and those from the year before to the year after; `years` are the first
    and the last row of the years themselves; `days` are the rows on the very days, with their `gains`.
    """
    low_year, high_year, n_days = LAST, FIRST, 0
    for b in range(queries.birth_at[q], queries.birth_at[q + 1]):
        low, high = queries.birth_low[b], queries.birth_high[b]
        low_year, high_year = min(low_year, low >> 9), max(high_year, high >> 9)
        if low == high:
            n_days = _add_day(queries, b, date_rows, days, gains, n_days)
    around[0, 0], around[0, 1] = 0, date_rows[1]
    around[1, 0], around[1, 1] = date_rows[_key(low_year - 1, 0, 0)], date_rows[_key(high_year + 1, 0, 0) + PER_YEAR]
    years = (date_rows[_key(low_year, 0, 0)], date_rows[_key(high_year, 0, 0) + PER_YEAR])
    return n_days, years


@njit(nogil=True, cache=True)
def _sizes(u, queries, post_at, post_rows, around_births):  # type: ignore[no-untyped-def]
    """Return how many postings a unit's neighbours have, and how many of them lie around the births."""
    whole, around = 0, 0
    for k in range(queries.near_at[u], queries.near_at[u + 1]):
        v = queries.near_units[k]
        start, end = post_at[v], post_at[v + 1]
        whole += end - start
        for r in range(len(around_births)):
            low = _first_at_least(post_rows, start, end, around_births[r, 0])
            around += _first_at_least(post_rows, low, end, around_births[r, 1]) - low
    return whole, around


@njit(nogil=True, cache=True)
def _head_start(row, span):  # type: ignore[no-untyped-def]
    """Return what a row's date is worth; `span`: whether births are asked for, rows around them, rows of the years."""
    dated, unknown, first, last, first_of_year, last_of_year = span
    if not dated or row < unknown:
        return np.float32(NOT_KNOWN)
    if row < first or row >= last:
        return np.float32(ELSEWHERE)
    return np.float32(IN_THE_YEAR) if first_of_year <= row < last_of_year else np.float32(NEXT_YEAR)


@njit(nogil=True, cache=True)
def _gather(u, share, queries, post_at, post_rows, ranges, span, n_rows, gathered, touched_rows, touched):  # type: ignore[no-untyped-def]
    """Add a unit's evidence to the rows of its neighbours that lie in the ranges; return how many rows are touched."""
    room = len(touched_rows)
    weight = queries.weights[u] * share
    for k in range(queries.near_at[u], queries.near_at[u + 1]):
        v = queries.near_units[k]
        start, end = post_at[v], post_at[v + 1]
        gain = queries.near_p[k] * weight
        for r in range(len(ranges)):
            low, stop = start, end
            if ranges[r, 0] > 0:
                low = _first_at_least(post_rows, start, end, ranges[r, 0])
            if ranges[r, 1] < n_rows:
                stop = _first_at_least(post_rows, low, end, ranges[r, 1])
            for z in range(low, stop):
                row = post_rows[z]
                held = gathered[row]
                if held == 0:
                    if touched == room:
                        continue
                    touched_rows[touched] = row
                    touched += 1
                    held = _head_start(row, span)
                gathered[row] = held + gain
    return touched


@njit(nogil=True, cache=True)
def _add_days(days, gains, count, gathered):  # type: ignore[no-untyped-def]
    """Raise the touched rows that lie on the very days."""
    for k in range(count):
        for row in range(days[k, 0], min(days[k, 1], days[k, 0] + MOST_ON_A_DAY)):
            if gathered[row] > 0:
                gathered[row] += gains[k] - np.float32(IN_THE_YEAR)


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
    return np.float32(0.9999 * bucket / scale)


@njit(nogil=True, cache=True)
def _pairs(similar, weights, count, units, start, length, unit_weights, pair_i, pair_j, pair_p, gains):  # type: ignore[no-untyped-def]
    """Write every pair of similar units and what it explains; return how many there are."""
    found = 0
    for j in range(length):
        v = units[start + j]
        for i in range(count):
            p = similar[v, i]
            if p > 0:
                pair_i[found], pair_j[found], pair_p[found] = i, j, p
                gains[found] = p * (weights[i] + unit_weights[v])
                found += 1
    return found


@njit(nogil=True, cache=True)
def _similarity(similar, weights, count, units, start, end, unit_weights, pairs):  # type: ignore[no-untyped-def]
    """Return how well two names agree: units are paired greedily, what stays alone on both sides speaks against it.

    `similar[v, i]` is the similarity of unit v of the index with unit i of the name asked about.
    """
    length = min(end - start, MAX_UNITS)
    whole_a, whole_b = np.float32(0.0), np.float32(0.0)
    for i in range(count):
        whole_a += weights[i]
    for j in range(length):
        whole_b += unit_weights[units[start + j]]
    if whole_a <= 0 or whole_b <= 0:
        return 0.0
    pair_i, pair_j, pair_p, gains = pairs
    found = _pairs(similar, weights, count, units, start, length, unit_weights, pair_i, pair_j, pair_p, gains)
    met_a, met_b, alone_a, alone_b, used_a, used_b = 0.0, 0.0, whole_a, whole_b, 0, 0
    for _ in range(min(count, length)):
        best, at = np.float32(0.0), -1
        for k in range(found):
            if gains[k] > best and not (used_a >> pair_i[k] & 1 or used_b >> pair_j[k] & 1):
                best, at = gains[k], k
        if at < 0:
            break
        weight_a, weight_b = weights[pair_i[at]], unit_weights[units[start + pair_j[at]]]
        used_a |= 1 << pair_i[at]
        used_b |= 1 << pair_j[at]
        met_a += pair_p[at] * weight_a
        met_b += pair_p[at] * weight_b
        alone_a -= weight_a
        alone_b -= weight_b
    share_a, share_b = met_a / whole_a, met_b / whole_b
    score = 0.62 * max(share_a, share_b) + 0.38 * min(share_a, share_b)
    return max(0.0, score - 0.55 * min(alone_a, alone_b) / max(whole_a, whole_b))


@njit(nogil=True, cache=True)
def _name_odds(score):  # type: ignore[no-untyped-def]
    """Return the greedy score as log-odds."""
    return (score - EVEN) * STEEPNESS


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
def _father_odds(q, record, queries, rows, similar, weights, pairs):  # type: ignore[no-untyped-def]
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
                rows.unit_weights, pairs,
            ),
        )  # fmt: skip
    best = 1.0 / (1.0 + np.exp(-_name_odds(best)))
    for k in range(len(FATHER_LEAST)):
        if best >= FATHER_LEAST[k]:
            return FATHER_ADDS[k]
    return 0.0


@njit(nogil=True, cache=True)
def _keep(q, best, count, scratch, rows):  # type: ignore[no-untyped-def]
    """Write the best of the scored candidates, each record once; `gathered` marks the records meanwhile."""
    kept, room, marks = 0, best.record.shape[1], scratch.gathered
    for t in np.argsort(-scratch.evidence[:count]):
        row = scratch.touched[t]
        record = rows.row_record[row]
        if kept == room or scratch.evidence[t] <= DROPPED:
            break
        if marks[record] == 0:
            marks[record] = 1
            best.record[q, kept], best.row[q, kept] = record, row
            best.odds[q, kept], best.name[q, kept] = scratch.evidence[t], scratch.start[t]
            kept += 1
    for k in range(kept):
        marks[best.record[q, k]] = 0


@njit(nogil=True, cache=True)
def _set_similar(similar, first, count, units, queries, weights, sign):  # type: ignore[no-untyped-def]
    """Spread (sign 1) or clear (sign 0) the similarities of a name's units over the vocabulary."""
    for i in range(count):
        u = units[first + i]
        weights[i] = queries.weights[u]
        for k in range(queries.near_at[u], queries.near_at[u + 1]):
            similar[queries.near_units[k], i] = queries.near_p[k] * sign


@njit(nogil=True, cache=True)
def _candidates(q, queries, rows, limits, where, span, scratch):  # type: ignore[no-untyped-def]
    """Gather candidates; return (rows touched, whether every unit was read whole).

    `where` is (all rows, rows around the births, rows on the very days).
    """
    everything, around, days = where
    first = queries.unit_at[q]
    count = min(queries.unit_at[q + 1] - first, MAX_UNITS)
    whole, near = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for i in range(count):
        whole[i], near[i] = _sizes(queries.units[first + i], queries, rows.post_at, rows.post_rows, around)
    read, read_near, touched, all_whole = 0, 0, 0, True
    for i in np.argsort(whole):
        alone = touched == 0
        if read + whole[i] <= (limits.whole if span[0] else limits.most) or (alone and not span[0]):
            ranges = everything
            read += whole[i]
        elif span[0] and (read_near + near[i] <= limits.around or (alone and near[i] <= limits.most)):
            ranges, all_whole = around, False
            read_near += near[i]
        else:
            ranges, all_whole = days, False
        touched = _gather(
            queries.units[first + i], np.float32(1.0), queries, rows.post_at, rows.post_rows,
            ranges, span, everything[0, 1], scratch.gathered, scratch.touched, touched,
        )  # fmt: skip
    return touched, all_whole


@njit(nogil=True, cache=True)
def _father_candidates(q, queries, rows, limits, where, span, scratch, touched):  # type: ignore[no-untyped-def]
    """Gather more by the units of the first father's name, with a smaller share."""
    everything, around, days = where
    f = queries.father_at[q]
    if len(rows.father_post_rows) == 0 or f == queries.father_at[q + 1]:
        return touched
    read = 0
    for at in range(queries.father_unit_at[f], queries.father_unit_at[f + 1]):
        u = queries.father_units[at]
        whole, near = _sizes(u, queries, rows.father_post_at, rows.father_post_rows, around)
        if read + whole <= limits.whole // 2:
            ranges = everything
            read += whole
        elif span[0] and read + near <= limits.around // 2:
            ranges = around
            read += near
        else:
            ranges = days
        touched = _gather(
            u, np.float32(FATHER_SHARE), queries, rows.father_post_at, rows.father_post_rows,
            ranges, span, everything[0, 1], scratch.gathered, scratch.touched, touched,
        )  # fmt: skip
    return touched


@njit(nogil=True, cache=True)
def _complete(touched, rows, scratch, weights, count):  # type: ignore[no-untyped-def]
    """Add the evidence of all units where that is more, for rows that were found by some of them only."""
    similar = scratch.similar
    for t in range(touched):
        row = scratch.touched[t]
        total = np.float32(0.0)
        for z in range(rows.row_at[row], rows.row_at[row + 1]):
            v = rows.row_units[z]
            most = np.float32(0.0)
            for i in range(count):
                most = max(most, similar[v, i] * weights[i])
            total += most
        scratch.evidence[t] = scratch.start[t] + max(total, scratch.evidence[t] - scratch.start[t])


@njit(nogil=True, cache=True)
def _compact(touched, least, scratch):  # type: ignore[no-untyped-def]
    """Keep the touched rows that reach the evidence, forget the others; return how many stay."""
    kept = 0
    for t in range(touched):
        row = scratch.touched[t]
        scratch.gathered[row] = 0
        if scratch.evidence[t] >= least:
            scratch.touched[kept], scratch.evidence[kept] = row, scratch.evidence[t]
            scratch.start[kept] = scratch.start[t]
            kept += 1
    return kept


@njit(nogil=True, cache=True)
def _score(q, touched, queries, rows, scratch, weights, father_weights, limits, best):  # type: ignore[no-untyped-def]
    pairs = (
        np.empty(MAX_PAIRS, np.int64), np.empty(MAX_PAIRS, np.int64),
        np.empty(MAX_PAIRS, np.float32), np.empty(MAX_PAIRS, np.float32),
    )  # fmt: skip
    count = min(queries.unit_at[q + 1] - queries.unit_at[q], MAX_UNITS)
    scored = min(touched, 4 * limits.scored)
    for t in range(scored):
        row = scratch.touched[t]
        record = rows.row_record[row]
        if len(rows.deleted) and rows.deleted[record]:
            scratch.evidence[t] = DROPPED
            continue
        name = _name_odds(
            _similarity(
                scratch.similar, weights, count, rows.row_units, rows.row_at[row], rows.row_at[row + 1],
                rows.unit_weights, pairs,
            )
        )  # fmt: skip
        odds = (name if name > 0 else 0.5 * name) + _birth_odds(q, record, queries, rows)
        odds += _father_odds(q, record, queries, rows, scratch.father_similar, father_weights, pairs)
        if (queries.facts[q] & 7) != (rows.facts[record] & 7):
            odds -= 3.0
        scratch.evidence[t], scratch.start[t] = odds, name
    _keep(q, best, scored, scratch, rows)


@njit(nogil=True, cache=True)
def _evidence(touched, days, gains, n_days, span, scratch):  # type: ignore[no-untyped-def]
    """Note what was gathered for each touched row, and what of it is its date's."""
    _add_days(days, gains, n_days, scratch.gathered)
    for t in range(touched):
        row = scratch.touched[t]
        start = _head_start(row, span)
        for k in range(n_days):
            if days[k, 0] <= row < days[k, 1]:
                start += gains[k] - np.float32(IN_THE_YEAR)
        scratch.evidence[t], scratch.start[t] = scratch.gathered[row], start


@njit(nogil=True, cache=True)
def search_names(first, last, queries, rows, limits, scratch, best):  # type: ignore[no-untyped-def]
    """Search the names first..last and write their best records into `best`; return how many rows were touched."""
    days, gains = np.empty((RANGES, 2), np.int64), np.empty(RANGES, np.float32)
    everything, around = np.zeros((1, 2), np.int64), np.zeros((2, 2), np.int64)
    everything[0, 1] = len(rows.row_record)
    weights, father_weights = np.empty(MAX_UNITS, np.float32), np.empty(MAX_UNITS, np.float32)
    looked = 0
    for q in range(first, last):
        dated = queries.birth_at[q] < queries.birth_at[q + 1]
        n_days, years = 0, (0, 0)
        if dated:
            n_days, years = _ranges(q, queries, rows.date_rows, around, days, gains)
        where = (everything, around if dated else around[:0], days[:n_days])
        span = (dated, rows.date_rows[1], around[1, 0], around[1, 1], years[0], years[1])
        touched, all_whole = _candidates(q, queries, rows, limits, where, span, scratch)
        touched = _father_candidates(q, queries, rows, limits, where, span, scratch, touched)
        looked += touched
        _evidence(touched, days, gains, n_days, span, scratch)
        at, f = queries.unit_at[q], queries.father_at[q]
        count, father_count = min(queries.unit_at[q + 1] - at, MAX_UNITS), 0
        _set_similar(scratch.similar, at, count, queries.units, queries, weights, np.float32(1.0))
        if f < queries.father_at[q + 1]:
            father_at = queries.father_unit_at[f]
            father_count = min(queries.father_unit_at[f + 1] - father_at, MAX_UNITS)
            _set_similar(
                scratch.father_similar, father_at, father_count, queries.father_units, queries, father_weights,
                np.float32(1.0),
            )  # fmt: skip
        if not all_whole:
            room = limits.scored * (DATED_ROOM if dated else UNDATED_ROOM)
            touched = min(_compact(touched, _threshold(scratch.evidence, touched, room), scratch), 2 * room)
            _complete(touched, rows, scratch, weights, count)
        touched = _compact(touched, _threshold(scratch.evidence, touched, limits.scored), scratch)
        _score(q, touched, queries, rows, scratch, weights, father_weights, limits, best)
        _set_similar(scratch.similar, at, count, queries.units, queries, weights, np.float32(0.0))
        if father_count:
            _set_similar(
                scratch.father_similar, father_at, father_count, queries.father_units, queries, father_weights,
                np.float32(0.0),
            )  # fmt: skip
    return looked
