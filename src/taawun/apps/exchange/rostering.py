# SPDX-License-Identifier: Apache-2.0
"""Our own roster, version by version, and the peers' successors of theirs (spec §10.2, §10.5)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from taawun.apps.audit.services import Actor, record
from taawun.apps.exchange.identity import VERIFIER, load, our_party, roster_of
from taawun.apps.exchange.models import OwnRoster, Peer, PeerRoster
from taawun.apps.ledger import services as ledger
from taawun.kernel.errors import BadRoster
from taawun.kernel.ports import Signer
from taawun.kernel.trust.keys import Holder
from taawun.kernel.trust.roster import Roster, body_of, check_first, check_successor, roster_from_wire
from taawun.kernel.trust.rule import Rule
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.signing import sign
from taawun.kernel.wire.times import cut


@transaction.atomic
def publish_roster(
    actor: Actor,
    holders: Iterable[Holder],
    rules: Iterable[Rule],
    root_signers: Sequence[Signer],
    now: datetime,
    *,
    threshold: int = 1,
) -> Roster:
    """Sign and keep the next version of our roster; delivery tells the peers.

    Args:
        actor: who publishes.
        holders: everyone who may sign for us.
        rules: our release rules.
        root_signers: keys of enough roots, of this version and of the one before it.
        now: when.
        threshold: how many roots must sign the next version.
    """
    held = OwnRoster.objects.select_for_update().order_by("-version").first()
    version, previous = (held.version + 1, held.digest) if held else (1, None)
    body = body_of(our_party(), version, cut(now), threshold, holders, rules, previous=previous)
    document = {"body": body, "signatures": [s.to_wire() for s in sign("roster", encode(body), root_signers)]}
    roster = _check(held, document, now)
    OwnRoster.objects.create(version=version, digest=roster.digest, document=encode(document), at=now)
    record(actor, "roster.publish", "roster", str(version), "administration", at=now)
    ledger.accept("roster", roster.digest, at=now)
    return roster


def _check(held: OwnRoster | None, document: dict[str, Any], now: datetime) -> Roster:
    """Refuse to publish what every peer would have to refuse."""
    if held is None:
        return check_first(VERIFIER, document, now)
    return check_successor(VERIFIER, roster_from_wire(load(held.document)["body"]), document, now)


@transaction.atomic
def take_roster(peer: Peer, document: object, now: datetime) -> Roster:
    """Take a peer's next roster version; one we already hold changes nothing.

    Raises:
        BadRoster, NotEnoughSignatures, BadSignature: if it does not follow the one we hold.
    """
    locked = Peer.objects.select_for_update().get(party=peer.party)
    held = roster_of(locked)
    if isinstance(document, dict) and _same(document, held):
        return held
    roster = check_successor(VERIFIER, held, document, now)
    keep_roster(locked, roster, document, now)
    return roster


def keep_roster(peer: Peer, roster: Roster, document: object, now: datetime) -> None:
    """Store a checked roster as the peer's newest, and log it."""
    data = encode(document)
    peer.roster, peer.roster_version, peer.roster_digest = data, roster.version, roster.digest
    peer.save(update_fields=["roster", "roster_version", "roster_digest"])
    PeerRoster.objects.create(peer=peer, version=roster.version, digest=roster.digest, document=data, at=now)
    ledger.accept("roster", roster.digest, at=now)


def _same(document: dict[str, Any], held: Roster) -> bool:
    try:
        return roster_from_wire(document.get("body")).digest == held.digest
    except BadRoster:
        return False
