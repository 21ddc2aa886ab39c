# SPDX-License-Identifier: Apache-2.0
"""What an enemy does: with stolen keys, with a copied node, with an old backup, with packets it overheard."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from taawun.kernel.exchange.chain import ChainHead
from taawun.kernel.exchange.drafting import Draft, content_of, write_envelopes
from taawun.kernel.exchange.post import sign_request, write_post
from taawun.kernel.ledger import checkpoint as checkpoints
from taawun.kernel.ledger.checkpoint import origin_of
from taawun.kernel.ledger.entry import RANDOM_BYTES, new_entries
from taawun.kernel.ledger.tiles import Edge, append
from taawun.kernel.ledger.witness import Offer
from taawun.kernel.release.statement import Statement
from taawun.kernel.trust.keys import LEDGER, NODE
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.envelope import read_envelope, write_envelope
from taawun.kernel.wire.ids import uuid7
from taawun.kernel.wire.sealing import seal
from taawun.kernel.wire.signing import ED25519, sign
from taawun.simulator.desk import BASIS
from taawun.simulator.federation import Federation
from taawun.simulator.keys import SeedSigner, secret_bytes
from taawun.simulator.logbook import WITNESS
from taawun.simulator.node import Node
from taawun.simulator.outbox import ENVELOPES
from taawun.simulator.wire import Packet


class Thief:
    """Holds copies of a party's keys as they were when stolen, and knows everything that is public."""

    def __init__(self, federation: Federation, party: str, *names: str) -> None:
        self.federation = federation
        self.party = party
        members = federation[party].party.members
        self.officers = {name: members[name].id for name in names if name not in (NODE, LEDGER)}
        self.keys: dict[str, tuple[SeedSigner, ...]] = {name: members[name].now.signers for name in names}
        self._made = 0

    def release(self, body: Mapping[str, Any], to: Sequence[str], now: datetime, **changes: Any) -> dict[str, Any]:
        """Return a release that the stolen officers signed, "drafted" by somebody who knows nothing of it."""
        content, _, _ = content_of(dict(body))
        drafter = self.federation[self.party].party.members["desk"].id
        fields: dict[str, Any] = {
            "id": self._id(now),
            "sender": self.party,
            "recipients": tuple(to),
            "content": content,
            "kind": "record.report",
            "drafter": drafter,
            "purpose": "investigation",
            "basis": BASIS,
            "handling": frozenset({"H0"}),
            "personal": False,
            "sensitivity": "medium",
            "created": now,
            "expires": now + timedelta(days=1),
        }
        wire = Statement(**fields | changes).to_wire()
        signers = [signer for name in self.officers for signer in self.keys[name]]
        signed = sign("release", encode(wire), signers) if signers else ()
        return {"statement": wire, "signatures": [signature.to_wire() for signature in signed]}

    def forge(
        self,
        to: str,
        body: Mapping[str, Any],
        *,
        release: Mapping[str, Any] | None = None,
        place: ChainHead | None = None,
        dated: datetime | None = None,
    ) -> Packet:
        """Return a POST with one envelope in the next place of the chain, signed with the stolen node key.

        Args:
            to: the recipient.
            body: the content.
            release: the release to show; none if None.
            place: what it claims to follow; by default what the recipient judged last.
            dated: the date on the envelope; now if None.
        """
        now = self.federation.world.now()
        head = place or self.federation[to].site.peer(self.party).inward
        shown = dict(release) if release else self.release(body, [to], dated or now)
        _, written, _ = content_of(dict(body))
        statement = Statement.from_wire(shown["statement"])
        named = sha256_hex(encode(shown["statement"]))
        draft = Draft(self._id(now), statement, encode(shown), named, written)
        (envelope,) = write_envelopes(head, to, [draft], dated or now, self._node())
        data = envelope.data if release else without_release(envelope.data, self._node())
        return self.post(to, [data])

    def post(self, to: str, plain: Sequence[bytes]) -> Packet:
        """Seal any bytes and return them as a signed request."""
        now = self.federation.world.now()
        public = self.federation[to].party.roster.sealing_key(now).public
        self._made += 1
        items = seal(self.party, to, public, secret_bytes(f"thief/{self._made}", 32), plain)
        body = write_post(self.party, to, now, items)
        header = sign_request(ENVELOPES, self.party, to, now, body, self._node())
        return Packet(self.party, to, ENVELOPES, body, header)

    def _node(self) -> tuple[SeedSigner, ...]:
        return tuple(signer for signer in self.keys[NODE] if signer.algorithm == ED25519)

    def _id(self, now: datetime) -> str:
        self._made += 1
        return uuid7(now, secret_bytes(f"thief/{self.party}/{self._made}", 10))


def without_release(data: bytes, node: Sequence[SeedSigner]) -> bytes:
    """Return an envelope with its release statement taken out. The header still names one."""
    envelope = read_envelope(data)
    signatures = sign("envelope", envelope.header_bytes, node)
    return write_envelope(envelope.header_bytes, encode(dict(envelope.body)), b"[]", b"null", signatures)


def rewrite_ledger(node: Node, index: int = 0) -> None:
    """Replace one entry of a node's ledger and sign the new history, as its own operator could."""
    site = node.site
    entries = dict(node.disk["entries"])
    random = secret_bytes("rewritten", RANDOM_BYTES)
    (entries[index],) = new_entries([("record", sha256_hex(b"a better past"))], site.now(), random)
    with node.disk.transaction() as tx:
        edge, tiles = append(Edge(), [entries[place].leaf_hash for place in range(len(entries))])
        tx["entries"].update(entries)
        tx["tiles"].update({(tile.level, tile.index): tile.data for tile in tiles})
        head = checkpoints.seal_checkpoint(origin_of(site.us), edge.size, edge.root(), site.party.signers(LEDGER))
        tx["log"].update({"edge": edge, "head": head})
        tx["cosigned"].clear()


def offer_again(node: Node, to: str, old: int) -> Packet:
    """Return a request to cosign the present checkpoint that hides behind an empty proof."""
    head = node.log.head()
    assert head is not None  # noqa: S101  # a story rewrites only what was sealed
    site = node.site
    body = Offer(old, (), head.note).to_bytes()
    header = sign_request(WITNESS, site.us, to, site.now(), body, site.node_signers())
    return Packet(site.us, to, WITNESS, body, header)
