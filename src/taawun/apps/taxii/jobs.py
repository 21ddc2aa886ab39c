# SPDX-License-Identifier: Apache-2.0
"""What the worker repeats for TAXII: servers that are due, and forgetting old statuses."""

from datetime import datetime, timedelta
from typing import Final

from taawun.apps.jobs.registry import every
from taawun.apps.taxii import services

KEPT: Final = timedelta(days=30)
"""How long a client may ask what became of a POST."""


@every(5, "taxii.go")
def go(now: datetime) -> None:
    """Go to every server that is due."""
    services.go(now)


@every(3600, "taxii.statuses")
def forget(now: datetime) -> None:
    """Erase statuses that are old."""
    services.forget_statuses(now - KEPT)
