# SPDX-License-Identifier: Apache-2.0
"""Delivery: at least once, in order, with back-off, until each envelope has a final receipt.

What is stored is the header, whose digest is its place in the chain. Signatures and seal are made for every
attempt, so that an envelope outlives the keys it was first sent with.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from taawun.kernel.cases.moves import KIND as CASE_MOVE
from taawun.kernel.errors import BadReceipt, BadShape, SenderError
from taawun.kernel.exchange.post import write_post
from taawun.kernel.exchange.receipts import check_answers, check_receipt
from taawun.kernel.wire import shapes
from taawun.kernel.wire.canonical import decode, encode
from taawun.kernel.wire.digests import digest_of
from taawun.kernel.wire.envelope import write_envelope
from taawun.kernel.wire.limits import BATCH_BYTES, BATCH_ITEMS, BODY_BYTES, RESEND_ITEMS
from taawun.kernel.wire.receipt import Receipt, ReceiptKind
from taawun.kernel.wire.sealing import CONTENT_KEY_BYTES, Sealed, seal
from taawun.kernel.wire.signing import sign_many
from taawun.simulator.casebook import Casebook
from taawun.simulator.disk import Transaction
from taawun.simulator.logbook import Logbook
from taawun.simulator.rows import FINAL, Outgoing
from taawun.simulator.site import Site
from taawun.simulator.wire import Packet

ENVELOPES: Final = "/exchange/envelopes"
ANSWER: Final = "/exchange/envelopes/answer"
RESEND: Final = "/exchange/resend"
FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(minutes=5)


@dataclass(slots=True)
class Retry:
    """When to try an envelope again; volatile, so that after a restart everything is tried at once."""

    at: datetime
    wait: timedelta = FIRST_WAIT


@dataclass(slots=True)
class Outbox:
    """The outbox of one node. `batch` is small, so that a few envelopes already make several POSTs."""

    site: Site
    log: Logbook
    cases: Casebook
    batch: int = 2
    _retries: dict[str, Retry] = field(default_factory=dict)

    def waiting(self, peer: str) -> list[Outgoing]:
        """Return the envelopes to a peer without a final receipt, in the order of the chain."""
        rows: list[Outgoing] = list(self.site.disk["outbox"].values())
        mine = [row for row in rows if row.header.recipient == peer and row.verdict is None]
        return sorted(mine, key=lambda row: row.header.seq)

    def tick(self) -> None:
        """Send whatever is due."""
        for peer in self.site.peers():
            due = [row for row in self.waiting(peer) if self._is_due(row)]
            for start in range(0, len(due), self.batch):
                self._post(peer, due[start : start + self.batch])

    def _is_due(self, row: Outgoing) -> bool:
        retry = self._retries.get(row.header.id)
        return retry is None or retry.at <= self.site.now()

    def _post(self, peer: str, rows: Sequence[Outgoing]) -> None:
        site, now = self.site, self.site.now()
        for row in rows:
            wait = self._retries[row.header.id].wait * 2 if row.header.id in self._retries else FIRST_WAIT
            self._retries[row.header.id] = Retry(now + wait, min(wait, LONGEST_WAIT))
        items = self._sealed(peer, rows)
        with site.disk.transaction() as tx:
            for row, item in zip(rows, items, strict=True):
                tx["outbox"][row.header.id] = replace(row, items=row.items | {item.digest})
        site.request(peer, ENVELOPES, write_post(site.us, peer, now, items))

    def _sealed(self, peer: str, rows: Sequence[Outgoing]) -> list[Sealed]:
        site = self.site
        headers = [encode(row.header.to_wire()) for row in rows]
        signed = sign_many("envelope", headers, site.node_signers())
        plain = [
            write_envelope(header, row.body, b"[]", row.release, signatures)
            for row, header, signatures in zip(rows, headers, signed, strict=True)
        ]
        public = site.peer(peer).roster.sealing_key(site.now()).public
        return seal(site.us, peer, public, site.random.randbytes(CONTENT_KEY_BYTES), plain)

    def answered(self, packet: Packet) -> None:
        """Take the receipts of an answer, each on its own, and send again at once what the peer misses."""
        peer = self.site.check(packet)
        value = decode(packet.body, limit=BATCH_BYTES)
        raw = shapes.fields(value, "answer", frozenset({"receipts", "next", "gap"}))
        for document in shapes.items(raw["receipts"], "receipts", BATCH_ITEMS * 2, 0):
            try:
                self._take(peer, document)
            except SenderError as refusal:
                self.site.refused.append(refusal)
        if shapes.flag(raw["gap"], "gap"):
            self._hurry(peer, shapes.whole(raw["next"], "next", 1))

    def resend(self, packet: Packet) -> None:
        """Send again at once what a peer asks for."""
        peer = self.site.check(packet)
        value = decode(packet.body, limit=BATCH_BYTES)
        if not isinstance(value, dict) or value.keys() != {"next"}:
            raise BadShape("A request to send again names the next place.")
        self._hurry(peer, shapes.whole(value["next"], "next", 1))

    def _hurry(self, peer: str, place: int) -> None:
        for row in self.waiting(peer)[:RESEND_ITEMS]:
            if row.header.seq >= place:
                self._retries.pop(row.header.id, None)

    def _take(self, peer: str, document: Any) -> None:
        """Store one receipt. One that only names sealed bytes moves nothing: its place must be sent again."""
        site = self.site
        receipt = check_receipt(site.verifier, site.peer(peer).roster, document, site.us, site.now())
        row: Outgoing | None = site.disk["outbox"].get(receipt.envelope)
        if row is None:
            return
        with site.disk.transaction() as tx:
            try:
                self._store(tx, peer, row, receipt)
            except BadReceipt as error:
                site.alarm(tx, peer, error.code, receipt.id)

    def _store(self, tx: Transaction, peer: str, row: Outgoing, receipt: Receipt) -> None:
        check_answers(receipt, row.header.id, row.digest, row.items)
        if row.header.recipient != peer:
            raise BadReceipt("From another party than it was sent to.")
        if any(receipt.id == known.id for known in row.receipts):
            return
        if row.verdict is not None and receipt.kind in FINAL:
            raise BadReceipt("A second verdict.")
        tx["outbox"][row.header.id] = replace(row, receipts=(*row.receipts, receipt))
        if receipt.kind is ReceiptKind.REJECTED and row.header.kind == CASE_MOVE:
            self.cases.take_back(tx, decode(row.body, limit=BODY_BYTES))
        self.log.accept(tx, "receipt.received", digest_of(receipt.to_wire()))
