# SPDX-License-Identifier: Apache-2.0
"""A marking as JSON, in one spelling: every list sorted, every empty optional field left out (spec §80.4)."""

import re
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any, Final, TypeVar

from taawun.kernel.errors import BadShape, NoHandling, NoOriginator, NoPersonCategory, NoPurposes, NotCanonicalisable
from taawun.kernel.marking.codes import (
    Care,
    Handling,
    InformationGrade,
    PersonCategory,
    SourceGrade,
    Tlp,
)
from taawun.kernel.marking.marking import FieldMarking, Marking
from taawun.kernel.wire import shapes
from taawun.kernel.wire.canonical import decode, encode

PURPOSES: Final = 32
"""Most purposes of one marking."""
FIELDS: Final = 200
"""Most fields with a marking of their own."""
NAMED: Final = 64
"""Most readers that a red marking names."""
RESTRICTIONS: Final = 16
"""Most restrictions in words."""
RESTRICTION_CHARACTERS: Final = 1_000
"""Longest restriction, in characters."""
REMEMBERED_BYTES: Final = 2_048
"""Longest marking that is remembered, in bytes, so that a partner cannot fill our memory."""

_REQUIRED = frozenset({"originators", "source", "information", "purposes", "review", "handling", "tlp", "personal"})
_OPTIONAL = frozenset({"restrictions", "named", "persons", "care", "fields"})
_FIELD_PARTS = frozenset({"handling", "restrictions", "tlp", "purposes", "care"})
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_E = TypeVar("_E", bound=Enum)


def to_wire(marking: Marking) -> dict[str, Any]:
    """Return the JSON object of a marking."""
    wire: dict[str, Any] = {
        "originators": sorted(marking.originators),
        "source": marking.source.value,
        "information": marking.information.value,
        "purposes": sorted(marking.purposes),
        "review": marking.review.isoformat(),
        "handling": sorted(marking.handling),
        "tlp": marking.tlp.value,
        "personal": marking.personal,
    }
    for name in ("restrictions", "named", "persons", "care"):
        if values := getattr(marking, name):
            wire[name] = sorted(values)
    if marking.fields:
        wire["fields"] = {name: _field_to_wire(extra) for name, extra in marking.fields}
    return wire


def from_wire(value: object) -> Marking:
    """Return the marking of a JSON object, or say which rule it breaks.

    Most records of a batch are marked alike: a short marking that was read before is not read again.

    Raises:
        BadShape: a field is missing, unknown, of the wrong form or not in its one spelling.
        SenderError: the rule of spec 80 that a well-formed marking breaks.
    """
    try:
        written = encode(value)
    except NotCanonicalisable:
        return _read(value)
    return _read_before(written) if len(written) <= REMEMBERED_BYTES else _read(value)


@lru_cache(maxsize=256)
def _read_before(written: bytes) -> Marking:
    return _read(decode(written, limit=REMEMBERED_BYTES))


def _read(value: object) -> Marking:
    raw = shapes.fields(value, "marking", _REQUIRED, _OPTIONAL)
    personal = shapes.flag(raw["personal"], "personal")
    if personal and not raw.get("persons"):
        raise NoPersonCategory
    return Marking(
        originators=_parties(raw["originators"]),
        source=_word(SourceGrade, raw["source"], "source"),
        information=_information(raw["information"]),
        purposes=_purposes(raw["purposes"]),
        review=day(raw["review"], "review"),
        handling=_handling(raw["handling"]),
        restrictions=_restrictions(raw),
        tlp=_word(Tlp, raw["tlp"], "tlp"),
        named=_texts(raw["named"], "named", NAMED, 120) if "named" in raw else frozenset(),
        personal=personal,
        persons=_words(PersonCategory, raw["persons"], "persons") if "persons" in raw else frozenset(),
        care=_care(raw),
        fields=_fields(raw["fields"]) if "fields" in raw else (),
    )


