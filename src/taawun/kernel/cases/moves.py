# SPDX-License-Identifier: Apache-2.0
"""A move that was made: the body of envelope kind "case.move" (spec §60.4), and a private one that stays at home.

Each shared move names the moves that its maker knew as the newest, so the moves of a case are a small graph. The
salt makes its digest say nothing about the content, so that it may stay in a ledger after the content is erased.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from taawun.kernel.cases import contents
from taawun.kernel.errors import BadShape
from taawun.kernel.marking.wire import plain_text
from taawun.kernel.wire import ids, shapes, times
from taawun.kernel.wire.digests import b64, check_digest, digest_of, unb64

KIND: Final = "case.move"
"""The envelope kind that carries a move."""
TYPE: Final = "case-move/1"

SALT_BYTES: Final = 16
HEADS: Final = 8
"""Most moves that a move may name as the newest its maker knew."""
ELEMENTS: Final = 100
"""Most elements in one move."""
GATES: Final = 100
"""Most attestations in one move."""
PAPERS: Final = 256
"""Most papers of one move, as many as an envelope may have attachments."""
PAPER_BYTES: Final = 1 << 40
"""Largest paper that a move may name, in bytes."""
REASON_CHARACTERS: Final = 20_000
NAME_CHARACTERS: Final = 200
LANGUAGE_CHARACTERS: Final = 35
"""Longest language tag (BCP 47)."""
VERSIONS: Final = 1_000_000
"""Highest version of a pack."""

PASSED: Final = "passed"
WAIVED: Final = "waived"
WORDS: Final = frozenset({PASSED, WAIVED})
"""What a move may attest of a gate; never why, on what, or by whom (§60.6)."""

_PACK = frozenset({"slug", "version", "digest"})
_PAPER = frozenset({"name", "media", "sha256", "size", "language"})
_REQUIRED = frozenset(
    "type case kind pack requesting requested move party officer authority at after content gates papers salt".split()
)
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PackRef:
    """The version of the instrument that a case was opened with."""

    slug: str
    version: int
    digest: str

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object."""
        return {"slug": self.slug, "version": self.version, "digest": self.digest}

    @classmethod
    def from_wire(cls, value: object) -> "PackRef":
        """Return the reference of a JSON object, or refuse its shape."""
        raw = shapes.fields(value, "pack", _PACK)
        version = _at_most(shapes.whole(raw["version"], "version", 1), VERSIONS, "version")
        return cls(shapes.slug(raw["slug"], "pack"), version, check_digest(raw["digest"]))


