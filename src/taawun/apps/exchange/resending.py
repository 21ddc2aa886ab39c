# SPDX-License-Identifier: Apache-2.0
"""Gap repair: ask a peer for envelopes that are missing, and give ours again when asked (spec §30.10)."""

from datetime import datetime
from typing import Any, Final

from taawun.apps.exchange.delivery import POST_BYTES, Courier
from taawun.apps.exchange.identity import our_party
from taawun.apps.exchange.models import InEnvelope, InState, Peer, PeerState
from taawun.apps.exchange.receiving import receive
from taawun.kernel.errors import TaawunError
from taawun.kernel.exchange.post import check_parties, read_post, write_post
from taawun.kernel.wire import shapes
from taawun.kernel.wire.canonical import decode, encode
from taawun.kernel.wire.limits import RESEND_ITEMS
from taawun.kernel.wire.sealing import Sealed

RESEND: Final = "/exchange/resend"


def peers_with_gaps() -> list[Peer]:
    """Return the peers from whom an envelope is missing before one that came."""
    return list(Peer.objects.filter(state=PeerState.PAIRED, inbox__state=InState.HELD).distinct())


def fill_gap(courier: Courier, peer: Peer, now: datetime) -> int:
    """Ask for what is missing before the first held envelope, judge it, and return how many were answered."""
    first = InEnvelope.objects.filter(peer=peer, state=InState.HELD).order_by("seq").first()
    peer.refresh_from_db()
    if first is None or first.seq <= peer.in_seq:
        return 0
    if first.seq == peer.in_seq + 1:  # nothing is missing: judge the next portion of what waits
        return len(receive(peer, [], now, told=False).receipts)
    last = min(first.seq - 1, peer.in_seq + RESEND_ITEMS)
    wanted = encode({"first": peer.in_seq + 1, "last": last})
    try:
        post = read_post(courier.ask(peer, RESEND, wanted, now))
        check_parties(post, peer.party, our_party())
    except TaawunError:
        return 0
    answer = receive(peer, post.items, now, told=False)
    return len(answer.receipts)


def answer_resend(peer: Peer, body: bytes, now: datetime) -> bytes:
    """Return the sealed envelopes that a peer misses, as a POST of ours would carry them."""
    raw = shapes.fields(decode(body, limit=1024), "resend", frozenset({"first", "last"}))
    first, last = shapes.whole(raw["first"], "first", 1), shapes.whole(raw["last"], "last", 1)
    rows = peer.outbox.filter(seq__gte=first, seq__lte=min(last, first + RESEND_ITEMS - 1)).order_by("seq")
    return write_post(our_party(), peer.party, now, _fitting(rows))


def _fitting(rows: Any) -> list[Sealed]:
    """Return the sealed bytes of rows, as many as one POST may carry."""
    items: list[Sealed] = []
    size = 0
    for row in rows.defer("data").iterator(chunk_size=50):
        size += len(row.ciphertext) + len(row.wrap)
        if items and size > POST_BYTES:
            break
        items.append(Sealed(bytes(row.wrap), row.wrap_index, bytes(row.ciphertext)))
    return items
