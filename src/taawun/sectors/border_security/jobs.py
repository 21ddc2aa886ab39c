# SPDX-License-Identifier: Apache-2.0
"""What border security adds to the node's work: files of travellers are checked and in time forgotten."""

from datetime import datetime
from typing import Any, Final

from taawun.apps.identity.screening import further
from taawun.apps.identity.screening import services as screening
from taawun.apps.identity.words import SCREENED
from taawun.apps.jobs.context import Context
from taawun.apps.jobs.registry import every, job
from taawun.sectors.border_security import documents, travellers, words

SECONDS: Final = 600.0

further.offer(travellers.FURTHER, travellers.check, documents.said, words.WHY)


@job(
    travellers.KIND, title_en="Check of a file of travellers", ar="التحقق من ملف مسافرين", ur="مسافروں کی فائل کی جانچ",
    page="border_security:traveller-file", given="screening", words=SCREENED,
)  # fmt: skip
def check_travellers(context: Context) -> dict[str, Any]:
    """Check everybody in a file of travellers, or go on with it."""
    return screening.run_file(context)


@every(SECONDS, "border_security.forget")
def forget(now: datetime) -> None:
    """Delete what is due."""
    screening.forget_due("border_security", at=now)
