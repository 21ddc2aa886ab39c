# SPDX-License-Identifier: Apache-2.0
"""The jobs of identity, and what the worker repeats: keep the index up to date, rescreen every night.

The index is written by one job at a time: recurring work only puts a job in the queue, and none while the last
one has not ended.
"""

from datetime import datetime
from typing import Any, Final

from taawun.apps.identity import working
from taawun.apps.identity.screening import running
from taawun.apps.identity.screening.services import KIND as SCREEN_FILE
from taawun.apps.identity.watching.services import SCREEN_LIST
from taawun.apps.identity.words import SCREENED
from taawun.apps.jobs.context import Context
from taawun.apps.jobs.registry import every, job

KEEP_UP_SECONDS: Final = 2.0
NIGHT_SECONDS: Final = 600.0
"""How often the worker looks whether the night's work is due."""


@job(working.REBUILD, title_en="Index of names", ar="فهرس الأسماء", ur="ناموں کا اشاریہ")
def rebuild(context: Context) -> dict[str, Any]:
    """Build the index of names anew."""
    return working.rebuild(context)


@job(working.KEEP_UP, title_en="Screening of what changed", ar="فحص ما تغيّر", ur="تبدیل شدہ ریکارڈ کی چھان بین")
def keep_up(context: Context) -> dict[str, Any]:
    """Take what changed into the index, and screen it against what we hold."""
    return working.keep_up(context)


@job(working.RESCREEN, title_en="Nightly screening", ar="الفحص الليلي", ur="رات کی چھان بین")
def rescreen(context: Context) -> dict[str, Any]:
    """Screen all watch lists against what we hold."""
    return working.rescreen(context)


@job(SCREEN_LIST, title_en="Screening of a watch list", ar="فحص قائمة مراقبة", ur="نگرانی کی فہرست کی چھان بین")
def screen_list(context: Context) -> dict[str, Any]:
    """Screen the records that came onto a list against what we hold."""
    return working.screen_list(context)


@job(
    SCREEN_FILE, title_en="Screening of a file", ar="فحص ملف", ur="فائل کی چھان بین",
    page="identity:screening", given="screening", words=SCREENED,
)  # fmt: skip
def screen_file(context: Context) -> dict[str, Any]:
    """Screen a file of entries against what we hold."""
    return running.run(context)


@every(KEEP_UP_SECONDS, "identity.keep-up")
def notice(now: datetime) -> None:
    """Queue the work that changed records make."""
    working.notice(now)


@every(NIGHT_SECONDS, "identity.nightly")
def nightly(now: datetime) -> None:
    """Queue the night's work, once a night."""
    working.nightly(now)
