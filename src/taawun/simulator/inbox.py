# SPDX-License-Identifier: Apache-2.0
"""Receiving: each envelope gets its own verdict and its effect happens exactly once (spec 30).

A rejection that names an envelope has used up its place in the chain and is final. A rejection that names only
the sealed bytes has not: the sender has to fill that place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from taawun.kernel.cases.moves import KIND as CASE_MOVE
from taawun.kernel.errors import BadSeal, BadShape, Forked, SenderError, UnknownKind
from taawun.kernel.exchange.acceptance import check_admissible, check_authentic
from taawun.kernel.exchange.chain import ChainHead, Place, check_follows, place
from taawun.kernel.exchange.post import check_parties, read_post
from taawun.kernel.wire import sealing
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.envelope import Envelope, Header, read_envelope
from taawun.kernel.wire.receipt import Receipt, ReceiptKind, sign_receipts
from taawun.kernel.wire.sealing import Sealed, unseal
from taawun.simulator.casebook import Casebook
from taawun.simulator.disk import Transaction
from taawun.simulator.logbook import Logbook
from taawun.simulator.outbox import ANSWER, RESEND
from taawun.simulator.rows import Incoming, Peer, State
from taawun.simulator.site import Site
from taawun.simulator.wire import Packet

KINDS: Final = frozenset({"record.report", "record.alert"})
"""What the register of a simulated node takes; moves of cases go to its casebook."""


@dataclass(slots=True)
class Inbox:
    """The inbox of one node, and the register and the casebook behind it."""

    site: Site
    log: Logbook
    cases: Casebook

    def take(self, packet: Packet) -> None:
        """Judge the envelopes of one POST and answer with a receipt for each."""
        site = self.site
        sender = site.check(packet)
        post = read_post(packet.body)
        check_parties(post, sender, site.us)
        with site.disk.transaction() as tx:
            receipts = [self._item(tx, sender, item) for item in post.items]
            receipts += self._drain(tx, sender)
            next_place, gap = self._next(tx, sender)
        documents = sign_receipts(receipts, site.node_signers())
        body = encode({"receipts": documents, "next": next_place, "gap": gap})
        site.request(sender, ANSWER, body)

    def tick(self) -> None:
        """Ask for what is missing before those that wait."""
        for sender, peer in self.site.peers().items():
            if peer.inward.held:
                self.site.request(sender, RESEND, encode({"next": peer.inward.seq + 1}))

    def recheck(self, tx: Transaction, sender: str) -> None:
        """Drop what waits behind a hole and would not be authentic under the roster we now have."""
        for row in [row for row in tx["inbox"].values() if row.state is State.HELD]:
            if row.header.sender == sender and self._spurious(tx, sender, row) is not None:
                self._drop(tx, sender, row)

    def _item(self, tx: Transaction, sender: str, item: Sealed) -> Receipt:
        try:
            return self._open(tx, sender, item)
        except SenderError as refusal:
            self.site.refused.append(refusal)
            return self._receipt(sender, item.digest, ReceiptKind.REJECTED, refusal=refusal)

    def _open(self, tx: Transaction, sender: str, item: Sealed) -> Receipt:
        site, peer = self.site, tx["peers"][sender]
        data = unseal(sender, site.us, self._content_key(sender, item.wrap), item)
        envelope = read_envelope(data)
        check_authentic(site.verifier, peer.roster, envelope, site.us, site.now())
        where = self._place(tx, sender, peer, envelope)
        if where is Place.COPY:
            receipt: Receipt = tx["inbox"][envelope.header.id].receipt
            return receipt
        if where is Place.NEXT:
            return self._judge(tx, sender, envelope, item.digest, data, site.now())
        self._change_head(tx, sender, held=peer.inward.held + 1)
        return self._keep(tx, State.HELD, envelope, data, site.now(), item.digest)

    def _content_key(self, sender: str, wrap: bytes) -> bytes:
        for secret in self.site.party.secrets():
            try:
                return sealing.unwrap(sender, self.site.us, secret, wrap)
            except BadSeal:
                continue
        raise BadSeal

    def _place(self, tx: Transaction, sender: str, peer: Peer, envelope: Envelope) -> Place:
        header = envelope.header
        known = tx["inbox"].get(header.id)
        there = tx["places"].get((sender, header.seq))
        try:
            return place(
                peer.inward,
                header,
                envelope.digest,
                known.digest if known else None,
                tx["inbox"][there].digest if there else None,
            )
        except Forked as error:
            self.site.alarm(tx, sender, error.code, str(header.seq))
            raise

    def _judge(
        self, tx: Transaction, sender: str, envelope: Envelope, item: str, data: bytes, seen: datetime
    ) -> Receipt:
        """Accept or reject the next envelope; either way its place is used up."""
        site, header = self.site, envelope.header
        self._change_head(tx, sender, seq=header.seq, digest=envelope.digest)
        try:
            check_admissible(site.verifier, tx["peers"][sender].roster, envelope, seen)
            self._check_content(tx, header, envelope.body)
        except SenderError as refusal:
            site.refused.append(refusal)
            return self._keep(tx, State.REJECTED, envelope, data, seen, item, refusal)
        self._apply_content(tx, header, envelope.body)
        return self._keep(tx, State.ACCEPTED, envelope, data, seen, item)

    def _check_content(self, tx: Transaction, header: Header, body: Mapping[str, Any]) -> None:
        if header.kind == CASE_MOVE:
            self.cases.check(tx, header, body)
        else:
            check_content(header, body)

    def _apply_content(self, tx: Transaction, header: Header, body: Mapping[str, Any]) -> None:
        if header.kind == CASE_MOVE:
            self.cases.keep(tx, body)
        else:
            tx["register"][header.sender, body["record"]] = dict(body)
        tx["applied"][header.id] = tx["applied"].get(header.id, 0) + 1

    def _drain(self, tx: Transaction, sender: str) -> list[Receipt]:
        """Judge those that waited for what has now come. Whether they follow is asked again (spec §30.5)."""
        freed: list[Receipt] = []
        while row := self._waiting_next(tx, sender):
            refusal = self._spurious(tx, sender, row)
            head = tx["peers"][sender].inward
            self._drop(tx, sender, row)
            try:
                if refusal:
                    raise refusal
                check_follows(head, row.header)
            except SenderError as wrong:
                if isinstance(wrong, Forked):
                    self.site.alarm(tx, sender, wrong.code, str(row.header.seq))
                return freed
            envelope = read_envelope(row.data)
            freed.append(self._judge(tx, sender, envelope, row.receipt.item, row.data, row.seen))
        return freed

    def _waiting_next(self, tx: Transaction, sender: str) -> Incoming | None:
        there = tx["places"].get((sender, tx["peers"][sender].inward.seq + 1))
        row: Incoming | None = tx["inbox"].get(there)
        return row

    def _spurious(self, tx: Transaction, sender: str, row: Incoming) -> SenderError | None:
        """Return why an envelope that waits is not authentic any more, judged by when it was first seen."""
        site = self.site
        try:
            check_authentic(site.verifier, tx["peers"][sender].roster, read_envelope(row.data), site.us, row.seen)
        except SenderError as refusal:
            return refusal
        return None

    def _drop(self, tx: Transaction, sender: str, row: Incoming) -> None:
        del tx["inbox"][row.header.id], tx["places"][sender, row.header.seq]
        self._change_head(tx, sender, held=tx["peers"][sender].inward.held - 1)

    def _keep(
        self,
        tx: Transaction,
        state: State,
        envelope: Envelope,
        data: bytes,
        seen: datetime,
        item: str,
        refusal: SenderError | None = None,
    ) -> Receipt:
        header = envelope.header
        kind = ReceiptKind.DELIVERED if state is State.HELD else ReceiptKind(state.value)
        entry = self.log.accept(tx, "envelope.received", envelope.digest)
        receipt = self._receipt(header.sender, item, kind, envelope, refusal, entry.leaf_hash.hex())
        tx["inbox"][header.id] = Incoming(state, header, envelope.digest, data, seen, receipt)
        tx["places"][header.sender, header.seq] = header.id
        return receipt

    def _receipt(
        self,
        to: str,
        item: str,
        kind: ReceiptKind,
        envelope: Envelope | None = None,
        refusal: SenderError | None = None,
        leaf: str | None = None,
    ) -> Receipt:
        site = self.site
        return Receipt(
            id=site.new_id(),
            kind=kind,
            sender=site.us,
            recipient=to,
            item=item,
            envelope=envelope.header.id if envelope else None,
            digest=envelope.digest if envelope else None,
            at=site.now(),
            code=refusal.code if refusal else "",
            section=refusal.section if refusal else "",
            leaf=leaf,
            sealed_by=site.now() if leaf else None,
        )

    def _change_head(self, tx: Transaction, sender: str, **changes: Any) -> None:
        head: ChainHead = tx["peers"][sender].inward
        self.site.change_peer(tx, sender, inward=replace(head, **changes))

    def _next(self, tx: Transaction, sender: str) -> tuple[int, bool]:
        head: ChainHead = tx["peers"][sender].inward
        return head.seq + 1, head.held > 0


def check_content(header: Header, body: Mapping[str, Any]) -> None:
    """Refuse what the register would not take, without changing anything."""
    if header.kind not in KINDS:
        raise UnknownKind
    if not isinstance(body.get("record"), str):
        raise BadShape("The body names no record.")
