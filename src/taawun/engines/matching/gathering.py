# SPDX-License-Identifier: Apache-2.0
"""Candidates: rows read from the postings of units like those asked about, where the births say they may lie."""

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

MOST_ON_A_DAY: Final = 20_000
"""Rows of one day, or of one year without a day, that are raised."""

ON_THE_DAY, DAY_SWAPPED, YEAR_ALONE, IN_THE_YEAR, NEXT_YEAR, NOT_KNOWN, ELSEWHERE = 14.0, 9.5, 8.0, 8.0, 6.6, 5.5, 0.01


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
def ranges(q, queries, date_rows, around, days, gains):  # type: ignore[no-untyped-def]
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
def threshold(evidence, touched, wanted):  # type: ignore[no-untyped-def]
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
def candidates(q, queries, rows, limits, where, span, scratch):  # type: ignore[no-untyped-def]
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
def father_candidates(q, queries, rows, limits, where, span, scratch, touched):  # type: ignore[no-untyped-def]
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
def compact(touched, least, scratch):  # type: ignore[no-untyped-def]
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
def gather_evidence(touched, days, gains, n_days, span, scratch):  # type: ignore[no-untyped-def]
    """Note what was gathered for each touched row, and what of it is its date's."""
    _add_days(days, gains, n_days, span[6], scratch.gathered)
    for t in range(touched):
        row = scratch.touched[t]
        start = _head_start(row, span)
        for k in range(n_days):
            if days[k, 0] <= row < days[k, 1]:
                start += gains[k] - span[6]
        scratch.evidence[t], scratch.start[t] = scratch.gathered[row], start
