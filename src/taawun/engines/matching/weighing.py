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
def _name_odds(  # type: ignore[no-untyped-def]
    slots, similar, weights, whole_a, count, units, start, end, unit_weights, whole_b, pair_i, pair_j, pair_p, gains,
    met,
):  # fmt: skip
    """Return the log-odds of two names: units are paired greedily, what stays alone on either side speaks against.

    Unit v of the index has the similarity `similar[slots[v], i]` with unit i of the name asked about, which has
    `count` units; `whole_a` and `whole_b` are the weights of the two names. The last five are room for pairs.
    """
    length, found = min(end - start, MAX_UNITS), 0
    for j in range(length):
        slot = slots[units[start + j]]
        if slot > 0:
            weight = unit_weights[units[start + j]]
            for i in range(count):
                if similar[slot, i] > 0:
                    pair_i[found], pair_j[found], pair_p[found] = i, j, similar[slot, i]
                    gains[found] = similar[slot, i] * (weights[i] + weight)
                    found += 1
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
def _births_of_many(first, last, low, high, flags, others, other_last, other_low, other_high, other_flags):  # type: ignore[no-untyped-def]
    """Return the log-odds of the best pair of births first..last and others..other_last."""
    best = -99.0
    for b in range(first, last):
        for o in range(others, other_last):
            _, odds = birth_evidence(low[b], high[b], flags[b], other_low[o], other_high[o], other_flags[o])
            best = max(best, odds)
    return best


@njit(nogil=True, cache=True)
def _births_of_day(first, last, low, high, flags, told):  # type: ignore[no-untyped-def]
    """Return the log-odds of the best of births first..last with the one day that is told of a record."""
    best, day, day_flags = -99.0, told & (1 << BIRTH_BITS) - 1, told >> BIRTH_BITS & (1 << FLAG_BITS) - 1
    for b in range(first, last):
        _, odds = birth_evidence(low[b], high[b], flags[b], day, day, day_flags)
        best = max(best, odds)
    return best


@njit(nogil=True, cache=True)
def _sum(weights, units, first, last):  # type: ignore[no-untyped-def]
    total = np.float32(0.0)
    for at in range(first, min(last, first + MAX_UNITS)):
        total += weights[units[at]]
    return total


@njit(nogil=True, cache=True)
def _father_adds(odds):  # type: ignore[no-untyped-def]
    """Return what the best log-odds of two fathers' names adds."""
    best = 1.0 / (1.0 + np.exp(-odds))
    for k in range(len(FATHER_LEAST)):
        if best >= FATHER_LEAST[k]:
            return FATHER_ADDS[k]
    return 0.0


@njit(nogil=True, cache=True)
def keep(count, heads, marks, rows, evidence, names, out_record, out_row, out_odds, out_name):  # type: ignore[no-untyped-def]
    """Write the best of the scored candidates, each record once; `marks` marks the records meanwhile."""
    kept, room = 0, len(out_record)
    for t in np.argsort(-evidence[:count]):
        record = heads[rows[t], RECORD]
        if kept == room or evidence[t] <= DROPPED:
            break
        if marks[record] == 0:
            marks[record] = 1
            out_record[kept], out_row[kept], out_odds[kept], out_name[kept] = record, rows[t], evidence[t], names[t]
            kept += 1
    for k in range(kept):
        marks[out_record[k]] = 0


@njit(nogil=True, cache=True)
def spread(slots, similar, first, count, units, unit_weights, near_at, near_units, near_p, weights):  # type: ignore[no-untyped-def]
    """Give the neighbours of a name's units their slots; return how many slots are taken."""
    taken = 1
    for i in range(count):
        u = units[first + i]
        weights[i] = unit_weights[u]
        for k in range(near_at[u], near_at[u + 1]):
            v = near_units[k]
            if slots[v] == 0:
                slots[v] = taken
                for other in range(count):
                    similar[taken, other] = 0
                taken += 1
            similar[slots[v], i] = near_p[k]
    return taken


@njit(nogil=True, cache=True)
def clear(slots, first, count, units, near_at, near_units):  # type: ignore[no-untyped-def]
    """Take back what `spread` has written for the units of one name."""
    for i in range(count):
        u = units[first + i]
        for k in range(near_at[u], near_at[u + 1]):
            slots[near_units[k]] = 0


