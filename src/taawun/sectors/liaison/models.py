# SPDX-License-Identifier: Apache-2.0
"""Tables of the liaison desk: tests of contacts that are asked for, and handovers. All else is records and cases.

A handover names records by identifier and version and cases by identifier; what they say stays where it is, so that
what is erased there is gone from the report too (spec §89.7).
"""

from django.db import models

from taawun.apps.ids import ID_CHARACTERS, new_id


class Ask(models.Model):
    """A test of one contact that is asked for in one month, until it is done."""

    contact = models.CharField(max_length=ID_CHARACTERS)
    month = models.CharField(max_length=7)
    raised = models.DateTimeField()
    done = models.DateTimeField(null=True)
    test = models.CharField(max_length=ID_CHARACTERS, blank=True)

    class Meta:
        ordering = ("raised", "id")
        constraints = [models.UniqueConstraint(fields=("contact", "month"), name="liaison_ask_once")]

    def __str__(self) -> str:
        return f"{self.contact} {self.month}"


class Handover(models.Model):
    """What one officer hands over to another: handed over when it is made, and taken over or taken back once."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, default=new_id, editable=False)
    posting = models.CharField(max_length=ID_CHARACTERS)
    authority = models.CharField(max_length=80)
    outgoing = models.CharField(max_length=ID_CHARACTERS)
    incoming = models.CharField(max_length=ID_CHARACTERS)
    contents = models.JSONField()
    digest = models.CharField(max_length=64)
    handed_over = models.DateTimeField()
    taken_over = models.DateTimeField(null=True)
    taken_back = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-handed_over", "-id")

    def __str__(self) -> str:
        return self.id
