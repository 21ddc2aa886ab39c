# SPDX-License-Identifier: Apache-2.0
"""Rows that a record cannot be: a seat that is taken once, and a badge that was signed (spec §80.92, §80.94)."""

from django.db import models

from taawun.apps.ids import ID_CHARACTERS, new_id

AUTHORITY_CHARACTERS = 64
REASON_CHARACTERS = 500
DID_CHARACTERS = 64
CODE_CHARACTERS = 200
DIGEST_CHARACTERS = 64


class Session(models.Model):
    """A session whose seats are counted; its row is locked while one is taken. What it says stands in its record."""

    record = models.CharField(primary_key=True, max_length=ID_CHARACTERS)

    def __str__(self) -> str:
        return self.record


class Place(models.Model):
    """One seat of a session, taken by one nomination; it counts as long as the case of the nomination is enrolled."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="places")
    case_id = models.CharField(max_length=ID_CHARACTERS, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.session_id}: {self.case_id}"


class Outcome(models.Model):
    """The record that says what a nomination came to: one of a nomination, however often its badge is signed."""

    case_id = models.CharField(primary_key=True, max_length=ID_CHARACTERS)
    record = models.CharField(max_length=ID_CHARACTERS)

    def __str__(self) -> str:
        return f"{self.case_id}: {self.record}"


class Badge(models.Model):
    """One badge as it was signed. What it says never changes; it can be revoked, once."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    case_id = models.CharField(max_length=ID_CHARACTERS)
    session = models.CharField(max_length=ID_CHARACTERS)
    authority = models.CharField(max_length=AUTHORITY_CHARACTERS)
    issuer = models.CharField(max_length=DID_CHARACTERS)
    index = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    document = models.BinaryField()  # canonical JSON
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    at = models.DateTimeField()
    revoked = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=ID_CHARACTERS, blank=True)
    reason = models.CharField(max_length=REASON_CHARACTERS, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        constraints = [
            models.UniqueConstraint(fields=("issuer", "index"), name="police_training_place_once"),
            models.UniqueConstraint(
                fields=("case_id",), condition=models.Q(revoked__isnull=True), name="police_training_badge_once"
            ),
        ]

    def __str__(self) -> str:
        return self.id


class Awarded(models.Model):
    """Of which course a badge is and whose, as the node asks: by the course's code and a digest of the service number.

    A badge that was signed before these were kept has none; its document is read instead.
    """

    badge = models.OneToOneField(Badge, primary_key=True, on_delete=models.PROTECT, related_name="awarded")
    code = models.CharField(max_length=CODE_CHARACTERS)
    holder = models.CharField(max_length=DIGEST_CHARACTERS)

    class Meta:
        indexes = [models.Index(fields=("holder", "code"), name="police_training_awarded_to")]

    def __str__(self) -> str:
        return f"{self.badge_id}: {self.code}"
