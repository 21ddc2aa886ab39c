# SPDX-License-Identifier: Apache-2.0
"""The case, the pack that was frozen when it was opened, and what its contents were filled with (spec §60.2, §60.9)."""

from django.db import models

from taawun.apps.ids import ID_CHARACTERS, new_id

SLUG_CHARACTERS = 80
DIGEST_CHARACTERS = 64
TITLE_CHARACTERS = 200
REASON_CHARACTERS = 20_000
PLACE_CHARACTERS = 200


class FrozenPack(models.Model):
    """An instrument pack as it was when a case was opened; a later version of the pack changes nothing here."""

    digest = models.CharField(primary_key=True, max_length=DIGEST_CHARACTERS)
    slug = models.CharField(max_length=SLUG_CHARACTERS)
    version = models.PositiveIntegerField()
    document = models.BinaryField()  # canonical JSON; its digest is the key
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"


class Case(models.Model):
    """One case as it stands here. State, phase and flags follow from the moves and are kept for lists."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    kind = models.CharField(max_length=SLUG_CHARACTERS)
    pack = models.ForeignKey(FrozenPack, on_delete=models.PROTECT, related_name="+")
    pack_slug = models.CharField(max_length=SLUG_CHARACTERS)
    pack_version = models.PositiveIntegerField()
    requesting = models.CharField(max_length=2)
    requested = models.CharField(max_length=2)
    side = models.CharField(max_length=12)  # ours: "requesting" or "requested"
    state = models.CharField(max_length=SLUG_CHARACTERS)
    phase = models.CharField(max_length=SLUG_CHARACTERS, blank=True)
    flags = models.JSONField(default=list)
    title = models.CharField(max_length=TITLE_CHARACTERS, blank=True)
    authority = models.CharField(max_length=SLUG_CHARACTERS, blank=True)  # of ours; empty until a case is assigned
    channel = models.CharField(max_length=SLUG_CHARACTERS, blank=True)
    purpose = models.CharField(max_length=SLUG_CHARACTERS)
    security = models.CharField(max_length=20, default="confidential")
    sensitivity = models.CharField(max_length=20, default="high")
    handling = models.JSONField(default=list)
    opened_by = models.CharField(max_length=ID_CHARACTERS, blank=True)  # empty for a case that came to us
    opened = models.DateTimeField()
    changed = models.DateTimeField()
    asked = models.DateTimeField(null=True)  # when the request crossed
    answered = models.DateTimeField(null=True)  # when the requested side had answered it
    closed = models.DateTimeField(null=True)
    review = models.DateField()

    class Meta:
        ordering = ("-changed", "-id")
        indexes = [
            models.Index(fields=("authority", "-changed", "-id"), name="cases_case_board"),
            models.Index(fields=("kind", "asked"), name="cases_case_rates"),
            models.Index(
                fields=("purpose", "authority", "kind", "pack_slug", "state", "phase"),
                condition=models.Q(closed__isnull=True),
                name="cases_case_open",
            ),
            models.Index(fields=("review",), name="cases_case_review"),
            models.Index(fields=("pack_slug",), name="cases_case_pack"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(requesting=models.F("requested")), name="cases_two_parties"),
            models.CheckConstraint(
                condition=models.Q(side__in=("requesting", "requested")), name="cases_case_has_a_side"
            ),
            models.CheckConstraint(condition=~models.Q(purpose=""), name="cases_case_has_purpose"),
        ]

    def __str__(self) -> str:
        return self.id


class ElementValue(models.Model):
    """One filling of one element: by an officer of ours, or carried by a move of the other side. The last counts."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="elements")
    slug = models.CharField(max_length=SLUG_CHARACTERS)
    number = models.PositiveIntegerField()
    value = models.JSONField(null=True)
    excuse = models.CharField(max_length=REASON_CHARACTERS, blank=True)
    found_document = models.CharField(max_length=PLACE_CHARACTERS, blank=True)
    found_page = models.CharField(max_length=PLACE_CHARACTERS, blank=True)
    found_officer = models.CharField(max_length=ID_CHARACTERS, blank=True)
    move = models.CharField(max_length=DIGEST_CHARACTERS, blank=True)  # of the other side's move that carried it
    officer_id = models.CharField(max_length=ID_CHARACTERS)
    authority = models.CharField(max_length=SLUG_CHARACTERS)
    at = models.DateTimeField()
    covers = models.JSONField(null=True)  # of ours: digests of what the other side had stated of acts and person

    class Meta:
        ordering = ("case", "slug", "number")
        constraints = [models.UniqueConstraint(fields=("case", "slug", "number"), name="cases_element_once")]

    def __str__(self) -> str:
        return f"{self.slug} {self.number}"
