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

CODE_CHARACTERS = 80


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

    @property
    def coming(self) -> "Arrival | None":
        """Return how far a paper of the other side has come; None for one that is here."""
        arrival: Arrival | None = getattr(self, "arrival", None)
        here = self.kind != PaperKind.REFERENCE or (arrival is not None and arrival.arrived is not None)
        return None if here else arrival or Arrival(paper=self)


class Arrival(models.Model):
    """How far the bytes of a paper have come that a move of the other side names (spec §30.19)."""

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, primary_key=True, related_name="arrival")
    envelope = models.CharField(max_length=ID_CHARACTERS)  # of the move that names it
    place = models.PositiveIntegerField()  # among the papers of the move, from 0
    held = models.BigIntegerField(default=0)  # bytes that are here, from the first on
    most = models.PositiveIntegerField()  # bytes that are asked for at once: fewer over a bad link
    tries = models.PositiveIntegerField(default=0)  # that failed since the last piece came
    code = models.CharField(max_length=CODE_CHARACTERS, blank=True)  # why the last one failed
    next_at = models.DateTimeField(null=True)  # when it is asked for again; empty once it is here, or given up
    arrived = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=("next_at",), name="cases_arrival_due")]

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.held}"


class Evidence(models.Model):
    """A paper that is to serve as evidence: where it comes from, and whether anything taints it (CAT 15)."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="evidence")
    what = models.CharField(max_length=TITLE_CHARACTERS)
    provenance = models.CharField(max_length=REASON_CHARACTERS)
    tainted = models.BooleanField(default=False)  # said when it was taken in; what was said since are its taints
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.id

    @property
    def is_tainted(self) -> bool:
        """Tell whether anybody ever said that it may have been got by torture."""
        return self.tainted or bool(self.taints.all())


class EvidenceTaint(models.Model):
    """That evidence may have been got by torture, said by an officer with the reason; nothing takes it back."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="taints")
    reason = models.CharField(max_length=REASON_CHARACTERS)
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    authority = models.CharField(max_length=SLUG_CHARACTERS)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.evidence_id} tainted"


class Custody(models.Model):
    """One link of a chain of custody; each commits to the one before it."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="custody")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=SLUG_CHARACTERS)  # a word of formats.papers.evidence.Act
    held_by = models.CharField(max_length=TITLE_CHARACTERS)
    giver = models.CharField(max_length=REASON_CHARACTERS, blank=True, default="")  # where it changed hands
    seal = models.CharField(max_length=TITLE_CHARACTERS, blank=True, default="")
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
