# SPDX-License-Identifier: Apache-2.0
"""What a letter between two authorities says, as frozen data (design 40-law).

A letter is built through `checked`, which refuses what is empty, too long or out of its range and names the field;
whoever holds a checked letter may trust it. How it looks is `letter.typ`'s to say, its fixed words are `words.yaml`'s.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Final

from taawun.kernel.errors import BadLetter

LINE_CHARACTERS: Final = 500
"""Longest text of one line: a name, a reference, a label, a title."""
SHORT_CHARACTERS: Final = 100
"""Longest reference, case identifier or part of the marking: they stand at the head or foot of each page."""
PARAGRAPH_CHARACTERS: Final = 20_000
"""Longest paragraph, or value in a table."""
LETTER_CHARACTERS: Final = 250_000
"""Longest letter, all texts together: about a hundred pages. More belongs into an annex."""
SECTIONS: Final = 60
"""Most numbered sections."""
ITEMS: Final = 500
"""Most paragraphs or rows of one section, and most lines of any other list."""
ANNEXES: Final = 500
"""Most annexes."""
ANNEX_PAGES: Final = 100_000
"""Most pages of one annex."""
FIELD: Final = "Signature"
COUNTERFIELD: Final = "Countersignature"
"""The names of the fields in which a final letter is signed."""

_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Kind(StrEnum):
    """What the letter does."""

    ASSISTANCE = "assistance"
    EXTRADITION = "extradition"
    TRANSFER = "transfer"
    INFORMATION = "information"
    PROVISIONAL_ARREST = "provisional_arrest"
    REFUSAL = "refusal"
    ASSURANCE = "assurance"
    ACKNOWLEDGEMENT = "acknowledgement"
    SURRENDER = "surrender"
    NOTICE = "notice"
    MINUTES = "minutes"
    AFTER_ACTION = "after_action"


class Language(StrEnum):
    """The language of the letter, which need not be the officer's."""

    EN = "en"
    AR = "ar"
    UR = "ur"


class Status(StrEnum):
    """A draft carries a mark across each page; a final letter carries a field for the signature."""

    DRAFT = "draft"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Authority:
    """An organisation of a party, as it is addressed: name, state, and lines of its address."""

    name: str
    state: str
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A label and its value in a table."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the letter: a heading, then paragraphs, then a table."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Who the letter is about. What is not known stays empty and is left out of the table."""

    name: str
    other_names: tuple[str, ...] = ()
    sex: str = ""
    born: str = ""
    birth_place: str = ""
    nationality: str = ""
    documents: tuple[str, ...] = ()
    address: str = ""
    standing: str = ""
    father: str = ""


@dataclass(frozen=True, slots=True)
class Annex:
    """What goes with the letter, in the order of its numbers: title, pages, SHA-256 of its bytes in lower-case hex."""

    title: str
    pages: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, and as what."""

    name: str
    office: str


@dataclass(frozen=True, slots=True)
class Marking:
    """How the letter may be handled and for what it may be used, in the letter's own language."""

    handling: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole letter. Optional texts are empty when they do not apply."""

    kind: Kind
    language: Language
    status: Status
    case_id: str
    our_reference: str
    sender: Authority
    recipient: Authority
    place: str
    day: date
    subject: str
    legal_basis: tuple[str, ...]
    sections: tuple[Section, ...]
    signatory: Signatory
    marking: Marking
    their_reference: str = ""
    urgent: bool = False
    person: Person | None = None
    annexes: tuple[Annex, ...] = ()
    translator: str = ""
    countersignatory: Signatory | None = None  # who signs for the other authority, as on a record of surrender


_MAY_BE_EMPTY = frozenset(
    """their_reference translator person.father person.sex person.born person.birth_place person.nationality
    person.address person.standing""".split()
)
_LONG = ("paragraphs", "value")
_SHORT = ("reference", "case_id", "handling", "purpose")
_MOST = {"sections": SECTIONS, "annexes": ANNEXES}
_NEEDED = ("legal_basis", "sections")


def checked(letter: Letter) -> Letter:
    """Return the letter, or say which field is wrong.

    Raises:
        BadLetter: for a text that is empty or too long, a list that is empty or too long, or a wrong annex.
    """
    total = 0
    for name, text in texts(letter):
        _check_text(name, text)
        total += len(text)
    if total > LETTER_CHARACTERS:
        raise BadLetter(f"letter: {total} characters; at most {LETTER_CHARACTERS}.")
    for section in letter.sections:
        if not section.paragraphs and not section.rows:
            raise BadLetter("sections: one has neither a paragraph nor a row.")
    for annex in letter.annexes:
        _check_annex(annex)
    return letter


def texts(item: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text of a letter with the name of its field, as in `sections.heading`.

    Raises:
        BadLetter: for a list that is empty where it must not be, or too long.
    """
    if isinstance(item, str) and not isinstance(item, StrEnum):
        yield path, item
    elif isinstance(item, tuple):
        _check_count(path, len(item))
        for one in item:
            yield from texts(one, path)
    elif hasattr(item, "__dataclass_fields__"):
        for field in fields(item):
            yield from texts(getattr(item, field.name), f"{path}.{field.name}".lstrip("."))


def _check_count(path: str, count: int) -> None:
    if count == 0 and path in _NEEDED:
        raise BadLetter(f"{path}: at least one is needed.")
    if count > (most := _MOST.get(path, ITEMS)):
        raise BadLetter(f"{path}: {count} given; at most {most}.")


def _check_text(path: str, text: str) -> None:
    limit = PARAGRAPH_CHARACTERS if path.endswith(_LONG) else LINE_CHARACTERS
    limit = SHORT_CHARACTERS if path.endswith(_SHORT) else limit
    if len(text) > limit:
        raise BadLetter(f"{path}: {len(text)} characters; at most {limit}.")
    if not text.strip() and path not in _MAY_BE_EMPTY:
        raise BadLetter(f"{path}: empty.")


def _check_annex(annex: Annex) -> None:
    if not 1 <= annex.pages <= ANNEX_PAGES:
        raise BadLetter(f"annexes.pages: from 1 to {ANNEX_PAGES}.")
    if _SHA256.fullmatch(annex.sha256) is None:
        raise BadLetter("annexes.sha256: 64 hexadecimal digits in lower case are expected.")
