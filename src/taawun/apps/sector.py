# SPDX-License-Identifier: Apache-2.0
"""What a sector says of itself: one frozen declaration, from which the node serves it (spec §80.40).

A sector is a folder under `sectors/`. Its `sector.py` holds one `Sector`; its record types, case kinds and examples
are YAML beside it. Nothing here imports a sector: the folder is found, and its declaration is plugged in.
"""

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import IO, Any, Final

from taawun.apps import safeguards
from taawun.kernel.errors import BadDeclaration

SLUG: Final = re.compile(r"[a-z][a-z_]{2,29}")
LANGUAGES: Final = ("en", "ar", "ur")
RETENTION: Final = (1, 360)
"""Fewest and most months after which a record of a sector must be reviewed."""

Words = Mapping[str, str]
Data = Mapping[str, Any]


class Level(StrEnum):
    """What a remark does: it refuses the record, warns whoever reads it, or only notes something."""

    REFUSED = "refused"
    WARNING = "warning"
    NOTE = "note"


@dataclasses.dataclass(frozen=True, slots=True)
class Remark:
    """What a rule saw in the data of a record.

    `code` is stable and for tests and exports; `field` is where it is shown, empty for the whole record; `sentence`
    is a msgid of the sector's catalogue, and `values` fill its %(places)s. Values never hold personal data.
    """

    code: str
    field: str
    sentence: str
    level: Level = Level.WARNING
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a refusal with values: its sentence is kept as it stands, and translated when it is shown."""
        if self.level is Level.REFUSED and self.values:
            raise BadDeclaration(f"{self.code}: a refusal has no values.")


Check = Callable[[Data], Iterable[Remark]]
"""A pure rule over the data of one record: what it sees, in the order of the fields."""
Fill = Callable[[Data], Mapping[str, Any]]
"""A pure rule that computes the computed fields of a record from the stated ones; it never changes a stated one."""


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """How records of one type are kept: months until review, and the rules over their data."""

    months: int
    check: Check | None = None
    fill: Fill | None = None
    punishes: Callable[[Data], bool] | None = None
    """Whether data would punish the person or send them back: refused while a safeguard holds them (spec §80.74)."""


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """A page of a sector's own, by its name in `pages.urlpatterns`.

    `roles` are the slugs of those who may open it; `label` (a lazy translation) is set for a page of the menu, which
    takes no argument; `steps_up` asks for a recent proof of who sits here.
    """

    name: str
    roles: frozenset[str]
    label: Any = ""
    steps_up: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """A kind of file that becomes records: how it is read, as "module:function" of the sector.

    The function takes (file open for reading bytes, settings) and yields `registers.importing.items.Item`, one for
    each row, always the same for the same bytes: an import that was stopped goes on at its row.
    """

    slug: str
    title: Words
    help: Words
    type: str
    """The record type that most of its rows become; it decides what the marking must say."""
    items: str


@dataclasses.dataclass(frozen=True, slots=True)
class Panel:
    """What a sector shows beside a record: its title (a lazy translation), how much it is, and what draws it."""

    title: Any
    count: int
    template: str
    context: Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Waits:
    """Something of a sector that waits for an officer: on My day as one line, in notices as a number.

    `label` (a lazy translation) says what to do and `note` on what; `page` and `args` are where. It is `due` at a
    moment or, where it has no end, waits `since` one. What is `late` is past its time.
    """

    label: Any
    page: str
    args: tuple[str, ...] = ()
    note: str = ""
    due: Any = None
    since: Any = None
    late: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Sector:
    """One sector of cooperation."""

    slug: str
    title: Words
    about: Words
    """What it is for, in one sentence."""
    purpose: str
    """The purpose for which its officers read and share (registers/purposes.py)."""
    instruments: tuple[str, ...]
    """Slugs of the packs under which it works; its own stand in its workflows.yaml."""
    roles: frozenset[str]
    """Who may open its pages."""
    records: Mapping[str, Kept]
    """Its record types, and general ones to which it adds rules."""
    case_kinds: tuple[tuple[str, str], ...] = ()
    """(pack, kind) of the cases that its officers open."""
    answers: Mapping[str, frozenset[str]] = dataclasses.field(default_factory=dict)
    """Of its own kinds: the moves of the requested side by which a case counts as answered, for the dashboard."""
    pages: tuple[Page, ...] = ()
    sources: tuple[Source, ...] = ()
    safeguard: str = ""
    """"module:function" that is asked whether a safeguard of this sector holds a person (apps/safeguards.py)."""
    beside: Mapping[str, str | tuple[str, ...]] = dataclasses.field(default_factory=dict)
    """Of a record type: "module:function" of the sector, or several, each of which takes (request, shown) and returns a
    `Panel` that stands on the page of such a record, or None. It reads as that officer, for the purpose, on the
    record."""
    reasons: tuple[str, ...] = ()
    """Why the node itself states its records anew (marked with gettext_noop): shown in words, not as data."""
    waits: str = ""
    """"module:function" of the sector, which takes (officer, purpose, moment, how many at most) and returns as `Waits`
    what waits for that officer at its desks, the most urgent first. It shows no content and leaves no line."""

    def __post_init__(self) -> None:
        """Refuse a declaration that the node could not serve.

        Raises:
            BadDeclaration: naming the sector and the part.
        """
        for wrong in self._wrong():
            raise BadDeclaration(f"{self.slug}: {wrong}.")

    def _wrong(self) -> Iterator[str]:
        if not SLUG.fullmatch(self.slug):
            yield "slug"
        spoken = [("title", self.title), ("about", self.about)]
        spoken += [(f"source {one.slug}", words) for one in self.sources for words in (one.title, one.help)]
        yield from (f"{what} in en, ar, ur" for what, words in spoken if set(words) != set(LANGUAGES))
        if not self.roles or any(not page.roles for page in self.pages):
            yield "roles: an empty set opens for nobody"
        least, most = RETENTION
        months = [(slug, kept.months) for slug, kept in self.records.items()]
        yield from (f"months of {slug} ({least} to {most})" for slug, one in months if not least <= one <= most)


_PLUGGED: Final[dict[str, Sector]] = {}


def plug(sector: Sector) -> None:
    """Make a sector known to the desk; the parts of a node that serve it are told by `sectors/apps.py`."""
    if sector.slug in _PLUGGED:
        raise BadDeclaration(f"{sector.slug}: plugged in twice.")
    _PLUGGED[sector.slug] = sector


def sectors() -> Mapping[str, Sector]:
    """Return the sectors of this node by their slugs."""
    return MappingProxyType(_PLUGGED)


def source_named(slug: str) -> Source | None:
    """Return the kind of file of this slug, whichever sector reads it."""
    return next((one for sector in _PLUGGED.values() for one in sector.sources if one.slug == slug), None)


def is_reason(text: str) -> bool:
    """Return whether a sector's node writes this as the reason of a new version."""
    return any(text in sector.reasons for sector in _PLUGGED.values())


