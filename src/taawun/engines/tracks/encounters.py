# SPDX-License-Identifier: Apache-2.0
"""Two vessels near each other for hours, both slow: tracks at common moments, in cells, neighbours compared."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from taawun.engines.tracks.limits import Limits
from taawun.engines.tracks.points import Floats, Points, Whole, apart, speeds

_METRES: Final = 111_195.0
"""Metres of a degree of latitude."""
_MISSED: Final = 2
"""Steps between two moments of one meeting, at most: one may be missing."""
_HALF: Final = ((0, 0), (0, 1), (1, -1), (1, 0), (1, 1))
"""Neighbouring cells, each pair of cells once."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two vessels and from when to when they were near, with the middle of where."""

    one: int
    other: int
    start: int
    end: int
    lon: float
    lat: float
    nearest: float
    """Metres."""
    speed: float
    """Knots: the greater of both medians."""


@dataclass(frozen=True, slots=True)
class _Moments:
    """Tracks at multiples of a step."""

    vessel: Whole
    step: Whole
    lon: Floats
    lat: Floats
    speed: Floats


def meetings(points: Points, limits: Limits) -> list[Meeting]:
    """Return the meetings among some vessels, the first first."""
    if len(points) < 2:
        return []
    at = _moments(points, limits)
    one, other, metres = _near(at, limits)
    if not one.size:
        return []
    order = np.lexsort((at.step[one], at.vessel[other], at.vessel[one]))
    one, other, metres = one[order], other[order], metres[order]
    same = (at.vessel[one][1:] == at.vessel[one][:-1]) & (at.vessel[other][1:] == at.vessel[other][:-1])
    edges = np.flatnonzero(~(same & (np.diff(at.step[one]) <= _MISSED))) + 1
    runs = zip(np.concatenate([[0], edges]), np.concatenate([edges, [one.size]]), strict=True)
    least = limits.together // limits.step
    long = [(a, b) for a, b in runs if at.step[one[b - 1]] - at.step[one[a]] >= least]
    found = (_meeting(at, one[a:b], other[a:b], metres[a:b], limits) for a, b in long)
    return sorted((each for each in found if each.speed < limits.slow), key=lambda each: (each.start, each.one))


def _meeting(at: _Moments, one: Whole, other: Whole, metres: Floats, limits: Limits) -> Meeting:
    speed = max(float(np.median(at.speed[one])), float(np.median(at.speed[other])))
    middle = one.size // 2
    return Meeting(
        int(at.vessel[one[0]]), int(at.vessel[other[0]]),
        int(at.step[one[0]]) * limits.step, int(at.step[one[-1]]) * limits.step,
        float(at.lon[one[middle]]), float(at.lat[one[middle]]), float(metres.min()), speed,
    )  # fmt: skip


def _moments(points: Points, limits: Limits) -> _Moments:
    """Return each track at the multiples of a step, straight between positions that are close enough in time."""
    begin, end = points.time[:-1], points.time[1:]
    joined = (points.mmsi[1:] == points.mmsi[:-1]) & (end - begin <= limits.bridge)
    goes_on = np.append(joined[1:], False)  # the next stretch has the moment at which this one ends
    first, last = -(-begin // limits.step), (end - goes_on) // limits.step
    counts = np.maximum(last - first + 1, 0)
    counts[~joined] = 0
    index = np.repeat(np.arange(counts.size), counts)
    within = np.arange(index.size) - np.repeat(np.cumsum(counts) - counts, counts)
    step = first[index] + within
    part = (step * limits.step - begin[index]) / np.maximum(end - begin, 1)[index]
    fast = speeds(points)

    def between(values: Floats) -> Floats:
        return np.asarray(values[index] + (values[index + 1] - values[index]) * part)

    unbroken = np.abs(points.lon[index + 1] - points.lon[index]) < 180  # across the 180th degree no straight line
    kept = np.flatnonzero(unbroken)
    lon, lat, speed = (between(values)[kept] for values in (points.lon, points.lat, fast))
    return _Moments(points.mmsi[index][kept], step[kept], lon, lat, speed)


def _near(at: _Moments, limits: Limits) -> tuple[Whole, Whole, Floats]:
    """Return the pairs (the smaller number first) that are near at one moment, and how many metres."""
    widest = np.cos(np.radians(min(float(np.abs(at.lat).max(initial=0.0)) + 0.01, 85.0)))
    rows = ((at.lat + 91) * _METRES / limits.near).astype(np.int64)
    columns = ((at.lon + 181) * _METRES * widest / limits.near).astype(np.int64)
    across, up = int(columns.max(initial=0)) + 3, int(rows.max(initial=0)) + 3
    key = ((at.step - at.step.min(initial=0)) * up + rows) * across + columns
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    pairs = [_pairs(ordered, drow * across + dcolumn) for drow, dcolumn in _HALF]
    a = order[np.concatenate([pair[0] for pair in pairs])]
    b = order[np.concatenate([pair[1] for pair in pairs])]
    other = at.vessel[a] != at.vessel[b]
    a, b = a[other], b[other]
    metres = apart(at.lon[a], at.lat[a], at.lon[b], at.lat[b])
    near = metres <= limits.near
    a, b = a[near], b[near]
    turned = at.vessel[a] > at.vessel[b]
    return np.where(turned, b, a), np.where(turned, a, b), metres[near]


def _pairs(key: Whole, offset: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places in sorted keys of which the second is greater by an offset, each pair once."""
    low = np.searchsorted(key, key + offset, "left")
    high = np.searchsorted(key, key + offset, "right")
    if offset == 0:
        low = np.arange(1, key.size + 1)
    counts = np.maximum(high - low, 0)
    first = np.repeat(np.arange(key.size), counts)
    within = np.arange(first.size) - np.repeat(np.cumsum(counts) - counts, counts)
    return first, np.repeat(low, counts) + within
