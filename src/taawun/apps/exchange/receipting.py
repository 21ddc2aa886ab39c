# SPDX-License-Identifier: Apache-2.0
"""Their receipts: checked against what we sent, stored, and the envelope moved on (spec §30.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from taawun.apps.exchange import kinds
from taawun.apps.exchange.identity import VERIFIER, our_party, roster_of
from taawun.apps.exchange.models import OutState, Peer
from taawun.apps.exchange.models import Receipt as ReceiptRow
from taawun.apps.ledger import services as ledger
from taawun.apps.rows import among, fetch, find, into, put
from taawun.kernel.errors import BadReceipt
from taawun.kernel.exchange.receipts import read_receipt
from taawun.kernel.trust.roster import Roster
from taawun.kernel.wire import shapes
from taawun.kernel.wire.limits import BATCH_ITEMS
from taawun.kernel.wire.receipt import Receipt, ReceiptKind, Signed

COLUMNS: Final = ("id", "peer_id", "by", "envelope_id", "kind", "code", "document", "at", "told")
"""The columns of a receipt's row, in the order in which they are written."""
_STATES: Final = {
    ReceiptKind.DELIVERED: OutState.DELIVERED,
    ReceiptKind.ACCEPTED: OutState.ACCEPTED,
    ReceiptKind.REJECTED: OutState.REJECTED,
}
_FINAL: Final = frozenset({OutState.ACCEPTED, OutState.REJECTED})
# The peer is compared here, not there: SQLite would read every envelope of the peer rather than those few.
_OURS: Final = "SELECT peer_id, id, digest, item, state, kind FROM exchange_outenvelope WHERE "
_ANSWERED: Final = "state = %s, code = %s, section = %s, answered = %s"


@dataclass(slots=True)
class _Sent:
    """What is known here of an envelope of ours that a receipt answers."""

    id: str
    digest: str
    item: str
    state: str
    kind: str


def store_receipts(peer: Peer, roster: Roster, documents: Sequence[Any], now: datetime) -> int:
    """Check and keep receipts from a peer; call it inside the transaction that used them.

    Raises:
        BadReceipt: if one answers something that we did not send.
        SenderError: if a signature is not good.
    """
    pairs = [read_receipt(VERIFIER, roster, document, our_party(), now) for document in documents]
    rows = _sent(peer, [receipt for receipt, _ in pairs])
    known = {found for (found,) in find("exchange_receipt", "id", "id", [receipt.id for receipt, _ in pairs])}
    fresh = list({receipt.id: (receipt, signed) for receipt, signed in pairs if receipt.id not in known}.values())
    moves: dict[tuple[str, str, str], list[str]] = {}
    back: dict[str, dict[str, kinds.TurnedBack]] = {}
    for receipt, _ in fresh:
        row = _answered(rows, receipt)
        if _for_good(row, receipt):
            told = kinds.TurnedBack(row.id, receipt.code, receipt.section)
            back.setdefault(row.kind, {}).setdefault(row.id, told)
        if receipt.kind in _STATES and row.state not in _FINAL:
            row.state = _STATES[receipt.kind]
            moves.setdefault((row.state, receipt.code, receipt.section), []).append(row.id)
    for (state, code, section), ids in moves.items():  # nearly always one; a CASE for each row costs far more
        put("exchange_outenvelope", _ANSWERED, [str(state), code, section, now], "id", ids)
    _keep(peer, rows, fresh, now)
    for name, found in back.items():
        tell = kinds.turned_back(name)
        if tell is not None:
            tell(list(found.values()), now)
    return len(fresh)


@transaction.atomic
def store_receipts_posted(peer: Peer, documents: object, now: datetime) -> int:
    """Keep receipts that came on their own rather than in an answer, and return how many were new."""
    listed = shapes.items(documents, "receipts", BATCH_ITEMS)
    return store_receipts(peer, roster_of(peer), listed, now)


def _sent(peer: Peer, receipts: Sequence[Receipt]) -> dict[str, _Sent]:
    """Return our envelopes that the receipts answer, by the digest of their sealed bytes."""
    rows = _ours(peer, "id", [r.envelope for r in receipts if r.envelope])
    blind = [r.item for r in receipts if r.item not in rows]
    return rows | (_ours(peer, "item", blind) if blind else {})


def _ours(peer: Peer, column: str, wanted: list[str]) -> dict[str, _Sent]:
    found = fetch(_OURS + among(column), [wanted])
    rows = [_Sent(*row) for party, *row in found if party == peer.party]
    return {row.item: row for row in rows}


def _for_good(row: _Sent, receipt: Receipt) -> bool:
    """Tell whether a receipt refuses an envelope whose place it used up, and that was not accepted (spec §30.6e).

    What was stored has a leaf, named by the first receipt for it (§30.6c): this one, or an earlier `delivered` one.
    """
    if receipt.kind is not ReceiptKind.REJECTED or receipt.envelope is None or row.state == OutState.ACCEPTED:
        return False
    return receipt.leaf is not None or row.state == OutState.DELIVERED


def _answered(rows: Mapping[str, _Sent], receipt: Receipt) -> _Sent:
    """Return the envelope that a receipt answers."""
    row = rows.get(receipt.item)
    if row is None or (receipt.envelope, receipt.digest) not in ((row.id, row.digest), (None, None)):
        raise BadReceipt
    return row


def _keep(peer: Peer, rows: Mapping[str, _Sent], fresh: Sequence[tuple[Receipt, Signed]], now: datetime) -> None:
    into(ReceiptRow, *COLUMNS).write(
        (r.id, peer.party, ReceiptRow.THEIRS, rows[r.item].id, r.kind.value, r.code, signed.data, now, True)
        for r, signed in fresh
    )
    ledger.accept_many([("receipt.received", signed.digest) for _, signed in fresh], at=now)
