# SPDX-License-Identifier: Apache-2.0
"""What speaks for a candidate: its units against those asked about, its births, its fathers; the best are kept."""

from typing import Final

import numpy as np
from numba import njit

from taawun.engines.matching.births import birth_evidence
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
from taawun.engines.matching.work import MAX_PAIRS, MAX_UNITS

MET: Final = 0.59
ALONE_ASKED: Final = 0.54
ALONE_FOUND: Final = 0.33
OUT_OF_ORDER: Final = 2.0
"""Log-odds for each bit of weight that two names share, that stays alone in the name asked about or in the one
found, and what another order costs: a conditional logit on made-up people (tests/bench/population.py)."""

BIRTH_SHARE: Final = 2.2
"""Log-odds here for one of `evidence`, which leaves room for errors that the made-up people do not have."""

WEIGHT_SHARE: Final = ALONE_FOUND / (MET + ALONE_ASKED + ALONE_FOUND) / STEPS
"""What each step of a name's weight costs beside what of it is met."""

DROPPED: Final = np.float32(-1e29)
"""The odds of a deleted record."""


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
def spread(slots, similar, first, count, units, queries, weights):  # type: ignore[no-untyped-def]
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
def clear(slots, first, count, units, queries):  # type: ignore[no-untyped-def]
    """Take back what `spread` has written for the units of one name."""
    for i in range(count):
        u = units[first + i]
        for k in range(queries.near_at[u], queries.near_at[u + 1]):
            slots[queries.near_units[k]] = 0


@njit(nogil=True, cache=True)
def complete(touched, taken, rows, scratch, weights, count):  # type: ignore[no-untyped-def]
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
def score(q, touched, queries, rows, scratch, weights, father_weights, limits, best):  # type: ignore[no-untyped-def]
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
