# SPDX-License-Identifier: Apache-2.0
"""Receiving: each item of a POST gets its own verdict, and its effect happens exactly once (spec 30).

The order is fixed: request signature, size and form, seal, envelope signature, then one transaction in which
each envelope finds its place in the sender's chain, is judged, is taken by its register or case, and gets a
receipt. A crash at any point leaves either all of that or none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction

from taawun.apps.exchange import answering, kinds
from taawun.apps.exchange.identity import VERIFIER, our_party, roster_of
from taawun.apps.exchange.models import Fork, InEnvelope, InState, Peer, PeerState
from taawun.apps.exchange.opening import Opened, judge, open_items
from taawun.apps.exchange.verdicts import Verdict
from taawun.apps.ledger import services as ledger
from taawun.apps.rows import among, change, fetch, find, insert, load, new
from taawun.kernel.errors import Forked, SenderError, UnknownSender
from taawun.kernel.exchange.acceptance import check_authentic
from taawun.kernel.exchange.chain import ChainHead, Place, check_follows, place
from taawun.kernel.trust.roster import Roster
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.envelope import Envelope, read_envelope
from taawun.kernel.wire.sealing import Sealed

MOST_FORKS: Final = 100
"""Pieces of evidence that are kept of one peer; the first would be enough."""

MOST_FREED: Final = 1_000
"""Held envelopes that are judged in one transaction, and `FREED_BYTES` of them; the worker goes on with the rest."""

FREED_BYTES: Final = 8 << 20

_HELD: Final = "SELECT count(*) FROM exchange_inenvelope WHERE peer_id = %s AND state = 'held'"
_EVERYWHERE: Final = """
    SELECT id, digest FROM exchange_inenvelope WHERE peer_id IN (SELECT party FROM exchange_peer) AND """
_PLACES: Final = "SELECT seq, digest FROM exchange_inenvelope WHERE peer_id = %s AND "
# Who speaks can be spoken to: what waits for this peer need not wait longer.
_HEARD: Final = """
    UPDATE exchange_peer SET in_seq = %s, in_digest = %s, last_heard = %s, next_attempt = NULL WHERE party = %s"""
_STATES: Final = {"delivered": InState.HELD, "accepted": InState.ACCEPTED, "rejected": InState.REJECTED}


@dataclass(slots=True)
class _Batch:
    """The work of one transaction on one peer's chain."""

    peer: Peer
    roster: Roster
    now: datetime
    head: ChainHead
    known_ids: dict[str, str] = field(default_factory=dict)
    known_seqs: dict[int, str] = field(default_factory=dict)
    taken: dict[str, list[Verdict]] = field(default_factory=dict)  # by kind, in the order of the chain
    judged: list[Verdict] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a POST is answered: the canonical bytes of signed receipts, and how far the sender's chain has come."""

    receipts: tuple[bytes, ...]
    head: ChainHead

    def to_bytes(self) -> bytes:
        """Return the canonical bytes of {head, receipts}."""
        head = encode({"seq": self.head.seq, "digest": self.head.digest})
        return b'{"head":' + head + b',"receipts":[' + b",".join(self.receipts) + b"]}"


def receive(peer: Peer, items: Sequence[Sealed], now: datetime, *, told: bool = True) -> Answer:
    """Judge the items of one POST from a paired peer and return the answer (spec §30.9).

    Args:
        peer: whose request this is; its signature has been checked.
        items: the sealed envelopes, in order.
        now: when they came.
        told: false if no answer carries the receipts, so that delivery must.

    Returns:
        one signed receipt for each item in order, then those of earlier envelopes that this POST set free; and how
        far the sender's chain has been judged here.
    """
    opened = open_items(items, roster_of(peer), our_party(), now)
    with transaction.atomic():
        locked = _lock(peer)
        if locked.roster_digest != peer.roster_digest:  # the newest roster decides (§10.4c), and it came meanwhile
            opened = open_items(items, roster_of(locked), our_party(), now)
        return _judge_all(_batch(locked, opened, now), opened, told)


