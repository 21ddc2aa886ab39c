# SPDX-License-Identifier: Apache-2.0
"""Tables of TAXII: collections, clients and their grants, objects as bytes, statuses, and servers that are polled.

An object belongs to an owner: the client that posted it ("c:…"), the party that it was released to ("p:PK"), or the
server that it was polled from ("s:…"). Its bytes are never changed (guards.py); times are microseconds since 1970.
"""

import uuid

from django.db import models
from django.db.models import Q

from taawun.apps.ids import ID_CHARACTERS, new_id
from taawun.formats.stix.ids import MOST

OWNER_CHARACTERS = 40
TITLE_CHARACTERS = 120


def random_id() -> str:
    """Return a random identifier: what outsiders see must not tell when it was made."""
    return str(uuid.uuid4())


class State(models.TextChoices):
    """Where an object stands: released by us, waiting to be graded, graded into a record, or refused."""

    RELEASED = "released", "released"
    WAITING = "waiting", "waiting"
    GRADED = "graded", "graded"
    REFUSED = "refused", "refused"


class Collection(models.Model):
    """One collection of our server, for one purpose. `last_added` grows with each object that is added."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=random_id, editable=False)
    title = models.CharField(max_length=TITLE_CHARACTERS)
    description = models.CharField(max_length=1_000, blank=True)
    purpose = models.CharField(max_length=80)
    authority = models.CharField(max_length=80)
    last_added = models.BigIntegerField()
    mixed = models.BooleanField(default=False)
    """True once it holds an object of STIX 2.0, so that versions of the specification must be told apart."""
    created = models.DateTimeField()
    closed = models.DateTimeField(null=True)

    class Meta:
        ordering = ("created", "id")

    def __str__(self) -> str:
        return self.title


class Client(models.Model):
    """A program of a party that may come, by the digest of its secret."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=random_id, editable=False)
    name = models.CharField(max_length=40, unique=True)
    party = models.CharField(max_length=2)
    digest = models.CharField(max_length=64, unique=True)
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    kept = models.PositiveBigIntegerField(default=0)
    """Bytes of objects that it has brought and that are kept."""
    created = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name",)
        constraints = [models.CheckConstraint(condition=~Q(party=""), name="taxii_client_party")]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """What a client may do with a collection."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="grants")
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="grants")
    may_read = models.BooleanField(default=False)
    may_write = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("client", "collection"), name="taxii_grant_once")]

    def __str__(self) -> str:
        return f"{self.client_id} {self.collection_id}"


class Object(models.Model):
    """One version of one STIX object, as its bytes came or as we wrote them."""

    collection = models.ForeignKey(Collection, null=True, on_delete=models.PROTECT, db_index=False)
    owner = models.CharField(max_length=OWNER_CHARACTERS)
    added = models.BigIntegerField()
    stix = models.CharField(max_length=MOST)
    type = models.CharField(max_length=250)
    version = models.BigIntegerField()
    spec = models.CharField(max_length=3)
    newest = models.BooleanField(default=True)
    oldest = models.BooleanField(default=True)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    release = models.CharField(max_length=ID_CHARACTERS, blank=True)
    state = models.CharField(max_length=8, choices=State.choices)
    record = models.CharField(max_length=ID_CHARACTERS, blank=True)
    reason = models.CharField(max_length=1_000, blank=True)
    settled_by = models.CharField(max_length=ID_CHARACTERS, blank=True)
    settled = models.DateTimeField(null=True)
    gone = models.DateTimeField(null=True)

    class Meta:
        ordering = ("added", "id")
        indexes = [
            models.Index(fields=("collection", "owner", "added"), condition=Q(gone=None), name="taxii_object_in_order"),
            models.Index(fields=("state", "-id"), condition=Q(state="waiting"), name="taxii_object_waiting"),
            models.Index(fields=("stix",), name="taxii_object_stix"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("collection", "owner", "stix", "version", "spec"),
                condition=Q(gone=None),
                name="taxii_object_kept",
            )
        ]

    def __str__(self) -> str:
        return self.stix


class Status(models.Model):
    """What became of one POST, for the client that sent it."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=random_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT)
    at = models.DateTimeField()
    body = models.BinaryField()

    class Meta:
        ordering = ("-at",)
        indexes = [models.Index(fields=("at",), name="taxii_status_at")]

    def __str__(self) -> str:
        return self.id


class Way(models.TextChoices):
    """In which way a server of others is used; nobody goes to one whose objects officers bring as files."""

    POLL = "poll", "poll"
    PUSH = "push", "push"
    FILE = "file", "file"


class Server(models.Model):
    """One collection at a server of others: polled from, or pushed to. Its secret stands in a file (secrets.py)."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    title = models.CharField(max_length=TITLE_CHARACTERS)
    way = models.CharField(max_length=4, choices=Way.choices)
    address = models.CharField(max_length=500)
    """The address of the collection: …/collections/{id}/."""
    username = models.CharField(max_length=200, blank=True)
    inside = models.BooleanField(default=False)
    """The operator said that the server stands inside: an address of a private network, or of this machine."""
    purpose = models.CharField(max_length=80)
    authority = models.CharField(max_length=80)
    party = models.CharField(max_length=2, blank=True)
    collection = models.ForeignKey(Collection, null=True, on_delete=models.PROTECT)
    """Of a push: which collection of ours, and what of it was released to which party."""
    after = models.CharField(max_length=40, blank=True)
    """What the server said last, exactly as it spelled it; of a push, our own place."""
    page = models.CharField(max_length=2_000, blank=True)
    due = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    said = models.CharField(max_length=200, blank=True)
    count = models.PositiveBigIntegerField(default=0)
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    created = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.title
