# SPDX-License-Identifier: Apache-2.0
"""The jobs of the registers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from taawun.apps.jobs.context import Context
from taawun.apps.jobs.registry import every, job
from taawun.apps.registers import renewing
from taawun.apps.registers.importing import running, uploads
from taawun.apps.registers.importing.services import KIND

TALLY: Final[Mapping[str, Promise]] = {
    "read": _("Rows read"),
    "added": _("Records added"),
    "changed": _("Records that say something else than before"),
    "same": _("Records that say the same as before"),
    "refused": _("Rows left out"),
    "delisted": _("Records off the list"),
}
"""What an import says of its rows."""


@job(
    KIND, title_en="Import of records", ar="استيراد القيود", ur="ریکارڈز کی درآمد",
    page="registers:import", given="import", words=TALLY,
)  # fmt: skip
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
