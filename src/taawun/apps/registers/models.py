# SPDX-License-Identifier: Apache-2.0
"""Storage of the registers: records, their immutable versions, their match keys, and imports.

A version is added and never changed: the model refuses, the table has a trigger, and number and digest are
unique. It can only be erased as a whole, which the ledger survives (spec §80.2, §40.17).
"""

from typing import Any

from django.db import models
from django.db.models import Q

from taawun.apps.ids import ID_CHARACTERS, new_id
from taawun.apps.registers.consents.models import ConsentReply, ConsentRequest  # noqa: F401  # found here by Django
from taawun.apps.registers.keys import KEY_CHARACTERS
from taawun.kernel.errors import Immutable

SLUG_CHARACTERS = 80
VALUE_CHARACTERS = 200
WORD_CHARACTERS = 60
CAPTION_CHARACTERS = 300
DIGEST_CHARACTERS = 64


class Import(models.Model):
    """One file that became records: where it came from, and how it may be undone."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    source = models.CharField(max_length=40)
    file_digest = models.CharField(max_length=DIGEST_CHARACTERS)
    settings = models.JSONField()
    officer_id = models.CharField(max_length=ID_CHARACTERS, blank=True)
    authority = models.CharField(max_length=SLUG_CHARACTERS)
    purpose = models.CharField(max_length=SLUG_CHARACTERS)
    job = models.CharField(max_length=ID_CHARACTERS, blank=True)
    created = models.DateTimeField()
    finished = models.DateTimeField(null=True)
    undone = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created", "-id")

    def __str__(self) -> str:
        return f"{self.source} {self.id}"


class ImportProblem(models.Model):
    """Why one row of a file became no record. It never repeats the value."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    field = models.CharField(max_length=80, blank=True)
    what = models.CharField(max_length=200)

    class Meta:
        ordering = ("of", "row", "id")
        indexes = [models.Index(fields=("of", "row"), name="registers_problem_row")]

    def __str__(self) -> str:
        return f"{self.row}: {self.field} {self.what}"


