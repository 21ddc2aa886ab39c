# SPDX-License-Identifier: Apache-2.0
"""Our receipts: one for each verdict, signed together, stored with what they answer (spec §30.6)."""

from collections.abc import Sequence
from datetime import datetime

from taawun.apps.exchange.identity import our_party
from taawun.apps.exchange.models import Peer, Refusal
from taawun.apps.exchange.models import Receipt as ReceiptRow
from taawun.apps.exchange.receipting import COLUMNS
from taawun.apps.exchange.refusing import note_refusals
from taawun.apps.exchange.sending import node_signers_for
from taawun.apps.exchange.verdicts import Verdict
from taawun.apps.ids import new_id
from taawun.apps.ledger import services as ledger
from taawun.apps.rows import into
from taawun.kernel.wire.receipt import Receipt, ReceiptKind, write_receipts
from taawun.kernel.wire.times import cut


def answer(peer: Peer, verdicts: Sequence[Verdict], now: datetime, told: bool) -> list[bytes]:
    """Return the canonical bytes of the signed receipts of verdicts, in their order, and keep those that are new."""
    fresh = [verdict for verdict in verdicts if verdict.kind != "copy"]
    receipts = [_receipt(peer, verdict, now) for verdict in fresh]
    # A refused replay names an envelope that is not its own: its receipt must never stand for that envelope.
    strays = frozenset(r.id for r, v in zip(receipts, fresh, strict=True) if v.row is None)
    documents = dict(zip(map(id, fresh), issue(peer, receipts, now, told=told, strays=strays), strict=True))
    _note_refusals(peer, fresh, now)
    copies = _earlier(peer, [v for v in verdicts if v.kind == "copy"])  # now: it may be a copy of one beside it
    return [copies[v.envelope.header.id] if v.kind == "copy" and v.envelope else documents[id(v)] for v in verdicts]


def issue(
    peer: Peer,
    receipts: Sequence[Receipt],
    now: datetime,
    *,
    told: bool = True,
    strays: frozenset[str] = frozenset(),
) -> list[bytes]:
    """Sign receipts, store them, return their canonical bytes, and log each in the ledger.

    Args:
        peer: whom they answer.
        receipts: the receipts; none is fine.
        now: when.
        told: false if the answer that carries them is yet to be sent.
        strays: receipts that answer something we did not keep.
    """
    if not receipts:
        return []
    written = write_receipts(receipts, node_signers_for("receipt"))
    named = ["" if receipt.id in strays else receipt.envelope or "" for receipt in receipts]
    into(ReceiptRow, *COLUMNS).write(
        (r.id, peer.party, ReceiptRow.OURS, name, r.kind.value, r.code, signed.data, now, told)
        for r, name, signed in zip(receipts, named, written, strict=True)
    )
    ledger.accept_many([("receipt.sent", signed.digest) for signed in written], at=now)
    return [signed.data for signed in written]


def _receipt(peer: Peer, verdict: Verdict, now: datetime) -> Receipt:
    envelope, refusal, entry = verdict.envelope, verdict.refusal, verdict.entry
    return Receipt(
        id=new_id(now),
        kind=ReceiptKind(verdict.kind),
        sender=our_party(),
        recipient=peer.party,
        item=verdict.item,
        envelope=envelope.header.id if envelope else None,
        digest=envelope.digest if envelope else None,
        at=cut(now),
        code=refusal.code if refusal else "",
        section=refusal.section if refusal else "",
        leaf=entry.leaf_hash.hex() if entry else None,
        sealed_by=cut(entry.promised) if entry else None,
    )


def _earlier(peer: Peer, verdicts: Sequence[Verdict]) -> dict[str, bytes]:
    """Return the last receipt we gave for envelopes that came again.

    One that was held and judged in one moment has two receipts of that moment: the verdict is the last.
    """
    ids = [v.envelope.header.id for v in verdicts if v.envelope]
    if not ids:
        return {}
    rows = peer.receipts.filter(envelope_id__in=ids, by=ReceiptRow.OURS).exclude(kind=ReceiptKind.READ.value)
    ordered = sorted(rows, key=lambda row: (row.kind != ReceiptKind.DELIVERED.value, row.at, row.id))
    return {row.envelope_id: bytes(row.document) for row in ordered}


def _note_refusals(peer: Peer, verdicts: Sequence[Verdict], now: datetime) -> None:
    ledger.accept_many([("refusal", verdict.item) for verdict in verdicts if verdict.refusal is not None], at=now)
    note_refusals(
        peer.party,
        [
            Refusal(
                at=now,
                party=peer.party,
                code=verdict.refusal.code,
                section=verdict.refusal.section,
                item=verdict.item,
                size=verdict.size,
            )
            for verdict in verdicts
            if verdict.refusal is not None
        ],
    )