@dataclass(frozen=True, slots=True)
class PaperRef:
    """A paper that belongs to a move, by the SHA-256 of its bytes; `size` in bytes, `language` a BCP 47 tag or ""."""

    name: str
    media: str
    sha256: str
    size: int
    language: str = ""

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object."""
        return {
            "name": self.name,
            "media": self.media,
            "sha256": self.sha256,
            "size": self.size,
            "language": self.language,
        }

    @classmethod
    def from_wire(cls, value: object) -> "PaperRef":
        """Return the paper of a JSON object, or refuse its shape."""
        raw = shapes.fields(value, "paper", _PAPER)
        language = raw["language"]
        return cls(
            name=plain_text(raw["name"], "the name of a paper", NAME_CHARACTERS),
            media=plain_text(raw["media"], "media", NAME_CHARACTERS),
            sha256=check_digest(raw["sha256"]),
            size=_at_most(shapes.whole(raw["size"], "size"), PAPER_BYTES, "size"),
            language="" if language == "" else plain_text(language, "language", LANGUAGE_CHARACTERS),
        )


@dataclass(frozen=True, slots=True)
class MoveMade:
    """One shared move as it was made and signed.

    Attributes:
        case: identifier of the case.
        kind: slug of the kind of case.
        pack: the instrument, frozen when the case was opened.
        requesting, requested: the two parties.
        move: slug of the move.
        party, officer, authority: who made it.
        at: when.
        after: digests of the newest moves its maker knew, sorted; empty only for the move that opens the case.
        content: element -> `Filled` in its wire form (contents.filled_to_wire).
        reasons: written for the other side; may be empty.
        gates: gate -> "passed" or "waived".
        papers: what belongs to it, by digest.
        salt: `SALT_BYTES` random bytes.
    """

    case: str
    kind: str
    pack: PackRef
    requesting: str
    requested: str
    move: str
    party: str
    officer: str
    authority: str
    at: datetime
    after: tuple[str, ...]
    content: Mapping[str, Any]
    salt: bytes
    reasons: str = ""
    gates: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    papers: tuple[PaperRef, ...] = ()

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object; without reasons it has no such field."""
        body: dict[str, Any] = {
            "type": TYPE,
            "case": self.case,
            "kind": self.kind,
            "pack": self.pack.to_wire(),
            "requesting": self.requesting,
            "requested": self.requested,
            "move": self.move,
            "party": self.party,
            "officer": self.officer,
            "authority": self.authority,
            "at": times.to_wire(self.at),
            "after": sorted(self.after),
            "content": dict(self.content),
            "gates": dict(self.gates),
            "papers": [paper.to_wire() for paper in self.papers],
            "salt": b64(self.salt),
        }
        return body | {"reasons": self.reasons} if self.reasons else body

    def digest(self) -> str:
        """Return the digest by which later moves and the ledger name it."""
        return digest_of(self.to_wire())

    @classmethod
    def from_wire(cls, value: object) -> "MoveMade":
        """Return the move of a JSON object, or say which rule its shape breaks. Whether it is lawful is §60.5's."""
        raw = shapes.fields(value, "move", _REQUIRED, frozenset({"reasons"}))
        if raw["type"] != TYPE:
            raise BadShape(f"The type is not {TYPE}.")
        reasons = plain_text(raw["reasons"], "reasons", REASON_CHARACTERS) if "reasons" in raw else ""
        return cls(
            case=ids.check_id(raw["case"]),
            kind=shapes.slug(raw["kind"], "kind"),
            pack=PackRef.from_wire(raw["pack"]),
            **_parties(raw),
            move=shapes.slug(raw["move"], "move"),
            officer=ids.check_id(raw["officer"]),
            authority=shapes.slug(raw["authority"], "authority"),
            at=times.from_wire(raw["at"]),
            after=_after(raw["after"]),
            content=contents.check_wire(raw["content"], ELEMENTS),
            salt=_salt(raw["salt"]),
            reasons=reasons,
            gates=_gates(raw["gates"]),
            papers=_papers(raw["papers"]),
        )


@dataclass(frozen=True, slots=True)
class PrivateMove:
    """A move that stayed at home. `base` is the digest of the shared move it hangs on, "" before the first."""

    move: str
    officer: str
    authority: str
    at: datetime
    base: str


def _parties(raw: Mapping[str, Any]) -> dict[str, str]:
    found = {name: shapes.party(raw[name]) for name in ("requesting", "requested", "party")}
    if found["requesting"] == found["requested"]:
        raise BadShape("A case has two parties.")
    if found["party"] not in (found["requesting"], found["requested"]):
        raise BadShape("A move is made by a party of its case.")
    return found


def _after(value: object) -> tuple[str, ...]:
    heads = [check_digest(item) for item in shapes.items(value, "after", HEADS, 0)]
    return tuple(_sorted(shapes.distinct(heads, "after"), "after"))


def _sorted(values: list[str], what: str) -> list[str]:
    if values != sorted(values):
        raise BadShape(f"{what} is not sorted.")
    return values


def _gates(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > GATES:
        raise BadShape(f"gates is not an object of at most {GATES} attestations.")
    return {shapes.slug(gate, "gate"): shapes.one_of(word, WORDS, "gates") for gate, word in value.items()}


def _papers(value: object) -> tuple[PaperRef, ...]:
    papers = tuple(PaperRef.from_wire(item) for item in shapes.items(value, "papers", PAPERS, 0))
    _distinct_names(papers)
    return papers


def _distinct_names(papers: Iterable[PaperRef]) -> None:
    shapes.distinct([paper.name for paper in papers], "papers")


def _salt(value: object) -> bytes:
    salt = unb64(value)
    if len(salt) != SALT_BYTES:
        raise BadShape(f"The salt is not {SALT_BYTES} bytes.")
    return salt


def _at_most(number: int, most: int, what: str) -> int:
    if number > most:
        raise BadShape(f"{what} is above {most}.")
    return number
