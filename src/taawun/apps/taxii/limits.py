# SPDX-License-Identifier: Apache-2.0
"""How much one client may ask of this node in a minute, counted in each web process (spec §85.2)."""

import threading
from datetime import datetime
from typing import Final

from taawun.apps.exchange.limits import Bucket

REQUESTS: Final = 6_000
"""Requests of one client a minute."""
BYTES: Final = 1 << 30
"""Bytes that one client may bring in a minute."""
REFUSALS: Final = 60
"""Refused secrets of one address a minute; what comes after is not looked up."""
REMEMBERED: Final = 10_000
"""Clients and addresses that are counted at once; then the counts begin anew."""


class Counts:
    """Buckets by whom they count."""

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
        if len(self._buckets) > REMEMBERED:
            self._buckets.clear()
        return self._buckets.setdefault((who, per_minute), Bucket(per_minute))


COUNTS: Final = Counts()
