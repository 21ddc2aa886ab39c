# SPDX-License-Identifier: Apache-2.0
"""The newest position of every vessel, kept while positions come: bounded, in columns, a batch at a time."""

import numpy as np

from taawun.engines.tracks.points import Floats, Points, Whole

VESSELS = 1_000_000
"""Vessels that are kept; the one that was silent longest makes room."""


class Tracks:
    """Where every vessel was last. Batches may come in any order of time."""

    def __init__(self, most: int = VESSELS) -> None:
        self._most = most
        self._last = Points.of([], [], [], [])
        self.positions = 0

    def take(self, mmsi: Whole, time: Whole, lon: Floats, lat: Floats, speed: Floats) -> None:
        """Take in positions (columns as in `Points`)."""
        self.positions += int(mmsi.size)
        order = np.lexsort((time, mmsi))
        last = order[np.append(mmsi[order][1:] != mmsi[order][:-1], True)] if order.size else order
        old = self._last
        merged = Points.of(
            np.concatenate([mmsi[last], old.mmsi]), np.concatenate([time[last], old.time]),
            np.concatenate([lon[last], old.lon]), np.concatenate([lat[last], old.lat]),
            np.concatenate([speed[last], old.speed]),
        )  # fmt: skip
        self._last = _newest(merged, self._most)

    def latest(self) -> Points:
        """Return the newest position of each vessel, by MMSI."""
        return self._last


def _newest(points: Points, most: int) -> Points:
    ends = points.starts()[1:] - 1
    if ends.size > most:
        ends = np.sort(ends[np.argsort(-points.time[ends], kind="stable")[:most]])
    return Points(points.mmsi[ends], points.time[ends], points.lon[ends], points.lat[ends], points.speed[ends])
