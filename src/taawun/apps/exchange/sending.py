# SPDX-License-Identifier: Apache-2.0
"""Sending: an approved release becomes one sealed envelope for each recipient, in the outbox (spec §20.10).

The envelope, its place in the chain, the ledger entry and the new state of the release are one transaction.
Nothing is on the wire yet: that is delivery.py.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction

from taawun.apps.audit.services import Actor, Entry, record_many, refusing
from taawun.apps.exchange import kinds
from taawun.apps.exchange.identity import our_party, own_roster, roster_of
from taawun.apps.exchange.models import OutEnvelope, Peer, PeerState, Release, ReleaseState
from taawun.apps.exchange.releases import hold, move, signed_release, statement_of, still_needed
from taawun.apps.ids import new_id
from taawun.apps.ledger import services as ledger
from taawun.apps.people.signers import node_signers
from taawun.apps.rows import among, change, find, insert, load, new
from taawun.apps.together import Together, latest
from taawun.kernel.errors import NotYetApproved, ReleaseClosed, UnknownSender
from taawun.kernel.exchange.chain import ChainHead
from taawun.kernel.exchange.drafting import Draft, Written, write_envelopes
from taawun.kernel.ports import Signer
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.sealing import CONTENT_KEY_BYTES, Sealed, seal
from taawun.kernel.wire.times import cut

_GROWN: Final = "UPDATE exchange_peer SET out_seq = %s, out_digest = %s WHERE party = %s"


def send(actor: Actor, release_ids: Iterable[str], now: datetime) -> list[OutEnvelope]:
    """Write, sign and seal the envelopes of approved releases and queue them.

    Args:
        actor: who sends.
        release_ids: at least one approved release.
        now: when.

    Returns:
        one queued envelope for each release and recipient.

    Raises:
        NotYetApproved: naming the roles whose approval is missing.
        ReleaseClosed: if one is missing, withdrawn, already sent, or has expired.
        UnknownSender: if a recipient is not paired with this node.
        CallerError: what the kind of a content refuses; it is recorded, and nothing leaves.
    """
    return _SENDING.do(_Sending(actor, tuple(dict.fromkeys(release_ids)), now))


@dataclass(frozen=True, slots=True)
class _Sending:
    """What somebody asks to send."""

    actor: Actor
    ids: tuple[str, ...]
    now: datetime


def _send_all(asked: Sequence[_Sending]) -> list[list[OutEnvelope]]:
    """Send what was asked at once; envelopes to one recipient share a signature and a wrap, as those of one act do."""
    now = latest(asked)
    found = [(one.actor, _approved(one.ids, one.now)) for one in asked]
    rows = {row.id: row for _, listed in found for row in listed}
    if len(rows) < sum(len(listed) for _, listed in found):
        raise ReleaseClosed
    approvals = _approvals(list(rows.values()))
    drafts = {row.id: _draft(row, approvals[row.id]) for row in rows.values()}
    signers = node_signers_for("envelope")
    queued: dict[str, list[OutEnvelope]] = {identifier: [] for identifier in rows}
    with _recording(found, now), transaction.atomic():
        hold(list(rows.values()), ReleaseState.APPROVED)
        _allow(list(rows.values()), now)
        for party in sorted({party for row in rows.values() for party in row.recipients}):
            mine = [row for row in rows.values() if party in row.recipients]
            for made in _queue(_locked_peer(party), mine, [drafts[row.id] for row in mine], signers, cut(now)):
                queued[made.release_id].append(made)
        for actor, listed in found:
            _leave(actor, listed, queued, now)
        move(list(rows.values()), ReleaseState.SENT)
        lines = [Entry(actor, "release.send", "release", row.id, row.purpose) for actor, all_ in found for row in all_]
        record_many(lines, at=now)
    return [[made for row in listed for made in queued[row.id]] for _, listed in found]


_SENDING: Final = Together(_send_all)


def _recording(found: Sequence[tuple[Actor, Sequence[Release]]], now: datetime) -> AbstractContextManager[None]:
    """Record a refusal of one act; several that fail together are each tried by themselves."""
    if len(found) > 1:
        return nullcontext()
    ((actor, rows),) = found
    return refusing(actor, "release.send", "release", rows[0].id, rows[0].purpose, at=now)


def _allow(rows: Sequence[Release], now: datetime) -> None:
    """Ask the apps whose contents would leave whether they still may: much can have changed since they were drafted."""
    by_kind: dict[str, list[Release]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    for kind, listed in by_kind.items():
        allow = kinds.allowing(kind)
        if allow is not None:
            objects = _objects(listed)
            going = [
                kinds.Going(row.object_id, statement_of(row), bytes(row.body), objects.get(row.id, ()))
                for row in listed
            ]
            allow(going, now)


def _objects(rows: Sequence[Release]) -> dict[str, list[tuple[str, str]]]:
    """Return the objects of those releases that are about many, each with its digest."""
    many: dict[str, list[tuple[str, str]]] = {row.id: [] for row in rows if not row.object_id}
    if many:
        for release, *one in find("exchange_releasedobject", "release_id, object_id, digest", "release_id", list(many)):
            many[release].append((one[0], one[1]))
    return many


def _leave(actor: Actor, rows: Iterable[Release], queued: Mapping[str, Sequence[OutEnvelope]], now: datetime) -> None:
    """Tell the apps whose contents leave, each in its own words."""
    for row in rows:
        leave = kinds.leaving(row.kind)
        if leave is not None:
            envelopes = {one.peer_id: one.id for one in queued[row.id]}
            leave(kinds.Leaving(row.id, actor, bytes(row.body), envelopes), now)


def node_signers_for(what: str) -> tuple[Signer, ...]:
    """Return the node's signers that our policy asks for on an "envelope", a "receipt" or a "post"."""
    needed = own_roster().required(what)
    return tuple(signer for signer in node_signers("node") if signer.algorithm in needed)


