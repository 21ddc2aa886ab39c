# SPDX-License-Identifier: Apache-2.0
"""The resources of TAXII 2.1, each by its address: what a client that may ask is answered (spec §85.1 to §85.3).

Pages of objects are the stored bytes joined together; nothing is parsed or written again on the way out.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.rows import Row
from taawun.apps.taxii import addresses, holding, queries
from taawun.apps.taxii.asking import MEDIA, Question, check_content, next_of, question
from taawun.apps.taxii.limits import BYTES, COUNTS
from taawun.formats.stix import ids, reading, times
from taawun.kernel.errors import (
    BadTaxiiRequest,
    NoSuchTaxii,
    NoTaxiiMethod,
    TaxiiForbidden,
    TooLarge,
    TooOften,
    WrongTaxiiMedia,
)
from taawun.kernel.wire.canonical import encode

CONTENT_BYTES: Final = 16 << 20
"""Longest body, as discovery says it (max_content_length)."""
LENGTH_DIGITS: Final = 12
STIX_MEDIA: Final = "application/stix+json;version="
ALL: Final = ("added_after", "match[id]", "match[type]", "match[version]", "match[spec_version]")
ONE: Final = ("added_after", "match[version]", "match[spec_version]")
VERSIONS: Final = ("added_after", "match[spec_version]")
GONE: Final = ("match[version]", "match[spec_version]")

Header = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Who:
    """The client that asks, and the party that it acts for."""

    id: str
    name: str
    party: str

    @property
    def owners(self) -> tuple[str, str]:
        """Return whose objects it sees: what was released to its party, and its own."""
        return f"c:{self.id}", f"p:{self.party}"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    who: Who
    environ: dict[str, Any]
    path: str
    now: datetime

    def question(self, allowed: tuple[str, ...]) -> Question:
        """Return what it asks for."""
        return question(self.environ.get("QUERY_STRING", ""), allowed, self.who.id, self.path)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer."""

    status: str
    body: bytes
    headers: tuple[Header, ...] = ()


def answer(asked: Asked) -> Answer:
    """Answer a request of a known client, or refuse it by its rule."""
    parts = [part for part in asked.path.split("/") if part][1:]
    if parts in ([], ["taxii2"]):  # MISP looks for discovery and for the API root under one and the same base
        return _only_get(asked, _discovery)
    if parts[0] != addresses.ROOT:
        raise NoSuchTaxii
    match parts[1:]:
        case []:
            return _only_get(asked, _root)
        case ["status", identifier]:
            return _only_get(asked, lambda one: _status(one, identifier))
        case ["collections"]:
            return _only_get(asked, _collections)
        case ["collections", identifier, *rest]:
            return _of_collection(asked, asked.environ["REQUEST_METHOD"], _granted(asked, identifier), rest)
    raise NoSuchTaxii


def _of_collection(asked: Asked, method: str, row: Row, rest: list[str]) -> Answer:
    """Answer at an address under a collection: its words, with a star where an object is named."""
    shape = "/".join("*" if place == 1 else part for place, part in enumerate(rest))
    shows = _SHOWS.get(shape)
    if shows is None:
        raise NoSuchTaxii
    show = shows.get("GET" if method == "HEAD" else method)
    if show is None:
        raise NoTaxiiMethod(", ".join(shows))
    return show(asked, row, rest[1] if len(rest) > 1 else "")


def _only_get(asked: Asked, show: Callable[[Asked], Answer]) -> Answer:
    if asked.environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        raise NoTaxiiMethod("GET")
    return show(asked)


def _good(said: dict[str, Any], *headers: Header) -> Answer:
    return Answer("200 OK", encode(said), headers)


def _discovery(_asked: Asked) -> Answer:
    title = f"{settings.TAAWUN_NODE_NAME} ({settings.TAAWUN_PARTY})"
    return _good({"title": title, "default": addresses.root(), "api_roots": [addresses.root()]})


def _root(_asked: Asked) -> Answer:
    title = f"{settings.TAAWUN_NODE_NAME} ({settings.TAAWUN_PARTY})"
    return _good({"title": title, "versions": [MEDIA], "max_content_length": CONTENT_BYTES})


def _status(asked: Asked, identifier: str) -> Answer:
    found = queries.status_of(asked.who.id, identifier)
    if found is None:
        raise NoSuchTaxii
    return Answer("200 OK", found)


def _collections(asked: Asked) -> Answer:
    rows = queries.granted(asked.who.id)
    _read(asked, "taxii.listed", "*", rows[0][6] if rows else "none")
    return _good({"collections": [_told(row) for row in rows]} if rows else {})


def _granted(asked: Asked, identifier: str) -> Row:
    """Return a collection that this client may use; any other does not exist."""
    found = queries.granted(asked.who.id, identifier) if len(identifier) <= ids.MOST else []
    if not found:
        raise NoSuchTaxii
    return found[0]


def _told(row: Row) -> dict[str, Any]:
    said = {
        "id": row[0], "title": row[4], "can_read": bool(row[2]), "can_write": bool(row[3]),
        "media_types": [f"{STIX_MEDIA}2.1", *([f"{STIX_MEDIA}2.0"] if row[1] else [])],
    }  # fmt: skip
    return said | ({"description": row[5]} if row[5] else {})


def _may_read(row: Row) -> None:
    if not row[2]:
        raise TaxiiForbidden("This collection may not be read.")


