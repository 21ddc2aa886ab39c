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

from taawun.engines.matching.births import FIRST_OF_JANUARY, birth_evidence
from taawun.engines.matching.dates import FLAG_HIJRI
from taawun.engines.matching.evidence import FATHER_ADDS, FATHER_LEAST, KIND_DIFFERENT
from taawun.engines.matching.heads import (
    BIRTH_BITS,
    FATHER,
    FLAG_BITS,
    KIND_BITS,
    MANY,
    RECORD,
    START,
    STEPS,
    TOLD,
    WEIGHT,
)  # fmt: skip
from taawun.engines.matching.near import MOST
from taawun.engines.matching.rowdates import FIRST, LAST, PER_YEAR

MAX_UNITS: Final = 12
"""Units of one name that are looked at."""

MET: Final = 0.59
ALONE_ASKED: Final = 0.54
ALONE_FOUND: Final = 0.33
OUT_OF_ORDER: Final = 2.0
"""Log-odds for each bit of weight that two names share, that stays alone in the name asked about or in the one
found, and what another order costs: a conditional logit on made-up people (tests/bench/population.py)."""

BIRTH_SHARE: Final = 2.2
"""Log-odds here for one of `evidence`, which leaves room for errors that the made-up people do not have."""

MAX_PAIRS: Final = MAX_UNITS * MAX_UNITS

SLOTS: Final = MAX_UNITS * MOST + 1
"""Units of the index that may be neighbours of one name's; slot 0 is that of all others."""

RANGES: Final = 48
"""Spans of rows that the births of one record may give."""

LEAST_GATHERED: Final = 0.3
"""Similarity of units from which their postings are read; less similar ones count when a candidate is scored."""

LIGHT: Final = 2.5
"""Bits of weight below which a common unit is only read alone: with others, it counts when candidates are scored."""

FATHER_SHARE: Final = 0.5
"""What a unit of the father's name counts beside one of the name, while candidates are gathered."""

MOST_ON_A_DAY: Final = 20_000
"""Rows of one day, or of one year without a day, that are raised."""

WEIGHT_SHARE: Final = ALONE_FOUND / (MET + ALONE_ASKED + ALONE_FOUND) / STEPS
"""What each step of a name's weight costs beside what of it is met."""

UNDATED_SCORED: Final = 3
"""Times as many candidates are scored without births, where many are alike."""

DATED_ROOM: Final = 3
UNDATED_ROOM: Final = 10
"""Times as many candidates as are scored that are looked at by all their units, with and without births."""

DROPPED: Final = np.float32(-1e29)
"""The odds of a deleted record."""

ON_THE_DAY, DAY_SWAPPED, YEAR_ALONE, IN_THE_YEAR, NEXT_YEAR, NOT_KNOWN, ELSEWHERE = 14.0, 9.5, 8.0, 8.0, 6.6, 5.5, 0.01
ANOTHER_DAY, ANOTHER_YEAR = 3.5, 2.5
"""Head start of a candidate by where its row lies, in bits; the last two where a day is asked for, not a year."""


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
        if low == high and low & 511 != FIRST_OF_JANUARY:
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
        if queries.near_p[k] < LEAST_GATHERED:
            break
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
    dated, unknown, first, last, first_of_year, last_of_year, in_the_year, next_year = span
    if not dated or row < unknown:
        return np.float32(NOT_KNOWN)
    if row < first or row >= last:
        return np.float32(ELSEWHERE)
    return in_the_year if first_of_year <= row < last_of_year else next_year


