# SPDX-License-Identifier: Apache-2.0
"""Tables of plans. What is shared and what is national are different tables, and only the first is ever sent.

A section is a mergeable document; its revisions are every saving and every version taken, its versions are what was
signed and crossed. An annex is kept in tables of its own, of which no other module but its own reads (spec §86.4).
"""

from django.db import models

from taawun.apps.ids import ID_CHARACTERS, new_id

SLUG_CHARACTERS = 80
TITLE_CHARACTERS = 300


class Plan(models.Model):
    """One plan of two parties. What it says of itself stands in its overview, which is a section."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    opened_by = models.CharField(max_length=2)
    other = models.CharField(max_length=2)
    """The party with which we make it."""
    officer_id = models.CharField(max_length=ID_CHARACTERS, blank=True)
    authority = models.CharField(max_length=SLUG_CHARACTERS, blank=True)
    opened = models.DateTimeField()

    class Meta:
        ordering = ("-opened", "-id")

    def __str__(self) -> str:
        return self.id


class Section(models.Model):
    """One shared section as it stands here: its whole document, whatever of it was released."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sections")
    form = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    opened_by = models.CharField(max_length=2)
    state = models.BinaryField(default=b"")
    revision = models.PositiveIntegerField(default=0)
    changed = models.DateTimeField()

    class Meta:
        ordering = ("number", "id")

    def __str__(self) -> str:
        return self.id


class Revision(models.Model):
    """One saving by an officer, or one version taken from the other side: what it added. Never changed."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    added = models.BinaryField()
    party = models.CharField(max_length=2)
    officer_id = models.CharField(max_length=ID_CHARACTERS, blank=True)
    envelope = models.CharField(max_length=ID_CHARACTERS, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("section", "number"), name="plans_revision_once")]

    def __str__(self) -> str:
        return f"{self.section_id} {self.number}"


class Version(models.Model):
    """One signed version of a section that crossed: ours that was sent, or theirs that was taken. Never changed."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="versions")
    party = models.CharField(max_length=2)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    envelope = models.CharField(max_length=ID_CHARACTERS)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = [models.UniqueConstraint(fields=("section", "party", "number"), name="plans_version_once")]

    def __str__(self) -> str:
        return f"{self.section_id} {self.party} {self.number}"


class Annex(models.Model):
    """One national annex of a plan. It has no form on the wire, and no release can name it."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="annexes")
    title = models.CharField(max_length=TITLE_CHARACTERS)
    state = models.BinaryField(default=b"")
    revision = models.PositiveIntegerField(default=0)
    changed = models.DateTimeField()

    class Meta:
        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.id


class AnnexRevision(models.Model):
    """One saving of a national annex. Never changed."""

    annex = models.ForeignKey(Annex, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    added = models.BinaryField()
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("annex", "number"), name="plans_annex_revision_once")]

    def __str__(self) -> str:
        return f"{self.annex_id} {self.number}"
