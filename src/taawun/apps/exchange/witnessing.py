# SPDX-License-Identifier: Apache-2.0
"""Carrying checkpoints between nodes, so that each witnesses the other's ledger (spec §40.13)."""

from datetime import datetime
from typing import Any, Final

from taawun.apps.exchange.delivery import Courier
from taawun.apps.exchange.identity import roster_of
from taawun.apps.exchange.models import Peer, PeerState
from taawun.apps.ledger import services as ledger
from taawun.apps.people.signers import node_signers
from taawun.kernel.errors import ProofFromElsewhere, TaawunError
from taawun.kernel.ledger.checkpoint import read_text
from taawun.kernel.ledger.note import LedgerKey, parse_note
from taawun.kernel.ledger.witness import Offer
from taawun.kernel.trust.keys import LEDGER
from taawun.kernel.trust.roster import Roster
from taawun.kernel.wire import shapes
from taawun.kernel.wire.canonical import decode

CHECKPOINT: Final = "/exchange/checkpoint"
ANSWER_BYTES: Final = 64 << 10


def paired_peers() -> list[Peer]:
    """Return the peers that witness us and whom we witness."""
    return list(Peer.objects.filter(state=PeerState.PAIRED))


def ask_cosignature(courier: Courier, peer: Peer, now: datetime) -> bool:
    """Ask a peer to cosign our newest checkpoint; True if it did, False if there was nothing new or no answer."""
    offer = ledger.offer_for(peer.party)
    if offer is None:
        return False
    try:
        answer = _ask(courier, peer, offer, now)
        if answer["known"] is not None:  # it remembers another checkpoint than we thought: prove from there
            offer = ledger.offer_for(peer.party, shapes.whole(answer["known"], "known"))
            answer = _ask(courier, peer, offer, now) if offer else answer
        if offer is None or not answer["lines"]:
            return False
        lines = "".join(f"{line}\n" for line in answer["lines"]).encode()
        ledger.add_cosignature(peer.party, offer_size(offer), lines, keys=ledger_keys(roster_of(peer)), now=now)
    except TaawunError:  # one peer that answers wrongly keeps no other from being asked
        return False
    return True


def answer_checkpoint(peer: Peer, body: bytes, now: datetime) -> dict[str, object]:
    """Cosign a peer's checkpoint if it continues the one we know, or say which one we know."""
    offer = Offer.from_bytes(body)
    try:
        lines = ledger.cosign(
            peer.party, offer, keys=ledger_keys(roster_of(peer)), now=now, signers=node_signers("ledger")
        )
    except ProofFromElsewhere as elsewhere:
        return {"lines": [], "known": elsewhere.known_size}
    return {"lines": [line.rstrip("\n") for line in lines], "known": None}


def ledger_keys(roster: Roster) -> tuple[LedgerKey, ...]:
    """Return the keys with which a party signs its checkpoints and its cosignatures."""
    keys = [key for holder in roster.holders if holder.use == LEDGER for key in holder.keys]
    return tuple(LedgerKey(key.algorithm, key.public) for key in keys if key.revoked is None)


def offer_size(offer: Offer) -> int:
    """Return the size that an offered note states."""
    return read_text(parse_note(offer.note).text)[1]


def _ask(courier: Courier, peer: Peer, offer: Offer, now: datetime) -> dict[str, Any]:
    answer = decode(courier.ask(peer, CHECKPOINT, offer.to_bytes(), now), limit=ANSWER_BYTES)
    raw = shapes.fields(answer, "answer", frozenset({"lines", "known"}))
    if raw["known"] is None:
        shapes.items(raw["lines"], "lines", 8)
    return raw
