# SPDX-License-Identifier: Apache-2.0
"""What immigration adds to the node's work: passenger lists are screened, and in time forgotten."""

from datetime import datetime
from typing import Any, Final

from taawun.apps.identity.screening import services as screening
from taawun.apps.identity.words import SCREENED
from taawun.apps.jobs.context import Context
from taawun.apps.jobs.registry import every, job
from taawun.sectors.immigration import lists

SECONDS: Final = 600.0


@job(
    lists.KIND, title_en="Screening of a passenger list", ar="فحص قائمة ركاب", ur="مسافروں کی فہرست کی چھان بین",
    page="immigration:passenger-list", given="screening", words=SCREENED,
)  # fmt: skip
def screen_passengers(context: Context) -> dict[str, Any]:
    """Screen everybody on a passenger list, or go on with it."""
    return screening.run_file(context)


@every(SECONDS, "immigration.forget")
def forget(now: datetime) -> None:
    """Delete what is due."""
    screening.forget_due("immigration", at=now)
