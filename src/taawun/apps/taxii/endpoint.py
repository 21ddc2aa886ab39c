# SPDX-License-Identifier: Apache-2.0
"""The lean WSGI door of TAXII 2.1: no session, no cookie, no middleware (spec §85.1 to §85.5).

Who it is, then whether they may, then size, then form. Every refusal is an error message of TAXII; none is a server
error, and none says whether something exists that a client may not use.
"""

import logging
import secrets
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import close_old_connections
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.lines import REFUSED
from taawun.apps.audit.services import Actor
from taawun.apps.rows import settle
from taawun.apps.sign_in.origins import address_in
from taawun.apps.taxii import queries, resources
from taawun.apps.taxii.asking import MEDIA, check_accept
from taawun.apps.taxii.holding import digest_of
from taawun.apps.taxii.limits import COUNTS, REFUSALS, REQUESTS
from taawun.apps.taxii.resources import Answer, Asked, Who
from taawun.kernel.errors import (
    BadStix,
    BadTaxiiEnvelope,
    NodeError,
    NoSuchTaxii,
    NoTaxiiMethod,
    NotTaxiiMedia,
    SenderError,
    TaawunError,
    TaxiiForbidden,
    TaxiiFull,
    TooDeep,
    TooLarge,
    TooOften,
    UnknownTaxiiClient,
    WrongTaxiiMedia,
)
from taawun.kernel.wire.canonical import encode

log = logging.getLogger("taawun.taxii")

Environ = dict[str, Any]
PREFIX: Final = "/taxii2/"
ANYBODY: Final = Actor.system("taxii")
HEADER_CHARACTERS: Final = 1_000
"""Longest Authorization header."""
_STATUS: Final[dict[type[TaawunError], str]] = {
    UnknownTaxiiClient: "401 Unauthorized",
    TaxiiForbidden: "403 Forbidden",
    TaxiiFull: "403 Forbidden",
    NoSuchTaxii: "404 Not Found",
    NoTaxiiMethod: "405 Method Not Allowed",
    NotTaxiiMedia: "406 Not Acceptable",
    TooLarge: "413 Content Too Large",
    WrongTaxiiMedia: "415 Unsupported Media Type",
    BadTaxiiEnvelope: "422 Unprocessable Content",
    BadStix: "422 Unprocessable Content",
    TooDeep: "422 Unprocessable Content",
    TooOften: "429 Too Many Requests",
}


def application(environ: Environ, start: Any) -> Iterable[bytes]:
    """Answer one request of a TAXII client."""
    close_old_connections()
    try:
        answer = _judged(environ, timezone.now())
    except Exception as error:  # noqa: BLE001 - the edge: nothing from outside may end in a 500
        log.error("taxii failed", extra={"facts": {"code": getattr(error, "code", type(error).__name__)}})
        answer = _problem(NodeError(), "503 Service Unavailable")
    finally:
        settle()
        close_old_connections()
    headers = [("Content-Type", MEDIA), ("Content-Length", str(len(answer.body))), ("Cache-Control", "no-store")]
    start(answer.status, [*headers, *answer.headers])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else answer.body]


def _judged(environ: Environ, now: datetime) -> Answer:
    try:
        who = _who(environ, now)
        wait = COUNTS.wait(who.id, REQUESTS, now)
        if wait:
            return _problem(TooOften(), _STATUS[TooOften], ("Retry-After", str(wait)))
        COUNTS.take(who.id, REQUESTS, 1, now)
        check_accept(environ.get("HTTP_ACCEPT", ""))
        return resources.answer(Asked(who, environ, environ.get("PATH_INFO", ""), now))
    except SenderError as error:
        return _refuse(error)


def _who(environ: Environ, now: datetime) -> Who:
    """Return the client that a request comes from.

    Raises:
        UnknownTaxiiClient: no secret, or not that of an open client; a name that is given must be the client's.
        TooOften: too many wrong ones from this address.
    """
    address = address_in(environ)
    if COUNTS.wait(f"refused {address}", REFUSALS, now):
        raise TooOften
    name, secret = _credentials(environ.get("HTTP_AUTHORIZATION", ""))
    found = queries.client_by_digest(digest_of(secret)) if secret else None
    if found is None or (name and not secrets.compare_digest(name.encode(), str(found[1]).encode())):
        if secret:
            COUNTS.take(f"refused {address}", REFUSALS, 1, now)
            audit.record(ANYBODY, "taxii.asked", "taxii-client", "unknown", "none stated", REFUSED, "85.2", at=now)
        raise UnknownTaxiiClient
    return Who(*map(str, found))


def _credentials(header: str) -> tuple[str, str]:
    scheme, _, rest = header.strip().partition(" ")
    if len(header) > HEADER_CHARACTERS or scheme.lower() not in ("basic", "bearer"):
        return "", ""
    if scheme.lower() == "bearer":
        return "", rest.strip()
    try:
        name, _, secret = b64decode(rest.strip(), validate=True).decode("utf-8").partition(":")
    except (NotBase64, ValueError):
        return "", ""
    return name or "-", secret


def _refuse(error: SenderError) -> Answer:
    status = next((status for kind, status in _STATUS.items() if isinstance(error, kind)), "400 Bad Request")
    log.warning("taxii refused", extra={"facts": {"code": error.code, "section": error.section, "status": status}})
    if isinstance(error, UnknownTaxiiClient):
        return _problem(error, status, ("WWW-Authenticate", 'Basic realm="taxii", charset="UTF-8"'))
    if isinstance(error, NoTaxiiMethod):
        return _problem(error, status, ("Allow", error.detail))
    if isinstance(error, TooOften):
        return _problem(error, status, ("Retry-After", "60"))
    return _problem(error, status)


def _problem(error: TaawunError, status: str, *headers: tuple[str, str]) -> Answer:
    """Return an error message of TAXII."""
    said = {
        "title": error.sentence, "description": error.detail or error.sentence, "error_id": secrets.token_hex(8),
        "error_code": error.code, "http_status": status[:3], "details": {"section": error.section},
    }  # fmt: skip
    return Answer(status, encode(said), headers)
