# SPDX-License-Identifier: Apache-2.0
"""The jobs of the registers."""

from typing import Any

from taawun.apps.jobs.context import Context
from taawun.apps.jobs.registry import job
from taawun.apps.registers.importing import running
from taawun.apps.registers.importing.services import KIND


@job(KIND, title_en="Import of records", ar="استيراد القيود", ur="ریکارڈز کی درآمد")
def import_records(context: Context) -> dict[str, Any]:
    """Run or go on with one import."""
    return running.run(context)
