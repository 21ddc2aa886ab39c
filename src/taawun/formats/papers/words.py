# SPDX-License-Identifier: Apache-2.0
"""The fixed words of letters in English, Arabic and Urdu, and how a day is written in both calendars.

A letter's language is not the officer's, so these words are data beside the template and not in the catalogues.
A table with a gap does not load.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hijridate import Gregorian

from taawun.formats.papers.letter import Kind, Language
from taawun.kernel.errors import BadWords

_FILE = Path(__file__).with_name("words.yaml")


@cache
def table() -> dict[str, Any]:
    """Return the whole table, checked.

    Raises:
        BadWords: when an entry lacks one of the three languages, or a kind of letter lacks its words.
    """
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    gaps = [path for path, entry in entries(found) if set(entry) != {one.value for one in Language}]
    if gaps or set(found["kinds"]) != {kind.value for kind in Kind}:
        raise BadWords(", ".join(gaps) or "kinds")
    return found


def entries(item: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each entry, which is a map from a language to its words, with its path."""
    for name, value in item.items():
        whole = f"{path}.{name}".lstrip(".")
        if isinstance(value, dict) and not any(isinstance(one, dict) for one in value.values()):
            yield whole, value
        elif isinstance(value, dict):
            yield from entries(value, whole)
        else:
            yield whole, {}


def kind_words(kind: Kind, language: Language) -> dict[str, str]:
    """Return the title, opening and closing of a kind of letter."""
    return {part: words[language] for part, words in table()["kinds"][kind].items()}


def labels(language: Language) -> dict[str, str]:
    """Return every label."""
    return {name: words[language] for name, words in table()["labels"].items()}


def gregorian(day: date, language: Language) -> str:
    """Return a day in the Gregorian calendar, as in `22 November 2026`."""
    calendar = table()["calendar"]
    month = calendar["gregorian"][language][day.month - 1]
    return f"{day.day} {month} {day.year}{calendar['gregorian_era'][language]}"


def day_in(text: str, language: str) -> str:
    """Return a day written as 2026-11-22 as papers write it; what is no whole day as it was written."""
    try:
        return gregorian(date.fromisoformat(text), Language(language))
    except ValueError:
        return text


def hijri(day: date, language: Language) -> str:
    """Return a day in the Umm al-Qura calendar with its name, or nothing outside the years that it covers.

    A country that sights the moon may be a day away, therefore the reckoning is named.
    """
    try:
        there = Gregorian.fromdate(day).to_hijri()
    except OverflowError:
        return ""
    calendar = table()["calendar"]
    month, era = calendar["hijri"][language][there.month - 1], calendar["hijri_era"][language]
    gap = " " if language is Language.EN else ""
    return f"{there.day} {month} {there.year}{gap}{era} ({calendar['reckoning'][language]})"
