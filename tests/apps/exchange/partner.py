# SPDX-License-Identifier: Apache-2.0
"""The node under test is Pakistan's; this is Bahrain's, in memory, on the kernel alone.

It writes whatever a test asks for, good or bad, with the right keys, and judges what the node sends it.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from taawun.apps.exchange.identity import own_roster
from taawun.apps.exchange.messages import write_message
from taawun.kernel.errors import PeerUnreachable
from taawun.kernel.exchange.chain import ChainHead
from taawun.kernel.exchange.drafting import Draft, Written, content_of, write_envelopes
from taawun.kernel.exchange.post import read_post, sign_request, write_post
from taawun.kernel.release.statement import Statement
from taawun.kernel.trust.roster import Roster
from taawun.kernel.wire.canonical import decode, encode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.envelope import Basis, read_envelope
from taawun.kernel.wire.ids import uuid7
from taawun.kernel.wire.receipt import Receipt, ReceiptKind, sign_receipts
from taawun.kernel.wire.sealing import Sealed, seal, unseal, unwrap
from taawun.kernel.wire.signing import sign
from taawun.simulator.keys import secret_bytes
from taawun.simulator.party import Party

US, THEM = "PK", "BH"
BASIS = Basis("pk-bh-jwg", "3")


@dataclass
class Partner:
    """Bahrain's side of the story."""

    party: Party
    now: datetime
    head: ChainHead = field(default_factory=ChainHead)
    counter: int = 0
    taken: list[str] = field(default_factory=list)  # ids of the envelopes it got
    seq: int = 0
    down: bool = False
    answers: int = 0

    @property
    def roster(self) -> Roster:
        return self.party.roster

    def new_id(self) -> str:
        self.counter += 1
        return uuid7(self.now, secret_bytes(f"partner/{self.counter}", 10))

    def statement(self, content: str, **other: Any) -> Statement:
        """Return a statement that would do, but for what a test changes."""
        usual = Statement(
            id=self.new_id(),
            sender=THEM,
            recipients=(US,),
            content=content,
            kind="message",
            drafter="",
            purpose="counter-narcotics",
            basis=BASIS,
            handling=frozenset({"H0"}),
            personal=False,
            sensitivity="low",
            created=self.now,
            expires=self.now + timedelta(days=30),
        )
        return replace(usual, **other)

    def envelope(
        self,
        text: str = "السلام علیکم",
        approvers: tuple[str, ...] = ("chief",),
        head: ChainHead | None = None,
        keep: bool = True,
        drafter: str = "desk",
        identifier: str = "",
        body: dict[str, Any] | None = None,
        **other: Any,
    ) -> Written:
        """Write the next envelope of the chain, drafted and approved by these officers."""
        content, body, attachments = content_of(body or write_message(text, "ur"))
        statement = self.statement(content, drafter=self.party.members[drafter].id, **other)
        message = encode(statement.to_wire())
        signatures = [s.to_wire() for name in approvers for s in sign("release", message, self.party.signers(name))]
        release = encode({"statement": statement.to_wire(), "signatures": signatures})
        draft = Draft(identifier or self.new_id(), statement, release, sha256_hex(message), body, attachments)
        node = self.party.signers("node")[:1]
        (written,) = write_envelopes(head or self.head, US, [draft], statement.created, node)
        if keep:
            self.head = ChainHead(written.header.seq, written.digest)
        return written

    def seal(self, *envelopes: Written | bytes) -> list[Sealed]:
        """Seal envelopes to the node under test."""
        public = own_roster().sealing_key(self.now).public
        self.counter += 1
        key = secret_bytes(f"content key/{self.counter}", 32)
        plain = [one if isinstance(one, bytes) else one.data for one in envelopes]
        return seal(THEM, US, public, key, plain)

    def post(self, *items: Sealed) -> bytes:
        """Return the bytes of a POST."""
        return write_post(THEM, US, self.now, items)

    def sign(self, path: str, body: bytes, **other: Any) -> str:
        """Return the signature header of a request."""
        usual = {"sender": THEM, "recipient": US, "now": self.now, "signers": self.party.signers("node")[:1]} | other
        return sign_request(path, usual["sender"], usual["recipient"], usual["now"], body, usual["signers"])

    # --- as a transport: what our node sends arrives here ---------------------------------------------

    def get(self, url: str, path: str) -> bytes:
        return encode({"roster": self.party.document, "name": "المنامة", "url": url})

    def post_from_us(self, path: str, body: bytes) -> bytes:
        """Answer a request of the node under test, as an honest node would."""
        if self.down:
            raise PeerUnreachable("ConnectError")
        self.answers += 1
        if path == "/exchange/roster":
            return encode({"version": 2})
        if path == "/exchange/receipts":
            return encode({"kept": len(decode(body, limit=1 << 20)["receipts"])})
        assert path == "/exchange/envelopes", path
        receipts = [self._receipt(item) for item in read_post(body).items]
        documents = sign_receipts(receipts, self.party.signers("node")[:1])
        return encode({"receipts": documents, "head": {"seq": self.seq, "digest": "0" * 64}})

    def _receipt(self, item: Sealed) -> Receipt:
        secret = self.party.secrets()[0]
        data = unseal(US, THEM, unwrap(US, THEM, secret, item.wrap), item)
        envelope = read_envelope(data)
        if envelope.header.id not in self.taken:
            self.taken.append(envelope.header.id)
            self.seq = envelope.header.seq
        return Receipt(
            id=self.new_id(),
            kind=ReceiptKind.ACCEPTED,
            sender=THEM,
            recipient=US,
            item=item.digest,
            envelope=envelope.header.id,
            digest=envelope.digest,
            at=self.now,
        )


class Carrier:
    """A transport to the partner."""

    def __init__(self, partner: Partner) -> None:
        self.partner = partner
        self.posts: list[tuple[str, bytes, str]] = []

    def post(self, url: str, path: str, body: bytes, signature: str) -> bytes:
        self.posts.append((path, body, signature))
        return self.partner.post_from_us(path, body)

    def get(self, url: str, path: str) -> bytes:
        return self.partner.get(url, path)
