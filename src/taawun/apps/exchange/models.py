# SPDX-License-Identifier: Apache-2.0
"""Storage of the exchange: peers, releases, envelopes both ways, receipts, and what was refused."""

from typing import ClassVar

from django.db import models

from taawun.apps.ids import ID_CHARACTERS, new_id
from taawun.kernel.wire.envelope import GENESIS

DIGEST_CHARACTERS = 64
CODE_CHARACTERS = 80


class OwnRoster(models.Model):
    """One version of our own roster, as signed and published."""

    version = models.PositiveIntegerField(unique=True)
    digest = models.CharField(max_length=DIGEST_CHARACTERS, unique=True)
    document = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"roster {self.version}"


class PeerState(models.TextChoices):
    """How far two nodes have come with each other."""

    OFFERED = "offered", "offered"  # they sent their half; nobody here has confirmed it
    CONFIRMED = "confirmed", "confirmed"  # we confirmed; their half is missing
    PAIRED = "paired", "paired"
    SUSPENDED = "suspended", "suspended"


class Peer(models.Model):
    """The node of another party: where it is, whom it trusts to sign, and how far both chains have come."""

    party = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=200)
    url = models.CharField(max_length=500)
    state = models.CharField(max_length=20, choices=PeerState)
    roster = models.BinaryField()
    roster_version = models.PositiveIntegerField()
    roster_digest = models.CharField(max_length=DIGEST_CHARACTERS)
    paired_at = models.DateTimeField(null=True)
    told_version = models.PositiveIntegerField(default=0)  # the newest of our rosters that they have
    out_seq = models.BigIntegerField(default=0)
    out_digest = models.CharField(max_length=DIGEST_CHARACTERS, default=GENESIS)
    in_seq = models.BigIntegerField(default=0)
    in_digest = models.CharField(max_length=DIGEST_CHARACTERS, default=GENESIS)
    last_heard = models.DateTimeField(null=True)
    last_reached = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True)
    next_attempt = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("party",)

    def __str__(self) -> str:
        return self.party


class PeerRoster(models.Model):
    """Every version of a peer's roster that we have held; signatures made under it are checked with it."""

    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="rosters")
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=DIGEST_CHARACTERS)
    document = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("peer", "version"), name="exchange_peerroster_once")]

    def __str__(self) -> str:
        return f"{self.peer_id} roster {self.version}"


class Pairing(models.Model):
    """The two halves of a pairing statement (spec §10.7)."""

    peer = models.OneToOneField(Peer, on_delete=models.PROTECT, primary_key=True, related_name="pairing")
    statement = models.BinaryField()
    our_half = models.BinaryField(null=True)
    their_half = models.BinaryField(null=True)
    told = models.BooleanField(default=False)  # our half has reached them

    def __str__(self) -> str:
        return f"pairing with {self.peer_id}"


class ReleaseState(models.TextChoices):
    """The life of a release."""

    DRAFT = "draft", "draft"
    APPROVED = "approved", "approved"
    SENT = "sent", "sent"
    WITHDRAWN = "withdrawn", "withdrawn"


class Release(models.Model):
    """A content, and the statement under which it may leave."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    state = models.CharField(max_length=12, choices=ReleaseState, default=ReleaseState.DRAFT)
    kind = models.CharField(max_length=80)
    recipients = models.JSONField()
    statement = models.BinaryField()
    content = models.CharField(max_length=DIGEST_CHARACTERS)
    body = models.BinaryField()
    attachments = models.BinaryField()
    case = models.CharField(max_length=ID_CHARACTERS, blank=True)
    purpose = models.CharField(max_length=80)
    security = models.CharField(max_length=20)
    ask_read = models.BooleanField(default=False)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=80)
    drafter_id = models.CharField(max_length=ID_CHARACTERS)
    created = models.DateTimeField()
    expires = models.DateTimeField()

    class Meta:
        ordering = ("-created", "-id")
        indexes = [
            models.Index(fields=("state", "created"), name="exchange_release_waiting"),
            models.Index(fields=("object_type", "object_id"), name="exchange_release_of"),
            models.Index(fields=("-created", "-id"), name="exchange_release_newest"),
        ]

    def __str__(self) -> str:
        return self.id


class ReleasedObject(models.Model):
    """One of many objects that a release is about; of what type they are stands in the release, whose own is empty."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="objects_released", db_index=False)
    object_id = models.CharField(max_length=80)
    digest = models.CharField(max_length=DIGEST_CHARACTERS)  # of what stands in the release of it

    class Meta:
        constraints = [models.UniqueConstraint(fields=("release", "object_id"), name="exchange_releasedobject_once")]
        indexes = [models.Index(fields=("object_id",), name="exchange_releasedobject_of")]

    def __str__(self) -> str:
        return f"{self.object_id} in {self.release_id}"


