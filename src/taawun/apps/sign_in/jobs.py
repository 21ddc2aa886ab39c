# SPDX-License-Identifier: Apache-2.0
"""What the worker repeats for sign-in: sessions that have ended are not kept."""

from datetime import datetime
from typing import Final

from django.contrib.sessions.backends.db import SessionStore

from taawun.apps.jobs.registry import every

TIDY_SECONDS: Final = 3_600


@every(TIDY_SECONDS, "sign_in.tidy")
def tidy(now: datetime) -> None:
    """Delete the rows of sessions that have ended, also of those that never led to anybody."""
    del now
    SessionStore.clear_expired()