class Record(models.Model):
    """One originator's statement; what it says is in its versions."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    type = models.CharField(max_length=SLUG_CHARACTERS)
    originator = models.CharField(max_length=2)
    authority = models.CharField(max_length=SLUG_CHARACTERS)
    holder = models.CharField(max_length=SLUG_CHARACTERS, blank=True)
    version = models.PositiveIntegerField()
    caption = models.CharField(max_length=CAPTION_CHARACTERS)
    review = models.DateField()
    subject = models.CharField(max_length=ID_CHARACTERS, blank=True)
    exercise = models.BooleanField(default=False, db_default=False)  # as the marking of each version says (§88.2)
    purposes = models.TextField(default="", db_default="")  # of the current marking, and whom its colour leaves:
    audience = models.TextField(default="", db_default="")  # counting.py alone reads them
    created = models.DateTimeField()
    updated = models.DateTimeField()
    imported = models.ForeignKey(Import, null=True, on_delete=models.PROTECT, related_name="records")

    class Meta:
        ordering = ("-updated", "-id")
        indexes = [
            models.Index(fields=("type", "-updated", "-id"), name="registers_record_type"),
            models.Index(fields=("originator", "-updated", "-id"), name="registers_record_origin"),
            models.Index(fields=("-updated", "-id"), name="registers_record_updated"),
            models.Index(fields=("review",), name="registers_record_review"),
            models.Index(fields=("subject",), condition=~Q(subject=""), name="registers_record_subject"),
            models.Index(
                fields=("type", "-updated", "-id"), condition=Q(exercise=True), name="registers_record_exercise"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(version__gte=1), name="registers_record_version"),
            models.CheckConstraint(condition=~Q(originator=""), name="registers_record_originator"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.id}"


class Versions(models.QuerySet["RecordVersion"]):
    """Versions, which can be added and read."""

    def update(self, **_kwargs: Any) -> int:
        """Refuse."""
        raise Immutable

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise Immutable

    def erase(self) -> int:
        """Erase whole versions. Only for services that have decided and recorded it."""
        return int(self._raw_delete(self.db))


class RecordVersion(models.Model):
    """One version of a record, as its originator stated it."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    data = models.JSONField()
    marking = models.JSONField()
    salt = models.CharField(max_length=22)
    previous = models.CharField(max_length=DIGEST_CHARACTERS, blank=True)
    digest = models.CharField(max_length=DIGEST_CHARACTERS)
    reason = models.CharField(max_length=2_000)
    created = models.DateTimeField()
    officer_id = models.CharField(max_length=ID_CHARACTERS, blank=True)
    received = models.DateTimeField(null=True)
    envelope = models.CharField(max_length=ID_CHARACTERS, blank=True)

    objects = Versions.as_manager()

    class Meta:
        ordering = ("record", "number")
        constraints = [
            models.UniqueConstraint(fields=("record", "number"), name="registers_version_number"),
            models.UniqueConstraint(fields=("digest",), name="registers_version_digest"),
            models.CheckConstraint(condition=Q(number__gte=1), name="registers_version_from_one"),
            models.CheckConstraint(condition=~Q(reason=""), name="registers_version_reason"),
            models.CheckConstraint(condition=Q(number=1) ^ ~Q(previous=""), name="registers_version_chain"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} version {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the version; refuse to change one that exists."""
        if not self._state.adding:
            raise Immutable
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise Immutable


class RecordKey(models.Model):
    """One match key of the current version of a record."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="keys")
    field = models.CharField(max_length=40)
    key = models.CharField(max_length=KEY_CHARACTERS)

    class Meta:
        indexes = [models.Index(fields=("key", "field"), name="registers_key")]
        constraints = [
            models.UniqueConstraint(fields=("record", "field", "key"), name="registers_key_once"),
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.record_id}"


class RecordValue(models.Model):
    """One value of the current version of a record, by which lists are narrowed, sorted and charted.

    The time of the record stands here too, so that one index gives a list in its order.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="values_kept")
    type = models.CharField(max_length=SLUG_CHARACTERS)
    field = models.CharField(max_length=40)
    value = models.CharField(max_length=VALUE_CHARACTERS, blank=True)
    number = models.DecimalField(max_digits=27, decimal_places=9, null=True)
    updated = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=("type", "field", "value", "updated", "record"), name="registers_value")]

    def __str__(self) -> str:
        return f"{self.field} of {self.record_id}"


class RecordWord(models.Model):
    """One later word of a name of the current version of a record."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="words_kept")
    word = models.CharField(max_length=WORD_CHARACTERS)

    class Meta:
        indexes = [models.Index(fields=("word", "record"), name="registers_word")]

    def __str__(self) -> str:
        return f"a word of {self.record_id}"


class Extraction(models.Model):
    """By which declaration of a type the values beside its records were last taken out of them."""

    type = models.CharField(primary_key=True, max_length=SLUG_CHARACTERS)
    digest = models.CharField(max_length=DIGEST_CHARACTERS)
    job = models.CharField(max_length=ID_CHARACTERS, blank=True)

    def __str__(self) -> str:
        return self.type


class RecordDraft(models.Model):
    """What an officer has typed into a form and not yet stated; it is theirs alone and leaves with the statement."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS)
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    type = models.CharField(max_length=SLUG_CHARACTERS)
    record = models.CharField(max_length=ID_CHARACTERS, blank=True)
    said = models.JSONField()
    kept = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=("officer_id", "-kept"), name="registers_draft_officer"),
            models.Index(fields=("record",), condition=~Q(record=""), name="registers_draft_record"),
        ]

    def __str__(self) -> str:
        return f"a draft of {self.officer_id}"


class SavedSearch(models.Model):
    """A list as an officer has narrowed it, under a name of their own; it is theirs alone."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    page = models.CharField(max_length=40)
    title = models.CharField(max_length=80)
    query = models.CharField(max_length=1_000)

    class Meta:
        ordering = ("title", "id")
        indexes = [models.Index(fields=("officer_id", "page"), name="registers_saved_search")]

    def __str__(self) -> str:
        return f"a search of {self.officer_id}"
