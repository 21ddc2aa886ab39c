# SPDX-License-Identifier: Apache-2.0
"""The envelope: what crosses between two nodes (spec §20.4, §20.10).

The node signs the header. The header holds the digest of the content and of the release statement, and the
digest of the sender's previous envelope to the same recipient, so one signature binds all of it and loss or a
fork shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from taawun.kernel.errors import BadShape, NotCanonical, NotCanonicalisable, TooLarge, WrongContent
from taawun.kernel.wire import shapes
from taawun.kernel.wire.canonical import encode, parse
from taawun.kernel.wire.digests import check_digest, sha256_hex
from taawun.kernel.wire.ids import check_id
from taawun.kernel.wire.limits import ATTACHMENTS, BODY_BYTES, ENVELOPE_BYTES
from taawun.kernel.wire.protocol import version_named
from taawun.kernel.wire.signing import Signature, signatures_from_wire
from taawun.kernel.wire.times import from_wire, to_wire

GENESIS: Final = "0" * 64
"""`prev` of the first envelope from one party to another."""

SECURITY_LEVELS: Final = frozenset({"unclassified", "restricted", "confidential", "secret"})
SENSITIVITIES: Final = frozenset({"public", "low", "medium", "high"})

_PARTS = frozenset({"header", "body", "attachments", "release", "signatures"})
_HEADER = frozenset(
    "protocol id from to seq prev case kind created security sensitivity personal purpose basis content release "
    "ask_read".split()
)
_ATTACHMENT = frozenset({"sha256", "size", "media_type", "name"})


@dataclass(frozen=True, slots=True)
class Basis:
    """The legal basis of an exchange: an instrument and an article of it."""

    instrument: str
    article: str

    def to_wire(self) -> dict[str, str]:
        """Return the JSON object."""
        return {"instrument": self.instrument, "article": self.article}

    @classmethod
    def from_wire(cls, value: object) -> "Basis":
        """Return the basis of a JSON object."""
        raw = shapes.fields(value, "basis", frozenset({"instrument", "article"}))
        return cls(shapes.slug(raw["instrument"], "instrument"), shapes.text(raw["article"], "article", 80))


@dataclass(frozen=True, slots=True)
class Header:
    """What the node signs, and all that routing needs."""

    protocol: str
    id: str
    sender: str
    recipient: str
    seq: int
    prev: str
    case: str | None
    kind: str
    created: datetime
    security: str
    sensitivity: str
    personal: bool
    purpose: str
    basis: Basis
    content: str
    release: str
    ask_read: bool = False

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object."""
        return {
            "protocol": self.protocol,
            "id": self.id,
            "from": self.sender,
            "to": self.recipient,
            "seq": self.seq,
            "prev": self.prev,
            "case": self.case,
            "kind": self.kind,
            "created": to_wire(self.created),
            "security": self.security,
            "sensitivity": self.sensitivity,
            "personal": self.personal,
            "purpose": self.purpose,
            "basis": self.basis.to_wire(),
            "content": self.content,
            "release": self.release,
            "ask_read": self.ask_read,
        }

    @classmethod
    def from_wire(cls, value: object) -> "Header":
        """Return the header of a JSON object; the version is looked at first, since it decides the fields."""
        if not isinstance(value, dict) or "protocol" not in value:
            raise BadShape("header: missing field: protocol.")
        version = version_named(value["protocol"])
        raw = shapes.fields(value, "header", _HEADER)
        return cls(
            protocol=version.name,
            id=check_id(raw["id"]),
            sender=shapes.party(raw["from"]),
            recipient=shapes.party(raw["to"]),
            seq=shapes.whole(raw["seq"], "seq", 1),
            prev=check_digest(raw["prev"]),
            case=None if raw["case"] is None else check_id(raw["case"]),
            kind=shapes.slug(raw["kind"], "kind"),
            created=from_wire(raw["created"]),
            security=shapes.one_of(raw["security"], SECURITY_LEVELS, "security"),
            sensitivity=shapes.one_of(raw["sensitivity"], SENSITIVITIES, "sensitivity"),
            personal=shapes.flag(raw["personal"], "personal"),
            purpose=shapes.slug(raw["purpose"], "purpose"),
            basis=Basis.from_wire(raw["basis"]),
            content=check_digest(raw["content"]),
            release=check_digest(raw["release"]),
            ask_read=shapes.flag(raw["ask_read"], "ask_read"),
        )