def _queue(
    peer: Peer, rows: Sequence[Release], drafts: Sequence[Draft], signers: Sequence[Signer], now: datetime
) -> list[OutEnvelope]:
    """Write the envelopes of one peer, move our chain to it forward, and log each."""
    roster = roster_of(peer)
    fresh = [replace(draft, id=new_id(now)) for draft in drafts]
    written = write_envelopes(ChainHead(peer.out_seq, peer.out_digest), peer.party, fresh, now, signers)
    key = os.urandom(CONTENT_KEY_BYTES)
    public = roster.sealing_key(now).public
    sealed = seal(our_party(), peer.party, public, key, [envelope.data for envelope in written])
    entries = ledger.accept_many([("envelope.sent", envelope.digest) for envelope in written], at=now)
    made = [
        _row(peer, row, envelope, item, entry.id, now)
        for row, envelope, item, entry in zip(rows, written, sealed, entries, strict=True)
    ]
    insert(made)
    change(_GROWN, [written[-1].header.seq, written[-1].digest, peer.party])
    return made


def _row(peer: Peer, release: Release, envelope: Written, item: Sealed, entry_id: str, now: datetime) -> OutEnvelope:
    return new(
        OutEnvelope,
        id=envelope.header.id,
        peer_id=peer.party,
        release_id=release.id,
        seq=envelope.header.seq,
        digest=envelope.digest,
        kind=envelope.header.kind,
        case=release.case,
        data=envelope.data,
        wrap=item.wrap,
        wrap_index=item.index,
        ciphertext=item.ciphertext,
        item=item.digest,
        entry_id=entry_id,
        created=now,
    )


def _locked_peer(party: str) -> Peer:
    """Return a paired peer, locked so that its chain grows by one writer at a time."""
    found = load(Peer, "party = %s AND state = %s", [party, PeerState.PAIRED.value], lock=True, without=("roster",))
    if not found:
        raise UnknownSender(f"Not paired with {party}.")
    return found[0]


def _approved(ids: Iterable[str], now: datetime) -> list[Release]:
    wanted = list(dict.fromkeys(ids))
    found = {row.id: row for row in load(Release, among("id"), [wanted])}
    for identifier in wanted:
        row = found.get(identifier)
        if row is not None and row.state == ReleaseState.DRAFT:
            raise NotYetApproved(f"Still needed: {', '.join(still_needed(row))}.")
        if row is None or row.state != ReleaseState.APPROVED:
            raise ReleaseClosed
        if row.expires <= now:  # the other side would have to refuse it, with its place in the chain used up
            raise ReleaseClosed("It has expired.")
    if not wanted:
        raise ReleaseClosed
    return [found[identifier] for identifier in wanted]


def _approvals(rows: Sequence[Release]) -> dict[str, list[bytes]]:
    """Return the signatures of each release's approvals, the oldest first: canonical lists, as they were stored."""
    found: dict[str, list[bytes]] = {row.id: [] for row in rows}
    asked = ("exchange_approval", "release_id, signatures", "release_id")
    for release, signatures in find(*asked, list(found), "ORDER BY at, id"):
        found[release].append(bytes(signatures))
    return found


def _draft(row: Release, approvals: Sequence[bytes]) -> Draft:
    return Draft(
        id="",
        statement=statement_of(row),
        release=signed_release(row, approvals),
        released=sha256_hex(bytes(row.statement)),
        body=bytes(row.body),
        attachments=bytes(row.attachments),
        case=row.case or None,
        security=row.security,
        ask_read=row.ask_read,
    )
