# SPDX-License-Identifier: Apache-2.0
"""Recurring tasks: what a worker repeats every so many seconds, such as sealing the ledger.

There is no table and no memory of missed times: a task asks the database what there is to do. A failure is
logged and the task comes again after its period, so that one broken task stops no other.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from taawun.apps.jobs.registry import Every, recurring
from taawun.kernel.errors import TaawunError

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Ticker:
    """Remembers when each task is next due in this worker."""

    tasks: tuple[Every, ...]
    _due: dict[str, datetime] = field(default_factory=dict)

    @classmethod
    def of(cls, tasks: Iterable[Every] | None = None) -> "Ticker":
        """Return a ticker of these tasks, or of all that are declared."""
        return cls(tuple(recurring() if tasks is None else tasks))

    def tick(self, now: datetime) -> int:
        """Run the tasks that are due and return how many were run; each is due at the first tick."""
        due = [task for task in self.tasks if self._due.get(task.name, now) <= now]
        for task in due:
            self._due[task.name] = now + timedelta(seconds=task.seconds)
            _run(task, now)
        return len(due)

    def wait(self, now: datetime) -> float:
        """Return the seconds until the next task is due, zero or more."""
        if not self.tasks:
            return 1.0
        return max(0.0, min((self._due.get(task.name, now) - now).total_seconds() for task in self.tasks))


def _run(task: Every, now: datetime) -> None:
    try:
        task.run(now)
    except TaawunError as error:
        log.warning("recurring task %s: %s", task.name, error.code)
    except Exception as error:  # noqa: BLE001 - the edge: one broken task stops no other
        log.error("recurring task %s stopped: %s", task.name, type(error).__name__)
