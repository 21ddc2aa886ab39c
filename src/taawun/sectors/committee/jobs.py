# SPDX-License-Identifier: Apache-2.0
"""What the worker repeats for the committee: it reminds of actions that are late (spec §80.114)."""

from datetime import datetime
from typing import Final

from taawun.apps.cases import services as cases
from taawun.apps.cases.services import Awaited, Reminder
from taawun.apps.jobs.registry import every
from taawun.kernel.cases.words import Side
from taawun.sectors.committee import following
from taawun.sectors.committee.access import ACTION, PACK

SECONDS: Final = 600.0
"""Between two looks; a reminder is given once a day however often there is a look."""
LATE: Final = Reminder(
    pack=PACK,
    kind=ACTION,
    element="due",
    waits={
        "assigned": Awaited(Side.REQUESTED, ("overdue", "overdue_follow")),
        "undertaken": Awaited(Side.REQUESTING, ("overdue_own", "overdue_own_follow")),
    },
    late=following.late_days,
)


@every(SECONDS, "committee.reminders")
def remind(now: datetime) -> None:
    """Remind both sides of actions that are late."""
    cases.remind(LATE, now)
