# SPDX-License-Identifier: Apache-2.0
"""The worker's side of jobs: claim one, run it, write down how it ended.

Many workers may run at once, on one host or several. A claim is a lease with a secret of its own; a worker
that dies lets it run out, and the next one goes on from the cursor. A worker that was only slow finds its
lease gone at the next `advance`, and what it did since is rolled back.
"""

import logging
import os
import traceback
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from taawun.apps.audit import services as audit
from taawun.apps.audit.actors import Actor
from taawun.apps.jobs.context import Context
from taawun.apps.jobs.models import Job
from taawun.apps.jobs.registry import Kind, kind_of
from taawun.apps.jobs.services import PURPOSE
from taawun.apps.jobs.states import State, step
from taawun.kernel.errors import (
    JobCancelled,
    JobCrashed,
    LeaseLost,
    NodeError,
    TaawunError,
    TooManyAttempts,
    UnknownJobKind,
)
from taawun.kernel.ports import Clock

LEASE = timedelta(seconds=60)
"""How long a worker may be silent before another takes its job; also the longest time for one chunk."""

TOLD, GIVEN = "told", "given"
"""Where the result of a job that failed holds the parts of an error's detail, and what stands in their places."""

log = logging.getLogger(__name__)
_WORKER = Actor.system("worker")


def run_due(clock: Clock, owner: str, *, most: int = 100) -> int:
    """Run the jobs that are due, one after the other, and return how many were run.

    Args:
        clock: tells the time; asked again for each job.
        owner: name of this worker, e.g. host and process number.
        most: how many at most, so that a worker comes back to its other tasks.
    """
    for count in range(most):
        job = claim(clock.now(), owner)
        if job is None:
            return count
        _run(job, clock)
    return most


def claim(now: datetime, owner: str) -> Job | None:
    """Take the lease of the job that waits longest, new or abandoned; None if there is none."""
    with transaction.atomic():
        job = _first_due(now)
        if job is None:
            return None
        found = Q(state=job.state, lease_owner=job.lease_owner)
        job.state = step(job.state, "claim" if job.state == State.QUEUED else "take_over")
        job.lease_owner, job.lease_until = f"{owner[:40]}/{os.urandom(8).hex()}", now + LEASE
        job.attempts, job.heartbeat, job.started = job.attempts + 1, now, job.started or now
        fields = ("state", "lease_owner", "lease_until", "attempts", "heartbeat", "started")
        # The row lock already excludes others; this holds even where a database was set up without it.
        mine = Job.objects.filter(found, id=job.id).update(**{name: getattr(job, name) for name in fields})
        return job if mine else None


def _first_due(now: datetime) -> Job | None:
    due = Q(state=State.QUEUED, due__lte=now) | Q(state=State.RUNNING, lease_until__lt=now)
    skip = connection.features.has_select_for_update_skip_locked
    return Job.objects.select_for_update(skip_locked=skip).filter(due).order_by("due", "id").first()


def _run(job: Job, clock: Clock) -> None:
    """Run one claimed job to whatever end it comes to."""
    try:
        kind = kind_of(job.kind)
        if job.attempts > kind.attempts:
            raise TooManyAttempts
    except (UnknownJobKind, TooManyAttempts) as error:
        _end(job, "fail", clock, error=error.code, section=error.section)
        return
    context = Context(
        job.id, job.params, job.cursor, job.done, job.total, job.officer_id, clock, job.lease_owner, LEASE
    )
    try:
        result = kind.work(context)
    except JobCancelled:
        _end(job, "cancel", clock)
    except LeaseLost:
        log.warning("job %s was taken over by another worker", job.id)
    except NodeError as error:
        _try_again(job, kind, clock, error)
    except TaawunError as error:
        _end(job, "fail", clock, error=error.code, section=error.section, result=why(error))
    except Exception as error:  # noqa: BLE001 - the edge: whatever a job does, the worker goes on
        # The message of a foreign error may hold a person's data, so only its type and place are logged.
        log.error("job %s stopped: %s at %s", job.id, type(error).__name__, _place(error))
        _try_again(job, kind, clock, JobCrashed())
    else:
        _end(job, "finish", clock, result=result)


def _try_again(job: Job, kind: Kind, clock: Clock, error: NodeError) -> None:
    """Put a job back for later, or fail it after its last attempt."""
    attempts = Job.objects.values_list("attempts", flat=True).get(id=job.id)
    if attempts >= kind.attempts:
        _end(job, "fail", clock, error=error.code, section=error.section)
        return
    _move(job, "put_back", due=clock.now() + kind.wait(attempts), error=error.code, section=error.section)


def _end(job: Job, move: str, clock: Clock, **values: Any) -> None:
    """Write down the end of a job with its audit line, unless the lease was lost."""
    now = clock.now()
    with transaction.atomic():
        if _move(job, move, finished=now, **({"error": "", "section": ""} | values)):
            audit.record(_WORKER, f"job.{step(State.RUNNING, move)}", "job", job.id, PURPOSE, at=now)


def _move(job: Job, move: str, **values: Any) -> bool:
    target = step(State.RUNNING, move)
    mine = Job.objects.filter(id=job.id, lease_owner=job.lease_owner, state=State.RUNNING)
    return bool(mine.update(state=target, lease_owner="", lease_until=None, **values))


def why(error: TaawunError) -> dict[str, Any] | None:
    """Return what an error adds to its sentence as a job keeps it, so that its page says it in any language."""
    given = {name: value if isinstance(value, int | str) else str(value) for name, value in error.given.items()}
    return {TOLD: list(error.told), GIVEN: given} if error.told else None


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
