# SPDX-License-Identifier: Apache-2.0
"""What came for the Drug Liaison Officer: notices still open, and tasks in the cases of this sector, by their due date.

Both are read through their own doors, as the officer, for the purpose. What has no date stands last: a follow-up
without a clock is easily forgotten, and so it is shown, not left out.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.utils import timezone

from taawun.apps.cases import access as cases
from taawun.apps.cases.models import Task
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as registers
from taawun.apps.registers.access import Row
from taawun.apps.registers.queries import Filters, Narrow
from taawun.sectors.counter_narcotics.sector import SECTOR

NOTICE: Final = "liaison-notice"
OPEN: Final = ("open", "followed")
"""States of a notice that somebody still has to follow up."""
MOST: Final = 200
LAST: Final = "9999"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice, and whether the day by which to follow it up has passed."""

    row: Row
    due: str
    late: bool


@dataclass(frozen=True, slots=True)
class Tasking:
    """A task in a case, the party with which the case is, and whether its time has passed."""

    task: Task
    other: str
    late: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """Everything that waits; `withheld` counts notices that may not be shown for the purpose."""

    notices: tuple[Notice, ...]
    taskings: tuple[Tasking, ...]
    withheld: int
    more: bool

    @property
    def late(self) -> int:
        """Return how much of it is late."""
        return sum(one.late for one in self.notices) + sum(one.late for one in self.taskings)


def inbox(officer: Officer, purpose: str, *, at: datetime | None = None) -> Inbox:
    """Return what waits for an officer at the liaison desk, what is due first at the top.

    Raises:
        NoPurpose.
    """
    at = at or timezone.now()
    pages = [registers.search(officer, _in(state), purpose, most=MOST, at=at) for state in OPEN]
    notices = sorted((_notice(row, at.date()) for page in pages for row in page.rows), key=lambda one: one.due or LAST)
    tasks = [task for task in cases.waiting(officer, purpose, MOST).tasks if _ours(task)]
    taskings = tuple(Tasking(one, _other(one), one.due is not None and one.due < at) for one in tasks)
    withheld = sum(page.withheld for page in pages)
    return Inbox(tuple(notices), taskings, withheld, any(page.older for page in pages))


def _in(state: str) -> Filters:
    return Filters(type=NOTICE, narrowed=(Narrow("state", state),))


def _notice(row: Row, today: date) -> Notice:
    due = str(row.data.get("due", ""))
    return Notice(row, due, bool(due) and due < today.isoformat())


def _ours(task: Task) -> bool:
    return (task.case.pack_slug, task.case.kind) in SECTOR.case_kinds


def _other(task: Task) -> str:
    case = task.case
    return str(case.requested if case.requesting == settings.TAAWUN_PARTY else case.requesting)
