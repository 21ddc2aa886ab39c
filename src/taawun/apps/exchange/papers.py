# SPDX-License-Identifier: Apache-2.0
"""Pieces of papers: given to the peer to whom the release went that names them, and asked for (spec §30.19).

Nothing is sent unasked, and nothing is remembered of what was given: each request is judged by the release alone.
"""

import os
from datetime import datetime
from typing import Final

from taawun.apps.audit import services as audit
from taawun.apps.audit.actors import Actor
from taawun.apps.exchange import kinds
from taawun.apps.exchange.delivery import Courier
from taawun.apps.exchange.identity import our_party, paired, roster_of
from taawun.apps.exchange.models import OutEnvelope, OutState, Peer, ReleaseState
from taawun.apps.exchange.opening import unsealed
from taawun.kernel.cases.moves import PaperRef
from taawun.kernel.errors import BadAnswer, NoSuchPiece, ReleaseExpired
from taawun.kernel.exchange.pieces import Ask, Piece, check_piece
from taawun.kernel.exchange.post import check_parties, read_post, write_post
from taawun.kernel.wire.envelope import Envelope, read_envelope
from taawun.kernel.wire.sealing import CONTENT_KEY_BYTES, seal

PAPERS: Final = "/exchange/papers"
OUTBOX: Final = Actor.system("outbox")


def answer_ask(peer: Peer, body: bytes, now: datetime) -> bytes:
    """Return the piece that a peer asks for, sealed to it, as a POST of one item.

    Raises:
        NoSuchPiece: no envelope to this peer names it, or it was refused there, or may not leave.
        ReleaseExpired: the release that names it has expired: nothing leaves any more.
    """
    ask = Ask.from_bytes(body)
    row = peer.outbox.filter(id=ask.envelope).select_related("release").first()
    give = kinds.giving(row.kind) if row else None
    if row is None or give is None:
        raise NoSuchPiece
    paper, data = give(_released(row, peer, now).body, ask)
    audit.record(OUTBOX, "paper.given", "release", row.release_id, row.release.purpose, at=now)
    piece = Piece(ask.envelope, ask.paper, paper.sha256, paper.size, ask.first, data)
    return _sealed(peer, piece, now)


def fetch(courier: Courier, party: str, ask: Ask, paper: PaperRef, now: datetime) -> bytes:
    """Ask a peer for a piece of a paper that its move names, and return the bytes.

    Raises:
        PeerUnreachable, BadAnswer, BadSeal, BadPiece, UnknownSender, and what breaks the shape of a POST.
    """
    peer = paired(party)
    post = read_post(courier.ask(peer, PAPERS, ask.to_bytes(), now))
    check_parties(post, peer.party, our_party())
    if len(post.items) != 1:
        raise BadAnswer("A piece of a paper comes alone.")
    piece = Piece.from_bytes(unsealed(post.items[0], peer.party, our_party()))
    check_piece(piece, ask, paper)
    return piece.data


def _released(row: OutEnvelope, peer: Peer, now: datetime) -> Envelope:
    """Return an envelope whose release lets its papers go to this peer now."""
    release, envelope = row.release, read_envelope(bytes(row.data))
    if row.state == OutState.REJECTED or release.state != ReleaseState.SENT or peer.party not in release.recipients:
        raise NoSuchPiece("No release that counts names it.")
    if envelope.header.content != release.content:
        raise NoSuchPiece("The release covers another content.")
    if release.expires <= now:
        raise ReleaseExpired
    return envelope


def _sealed(peer: Peer, piece: Piece, now: datetime) -> bytes:
    public = roster_of(peer).sealing_key(now).public
    items = seal(our_party(), peer.party, public, os.urandom(CONTENT_KEY_BYTES), [piece.to_bytes()])
    return write_post(our_party(), peer.party, now, items)
