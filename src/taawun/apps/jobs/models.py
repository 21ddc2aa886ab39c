# SPDX-License-Identifier: Apache-2.0
"""Storage of jobs: one row holds the state, the progress and the place to resume from."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from taawun.apps.ids import ID_CHARACTERS, new_id
from taawun.apps.jobs.states import State


def _nothing() -> dict[str, Any]:
    return {}


class Job(models.Model):
    """One piece of long work."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    kind = models.CharField(max_length=80)
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    officer_id = models.CharField(max_length=ID_CHARACTERS, blank=True)
    params = models.JSONField(default=_nothing)
    cursor = models.JSONField(null=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    message = models.CharField(max_length=80, blank=True)
    result = models.JSONField(null=True)
    error = models.CharField(max_length=80, blank=True)
    section = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    created = models.DateTimeField()
    due = models.DateTimeField()
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField(null=True)
    lease_owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)

    class Meta:
        ordering = ("-created", "-id")
        indexes = [
            models.Index(fields=("due", "id"), condition=Q(state="queued"), name="jobs_job_queued"),
            models.Index(fields=("lease_until", "id"), condition=Q(state="running"), name="jobs_job_running"),
            models.Index(fields=("officer_id", "-created"), name="jobs_job_officer"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=tuple(State)), name="jobs_job_state"),
            models.CheckConstraint(condition=Q(done__gte=0), name="jobs_job_done"),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(done__lte=F("total")), name="jobs_job_within_total"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}: {self.state}"
