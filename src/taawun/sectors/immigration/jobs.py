# SPDX-License-Identifier: Apache-2.0
"""What the worker repeats for immigration: entries of passenger lists without a hit are forgotten in time."""

from datetime import datetime
from typing import Final

from taawun.apps.identity.screening import services as screening
from taawun.apps.jobs.registry import every

SECONDS: Final = 600.0


@every(SECONDS, "immigration.forget")
def forget(now: datetime) -> None:
    """Delete what is due."""
    screening.forget_due("immigration", at=now)
