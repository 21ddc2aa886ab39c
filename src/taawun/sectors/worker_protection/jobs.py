# SPDX-License-Identifier: Apache-2.0
"""The jobs of worker protection: wage files, and erasing what was kept until a day that has passed."""

from datetime import datetime
from typing import Any

from taawun.apps.jobs.context import Context
from taawun.apps.jobs.registry import every, job
from taawun.sectors.worker_protection import interviewing
from taawun.sectors.worker_protection.wages import services, storing
from taawun.sectors.worker_protection.wages.words import TALLY


@job(
    services.KIND, title_en="Import of a wage file", ar="استيراد ملف أجور", ur="اجرت فائل کی درآمد",
    page="worker_protection:wage-file", given="file", words=TALLY,
)  # fmt: skip
def import_wages(context: Context) -> dict[str, Any]:
    """Run or go on with the import of one file of wages or of registered contracts."""
    return storing.run(context)


@job(
    services.COMPARING, title_en="Comparison of wages", ar="مقارنة الأجور", ur="اجرتوں کا موازنہ",
    page="worker_protection:wage-file", given="file", words=TALLY,
)  # fmt: skip
def compare_wages(context: Context) -> dict[str, Any]:
    """Compare a month of wages with the registers that there are now."""
    return storing.compare(context)


@every(3600, "worker_protection.wages")
def forget(now: datetime) -> None:
    """Erase the wage files whose day has passed, and interviews that nobody goes on with."""
    services.forget(now.date(), at=now)
    interviewing.forget(at=now)
