# SPDX-License-Identifier: Apache-2.0
"""What other apps ask about jobs."""

from taawun.apps.jobs.models import Job
from taawun.apps.jobs.states import FINAL, State


def has_ended(job_id: str) -> bool:
    """Tell whether a job has come to its end, whichever it was."""
    return Job.objects.filter(id=job_id, state__in=FINAL).exists()


def queued() -> int:
    """Return how many jobs wait to be taken."""
    return Job.objects.filter(state=State.QUEUED).count()


def find(job_id: str) -> Job | None:
    """Return a job, for a page that shows how far it has come."""
    return Job.objects.filter(id=job_id).first()
