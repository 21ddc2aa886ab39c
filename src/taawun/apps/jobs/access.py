# SPDX-License-Identifier: Apache-2.0
"""Who may see a job: the officer who submitted it, and an operator.

Looking at progress writes no audit line: a page asks every second, and a job row holds codes and counts.
What a job read or changed, it recorded itself.
"""

from django.db.models import QuerySet

from taawun.apps.jobs.models import Job
from taawun.apps.people.access import holds
from taawun.apps.people.models import Officer
from taawun.kernel.errors import NoSuchJob


def visible(officer: Officer) -> QuerySet[Job]:
    """Return the jobs an officer may see, newest first."""
    return Job.objects.all() if holds(officer, "operator") else Job.objects.filter(officer_id=officer.id)


def get(officer: Officer, job_id: str) -> Job:
    """Return one job; one that belongs to somebody else is as good as none."""
    job = visible(officer).filter(id=job_id).first()
    if job is None:
        raise NoSuchJob
    return job
