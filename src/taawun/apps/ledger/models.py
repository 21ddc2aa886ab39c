# SPDX-License-Identifier: Apache-2.0
"""What the ledger keeps: entries, tiles, checkpoints, cosignatures, and what it knows of the other ledger.

Rows are written by services.py alone. Entries and checkpoints are never changed, but for two things: an
entry gets its place when it is sealed, and loses salt and digest when it is erased (spec §40.17).
"""

from django.db import models

from taawun.kernel.ledger import checkpoint as checkpoints
from taawun.kernel.ledger import tiles


class Head(models.Model):
    """The one row that a sealer locks: how many entries are sealed."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="ledger_head_is_one_row")]

    def __str__(self) -> str:
        """Return the size."""
        return f"{self.size} sealed"


class Entry(models.Model):
    """One act, as it stands in the ledger (spec §40.3)."""

    uuid = models.UUIDField(unique=True)
    kind = models.CharField(max_length=32)
    at = models.DateTimeField()
    salt = models.BinaryField(null=True)
    digest = models.BinaryField(null=True)
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField()
    leaf_index = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="ledger_entry_waiting", condition=models.Q(leaf_index__isnull=True))
        ]
        constraints = [
            # Partial, so that a waiting entry costs no index work twice.
            models.UniqueConstraint(
                fields=["leaf_index"],
                name="ledger_entry_place_once",
                condition=models.Q(leaf_index__isnull=False),
            ),
            models.CheckConstraint(
                condition=models.Q(salt__isnull=True, digest__isnull=True)
                | models.Q(salt__isnull=False, digest__isnull=False),
                name="ledger_entry_erased_whole",
            ),
        ]

    def __str__(self) -> str:
        """Return kind and identifier."""
        return f"{self.kind} {self.uuid}"


class Tile(models.Model):
    """One tile at its present width; a narrower one is its beginning (spec §40.7).

    The data of a full tile ends with its middle row (`kernel.ledger.tiles.MIDDLE`), kept for speed.
    """

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    width = models.PositiveSmallIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="ledger_tile_once")]

    def __str__(self) -> str:
        """Return the C2SP path."""
        return tiles.tile_path(self.level, self.index, self.width)


class Checkpoint(models.Model):
    """A size and root that this node signed (spec §40.8)."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.BinaryField()
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Return the size."""
        return f"checkpoint of {self.size}"


class Cosignature(models.Model):
    """A witness's line under one of our checkpoints (spec §40.10)."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="cosignatures")
    party = models.CharField(max_length=2)
    algorithm = models.CharField(max_length=32)
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkpoint", "party", "algorithm"], name="ledger_cosignature_once")
        ]

    def __str__(self) -> str:
        """Return who cosigned."""
        return f"{self.party} {self.algorithm}"


class PeerCheckpoint(models.Model):
    """The last checkpoint of another party's ledger that we cosigned (spec §40.13)."""

    party = models.CharField(max_length=2, unique=True)
    size = models.BigIntegerField(default=0)
    root = models.BinaryField(default=bytes)
    note = models.BinaryField(default=bytes)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return party and size."""
        return f"{self.party} {self.size}"

    def known(self) -> checkpoints.Checkpoint | None:
        """Return the checkpoint, or None before the first."""
        if not self.note:
            return None
        origin = checkpoints.origin_of(self.party)
        return checkpoints.Checkpoint(origin, self.size, bytes(self.root), bytes(self.note))


class Alert(models.Model):
    """A refused checkpoint of another party: the evidence, shown until somebody has dealt with it (spec §40.14)."""

    party = models.CharField(max_length=2)
    code = models.CharField(max_length=64)
    conclusive = models.BooleanField()
    known_note = models.BinaryField()
    offered_note = models.BinaryField()
    offered_digest = models.CharField(max_length=64)
    proof = models.BinaryField()
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "offered_digest"], name="ledger_alert_once")]
        indexes = [models.Index(fields=["at"], name="ledger_alert_open", condition=models.Q(settled_at__isnull=True))]

    def __str__(self) -> str:
        """Return party and code."""
        return f"{self.party} {self.code}"
