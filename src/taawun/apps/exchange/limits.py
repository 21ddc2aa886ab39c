# SPDX-License-Identifier: Apache-2.0
"""How much one peer may ask of this node: envelopes and bytes a minute, and bytes held behind a gap (spec §30.15).

A peer that is over a limit is refused before its POST is parsed, and told when to come again; it keeps what it has and
repeats. The counts are those of one web server process, so that no request waits for a row to be counted.
"""

from datetime import datetime
from typing import Final

from django.conf import settings

from taawun.apps.counting import Counts
from taawun.apps.rows import fetch

LONGEST_WAIT: Final = 300  # seconds; what a sender waits at most between two tries
HELD_WAIT: Final = 30  # seconds; a gap is asked for more often than this
MIB: Final = 1 << 20

_HELD_BYTES: Final = (
    "SELECT COALESCE(SUM(LENGTH(data)), 0) FROM exchange_inenvelope WHERE peer_id = %s AND state = 'held'"
)


class Limits:
    """How much each peer brought, in envelopes and in bytes."""

    def __init__(self) -> None:
        self._counts = Counts()

    def wait(self, party: str, now: datetime) -> int:
        """Return how many seconds a peer must wait before its next POST of envelopes; 0 if it may come."""
        seconds = max(self._counts.wait(who, per_minute, now) for who, per_minute in _limits(party))
        if not seconds and held_bytes(party) > settings.NODE.peer_held_mib * MIB:
            seconds = HELD_WAIT
        return min(seconds, LONGEST_WAIT)

    def take(self, party: str, envelopes: int, size: int, now: datetime) -> None:
        """Count what a peer brought: a number of envelopes in so many bytes."""
        for (who, per_minute), amount in zip(_limits(party), (envelopes, size), strict=True):
            self._counts.take(who, per_minute, amount, now)

    def forget(self) -> None:
        """Begin to count anew."""
        self._counts.forget()


def _limits(party: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """Return what is counted of a peer, and how much of it there is for a minute."""
    node = settings.NODE
    return (
        (f"envelopes {party}", node.peer_envelopes_per_minute),
        (f"bytes {party}", node.peer_mib_per_minute * MIB),
    )


def held_bytes(party: str) -> int:
    """Return how many bytes of opened envelopes are held for a peer while a gap before them is open."""
    ((size,),) = fetch(_HELD_BYTES, [party])
    return int(size)


LIMITS: Final = Limits()
