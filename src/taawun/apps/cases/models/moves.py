# SPDX-License-Identifier: Apache-2.0
"""Moves: those both sides know, those of our own, and the one that waits for approval (spec §60.3 to §60.5)."""

from django.db import models

from taawun.apps.cases.models.cases import DIGEST_CHARACTERS, REASON_CHARACTERS, SLUG_CHARACTERS, Case
from taawun.apps.ids import ID_CHARACTERS

TOKEN_CHARACTERS = 80


class MoveStatus(models.TextChoices):
    """What became of a shared move here."""

    APPLIED = "applied", "applied"
    VOID = "void", "void"  # lawful, but another one came before it
    WAITING = "waiting", "waiting"  # for moves that it names and that have not come
    REFUSED = "refused", "refused"  # ours, and the other side refused it for good: it is told of and never counts


class SharedMove(models.Model):
    """One move as it crossed. What it says never changes; its status may, when an earlier one arrives late."""

    digest = models.CharField(max_length=DIGEST_CHARACTERS, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moves")
    wire = models.BinaryField()  # canonical JSON
    move = models.CharField(max_length=SLUG_CHARACTERS)
    party = models.CharField(max_length=2)
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    authority = models.CharField(max_length=SLUG_CHARACTERS, blank=True)
    at = models.DateTimeField()
    known = models.DateTimeField()  # when it was sent or came
    release = models.CharField(max_length=ID_CHARACTERS, blank=True)  # of ours
    envelope = models.CharField(max_length=ID_CHARACTERS)
    status = models.CharField(max_length=8, choices=MoveStatus, default=MoveStatus.WAITING)
    why = models.JSONField(default=dict)  # of a void one: code, given, opens; of a refused one: code, section
    place = models.PositiveIntegerField(null=True)  # among the applied ones

    class Meta:
        ordering = ("known", "id")
        indexes = [models.Index(fields=("case", "known"), name="cases_shared_of")]

    def __str__(self) -> str:
        return f"{self.move} {self.digest}"


class PrivateMove(models.Model):
    """One move within our node, of which the other side never learns."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="private_moves")
    move = models.CharField(max_length=SLUG_CHARACTERS)
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    authority = models.CharField(max_length=SLUG_CHARACTERS)
    at = models.DateTimeField()
    base = models.CharField(max_length=DIGEST_CHARACTERS, blank=True)
    reasons = models.CharField(max_length=REASON_CHARACTERS, blank=True)
    token = models.CharField(max_length=TOKEN_CHARACTERS)  # of the click, so that two clicks are one move

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=("case", "token"), name="cases_private_once")]

    def __str__(self) -> str:
        return f"{self.move} of {self.case_id}"


class ProposalState(models.TextChoices):
    """The life of a proposal."""

    OPEN = "open", "open"
    MADE = "made", "made"
    WITHDRAWN = "withdrawn", "withdrawn"


class Proposal(models.Model):
    """A shared move that is drafted and waits for its release to be approved and sent."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proposals")
    move = models.CharField(max_length=SLUG_CHARACTERS)
    digest = models.CharField(max_length=DIGEST_CHARACTERS)
    wire = models.BinaryField()
    release = models.CharField(max_length=ID_CHARACTERS, unique=True)
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    authority = models.CharField(max_length=SLUG_CHARACTERS)
    at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=ProposalState, default=ProposalState.OPEN)
    ended = models.DateTimeField(null=True)
    token = models.CharField(max_length=TOKEN_CHARACTERS)

    class Meta:
        ordering = ("-at", "-id")
        constraints = [
            models.UniqueConstraint(fields=("case",), condition=models.Q(state="open"), name="cases_one_open_proposal"),
            models.UniqueConstraint(fields=("case", "token"), name="cases_proposal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.move} of {self.case_id}, {self.state}"
