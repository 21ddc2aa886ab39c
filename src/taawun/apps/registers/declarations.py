# SPDX-License-Identifier: Apache-2.0
"""Record types as data: read from YAML, checked once when they load, then only read (spec §80.18).

A wrong declaration does not load, and the error names the file and the field. A type that asks for religion,
sect or ethnicity, or that scores people, does not load either.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import yaml

from taawun.apps.offers import LISTS
from taawun.apps.registers import kinds
from taawun.apps.registers.layouts import LANGUAGES, PLAIN, Layout, read_layout
from taawun.kernel.errors import BadDeclaration

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where its library is there

REFUSED_FIELDS: Final = frozenset({"religion", "sect", "ethnicity", "race", "tribe", "political", "risk_score"})
MANY_VALUES: Final = 1_000
TEXT_LIMIT: Final = 20_000
"""Longest text field that a declaration may ask for, in characters."""

_SLUG = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TYPE = re.compile(r"[a-z][a-z0-9-]{0,39}")
_TYPE_PARTS = {"type", "version", "personal", "ftm", "title", "caption", "fields"}
_TYPE_OPTIONAL = {"list", "map", "area", "line", "within", "charts"}
_FIELD_REQUIRED = {"kind", "ftm", "label", "examples"}
_FIELD_OPTIONAL = {"required", "many", "limit", "key", "help", "choices", "least", "most", "unit", "computed", "offers"}
_LATIN = re.compile(r"[A-Za-z]")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_URDU = re.compile(r"[ٹڈڑںےہکگپچژی]")

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FieldType:
    """One field of a record type."""

    name: str
    kind: str
    ftm: str | None
    label: Words
    examples: tuple[str, ...]
    limit: int
    required: bool = False
    many: int = 1
    key: bool = False
    help: Words = field(default_factory=dict)
    choices: Mapping[str, Words] = field(default_factory=dict)
    least: str | None = None
    most: str | None = None
    unit: Words | str = ""
    """Of a number: its unit in three languages, or the field of kind unit that says it."""
    computed: bool = False
    """A rule of a sector computes it from what is stated; nobody types it."""
    offers: str = ""
    """Of an identifier: the list of this node from which it is chosen (offers.LISTS); empty where it is typed."""


@dataclass(frozen=True, slots=True)
class RecordType:
    """One type of record: its title ×3, the FollowTheMoney schema underneath, its fields in order."""

    slug: str
    version: int
    personal: bool
    ftm: str
    title: Words
    caption: str
    fields: Mapping[str, FieldType]
    layout: Layout = PLAIN

    @property
    def stated(self) -> "Mapping[str, FieldType]":
        """Return the fields that people state; the others are computed from them."""
        return MappingProxyType({name: one for name, one in self.fields.items() if not one.computed})

    @property
    def keys(self) -> tuple[FieldType, ...]:
        """Return the fields that become match keys (§80.21)."""
        return tuple(one for one in self.fields.values() if one.key)

    def caption_of(self, data: Mapping[str, Any]) -> str:
        """Return the text under which a record is listed."""
        value = data.get(self.caption, "")
        return str(value[0] if isinstance(value, list) else value)


def load_type(path: Path) -> RecordType:
    """Read one declaration.

    Raises:
        BadDeclaration: naming the file and the field.
    """
    return read_type(_read(path), path.name)


def load_types(path: Path) -> tuple[RecordType, ...]:
    """Read the declarations of a sector: a list of types in one file, which may be empty.

    Raises:
        BadDeclaration: naming the file, the type and the field.
    """
    where, raw = f"{path.parent.name}/{path.name}", _read(path)
    _require(isinstance(raw, list), where, "a list of types")
    return tuple(read_type(one, f"{where}: {one.get('type') if isinstance(one, dict) else one}") for one in raw)


def _read(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  # a safe loader, both
    except yaml.YAMLError as error:
        raise BadDeclaration(f"{path.name}: not YAML ({error.__class__.__name__}).") from None


def read_type(raw: Any, where: str) -> RecordType:
    """Turn a declaration that was read from `where` into a record type, or refuse it."""
    if not isinstance(raw, dict) or not _TYPE_PARTS <= set(raw) <= _TYPE_PARTS | _TYPE_OPTIONAL:
        needed, more = ", ".join(sorted(_TYPE_PARTS)), ", ".join(sorted(_TYPE_OPTIONAL))
        raise BadDeclaration(f"{where}: expected exactly {needed}, and at most {more} beside them.")
    _require(isinstance(raw["type"], str) and _TYPE.fullmatch(raw["type"]), where, "type")
    _require(type(raw["version"]) is int and raw["version"] > 0, where, "version")
    _require(type(raw["personal"]) is bool, where, "personal")
    _require(isinstance(raw["ftm"], str) and raw["ftm"], where, "ftm")
    _require(isinstance(raw["fields"], dict) and raw["fields"], where, "fields")
    found = {name: _read_field(name, part, f"{where}: {name}") for name, part in raw["fields"].items()}
    _require(raw["caption"] in found and found[raw["caption"]].required, where, "caption (a required field)")
    for one in found.values():
        said = one.unit if isinstance(one.unit, str) else ""
        _require(not said or (said in found and found[said].kind == "unit"), where, f"unit of {one.name} (a unit)")
    return RecordType(
        slug=raw["type"],
        version=raw["version"],
        personal=raw["personal"],
        ftm=raw["ftm"],
        title=_words(raw["title"], where, "title"),
        caption=raw["caption"],
        fields=MappingProxyType(found),
        layout=read_layout(raw, found, where),
    )


def _read_field(name: Any, raw: Any, where: str) -> FieldType:
    _require(isinstance(name, str) and _SLUG.fullmatch(name), where, "the field's name")
    _require(name not in REFUSED_FIELDS, where, "a field that no record may have")
    _require(isinstance(raw, dict) and set(raw) >= _FIELD_REQUIRED, where, "kind, ftm, label and examples")
    _require(set(raw) <= _FIELD_REQUIRED | _FIELD_OPTIONAL, where, "an unknown part")
    _require(raw["kind"] in kinds.KINDS, where, "kind")
    _require(raw["ftm"] is None or isinstance(raw["ftm"], str), where, "ftm (a property, or empty)")
    _require((raw["kind"] == "choice") == ("choices" in raw), where, "choices")
    _require(raw["kind"] == "number" or not {"least", "most"} & set(raw), where, "a range on what is no number")
    made = FieldType(
        name=name,
        kind=raw["kind"],
        ftm=raw["ftm"],
        label=_words(raw["label"], where, "label"),
        examples=_examples(raw["examples"], where),
        limit=_whole(raw.get("limit", kinds.LIMITS[raw["kind"]]), TEXT_LIMIT, where, "limit"),
        required=_flag(raw.get("required", False), where, "required"),
        many=_whole(raw.get("many", 1), MANY_VALUES, where, "many"),
        key=_flag(raw.get("key", False), where, "key"),
        help=_words(raw["help"], where, "help") if "help" in raw else MappingProxyType({}),
        choices=_choices(raw.get("choices", {}), where),
        least=_bound(raw.get("least"), where, "least"),
        most=_bound(raw.get("most"), where, "most"),
        unit=_unit(raw, where),
        computed=_flag(raw.get("computed", False), where, "computed"),
        offers=raw.get("offers", ""),
    )
    _require(not made.offers or (made.kind == "id" and made.offers in LISTS), where, "a list that is offered")
    _require(not (made.computed and made.required), where, "a computed field that is required")
    _check_examples(made, where)
    return made


def _require(holds: object, where: str, what: str) -> None:
    if not holds:
        raise BadDeclaration(f"{where}: {what}.")


def _words(raw: Any, where: str, what: str) -> Words:
    good = isinstance(raw, dict) and set(raw) == set(LANGUAGES)
    _require(good and all(isinstance(text, str) and text for text in raw.values()), where, f"{what} in en, ar, ur")
    return MappingProxyType(raw)


def _examples(raw: Any, where: str) -> tuple[str, ...]:
    good = isinstance(raw, list) and raw and all(isinstance(item, str) for item in raw)
    _require(good, where, "examples (a list of texts; quote numbers and dates)")
    return tuple(raw)


def _check_examples(made: FieldType, where: str) -> None:
    """Refuse examples that break their own field, and names or texts that are not shown in three scripts."""
    from taawun.apps.registers.checks import value_problem

    for example in made.examples:
        wrong = value_problem(made, example)
        _require(not wrong, where, f"an example that {wrong}")
    if made.kind in ("name", "text"):
        latin = any(_LATIN.search(text) and not _ARABIC.search(text) for text in made.examples)
        urdu = any(_URDU.search(text) for text in made.examples)
        arabic = any(_ARABIC.search(text) and not _URDU.search(text) for text in made.examples)
        _require(latin and arabic and urdu, where, "examples in Latin, Arabic and Urdu")


def _choices(raw: Any, where: str) -> Mapping[str, Words]:
    _require(isinstance(raw, dict) and all(isinstance(slug, str) for slug in raw), where, "choices")
    return MappingProxyType({slug: _words(label, where, f"choice {slug}") for slug, label in raw.items()})


def _unit(raw: Mapping[str, Any], where: str) -> Words | str:
    unit = raw.get("unit", "")
    _require(unit == "" or raw["kind"] == "number", where, "a unit of what is no number")
    return unit if isinstance(unit, str) else _words(unit, where, "unit")


def _whole(raw: Any, most: int, where: str, what: str) -> int:
    _require(type(raw) is int and 0 < raw <= most, where, f"{what} (1 to {most})")
    return int(raw)


def _flag(raw: Any, where: str, what: str) -> bool:
    _require(type(raw) is bool, where, what)
    return bool(raw)


def _bound(raw: Any, where: str, what: str) -> str | None:
    _require(raw is None or (isinstance(raw, str) and not kinds.problem("number", raw)), where, what)
    return None if raw is None else str(raw)
