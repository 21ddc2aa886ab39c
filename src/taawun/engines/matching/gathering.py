# SPDX-License-Identifier: Apache-2.0
"""Candidates: rows read from the postings of units like those asked about, where the births say they may lie.

The loops take arrays one by one, not in tuples: a tuple handed on counts references, which costs more than the work.
"""

from typing import Final

import numpy as np
from numba import njit

from taawun.engines.matching.births import FIRST_OF_JANUARY
from taawun.engines.matching.dates import FLAG_HIJRI
from taawun.engines.matching.rowdates import FIRST, LAST, PER_YEAR
from taawun.engines.matching.work import MAX_UNITS

RANGES: Final = 48
"""Spans of rows that the births of one record may give."""

LEAST_GATHERED: Final = 0.3
"""Similarity of units from which their postings are read; less similar ones count when a candidate is scored."""

LIGHT: Final = 2.5
"""Bits of weight below which a common unit is only read alone: with others, it counts when candidates are scored."""

FATHER_SHARE: Final = 0.5
"""What a unit of the father's name counts beside one of the name, while candidates are gathered."""

FEW: Final = 12
"""Postings that are looked through from the first on: so few are not worth a search by halves."""

ON_THE_DAY, DAY_SWAPPED, YEAR_ALONE, IN_THE_YEAR, NEXT_YEAR, NOT_KNOWN, ELSEWHERE = 14.0, 9.5, 8.0, 8.0, 6.6, 5.5, 0.01
ANOTHER_DAY, ANOTHER_YEAR = 3.5, 2.5
"""Head start of a candidate by its date, in bits; the last two: of that year, and of the next, where a day is asked
for and not a year."""


@njit(nogil=True, cache=True)
def _first_at_least(values, low, high, wanted):  # type: ignore[no-untyped-def]
    if high - low <= FEW:
        while low < high and values[low] < wanted:
            low += 1
        return low
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
def _add_day(low, flags, date_rows, days, gains, count):  # type: ignore[no-untyped-def]
    """Add the rows of one birth's very day, of the day with its month in the day's place, and of its year alone."""
    year, month, day = low >> 9, (low >> 5) & 15, low & 31
    loose = 1 if flags & FLAG_HIJRI else 0
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
def ranges(first, last, birth_low, birth_high, birth_flags, date_rows, around, days, gains):  # type: ignore[no-untyped-def]
    """Write which rows lie around births first..last; return (how many ranges of days, first and last row of years).

    `around` holds the rows without a date and those from the year before to the year after; `days` are the rows on
    the very days, with their `gains`.
    """
    low_year, high_year, n_days = LAST, FIRST, 0
    for b in range(first, last):
        low, high = birth_low[b], birth_high[b]
        low_year, high_year = min(low_year, low >> 9), max(high_year, high >> 9)
        if low == high and low & 511 != FIRST_OF_JANUARY:
            n_days = _add_day(low, birth_flags[b], date_rows, days, gains, n_days)
    around[0, 0], around[0, 1] = 0, date_rows[1]
    around[1, 0], around[1, 1] = date_rows[_key(low_year - 1, 0, 0)], date_rows[_key(high_year + 1, 0, 0) + PER_YEAR]
    return n_days, date_rows[_key(low_year, 0, 0)], date_rows[_key(high_year, 0, 0) + PER_YEAR]


@njit(nogil=True, cache=True)
def _whole(first, last, near_units, near_p, post_at):  # type: ignore[no-untyped-def]
    """Return how many postings the neighbours first..last have."""
    total = 0
    for k in range(first, last):
        if near_p[k] < LEAST_GATHERED:
            break
        total += post_at[near_units[k] + 1] - post_at[near_units[k]]
    return total


@njit(nogil=True, cache=True)
def _within(first, last, near_units, near_p, post_at, post_rows, ranges):  # type: ignore[no-untyped-def]
    """Return how many postings of the neighbours first..last lie in the ranges."""
    total = 0
    for k in range(first, last):
        if near_p[k] < LEAST_GATHERED:
            break
        start, end = post_at[near_units[k]], post_at[near_units[k] + 1]
        for r in range(len(ranges)):
            low = _first_at_least(post_rows, start, end, ranges[r, 0])
            total += _first_at_least(post_rows, low, end, ranges[r, 1]) - low
    return total


@njit(nogil=True, cache=True)
def _gather(first, last, near_units, near_p, weight, post_at, post_rows, ranges, n_rows, gathered, rows, touched):  # type: ignore[no-untyped-def]
    """Add the evidence of the neighbours first..last to the rows in the ranges; return how many rows are touched."""
    room = len(rows) - 1
    for k in range(first, last):
        if near_p[k] < LEAST_GATHERED:
            break
        start, end = post_at[near_units[k]], post_at[near_units[k] + 1]
        gain = near_p[k] * weight
        for r in range(len(ranges)):
            low, stop = start, end
            if ranges[r, 0] > 0:
                low = _first_at_least(post_rows, start, end, ranges[r, 0])
            if ranges[r, 1] < n_rows:
                stop = _first_at_least(post_rows, low, end, ranges[r, 1])
            for z in range(low, min(stop, low + room - touched)):
                row = post_rows[z]
                held = gathered[row]
                rows[touched] = row
                touched += held == 0
                gathered[row] = held + gain
    return touched


