# SPDX-License-Identifier: Apache-2.0
"""Counts and states for the status page. Nothing here shows a content or names a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from taawun.apps.exchange.identity import our_party
from taawun.apps.exchange.models import (
    Approval,
    InEnvelope,
    OutEnvelope,
    OutState,
    Peer,
    PeerState,
    Receipt,
    Refusal,
    Release,
    ReleasedObject,
    ReleaseState,
)
from taawun.apps.exchange.proving import ledger_parties, parts_of
from taawun.apps.rows import fetch
from taawun.kernel.errors import NoSuchEnvelope
from taawun.kernel.exchange.post import write_post
from taawun.kernel.wire.sealing import Sealed

# The states stand in the text, so that SQLite too sees which partial index answers; nearly all envelopes are in none.
_UNSETTLED: Final = """
    SELECT peer_id, state, COUNT(*) FROM exchange_outenvelope WHERE state = 'queued' GROUP BY peer_id, state
    UNION ALL SELECT peer_id, state, COUNT(*) FROM exchange_outenvelope
    WHERE state IN ('delivered', 'rejected') GROUP BY peer_id, state"""
_HELD: Final = "SELECT peer_id, COUNT(*) FROM exchange_inenvelope WHERE state = 'held' GROUP BY peer_id"

__all__ = [
    "PeerStatus",
    "ledger_parties",
    "outbox_position",
    "paired_partners",
    "parties",
    "parts_of",
    "peer_statuses",
    "receipt_count",
    "refusals",
    "sealed_again",
    "waiting_releases",
]


@dataclass(frozen=True, slots=True)
class PeerStatus:
    """How the exchange with one peer stands."""

    party: str
    name: str
    url: str
    state: str
    queued: int
    delivered: int
    rejected: int
    received: int
    held: int
    last_heard: datetime | None
    last_reached: datetime | None
    failures: int
    failure: str
    next_attempt: datetime | None
    roster_version: int


def peer_statuses() -> list[PeerStatus]:
    """Return how the exchange with each peer stands."""
    out = {(party, state): count for party, state, count in fetch(_UNSETTLED)}
    held: dict[str, int] = dict(fetch(_HELD))
    return [_status(peer, out, held.get(peer.party, 0)) for peer in Peer.objects.defer("roster")]


def paired_partners() -> list[tuple[str, str]]:
    """Return (party, label) of each peer to which something can go, as the choices of a form."""
    rows = Peer.objects.filter(state=PeerState.PAIRED).values_list("party", "name")
    return [(party, f"{party} – {name}") for party, name in rows]


def parties() -> list[str]:
    """Return this party and those with which it is paired, in the order of their codes."""
    return sorted({our_party(), *(party for party, _label in paired_partners())})


def waiting_releases() -> dict[str, int]:
    """Return how many releases wait for approval and for sending."""
    rows = Release.objects.filter(state__in=(ReleaseState.DRAFT, ReleaseState.APPROVED))
    counted = dict(rows.values_list("state").annotate(Count("id")).order_by())
    return {state.value: counted.get(state.value, 0) for state in (ReleaseState.DRAFT, ReleaseState.APPROVED)}


def any_released(object_type: str, object_ids: QuerySet[Any]) -> bool:
    """Tell whether a release was ever drafted for any of these objects, by itself or together with others."""
    together = ReleasedObject.objects.filter(object_id__in=object_ids, release__object_type=object_type)
    return Release.objects.filter(object_type=object_type, object_id__in=object_ids).exists() or together.exists()


def releases_of_record(record_id: str) -> list[str]:
    """Return the releases of a record, by itself or together with others, whatever became of them."""
    return sorted(about("record", record_id).values_list("id", flat=True))


def about(object_type: str, object_id: str) -> "QuerySet[Release]":
    """Return the releases of an object, by itself or together with others."""
    together = list(ReleasedObject.objects.filter(object_id=object_id).values_list("release_id", flat=True))
    alone = Q(object_id=object_id)
    return Release.objects.filter(alone | Q(id__in=together) if together else alone, object_type=object_type)


def objects_of(release_id: str) -> list[str]:
    """Return the objects of a release that is about many, in the order in which they stand in it."""
    return list(ReleasedObject.objects.filter(release=release_id).order_by("id").values_list("object_id", flat=True))


def refusals(most: int = 50) -> list[Refusal]:
    """Return the newest refusals: what rule was broken, never by whom in person."""
    return list(Refusal.objects.all()[:most])


def release_states(release_ids: list[str]) -> dict[str, str]:
    """Return the state of releases by identifier."""
    return dict(Release.objects.filter(id__in=release_ids).values_list("id", "state"))


def envelopes_of(release_ids: list[str]) -> dict[str, str]:
    """Return the envelope of each of some releases that was sent to one recipient."""
    return dict(OutEnvelope.objects.filter(release_id__in=release_ids).values_list("release_id", "id"))


def approvals_of(release_ids: list[str]) -> list[tuple[str, str, datetime]]:
    """Return who approved releases, and when: release, officer, moment."""
    return list(
        Approval.objects.filter(release_id__in=release_ids).order_by("at").values_list("release_id", "officer_id", "at")
    )


def receipts_of(envelope_ids: list[str]) -> list[tuple[str, str, str, str, datetime]]:
    """Return the receipts of envelopes, oldest first: envelope, "ours" or "theirs", kind, code, moment."""
    found = Receipt.objects.filter(envelope_id__in=envelope_ids).order_by("at", "id")
    return list(found.values_list("envelope_id", "by", "kind", "code", "at"))


def outbox_position(envelope_ids: list[str]) -> dict[str, str]:
    """Return the state of envelopes by identifier."""
    return dict(OutEnvelope.objects.filter(id__in=envelope_ids).values_list("id", "state"))


def _status(peer: Peer, out: dict[tuple[str, str], int], held: int) -> PeerStatus:
    party = peer.party
    return PeerStatus(
        party=party,
        name=peer.name,
        url=peer.url,
        state=peer.state,
        queued=out.get((party, OutState.QUEUED), 0),
        delivered=out.get((party, OutState.DELIVERED), 0),
        rejected=out.get((party, OutState.REJECTED), 0),
        received=peer.in_seq,  # every envelope that was accepted or rejected took one place of the chain
        held=held,
        last_heard=peer.last_heard,
        last_reached=peer.last_reached,
        failures=peer.failures,
        failure=peer.failure,
        next_attempt=peer.next_attempt,
        roster_version=peer.roster_version,
    )


def receipt_count() -> int:
    """Return how many receipts we keep, ours and theirs."""
    return Receipt.objects.count()


def sealed_again(envelope_id: str) -> bytes:
    """Return the POST that would carry one envelope of ours again, byte for byte as sealed.

    Raises:
        NoSuchEnvelope: if we sent none of that identifier.
    """
    row = OutEnvelope.objects.filter(id=envelope_id).first()
    if row is None:
        raise NoSuchEnvelope
    item = Sealed(bytes(row.wrap), row.wrap_index, bytes(row.ciphertext))
    return write_post(our_party(), row.peer_id, row.created, [item])


def ledger_entries(envelopes: Iterable[str]) -> dict[str, str]:
    """Return the entry of the ledger that holds each envelope, ours or theirs."""
    ids = list(envelopes)
    found = dict(OutEnvelope.objects.filter(id__in=ids).values_list("id", "entry_id"))
    return found | dict(InEnvelope.objects.filter(id__in=ids).values_list("id", "entry_id"))
