# SPDX-License-Identifier: Apache-2.0
"""What the worker repeats for the exchange: deliver, fill gaps, ask for cosignatures."""

import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

from taawun.apps.exchange import delivery, resending, witnessing
from taawun.apps.exchange.delivery import Courier
from taawun.apps.exchange.transport import HttpTransport
from taawun.apps.jobs.registry import every

DELIVERY_SECONDS: Final = 0.05
"""Time between two POSTs to a peer: what comes meanwhile goes with the next, for a POST costs as much as ten items."""
IDLE_AFTER: Final = timedelta(seconds=1)
IDLE_PAUSE: Final = timedelta(seconds=0.2)
"""A worker that found nothing for a while looks less often: an idle node should not keep a processor warm."""
GAPS_SECONDS: Final = 2.0
WITNESS_SECONDS: Final = 2.0


@cache
def courier() -> Courier:
    """Return this worker's courier; its name is what peers' leases are held under."""
    return Courier(HttpTransport(), f"{socket.gethostname()}:{os.getpid()}")


_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Looks:
    """When this worker last looked for something to deliver, and when it last found some."""

    looked: datetime = _NEVER
    found: datetime = _NEVER

    def may_rest(self, now: datetime) -> bool:
        """Tell whether nothing has come for a while and the last look was just now."""
        return now - self.found > IDLE_AFTER and timedelta(0) <= now - self.looked < IDLE_PAUSE


_LOOKS: Final = Looks()


@every(DELIVERY_SECONDS, "exchange.deliver")
def deliver_all(now: datetime) -> None:
    """Carry to every peer what waits for it."""
    if _LOOKS.may_rest(now):
        return
    _LOOKS.looked = now
    for peer in delivery.due_peers(now):
        _LOOKS.found = now
        delivery.deliver(courier(), peer, now)


@every(GAPS_SECONDS, "exchange.fill-gaps")
def fill_gaps(now: datetime) -> None:
    """Ask for envelopes that are missing before ones that came."""
    for peer in resending.peers_with_gaps():
        resending.fill_gap(courier(), peer, now)


@every(WITNESS_SECONDS, "exchange.witness")
def witness(now: datetime) -> None:
    """Have our newest checkpoint cosigned by every peer."""
    for peer in witnessing.paired_peers():
        witnessing.ask_cosignature(courier(), peer, now)
