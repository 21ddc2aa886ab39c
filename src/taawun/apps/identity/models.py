# SPDX-License-Identifier: Apache-2.0
"""Storage of identity: subjects, pairs and the judgements on them, screenings, watch lists and alerts.

Records are named by their identifiers, never by foreign keys: a record may be erased, and what was judged of
it must neither stop that nor go with it. A judgement is added and never changed (migration 0002 has the trigger).
"""

from typing import Any

from django.db import models
from django.db.models import F, Q

from taawun.apps.ids import ID_CHARACTERS, new_id
from taawun.kernel.errors import JudgementStands

SLUG_CHARACTERS = 80
REASON_CHARACTERS = 2_000
DIGEST_CHARACTERS = 64
TITLE_CHARACTERS = 200


class Verdict(models.TextChoices):
    """What an officer found about a pair; `OPEN` takes an earlier finding back."""

    SAME = "same", "same"
    DIFFERENT = "different", "different"
    UNSURE = "unsure", "unsure"
    OPEN = "open", "open"


class Subject(models.Model):
    """One real person, organisation, vessel or place, as this node believes; its records name it."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    created = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    into = models.CharField(max_length=ID_CHARACTERS, blank=True)

    class Meta:
        ordering = ("-created", "-id")

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Pair(models.Model):
    """Two records that may be about one subject. The smaller identifier stands on the left."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    left = models.CharField(max_length=ID_CHARACTERS)
    right = models.CharField(max_length=ID_CHARACTERS)
    left_version = models.PositiveIntegerField()
    right_version = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    """Codes of what speaks for and against; they repeat nothing of the records."""
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.OPEN)
    waiting = models.BooleanField(default=True)
    found = models.DateTimeField()
    claimed_by = models.CharField(max_length=ID_CHARACTERS, blank=True)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-score", "id")
        indexes = [
            models.Index(fields=("-score", "id"), condition=Q(waiting=True), name="identity_pair_waiting"),
            models.Index(fields=("right",), name="identity_pair_right"),
        ]
        constraints = [
            models.UniqueConstraint(fields=("left", "right"), name="identity_pair_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="identity_pair_order"),
            models.CheckConstraint(condition=Q(verdict__in=tuple(Verdict)), name="identity_pair_verdict"),
        ]

    def __str__(self) -> str:
        return f"{self.left} and {self.right}: {self.verdict}"


class Added(models.QuerySet[Any]):
    """Rows that can be added and read, and nothing else."""

    def update(self, **_kwargs: Any) -> int:
        """Refuse."""
        raise JudgementStands

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise JudgementStands


class Judgement(models.Model):
    """What one officer found about a pair, when and why. The highest number of a pair counts."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    pair = models.ForeignKey(Pair, on_delete=models.PROTECT, related_name="judgements")
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.CharField(max_length=REASON_CHARACTERS)
    left_version = models.PositiveIntegerField()
    right_version = models.PositiveIntegerField()
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    authority = models.CharField(max_length=SLUG_CHARACTERS)
    purpose = models.CharField(max_length=SLUG_CHARACTERS)
    created = models.DateTimeField()
    salt = models.CharField(max_length=22)
    digest = models.CharField(max_length=DIGEST_CHARACTERS)

    objects = Added.as_manager()

    class Meta:
        ordering = ("pair", "-number")
        constraints = [
            models.UniqueConstraint(fields=("pair", "number"), name="identity_judgement_number"),
            models.CheckConstraint(condition=~Q(reason=""), name="identity_judgement_reason"),
            models.CheckConstraint(condition=~Q(officer_id=""), name="identity_judgement_officer"),
        ]

    def __str__(self) -> str:
        return f"{self.pair_id} {self.number}: {self.verdict}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the judgement; refuse to change one that exists."""
        if not self._state.adding:
            raise JudgementStands
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise JudgementStands


class Screening(models.Model):
    """One entry, or one file of entries, that an officer held against what this node has."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    source = models.CharField(max_length=20)
    file_name = models.CharField(max_length=TITLE_CHARACTERS, blank=True)
    file_digest = models.CharField(max_length=DIGEST_CHARACTERS, blank=True)
    settings = models.JSONField()
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    authority = models.CharField(max_length=SLUG_CHARACTERS)
    purpose = models.CharField(max_length=SLUG_CHARACTERS)
    job = models.CharField(max_length=ID_CHARACTERS, blank=True)
    created = models.DateTimeField()
    finished = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created", "-id")
        indexes = [models.Index(fields=("officer_id", "-created"), name="identity_screening_officer")]

    def __str__(self) -> str:
        return f"{self.source} {self.id}"


class ScreenedRow(models.Model):
    """One entry of a screening: what was asked, and what of it could not be read (which never repeats a value)."""

    of = models.ForeignKey(Screening, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    asked = models.JSONField()
    problems = models.JSONField()
    lost = models.BooleanField(default=False)
    best = models.FloatField(default=0.0)

    class Meta:
        ordering = ("of", "number")
        indexes = [models.Index(fields=("of", "-best", "number"), name="identity_row_best")]
        constraints = [models.UniqueConstraint(fields=("of", "number"), name="identity_row_number")]

    def __str__(self) -> str:
        return f"{self.of_id} row {self.number}"


class Hit(models.Model):
    """A record that an entry of a screening may mean, as far as its officer was allowed to see it."""

    row = models.ForeignKey(ScreenedRow, on_delete=models.CASCADE, related_name="hits")
    record = models.CharField(max_length=ID_CHARACTERS)
    version = models.PositiveIntegerField()
    score = models.FloatField()
    parts = models.JSONField()
    reasons = models.JSONField()
    namesakes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("row", "-score", "id")
        constraints = [models.UniqueConstraint(fields=("row", "record"), name="identity_hit_once")]

    def __str__(self) -> str:
        return f"{self.row_id}: {self.record}"


class Source(models.TextChoices):
    """What a watch list is made of: chosen records, all of one import, or the United Nations list."""

    CHOSEN = "chosen", "chosen"
    IMPORT = "import", "import"
    UN = "un", "un"


class WatchList(models.Model):
    """A named list of records, with its owner, its purpose and the day on which it is looked at again."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    title = models.CharField(max_length=TITLE_CHARACTERS)
    source = models.CharField(max_length=10, choices=Source, default=Source.CHOSEN)
    imported = models.CharField(max_length=ID_CHARACTERS, blank=True)
    authority = models.CharField(max_length=SLUG_CHARACTERS)
    purpose = models.CharField(max_length=SLUG_CHARACTERS)
    threshold = models.FloatField()
    review = models.DateField()
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    created = models.DateTimeField()
    closed = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold__gte=0.0) & Q(threshold__lte=1.0), name="identity_list_threshold"
            ),
            models.CheckConstraint(condition=Q(source="import") ^ Q(imported=""), name="identity_list_import"),
        ]

    def __str__(self) -> str:
        return self.title


