# SPDX-License-Identifier: Apache-2.0
"""What the worker repeats for notices."""

from datetime import datetime

from taawun.apps.jobs.registry import every
from taawun.apps.notices import services


@every(300, "notices.tell")
def tell(now: datetime) -> None:
    """Tell whoever is due."""
    services.tell(now)