def _judge_all(batch: _Batch, opened: Sequence[Opened], told: bool) -> Answer:
    verdicts = [_verdict(batch, one) for one in opened]
    verdicts += _release_held(batch)
    _take(batch)
    _store(batch, verdicts)
    receipts = answering.answer(batch.peer, verdicts, batch.now, told)
    return Answer(tuple(receipts), batch.head)


def _lock(peer: Peer) -> Peer:
    """Return the peer with its chain locked, as it stands now."""
    found = load(
        Peer, "party = %s AND state = %s", [peer.party, PeerState.PAIRED.value], lock=True, without=("roster",)
    )
    if not found:
        raise UnknownSender
    return found[0]


def _batch(peer: Peer, opened: Sequence[Opened], now: datetime) -> _Batch:
    """Look up what we already have of these envelopes."""
    found = [one.envelope for one in opened if one.envelope]
    ids, seqs = [e.header.id for e in found], [e.header.seq for e in found]
    ((held,),) = fetch(_HELD, [peer.party])
    batch = _Batch(peer, roster_of(peer), now, ChainHead(peer.in_seq, peer.in_digest, held))
    # An identifier names one envelope at this node, whoever wrote it (§30.4b).
    batch.known_ids = dict(find("exchange_outenvelope", "id, digest", "id", ids))
    # The index is by peer, then identifier: without the peers the whole table would be read.
    batch.known_ids |= dict(fetch(_EVERYWHERE + among("id"), [ids]))
    batch.known_seqs = dict(fetch(_PLACES + among("seq"), [peer.party, seqs]))
    return batch


def _verdict(batch: _Batch, one: Opened) -> Verdict:
    """Return the verdict on one item, and remember what it changes."""
    envelope = one.envelope
    if envelope is None:
        return Verdict(one.item, one.size, "rejected", refusal=one.refusal)
    header, digest = envelope.header, envelope.digest
    try:
        where = place(batch.head, header, digest, batch.known_ids.get(header.id), batch.known_seqs.get(header.seq))
    except SenderError as refusal:
        if isinstance(refusal, Forked):
            _keep_evidence(batch, header.seq, one.data)
        return Verdict(one.item, one.size, "rejected", envelope, refusal)
    if where is Place.COPY:
        return Verdict(one.item, one.size, "copy", envelope)
    batch.known_ids[header.id] = batch.known_seqs[header.seq] = digest
    row = _row(batch, one.item, one.data, envelope)
    if where is Place.HELD:
        batch.head = ChainHead(batch.head.seq, batch.head.digest, batch.head.held + 1)
        verdict = Verdict(one.item, one.size, "delivered", envelope, None, row)
        batch.judged.append(verdict)
        return verdict
    return _decide(batch, Verdict(one.item, one.size, "accepted", envelope, one.refusal, row))


def _keep_evidence(batch: _Batch, seq: int, data: bytes) -> None:
    """Keep the second envelope of a place, bounded so that a hostile peer cannot fill the disk."""
    if not batch.peer.forks.all()[MOST_FORKS - 1 : MOST_FORKS].exists():
        Fork.objects.create(peer=batch.peer, seq=seq, data=data, at=batch.now)


def _decide(batch: _Batch, verdict: Verdict) -> Verdict:
    """Accept or reject the next envelope of the chain; either way its place is used up."""
    envelope = verdict.envelope
    assert envelope is not None  # noqa: S101  # only authentic envelopes come here
    header = envelope.header
    batch.head = ChainHead(header.seq, envelope.digest, batch.head.held)
    batch.judged.append(verdict)
    if verdict.refusal is None:
        try:
            batch.taken.setdefault(kinds.kind_named(header.kind).name, []).append(verdict)
        except SenderError as refusal:
            verdict.refusal = refusal
    return verdict


