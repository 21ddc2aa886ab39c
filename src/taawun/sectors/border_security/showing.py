# SPDX-License-Identifier: Apache-2.0
"""What the page of the counter shows: the lines of a zone with their check digits marked, its fields in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language

from taawun.apps.registers.access import Shown
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.declarations import FieldType
from taawun.apps.ui.words import Word
from taawun.formats.countries import NAMES
from taawun.formats.mrz import Mrz, Problem, Proposal
from taawun.formats.mrz.codes import country_of
from taawun.formats.mrz.layouts import LAYOUTS
from taawun.sectors.border_security import words
from taawun.sectors.border_security.checking import Found

_PLAIN: Final = ""
HIT_FIELDS: Final = ("status", "number", "country", "reported", "place", "holder_name", "reference", "contact")
"""Fields of a statement about a document that are shown with a hit."""


@dataclass(frozen=True, slots=True)
class Run:
    """Signs of a line that are drawn alike: `tone` is empty, "right" or "wrong" for a check digit, or "changed"."""

    text: str
    tone: str = _PLAIN


@dataclass(frozen=True, slots=True)
class DigitRow:
    """One check digit in words."""

    label: str
    stated: str
    computed: str
    right: bool
    optional: bool


def lines(mrz: Mrz) -> list[list[Run]]:
    """Return the lines of a zone with its check digits marked as right or wrong."""
    tones = {one.at: "right" if one.right else "wrong" for one in mrz.digits}
    return _drawn(mrz.body, tones, LAYOUTS[mrz.form].width)


def proposed(mrz: Mrz, proposal: Proposal) -> list[list[Run]]:
    """Return the lines that may be printed instead, with what differs marked."""
    return _drawn(proposal.body, {one.at: "changed" for one in proposal.changes}, LAYOUTS[mrz.form].width)


def digits(mrz: Mrz) -> list[DigitRow]:
    """Return the check digits in words."""
    return [
        DigitRow(str(words.PARTS[one.name]), one.stated, one.computed, one.right, one.name == "optional")
        for one in mrz.digits
    ]


def problem(one: Problem) -> str:
    """Return what a problem is called, with the part it is about."""
    said = str(words.PROBLEMS[one.code]) % one.values
    return f"{words.PARTS[one.part]}: {said}" if one.part else said


def state(code: str) -> str:
    """Return the name of a state or organisation that a code of a zone stands for, in the reader's language."""
    country = country_of(code)
    return NAMES[country].get((get_language() or "en")[:2], country) if country else ""


def kind(mrz: Mrz) -> str:
    """Return what kind of document it is, in words."""
    return str(words.KINDS.get(mrz.code[:1], ""))


def answer(code: str) -> Word:
    """Return the word and the tone of an answer of the register."""
    return words.ANSWERS[code]


def fields(shown: Shown) -> list[FieldType]:
    """Return the fields of a statement about a document that are shown with a hit, as far as they say something."""
    declared = type_named(shown.record.type).fields
    return [declared[name] for name in HIT_FIELDS if name in declared and name in shown.data]


def reasons(found: Found) -> list[str]:
    """Return why a hit is only possible."""
    return [str(words.WHY[one]) for one in found.why]


def _drawn(body: str, tones: dict[int, str], width: int) -> list[list[Run]]:
    return [list(_runs(body, tones, start, start + width)) for start in range(0, len(body), width)]


def _runs(body: str, tones: dict[int, str], start: int, end: int) -> Iterator[Run]:
    at = start
    for place in [*(one for one in sorted(tones) if start <= one < end), end]:
        if at < place:
            yield Run(body[at:place])
        if place < end:
            yield Run(body[place], tones[place])
        at = place + 1
