# SPDX-License-Identifier: Apache-2.0
"""Positions of many vessels as columns, in the order of vessel and time, each moment of a vessel once."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
EARTH: Final = 6_371_008.8
"""Mean radius in metres."""
KNOT: Final = 1852 / 3600
"""Metres a second."""


@dataclass(frozen=True, slots=True)
class Points:
    """Positions: `time` in seconds since 1970, `lon` and `lat` in degrees, `speed` in knots or NaN."""

    mmsi: Whole
    time: Whole
    lon: Floats
    lat: Floats
    speed: Floats

    @classmethod
    def of(cls, mmsi: Any, time: Any, lon: Any, lat: Any, speed: Any = None) -> "Points":
        """Return positions in order; of two of a vessel at one moment the first counts.

        Raises:
            ValueError: columns of different lengths, or a place that is not on the Earth.
        """
        who, when = np.asarray(mmsi, np.int64), np.asarray(time, np.int64)
        x, y = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
        fast = np.full(who.size, np.nan) if speed is None else np.asarray(speed, np.float64)
        if not who.shape == when.shape == x.shape == y.shape == fast.shape or who.ndim != 1:
            raise ValueError("columns of different lengths")
        if not (np.all(np.abs(x) <= 180) and np.all(np.abs(y) <= 90)):  # NaN is not within
            raise ValueError("a place that is not on the Earth")
        order = np.lexsort((when, who))
        who, when = who[order], when[order]
        first = np.ones(who.size, bool)
        first[1:] = (who[1:] != who[:-1]) | (when[1:] != when[:-1])
        kept = order[first]
        return cls(who[first], when[first], x[kept], y[kept], fast[kept])

    def __len__(self) -> int:
        return int(self.mmsi.size)

    def starts(self) -> Whole:
        """Return where each vessel begins, and the end of all."""
        if not len(self):
            return np.zeros(1, np.int64)
        edges = np.flatnonzero(self.mmsi[1:] != self.mmsi[:-1]) + 1
        return np.concatenate([[0], edges, [len(self)]]).astype(np.int64)


def apart(lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats) -> Floats:
    """Return metres between places on a sphere."""
    low, high = np.radians(lat), np.radians(other_lat)
    half = np.sin((high - low) / 2) ** 2
    half = half + np.cos(low) * np.cos(high) * np.sin(np.radians(other_lon - lon) / 2) ** 2
    return np.asarray(2 * EARTH * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def speeds(points: Points) -> Floats:
    """Return the speed of each position in knots: as stated, or else from the way since the one before (0 if first)."""
    found = np.zeros(len(points))
    if len(points) > 1:
        way = apart(points.lon[:-1], points.lat[:-1], points.lon[1:], points.lat[1:])
        passed = np.maximum(points.time[1:] - points.time[:-1], 1)
        found[1:] = np.where(points.mmsi[1:] == points.mmsi[:-1], way / passed / KNOT, 0.0)
    return np.where(np.isnan(points.speed), found, points.speed)