class WatchEntry(models.Model):
    """One record on a watch list, from a moment until another."""

    of = models.ForeignKey(WatchList, on_delete=models.CASCADE, related_name="entries")
    record = models.CharField(max_length=ID_CHARACTERS)
    reason = models.CharField(max_length=REASON_CHARACTERS)
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    added = models.DateTimeField()
    removed = models.DateTimeField(null=True)

    class Meta:
        ordering = ("of", "-added", "-id")
        indexes = [models.Index(fields=("record",), condition=Q(removed=None), name="identity_entry_record")]
        constraints = [
            models.UniqueConstraint(fields=("of", "record"), condition=Q(removed=None), name="identity_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.of_id}: {self.record}"


class AlertState(models.TextChoices):
    """Where an alert stands."""

    RAISED = "raised", "raised"
    ACKNOWLEDGED = "acknowledged", "acknowledged"
    CLOSED = "closed", "closed"


class Alert(models.Model):
    """A hit above a watch list's threshold: a listed record and another record, or a listed record and a row."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    of = models.ForeignKey(WatchList, on_delete=models.PROTECT, related_name="alerts")
    entry = models.CharField(max_length=ID_CHARACTERS)
    entry_version = models.PositiveIntegerField()
    hit = models.CharField(max_length=ID_CHARACTERS, blank=True)
    hit_version = models.PositiveIntegerField(default=0)
    row = models.ForeignKey(ScreenedRow, null=True, on_delete=models.PROTECT, related_name="alerts")
    score = models.FloatField()
    state = models.CharField(max_length=12, choices=AlertState, default=AlertState.RAISED)
    raised = models.DateTimeField()
    acknowledged_by = models.CharField(max_length=ID_CHARACTERS, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=ID_CHARACTERS, blank=True)
    closed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=REASON_CHARACTERS, blank=True)

    class Meta:
        ordering = ("-raised", "-id")
        indexes = [
            models.Index(fields=("state", "-raised", "-id"), name="identity_alert_state"),
            models.Index(fields=("entry",), name="identity_alert_entry"),
            models.Index(fields=("hit",), condition=~Q(hit=""), name="identity_alert_hit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("of", "entry", "hit"), condition=Q(row=None), name="identity_alert_record_once"
            ),
            models.UniqueConstraint(fields=("of", "entry", "row"), condition=Q(hit=""), name="identity_alert_row_once"),
            models.CheckConstraint(condition=Q(hit="") ^ Q(row=None), name="identity_alert_one_hit"),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(reason=""), name="identity_alert_closed_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_id}: {self.state}"


class IndexState(models.Model):
    """How far the index of names has come: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(default=0)
    """The highest row of the registers' versions that is in the index."""
    built = models.DateTimeField(null=True)
    records = models.PositiveIntegerField(default=0)
    job = models.CharField(max_length=ID_CHARACTERS, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="identity_index_one")]

    def __str__(self) -> str:
        return f"{self.records} records up to {self.version}"