@dataclass(frozen=True, slots=True)
class Envelope:
    """An opened envelope: its header, what it holds, and the canonical bytes of header and body."""

    header: Header
    header_bytes: bytes
    body: Mapping[str, Any]
    body_bytes: bytes
    attachments: tuple[Mapping[str, Any], ...]
    release: Mapping[str, Any] | None
    signatures: tuple[Signature, ...]

    @property
    def digest(self) -> str:
        """Return the digest of the header: the envelope's place in the chain and in receipts."""
        return sha256_hex(self.header_bytes)


def content_digest(body: bytes, attachments: bytes) -> str:
    """Return the digest of the canonical bytes of a body and of its list of attachments (spec §20.10)."""
    return sha256_hex(b'{"attachments":' + attachments + b',"body":' + body + b"}")


def write_envelope(
    header: bytes, body: bytes, attachments: bytes, release: bytes, signatures: tuple[Signature, ...]
) -> bytes:
    """Return the canonical bytes of an envelope from the canonical bytes of its parts."""
    signed = encode([signature.to_wire() for signature in signatures])
    parts = (attachments, body, header, release, signed)
    return _join(parts)


def read_envelope(data: bytes) -> Envelope:
    """Return the envelope of canonical bytes, or refuse them: size, then form, then shape (spec §20.3, §20.4)."""
    if len(data) > ENVELOPE_BYTES:
        raise TooLarge(f"{len(data)} bytes; at most {ENVELOPE_BYTES}.")
    raw, parts = _parse(data)
    if len(parts["body"]) > BODY_BYTES:
        raise TooLarge(f"A body of {len(parts['body'])} bytes; at most {BODY_BYTES}.")
    header = Header.from_wire(raw["header"])
    if not isinstance(raw["body"], dict):
        raise BadShape("body is not an object.")
    attachments = [_attachment(item) for item in shapes.items(raw["attachments"], "attachments", ATTACHMENTS, 0)]
    if content_digest(parts["body"], parts["attachments"]) != header.content:
        raise WrongContent
    release = raw["release"]
    if release is not None and not isinstance(release, dict):
        raise BadShape("release is not an object.")
    signatures = signatures_from_wire(raw["signatures"])
    return Envelope(header, parts["header"], raw["body"], parts["body"], tuple(attachments), release, signatures)


def _parse(data: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the parts of an envelope, as values and as the canonical bytes they came in."""
    value, write = parse(data)
    if isinstance(value, dict) and isinstance(value.get("header"), dict) and "protocol" in value["header"]:
        version_named(value["header"]["protocol"])
    raw = shapes.fields(value, "envelope", _PARTS)
    try:
        parts = {name: write(raw[name]) for name in sorted(_PARTS)}
    except NotCanonicalisable:
        raise NotCanonical from None
    if _join(tuple(parts.values())) != data:
        raise NotCanonical
    return raw, parts


def _join(parts: tuple[bytes, ...]) -> bytes:
    """Join the canonical bytes of the five parts, given in the order of their names."""
    return b'{"attachments":%b,"body":%b,"header":%b,"release":%b,"signatures":%b}' % parts


def _attachment(value: object) -> dict[str, Any]:
    raw = shapes.fields(value, "attachment", _ATTACHMENT)
    check_digest(raw["sha256"])
    shapes.whole(raw["size"], "size")
    shapes.text(raw["media_type"], "media_type", 80)
    shapes.text(raw["name"], "name", 200)
    return raw
