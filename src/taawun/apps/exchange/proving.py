# SPDX-License-Identifier: Apache-2.0
"""Gathering the proof of an envelope, and what a proof of our ledger rests on (spec §40.15, §40.16).

A proof is checked here before it leaves: one that would not hold elsewhere is not given out.
"""

from datetime import datetime
from typing import Any

from taawun.apps.exchange.identity import load, our_party
from taawun.apps.exchange.models import (
    InEnvelope,
    OutEnvelope,
    OwnRoster,
    Pairing,
    Peer,
    PeerRoster,
    PeerState,
    Receipt,
)
from taawun.apps.ledger import services as ledger
from taawun.kernel.errors import NoSuchEnvelope
from taawun.kernel.exchange.bundle import check_bundle, read_bundle, write_bundle
from taawun.kernel.ledger.verify import ProofPart
from taawun.kernel.trust.fingerprint import words
from taawun.kernel.trust.roster import roster_from_wire


def parts_of(envelope_ids: list[str]) -> tuple[dict[str, Any], list[tuple[bytes, list[dict[str, Any]], ProofPart]]]:
    """Return what a proof of several envelopes with one peer rests on, and of each its bytes, receipts and entry.

    Raises:
        NoSuchEnvelope, NotSealedYet, NotCosigned.
    """
    rows = [_row(identifier) for identifier in envelope_ids]
    if not rows:
        raise NoSuchEnvelope
    return parties_with(rows[0].peer), [(bytes(row.data), _receipts(row), _part(row)) for row in rows]


def prove_envelope(row: InEnvelope | OutEnvelope, now: datetime) -> bytes:
    """Return the proof of one envelope, after the checks that its reader will make.

    Raises:
        NotSealedYet: if its entry is not in the tree yet.
        NotCosigned: if the other party has not witnessed it yet.
    """
    parties = parties_with(row.peer)
    data = write_bundle(our_party(), bytes(row.data), _receipts(row), _part(row), parties)
    for _check in check_bundle(read_bundle(data), [_own_words(parties)], now):
        pass
    return data


def ledger_parties(party: str | None) -> dict[str, Any]:
    """Return what a proof of our whole ledger rests on: the pairing with a party, or with the only one we have."""
    peers = Peer.objects.filter(state=PeerState.PAIRED).order_by("paired_at")
    peer = (peers.filter(party=party) if party else peers).first()
    return parties_with(peer) if peer else {"rosters": {our_party(): _own_from(1)}, "pairing": None}


def parties_with(peer: Peer) -> dict[str, Any]:
    """Return the pairing with a peer and both rosters from the paired version on."""
    pairing = Pairing.objects.get(peer=peer)
    made = load(pairing.statement)
    theirs = list(PeerRoster.objects.filter(peer=peer).order_by("version"))
    ours = OwnRoster.objects.get(digest=made["rosters"][our_party()])
    halves = {our_party(): _listed(pairing.our_half), peer.party: _listed(pairing.their_half)}
    return {
        "rosters": {our_party(): _own_from(ours.version), peer.party: [load(row.document) for row in theirs]},
        "pairing": {"statement": made, "halves": halves},
    }


def _row(envelope_id: str) -> InEnvelope | OutEnvelope:
    row = (
        OutEnvelope.objects.select_related("peer").filter(id=envelope_id).first()
        or InEnvelope.objects.select_related("peer").filter(id=envelope_id).first()
    )
    if row is None:
        raise NoSuchEnvelope
    return row


def _receipts(row: InEnvelope | OutEnvelope) -> list[dict[str, Any]]:
    by = Receipt.THEIRS if isinstance(row, OutEnvelope) else Receipt.OURS
    rows = Receipt.objects.filter(peer=row.peer, envelope_id=row.id, by=by).order_by("at", "id")
    return [load(one.document) for one in rows]


def _part(row: InEnvelope | OutEnvelope) -> ProofPart:
    return ledger.prove(row.entry_id, witness=row.peer_id)


def _own_from(version: int) -> list[dict[str, Any]]:
    return [load(row.document) for row in OwnRoster.objects.filter(version__gte=version).order_by("version")]


def _own_words(parties: dict[str, Any]) -> str:
    return words(roster_from_wire(parties["rosters"][our_party()][0]["body"]).digest)


def _listed(half: bytes | memoryview | None) -> Any:
    return load(half or b"[]")
