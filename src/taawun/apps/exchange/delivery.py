# SPDX-License-Identifier: Apache-2.0
"""Delivery: the queue of each peer is one ordered stream of signed POSTs (spec §30.9).

At least once on the wire, exactly once in effect: an envelope stays queued until its receipt is stored, and
the other side answers a copy with the receipt it gave before. One worker at a time holds a peer's lease.
"""

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db import transaction

from taawun.apps.exchange.identity import our_party, own_documents_after, own_roster, roster_of
from taawun.apps.exchange.models import Peer, PeerState
from taawun.apps.exchange.models import Receipt as ReceiptRow
from taawun.apps.exchange.receipting import store_receipts
from taawun.apps.exchange.sending import node_signers_for
from taawun.apps.rows import change, fetch, load, put, settle
from taawun.kernel.errors import BadAnswer, NoRoster, PeerUnreachable, TaawunError
from taawun.kernel.exchange.post import sign_request, write_post
from taawun.kernel.ports import Transport
from taawun.kernel.wire import shapes
from taawun.kernel.wire.canonical import decode, encode
from taawun.kernel.wire.limits import BATCH_BYTES, RESEND_ITEMS
from taawun.kernel.wire.sealing import Sealed

LEASE: Final = timedelta(seconds=60)
FIRST_PAUSE: Final = timedelta(seconds=1)
LONGEST_PAUSE: Final = timedelta(minutes=5)
ANSWER_BYTES: Final = 32 << 20
ITEMS_PER_POST: Final = RESEND_ITEMS
MOST_MENDS: Final = 20
"""POSTs of what a restored peer no longer has, in one round of delivery."""
POST_BYTES: Final = BATCH_BYTES - (256 << 10)  # of ciphertexts and wraps; the rest is for the head

ENVELOPES: Final = "/exchange/envelopes"
RECEIPTS: Final = "/exchange/receipts"
ROSTER: Final = "/exchange/roster"


# The loop of delivery runs all day: prepared statements cost it a tenth of what Django's query sets would.
# A state is a literal where an index holds only its rows. EXISTS rather than joins: every envelope times every
# receipt is more rows than there are on both nodes.
_DUE: Final = """
    state = %s AND (next_attempt IS NULL OR next_attempt <= %s) AND (
        told_version < %s
        OR EXISTS (SELECT 1 FROM exchange_outenvelope o WHERE o.peer_id = party AND o.state = 'queued')
        OR EXISTS (SELECT 1 FROM exchange_receipt r WHERE r.peer_id = party AND NOT r.told))"""
_LEASE: Final = """
    UPDATE exchange_peer SET leased_until = %s, leased_by = %s
    WHERE party = %s AND (leased_until IS NULL OR leased_until < %s OR leased_by IN (%s, %s))"""
_REACHED: Final = """
    UPDATE exchange_peer SET leased_until = NULL, failures = 0, failure = '', next_attempt = NULL, last_reached = %s
    WHERE party = %s"""
_SENT_BEFORE: Final = "SELECT 1 FROM exchange_outenvelope WHERE peer_id = %s AND seq = %s AND state <> 'queued'"
# By the index of the queue: the state of a row lies behind its ciphertext, which would have to be read for it.
_LEFT: Final = """
    SELECT 1 FROM exchange_outenvelope WHERE peer_id = %s AND state = 'queued' AND seq >= %s AND seq <= %s LIMIT 1"""
_SEALED: Final = "SELECT id, seq, wrap, wrap_index, ciphertext FROM exchange_outenvelope WHERE {} ORDER BY seq LIMIT %s"
_UNTOLD: Final = 'peer_id = %s AND "by" = %s AND NOT told LIMIT %s'


class _Waiting(NamedTuple):
    """An envelope of ours as a POST carries it."""

    id: str
    seq: int
    sealed: Sealed


@dataclass(frozen=True, slots=True)
class Courier:
    """What delivery needs from the outside: a way to carry bytes and a name for its lease."""

    transport: Transport
    name: str

    def ask(self, peer: Peer, path: str, body: bytes, now: datetime) -> bytes:
        """Send one signed request to a peer and return its answer."""
        settle()
        signature = sign_request(path, our_party(), peer.party, now, body, node_signers_for("post"))
        return self.transport.post(peer.url, path, body, signature)


def due_peers(now: datetime) -> list[Peer]:
    """Return the paired peers that may be tried now and have something waiting for them.

    Before our first roster there are none.
    """
    try:
        version = own_roster().version
    except NoRoster:
        return []
    return load(Peer, _DUE, [PeerState.PAIRED.value, now, version], without=("roster",))


