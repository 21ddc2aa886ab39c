# SPDX-License-Identifier: Apache-2.0
"""What people do with jobs: submit, cancel, try again."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.actors import Actor
from taawun.apps.ids import new_id
from taawun.apps.jobs.models import Job
from taawun.apps.jobs.registry import kind_of
from taawun.apps.jobs.states import State, step
from taawun.kernel.errors import NoSuchJob

PURPOSE = "background work"


def submit(kind: str, params: dict[str, Any], actor: Actor, *, at: datetime | None = None) -> Job:
    """Put a job in the queue; it runs once the caller's transaction is committed.

    Raises:
        UnknownJobKind: if no app declared the kind.
    """
    at, declared = at or timezone.now(), kind_of(kind)
    job = Job(id=new_id(at), kind=declared.slug, params=params, officer_id=actor.officer_id, created=at, due=at)
    with audit.acting(actor, "job.submitted", "job", job.id, PURPOSE, at=at):
        job.save(force_insert=True)
    return job


def cancel(job_id: str, actor: Actor, *, at: datetime | None = None) -> None:
    """Cancel a job: at once while it waits, at its next step while it runs. What it has done stays done."""
    at = at or timezone.now()
    with audit.acting(actor, "job.cancelled", "job", job_id, PURPOSE, at=at):
        job = _locked(job_id)
        target = step(job.state, "cancel")
        if job.state == State.RUNNING:
            job.cancel_asked = True
        else:
            job.state, job.finished = target, at
        job.save(update_fields=["cancel_asked", "state", "finished"])


def retry(job_id: str, actor: Actor, *, at: datetime | None = None) -> None:
    """Put a failed or cancelled job back in the queue; it goes on from its cursor."""
    at = at or timezone.now()
    with audit.acting(actor, "job.retried", "job", job_id, PURPOSE, at=at):
        job = _locked(job_id)
        job.state = step(job.state, "retry")
        job.error, job.section, job.result = "", "", None
        job.attempts, job.cancel_asked, job.due, job.finished = 0, False, at, None
        job.save()


def _locked(job_id: str) -> Job:
    """Return the row, held until the end of the transaction."""
    job = Job.objects.select_for_update().filter(id=job_id).first()
    if job is None:
        raise NoSuchJob
    return job
