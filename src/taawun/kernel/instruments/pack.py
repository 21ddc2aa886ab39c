# SPDX-License-Identifier: Apache-2.0
"""An instrument pack: one treaty, memorandum or model as frozen data, with its digest (spec §65.1, §65.5)."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from taawun.kernel.cases.kinds import CaseKind, KindPart
from taawun.kernel.cases.words import Source, Words
from taawun.kernel.instruments.codec import encode
from taawun.kernel.wire.digests import digest_of

TYPE: Final = "instrument/1"


class Status(StrEnum):
    """What force an instrument has. A model has none: it is text to negotiate from."""

    MODEL = "model"
    SIGNED = "signed"
    IN_FORCE = "in_force"


@dataclass(frozen=True, slots=True)
class SourceNote:
    """What a pack's rules rest on: a treaty, a law, a report.

    Attributes:
        slug: its name in `Source.slug`.
        title: as a lawyer cites it.
        dated: the day of its text; None where it has none.
        link: where it can be read; empty where it is not public.
        checked: whether whoever wrote the pack compared the articles with the text; otherwise a lawyer must.
        note: what to know about it.
    """

    slug: str
    title: str
    dated: date | None = None
    link: str = ""
    checked: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about the law of a party, with its sources."""

    slug: str
    text: Words
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class PartyPart:
    """What the pack says about one party.

    Attributes:
        party: ISO 3166 alpha-2 code.
        title: its name.
        authority: the central authority.
        languages: in which requests to it are made, the first preferred.
        zone: the time zone whose days its statutory clocks count.
        weekend: days of rest, 1 for Monday to 7 for Sunday.
        channel: the way in which requests reach it.
        facts: its law, as far as the pack rests on it.
    """

    party: str
    title: Words
    authority: Words
    languages: tuple[str, ...]
    zone: str
    weekend: frozenset[int]
    channel: Words
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says in a conflict."""

    text: Words
    source: Source
    dated: date


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two or more sources that contradict each other; all are shown, none is settled."""

    slug: str
    title: Words
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Quota:
    """A number that the instrument sets: seats of a course, meetings a year."""

    slug: str
    title: Words
    number: int
    per: Words
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class PackBody:
    """Everything that a pack says; its digest is that of these values.

    Attributes:
        slug, version: its name and the number of its text; a changed text has a higher one.
        status, dates: its force, and the days "drafted", "signed", "in_force" as far as they came.
        title: in three languages.
        parties: by ISO code.
        sectors, purposes: which it covers.
        exchanges: what it lets be exchanged, by name.
        kinds: kinds of case, by name.
        sources: what its rules rest on.
        conflicts: where sources contradict each other.
        quotas: numbers that it sets.
        notes: what a reader must know.
    """

    slug: str
    version: int
    status: Status
    dates: Mapping[str, date]
    title: Words
    parties: Mapping[str, PartyPart]
    sectors: tuple[str, ...]
    purposes: tuple[str, ...]
    exchanges: Mapping[str, Words]
    kinds: Mapping[str, KindPart]
    sources: Mapping[str, SourceNote]
    conflicts: Mapping[str, Conflict] = field(default_factory=lambda: MappingProxyType({}))
    quotas: Mapping[str, Quota] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack(PackBody):
    """A pack that was checked; made by `load_pack` and `Pack.from_wire` alone. See `PackBody` for its parts."""

    kinds: Mapping[str, CaseKind]
    digest: str = field(kw_only=True)

    def to_wire(self) -> dict[str, Any]:
        """Return plain JSON; its canonical bytes have the pack's digest."""
        parts = {name: encode(getattr(self, name)) for name in _BODY if name != "kinds"}
        kinds = [{name: encode(getattr(kind, name)) for name in _KIND} for kind in self.kinds.values()]
        return {"type": TYPE, **parts, "kinds": kinds}

    @classmethod
    def from_wire(cls, value: object) -> "Pack":
        """Return the pack of plain JSON, with every check of a fresh one.

        Raises:
            BadPack: it is not a pack, or not one that may be used.
        """
        from taawun.kernel.instruments.load import pack_of_wire

        return pack_of_wire(value)


_BODY: Final = tuple(one.name for one in dataclasses.fields(PackBody))
_KIND: Final = tuple(one.name for one in dataclasses.fields(KindPart))


def seal(body: PackBody) -> Pack:
    """Return the pack of a checked body: its digest is computed and written into each kind."""
    digest = digest_of({"type": TYPE, **encode(body), "kinds": [encode(kind) for kind in body.kinds.values()]})
    parts = {name: getattr(body, name) for name in _BODY if name != "kinds"}
    kinds = {slug: _kind(kind, body, digest) for slug, kind in body.kinds.items()}
    return Pack(digest=digest, kinds=MappingProxyType(kinds), **parts)


def _kind(part: KindPart, body: PackBody, digest: str) -> CaseKind:
    declared = {name: getattr(part, name) for name in _KIND}
    return CaseKind(**declared, pack=body.slug, pack_version=body.version, pack_digest=digest)
