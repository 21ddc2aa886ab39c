# SPDX-License-Identifier: Apache-2.0
"""Counts how much somebody used in the last minute, in the memory of one web server process (spec §30.15, §85.2).

No request waits for a row to be counted. Who is counted, and how much they may use, is said by whoever counts.
"""

import math
import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

MINUTE: Final = 60.0  # seconds
REMEMBERED: Final = 10_000
"""Buckets that are kept at once; then the counts begin anew."""


@dataclass(slots=True)
class Bucket:
    """Fills evenly up to a minute's worth. It may be overdrawn once, so that a large batch passes when it is full."""

    per_minute: int
    left: float = field(default=-1.0)
    at: datetime | None = None

    def wait(self, now: datetime) -> int:
        """Return how many seconds to wait until something is in it again; 0 if something is."""
        self._fill(now)
        return 0 if self.left > 0 else max(1, math.ceil(-self.left * MINUTE / self.per_minute))

    def take(self, amount: int, now: datetime) -> None:
        """Take out what was used."""
        self._fill(now)
        self.left -= amount

    def _fill(self, now: datetime) -> None:
        if self.at is None:
            self.left = float(self.per_minute)
        else:
            seconds = max(0.0, (now - self.at).total_seconds())
            self.left = min(float(self.per_minute), self.left + seconds * self.per_minute / MINUTE)
        self.at = now if self.at is None else max(now, self.at)


class Counts:
    """Buckets by whom, and of what, they count: a text that says both, and how much there is for a minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._buckets: dict[tuple[str, int], Bucket] = {}

    def wait(self, who: str, per_minute: int, now: datetime) -> int:
        """Return how many seconds somebody must wait; 0 if they may come."""
        with self._lock:
            return self._of(who, per_minute).wait(now)

    def take(self, who: str, per_minute: int, amount: int, now: datetime) -> None:
        """Count what somebody used."""
        with self._lock:
            self._of(who, per_minute).take(amount, now)

    def forget(self) -> None:
        """Begin to count anew."""
        with self._lock:
            self._buckets.clear()

    def _of(self, who: str, per_minute: int) -> Bucket:
        if len(self._buckets) >= REMEMBERED:
            self._buckets.clear()
        return self._buckets.setdefault((who, per_minute), Bucket(per_minute))
