# SPDX-License-Identifier: Apache-2.0
"""What the worker repeats for cases: look at the clocks."""

from datetime import datetime
from typing import Final

from taawun.apps.cases.clocks import clockwork
from taawun.apps.jobs.registry import every

CLOCK_SECONDS: Final = 60.0


@every(CLOCK_SECONDS, "cases.clocks")
def look_at_clocks(now: datetime) -> None:
    """Give the warnings that are due, and raise the tasks of clocks that ran out."""
    clockwork.run_due(now)
