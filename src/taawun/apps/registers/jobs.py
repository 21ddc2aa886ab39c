# SPDX-License-Identifier: Apache-2.0
"""The jobs of the registers."""

from datetime import datetime
from typing import Any

from taawun.apps.jobs.context import Context
from taawun.apps.jobs.registry import every, job
from taawun.apps.registers import renewing
from taawun.apps.registers.importing import running, uploads
from taawun.apps.registers.importing.services import KIND


@job(KIND, title_en="Import of records", ar="استيراد القيود", ur="ریکارڈز کی درآمد")
def import_records(context: Context) -> dict[str, Any]:
    """Run or go on with one import."""
    return running.run(context)


@job(renewing.KIND, title_en="Renewal of lists", ar="تجديد القوائم", ur="فہرستوں کی تجدید")
def extract(context: Context) -> dict[str, Any]:
    """Take the values by which records of a type are listed out of them again."""
    return renewing.run(context)


@every(60, "registers.extraction")
def notice_declarations(now: datetime) -> None:
    """Look whether a declaration has changed."""
    renewing.notice(now)


@every(3600, "registers.uploads")
def forget_uploads(now: datetime) -> None:
    """Remove uploads that became no import."""
    uploads.forget_old(now.timestamp())
