# SPDX-License-Identifier: Apache-2.0
"""How much one peer may ask of this node: envelopes and bytes a minute, and bytes held behind a gap (spec §30.15).

A peer that is over a limit is refused before its POST is parsed, and told when to come again; it keeps what it has and
repeats. The counts are those of one web server process, so that no request waits for a row to be counted.
"""

import math
import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.conf import settings

from taawun.apps.rows import fetch

MINUTE: Final = 60.0  # seconds
LONGEST_WAIT: Final = 300  # seconds; what a sender waits at most between two tries
HELD_WAIT: Final = 30  # seconds; a gap is asked for more often than this
MIB: Final = 1 << 20

_HELD_BYTES: Final = (
    "SELECT COALESCE(SUM(LENGTH(data)), 0) FROM exchange_inenvelope WHERE peer_id = %s AND state = 'held'"
)


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


class Limits:
    """The buckets of every peer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[Bucket, Bucket]] = {}

    def wait(self, party: str, now: datetime) -> int:
        """Return how many seconds a peer must wait before its next POST of envelopes; 0 if it may come."""
        with self._lock:
            seconds = max(bucket.wait(now) for bucket in self._of(party))
        if not seconds and held_bytes(party) > settings.NODE.peer_held_mib * MIB:
            seconds = HELD_WAIT
        return min(seconds, LONGEST_WAIT)

    def take(self, party: str, envelopes: int, size: int, now: datetime) -> None:
        """Count what a peer brought: a number of envelopes in so many bytes."""
        with self._lock:
            for bucket, amount in zip(self._of(party), (envelopes, size), strict=True):
                bucket.take(amount, now)

    def forget(self) -> None:
        """Begin to count anew."""
        with self._lock:
            self._buckets.clear()

    def _of(self, party: str) -> tuple[Bucket, Bucket]:
        node = settings.NODE
        if party not in self._buckets:
            buckets = Bucket(node.peer_envelopes_per_minute), Bucket(node.peer_mib_per_minute * MIB)
            self._buckets[party] = buckets
        return self._buckets[party]


def held_bytes(party: str) -> int:
    """Return how many bytes of opened envelopes are held for a peer while a gap before them is open."""
    ((size,),) = fetch(_HELD_BYTES, [party])
    return int(size)


LIMITS: Final = Limits()
