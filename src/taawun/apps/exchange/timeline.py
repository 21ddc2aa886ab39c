# SPDX-License-Identifier: Apache-2.0
"""What both sides did with one envelope, in the order of time, for the page that shows it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from taawun.apps.exchange.access import Opened
from taawun.apps.exchange.models import InEnvelope, OutEnvelope
from taawun.apps.ui.parts import Event
from taawun.kernel.wire.times import cut, from_wire

LAST: Final = datetime.max.replace(tzinfo=UTC)

_RECEIPTS: Final[dict[str, tuple[str | Promise, str]]] = {
    "submitted": (_("Receipt: submitted"), "calm"),
    "relayed": (_("Receipt: relayed"), "calm"),
    "delivered": (_("Receipt: delivered, waiting for an earlier envelope"), "wait"),
    "accepted": (_("Receipt: accepted"), "good"),
    "rejected": (_("Receipt: refused"), "bad"),
    "read": (_("Receipt: read by an officer"), "good"),
}


def of_envelope(opened: Opened) -> list[Event]:
    """Return the events of both sides, oldest first."""
    row = opened.row
    own = _sent(row) if isinstance(row, OutEnvelope) else _came(row, opened.header)
    events = [*own, *(_receipt(document) for document in opened.receipts)]
    return sorted(events, key=lambda event: cut(event.at) if event.at else LAST)


def _sent(row: OutEnvelope) -> Iterator[Event]:
    yield Event(ours=True, label=_("Release drafted"), at=row.release.created)
    for approval in row.release.approvals.all():
        yield Event(ours=True, label=_("Release approved"), at=approval.at, tone="good")
    yield Event(ours=True, label=_("Signed, sealed and queued"), at=row.created, entry_id=row.entry_id)


def _came(row: InEnvelope, header: dict[str, Any]) -> Iterator[Event]:
    yield Event(ours=False, label=_("Signed and sealed"), at=from_wire(header["created"]))
    yield Event(ours=True, label=_("Received, opened and checked"), at=row.received, entry_id=row.entry_id)


def _receipt(document: dict[str, Any]) -> Event:
    said = document["receipt"]
    label, tone = _RECEIPTS.get(said["kind"], (said["kind"], "calm"))
    note = f"{said['code']} §{said['section']}" if said["code"] else ""
    return Event(ours=document["by"] == "ours", label=label, at=from_wire(said["at"]), tone=tone, note=note)
