# SPDX-License-Identifier: Apache-2.0
"""An interview that is not finished: the answers so far, of one officer, until it becomes a record or is cleared."""

from django.db import models

from taawun.apps.ids import ID_CHARACTERS, new_id
from taawun.sectors.worker_protection.statistics.models import PrivacyBudget, StatisticsTable
from taawun.sectors.worker_protection.wages.models import ContractRow, WageFile, WageFinding, WageProblem, WageRow

__all__ = [
    "ContractRow", "Interview", "PrivacyBudget", "StatisticsTable", "WageFile", "WageFinding", "WageProblem", "WageRow",
]  # fmt: skip


class Interview(models.Model):
    """A draft of a screening; it is its officer's alone, and it is gone when the interview ends or is left."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    age = models.CharField(max_length=8, default="adult")
    language = models.CharField(max_length=80, blank=True)
    alone = models.CharField(max_length=8, blank=True)
    agreed = models.CharField(max_length=8, blank=True)
    name = models.CharField(max_length=500, blank=True)
    birth_date = models.CharField(max_length=23, blank=True)
    document_number = models.CharField(max_length=40, blank=True)
    answers = models.JSONField(default=dict)
    begun = models.DateTimeField()
    kept = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=("officer_id", "-kept"), name="worker_interview_officer")]

    def __str__(self) -> str:
        return self.id
