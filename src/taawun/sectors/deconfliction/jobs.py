# SPDX-License-Identifier: Apache-2.0
"""What the worker repeats for de-confliction: entries that are over leave the index."""

from datetime import datetime

from taawun.apps.jobs.registry import every
from taawun.sectors.deconfliction import services


@every(300, "deconfliction.over")
def end(now: datetime) -> None:
    """Take entries that are over out of what is compared."""
    services.sweep(now)