@njit(nogil=True, cache=True)
def complete(touched, taken, count, heads, row_units, slots, similar, weights, rows, evidence, start):  # type: ignore[no-untyped-def]
    """Add the evidence of all units where that is more, for rows that were found by some of them only."""
    most = np.zeros(taken, np.float32)
    for slot in range(1, taken):
        for i in range(count):
            most[slot] = max(most[slot], similar[slot, i] * weights[i])
    begins, ends = np.empty(touched, np.int32), np.empty(touched, np.int32)
    for t in range(touched):  # asked for one after the other, the rows come from memory side by side
        begins[t], ends[t] = heads[rows[t], START], heads[rows[t] + 1, START]
    near = 0
    for t in range(touched):
        near += row_units[begins[t]] if begins[t] < ends[t] else 0
    for t in range(touched):
        total = np.float32(0.0)
        for z in range(begins[t], ends[t]):
            total += most[slots[row_units[z]]]
        total = max(total, evidence[t] - start[t])
        evidence[t] = start[t] + total - heads[rows[t], WEIGHT] * np.float32(WEIGHT_SHARE)
    return near


@njit(nogil=True, cache=True)
def score(q, touched, queries, rows, scratch, weights, count, father_weights, father):  # type: ignore[no-untyped-def]
    """Score candidates by names, births and fathers: log-odds into `evidence`, those of the name into `start`."""
    pair_i, pair_j, met = np.empty(MAX_PAIRS, np.int64), np.empty(MAX_PAIRS, np.int64), np.empty(MAX_UNITS, np.int64)
    pair_p, gains = np.empty(MAX_PAIRS, np.float32), np.empty(MAX_PAIRS, np.float32)
    heads, row_units, unit_weights, deleted = rows.heads, rows.row_units, rows.unit_weights, rows.deleted
    slots, similar, evidence, start = scratch.slots, scratch.similar, scratch.evidence, scratch.start
    low, high, flags = queries.birth_low, queries.birth_high, queries.birth_flags
    who, kind = queries.who[q], queries.facts[queries.who[q]] & 7
    birth, birth_end = queries.birth_at[who], queries.birth_at[who + 1]
    whole = _sum(queries.weights, queries.units, queries.unit_at[q], queries.unit_at[q + 1])
    father_at, father_end = father
    father_count = min(father_end - father_at, MAX_UNITS)
    father_whole = _sum(queries.weights, queries.father_units, father_at, father_end)
    for t in range(touched):
        row = scratch.touched[t]
        record, told = heads[row, RECORD], heads[row, TOLD]
        if len(deleted) and deleted[record]:
            evidence[t] = DROPPED
            continue
        name = _name_odds(
            slots, similar, weights, whole, count, row_units, heads[row, START], heads[row + 1, START], unit_weights,
            np.float32(heads[row, WEIGHT] * (1.0 / STEPS)), pair_i, pair_j, pair_p, gains, met,
        )  # fmt: skip
        odds = 0.0 + name
        if birth < birth_end:
            if told & MANY:
                odds += BIRTH_SHARE * _births_of_many(
                    birth, birth_end, low, high, flags,
                    rows.birth_at[record], rows.birth_at[record + 1], rows.birth_low, rows.birth_high, rows.birth_flags,
                )  # fmt: skip
            elif told & (1 << BIRTH_BITS) - 1:
                odds += BIRTH_SHARE * _births_of_day(birth, birth_end, low, high, flags, told)
        if father_count and told & FATHER:
            best = -99.0
            for o in range(rows.father_at[record], rows.father_at[record + 1]):
                begin, end = rows.father_unit_at[o], rows.father_unit_at[o + 1]
                best = max(best, _name_odds(
                    scratch.father_slots, scratch.father_similar, father_weights, father_whole, father_count,
                    rows.father_units, begin, end, unit_weights, _sum(unit_weights, rows.father_units, begin, end),
                    pair_i, pair_j, pair_p, gains, met,
                ))  # fmt: skip
            odds += BIRTH_SHARE * _father_adds(best)
        if kind != told >> BIRTH_BITS + FLAG_BITS & (1 << KIND_BITS) - 1:
            odds += BIRTH_SHARE * KIND_DIFFERENT
        evidence[t], start[t] = odds, name