def day(value: object, what: str) -> date:
    """Return a whole calendar day."""
    text = shapes.text(value, what, 10)
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise BadShape(f"{what} is not a day like 2026-01-31.") from None
    if found.isoformat() != text:
        raise BadShape(f"{what} is not a day like 2026-01-31.")
    return found


def _field_to_wire(extra: FieldMarking) -> dict[str, Any]:
    wire: dict[str, Any] = {}
    for name in ("handling", "restrictions", "purposes", "care"):
        if values := getattr(extra, name):
            wire[name] = sorted(values)
    if extra.tlp is not Tlp.CLEAR:
        wire["tlp"] = extra.tlp.value
    return wire


def _fields(value: object) -> tuple[tuple[str, FieldMarking], ...]:
    if not isinstance(value, dict) or not 0 < len(value) <= FIELDS:
        raise BadShape(f"fields is not an object of 1 to {FIELDS} fields.")
    return tuple((field_name(name), _field(value[name])) for name in sorted(value))


def field_name(value: object) -> str:
    """Return the name of a field of a record."""
    if not isinstance(value, str) or not _FIELD_NAME.fullmatch(value):
        raise BadShape("A field's name is not a word of a-z, 0-9 and _.")
    return value


def plain_text(value: object, what: str, most: int) -> str:
    """Return a text that has no control characters but tab and line feed."""
    found = shapes.text(value, what, most)
    if not found.isprintable() and _CONTROL.search(found):  # what is printable holds none, and is told sooner
        raise BadShape(f"{what} holds a control character.")
    return found


def _field(value: object) -> FieldMarking:
    raw = shapes.fields(value, "field marking", frozenset(), _FIELD_PARTS)
    if not raw:
        raise BadShape("A field marking adds nothing.")
    return FieldMarking(
        handling=_words(Handling, raw["handling"], "handling") if "handling" in raw else frozenset(),
        restrictions=_restrictions(raw),
        tlp=_word(Tlp, raw["tlp"], "tlp") if "tlp" in raw else Tlp.CLEAR,
        purposes=_purposes(raw["purposes"]) if "purposes" in raw else None,
        care=_care(raw),
    )


def _sorted(values: list[Any], what: str) -> list[Any]:
    if values != sorted(shapes.distinct(values, what)):
        raise BadShape(f"{what} is not sorted.")
    return values


def _word(kind: type[_E], value: object, what: str) -> _E:
    return kind(shapes.one_of(value, frozenset(item.value for item in kind), what))


def _words(kind: type[_E], value: object, what: str) -> frozenset[_E]:
    words = [_word(kind, item, what) for item in shapes.items(value, what, len(kind))]
    _sorted([word.value for word in words], what)
    return frozenset(words)


def _texts(value: object, what: str, most: int, characters: int) -> frozenset[str]:
    return frozenset(_sorted([plain_text(i, what, characters) for i in shapes.items(value, what, most)], what))


def _information(value: object) -> InformationGrade:
    grade = shapes.whole(value, "information", 1)
    if grade > InformationGrade.UNKNOWN:
        raise BadShape("information is not 1, 2, 3 or 4.")
    return InformationGrade(grade)


def _parties(value: object) -> frozenset[str]:
    if value == []:
        raise NoOriginator
    parties = [shapes.party(item) for item in shapes.items(value, "originators", 64)]
    return frozenset(_sorted(parties, "originators"))


def _purposes(value: object) -> frozenset[str]:
    if value == []:
        raise NoPurposes
    slugs = [shapes.slug(item, "purpose") for item in shapes.items(value, "purposes", PURPOSES)]
    return frozenset(_sorted(slugs, "purposes"))


def _handling(value: object) -> frozenset[Handling]:
    if value == []:
        raise NoHandling
    return _words(Handling, value, "handling")


def _restrictions(raw: dict[str, Any]) -> frozenset[str]:
    if "restrictions" not in raw:
        return frozenset()
    return _texts(raw["restrictions"], "restrictions", RESTRICTIONS, RESTRICTION_CHARACTERS)


def _care(raw: dict[str, Any]) -> frozenset[Care]:
    return _words(Care, raw["care"], "care") if "care" in raw else frozenset()