def deliver(courier: Courier, peer: Peer, now: datetime) -> int:
    """Carry to one peer what waits for it, and return how many envelopes were answered.

    A peer that does not answer is left for later, twice as long each time up to five minutes; nothing is lost.
    """
    if not _lease(peer, courier.name, now):
        return 0
    try:
        _tell_roster(courier, peer, now)
        _tell_receipts(courier, peer, now)
        answered = _post_queue(courier, peer, now)
    except TaawunError as error:
        _fail(peer, error, now)
        return 0
    change(_REACHED, [now, peer.party])
    return answered


def _lease(peer: Peer, name: str, now: datetime) -> bool:
    over = peer.leased_by if _ended(peer.leased_by) else name
    return bool(change(_LEASE, [now + LEASE, name, peer.party, now, name, over]))


def _ended(holder: str) -> bool:
    """Tell whether a lease is held by a process of this machine that was killed: nobody waits for it."""
    host, _, process = holder.rpartition(":")
    if host != socket.gethostname() or not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _post_queue(courier: Courier, peer: Peer, now: datetime) -> int:
    rows = _next_rows(peer)
    if not rows:
        return 0
    head = _post(courier, peer, rows, now)
    if fetch(_LEFT, [peer.party, rows[0].seq, rows[-1].seq]):
        raise BadAnswer("An item was left without a receipt.")  # what was receipted is stored; the rest waits
    _mend(courier, peer, head, now)
    return len(rows)


def _post(courier: Courier, peer: Peer, rows: list[_Waiting], now: datetime) -> int:
    """Carry envelopes of ours, keep the receipts, and return how far the peer says it is."""
    body = write_post(our_party(), peer.party, now, [row.sealed for row in rows])
    answer = _read_answer(courier.ask(peer, ENVELOPES, body, now))
    with transaction.atomic():
        put("exchange_outenvelope", "attempts = attempts + 1", [], "id", [row.id for row in rows])
        store_receipts(peer, roster_of(peer), answer["receipts"], now)
    return shapes.whole(answer["head"].get("seq"), "seq")


def _next_rows(peer: Peer) -> list[_Waiting]:
    """Return the oldest queued envelopes that fit one POST, in the order of the chain."""
    return _fitting("peer_id = %s AND state = 'queued'", [peer.party])


def _fitting(condition: str, values: list[Any]) -> list[_Waiting]:
    rows: list[_Waiting] = []
    size = 0
    for identifier, seq, wrap, index, ciphertext in fetch(_SEALED.format(condition), [*values, ITEMS_PER_POST]):
        size += len(ciphertext) + len(wrap)
        if rows and size > POST_BYTES:
            break
        rows.append(_Waiting(identifier, seq, Sealed(bytes(wrap), index, bytes(ciphertext))))
    return rows


def _mend(courier: Courier, peer: Peer, head: int, now: datetime) -> None:
    """Send again what the other side no longer has, after it came back from an older backup (spec §30.10).

    The head is not signed: what was receipted stays as it is, and we go on only for as long as the head moves.
    Should something still be missing, the peer asks for it.
    """
    for _ in range(MOST_MENDS):
        if not fetch(_SENT_BEFORE, [peer.party, head + 1]):
            return
        before, head = head, _post(courier, peer, _fitting("peer_id = %s AND seq > %s", [peer.party, head]), now)
        if head <= before:
            return


def _read_answer(data: bytes) -> dict[str, Any]:
    value = decode(data, limit=ANSWER_BYTES)
    raw = shapes.fields(value, "answer", frozenset({"receipts", "head"}))
    if not isinstance(raw["receipts"], list) or not isinstance(raw["head"], dict):
        raise BadAnswer
    return raw


def _tell_roster(courier: Courier, peer: Peer, now: datetime) -> None:
    """Give the peer our rosters that it has not, each in its turn, before anything that was signed under them."""
    for version, document in own_documents_after(peer.told_version):
        courier.ask(peer, ROSTER, document, now)
        Peer.objects.filter(party=peer.party).update(told_version=version)


def _tell_receipts(courier: Courier, peer: Peer, now: datetime) -> None:
    """Give the peer the receipts that no answer has carried."""
    rows = load(ReceiptRow, _UNTOLD, [peer.party, ReceiptRow.OURS, RESEND_ITEMS])
    if rows:
        documents = [decode(bytes(row.document), limit=ANSWER_BYTES) for row in rows]
        courier.ask(peer, RECEIPTS, encode({"receipts": documents}), now)
        ReceiptRow.objects.filter(id__in=[row.id for row in rows]).update(told=True)


def _fail(peer: Peer, error: TaawunError, now: datetime) -> None:
    failures = peer.failures + 1
    pause = min(FIRST_PAUSE * 2 ** min(failures - 1, 12), LONGEST_PAUSE)
    Peer.objects.filter(party=peer.party).update(
        leased_until=None, failures=failures, failure=_why(error), next_attempt=now + pause
    )


def _why(error: TaawunError) -> str:
    return f"{error.code} §{error.section}" if not isinstance(error, PeerUnreachable) else error.code
