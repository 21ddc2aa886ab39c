# SPDX-License-Identifier: Apache-2.0
"""Tables of de-confliction: entries, the keyed digests of their targets, conflicts and who was told (spec §87).

They are no records: an entry is found by where and when it is, must be compared within milliseconds, and may be shown
to nobody who reads registers (decision 0039). What a live entry says is kept by a trigger as it was.
"""

from django.db import models

from taawun.apps.ids import ID_CHARACTERS, new_id
from taawun.engines.deconfliction.matching import Apart, Near

LABEL_CHARACTERS = 200
CONTACT_CHARACTERS = 120
PHONE_CHARACTERS = 40
NOTE_CHARACTERS = 500
PLACES_CHARACTERS = 6_000
DIGEST_CHARACTERS = 64


class Kind(models.TextChoices):
    """Of which kind an operation is."""

    RAID = "raid", "raid"
    SURVEILLANCE = "surveillance", "surveillance"
    UNDERCOVER = "undercover", "undercover"
    WARRANT = "warrant", "warrant"
    CONTROLLED_DELIVERY = "controlled_delivery", "controlled delivery"
    BOARDING = "boarding", "boarding"
    PATROL = "patrol", "patrol"


class State(models.TextChoices):
    """Where an entry stands; one that is live and past its end is over."""

    DRAFT = "draft", "draft"
    LIVE = "live", "live"
    WITHDRAWN = "withdrawn", "withdrawn"


class Stand(models.TextChoices):
    """Where a conflict stands."""

    OPEN = "open", "open"
    TOLD = "told", "told"
    CLOSED = "closed", "closed"


class Entry(models.Model):
    """One entry. `party` is empty for ours; `slot` is there while it is compared. Times are seconds since 1970."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    party = models.CharField(max_length=2, blank=True)
    authority = models.CharField(max_length=80, blank=True)
    lead_id = models.CharField(max_length=ID_CHARACTERS, blank=True)
    label = models.CharField(max_length=LABEL_CHARACTERS, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    form = models.CharField(max_length=8)
    places = models.CharField(max_length=PLACES_CHARACTERS)
    radius = models.FloatField(default=0)
    begins = models.BigIntegerField()
    ends = models.BigIntegerField()
    south = models.FloatField()
    north = models.FloatField()
    west = models.FloatField()
    width = models.FloatField()
    contact = models.CharField(max_length=CONTACT_CHARACTERS)
    phone = models.CharField(max_length=PHONE_CHARACTERS)
    slot = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    created = models.DateTimeField()
    live_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    asked_for = models.CharField(max_length=2, blank=True)
    """The partner to whose watch desk its lead asked to release it."""
    case_id = models.CharField(max_length=ID_CHARACTERS, blank=True)
    """The case in which it crossed, either way."""

    class Meta:
        ordering = ("-created", "-id")
        indexes = [
            models.Index(fields=("slot", "begins", "ends", "south", "north", "west", "width"), name="deconf_near"),
            models.Index(fields=("lead_id", "created"), name="deconf_lead"),
            models.Index(fields=("case_id",), name="deconf_case"),
            models.Index(fields=("ends",), condition=models.Q(slot__isnull=False), name="deconf_over"),
        ]

    def __str__(self) -> str:
        return self.id


class Target(models.Model):
    """One target key of an entry under one ring: "*" for our own (once it was empty), else the party of the pair."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="targets")
    ring = models.CharField(max_length=2, blank=True)
    digest = models.CharField(max_length=DIGEST_CHARACTERS)

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=("digest", "ring"), name="deconf_target"),
            models.Index(fields=("ring",), condition=models.Q(ring=""), name="deconf_former"),
        ]

    def __str__(self) -> str:
        return self.digest[:8]


class Conflict(models.Model):
    """Two entries that are too close. The watch desk owns it until it is closed."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    new = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="found")
    old = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="found_by", null=True)
    """None where the other node found it and told us no more than a contact."""
    same_target = models.BooleanField()
    near = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Near])
    apart = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Apart])
    contact = models.CharField(max_length=CONTACT_CHARACTERS, blank=True)
    phone = models.CharField(max_length=PHONE_CHARACTERS, blank=True)
    """Of the other lead, where `old` is None."""
    move = models.CharField(max_length=DIGEST_CHARACTERS, blank=True)
    """The move that pointed it out, by its digest, where `old` is None."""
    state = models.CharField(max_length=8, choices=Stand.choices, default=Stand.OPEN)
    opened = models.DateTimeField()
    due = models.DateTimeField()
    overdue = models.DateTimeField(null=True)
    """When the clock said that nobody had closed it in its time."""
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=ID_CHARACTERS, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=NOTE_CHARACTERS, blank=True)
    forgotten = models.DateTimeField(null=True)
    """When it was about to be erased."""

    class Meta:
        ordering = ("due", "id")
        constraints = [
            models.UniqueConstraint(fields=("new", "old"), name="deconf_once"),
            models.UniqueConstraint(fields=("move",), condition=~models.Q(move=""), name="deconf_pointed_once"),
        ]
        indexes = [models.Index(fields=("state", "due"), name="deconf_due")]

    def __str__(self) -> str:
        return self.id


class Side(models.Model):
    """One lead of this node in a conflict: when they were told, and when they said that they know."""

    conflict = models.ForeignKey(Conflict, on_delete=models.CASCADE, related_name="sides")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="sides")
    told = models.DateTimeField(null=True)
    acknowledged = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=("conflict", "entry"), name="deconf_side_once")]

    def __str__(self) -> str:
        return f"{self.conflict_id}: {self.entry_id}"


class Turn(models.Model):
    """One row that is locked while an entry becomes live, so that of two at once the second finds the first."""

    id = models.PositiveSmallIntegerField(primary_key=True)

    def __str__(self) -> str:
        return str(self.id)
