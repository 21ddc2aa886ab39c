# SPDX-License-Identifier: Apache-2.0
"""Drafts of a memorandum side by side: articles aligned by number, words that changed marked (spec §80.116).

Pure. A text that has no headings of articles is one article without a number for each of its paragraphs.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from taawun.formats.differences import steps

LANGUAGES: Final = ("en", "ar", "ur")
HEADINGS: Final = re.compile(
    r"^\s*(?:article|art\.|المادة|مادة|دفعہ|آرٹیکل|شق)\s*[(\[]?\s*(?P<number>[0-9\u0660-\u0669\u06f0-\u06f9]{1,3})\b",
    re.IGNORECASE,
)
"""How an article begins, in the three languages and their digits."""
DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
PREAMBLE: Final = 0
"""The number of what stands before the first article."""
MOST_WORDS: Final = 4_000
"""Words of one article up to which they are compared; a longer one is shown as changed whole."""


class Mark(StrEnum):
    """What became of some words."""

    SAME = "same"
    ADDED = "added"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that have one fate."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One article of two texts: its number, and its words with their marks; `missing` names the side without it."""

    number: int
    runs: tuple[Run, ...]
    missing: str = ""

    @property
    def changed(self) -> bool:
        """Return whether anything differs."""
        return bool(self.missing) or any(run.mark is not Mark.SAME for run in self.runs)


def articles(text: str) -> dict[int, str]:
    """Return the articles of a text by their numbers; what stands before the first one is number 0.

    A number that comes twice keeps both texts, one after the other. Without any heading each paragraph is one.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if not any(HEADINGS.match(line) for line in lines):
        return dict(enumerate(_paragraphs(lines), 1))
    found: dict[int, list[str]] = {}
    number = PREAMBLE
    for line in lines:
        heading = HEADINGS.match(line)
        number = int(heading["number"].translate(DIGITS)) if heading else number
        found.setdefault(number, []).append(line.strip())
    whole = {number: "\n".join(one).strip() for number, one in found.items()}
    return {number: one for number, one in whole.items() if one}


def compare(before: str, after: str) -> tuple[Compared, ...]:
    """Return every article of two versions of one text, with its words marked, in the order of their numbers."""
    old, new = articles(before), articles(after)
    return tuple(_compared(number, old.get(number), new.get(number)) for number in sorted(old.keys() | new.keys()))


def beside(texts: Mapping[str, str]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the articles of the languages of one draft beside each other; an empty text where one is missing."""
    found = {language: articles(texts.get(language, "")) for language in LANGUAGES}
    numbers = sorted({number for one in found.values() for number in one})
    return tuple((number, tuple(found[language].get(number, "") for language in LANGUAGES)) for number in numbers)


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    kept: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            kept.append(line.strip())
        elif kept:
            yield "\n".join(kept)
            kept = []


def _compared(number: int, old: str | None, new: str | None) -> Compared:
    if old is None or new is None:
        mark, text, side = (Mark.ADDED, new or "", "before") if old is None else (Mark.TAKEN, old, "after")
        return Compared(number, (Run(mark, text),), side)
    return Compared(number, tuple(_runs(old, new)))


def _runs(old: str, new: str) -> Iterator[Run]:
    if old == new:
        yield Run(Mark.SAME, old)
        return
    before, after = _words(old), _words(new)
    found = steps(before, after) if max(len(before), len(after)) <= MOST_WORDS else None
    if found is None:
        yield from (Run(Mark.TAKEN, old), Run(Mark.ADDED, new))
        return
    for tag, i1, i2, j1, j2 in found:
        if tag == "equal":
            yield Run(Mark.SAME, " ".join(before[i1:i2]))
            continue
        if i2 > i1:
            yield Run(Mark.TAKEN, " ".join(before[i1:i2]))
        if j2 > j1:
            yield Run(Mark.ADDED, " ".join(after[j1:j2]))


def _words(text: str) -> list[str]:
    return text.split()