def reader_of(source: Source) -> Callable[[IO[bytes], Data], Iterator[Any]]:
    """Return the function that reads a source, imported when it is first needed."""
    found: Callable[[IO[bytes], Data], Iterator[Any]] = _function(source.items)
    return found


def panels(type_slug: str) -> "tuple[Callable[[Any, Any], Panel | None], ...]":
    """Return what draws the panels of the sectors beside a record of one type."""
    said = [one.beside[type_slug] for one in _PLUGGED.values() if type_slug in one.beside]
    return tuple(_function(where) for one in said for where in ((one,) if isinstance(one, str) else one))


def waiting(officer: Any, purpose: str, at: Any, most: int) -> list[Waits]:
    """Return what waits for an officer at the desks of all sectors, for a purpose at a moment."""
    asked = [_function(one.waits) for one in _PLUGGED.values() if one.waits]
    return [one for ask in asked for one in ask(officer, purpose, at, most)]


def _function(where: str) -> Any:
    from importlib import import_module

    module, _, name = where.partition(":")
    return getattr(import_module(module), name)


def remarks(type_slug: str, data: Data) -> tuple[Remark, ...]:
    """Return what the rules of all sectors see in the data of a record of one type."""
    checks = [kept.check for kept in _kept(type_slug) if kept.check]
    return tuple(one for check in checks for one in check(data))


def filled(type_slug: str, data: Data) -> dict[str, Any]:
    """Return data with its computed fields, computed anew from what is stated."""
    made = dict(data)
    for kept in _kept(type_slug):
        if kept.fill:
            made |= {name: value for name, value in kept.fill(data).items() if value not in ("", None, [])}
    return made


def frozen(type_slug: str, data: Data) -> bool:
    """Tell whether data would punish, or send back, a person whom a safeguard holds; asked last, for it is dear."""
    asked = any(kept.punishes(data) for kept in _kept(type_slug) if kept.punishes)
    return asked and safeguards.holds(safeguards.sought_of(data))


def closed_purpose_of(type_slug: str, closed: Collection[str]) -> str:
    """Return the closed purpose for which alone records of this type are kept (spec §80.73); empty where none is."""
    owners = [sector.purpose for sector in _PLUGGED.values() if type_slug in sector.records]
    return next((purpose for purpose in owners if purpose in closed), "")


def months_of(type_slug: str) -> int | None:
    """Return after how many months a record of this type must be reviewed; None where no sector says it."""
    return min((kept.months for kept in _kept(type_slug)), default=None)


def _kept(type_slug: str) -> list[Kept]:
    return [sector.records[type_slug] for sector in _PLUGGED.values() if type_slug in sector.records]
