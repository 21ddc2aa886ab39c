# SPDX-License-Identifier: Apache-2.0
"""Papers of a case, by their digest, and evidence with its chain of custody (spec §60.9)."""

from django.db import models

from taawun.apps.cases.models.cases import (
    DIGEST_CHARACTERS,
    REASON_CHARACTERS,
    SLUG_CHARACTERS,
    TITLE_CHARACTERS,
    Case,
)
from taawun.apps.ids import ID_CHARACTERS, new_id


class PaperKind(models.TextChoices):
    """What a paper is."""

    DOCUMENT = "document", "document"
    TRANSLATION = "translation", "translation"
    LETTER = "letter", "letter"
    EVIDENCE = "evidence", "evidence"
    REFERENCE = "reference", "reference"  # named by a move of the other side; its bytes have not come


class Paper(models.Model):
    """One paper. Its bytes lie in the folder of papers under their digest; a reference has none here."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=12, choices=PaperKind)
    form = models.CharField(max_length=SLUG_CHARACTERS, blank=True)  # of a letter: which one
    name = models.CharField(max_length=TITLE_CHARACTERS)
    language = models.CharField(max_length=35)  # BCP 47; empty if not said
    media_type = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=DIGEST_CHARACTERS)
    size = models.BigIntegerField()  # bytes
    translates = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="translations")
    translator = models.CharField(max_length=TITLE_CHARACTERS, blank=True)
    party = models.CharField(max_length=2)  # whose it is
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    authority = models.CharField(max_length=SLUG_CHARACTERS, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        indexes = [models.Index(fields=("sha256",), name="cases_paper_digest")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="translation") | ~models.Q(translator=""), name="cases_paper_translator"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Evidence(models.Model):
    """A paper that is to serve as evidence: where it comes from, and whether anything taints it (CAT 15)."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="evidence")
    what = models.CharField(max_length=TITLE_CHARACTERS)
    provenance = models.CharField(max_length=REASON_CHARACTERS)
    tainted = models.BooleanField(default=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.id


class Custody(models.Model):
    """One link of a chain of custody; each commits to the one before it."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="custody")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=SLUG_CHARACTERS)  # taken_in, handed_over, opened, copied, returned
    held_by = models.CharField(max_length=TITLE_CHARACTERS)
    reason = models.CharField(max_length=REASON_CHARACTERS)
    sha256 = models.CharField(max_length=DIGEST_CHARACTERS)  # as it was measured then
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    authority = models.CharField(max_length=SLUG_CHARACTERS)
    at = models.DateTimeField()
    previous = models.CharField(max_length=DIGEST_CHARACTERS, blank=True)
    digest = models.CharField(max_length=DIGEST_CHARACTERS)

    class Meta:
        ordering = ("evidence", "number")
        constraints = [models.UniqueConstraint(fields=("evidence", "number"), name="cases_custody_once")]

    def __str__(self) -> str:
        return f"{self.act} {self.number}"
