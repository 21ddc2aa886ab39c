# SPDX-License-Identifier: Apache-2.0
"""Layouts of wage files: YAML in `layouts/`, checked when they are loaded (spec §80.80).

A layout says its source and whether it is public or a model. A changed file of a state is a new version of the
layout, without code. What a reader could not carry out is refused here, with the place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import yaml

from taawun.formats.wages.lines import Contract, Total, Wage
from taawun.kernel.errors import BadDeclaration, NoSuchSource

FOLDER: Final = Path(__file__).parent / "layouts"
KINDS: Final = frozenset(
    {"text", "digits", "account", "personal-number", "date", "month", "count", "money", "currency"}
)
STATUSES: Final = frozenset({"public", "model"})
HOLDS: Final[Mapping[str, type[Wage] | type[Contract]]] = MappingProxyType({"wages": Wage, "contracts": Contract})
NEEDED: Final = MappingProxyType(
    {
        "wages": frozenset({"worker", "account", "start", "end", "days", "fixed"}),
        "contracts": frozenset({"worker", "employer", "net", "currency", "starts"}),
    }
)
_KEYS: Final = frozenset({
    "slug", "version", "status", "title", "source", "delimiter", "places", "line_characters", "header", "currency",
    "late_after_days", "late_source", "holds", "rows", "also", "total",
})  # fmt: skip
_FIELD_KEYS: Final = frozenset({"name", "kind", "least", "most", "only", "optional"})
MOST_CHARACTERS: Final = 4_000
"""Longest line that a layout may allow."""
MOST_PLACES: Final = 4


@dataclass(frozen=True, slots=True)
class Field:
    """One column: characters for text, a greatest value for a count."""

    name: str
    kind: str
    least: int = 0
    most: int = 0
    only: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of one kind: what they begin with, if anything, and their columns."""

    mark: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Lines that say what an amount of the line before is made of: the worker again first, the parts last."""

    mark: str
    columns: int
    named: int
    """Columns that repeat those of the line before; the first of them is the worker. With 0 nothing is compared."""
    adds: str
    """The amount to which the other columns add up."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one kind of file is written."""

    slug: str
    version: int
    status: str
    title: Mapping[str, str]
    source: Mapping[str, str]
    delimiter: str
    places: int
    line_characters: int
    header: bool
    currency: str
    late_after_days: int
    late_source: Mapping[str, str]
    holds: str
    rows: Part
    also: Mapping[str, Breakdown]
    total: Part | None


@cache
def layouts() -> Mapping[str, Layout]:
    """Return the layouts of this node by their slugs."""
    found = [load(path.read_text("utf-8"), path.name) for path in sorted(FOLDER.glob("*.yaml"))]
    return MappingProxyType({one.slug: one for one in found})


def named(slug: str) -> Layout:
    """Return one layout.

    Raises:
        NoSuchSource.
    """
    found = layouts().get(slug)
    if found is None:
        raise NoSuchSource
    return found


def load(text: str, where: str) -> Layout:
    """Return the layout that a YAML text declares.

    Raises:
        BadDeclaration: naming the file and the place.
    """
    raw = yaml.safe_load(text)
    if not isinstance(raw, dict) or not raw.keys() <= _KEYS:
        raise BadDeclaration(f"{where}: unknown or no keys.")
    try:
        made = _made(raw)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadDeclaration(f"{where}: {type(error).__name__} {error}.") from None
    for wrong in _wrong(made):
        raise BadDeclaration(f"{where}: {wrong}.")
    return made


def _made(raw: Mapping[str, Any]) -> Layout:
    return Layout(
        slug=raw["slug"],
        version=int(raw["version"]),
        status=raw["status"],
        title=MappingProxyType(dict(raw["title"])),
        source=MappingProxyType(dict(raw["source"])),
        delimiter=raw["delimiter"],
        places=int(raw["places"]),
        line_characters=int(raw["line_characters"]),
        header=bool(raw["header"]),
        currency=raw.get("currency", ""),
        late_after_days=int(raw.get("late_after_days", 0)),
        late_source=MappingProxyType(dict(raw.get("late_source", {}))),
        holds=raw.get("holds", "wages"),
        rows=_part(raw["rows"]),
        also=MappingProxyType({one["mark"]: _breakdown(one) for one in raw.get("also", [])}),
        total=_part(raw["total"]) if "total" in raw else None,
    )


def _breakdown(raw: Mapping[str, Any]) -> Breakdown:
    made = Breakdown(raw["mark"], int(raw["columns"]), int(raw.get("named", 0)), raw.get("adds", ""))
    if bool(made.named) != bool(made.adds) or (made.adds and made.adds not in ("fixed", "variable", "deducted")):
        raise ValueError("a breakdown names its worker and the amount that it adds up to")
    return made


def _part(raw: Mapping[str, Any]) -> Part:
    if any(not one.keys() <= _FIELD_KEYS for one in raw["fields"]):
        raise ValueError("unknown key of a field")
    return Part(raw.get("mark", ""), tuple(Field(**one) for one in raw["fields"]))


def _in_each(words: Mapping[str, str]) -> bool:
    return set(words) == {"en", "ar", "ur"} and all(words.values())


def _wrong(one: Layout) -> Iterator[str]:
    if not all(map(_in_each, (one.title, one.source, *([one.late_source] if one.late_after_days else [])))):
        yield "title and sources in en, ar, ur"
    if one.status not in STATUSES:
        yield "status"
    if len(one.delimiter) != 1 or not 0 <= one.places <= MOST_PLACES:
        yield "delimiter and places"
    if not 0 < one.line_characters <= MOST_CHARACTERS:
        yield "line_characters"
    if one.holds not in HOLDS:
        yield "holds"
        return
    yield from _wrong_fields(one.rows, HOLDS[one.holds]._fields, NEEDED[one.holds])
    if one.total:
        yield from _wrong_fields(one.total, Total._fields, frozenset({"rows", "sum"}))
    if bool(one.total or one.also) != bool(one.rows.mark):
        yield "a file with a total marks its lines, and no other does"
    if one.holds == "wages" and not (one.currency or _has(one.total, "currency")):
        yield "currency"
    if one.holds == "wages" and not (_has(one.rows, "employer") or _has(one.total, "employer")):
        yield "employer"


def _wrong_fields(part: Part, known: tuple[str, ...], needed: frozenset[str]) -> Iterator[str]:
    names = [one.name for one in part.fields]
    if len(set(names)) != len(names) or not needed <= set(names):
        yield f"fields {', '.join(sorted(needed))} once each"
    spare = {"routing", "time", "reference"}
    yield from (f"field {one.name}" for one in part.fields if one.name not in {*known, *spare} or one.name == "line")
    yield from (f"kind of {one.name}" for one in part.fields if one.kind not in KINDS)
    yield from (f"optional {one.name}" for one in part.fields[:-1] if one.optional and one.kind == "money")


def _has(part: Part | None, name: str) -> bool:
    return part is not None and any(one.name == name for one in part.fields)
