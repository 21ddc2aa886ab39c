# SPDX-License-Identifier: Apache-2.0
"""What people judged about a case: gates, assurances, blocks and later charges (spec §60.6 to §60.8, §60.15)."""

from django.db import models

from taawun.apps.cases.models.cases import (
    DIGEST_CHARACTERS,
    REASON_CHARACTERS,
    SLUG_CHARACTERS,
    TITLE_CHARACTERS,
    Case,
)
from taawun.apps.ids import ID_CHARACTERS, new_id


class Judged(models.Model):
    """By which officer of which authority, and when. What is kept of it is in the order in which it was said."""

    officer_id = models.CharField(max_length=ID_CHARACTERS)
    authority = models.CharField(max_length=SLUG_CHARACTERS)
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ("id",)


class Assessment(Judged):
    """What an assessor said about a gate, once; a later one replaces it and none is erased."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    gate = models.CharField(max_length=SLUG_CHARACTERS)
    outcome = models.CharField(max_length=12)
    reason = models.CharField(max_length=REASON_CHARACTERS)
    source = models.CharField(max_length=REASON_CHARACTERS)
    waived = models.BooleanField(null=True)
    second = models.CharField(max_length=ID_CHARACTERS, blank=True)
    second_authority = models.CharField(max_length=SLUG_CHARACTERS, blank=True)
    covers = models.JSONField(null=True)  # digests of what was looked at; nothing where it was not written down

    class Meta(Judged.Meta):
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="cases_assessment_reasoned"),
            models.CheckConstraint(condition=~models.Q(officer_id=""), name="cases_assessment_by_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.gate} {self.outcome}"


class ReassessmentState(models.TextChoices):
    """The life of a reassessment."""

    OPEN = "open", "open"
    CONFIRMED = "confirmed", "confirmed"
    DECLINED = "declined", "declined"


class Reassessment(Judged):
    """A met mandatory gate that one authority would find not met after all; another authority must agree."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reassessments")
    gate = models.CharField(max_length=SLUG_CHARACTERS)
    outcome = models.CharField(max_length=12)
    reason = models.CharField(max_length=REASON_CHARACTERS)
    source = models.CharField(max_length=REASON_CHARACTERS)
    second_authority = models.CharField(max_length=SLUG_CHARACTERS)
    state = models.CharField(max_length=10, choices=ReassessmentState, default=ReassessmentState.OPEN)
    second = models.CharField(max_length=ID_CHARACTERS, blank=True)
    decided = models.DateTimeField(null=True)
    words = models.CharField(max_length=REASON_CHARACTERS, blank=True)  # of the second assessor
    covers = models.JSONField(null=True)  # as of an assessment: what the first assessor looked at

    class Meta:
        ordering = ("-at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=("case", "gate"), condition=models.Q(state="open"), name="cases_one_open_reassessment"
            ),
            models.CheckConstraint(
                condition=~models.Q(authority=models.F("second_authority")), name="cases_two_authorities"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate} {self.state}"


class Assurance(Judged):
    """A promise of the requesting side about one gate; the officer is who entered it, or gave it in a move."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assurances")
    gate = models.CharField(max_length=SLUG_CHARACTERS)
    text = models.TextField()
    given_by = models.CharField(max_length=TITLE_CHARACTERS)
    given_at = models.DateTimeField()
    move = models.CharField(max_length=DIGEST_CHARACTERS, blank=True, default="")  # of the other side, that gave it

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.gate} {self.id}"


class AssuranceFinding(Judged):
    """What a separate assessor made of an assurance; the last one counts."""

    assurance = models.ForeignKey(Assurance, on_delete=models.PROTECT, related_name="findings")
    sufficient = models.BooleanField()
    points = models.JSONField()  # question -> answer
    covers = models.JSONField(null=True)  # as of an assessment

    def __str__(self) -> str:
        return f"{self.assurance_id}: {self.sufficient}"


class Block(Judged):
    """A secret stop, set or lifted: the other side never learns of it, nor do officers who do not assess."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="blocks")
    kind = models.CharField(max_length=SLUG_CHARACTERS)
    lifted = models.BooleanField()
    reason = models.CharField(max_length=REASON_CHARACTERS)

    def __str__(self) -> str:
        return f"{self.kind} {'lifted' if self.lifted else 'set'}"


class Charge(Judged):
    """A charge brought after surrender, and whether it lies outside what was granted."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="charges")
    charge = models.CharField(max_length=SLUG_CHARACTERS)
    title = models.CharField(max_length=TITLE_CHARACTERS)
    source = models.CharField(max_length=REASON_CHARACTERS)
    outside = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.charge} {'outside' if self.outside else 'granted'}"
