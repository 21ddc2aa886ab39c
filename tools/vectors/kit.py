# SPDX-License-Identifier: Apache-2.0
"""Two parties with fixed keys, and what they write: rosters, releases, envelopes, requests."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

from taawun.kernel.exchange.drafting import content_of
from taawun.kernel.trust.keys import LEDGER, NODE, OFFICER, ROSTER, SEAL, SEALING, Holder, Key
from taawun.kernel.trust.roster import Roster, body_of, roster_from_wire
from taawun.kernel.trust.rule import Approval, Rule
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import b64, sha256_hex
from taawun.kernel.wire.envelope import GENESIS
from taawun.kernel.wire.ids import uuid7
from taawun.kernel.wire.sealing import sealing_key_id, sealing_public
from taawun.kernel.wire.signing import sign, sign_many
from taawun.kernel.wire.times import to_wire
from tools.vectors import crypto
from tools.vectors.crypto import SeedSigner
from tools.vectors.parts import Part

NOW: Final = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
START: Final = datetime(2026, 1, 1, tzinfo=UTC)
END: Final = datetime(2036, 1, 1, tzinfo=UTC)
THEFT: Final = datetime(2026, 11, 1, tzinfo=UTC)
"""When the key of holder `node-stolen` was revoked."""
MINUTE: Final = timedelta(minutes=1)

OFFICERS: Final = {"desk": "desk_officer", "chief": "releasing_officer", "lawyer": "legal_reviewer"}
RULES: Final = (
    Rule("all", frozenset({"message", "record.report", "test.unknown"}), (Approval("releasing_officer", 1),)),
    Rule("persons", frozenset({"*"}), (Approval("legal_reviewer", 1),), personal=True),
)

Json = dict[str, Any]


def identifier(name: str) -> str:
    """Return the identifier that belongs to a name."""
    return uuid7(START, crypto.secret(f"id/{name}", 10))


def signing_key(signer: SeedSigner, *, until: datetime = END, revoked: datetime | None = None) -> Key:
    """Return a signing key as a roster lists it."""
    return Key(signer.key_id, signer.algorithm, signer.public, START, until, revoked)


def seal_secret(party: str) -> bytes:
    """Return a party's secret sealing key."""
    return crypto.secret(f"seal/{party}", 96)


def holders(party: str) -> list[Holder]:
    """Return everyone who signs for a party."""
    public = sealing_public(seal_secret(party))
    found = [Holder(f"root-{n}", ROSTER, _both(f"{party}/root-{n}")) for n in (1, 2)]
    found += [Holder(use, use, _both(f"{party}/{use}")) for use in (NODE, LEDGER)]
    stolen = signing_key(crypto.signer("ed25519", f"{party}/node-stolen"), revoked=THEFT)
    ended = signing_key(crypto.signer("ed25519", f"{party}/node-ended"), until=THEFT)
    found += [Holder("node-stolen", NODE, (stolen,)), Holder("node-ended", NODE, (ended,))]
    for name, role in OFFICERS.items():
        keys = _both(f"{party}/{name}")
        found.append(Holder(officer(party, name), OFFICER, keys, "interior", frozenset({role})))
    return [*found, Holder(SEAL, SEAL, (Key(sealing_key_id(public), SEALING, public, START, END),))]


def officer(party: str, name: str) -> str:
    """Return the identifier of an officer."""
    return identifier(f"{party}/{name}")


def _both(name: str) -> tuple[Key, ...]:
    return tuple(signing_key(signer) for signer in crypto.signers(name))


def roots(party: str) -> list[SeedSigner]:
    """Return the signers of both roots of a party."""
    return [signer for n in (1, 2) for signer in crypto.signers(f"{party}/root-{n}")]


def signed(context: str, value: Any, by: Sequence[SeedSigner]) -> list[Json]:
    """Return signatures over a JSON value."""
    return [signature.to_wire() for signature in sign(context, encode(value), by)]


@cache
def first_body(party: str) -> Json:
    """Return version 1 of a party's roster."""
    return body_of(party, 1, START, 2, holders(party), RULES)


@cache
def lean_body() -> Json:
    """Return a small roster of Pakistan: the same roots, and one key for everybody else."""
    small = [h if h.use in (ROSTER, SEAL) else replace(h, keys=h.keys[:1]) for h in holders("PK")]
    return body_of("PK", 1, START, 2, [h for h in small if h.id != officer("PK", "desk")], RULES)


def sign_roster(body: Json, by: Sequence[SeedSigner]) -> Json:
    """Return a signed roster."""
    return {"body": body, "signatures": signed("roster", body, by)}


@cache
def document(party: str) -> Json:
    """Return version 1 of a party's roster, signed by both roots."""
    return sign_roster(first_body(party), roots(party))


def roster(party: str) -> Roster:
    """Return version 1 of a party's roster, read."""
    return roster_from_wire(first_body(party))


BODY: Final[Json] = {"type": "message/1", "about": None, "language": "en", "text": "The vessel left at dawn."}


