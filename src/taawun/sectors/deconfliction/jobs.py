# SPDX-License-Identifier: Apache-2.0
"""What the worker repeats: entries that are over leave the index, conflicts run late, what is old is erased."""

from datetime import datetime

from taawun.apps.jobs.registry import every
from taawun.sectors.deconfliction import forgetting, owning, services


@every(300, "deconfliction.over")
def end(now: datetime) -> None:
    """Take entries that are over out of what is compared."""
    services.sweep(now)


@every(60, "deconfliction.clock")
def look_at_clocks(now: datetime) -> None:
    """Say of each conflict that nobody closed in its time that it is late."""
    owning.run_due(now)


@every(3600, "deconfliction.forget")
def forget(now: datetime) -> None:
    """Erase what ended long ago."""
    forgetting.forget(now)