@njit(nogil=True, cache=True)
def _gather(u, share, queries, post_at, post_rows, ranges, span, n_rows, gathered, touched_rows, touched):  # type: ignore[no-untyped-def]
    """Add a unit's evidence to the rows of its neighbours that lie in the ranges; return how many rows are touched."""
    room = len(touched_rows)
    weight = queries.weights[u] * share
    for k in range(queries.near_at[u], queries.near_at[u + 1]):
        if queries.near_p[k] < LEAST_GATHERED:
            break
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
def _add_days(days, gains, count, in_the_year, gathered):  # type: ignore[no-untyped-def]
    """Raise the touched rows that lie on the very days."""
    for k in range(count):
        for row in range(days[k, 0], min(days[k, 1], days[k, 0] + MOST_ON_A_DAY)):
            if gathered[row] > 0:
                gathered[row] += gains[k] - in_the_year


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
def _pairs(slots, similar, weights, count, units, start, length, unit_weights, pair_i, pair_j, pair_p, gains):  # type: ignore[no-untyped-def]
    """Write every pair of similar units and what it explains; return how many there are."""
    found = 0
    for j in range(length):
        slot = slots[units[start + j]]
        if slot == 0:
            continue
        for i in range(count):
            p = similar[slot, i]
            if p > 0:
                pair_i[found], pair_j[found], pair_p[found] = i, j, p
                gains[found] = p * (weights[i] + unit_weights[units[start + j]])
                found += 1
    return found


@njit(nogil=True, cache=True)
def _turns(used, met, count):  # type: ignore[no-untyped-def]
    """Return whether the units that met stand in another order."""
    before = -1
    for i in range(count):
        if used >> i & 1:
            if met[i] < before:
                return 1
            before = met[i]
    return 0


@njit(nogil=True, cache=True)
def _name_odds(spread, whole_a, count, units, start, end, unit_weights, whole_b, pairs):  # type: ignore[no-untyped-def]
    """Return the log-odds of two names: units are paired greedily, what stays alone on either side speaks against.

    `spread` is (slots, similar, weights) of the name asked about: unit v of the index has the similarity
    `similar[slots[v], i]` with its unit i. `whole_a` and `whole_b` are the weights of the two names.
    """
    slots, similar, weights = spread
    length = min(end - start, MAX_UNITS)
    pair_i, pair_j, pair_p, gains, met = pairs
    found = _pairs(slots, similar, weights, count, units, start, length, unit_weights, pair_i, pair_j, pair_p, gains)
    shared, alone_a, alone_b, used_a, used_b = np.float32(0.0), whole_a, whole_b, 0, 0
    for _ in range(min(count, length)):
        best, at = np.float32(0.0), -1
        for k in range(found):
            if gains[k] > best and not (used_a >> pair_i[k] & 1 or used_b >> pair_j[k] & 1):
                best, at = gains[k], k
        if at < 0:
            break
        weight_a, weight_b = weights[pair_i[at]], unit_weights[units[start + pair_j[at]]]
        met[pair_i[at]] = pair_j[at]
        used_a |= 1 << pair_i[at]
        used_b |= 1 << pair_j[at]
        shared += pair_p[at] * min(weight_a, weight_b)
        alone_a -= weight_a
        alone_b -= weight_b
    odds = MET * shared - ALONE_ASKED * alone_a - ALONE_FOUND * alone_b
    return odds - OUT_OF_ORDER * _turns(used_a, met, count)


@njit(nogil=True, cache=True)
def _birth_odds(q, record, told, queries, rows):  # type: ignore[no-untyped-def]
    """Return the log-odds of the best pair of births; `told` is what the row's head says of the record."""
    best, any_pair = -99.0, False
    day = told & (1 << BIRTH_BITS) - 1
    if not told & MANY and day == 0:
        return 0.0
    for b in range(queries.birth_at[q], queries.birth_at[q + 1]):
        low, high, flags = queries.birth_low[b], queries.birth_high[b], queries.birth_flags[b]
        any_pair = True
        if told & MANY:
            for o in range(rows.birth_at[record], rows.birth_at[record + 1]):
                _, odds = birth_evidence(low, high, flags, rows.birth_low[o], rows.birth_high[o], rows.birth_flags[o])
                best = max(best, odds)
        else:
            _, odds = birth_evidence(low, high, flags, day, day, told >> BIRTH_BITS & (1 << FLAG_BITS) - 1)
            best = max(best, odds)
    return best if any_pair else 0.0


@njit(nogil=True, cache=True)
def _sum(weights, units, first, last):  # type: ignore[no-untyped-def]
    total = np.float32(0.0)
    for at in range(first, min(last, first + MAX_UNITS)):
        total += weights[units[at]]
    return total


