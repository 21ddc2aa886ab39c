# SPDX-License-Identifier: Apache-2.0
"""Requests for consent and their answers, ours and the partners'; no row is ever changed (spec §80.25)."""

from datetime import date

from django.db import models

from taawun.apps.ids import ID_CHARACTERS
from taawun.kernel.marking.codes import Handling
from taawun.kernel.marking.consents import ConsentAnswered, Use, lapsed

SLUG_CHARACTERS = 80
REASON_CHARACTERS = 4_000


class ConsentRequest(models.Model):
    """One use that one party asks an originator to allow; it exists here once it was sent, or came."""

    id = models.CharField(primary_key=True, max_length=ID_CHARACTERS, editable=False)
    record = models.CharField(max_length=ID_CHARACTERS)
    asker = models.CharField(max_length=2)
    originator = models.CharField(max_length=2)
    code = models.CharField(max_length=2)
    purpose = models.CharField(max_length=SLUG_CHARACTERS)
    recipient = models.CharField(max_length=2, blank=True)
    reason = models.CharField(max_length=REASON_CHARACTERS)
    officer_id = models.CharField(max_length=ID_CHARACTERS, blank=True)  # of ours who sent it
    envelope = models.CharField(max_length=ID_CHARACTERS)
    at = models.DateTimeField()
    by = models.DateField(null=True)  # last day for a first answer; none in rows of before it was asked for

    class Meta:
        ordering = ("-at", "-id")
        indexes = [models.Index(fields=("record", "code"), name="registers_consent_record")]

    def __str__(self) -> str:
        return f"{self.code} {self.id}"

    @property
    def use(self) -> Use:
        """Return the use that is asked for."""
        return Use(self.record, Handling(self.code), self.purpose, self.recipient)

    def late(self, on: date) -> bool:
        """Tell whether a first answer comes too late on a day: none came in time (§80.25f)."""
        return self.by is not None and lapsed(self.by, on) and not self.replies.exists()


class ConsentReply(models.Model):
    """One answer of the originator; the last one counts."""

    request = models.ForeignKey(ConsentRequest, on_delete=models.PROTECT, related_name="replies")
    given = models.BooleanField()
    reason = models.CharField(max_length=REASON_CHARACTERS)
    until = models.DateField(null=True)
    officer_id = models.CharField(max_length=ID_CHARACTERS, blank=True)
    envelope = models.CharField(max_length=ID_CHARACTERS, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.request_id}: {self.given}"

    @property
    def answer(self) -> ConsentAnswered:
        """Return the answer as it crossed."""
        return ConsentAnswered(self.request_id, self.request.use, self.given, self.reason, self.until)
