# SPDX-License-Identifier: Apache-2.0
"""The lean WSGI door for other nodes: no session, no cookie, no middleware (spec §30.1).

Size before parsing, signature before meaning. Every refusal is a small JSON problem with a code and a §; it is
logged without personal data and is never a server error.
"""

import hashlib
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from django.db import close_old_connections
from django.utils import timezone

from taawun.apps.exchange import pairing, receiving, resending, rostering, witnessing
from taawun.apps.exchange.delivery import ENVELOPES, RECEIPTS, ROSTER
from taawun.apps.exchange.identity import VERIFIER, our_party, paired, roster_of
from taawun.apps.exchange.models import Peer, Refusal
from taawun.apps.exchange.receipting import store_receipts_posted
from taawun.kernel.errors import (
    BadShape,
    NodeError,
    NoSuchPath,
    SenderError,
    TaawunError,
    TooLarge,
    UnknownSender,
)
from taawun.kernel.exchange.post import HEADER_BYTES, check_parties, check_request, claimed_sender, read_post
from taawun.kernel.wire.canonical import decode, encode
from taawun.kernel.wire.limits import BATCH_BYTES
from taawun.kernel.wire.shapes import fields

log = logging.getLogger("taawun.exchange")

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], object]

MOST_REFUSALS: Final = 10_000
"""Refused requests that are kept for one party."""

UNAUTHENTICATED: Final = "401 Unauthorized"
_STATUS: Final = {TooLarge: "413 Content Too Large", NoSuchPath: "404 Not Found", UnknownSender: UNAUTHENTICATED}


def _envelopes(peer: Peer, body: bytes, now: datetime) -> bytes:
    post = read_post(body)
    check_parties(post, peer.party, our_party())
    if not post.items:
        raise BadShape("A POST carries at least one item.")
    return encode(receiving.receive(peer, post.items, now))


def _receipts(peer: Peer, body: bytes, now: datetime) -> bytes:
    raw = fields(decode(body, limit=BATCH_BYTES), "receipts", frozenset({"receipts"}))
    return encode({"kept": store_receipts_posted(peer, raw["receipts"], now)})


def _roster(peer: Peer, body: bytes, now: datetime) -> bytes:
    roster = rostering.take_roster(peer, decode(body, limit=BATCH_BYTES), now)
    return encode({"version": roster.version})


def _checkpoint(peer: Peer, body: bytes, now: datetime) -> bytes:
    return encode(witnessing.answer_checkpoint(peer, body, now))


SIGNED: Final[dict[str, Callable[[Peer, bytes, datetime], bytes]]] = {
    ENVELOPES: _envelopes,
    RECEIPTS: _receipts,
    ROSTER: _roster,
    resending.RESEND: resending.answer_resend,
    witnessing.CHECKPOINT: _checkpoint,
}
"""What a paired peer may ask, once its signature on the request is good."""


def application(environ: Environ, start: Start) -> Iterable[bytes]:
    """Answer one request of another node."""
    now = timezone.now()
    close_old_connections()
    body = b""
    try:
        body = _read_body(environ)
        status, answer = "200 OK", _answer(environ, body, now)
    except SenderError as error:
        status, answer = _refuse(environ, body, error, now)
    except TaawunError as error:
        log.error("exchange failed", extra={"code": error.code, "section": error.section})
        status, answer = "503 Service Unavailable", _problem(NodeError())
    finally:
        close_old_connections()
    start(status, [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))])
    return [answer]


def _answer(environ: Environ, body: bytes, now: datetime) -> bytes:
    method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
    if method == "GET" and path == pairing.CARD:
        return encode(pairing.own_card())
    if method != "POST" or path not in (*SIGNED, pairing.PAIR):
        raise NoSuchPath
    if path == pairing.PAIR:
        peer = pairing.take_half(decode(body, limit=pairing.CARD_BYTES), now)
        return encode({"state": peer.state})
    return SIGNED[path](_authenticated(environ, path, body, now), body, now)


def _authenticated(environ: Environ, path: str, body: bytes, now: datetime) -> Peer:
    """Return the peer that signed this request, or refuse it before anything in it is looked at."""
    header = environ.get("HTTP_TAAWUN_SIGNATURE", "")
    if not header or len(header) > HEADER_BYTES:
        raise UnknownSender("The request is not signed.")
    peer = paired(claimed_sender(header))
    check_request(VERIFIER, roster_of(peer), header, path, our_party(), now, body)
    return peer


def _read_body(environ: Environ) -> bytes:
    """Read the body, refusing by its stated length before a byte of it is read."""
    if environ["REQUEST_METHOD"] != "POST":
        return b""
    stated = environ.get("CONTENT_LENGTH") or ""
    if not stated.isdigit():
        raise BadShape("A POST states its length.")
    size = int(stated)
    if size > BATCH_BYTES:
        raise TooLarge(f"{size} bytes; at most {BATCH_BYTES}.")
    body: bytes = environ["wsgi.input"].read(size)
    if len(body) != size:
        raise BadShape("The body is shorter than it states.")
    return body


def _refuse(environ: Environ, body: bytes, error: SenderError, now: datetime) -> tuple[str, bytes]:
    """Log a refusal of a whole request and return it as a problem."""
    party = _claimed(environ)
    log.warning("request refused", extra={"code": error.code, "section": error.section})
    if _worth_a_row(party):
        digest = hashlib.sha256(body).hexdigest()
        Refusal.objects.create(at=now, party=party, code=error.code, section=error.section, item=digest, size=len(body))
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), "400 Bad Request")
    return status, _problem(error)


def _worth_a_row(party: str) -> bool:
    """Tell whether a refusal is kept: only in the name of a peer, and not without end.

    Anybody can claim to be a peer, so the rows are bounded; the log line is always written.
    """
    full = Refusal.objects.filter(party=party)[MOST_REFUSALS - 1 : MOST_REFUSALS].exists()
    return not full and Peer.objects.filter(party=party).exists()


def _claimed(environ: Environ) -> str:
    try:
        return claimed_sender(environ.get("HTTP_TAAWUN_SIGNATURE", "")[:HEADER_BYTES])
    except SenderError:
        return ""


def _problem(error: TaawunError) -> bytes:
    return encode({"code": error.code, "section": error.section, "sentence": error.sentence})