@njit(nogil=True, cache=True)
def _father_odds(q, record, queries, rows, spread, pairs):  # type: ignore[no-untyped-def]
    """Return the log-odds of the best pair of fathers' names; only the first father asked about is compared."""
    f = queries.father_at[q]
    if f == queries.father_at[q + 1]:
        return 0.0
    first, last = queries.father_unit_at[f], queries.father_unit_at[f + 1]
    whole, count, best = _sum(queries.weights, queries.father_units, first, last), min(last - first, MAX_UNITS), -99.0
    for o in range(rows.father_at[record], rows.father_at[record + 1]):
        start, end = rows.father_unit_at[o], rows.father_unit_at[o + 1]
        whole_b = _sum(rows.unit_weights, rows.father_units, start, end)
        odds = _name_odds(spread, whole, count, rows.father_units, start, end, rows.unit_weights, whole_b, pairs)
        best = max(best, odds)
    best = 1.0 / (1.0 + np.exp(-best))
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
        record = rows.heads[row, RECORD]
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
def _spread(slots, similar, first, count, units, queries, weights):  # type: ignore[no-untyped-def]
    """Give the neighbours of a name's units their slots; return how many slots are taken."""
    taken = 1
    for i in range(count):
        u = units[first + i]
        weights[i] = queries.weights[u]
        for k in range(queries.near_at[u], queries.near_at[u + 1]):
            v = queries.near_units[k]
            if slots[v] == 0:
                slots[v] = taken
                similar[taken, :] = 0
                taken += 1
            similar[slots[v], i] = queries.near_p[k]
    return taken


@njit(nogil=True, cache=True)
def _clear(slots, first, count, units, queries):  # type: ignore[no-untyped-def]
    for i in range(count):
        u = units[first + i]
        for k in range(queries.near_at[u], queries.near_at[u + 1]):
            slots[queries.near_units[k]] = 0


@njit(nogil=True, cache=True)
def _candidates(q, queries, rows, limits, where, span, scratch):  # type: ignore[no-untyped-def]
    """Gather candidates; return how many rows are touched.

    `where` is (all rows, rows around the births, rows on the very days).
    """
    everything, around, days = where
    first = queries.unit_at[q]
    count = min(queries.unit_at[q + 1] - first, MAX_UNITS)
    whole, near = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for i in range(count):
        whole[i], near[i] = _sizes(queries.units[first + i], queries, rows.post_at, rows.post_rows, around)
    read, read_near, touched = 0, 0, 0
    most_near = limits.around if len(days) == 0 else limits.around >> 2  # the very days find most of those meant
    for i in np.argsort(whole):
        alone = touched == 0
        light = not alone and queries.weights[queries.units[first + i]] < LIGHT
        if light and whole[i] > limits.whole:
            ranges = days
        elif read + whole[i] <= (limits.whole if span[0] else limits.most) or (alone and not span[0]):
            ranges = everything
            read += whole[i]
        elif span[0] and (read_near + near[i] <= most_near or (alone and near[i] <= limits.most)):
            ranges = around
            read_near += near[i]
        else:
            ranges = days
        touched = _gather(
            queries.units[first + i], np.float32(1.0), queries, rows.post_at, rows.post_rows,
            ranges, span, everything[0, 1], scratch.gathered, scratch.touched, touched,
        )  # fmt: skip
    return touched


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
def _complete(touched, taken, rows, scratch, weights, count):  # type: ignore[no-untyped-def]
    """Add the evidence of all units where that is more, for rows that were found by some of them only."""
    most = np.zeros(taken, np.float32)
    for slot in range(1, taken):
        for i in range(count):
            most[slot] = max(most[slot], scratch.similar[slot, i] * weights[i])
    for t in range(touched):
        row = scratch.touched[t]
        total = np.float32(0.0)
        for z in range(rows.heads[row, START], rows.heads[row + 1, START]):
            total += most[scratch.slots[rows.row_units[z]]]
        total = max(total, scratch.evidence[t] - scratch.start[t])
        scratch.evidence[t] = scratch.start[t] + total - rows.heads[row, WEIGHT] * WEIGHT_SHARE


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
    """Score candidates by names, births and fathers; write the best."""
    pairs = (
        np.empty(MAX_PAIRS, np.int64), np.empty(MAX_PAIRS, np.int64),
        np.empty(MAX_PAIRS, np.float32), np.empty(MAX_PAIRS, np.float32), np.empty(MAX_UNITS, np.int64),
    )  # fmt: skip
    spread = (scratch.slots, scratch.similar, weights)
    father_spread = (scratch.father_slots, scratch.father_similar, father_weights)
    first, last = queries.unit_at[q], queries.unit_at[q + 1]
    count, whole = min(last - first, MAX_UNITS), _sum(queries.weights, queries.units, first, last)
    scored = min(touched, 4 * limits.scored)
    for t in range(scored):
        row = scratch.touched[t]
        record, told = rows.heads[row, RECORD], rows.heads[row, TOLD]
        if len(rows.deleted) and rows.deleted[record]:
            scratch.evidence[t] = DROPPED
            continue
        name = _name_odds(
            spread, whole, count, rows.row_units, rows.heads[row, START], rows.heads[row + 1, START],
            rows.unit_weights, np.float32(rows.heads[row, WEIGHT] * (1.0 / STEPS)), pairs,
        )  # fmt: skip
        odds = name + BIRTH_SHARE * _birth_odds(q, record, told, queries, rows)
        if told & FATHER:
            odds += BIRTH_SHARE * _father_odds(q, record, queries, rows, father_spread, pairs)
        if (queries.facts[q] & 7) != (told >> BIRTH_BITS + FLAG_BITS & (1 << KIND_BITS) - 1):
            odds += BIRTH_SHARE * KIND_DIFFERENT
        scratch.evidence[t], scratch.start[t] = odds, name
    _keep(q, best, scored, scratch, rows)