@dataclass(frozen=True, slots=True)
class Letter:
    """One envelope to be written, good unless a field says otherwise."""

    name: str
    seq: int = 1
    prev: str = GENESIS
    body: Any = None
    approvers: tuple[str, ...] = ("chief",)
    header: tuple[tuple[str, Any], ...] = ()  # header fields that are not as released
    statement: tuple[tuple[str, Any], ...] = ()  # fields of the statement that are not the usual ones
    release: str = "signed"  # or "none", "ed25519", "other"

    def content(self) -> tuple[str, bytes, bytes]:
        """Return digest, body and attachments."""
        return content_of(BODY if self.body is None else self.body)

    def release_object(self) -> Json | None:
        """Return the release that goes with it."""
        if self.release == "none":
            return None
        body = statement(self.content()[0], dict(self.statement))
        by = [signer for name in self.approvers for signer in crypto.signers(f"PK/{name}")]
        by = by[::2] if self.release == "ed25519" else by
        return {"statement": body, "signatures": signed("release", body, by)}

    def header_object(self) -> Json:
        """Return the header."""
        release = self.release_object()
        said = release["statement"] if release else statement(self.content()[0])
        named = "0" * 64 if self.release == "other" else sha256_hex(encode(said))
        keep = ("content", "kind", "purpose", "basis", "personal", "sensitivity")
        usual: Json = {
            "protocol": "taawun/1",
            "id": identifier(f"envelope/{self.name}"),
            "from": "PK",
            "to": "BH",
            "seq": self.seq,
            "prev": self.prev,
            "case": None,
            "created": to_wire(NOW - MINUTE),
            "security": "restricted",
            "release": named,
            "ask_read": False,
        }
        return usual | {name: said[name] for name in keep} | dict(self.header)

    @property
    def digest(self) -> str:
        """Return the envelope digest."""
        return sha256_hex(encode(self.header_object()))


def statement(content: str, other: Json | None = None) -> Json:
    """Return a release statement, with some fields other than the usual ones."""
    usual: Json = {
        "type": "release/1",
        "id": identifier("release"),
        "from": "PK",
        "to": ["BH"],
        "content": content,
        "kind": "message",
        "drafter": officer("PK", "desk"),
        "purpose": "counter-narcotics",
        "basis": {"instrument": "pk-bh-2025", "article": "4"},
        "handling": ["H0", "H2"],
        "personal": False,
        "sensitivity": "low",
        "created": to_wire(NOW - 10 * MINUTE),
        "expires": to_wire(NOW + timedelta(days=30)),
    }
    return usual | (other or {})


def node(party: str = "PK", holder: str = "node") -> list[SeedSigner]:
    """Return the signers that a node uses for envelopes and requests."""
    return [crypto.signer("ed25519", f"{party}/{holder}")]


def envelopes(letters: Sequence[Letter], by: Sequence[SeedSigner] | None = None) -> list[Json]:
    """Return opened envelopes, signed together."""
    headers = [letter.header_object() for letter in letters]
    rows = sign_many("envelope", [encode(header) for header in headers], by or node())
    return [
        {
            "header": header,
            "body": BODY if letter.body is None else letter.body,
            "attachments": [],
            "release": letter.release_object(),
            "signatures": [signature.to_wire() for signature in row],
        }
        for letter, header, row in zip(letters, headers, rows, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Group:
    """A content key and its wrap, made for one vector."""

    name: str
    sender: str = "PK"
    recipient: str = "BH"
    sealed_to: str = "BH"

    @property
    def key(self) -> bytes:
        """Return the content key."""
        return crypto.secret(f"content key/{self.name}")

    @property
    def info(self) -> bytes:
        """Return what the seal is bound to."""
        return f"taawun/1 seal {self.sender}>{self.recipient}".encode()

    def wrap(self) -> bytes:
        """Return the wrapped content key."""
        public = sealing_public(seal_secret(self.sealed_to))
        return crypto.wrap(public, self.key, self.info, f"wrap/{self.name}")

    def seal(self, index: int, plain: bytes) -> bytes:
        """Return one sealed item."""
        return crypto.seal_item(self.key, index, self.info, plain)


def head(sizes: Sequence[int], **other: Any) -> Json:
    """Return the head of a POST with one wrap."""
    items = [{"wrap": 0, "index": n, "size": size} for n, size in enumerate(sizes)]
    usual: Json = {"protocol": "taawun/1", "from": "PK", "to": "BH", "created": to_wire(NOW), "wraps": 1}
    return usual | {"items": items} | other


def frame(head: Json | str, *rest: Part) -> list[Part]:
    """Return a POST: the length of its head, the head, and what follows (spec §30.1e)."""
    written = head if isinstance(head, str) else encode(head).decode()
    size = len(written.encode()).to_bytes(4, "big")
    return [{"b64": b64(size)}, {"text": written}, *rest]


def post(group: Group, plains: Sequence[bytes], **other: Any) -> list[Part]:
    """Return a POST that carries plain bytes, sealed."""
    sealed = [group.seal(n, plain) for n, plain in enumerate(plains)]
    sizes = [len(item) for item in sealed]
    return frame(head(sizes, **other), {"b64": b64(group.wrap() + b"".join(sealed))})


def request_header(body: bytes, by: Sequence[SeedSigner] | None = None, **claim: Any) -> str:
    """Return the signature header of a request."""
    said = {"path": "/exchange/envelopes", "from": "PK", "to": "BH", "at": to_wire(NOW)} | claim
    signatures = signed("post", said | {"body": hashlib.sha256(body).hexdigest()}, by or node())
    return b64(encode({"claim": said, "signatures": signatures}))
