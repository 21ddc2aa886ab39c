# SPDX-License-Identifier: Apache-2.0
"""Clocks that run on a case, what they told, and the tasks that people must do (spec §60.11 to §60.13)."""

from django.db import models

from taawun.apps.cases.models.cases import REASON_CHARACTERS, SLUG_CHARACTERS, TITLE_CHARACTERS, Case
from taawun.apps.ids import ID_CHARACTERS

KEY_CHARACTERS = 200


class Clock(models.Model):
    """One clock of one case. `next_at` is when the worker must look at it again; null once there is nothing to do."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    rule = models.CharField(max_length=SLUG_CHARACTERS)
    step = models.CharField(max_length=KEY_CHARACTERS)  # the move that started it, and when
    started = models.DateTimeField()
    pauses = models.JSONField(default=list)  # [from, to or null, reason], in wire times
    extended = models.PositiveIntegerField(default=0)  # in the unit of the rule
    marks = models.JSONField(default=list)  # [when, what] of each warning, in wire times
    due = models.DateTimeField(null=True)  # unknown while it stands still
    stopped = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)  # it ran out, and the task was raised
    told = models.DateTimeField(null=True)  # warnings up to here were given
    at_end = models.CharField(max_length=SLUG_CHARACTERS, blank=True)  # the task of ours that its end raises
    role = models.CharField(max_length=SLUG_CHARACTERS, blank=True)  # whose task that is
    next_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due", "id")
        constraints = [models.UniqueConstraint(fields=("case", "rule", "step"), name="cases_clock_once")]
        indexes = [
            models.Index(fields=("next_at",), condition=models.Q(next_at__isnull=False), name="cases_clock_next"),
            models.Index(
                fields=("due",),
                condition=models.Q(told__isnull=False, stopped__isnull=True),
                name="cases_clock_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} of {self.case_id}"


class ClockEvent(models.Model):
    """What a clock told, or what was done to it: a warning, its end, a pause with its reason."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="events")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clock_events")
    kind = models.CharField(max_length=12)  # started, warned, ended, paused, resumed, extended, stopped
    what = models.CharField(max_length=40, blank=True)  # "75 %" or "day:18"
    reason = models.CharField(max_length=REASON_CHARACTERS, blank=True)
    officer_id = models.CharField(max_length=ID_CHARACTERS, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.what}"


class Task(models.Model):
    """Something a person must do. The system raises it and never does it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    slug = models.CharField(max_length=SLUG_CHARACTERS)
    source = models.CharField(max_length=KEY_CHARACTERS)  # the move, the clock or the act that raised it
    role = models.CharField(max_length=SLUG_CHARACTERS)
    note = models.CharField(max_length=TITLE_CHARACTERS, blank=True)  # slugs and numbers, never personal data
    raised = models.DateTimeField()
    due = models.DateTimeField(null=True)
    done = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=ID_CHARACTERS, blank=True)
    why = models.CharField(max_length=REASON_CHARACTERS, blank=True, default="", db_default="")  # said by who ended it

    class Meta:
        ordering = ("due", "raised", "id")
        constraints = [models.UniqueConstraint(fields=("case", "slug", "source"), name="cases_task_once")]
        indexes = [
            models.Index(fields=("role", "due"), condition=models.Q(done__isnull=True), name="cases_task_open"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} of {self.case_id}"
