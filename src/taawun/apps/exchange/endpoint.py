# SPDX-License-Identifier: Apache-2.0
"""The lean WSGI door for other nodes: no session, no cookie, no middleware (spec §30.1).

Size before parsing, signature before meaning. Every refusal is a small JSON problem with a code and a §; it is
logged without personal data and is never a server error.
"""

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from django.db import close_old_connections
from django.utils import timezone

from taawun.apps.exchange import pairing, papers, receiving, resending, rostering, witnessing
from taawun.apps.exchange.delivery import ENVELOPES, RECEIPTS, ROSTER
from taawun.apps.exchange.identity import VERIFIER, our_party, paired, roster_of
from taawun.apps.exchange.limits import LIMITS
from taawun.apps.exchange.models import Peer, Refusal
from taawun.apps.exchange.receipting import store_receipts_posted
from taawun.apps.exchange.refusing import note_refusals
from taawun.apps.rows import settle
from taawun.kernel.errors import (
    BadShape,
    NodeError,
    NoSuchPath,
    SenderError,
    TaawunError,
    TooLarge,
    TooOften,
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

ONE_STRANGER: Final = threading.Lock()
"""Held while somebody who proved nothing is served: such a request costs seconds, and there are few threads."""

RETRY_SECONDS: Final = 2
WAIT: Final = "taawun.wait"
"""Where a refusal leaves for how many seconds the sender shall wait, if it knows."""
LENGTH_DIGITS: Final = 12

OK: Final = "200 OK"
UNAUTHENTICATED: Final = "401 Unauthorized"
_STATUS: Final = {
    TooLarge: "413 Content Too Large",
    NoSuchPath: "404 Not Found",
    TooOften: "429 Too Many Requests",
}


def _envelopes(peer: Peer, body: bytes, now: datetime) -> bytes:
    post = read_post(body)
    check_parties(post, peer.party, our_party())
    LIMITS.take(peer.party, len(post.items), len(body), now)
    if not post.items:
        raise BadShape("A POST carries at least one item.")
    return receiving.receive(peer, post.items, now).to_bytes()


def _papers(peer: Peer, body: bytes, now: datetime) -> bytes:
    answer = papers.answer_ask(peer, body, now)
    LIMITS.take(peer.party, 1, len(answer), now)
    return answer


def _receipts(peer: Peer, body: bytes, now: datetime) -> bytes:
    raw = fields(decode(body, limit=BATCH_BYTES), "receipts", frozenset({"receipts"}))
    return encode({"kept": store_receipts_posted(peer, raw["receipts"], now)})


def _checkpoint(peer: Peer, body: bytes, now: datetime) -> bytes:
    return encode(witnessing.answer_checkpoint(peer, body, now))


SIGNED: Final[dict[str, Callable[[Peer, bytes, datetime], bytes]]] = {
    ENVELOPES: _envelopes,
    RECEIPTS: _receipts,
    resending.RESEND: resending.answer_resend,
    papers.PAPERS: _papers,
    witnessing.CHECKPOINT: _checkpoint,
}
"""What a paired peer may ask, once its signature on the request is good."""


def application(environ: Environ, start: Start) -> Iterable[bytes]:
    """Answer one request of another node."""
    close_old_connections()
    try:
        status, answer = _judged(environ, timezone.now())
    except Exception as error:  # noqa: BLE001 - the edge: nothing from outside may end in a 500 (spec §30.15c)
        log.error("exchange failed", extra={"facts": {"code": getattr(error, "code", type(error).__name__)}})
        status, answer = "503 Service Unavailable", _problem(NodeError())
    finally:
        settle()
        close_old_connections()
    media = "application/json" if status == OK else "application/problem+json"
    headers = [("Content-Type", media), ("Content-Length", str(len(answer)))]
    if status == _STATUS[TooOften]:
        headers.append(("Retry-After", str(environ.get(WAIT, RETRY_SECONDS))))
    start(status, headers)
    return [answer]


def _judged(environ: Environ, now: datetime) -> tuple[str, bytes]:
    """Return the status and the answer, also where a rule is broken."""
    body = b""
    try:
        body = _read_body(environ)
        return OK, _answer(environ, body, now)
    except _NotAuthentic as error:
        return UNAUTHENTICATED, _refuse(environ, body, error.cause, now)
    except SenderError as error:
        status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), "400 Bad Request")
        return status, _refuse(environ, body, error, now)


