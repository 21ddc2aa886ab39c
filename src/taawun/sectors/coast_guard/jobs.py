# SPDX-License-Identifier: Apache-2.0
"""The jobs of the coast guard: files of positions, and forgetting what is old."""

from datetime import datetime
from typing import Any

from taawun.apps.jobs.context import Context
from taawun.apps.jobs.registry import every, job
from taawun.sectors.coast_guard import services, store
from taawun.sectors.coast_guard.hearing import FAULTS, HEARD


@job(
    services.KIND, title_en="Import of positions", ar="استيراد مواقع السفن", ur="جہازوں کے مقامات کی درآمد",
    page="coast_guard:watch", words={**HEARD, **FAULTS},
)  # fmt: skip
def import_positions(context: Context) -> dict[str, Any]:
    """Run or go on with the import of one file."""
    return services.run(context)


@every(3600, "coast_guard.positions")
def forget(now: datetime) -> None:
    """Erase positions that were taken in too long ago."""
    store.forget(now.date())
