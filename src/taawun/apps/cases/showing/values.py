# SPDX-License-Identifier: Apache-2.0
"""What an element holds as one text in the reader's language: words for codes, names for countries, days as read.

What a person wrote stays as it was written. Rules look at the value itself and never at this text.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.utils import formats

from taawun.apps.cases import words
from taawun.apps.cases.papers.letter_words import countries_in
from taawun.apps.cases.showing.element_forms import PersonForm
from taawun.apps.cases.showing.speaking import listed, reader, said
from taawun.apps.ui import languages
from taawun.kernel.cases.contents import Element

ISOLATED: Final = "\u2068"
ENDED: Final = "\u2069"
UNLABELLED: Final = ("name", "status")
"""Parts of a person that say by themselves what they are; they come first."""


def told(element: Element, value: Any) -> str:
    """Return the value of an element as one text; empty for no value."""
    if value is None or value == "":
        return ""
    if isinstance(value, dict) and "excuse" in value:
        return str(value["excuse"])
    if element.kind == "person" and isinstance(value, dict):
        return listed(list(_person(value)))
    if element.kind == "form" and isinstance(value, dict):
        return listed(list(_parts(element, value)))
    if isinstance(value, list):
        return listed([_one(element, item) for item in value])
    return _one(element, value)


def _one(element: Element, value: Any) -> str:
    if element.kind == "choice":
        return said(dict(element.choices).get(value)) or str(value)
    if isinstance(value, dict):
        return str(value.get("title") or value.get("name") or listed([str(one) for one in value.values()]))
    if isinstance(value, bool):
        return words.called(words.YES_NO, value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _day(str(value)) if element.kind == "date" else str(value)


def _parts(element: Element, value: Mapping[str, Any]) -> Iterator[str]:
    for one in element.fields:
        text = told(one, value.get(one.slug))
        if text:
            yield f"{said(one.title)}: {text}"


def _person(value: Mapping[str, Any]) -> Iterator[str]:
    if value.get("name"):
        yield _apart(str(value["name"]))
    if value.get("status"):
        yield words.called(words.PERSON, value["status"])
    for part, field in PersonForm.base_fields.items():
        given = value.get(part)
        if part not in UNLABELLED and given not in (None, "", []):
            yield f"{field.label}: {_of_person(part, given)}"


def _apart(text: str) -> str:
    """Return a text that begins a line, kept apart where it is read in the other direction than the reader's language.

    Else a name in Latin letters turns the whole line, and a day in Arabic words stands before and behind it.
    """
    sides = (unicodedata.bidirectional(letter) for letter in text)
    first = next((side for side in sides if side in ("L", "R", "AL")), "")
    other = bool(first) and (first == "L") is (languages.find(reader()).direction == "rtl")
    return f"{ISOLATED}{text}{ENDED}" if other else text


def _of_person(part: str, given: Any) -> str:
    if part == "nationalities" and isinstance(given, list):
        return countries_in(map(str, given), reader())
    if isinstance(given, list):
        return listed([str(one) for one in given])
    if isinstance(given, bool):
        return words.called(words.YES_NO, given)
    return _day(str(given)) if part == "born" else str(given)


def _day(text: str) -> str:
    """Return a whole day as pages write days; anything else as it was written."""
    try:
        return formats.date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")
    except ValueError:
        return text