class Approval(models.Model):
    """One officer's signatures on a release statement."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="approvals")
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    signatures = models.BinaryField()  # a canonical JSON list
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("release", "officer_id"), name="exchange_approval_once")]

    def __str__(self) -> str:
        return f"{self.officer_id} on {self.release_id}"


class OutState(models.TextChoices):
    """How far an envelope of ours has come."""

    QUEUED = "queued", "queued"
    DELIVERED = "delivered", "delivered"  # stored there, waiting for an earlier one
    ACCEPTED = "accepted", "accepted"
    REJECTED = "rejected", "rejected"


class OutEnvelope(models.Model):
    """An envelope we wrote: our own copy, and the sealed bytes for its recipient."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="outbox")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="envelopes")
    seq = models.BigIntegerField()
    digest = models.CharField(max_length=DIGEST_CHARACTERS)
    kind = models.CharField(max_length=80)
    case = models.CharField(max_length=ID_CHARACTERS, blank=True)
    data = models.BinaryField()
    wrap = models.BinaryField()
    wrap_index = models.PositiveIntegerField()
    ciphertext = models.BinaryField()
    item = models.CharField(max_length=DIGEST_CHARACTERS)
    entry_id = models.CharField(max_length=ID_CHARACTERS)  # its entry in our ledger
    state = models.CharField(max_length=12, choices=OutState, default=OutState.QUEUED)
    code = models.CharField(max_length=CODE_CHARACTERS, blank=True)
    section = models.CharField(max_length=20, blank=True)
    created = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    answered = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created", "-seq")
        constraints = [models.UniqueConstraint(fields=("peer", "seq"), name="exchange_out_one_place")]
        indexes = [
            models.Index(
                fields=("peer", "seq"),
                condition=models.Q(state="queued"),
                name="exchange_out_queue",
            ),
            models.Index(fields=("created",), name="exchange_out_created"),
            models.Index(
                fields=("peer", "state"),
                condition=models.Q(state__in=("delivered", "rejected")),
                name="exchange_out_unsettled",
            ),
        ]

    def __str__(self) -> str:
        return self.id


class InState(models.TextChoices):
    """What became of an authentic envelope from a peer."""

    HELD = "held", "held"
    ACCEPTED = "accepted", "accepted"
    REJECTED = "rejected", "rejected"


class InEnvelope(models.Model):
    """An authentic envelope from a peer, opened, with what was decided about it."""

    row = models.BigAutoField(primary_key=True)
    id = models.CharField(max_length=ID_CHARACTERS, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="inbox")
    seq = models.BigIntegerField()
    digest = models.CharField(max_length=DIGEST_CHARACTERS)
    kind = models.CharField(max_length=80)
    case = models.CharField(max_length=ID_CHARACTERS, blank=True)
    purpose = models.CharField(max_length=80)
    data = models.BinaryField()
    item = models.CharField(max_length=DIGEST_CHARACTERS)
    entry_id = models.CharField(max_length=ID_CHARACTERS)  # its entry in our ledger
    state = models.CharField(max_length=12, choices=InState)
    code = models.CharField(max_length=CODE_CHARACTERS, blank=True)
    section = models.CharField(max_length=20, blank=True)
    ask_read = models.BooleanField(default=False)
    received = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-received", "-seq")
        constraints = [
            models.UniqueConstraint(fields=("peer", "seq"), name="exchange_in_one_place"),
            models.UniqueConstraint(fields=("peer", "id"), name="exchange_in_once"),
        ]
        indexes = [
            models.Index(fields=("peer", "seq"), condition=models.Q(state="held"), name="exchange_in_held"),
            models.Index(fields=("received",), name="exchange_in_received"),
        ]

    def __str__(self) -> str:
        return self.id


class Receipt(models.Model):
    """A signed receipt, ours or theirs, as it was signed."""

    OURS: ClassVar[str] = "ours"
    THEIRS: ClassVar[str] = "theirs"

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="receipts")
    by = models.CharField(max_length=6, choices=[(OURS, OURS), (THEIRS, THEIRS)])
    envelope_id = models.CharField(max_length=ID_CHARACTERS, blank=True)
    kind = models.CharField(max_length=12)
    code = models.CharField(max_length=CODE_CHARACTERS, blank=True)
    document = models.BinaryField()
    at = models.DateTimeField()
    told = models.BooleanField(default=True)  # of ours: it has reached them

    class Meta:
        ordering = ("at", "id")
        indexes = [
            models.Index(fields=("envelope_id", "by"), name="exchange_receipt_of"),
            models.Index(fields=("peer",), condition=models.Q(told=False), name="exchange_receipt_untold"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.envelope_id}"


class Refusal(models.Model):
    """Something from outside that was refused: what rule it broke, and nothing of what it said."""

    at = models.DateTimeField()
    party = models.CharField(max_length=2, blank=True)  # as claimed or as proven
    code = models.CharField(max_length=CODE_CHARACTERS)
    section = models.CharField(max_length=20)
    item = models.CharField(max_length=DIGEST_CHARACTERS)
    size = models.PositiveIntegerField()  # bytes

    class Meta:
        ordering = ("-at", "-id")
        indexes = [models.Index(fields=("at",), name="exchange_refusal_at")]

    def __str__(self) -> str:
        return self.code


class Fork(models.Model):
    """Evidence that a peer signed two envelopes for one place of its chain."""

    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="forks")
    seq = models.BigIntegerField()
    data = models.BinaryField()  # the second envelope; the first is in the inbox
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.peer_id} forked at {self.seq}"
