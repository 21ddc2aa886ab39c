# SPDX-License-Identifier: Apache-2.0
"""What the worker repeats for cases: look at the clocks, and fetch the papers that the other side's moves name."""

from datetime import datetime
from typing import Final

from taawun.apps.cases.clocks import clockwork
from taawun.apps.cases.papers import fetching
from taawun.apps.exchange import services as exchange
from taawun.apps.jobs.registry import every

CLOCK_SECONDS: Final = 60.0
PAPER_SECONDS: Final = 1.0


@every(CLOCK_SECONDS, "cases.clocks")
def look_at_clocks(now: datetime) -> None:
    """Give the warnings that are due, and raise the tasks of clocks that ran out."""
    clockwork.run_due(now)


@every(PAPER_SECONDS, "cases.papers")
def fetch_papers(now: datetime) -> None:
    """Ask for the next pieces of papers that have not come."""
    fetching.look(exchange.courier(), now)
