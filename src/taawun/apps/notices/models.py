# SPDX-License-Identifier: Apache-2.0
"""How an officer wants to be told that something waits, and when they last were."""

from django.db import models

from taawun.apps.ids import ID_CHARACTERS


class Every(models.TextChoices):
    """How often an officer is told at most."""

    NEVER = "never", "never"
    HOUR = "hour", "hour"
    DAY = "day", "day"


class Wish(models.Model):
    """One officer's wish. Without a row nobody is told anything."""

    officer_id = models.CharField(primary_key=True, max_length=ID_CHARACTERS)
    every = models.CharField(max_length=5, choices=Every.choices, default=Every.NEVER)
    mail = models.CharField(max_length=254, blank=True)
    webhook = models.BooleanField(default=False)
    told = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)  # of what was told last: the same is not told twice
    failed = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return f"the wish of {self.officer_id}"
