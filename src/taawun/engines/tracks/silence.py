# SPDX-License-Identifier: Apache-2.0
"""Loitering and gaps of single vessels, and how well vessels were heard where a gap began."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from taawun.engines.tracks.limits import HOUR, Limits
from taawun.engines.tracks.points import Points, Whole, speeds
from taawun.engines.tracks.shore import miles_from_shore

_BEFORE: Final = 12 * HOUR
"""Seconds before a gap in which the vessel itself must have been heard."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Stretches of single vessels, as the places of their first and last positions."""

    first: Whole
    last: Whole


def slow_spans(points: Points, limits: Limits) -> Spans:
    """Return the stretches away from the shore in which a vessel was slow for long."""
    if not len(points):
        return Spans(np.empty(0, np.int64), np.empty(0, np.int64))
    away = miles_from_shore(points.lon, points.lat) > limits.harbour
    slow = (speeds(points) < limits.slow) & away
    joined = np.zeros(len(points), bool)
    joined[1:] = slow[1:] & slow[:-1] & (points.mmsi[1:] == points.mmsi[:-1])
    joined[1:] &= points.time[1:] - points.time[:-1] <= limits.bridge
    begins = np.flatnonzero(slow & ~joined)
    ends = np.flatnonzero(slow & ~np.append(joined[1:], False))
    long = points.time[ends] - points.time[begins] >= limits.loiter
    return Spans(begins[long], ends[long])


def silent_spans(points: Points, limits: Limits) -> Spans:
    """Return the gaps: two positions of a vessel with nothing between them for long."""
    same = points.mmsi[1:] == points.mmsi[:-1]
    first = np.flatnonzero(same & (points.time[1:] - points.time[:-1] >= limits.silent))
    return Spans(first, first + 1)


def heard_well(points: Points, gaps: Spans, limits: Limits) -> NDArray[np.bool_]:
    """Tell for each gap whether reception was good: the vessel was heard before it, and others during it.

    Others count where the gap began, in the same square degree, hour by hour of the gap.
    """
    starts = points.starts()
    owner = np.searchsorted(starts, gaps.first, "right") - 1
    began = points.time[gaps.first]
    before = np.array([
        int(first - max(start, np.searchsorted(points.time[start : first + 1], when - _BEFORE) + start) + 1)
        for first, start, when in zip(gaps.first, starts[owner], began, strict=True)
    ], np.int64)  # fmt: skip
    shares = _shares(points, gaps)
    return (before >= limits.heard_before) & (shares >= limits.heard_around)


def _shares(points: Points, gaps: Spans) -> NDArray[np.float64]:
    """Return in which part of the hours of each gap another vessel was heard where it began."""
    cell = np.floor(points.lat + 90).astype(np.int64) * 361 + np.floor(points.lon + 180).astype(np.int64)
    hour = points.time // HOUR
    heard = np.unique(np.stack([cell, hour, points.mmsi], axis=1), axis=0) if len(points) else np.empty((0, 3))
    found = np.zeros(gaps.first.size)
    for number, (first, last) in enumerate(zip(gaps.first, gaps.last, strict=True)):
        low, high = hour[first] + 1, hour[last]  # whole hours within the gap
        begin, end = (np.searchsorted(heard[:, 0], cell[first], side) for side in ("left", "right"))
        here = heard[begin:end]
        others = here[(here[:, 1] >= low) & (here[:, 1] < high) & (here[:, 2] != points.mmsi[first]), 1]
        found[number] = np.unique(others).size / max(int(high - low), 1)
    return found
