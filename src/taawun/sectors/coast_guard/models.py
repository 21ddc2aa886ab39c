# SPDX-License-Identifier: Apache-2.0
"""Tables of positions: many of a vessel and a day in one row, packed, because a coast hears millions (decision 0030).

They are no records: nobody states them, and they go after a time (spec §80.60). A feed is where they came from.
"""

from django.db import models

from taawun.apps.ids import ID_CHARACTERS, new_id

LIVE = "live"
FILE = "file"


class Feed(models.Model):
    """One file, or one stream, and what was heard of it. A file is shown only when it is whole."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=[(LIVE, LIVE), (FILE, FILE)])
    name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    officer_id = models.CharField(max_length=ID_CHARACTERS, blank=True)
    authority = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=80)
    job = models.CharField(max_length=ID_CHARACTERS, blank=True)
    created = models.DateTimeField()
    finished = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    """What was heard: sentences, messages, decoded, and what was wrong, by kind; `where` has the lines of it."""

    class Meta:
        ordering = ("-created", "-id")

    def __str__(self) -> str:
        return self.id


class Leg(models.Model):
    """Positions of one vessel on one day, in the order in which they came; `store.py` packs them."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="legs", db_index=False)
    mmsi = models.BigIntegerField()
    day = models.DateField()
    number = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    points = models.BinaryField()
    stored = models.DateField()

    class Meta:
        ordering = ("day", "mmsi", "number")
        constraints = [models.UniqueConstraint(fields=("feed", "mmsi", "day", "number"), name="coast_leg_once")]
        indexes = [models.Index(fields=("day", "mmsi"), name="coast_leg_day"),
                   models.Index(fields=("stored",), name="coast_leg_stored")]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.mmsi} {self.day} {self.number}"


class Vessel(models.Model):
    """What a vessel last said of itself, as transmitted; nothing of it was checked."""

    mmsi = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=20, blank=True)
    imo = models.BigIntegerField(null=True)
    """None where no message stated one; 0 is what a vessel states that bears none."""
    call_sign = models.CharField(max_length=7, blank=True)

    class Meta:
        ordering = ("mmsi",)

    def __str__(self) -> str:
        return str(self.mmsi)
