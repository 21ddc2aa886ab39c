# SPDX-License-Identifier: Apache-2.0
"""What the worker repeats for the ledger: seal what waits, forget checkpoints that nobody cosigned."""

from datetime import datetime

from taawun.apps.jobs.registry import every
from taawun.apps.ledger import services
from taawun.apps.people.queries import has_node_key
from taawun.apps.people.signers import node_signers


@every(services.SEALING_INTERVAL.total_seconds() / 2, "ledger.seal")
def seal(now: datetime) -> None:
    """Seal everything that waits; twice in an interval, so that the promise of a receipt holds."""
    if has_node_key("ledger"):
        services.seal_all(now, node_signers("ledger"))


@every(3_600, "ledger.tidy")
def tidy(now: datetime) -> None:
    """Forget old checkpoints that nobody cosigned."""
    services.tidy(now)
