# SPDX-License-Identifier: Apache-2.0
"""What a copy of a contract for reading says, in the language in which it is read (spec §80.82).

Codes, days, amounts, and words that contracts say again and again are said in the reader's language. Nothing is guessed
and no machine translates: every other text stands as it was written, last, under a sentence that says so, and with the
letters in which it is written.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils import formats
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.declarations import FieldType
from taawun.apps.registers.keys import fold
from taawun.apps.registers.speaking import said, spoken, unit_of, values_of
from taawun.apps.ui import languages
from taawun.formats import countries
from taawun.kernel.errors import BadDeclaration
from taawun.sectors.worker_protection.contracts import FIELDS
from taawun.sectors.worker_protection.papers import CONTRACT

COPIED: Final = ("worker", "which", "date", "language", *FIELDS)
"""What a copy says, in this order; what stands as it was written comes last."""
LETTERS: Final = {
    "und-Latn": gettext_lazy("in Latin letters"),
    "und-Arab": gettext_lazy("in Arabic letters"),
    "ur": gettext_lazy("in Urdu letters"),
}
"""What is said of a text as it was written, by its language tag (BCP 47); of most only the script is known."""
_OWN: Final = {"en": "und-Latn", "ar": "und-Arab", "ur": "ur"}
"""Which of these letters are those of each language."""
_TERMS: Final = Path(__file__).with_name("terms.yaml")
_OF_URDU: Final = re.compile("[ٹڈڑںےہھچپگکی]")
_ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")
_PARTS: Final = re.compile(r"\s*[,;/،؛]\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a copy; `tag` is the language tag of a text that stands as it was written, else empty."""

    label: str
    text: str
    tag: str = ""
    letters: str = ""
    """In which letters it is written, where these are not those of the copy."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy: what is said in the reader's language, and what stands as it was written."""

    said: tuple[Line, ...]
    written: tuple[Line, ...]
    note: str
    """What is said of all that stands as it was written."""


def copy_of(data: Mapping[str, Any]) -> Copy:
    """Return what a copy of a contract says in the language that is active."""
    lines = [line for name in COPIED if name in data for line in _lines(name, data)]
    note = _("What follows stands as it was written. It is not translated: ask somebody to read it to you.")
    return Copy(tuple(one for one in lines if not one.tag), tuple(one for one in lines if one.tag), note)


def word(text: str) -> str:
    """Return a text in the language that is active where all its parts are known words or countries, else nothing."""
    parts = [_part(one) for one in _PARTS.split(text.strip()) if one]
    return languages.find(get_language()).comma.join(parts) if all(parts) else ""


def _lines(name: str, data: Mapping[str, Any]) -> Iterator[Line]:
    field = type_named(CONTRACT).fields[name]
    for value in values_of(data[name]):
        if field.kind != "text":
            yield Line(said(field.label), _coded(field, value, data))
        elif known := word(value):
            other = "" if fold(known) == fold(value) else f" ({value})"
            yield Line(said(field.label), known + other)
        else:
            tag = _tag(value)
            letters = "" if tag == _OWN[_language()] else str(LETTERS.get(tag, ""))
            yield Line(said(field.label), value, tag, letters)


def _coded(field: FieldType, value: str, data: Mapping[str, Any]) -> str:
    if field.kind == "date":
        return _day(value)
    if field.kind == "unit":
        return currency(value)
    unit = unit_of(field, data)
    return f"{spoken(field, value)} {currency(unit)}".strip()


def currency(code: str) -> str:
    """Return the name of a currency with its code; any other unit stays as it is."""
    names = _terms()[0].get(code.strip().upper())
    return f"{names[_language()]} ({code.strip().upper()})" if names else code


def _day(value: str) -> str:
    """Return a date as far as it is known: a day, a month, a year, about one, or a range."""
    known = " – ".join(_moment(end.rstrip("~")) for end in value.split("/"))
    return _("about {date}").format(date=known) if "~" in value else known


def _moment(text: str) -> str:
    try:
        parts = [int(one) for one in text.split("-")]
        exact = date(*[*parts, 1, 1][:3])
    except (ValueError, TypeError):
        return text
    return formats.date_format(exact, (None, "Y", "YEAR_MONTH_FORMAT", "DATE_FORMAT")[len(parts)])


def _part(text: str) -> str:
    """Return one word in the language that is active, or nothing."""
    known = _terms()[1].get(fold(text))
    code = None if known else countries.code_of(text)
    return known[_language()] if known else countries.NAMES[code][_language()] if code else ""


def _tag(text: str) -> str:
    if _OF_URDU.search(text):
        return "ur"
    return "und-Arab" if _ARABIC.search(text) else "und-Latn" if _LATIN.search(text) else "und"


def _language() -> str:
    return languages.find(get_language()).code


@lru_cache(maxsize=1)
def _terms() -> tuple[Mapping[str, Mapping[str, str]], Mapping[str, Mapping[str, str]]]:
    """Return the names of currencies by code, and the known words by each of their spellings.

    Raises:
        BadDeclaration: one spelling stands for two words.
    """
    raw = yaml.safe_load(_TERMS.read_text(encoding="utf-8"))
    words: dict[str, Mapping[str, str]] = {}
    for one in raw["words"]:
        for spelling in {fold(each) for each in (one["en"], one["ar"], one["ur"], *one.get("also", ()))}:
            if spelling in words:
                raise BadDeclaration(f"{_TERMS.name}: '{spelling}' stands for two words.")
            words[spelling] = one
    return raw["currencies"], words
