# SPDX-License-Identifier: Apache-2.0
"""Storage of the audit: lines that are only ever added, and the anchors that bind them to the ledger.

Model methods and database triggers (migration 0002) both refuse change. The one change a line allows is
from "not yet anchored" to the number of its anchor. Ids are numbers of the database, so that the order of
lines under an anchor is the order of the table.
"""

from typing import Any

from django.db import models

from taawun.kernel.errors import AuditIsAppendOnly


class Outcome(models.TextChoices):
    """Whether the act was allowed."""

    ALLOWED = "allowed", "allowed"
    REFUSED = "refused", "refused"


class AppendOnly(models.QuerySet[Any]):
    """Rows that can be added and read, and nothing else."""

    def update(self, **_kwargs: Any) -> int:
        """Refuse."""
        raise AuditIsAppendOnly

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AuditIsAppendOnly


class AppendOnlyModel(models.Model):
    """A row that can be added and read, and nothing else."""

    objects = AppendOnly.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuse to change one that exists."""
        if not self._state.adding:
            raise AuditIsAppendOnly
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AuditIsAppendOnly


class Anchor(AppendOnlyModel):
    """The Merkle root of a range of lines, and the ledger entry that holds it."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    lines = models.BigIntegerField()
    root = models.CharField(max_length=64)
    entry = models.CharField(max_length=36)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.id}: {self.root}"


class Line(AppendOnlyModel):
    """One act or one reading: who, what, on which object, why, and whether it was allowed."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    officer_id = models.CharField(max_length=36, blank=True)
    authority = models.CharField(max_length=80, blank=True)
    actor_kind = models.CharField(max_length=20)
    act = models.CharField(max_length=80)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=120)
    purpose = models.CharField(max_length=200)
    outcome = models.CharField(max_length=7, choices=Outcome, default=Outcome.ALLOWED)
    section = models.CharField(max_length=20, blank=True)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    anchored_in = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=("officer_id", "id"), name="audit_line_officer"),
            models.Index(fields=("object_type", "object_id", "id"), name="audit_line_object"),
            models.Index(fields=("at", "id"), name="audit_line_at"),
            models.Index(fields=("id",), condition=models.Q(anchored_in__isnull=True), name="audit_line_waiting"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(purpose=""), name="audit_line_has_purpose"),
            models.CheckConstraint(condition=models.Q(outcome__in=("allowed", "refused")), name="audit_line_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.id}: {self.act}"