@njit(nogil=True, cache=True)
def _evidence(touched, days, gains, n_days, span, scratch):  # type: ignore[no-untyped-def]
    """Note what was gathered for each touched row, and what of it is its date's."""
    _add_days(days, gains, n_days, span[6], scratch.gathered)
    for t in range(touched):
        row = scratch.touched[t]
        start = _head_start(row, span)
        for k in range(n_days):
            if days[k, 0] <= row < days[k, 1]:
                start += gains[k] - span[6]
        scratch.evidence[t], scratch.start[t] = scratch.gathered[row], start


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
            n_days, years = _ranges(q, queries, rows.date_rows, around, days, gains)
        where = (everything, around if dated else around[:0], days[:n_days])
        by_day = np.float32(ANOTHER_DAY if n_days else IN_THE_YEAR), np.float32(ANOTHER_YEAR if n_days else NEXT_YEAR)
        span = (dated, rows.date_rows[1], around[1, 0], around[1, 1], years[0], years[1], by_day[0], by_day[1])
        touched = _candidates(q, queries, rows, limits, where, span, scratch)
        touched = _father_candidates(q, queries, rows, limits, where, span, scratch, touched)
        looked += touched
        _evidence(touched, days, gains, n_days, span, scratch)
        at, f = queries.unit_at[q], queries.father_at[q]
        count, father_count = min(queries.unit_at[q + 1] - at, MAX_UNITS), 0
        taken = _spread(scratch.slots, scratch.similar, at, count, queries.units, queries, weights)
        if f < queries.father_at[q + 1]:
            father_at = queries.father_unit_at[f]
            father_count = min(queries.father_unit_at[f + 1] - father_at, MAX_UNITS)
            _spread(
                scratch.father_slots, scratch.father_similar, father_at, father_count, queries.father_units, queries,
                father_weights,
            )  # fmt: skip
        if touched > limits.scored:
            room = limits.scored * (DATED_ROOM if dated else UNDATED_ROOM)
            touched = min(_compact(touched, _threshold(scratch.evidence, touched, room), scratch), 2 * room)
            _complete(touched, taken, rows, scratch, weights, count)
        wanted = limits.scored if dated else UNDATED_SCORED * limits.scored
        touched = _compact(touched, _threshold(scratch.evidence, touched, wanted), scratch)
        _score(q, touched, queries, rows, scratch, weights, father_weights, limits, best)
        _clear(scratch.slots, at, count, queries.units, queries)
        if father_count:
            _clear(scratch.father_slots, father_at, father_count, queries.father_units, queries)
    return looked
