# SPDX-License-Identifier: Apache-2.0
"""To whom something of ours was released: each release of one object with its envelopes and what was answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from taawun.apps.audit.services import acting
from taawun.apps.exchange.access import READERS
from taawun.apps.exchange.models import OutEnvelope, Receipt, Release
from taawun.apps.exchange.queries import about
from taawun.apps.people.access import actor_of, held_by
from taawun.apps.people.models import Officer

MOST: Final = 20
"""Releases, the newest ones, that are shown beside an object."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One envelope of a release: to which party, how far it came, and the last receipt for it."""

    envelope: OutEnvelope
    receipt: str
    answered: datetime | None


@dataclass(frozen=True, slots=True)
class Released:
    """One release, and the envelopes that carried it."""

    release: Release
    sent: tuple[Sent, ...]


def of_object(officer: Officer, object_type: str, object_id: str, purpose: str) -> tuple[Released, ...]:
    """Return the releases of an object that an officer was shown, newest first, without their contents."""
    if held_by(officer.id).isdisjoint(READERS):
        return ()
    with acting(actor_of(officer), "release.listed", object_type, object_id, purpose):
        rows = about(object_type, object_id).order_by("-created", "-id")
        found = list(rows.defer("statement", "body", "attachments")[:MOST])
    carried = OutEnvelope.objects.filter(release_id__in=[row.id for row in found]).order_by("seq")
    envelopes = list(carried.defer("data", "wrap", "ciphertext"))
    receipts = _receipts([one.id for one in envelopes])
    by_release: dict[str, list[Sent]] = {}
    for one in envelopes:
        kind, at = receipts.get(one.id, ("", None))
        by_release.setdefault(one.release_id, []).append(Sent(one, kind, at))
    return tuple(Released(row, tuple(by_release.get(row.id, ()))) for row in found)


def _receipts(envelope_ids: list[str]) -> dict[str, tuple[str, datetime | None]]:
    """Return the last receipt of the other side for each envelope."""
    rows = Receipt.objects.filter(envelope_id__in=envelope_ids, by=Receipt.THEIRS).order_by("at", "id")
    return {envelope: (kind, at) for envelope, kind, at in rows.values_list("envelope_id", "kind", "at")}
