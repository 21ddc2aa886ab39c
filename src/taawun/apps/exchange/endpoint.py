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
from taawun.kernel.trust.roster import check_successor
from taawun.kernel.wire.canonical import decode, encode
from taawun.kernel.wire.limits import BATCH_BYTES
from taawun.kernel.wire.shapes import fields

log = logging.getLogger("taawun.exchange")

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], object]

MOST_REFUSALS: Final = 10_000
"""Refused requests that are kept for one party."""

OK: Final = "200 OK"
UNAUTHENTICATED: Final = "401 Unauthorized"
_STATUS: Final = {TooLarge: "413 Content Too Large", NoSuchPath: "404 Not Found"}


def _envelopes(peer: Peer, body: bytes, now: datetime) -> bytes:
    post = read_post(body)
    check_parties(post, peer.party, our_party())
    if not post.items:
        raise BadShape("A POST carries at least one item.")
    return encode(receiving.receive(peer, post.items, now))


def _receipts(peer: Peer, body: bytes, now: datetime) -> bytes:
    raw = fields(decode(body, limit=BATCH_BYTES), "receipts", frozenset({"receipts"}))
    return encode({"kept": store_receipts_posted(peer, raw["receipts"], now)})


def _checkpoint(peer: Peer, body: bytes, now: datetime) -> bytes:
    return encode(witnessing.answer_checkpoint(peer, body, now))


SIGNED: Final[dict[str, Callable[[Peer, bytes, datetime], bytes]]] = {
    ENVELOPES: _envelopes,
    RECEIPTS: _receipts,
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
        status, answer = OK, _answer(environ, body, now)
    except _NotAuthentic as error:
        status, answer = UNAUTHENTICATED, _refuse(environ, body, error.cause, now)
    except SenderError as error:
        status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), "400 Bad Request")
        answer = _refuse(environ, body, error, now)
    except Exception as error:  # noqa: BLE001 - the edge: nothing from outside may end in a 500 (spec §30.15c)
        log.error("exchange failed", extra={"code": getattr(error, "code", type(error).__name__)})
        status, answer = "503 Service Unavailable", _problem(NodeError())
    finally:
        close_old_connections()
    media = "application/json" if status == OK else "application/problem+json"
    start(status, [("Content-Type", media), ("Content-Length", str(len(answer)))])
    return [answer]


def _answer(environ: Environ, body: bytes, now: datetime) -> bytes:
    method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
    if method == "GET" and path == pairing.CARD:
        return encode(pairing.own_card())
    if method != "POST" or path not in (*SIGNED, pairing.PAIR, ROSTER):
        raise NoSuchPath
    if path == pairing.PAIR:
        peer = pairing.take_half(decode(body, limit=pairing.CARD_BYTES), now)
        return encode({"state": peer.state})
    if path == ROSTER:
        return _roster(environ, body, now)
    return SIGNED[path](_authenticated(environ, path, body, now), body, now)


def _roster(environ: Environ, body: bytes, now: datetime) -> bytes:
    """Take a peer's next roster, which may itself be what makes the request's signature good (spec §30.14b).

    A party whose node key was stolen signs with a new one that only the new roster knows; the roots of the
    roster we hold vouch for it.
    """
    try:
        peer = _authenticated(environ, ROSTER, body, now)
        roster = rostering.take_roster(peer, decode(body, limit=BATCH_BYTES), now)
    except _NotAuthentic:
        header = _signature_header(environ)
        document = decode(body, limit=BATCH_BYTES)
        peer = paired(claimed_sender(header))
        offered = check_successor(VERIFIER, roster_of(peer), document, now)
        check_request(VERIFIER, offered, header, ROSTER, our_party(), now, body)
        roster = rostering.take_roster(peer, document, now)
    return encode({"version": roster.version})


class _NotAuthentic(Exception):  # noqa: N818  # not an error of its own: it carries one
    """A request whose signature is not good; `cause` is the rule it breaks."""

    def __init__(self, cause: SenderError) -> None:
        super().__init__(cause.detail)
        self.cause = cause


def _authenticated(environ: Environ, path: str, body: bytes, now: datetime) -> Peer:
    """Return the peer that signed this request, or refuse it before anything in it is looked at."""
    header = _signature_header(environ)
    try:
        peer = paired(claimed_sender(header))
        check_request(VERIFIER, roster_of(peer), header, path, our_party(), now, body)
    except TooLarge:
        raise
    except SenderError as cause:
        raise _NotAuthentic(cause) from None
    return peer


def _signature_header(environ: Environ) -> str:
    header: str = environ.get("HTTP_TAAWUN_SIGNATURE", "")
    if not header:
        raise _NotAuthentic(UnknownSender("The request is not signed."))
    if len(header) > HEADER_BYTES:
        raise TooLarge(f"A signature header of {len(header)} bytes; at most {HEADER_BYTES}.")
    return header


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


def _refuse(environ: Environ, body: bytes, error: SenderError, now: datetime) -> bytes:
    """Log a refusal of a whole request and return it as a problem."""
    party = _claimed(environ)
    log.warning("request refused", extra={"code": error.code, "section": error.section})
    if _worth_a_row(party):
        digest = hashlib.sha256(body).hexdigest()
        Refusal.objects.create(at=now, party=party, code=error.code, section=error.section, item=digest, size=len(body))
    return _problem(error)


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
