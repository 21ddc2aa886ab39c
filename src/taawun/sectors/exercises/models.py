# SPDX-License-Identifier: Apache-2.0
"""What this node keeps of an exercise beside its case: its own injects once armed, their firing, the improvement plan.

The plan itself is in the case, which both nodes hold; here stands what the clock of this node needs without a person.
"""

from django.db import models

from taawun.apps.ids import ID_CHARACTERS, new_id


class Armed(models.Model):
    """One inject that this node fires: made when an officer armed the agreed plan."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    case = models.CharField(max_length=ID_CHARACTERS)
    name = models.CharField(max_length=300)
    speed = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    minute = models.PositiveIntegerField()
    party = models.CharField(max_length=2)  # of the player who gets it
    addressee = models.CharField(max_length=300)
    channel = models.CharField(max_length=20)
    text = models.CharField(max_length=4_000)
    release = models.CharField(max_length=ID_CHARACTERS, blank=True)  # of one that goes to the other node
    armed = models.DateTimeField()

    class Meta:
        ordering = ("case", "minute", "number")
        constraints = [models.UniqueConstraint(fields=("case", "number"), name="exercises_armed_once")]

    def __str__(self) -> str:
        return f"{self.case} {self.number}"


class Fired(models.Model):
    """That an inject of ours was fired: once, at a moment, and never otherwise."""

    inject = models.OneToOneField(Armed, on_delete=models.PROTECT, related_name="firing")
    at = models.DateTimeField()
    envelope = models.CharField(max_length=ID_CHARACTERS, blank=True)

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"firing of {self.inject_id}"


class Controller(models.Model):
    """One officer of this node who controls an exercise, beside whoever opened it here."""

    case = models.CharField(max_length=ID_CHARACTERS)
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    added_by = models.CharField(max_length=ID_CHARACTERS)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = [models.UniqueConstraint(fields=("case", "officer_id"), name="exercises_controller_once")]

    def __str__(self) -> str:
        return f"controller of {self.case}"


class Seat(models.Model):
    """One officer of this node who plays one of its players; `addressee` is the player's name as injects have it."""

    case = models.CharField(max_length=ID_CHARACTERS)
    code = models.CharField(max_length=200)
    addressee = models.CharField(max_length=300)
    officer_id = models.CharField(max_length=ID_CHARACTERS, db_index=True)
    added_by = models.CharField(max_length=ID_CHARACTERS)
    at = models.DateTimeField()

    class Meta:
        ordering = ("case", "code", "id")
        constraints = [models.UniqueConstraint(fields=("case", "code", "officer_id"), name="exercises_seat_once")]

    def __str__(self) -> str:
        return f"seat of {self.case}"


class Improvement(models.Model):
    """One item of the improvement plan; `action` is the committee's case that it became, empty before."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    case = models.CharField(max_length=ID_CHARACTERS, db_index=True)
    capability = models.CharField(max_length=200)
    text = models.CharField(max_length=2_000)
    owner = models.CharField(max_length=2)
    authority = models.CharField(max_length=200)
    due = models.DateField()
    result = models.CharField(max_length=2_000)
    action = models.CharField(max_length=ID_CHARACTERS, blank=True)
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"improvement of {self.case}"
