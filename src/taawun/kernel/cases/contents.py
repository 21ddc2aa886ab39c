# SPDX-License-Identifier: Apache-2.0
"""What a request must contain, and whether a person found it there (spec §60.9).

An element is complete when a person found it in a document, or said why it does not apply: never because a
file is attached.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from taawun.kernel.cases import facts
from taawun.kernel.cases.words import PersonStatus, Source, Words
from taawun.kernel.cases.workflow import LATE
from taawun.kernel.errors import BadContents, BadShape
from taawun.kernel.marking.wire import plain_text
from taawun.kernel.wire import ids, shapes

EVERYTHING: Final = "*"
"""In `needs`: every element that the kind requires. In `carries`: every element of the kind."""

EXCUSE_CHARACTERS: Final = 4_000
PLACE_CHARACTERS: Final = 200
"""Longest name of a document, or of a page in it."""
SHORT_CHARACTERS: Final = 4_000
"""Longest value of an element of kind "text"."""
LONG_CHARACTERS: Final = 20_000
"""Longest text anywhere in a value."""
VALUES: Final = 1_000
"""Most items of a list, and most fields of an object, inside one value."""
VALUE_DEPTH: Final = 8
"""Deepest nesting of one value, in levels."""


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that the contents of a kind of case may have to hold.

    Attributes:
        slug: its name.
        title, help: in three languages; help may be empty.
        kind: "text", "long", "date", "number", "choice", "person", "offences", "documents" or "form" (a typed
            sub-form, whose fields are `fields`).
        required: whether it must be filled.
        for_forms: sub-forms (search and seizure, video link ...) that require it; empty for all.
        for_status: statuses of the person that require it; empty for all.
        excusable: whether "not applicable because ..." may stand in for it.
        core: whether the law allows no excuse and no signature without it (UNTOC 18(15) a-f).
        sources: where the requirement comes from.
        choices: for "choice".
        fields: for "form": its own elements.
        reserved: whether a node shows it to those alone who direct the case there (spec §60.9i).
        names: for "text": the type of record whose identifier it holds, empty for any text (spec §60.9j).
    """

    slug: str
    title: Words
    kind: str
    required: bool
    sources: tuple[Source, ...]
    help: Words | None = None
    for_forms: frozenset[str] = frozenset()
    for_status: frozenset[PersonStatus] = frozenset()
    excusable: bool = True
    core: bool = False
    choices: tuple[tuple[str, Words], ...] = ()
    fields: tuple["Element", ...] = ()
    reserved: bool = field(default=False, metadata=LATE)
    names: str = field(default="", metadata=LATE)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a person found an element: in which document, on which page, who, ticked when it was filled."""

    document: str
    page: str
    officer: str


@dataclass(frozen=True, slots=True)
class Filled:
    """One element as the officers filled it.

    `value` is JSON (text, number, object or list) or None; `excuse` says why it does not apply. Exactly one of the
    two is there. `found` says where a person found it; a value without it is not complete.
    """

    value: object
    excuse: str = ""
    found: Found | None = None

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object: `value` or `excuse`, and where it was found if it was."""
        said: dict[str, Any] = {"excuse": self.excuse} if self.excuse else {"value": self.value}
        if self.found is None:
            return said
        found = {"document": self.found.document, "page": self.found.page, "officer": self.found.officer}
        return said | {"found": found}

    @classmethod
    def from_wire(cls, value: object) -> "Filled":
        """Return an element of a JSON object, or refuse its shape. Whether the value fits is `check_value`'s."""
        raw = shapes.fields(value, "element", frozenset(), frozenset({"value", "excuse", "found"}))
        if ("value" in raw) == ("excuse" in raw):
            raise BadShape("An element has either a value or an excuse.")
        if "excuse" in raw:
            return cls(None, plain_text(raw["excuse"], "excuse", EXCUSE_CHARACTERS), _found(raw))
        return cls(_json(raw["value"], VALUE_DEPTH), "", _found(raw))


def _found(raw: Mapping[str, Any]) -> Found | None:
    if "found" not in raw:
        return None
    found = shapes.fields(raw["found"], "found", frozenset({"document", "page", "officer"}))
    return Found(
        plain_text(found["document"], "document", PLACE_CHARACTERS),
        "" if found["page"] == "" else plain_text(found["page"], "page", PLACE_CHARACTERS),
        ids.check_id(found["officer"]),
    )


def _json(value: object, depth: int) -> object:
    """Return a JSON value of bounded size, without control characters; null only inside."""
    if isinstance(value, str):
        return "" if value == "" else plain_text(value, "a text", LONG_CHARACTERS)
    if value is None or isinstance(value, bool | int | float):
        return value
    if depth == 0 or not isinstance(value, list | dict) or len(value) > VALUES:
        raise BadShape(f"A value is nested deeper than {VALUE_DEPTH} levels, or has more than {VALUES} parts.")
    if isinstance(value, list):
        return [_json(item, depth - 1) for item in value]
    return {shapes.slug(name, "a field of a value"): _json(item, depth - 1) for name, item in value.items()}


def check_wire(value: object, most: int) -> dict[str, Any]:
    """Return the contents of a move in their wire form, if each element has the shape of one."""
    if not isinstance(value, dict) or len(value) > most:
        raise BadShape(f"content is not an object of at most {most} elements.")
    return {shapes.slug(slug, "element"): Filled.from_wire(item).to_wire() for slug, item in value.items()}


# --- what is required, and what of it is there --------------------------------------------------------


