# SPDX-License-Identifier: Apache-2.0
"""What a running job holds: its parameters, the place to go on from, and the one way to move on."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection

from taawun.apps.audit.actors import OFFICER, Actor
from taawun.apps.jobs.models import Job
from taawun.apps.jobs.states import State
from taawun.kernel.errors import JobCancelled, LeaseLost
from taawun.kernel.ports import Clock


@dataclass(slots=True)
class Context:
    """One run of a job under one lease. The lease is a fence: without it nothing can be committed."""

    job_id: str
    params: dict[str, Any]
    cursor: Any
    done: int
    total: int | None
    officer_id: str
    clock: Clock = field(repr=False)
    lease: str = field(repr=False)
    lease_term: timedelta = field(repr=False)

    def advance(self, done: int, total: int | None = None, cursor: Any = None, *, message: str = "") -> None:
        """Write down how far the job is; call it at the end of a chunk, inside the chunk's transaction.

        Data and cursor are then committed together: after a crash each chunk has happened once or not at all.

        Args:
            done: how many items are done.
            total: how many there are, where it is known.
            cursor: what the next chunk starts from; any JSON value.
            message: code of a sentence for people, e.g. "import.reading"; never personal data.

        Raises:
            JobCancelled: somebody cancelled the job; let it pass, so that the chunk is undone.
            LeaseLost: another worker has the job; let it pass, so that the chunk is undone.
        """
        if not connection.in_atomic_block:
            raise RuntimeError("advance belongs inside the transaction of the chunk: data and cursor go together")
        now = self.clock.now()
        values = {"done": done, "total": total, "cursor": cursor, "message": message, "heartbeat": now}
        if (done, cursor) != (self.done, self.cursor):
            # Attempts count failures since the last progress: a long job does not fail for being restarted.
            values["attempts"] = 1
        moved = self._mine().filter(cancel_asked=False).update(**values, lease_until=now + self.lease_term)
        if not moved:
            self._say_why()
        self.done, self.total, self.cursor = done, total, cursor

    @property
    def cancelled(self) -> bool:
        """Tell whether somebody asked to cancel this job."""
        return bool(Job.objects.filter(id=self.job_id, cancel_asked=True).exists())

    def actor(self, authority: str = "") -> Actor:
        """Return who acts here: the officer who submitted the job, or the worker for the node's own jobs."""
        return Actor(self.officer_id, authority, OFFICER) if self.officer_id else Actor.system("worker")

    def _mine(self) -> Any:
        return Job.objects.filter(id=self.job_id, lease_owner=self.lease, state=State.RUNNING)

    def _say_why(self) -> None:
        if self._mine().filter(cancel_asked=True).exists():
            raise JobCancelled
        raise LeaseLost