def _rows(asked: Asked, columns: str, row: Row, wanted: Question) -> tuple[list[Row], str, tuple[Header, ...]]:
    """Return a page, where the next one begins, and its headers, after writing down that it was read."""
    found = queries.page(columns, (row[0], row[1]), asked.who.owners, wanted)
    shown = found[: wanted.limit]
    more = next_of(wanted, asked.who.id, asked.path, int(shown[-1][0])) if len(found) > wanted.limit else ""
    _read(asked, "taxii.read", row[0], row[6])
    empty = wanted.after if wanted.after is not None else int(row[7])
    return shown, more, _dates(int(shown[0][0]) if shown else empty, int(shown[-1][0]) if shown else empty)


def _dates(first: int, last: int) -> tuple[Header, ...]:
    return ("X-TAXII-Date-Added-First", times.write(first)), ("X-TAXII-Date-Added-Last", times.write(last))


def _read(asked: Asked, act: str, collection_id: str, purpose: str) -> None:
    audit.record(
        Actor.system(f"taxii:{asked.who.name}"), act, "taxii-collection", collection_id, str(purpose), at=asked.now
    )


def _objects(asked: Asked, row: Row, stix: str) -> Answer:
    _may_read(row)
    wanted = _of_one(asked, row, asked.question(ONE), stix) if stix else asked.question(ALL)
    shown, more, headers = _rows(asked, queries.OBJECTS, row, wanted)
    return Answer("200 OK", _page(b",".join(bytes(one[1]) for one in shown), more), headers)


def _page(objects: bytes, more: str) -> bytes:
    """Return an envelope around bytes that are JSON already; an empty one says nothing."""
    if not objects:
        return b"{}"
    head = b'{"more":true,"next":"%s","objects":[' % more.encode("ascii") if more else b'{"more":false,"objects":['
    return head + objects + b"]}"


def _of_one(asked: Asked, row: Row, wanted: Question, stix: str) -> Question:
    if not ids.type_in(stix) or not queries.holds(row[0], asked.who.owners, stix):
        raise NoSuchTaxii
    return replace(wanted, ids=(stix,))


def _manifest(asked: Asked, row: Row, _stix: str) -> Answer:
    _may_read(row)
    shown, more, headers = _rows(asked, queries.MANIFEST, row, asked.question(ALL))
    lines = [
        {"id": stix, "date_added": times.write(added), "version": times.write(version), "media_type": STIX_MEDIA + spec}
        for added, stix, version, spec in shown
    ]
    return Answer("200 OK", _page(encode(lines)[1:-1], more), headers)


def _versions(asked: Asked, row: Row, stix: str) -> Answer:
    _may_read(row)
    wanted = replace(_of_one(asked, row, asked.question(VERSIONS), stix), versions=("all",))
    shown, more, headers = _rows(asked, queries.MANIFEST, row, wanted)
    said: dict[str, Any] = {"versions": sorted((times.write(one[2]) for one in shown), reverse=True)} if shown else {}
    if shown:
        said |= {"more": bool(more)} | ({"next": more} if more else {})
    return _good(said, *headers)


def _post(asked: Asked, row: Row, _stix: str) -> Answer:
    if not row[3]:
        raise TaxiiForbidden("This collection may not be written.")
    check_content(asked.environ.get("CONTENT_TYPE", ""))
    if asked.environ.get("HTTP_CONTENT_ENCODING", "identity").lower() not in ("", "identity"):
        raise WrongTaxiiMedia("A packed body is not read.")
    body = _body(asked)
    pieces = reading.envelope(body)
    who = (asked.who.id, asked.who.name)
    said = holding.post(who, (str(row[0]), str(row[6])), pieces, asked.now)
    return Answer("202 Accepted", said)


def _body(asked: Asked) -> bytes:
    """Read the body; its stated length is refused before a byte of it is read."""
    stated = asked.environ.get("CONTENT_LENGTH") or ""
    if not (stated.isascii() and stated.isdigit()):
        raise BadTaxiiRequest("A POST states its length.")
    size = int(stated[:LENGTH_DIGITS])
    if not 0 < size <= CONTENT_BYTES:
        raise TooLarge(f"At most {CONTENT_BYTES} bytes.")
    if COUNTS.wait(f"bytes {asked.who.id}", BYTES, asked.now):
        raise TooOften
    COUNTS.take(f"bytes {asked.who.id}", BYTES, size, asked.now)
    body: bytes = asked.environ["wsgi.input"].read(size)
    if len(body) != size:
        raise BadTaxiiRequest("The body is shorter than it states.")
    return body


def _delete(asked: Asked, row: Row, stix: str) -> Answer:
    """Take away what this client posted; what was released to it is not its to take away."""
    if not (row[2] and row[3]):
        raise TaxiiForbidden("This collection may not be both read and written.")
    wanted = asked.question(GONE)
    if not ids.type_in(stix) or not queries.holds(row[0], asked.who.owners, stix):
        raise NoSuchTaxii
    own = (f"c:{asked.who.id}", f"c:{asked.who.id}")
    if not queries.holds(row[0], own, stix):
        raise TaxiiForbidden("Only what this client posted may be deleted by it.")
    who, where = (asked.who.id, asked.who.name), (str(row[0]), str(row[6]), bool(row[1]))
    if not holding.remove(who, where, wanted, stix, asked.now):
        raise NoSuchTaxii
    return Answer("200 OK", b"{}", _dates(int(row[7]), int(row[7])))


_SHOWS: Final[dict[str, dict[str, Callable[[Asked, Row, str], Answer]]]] = {
    "": {"GET": lambda _asked, row, _stix: _good(_told(row))},
    "manifest": {"GET": _manifest},
    "objects": {"GET": _objects, "POST": _post},
    "objects/*": {"GET": _objects, "DELETE": _delete},
    "objects/*/versions": {"GET": _versions},
}
"""What stands under a collection, and with which methods."""
