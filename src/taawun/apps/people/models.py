# SPDX-License-Identifier: Apache-2.0
"""Storage of people: authorities, officers, roles and keys.

What an officer may do follows from role rows alone. There is no superuser, no staff flag and no group; a
row is never deleted, because signatures made years ago still point at it.
"""

import unicodedata
from datetime import datetime
from typing import ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from taawun.apps.ids import ID_CHARACTERS, new_id
from taawun.apps.people import roles
from taawun.apps.rows import fetch

SLUG_CHARACTERS = 80
KEY_ID_CHARACTERS = 80


class Language(models.TextChoices):
    """The languages of the desk, each in its own name."""

    ENGLISH = "en", "English"
    ARABIC = "ar", "العربية"
    URDU = "ur", "اردو"


class Purpose(models.TextChoices):
    """What a key of the node is for; no key serves two purposes (spec §10.3)."""

    ROSTER = "roster", "roster"
    NODE = "node", "node"
    LEDGER = "ledger", "ledger"
    SEAL = "seal", "seal"


class Authority(models.Model):
    """An organisation of a party, ours or the other's."""

    party = models.CharField(max_length=2)
    code = models.SlugField(max_length=SLUG_CHARACTERS, db_index=False)
    title_en = models.CharField(max_length=200)
    title_ar = models.CharField(max_length=200)
    title_ur = models.CharField(max_length=200)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("party", "code")
        constraints = [models.UniqueConstraint(fields=("party", "code"), name="people_authority_one_code")]

    def __str__(self) -> str:
        return f"{self.party}/{self.code}"


class OfficerManager(BaseUserManager["Officer"]):
    """Finds officers by the name they sign in with, however it was typed."""

    def get_by_natural_key(self, username: str | None) -> "Officer":
        """Return the officer who signs in with this name."""
        return self.get(username=Officer.normalize_username(username or ""))


class Officer(AbstractBaseUser):
    """A person with an account at this node."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=200)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="officers")
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    time_zone = models.CharField(max_length=64, default="UTC")
    active = models.BooleanField(default=True)
    created = models.DateTimeField()

    objects: ClassVar[OfficerManager] = OfficerManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.username

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django's attribute, our word
        """Tell Django whether this officer may sign in."""
        return self.active

    def role_slugs(self) -> frozenset[str]:
        """Return the roles held now, in any authority; none for an account that is closed."""
        if not self.active:
            return frozenset()
        return frozenset(row[0] for row in fetch(_HELD, [self.pk]))

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Return the one spelling of a sign-in name: NFKC, case folded, no outer blanks."""
        return unicodedata.normalize("NFKC", username).casefold().strip()

    def clean(self) -> None:
        """Bring the sign-in name to its one spelling before it is checked."""
        self.username = self.normalize_username(self.username)


_HELD: Final = "SELECT role FROM people_role WHERE officer_id = %s AND revoked_at IS NULL"
"""Asked at every page, so by a prepared statement."""


class Role(models.Model):
    """A role that an officer holds, or held, in an authority."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=SLUG_CHARACTERS, choices=roles.choices)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    revoked_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("officer", "role", "authority"),
                condition=Q(revoked_at__isnull=True),
                name="people_role_held_once",
            ),
            models.CheckConstraint(condition=~Q(role=""), name="people_role_named"),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.officer_id}"


class Key(models.Model):
    """What every key has, whoever holds it: a public half, and the times that bound its use (spec §10.4)."""

    key_id = models.CharField(max_length=KEY_ID_CHARACTERS, unique=True)
    algorithm = models.CharField(max_length=40)
    public = models.BinaryField()
    uri = models.CharField(max_length=200)
    created = models.DateTimeField()
    expires = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key_id

    @property
    def until(self) -> datetime:
        """Return the end of its validity: its term, or earlier when it was retired."""
        return min(self.expires, self.retired_at or self.expires)


class OfficerKey(Key):
    """A signing key of an officer; the private half is wrapped under a passphrase that is stored nowhere."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="keys")
    wrapped = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=("officer", "algorithm", "created"), name="people_officerkey_of")]


class NodeKey(Key):
    """A key of the node; the private half lives in a file, or later in a module, at `uri`.

    A holder has one key for each algorithm. The roots of a roster may be several holders, so that a
    threshold of them can be asked for; every other purpose has one.
    """

    holder = models.SlugField(max_length=SLUG_CHARACTERS, db_index=False)
    purpose = models.CharField(max_length=20, choices=Purpose)

    class Meta:
        indexes = [models.Index(fields=("purpose", "algorithm", "created"), name="people_nodekey_for")]