def _take(batch: _Batch) -> None:
    """Give the contents to the apps that keep them, and mark each envelope with what came of it."""
    for name, verdicts in batch.taken.items():
        found = [verdict.envelope for verdict in verdicts if verdict.envelope]
        contents = [kinds.Incoming(one.header, one.body, one.body_bytes) for one in found]
        for verdict, refusal in zip(verdicts, kinds.kind_named(name).take(contents, batch.now), strict=True):
            verdict.refusal = refusal
    for verdict in batch.judged:
        _mark(verdict)


def _mark(verdict: Verdict) -> None:
    """Write the verdict into the row of its envelope."""
    row, refusal = verdict.row, verdict.refusal
    if refusal is not None:
        verdict.kind = "rejected"
    if row is not None:
        row.state = _STATES[verdict.kind]
        row.code = refusal.code if refusal else ""
        row.section = refusal.section if refusal else ""


def _release_held(batch: _Batch) -> list[Verdict]:
    """Judge the envelopes that were only waiting for those which now came, in order, as many as fit in memory."""
    freed: list[Verdict] = []
    size = 0
    fresh_rows = {v.row.seq: v for v in batch.judged if v.kind == "delivered" and v.row}
    while batch.head.held and len(freed) < MOST_FREED and size < FREED_BYTES:
        waiting = InEnvelope.objects.filter(peer=batch.peer, state=InState.HELD, seq=batch.head.seq + 1)
        fresh = fresh_rows.get(batch.head.seq + 1)
        row = fresh.row if fresh else waiting.first()
        if row is None:
            break
        if fresh:
            batch.judged.remove(fresh)
        size += len(row.data)
        batch.head = ChainHead(batch.head.seq, batch.head.digest, batch.head.held - 1)
        verdict = _free(batch, row)
        freed.append(verdict)
        if verdict.row is None:
            break
    return freed


def _free(batch: _Batch, row: InEnvelope) -> Verdict:
    """Judge one held envelope as of when it came, or give up its place (spec §30.5e).

    It gives up its place if it does not follow, or if its node's key has turned out to be stolen when it came:
    a thief's envelopes that wait must not stand in the way of the honest ones.
    """
    envelope = read_envelope(bytes(row.data))
    try:
        check_authentic(VERIFIER, batch.roster, envelope, our_party(), row.received)
        check_follows(batch.head, envelope.header)
    except SenderError as refusal:
        if isinstance(refusal, Forked):
            _keep_evidence(batch, row.seq, bytes(row.data))
        if row.pk is not None:
            InEnvelope.objects.filter(pk=row.pk).delete()
        return Verdict(row.item, len(row.data), "rejected", envelope, refusal)
    held_back = judge(envelope, batch.roster, row.received)
    return _decide(batch, Verdict(row.item, 0, "accepted", envelope, held_back, row))


def _store(batch: _Batch, verdicts: Sequence[Verdict]) -> None:
    """Write the rows, the ledger entries and the head of the chain."""
    rows = [verdict.row for verdict in batch.judged if verdict.row is not None]
    fresh = [row for row in rows if row.pk is None]
    waited = [row for row in rows if row.pk is not None]
    entries = ledger.accept_many([("envelope.received", row.digest) for row in fresh], at=batch.now)
    by_row = dict(zip(map(id, fresh), entries, strict=True))
    for row, entry in zip(fresh, entries, strict=True):
        row.entry_id = entry.id
    for verdict in verdicts:  # one that waited was told its leaf when it was delivered
        verdict.entry = by_row.get(id(verdict.row))
    insert(fresh)
    if waited:
        InEnvelope.objects.bulk_update(waited, ["state", "code", "section"])
    change(_HEARD, [batch.head.seq, batch.head.digest, batch.now, batch.peer.party])


def _row(batch: _Batch, item: str, data: bytes, envelope: Envelope) -> InEnvelope:
    header = envelope.header
    return new(
        InEnvelope,
        id=header.id,
        peer_id=batch.peer.party,
        seq=header.seq,
        digest=envelope.digest,
        kind=header.kind,
        case=header.case or "",
        purpose=header.purpose,
        data=data,
        item=item,
        ask_read=header.ask_read,
        received=batch.now,
    )