@njit(nogil=True, cache=True)
def candidates(  # type: ignore[no-untyped-def]
    first, last, dated, units, unit_weights, near_at, near_units, near_p, post_at, post_rows, limits, where, gathered,
    rows,
):  # fmt: skip
    """Gather candidates by units first..last, the rarest first; return how many rows are touched.

    `where` is (all rows, rows around the births, rows on the very days).
    """
    everything, around, days = where
    most_whole, most_around, most, _ = limits
    n_rows, count = everything[0, 1], min(last - first, MAX_UNITS)
    whole = np.empty(count, np.int64)
    for i in range(count):
        u = units[first + i]
        whole[i] = _whole(near_at[u], near_at[u + 1], near_units, near_p, post_at)
    read, read_near, touched = 0, 0, 0
    most_near = most_around if len(days) == 0 else most_around >> 2  # the very days find most of those meant
    for i in np.argsort(whole):
        u = units[first + i]
        begin, end = near_at[u], near_at[u + 1]
        alone = touched == 0
        ranges = days
        if alone or whole[i] <= most_whole or unit_weights[u] >= LIGHT:
            if read + whole[i] <= (most_whole if dated else most) or (alone and not dated):
                ranges = everything
                read += whole[i]
            elif dated:
                near = _within(begin, end, near_units, near_p, post_at, post_rows, around)
                if read_near + near <= most_near or (alone and near <= most):
                    ranges = around
                    read_near += near
        if len(ranges):
            touched = _gather(
                begin, end, near_units, near_p, unit_weights[u], post_at, post_rows, ranges, n_rows, gathered, rows,
                touched,
            )  # fmt: skip
    return touched


@njit(nogil=True, cache=True)
def father_candidates(  # type: ignore[no-untyped-def]
    first, last, dated, units, unit_weights, near_at, near_units, near_p, post_at, post_rows, limits, where, gathered,
    rows, touched,
):  # fmt: skip
    """Gather more by the father's units first..last, with a smaller share; return how many rows are touched."""
    everything, around, days = where
    most_whole, most_around, _, _ = limits
    read = 0
    for at in range(first, last):
        u = units[at]
        begin, end = near_at[u], near_at[u + 1]
        whole = _whole(begin, end, near_units, near_p, post_at)
        ranges = days
        if read + whole <= most_whole // 2:
            ranges = everything
            read += whole
        elif dated:
            near = _within(begin, end, near_units, near_p, post_at, post_rows, around)
            if read + near <= most_around // 2:
                ranges = around
                read += near
        weight = unit_weights[u] * np.float32(FATHER_SHARE)
        touched = _gather(
            begin, end, near_units, near_p, weight, post_at, post_rows, ranges, everything[0, 1], gathered, rows,
            touched,
        )  # fmt: skip
    return touched


@njit(nogil=True, cache=True)
def gather_evidence(touched, dated, around, years, days, gains, gathered, rows, evidence, start):  # type: ignore[no-untyped-def]
    """Note for each touched row what was gathered and what its date is worth, and forget what was gathered."""
    n_days = len(days)
    same = np.float32(ANOTHER_DAY if n_days else IN_THE_YEAR)
    beside = np.float32(ANOTHER_YEAR if n_days else NEXT_YEAR)
    unknown, first, last = around[0, 1], around[1, 0], around[1, 1]
    for t in range(touched):
        row = rows[t]
        worth = np.float32(NOT_KNOWN)
        if dated and row >= unknown:
            worth = np.float32(ELSEWHERE)
            if years[0] <= row < years[1]:
                worth = same
                for k in range(n_days):
                    if days[k, 0] <= row < days[k, 1]:
                        worth = max(worth, gains[k])
            elif first <= row < last:
                worth = beside
        evidence[t] = gathered[row] + worth
        start[t] = worth
        gathered[row] = 0


@njit(nogil=True, cache=True)
def threshold(evidence, touched, wanted):  # type: ignore[no-untyped-def]
    """Return the evidence that about `wanted` of the touched rows reach."""
    if touched <= wanted:
        return np.float32(-1e30)
    least, most = evidence[0], evidence[0]
    for t in range(touched):
        least, most = min(least, evidence[t]), max(most, evidence[t])
    counts = np.zeros(512, np.int64)
    scale = np.float32(511.0) / max(most - least, np.float32(1e-6))
    for t in range(touched):
        counts[int((evidence[t] - least) * scale)] += 1
    reached, bucket = counts[511], 511
    while bucket > 0 and reached + counts[bucket - 1] <= wanted:
        bucket -= 1
        reached += counts[bucket]
    if 2 * reached < wanted and bucket > 0:  # many are alike: rather too many of them than none
        bucket -= 1
    return np.float32(least + (np.float32(bucket) - np.float32(0.01)) / scale)


@njit(nogil=True, cache=True)
def compact(touched, least, rows, evidence, start):  # type: ignore[no-untyped-def]
    """Keep the touched rows that reach the evidence; return how many stay."""
    kept = 0
    for t in range(touched):
        if evidence[t] >= least:
            rows[kept], evidence[kept], start[kept] = rows[t], evidence[t], start[t]
            kept += 1
    return kept
