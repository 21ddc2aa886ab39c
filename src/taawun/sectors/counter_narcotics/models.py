# SPDX-License-Identifier: Apache-2.0
"""Tables of the public seizure statistics: one import is one dataset, whose rows stay as they were reported.

They are reference statistics of a public source and no records of this node (decision 0028). A row is added and never
changed; what was computed from it stands beside what was reported.
"""

from decimal import Decimal

from django.db import models

from taawun.apps.ids import ID_CHARACTERS, new_id
from taawun.formats.drug_units import PLACES
from taawun.formats.unodc import CELL_CHARACTERS


class Dataset(models.Model):
    """One file of statistics: who took it in, and what it holds. Nothing of it is shown before it is whole."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    digest = models.CharField(max_length=64)
    officer_id = models.CharField(max_length=ID_CHARACTERS, blank=True)
    authority = models.CharField(max_length=80)
    purpose = models.CharField(max_length=80)
    job = models.CharField(max_length=ID_CHARACTERS, blank=True)
    created = models.DateTimeField()
    finished = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    flaws = models.JSONField(default=dict)
    """How many rows have each flaw."""
    values = models.JSONField(default=dict)
    """The values by which its rows can be narrowed, in order."""

    class Meta:
        ordering = ("-created", "-id")

    def __str__(self) -> str:
        return self.id


class Seizure(models.Model):
    """One row: sixteen cells as reported, and the year, the number and the micrograms that they state, where they do.

    Micrograms are a whole number, so that a sum is exact; `factor` names the factor of formats/drug_units.py.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="seizures", db_index=False)
    number = models.PositiveIntegerField()
    region = models.CharField(max_length=CELL_CHARACTERS)
    subregion = models.CharField(max_length=CELL_CHARACTERS)
    country = models.CharField(max_length=CELL_CHARACTERS)
    division = models.CharField(max_length=CELL_CHARACTERS)
    place = models.CharField(max_length=CELL_CHARACTERS)
    day = models.CharField(max_length=CELL_CHARACTERS)
    drug = models.CharField(max_length=CELL_CHARACTERS)
    amount = models.CharField(max_length=CELL_CHARACTERS)
    unit = models.CharField(max_length=CELL_CHARACTERS)
    hiding = models.CharField(max_length=CELL_CHARACTERS)
    installation = models.CharField(max_length=CELL_CHARACTERS)
    transport = models.CharField(max_length=CELL_CHARACTERS)
    production = models.CharField(max_length=CELL_CHARACTERS)
    departure = models.CharField(max_length=CELL_CHARACTERS)
    destination = models.CharField(max_length=CELL_CHARACTERS)
    routing = models.CharField(max_length=CELL_CHARACTERS)
    year = models.PositiveSmallIntegerField(null=True)
    stated = models.FloatField(null=True)
    micrograms = models.BigIntegerField(null=True)
    factor = models.CharField(max_length=8)
    same = models.BigIntegerField()
    """A digest that equal rows share."""

    class Meta:
        ordering = ("dataset", "number")
        indexes = [
            models.Index(fields=("dataset", "departure", "destination"), name="cn_seizure_route"),
            models.Index(fields=("dataset", "drug"), name="cn_seizure_drug"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id}:{self.number}"

    @property
    def kilograms(self) -> Decimal | None:
        """Return its bulk weight, or None where it was not weighed."""
        return None if self.micrograms is None else Decimal(self.micrograms) * PLACES


class Flawed(models.Model):
    """One thing that is wrong with, or to be looked at in, one line of the file. It never repeats the value."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="flawed", db_index=False)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)

    class Meta:
        ordering = ("dataset", "kind", "number")
        indexes = [models.Index(fields=("dataset", "kind", "number"), name="cn_flawed_kind")]

    def __str__(self) -> str:
        return f"{self.number}: {self.kind}"
