# SPDX-License-Identifier: Apache-2.0
"""What a section of a plan may hold: its form, the fields of its rows, and limits; pure (spec §86.2).

A section is read from its document as plain data, and every value is a text. What merging leaves half (one side took a
row away while the other changed it) is kept as it is and listed as a conflict; nothing is dropped silently.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

TEXT_CHARACTERS: Final = 60_000
"""Longest narrative of a section."""
CONTENT_CHARACTERS: Final = 150_000
"""Most characters of one section, all its rows together: with its update it fits one envelope."""
ROWS: Final = 500
"""Most rows of one section."""
SECTIONS: Final = 40
"""Most sections of one plan."""
NAMED: Final = 50
"""Most resources or areas that one phase names."""
ROW: Final = re.compile(r"[a-z0-9]{8}", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_HIDDEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_COUNT: Final = re.compile(r"\d{1,6}", re.ASCII)


class Form(StrEnum):
    """What a section is about."""

    OVERVIEW = "overview"
    NARRATIVE = "narrative"
    PHASES = "phases"
    RESOURCES = "resources"
    AREAS = "areas"


class Kind(StrEnum):
    """What a value is, for whoever types it."""

    LINE = "line"
    LONG = "long"
    DAY = "day"
    COUNT = "count"
    OWNER = "owner"
    AREA = "area"
    RESOURCES = "resources"
    AREAS = "areas"


@dataclass(frozen=True, slots=True)
class Field:
    """One value: its kind and its longest text."""

    kind: Kind
    most: int = 300


LINE: Final = Field(Kind.LINE)
OWNER: Final = Field(Kind.OWNER)
DAY: Final = Field(Kind.DAY, 10)
LONG: Final = Field(Kind.LONG, 4_000)
HEADS: Final[Mapping[Form, Mapping[str, Field]]] = {
    Form.OVERVIEW: {"title": LINE, "objective": LONG, "begins": DAY, "ends": DAY, "owner": OWNER},
    Form.NARRATIVE: {"title": LINE},
    Form.PHASES: {},
    Form.RESOURCES: {},
    Form.AREAS: {},
}
"""Values that a section has once."""
ROWS_OF: Final[Mapping[Form, Mapping[str, Field]]] = {
    Form.OVERVIEW: {},
    Form.NARRATIVE: {},
    Form.PHASES: {
        "name": LINE, "begins": DAY, "ends": DAY, "owner": OWNER,
        "resources": Field(Kind.RESOURCES, 9 * NAMED), "areas": Field(Kind.AREAS, 9 * NAMED), "tasks": LONG,
    },
    Form.RESOURCES: {
        "name": LINE, "owner": OWNER, "count": Field(Kind.COUNT, 6), "begins": DAY, "ends": DAY, "notes": LONG,
    },
    Form.AREAS: {"name": LINE, "area": Field(Kind.AREA, 4_000), "owner": OWNER, "begins": DAY, "ends": DAY},
}  # fmt: skip
"""Values of each of its rows."""
WITH_TEXT: Final = frozenset({Form.OVERVIEW, Form.NARRATIVE})
"""Forms that have a narrative."""


@dataclass(frozen=True, slots=True)
class Content:
    """A section as people read it: values that it has once, its narrative, and its rows by their identifiers."""

    head: Mapping[str, str]
    text: str
    rows: Mapping[str, Mapping[str, str]]

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {"head": dict(self.head), "text": self.text, "rows": {key: dict(row) for key, row in self.rows.items()}}


EMPTY: Final = Content({}, "", {})


def read_content(raw: Mapping[str, Any]) -> Content:
    """Return the content of JSON of our own writing, or of JSON that was compared with a document's."""
    return Content(raw["head"], raw["text"], raw["rows"])


def problem_of(form: Form, content: Content) -> str:
    """Return what is wrong with the content of a section, or nothing. What it says of time and place is not asked."""
    if content.text and form not in WITH_TEXT:
        return "This form has no narrative."
    too_much = _too_much(content)
    if too_much or _HIDDEN.search(content.text):
        return too_much or "The narrative has signs that cannot be seen."
    wrong = [_wrong_field(HEADS[form], content.head)]
    wrong += ["" if ROW.fullmatch(key) else "A row has no identifier." for key in content.rows]
    wrong += [_wrong_field(ROWS_OF[form], row) for row in content.rows.values()]
    return next(filter(None, wrong), "")


def _too_much(content: Content) -> str:
    if len(content.text) > TEXT_CHARACTERS:
        return f"The narrative has {len(content.text)} characters; at most {TEXT_CHARACTERS}."
    if len(content.rows) > ROWS:
        return f"{len(content.rows)} rows; at most {ROWS}."
    return f"More than {CONTENT_CHARACTERS} characters." if size_of(content) > CONTENT_CHARACTERS else ""


def size_of(content: Content) -> int:
    """Return how many characters a section has."""
    values = [*content.head.values(), *(value for row in content.rows.values() for value in row.values())]
    return len(content.text) + sum(map(len, values))


def _wrong_field(declared: Mapping[str, Field], values: Mapping[str, str]) -> str:
    for name, value in values.items():
        found = declared.get(name)
        if found is None:
            return "There is a field that this form does not have."
        if len(value) > found.most or _HIDDEN.search(value) or (value and not readable(found.kind, value)):
            return f"{name}: {found.kind}, at most {found.most} characters."
    return ""


def readable(kind: Kind, value: str) -> bool:
    """Tell whether a value can be read as what it is. An area is read where it is drawn."""
    if kind is Kind.DAY:
        return day_of(value) is not None
    if kind is Kind.COUNT:
        return _COUNT.fullmatch(value) is not None
    if kind in (Kind.RESOURCES, Kind.AREAS):
        named = value.split(" ")
        return len(named) <= NAMED and all(ROW.fullmatch(one) for one in named)
    return kind is Kind.LONG or "\n" not in value


def day_of(value: str) -> date | None:
    """Return the day of a text like 2026-01-31, or None."""
    if not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
