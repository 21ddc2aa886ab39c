# SPDX-License-Identifier: Apache-2.0
"""Tables of statistics that leave: the budget of each year, and each table with who asked and who approved."""

from django.db import models
from django.db.models import F, Q

from taawun.apps.ids import ID_CHARACTERS, new_id


class PrivacyBudget(models.Model):
    """What the tables with noise of one year may lose together, and have lost, in thousandths of epsilon."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    total = models.PositiveIntegerField()
    spent = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(spent__lte=F("total")), name="worker_budget_not_overspent")]

    def __str__(self) -> str:
        return f"{self.year}: {self.spent}/{self.total}"

    @property
    def left(self) -> int:
        """Return what is left, in thousandths."""
        return self.total - self.spent


class StatisticsTable(models.Model):
    """One table: asked for by one officer, made and approved by another. What it says is made at the approval."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    method = models.CharField(max_length=12)
    first = models.CharField(max_length=7)
    last = models.CharField(max_length=7)
    least = models.PositiveSmallIntegerField()
    loss = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10)
    asked_by = models.CharField(max_length=ID_CHARACTERS)
    asked = models.DateTimeField()
    decided_by = models.CharField(max_length=ID_CHARACTERS, blank=True)
    decided = models.DateTimeField(null=True)
    content = models.JSONField(default=dict)

    class Meta:
        ordering = ("-asked", "-id")

    def __str__(self) -> str:
        return self.id
