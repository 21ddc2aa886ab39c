# SPDX-License-Identifier: Apache-2.0
"""Pairing with another node: cards, words, two halves (spec §10.7).

A card is what a node shows to be recognised by: its roster, its name and its address. Officers on both sides
compare the fingerprint by another channel; each side then signs its half of the same statement.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from taawun.apps.audit.services import Actor, record
from taawun.apps.exchange.identity import VERIFIER, our_party, own_document, own_roster, roster_of
from taawun.apps.exchange.models import Pairing, Peer, PeerRoster, PeerState
from taawun.apps.ledger import services as ledger
from taawun.apps.people.signers import node_signers
from taawun.kernel.errors import BadPairing, BadShape, TaawunError, TooManyOffers, WrongFingerprint
from taawun.kernel.ports import Signer, Transport
from taawun.kernel.trust import fingerprint
from taawun.kernel.trust.pairing import check_half, statement
from taawun.kernel.trust.roster import Roster, check_first
from taawun.kernel.wire import shapes
from taawun.kernel.wire.canonical import decode, encode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.signing import Signature, sign, signatures_from_wire

CARD: Final = "/exchange/card"
PAIR: Final = "/exchange/pair"
CARD_BYTES: Final = 4 << 20
MOST_OFFERS: Final = 16
_CARD = frozenset({"roster", "name", "url"})
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})
# Control characters, and the marks that turn the direction of the text around them: they rewrite a terminal.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Card:
    """Another node as it introduces itself; nothing in it is trusted before the words are compared."""

    roster: Roster
    document: dict[str, Any]
    name: str
    url: str

    @property
    def words(self) -> str:
        """Return the fingerprint that officers compare."""
        return fingerprint.words(self.roster.digest)


def own_card() -> dict[str, Any]:
    """Return the card that we show."""
    return {"roster": own_document(), "name": settings.NODE.name, "url": settings.NODE.url}


def own_words() -> str:
    """Return the fingerprint that the other side should see for us."""
    return fingerprint.words(own_roster().digest)


def read_card(value: object, now: datetime) -> Card:
    """Return the card of a JSON object, its roster checked to be whole.

    Raises:
        SenderError: if it is not a card.
    """
    raw = shapes.fields(value, "card", _CARD)
    roster = check_first(VERIFIER, raw["roster"], now)
    name = shapes.text(raw["name"], "name", 200)
    if _UNSEEN.search(name):
        raise BadShape("The name holds characters that are not seen.")
    return Card(roster, raw["roster"], name, address(raw["url"]))


def address(value: object) -> str:
    """Return the address of a node: a scheme, a host, perhaps a port and a path, and nothing else."""
    url = shapes.text(value, "url", 500)
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise BadShape("The address cannot be read.") from None
    if not host or not url.isprintable() or " " in url or set("@?#\\") & set(url):
        raise BadShape("An address names a host, and no person, query or fragment.")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _HERE):
        raise BadShape("The address is neither https nor on this machine.")
    return url.rstrip("/")


def fetch_card(transport: Transport, url: str, now: datetime) -> Card:
    """Return the card that the node at an address shows."""
    return read_card(decode(transport.get(url.rstrip("/"), CARD), limit=CARD_BYTES), now)


@transaction.atomic
def confirm(actor: Actor, card: Card, said: str, officers: Sequence[Sequence[Signer]], now: datetime) -> Peer:
    """Sign our half of the pairing, after the words were compared.

    Args:
        actor: who runs the ceremony.
        card: the other node's card.
        said: the words that the other side read out.
        officers: the unlocked keys of at least two of our officers.
        now: when.

    Raises:
        WrongFingerprint: if the words are not those of the card.
        BadPairing: if fewer than two officers sign.
    """
    if not fingerprint.same(said, card.roster.digest):
        raise WrongFingerprint
    ours = own_roster()
    message = encode(statement(ours, card.roster))
    half = [s for signers in (node_signers("node"), *officers) for s in sign("pairing", message, signers)]
    check_half(VERIFIER, ours, card.roster, tuple(half), now)
    pairing = _pairing(card, message, now)
    if pairing.peer.state == PeerState.PAIRED:
        return pairing.peer
    pairing.our_half = encode([signature.to_wire() for signature in half])
    pairing.save()
    # The card that our officers confirmed says where the node is, not whoever offered it first.
    pairing.peer.name, pairing.peer.url = card.name, card.url
    record(actor, "pairing.confirm", "peer", card.roster.party, "administration", at=now)
    return _complete(pairing, now)


@transaction.atomic
def take_half(value: object, now: datetime) -> Peer:
    """Take the other side's half; it waits until our officers have confirmed theirs.

    Raises:
        BadPairing: if it does not belong to our roster and theirs, or is not signed by enough.
        TooManyOffers: if too many offers already wait.
    """
    raw = shapes.fields(value, "pairing half", frozenset({"card", "signatures"}))
    card = read_card(raw["card"], now)
    signatures: tuple[Signature, ...] = signatures_from_wire(raw["signatures"])
    ours = own_roster()
    check_half(VERIFIER, card.roster, ours, signatures, now)
    _check_room(card.roster.party)
    pairing = _pairing(card, encode(statement(ours, card.roster)), now)
    if pairing.peer.state == PeerState.PAIRED:
        return pairing.peer
    pairing.their_half = encode([signature.to_wire() for signature in signatures])
    pairing.save()
    return _complete(pairing, now)


def tell_half(transport: Transport, peer: Peer) -> bool:
    """Give the other side our half; False if it could not be reached or did not take it."""
    pairing = Pairing.objects.get(peer=peer)
    if pairing.our_half is None:
        return False
    signatures = decode(bytes(pairing.our_half), limit=CARD_BYTES)
    try:
        transport.post(peer.url, PAIR, encode({"card": own_card(), "signatures": signatures}), "")
    except TaawunError:
        return False
    Pairing.objects.filter(peer=peer).update(told=True)
    return True


def own_half(party: str) -> dict[str, Any] | None:
    """Return our half of a pairing, to be carried to the other side as a file; None where we signed none."""
    found = Pairing.objects.filter(peer_id=party).first()
    if found is None or found.our_half is None:
        return None
    return {"card": own_card(), "signatures": decode(bytes(found.our_half), limit=CARD_BYTES)}


def _pairing(card: Card, message: bytes, now: datetime) -> Pairing:
    """Return the pairing with the card's party, begun anew if the statement is another one.

    One that counts is returned as it is: what was signed since then rests on it.
    """
    peer = Peer.objects.select_for_update().filter(party=card.roster.party).first() or _new_peer(card, now)
    same = peer.roster_digest == card.roster.digest
    if peer.state == PeerState.PAIRED and same:
        return Pairing.objects.select_related("peer").get(peer=peer)
    if peer.state != PeerState.OFFERED and not same:
        raise BadPairing("Another roster of that party is confirmed, paired or suspended.")
    if not same:
        _replace_offer(peer, card, now)
    pairing, _ = Pairing.objects.get_or_create(peer=peer, defaults={"statement": message})
    if bytes(pairing.statement) != message:
        pairing.statement, pairing.our_half, pairing.their_half, pairing.told = message, None, None, False
    return pairing


def _check_room(party: str) -> None:
    """Refuse one offer too many; our own officers may pair with whom they like."""
    full = Peer.objects.filter(state=PeerState.OFFERED).count() >= MOST_OFFERS
    if full and not Peer.objects.filter(party=party).exists():
        raise TooManyOffers


def _new_peer(card: Card, now: datetime) -> Peer:
    if card.roster.party == our_party():
        raise BadPairing("A party cannot pair with itself.")
    peer = Peer(party=card.roster.party, state=PeerState.OFFERED)
    _replace_offer(peer, card, now)
    return peer


def _replace_offer(peer: Peer, card: Card, now: datetime) -> None:
    peer.name, peer.url, peer.roster = card.name, card.url, encode(card.document)
    peer.roster_version, peer.roster_digest = card.roster.version, card.roster.digest
    peer.save()
    PeerRoster.objects.filter(peer=peer).delete()
    PeerRoster.objects.create(
        peer=peer, version=card.roster.version, digest=card.roster.digest, document=encode(card.document), at=now
    )


def _complete(pairing: Pairing, now: datetime) -> Peer:
    """Move the peer on: paired when both halves are there, which is the first entry between the two."""
    peer = pairing.peer
    if peer.state == PeerState.PAIRED:
        return peer
    if pairing.our_half is not None:
        peer.state = PeerState.CONFIRMED
    if pairing.our_half is not None and pairing.their_half is not None:
        _check_both(pairing, peer, now)
        peer.state, peer.paired_at, peer.told_version = PeerState.PAIRED, now, own_roster().version
        ledger.accept("pairing", sha256_hex(bytes(pairing.statement)), at=now)
    peer.save()
    return peer


def _check_both(pairing: Pairing, peer: Peer, now: datetime) -> None:
    ours, theirs = own_roster(), roster_of(peer)
    if encode(statement(ours, theirs)) != bytes(pairing.statement):
        raise BadPairing("A roster changed during the ceremony; begin again.")
    for one, other, half in ((ours, theirs, pairing.our_half), (theirs, ours, pairing.their_half)):
        check_half(VERIFIER, one, other, signatures_from_wire(_listed(half)), now)


def _listed(half: bytes | memoryview | None) -> object:
    return decode(bytes(half or b"[]"), limit=CARD_BYTES)