def reserved(elements: Mapping[str, Element]) -> frozenset[str]:
    """Return the elements that a node shows to those alone who direct a case there."""
    return frozenset(slug for slug, one in elements.items() if one.reserved)


def chosen(elements: Mapping[str, Element], filled: Mapping[str, Filled]) -> frozenset[str]:
    """Return the sub-forms that a case asks for: forms that are filled, and whatever its choices name."""
    found: set[str] = set()
    for slug, one in filled.items():
        kind = elements[slug].kind if slug in elements else ""
        if kind == "form" and one.value is not None:
            found.add(slug)
        if kind == "choice":
            found |= {word for word in _listed(one.value) if isinstance(word, str)}
    return frozenset(found)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def is_answer(filled: Filled | None, word: str) -> bool:
    """Tell whether a choice was answered with this word and no other."""
    return filled is not None and _listed(filled.value) == [word]


def status_of(filled: Mapping[str, Filled]) -> PersonStatus | None:
    """Return the status of the person, where it is known."""
    value = filled[facts.PERSON].value if facts.PERSON in filled else None
    status = value.get("status") if isinstance(value, dict) else None
    return PersonStatus(status) if isinstance(status, str) and status in set(PersonStatus) else None


def required(elements: Mapping[str, Element], filled: Mapping[str, Filled]) -> tuple[Element, ...]:
    """Return the elements that this case must have, given its sub-forms and the person's status."""
    forms, status = chosen(elements, filled), status_of(filled)
    return tuple(one for one in elements.values() if _is_required(one, forms, status))


def _is_required(element: Element, forms: frozenset[str], status: PersonStatus | None) -> bool:
    here = not element.for_forms or not element.for_forms.isdisjoint(forms)
    return element.required and here and (not element.for_status or status in element.for_status)


def asked(elements: Mapping[str, Element], filled: Mapping[str, Filled], needs: frozenset[str]) -> tuple[Element, ...]:
    """Return the elements that a move with these `needs` asks for, in the kind's order."""
    always = {one.slug for one in required(elements, filled)} if EVERYTHING in needs else set()
    return tuple(one for one in elements.values() if one.slug in needs or one.slug in always)


def is_complete(element: Element, filled: Filled | None) -> bool:
    """Tell whether an element is there: found in a document by a person, or rightly excused (spec §60.9)."""
    if filled is None:
        return False
    if filled.excuse:
        return element.excusable and not element.core and filled.value is None
    try:
        check_value(element, filled.value)
    except BadContents:
        return False
    return filled.found is not None


def still_missing(
    elements: Mapping[str, Element], filled: Mapping[str, Filled], needs: frozenset[str]
) -> tuple[Element, ...]:
    """Return the elements that a move asks for and that are not complete."""
    return tuple(one for one in asked(elements, filled, needs) if not is_complete(one, filled.get(one.slug)))


# --- whether a value is of its element's form -------------------------------------------------------------


def check_value(element: Element, value: object) -> None:
    """Refuse a value that is not of the form its element has.

    A "choice" is one of its words or a list of different ones; "documents" a list of names, or of objects with a
    `name`; a "form" an object of its fields, where `{"excuse": TEXT}` may stand for a field that is excusable.

    Raises:
        BadContents: naming the element, never the value.
    """
    if not _fits(element, value):
        raise BadContents(f"{element.slug}: not of the kind {element.kind}.")


def _fits(element: Element, value: object) -> bool:
    if element.kind not in KINDS:
        raise BadContents(f"{element.slug}: no such kind of element.")
    return KINDS[element.kind](element, value)


def _is_read(read: Callable[[object], object]) -> Callable[[Element, object], bool]:
    """Return a check that is content when a value can be read; the reader refuses by name."""
    return lambda _element, value: read(value) is not None


def _is_number(_element: Element, value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text(value: object, most: int) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= most


def _is_choice(element: Element, value: object) -> bool:
    words, allowed = _listed(value), {word for word, _ in element.choices}
    texts = [word for word in words if isinstance(word, str) and word in allowed]
    return bool(words) and len(texts) == len(words) == len(set(texts))


def _is_documents(_element: Element, value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(_is_document(one) for one in value)


def _is_document(value: object) -> bool:
    name = value.get("name") if isinstance(value, dict) else value
    return _is_text(name, PLACE_CHARACTERS)


def _is_form(element: Element, value: object) -> bool:
    if not isinstance(value, dict):
        return False
    known = {one.slug for one in element.fields}
    return value.keys() <= known and all(_is_field(one, value.get(one.slug)) for one in element.fields)


def _is_field(element: Element, value: object) -> bool:
    """Tell whether a field of a form is well filled; one that is not required may be absent or null."""
    if value is None:
        return not element.required
    if isinstance(value, dict) and value.keys() == {"excuse"}:
        return element.excusable and not element.core and _is_text(value["excuse"], EXCUSE_CHARACTERS)
    check_value(element, value)
    return True


KINDS: Final[Mapping[str, Callable[[Element, object], bool]]] = MappingProxyType(
    {
        "text": lambda _element, value: _is_text(value, SHORT_CHARACTERS),
        "long": lambda _element, value: _is_text(value, LONG_CHARACTERS),
        "number": _is_number,
        "choice": _is_choice,
        "documents": _is_documents,
        "form": _is_form,
        "date": _is_read(facts.date_of),
        "person": _is_read(facts.person_of),
        "offences": _is_read(facts.offences_of),
    }
)
"""Every kind of element, with the check of its values."""
