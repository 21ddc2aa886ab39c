# SPDX-License-Identifier: Apache-2.0
"""Tables of wage files: one import is one file, whose rows stay as they were paid until the day they are erased.

They are personal data of workers and no records of this node (decision 0032). Rows and findings are added and taken
away, never changed; only the record that a person made of a finding is written beside it.
"""

from typing import Final

from django.db import models

from taawun.apps.ids import ID_CHARACTERS, new_id

WORD: Final = 35
"""Longest reference of a worker or an employer."""
ACCOUNT: Final = 34


class WageFile(models.Model):
    """One file of wages or of registered contracts. Nothing of it is shown before it is whole."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    holds = models.CharField(max_length=12)
    layout = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3, blank=True)
    digest = models.CharField(max_length=64)
    officer_id = models.CharField(max_length=ID_CHARACTERS, blank=True)
    authority = models.CharField(max_length=80)
    purpose = models.CharField(max_length=80)
    job = models.CharField(max_length=ID_CHARACTERS, blank=True)
    created = models.DateTimeField()
    keep_until = models.DateField()
    """The day after which its rows are erased."""
    finished = models.DateTimeField(null=True)
    rejected = models.BooleanField(default=False)
    """Something is wrong with the file as a whole: none of its rows was kept."""
    month = models.CharField(max_length=7, blank=True)
    employer = models.CharField(max_length=WORD, blank=True)
    made = models.DateField(null=True)
    rows = models.PositiveIntegerField(default=0)
    sum = models.BigIntegerField(default=0)
    problems = models.JSONField(default=dict)
    """How many lines have each flaw."""
    findings = models.JSONField(default=dict)
    """How many findings there are of each kind."""

    class Meta:
        ordering = ("-created", "-id")

    def __str__(self) -> str:
        return self.id


class WageRow(models.Model):
    """What one worker was paid, in the smallest unit."""

    file = models.ForeignKey(WageFile, on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.PositiveIntegerField()
    worker = models.CharField(max_length=WORD)
    account = models.CharField(max_length=ACCOUNT)
    start = models.DateField()
    end = models.DateField()
    days = models.PositiveSmallIntegerField()
    leave = models.PositiveSmallIntegerField()
    fixed = models.BigIntegerField()
    variable = models.BigIntegerField()
    deducted = models.BigIntegerField()
    employer = models.CharField(max_length=WORD, blank=True)
    paid_on = models.DateField(null=True)

    class Meta:
        ordering = ("file", "line")
        indexes = [models.Index(fields=("file", "line"), name="worker_wage_line")]

    def __str__(self) -> str:
        return f"{self.file_id}:{self.line}"


class ContractRow(models.Model):
    """What a register says that a worker is to get each month."""

    file = models.ForeignKey(WageFile, on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.PositiveIntegerField()
    employer = models.CharField(max_length=WORD)
    worker = models.CharField(max_length=WORD)
    net = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    starts = models.DateField()
    ends = models.DateField(null=True)
    exit = models.DateField(null=True)

    class Meta:
        ordering = ("file", "line")
        indexes = [models.Index(fields=("file", "worker"), name="worker_contract_worker")]

    def __str__(self) -> str:
        return f"{self.file_id}:{self.line}"


class WageProblem(models.Model):
    """One thing that is wrong with one line. It never repeats the value."""

    file = models.ForeignKey(WageFile, on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    field = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("file", "line")
        indexes = [models.Index(fields=("file", "line"), name="worker_wage_problem")]

    def __str__(self) -> str:
        return f"{self.line}: {self.kind}"


class WageFinding(models.Model):
    """One finding about one line, or about a worker who has none; `record` is what a person made of it."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    file = models.ForeignKey(WageFile, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    line = models.PositiveIntegerField()
    worker = models.CharField(max_length=WORD)
    employer = models.CharField(max_length=WORD, blank=True)
    expected = models.BigIntegerField()
    found = models.BigIntegerField()
    days = models.PositiveSmallIntegerField()
    record = models.CharField(max_length=ID_CHARACTERS, blank=True)

    class Meta:
        ordering = ("file", "line", "kind")
        indexes = [
            models.Index(fields=("file", "employer", "kind"), name="worker_finding_employer"),
            models.Index(fields=("file", "kind"), name="worker_finding_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.kind}"
