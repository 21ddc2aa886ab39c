# SPDX-License-Identifier: Apache-2.0
"""What the worker repeats for the exchange: deliver, fill gaps, ask for cosignatures."""

import os
import socket
from datetime import datetime
from functools import cache
from typing import Final

from taawun.apps.exchange import delivery, resending, witnessing
from taawun.apps.exchange.delivery import Courier
from taawun.apps.exchange.models import OwnRoster
from taawun.apps.exchange.transport import HttpTransport
from taawun.apps.jobs.registry import every

DELIVERY_SECONDS: Final = 0.02
GAPS_SECONDS: Final = 2.0
WITNESS_SECONDS: Final = 2.0


@cache
def courier() -> Courier:
    """Return this worker's courier; its name is what peers' leases are held under."""
    return Courier(HttpTransport(), f"{socket.gethostname()}:{os.getpid()}")


@every(DELIVERY_SECONDS, "exchange.deliver")
def deliver_all(now: datetime) -> None:
    """Carry to every peer what waits for it."""
    if OwnRoster.objects.exists():
        for peer in delivery.due_peers(now):
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