def _answer(environ: Environ, body: bytes, now: datetime) -> bytes:
    method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
    if method == "GET" and path == pairing.CARD:
        return encode(pairing.own_card())
    if method != "POST" or path not in (*SIGNED, pairing.PAIR, ROSTER):
        raise NoSuchPath
    if path == pairing.PAIR:
        with _alone():
            peer = pairing.take_half(decode(body, limit=pairing.CARD_BYTES), now)
        return encode({"state": peer.state})
    if path == ROSTER:
        return _roster(environ, body, now)
    peer = _authenticated(environ, path, body, now)
    if path in (ENVELOPES, papers.PAPERS):
        _within_limits(environ, peer, now)
    return SIGNED[path](peer, body, now)


def _within_limits(environ: Environ, peer: Peer, now: datetime) -> None:
    """Refuse a peer that brought more than our limits allow, and say when it may come again."""
    seconds = LIMITS.wait(peer.party, now)
    if seconds:
        environ[WAIT] = seconds
        raise TooOften


def _roster(environ: Environ, body: bytes, now: datetime) -> bytes:
    """Take a peer's next roster, which may itself be what makes the request's signature good (spec §30.14b).

    A party whose node key was stolen signs with a new one that only the new roster knows; the roots of the
    roster we hold vouch for it.
    """
    try:
        peer = _authenticated(environ, ROSTER, body, now)
    except _NotAuthentic:
        with _alone():
            return _take_roster(*_vouched(environ, body, now), now)
    return _take_roster(peer, decode(body, limit=pairing.CARD_BYTES), now)


def _take_roster(peer: Peer, document: object, now: datetime) -> bytes:
    return encode({"version": rostering.take_roster(peer, document, now).version})


def _vouched(environ: Environ, body: bytes, now: datetime) -> tuple[Peer, object]:
    """Return the peer and the roster of a request that is signed as the offered roster says."""
    header = _signature_header(environ)
    peer = paired(claimed_sender(header))
    document = decode(body, limit=pairing.CARD_BYTES)
    offered = check_successor(VERIFIER, roster_of(peer), document, now)
    check_request(VERIFIER, offered, header, ROSTER, our_party(), now, body)
    return peer, document


@contextmanager
def _alone() -> Iterator[None]:
    """Serve one at a time of those who have proved nothing."""
    if not ONE_STRANGER.acquire(blocking=False):
        raise TooOften
    try:
        yield
    finally:
        ONE_STRANGER.release()


class _NotAuthentic(Exception):  # not an error of its own: it carries one
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
    if not (stated.isascii() and stated.isdigit()):
        raise BadShape("A POST states its length.")
    size = int(stated[:LENGTH_DIGITS])
    if size > BATCH_BYTES:
        raise TooLarge(f"{size} bytes; at most {BATCH_BYTES}.")
    body: bytes = environ["wsgi.input"].read(size)
    if len(body) != size:
        raise BadShape("The body is shorter than it states.")
    return body


def _refuse(environ: Environ, body: bytes, error: SenderError, now: datetime) -> bytes:
    """Log a refusal of a whole request and return it as a problem.

    Anybody can claim to be a peer, so the rows are bounded; only what is said of a peer is kept.
    """
    party, digest = _claimed(environ), hashlib.sha256(body).hexdigest()
    facts = {"party": party, "code": error.code, "section": error.section, "item": digest, "size": len(body)}
    log.warning("request refused", extra={"facts": facts})
    if Peer.objects.filter(party=party).exists():
        note_refusals(party, [Refusal(at=now, **facts)])
    return _problem(error)


def _claimed(environ: Environ) -> str:
    try:
        return claimed_sender(environ.get("HTTP_TAAWUN_SIGNATURE", "")[:HEADER_BYTES])
    except SenderError:
        return ""


def _problem(error: TaawunError) -> bytes:
    return encode({"code": error.code, "section": error.section, "sentence": error.sentence})
