# SPDX-License-Identifier: Apache-2.0
"""The small words of names: titles, particles, joins, legal forms, ordinals and common words, as data.

Each kind of name reads its own files of data/*.toml. A word is found by its folded spelling; what stands for it
is the key of its row, one Latin word for all scripts, so that a title or a legal form is equal across scripts.
Particles keep their script, because they may be written together with the name beside them.
"""

import re
import tomllib
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Final

from taawun.engines.names.normalise import fold
from taawun.engines.names.scripts import DATA
from taawun.kernel.errors import UnknownNameKind


class Role(IntEnum):
    """What a unit is to the name it stands in."""

    NAME = 0
    PARTICLE = 1
    TITLE = 2
    LEGAL_FORM = 3
    ORDINAL = 4
    NUMBER = 5
    INITIAL = 6
    GENERIC = 7  # a common word of organisations, vessels or places


class Join(IntEnum):
    """How a piece behaves beside its neighbours; `joins` reads nothing else about it."""

    NAME = 0
    ABD = 1
    ARTICLE = 2
    SUN_ARTICLE = 3
    ALLAH = 4
    DIN = 5
    DIN_ALONE = 6
    NISA = 7
    ALLAH_AFTER_ARTICLE = 8
    NISA_AFTER_ARTICLE = 9
    PARTICLE = 10
    TITLE = 11
    LEGAL_FORM = 12
    ORDINAL = 13
    ROMAN = 14
    NUMBER = 15
    INITIAL = 16
    GENERIC = 17
    COMMA = 18
    EXPAND = 19
    GOD_FIRST = 20
    TAIL_L = 21
    TAIL_R = 22
    HOLY = 23


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word is: how it joins, and what stands for all its spellings."""

    join: Join
    text: str


KINDS: Final = {
    "person": ("joins", "person", "ordinals"),
    "organisation": ("joins", "person", "ordinals", "organisation"),
    "vessel": ("joins", "ordinals", "vessel"),
    "place": ("joins", "ordinals", "place"),
}
"""The files of each kind; where two have one word, the later file decides."""

_TABLES: Final = {
    "abd": Join.ABD,
    "allah": Join.ALLAH,
    "din": Join.DIN,
    "din_alone": Join.DIN_ALONE,
    "nisa": Join.NISA,
    "god_first": Join.GOD_FIRST,
    "article": Join.ARTICLE,
    "sun_article": Join.SUN_ARTICLE,
    "particle": Join.PARTICLE,
    "particle_between": Join.PARTICLE,
    "expand": Join.EXPAND,
    "title": Join.TITLE,
    "suffix": Join.TITLE,
    "legal": Join.LEGAL_FORM,
    "phrase": Join.LEGAL_FORM,
    "common_phrase": Join.GENERIC,
    "generic": Join.GENERIC,
    "ordinal": Join.ORDINAL,
    "number": Join.NUMBER,
    "roman": Join.ROMAN,
    "roman_short": Join.ROMAN,
}
_AFTER_ARTICLE: Final = {"ullah": Join.ALLAH_AFTER_ARTICLE, "unnisa": Join.NISA_AFTER_ARTICLE}
_OWN_SCRIPT: Final = frozenset({"article", "sun_article", "particle", "particle_between"})
_NOT_IN_PERSONS: Final = "roman_short"
_BETWEEN_ONLY: Final = "particle_between"
_PHRASES: Final = ("phrase", "common_phrase")
_NUMBER: Final = "number"
_TENS: Final = range(20, 100, 10)


@cache
def lexicon(kind: str) -> dict[str, Entry]:
    """Return the words of a kind by folded spelling, or raise UnknownNameKind."""
    if kind not in KINDS:
        raise UnknownNameKind(f"kinds: {', '.join(KINDS)}")
    words: dict[str, Entry] = {}
    for file in KINDS[kind]:
        for table, rows in _read(file).items():
            if table == _BETWEEN_ONLY or (kind == "person" and table == _NOT_IN_PERSONS):
                continue
            for key, spellings in rows.items():
                words.update(_entries(table, key, spellings.split()))
        words.update((tens + ones, Entry(Join.NUMBER, key)) for key, tens, ones in _numbers_in_words(file))
    return words


@cache
def _numbers_in_words(file: str) -> tuple[tuple[str, str, str], ...]:
    """Return the numbers from 21 to 99 as two English words ("44", "forty", "four"), from what a file has of each."""
    rows = {
        key: [word for word in said.split() if word.isascii()] for key, said in _read(file).get(_NUMBER, {}).items()
    }
    return tuple(
        (str(ten + one), tens, ones)
        for ten in _TENS
        for one in range(1, 10)
        for tens in rows.get(str(ten), ())
        for ones in rows.get(str(one), ())
    )


@cache
def between_words() -> dict[str, Entry]:
    """Return the words that are particles only between two names, in small letters or hyphens."""
    rows = _read("joins")[_BETWEEN_ONLY]
    return {word: entry for key, all_ in rows.items() for word, entry in _entries(_BETWEEN_ONLY, key, all_.split())}


@cache
def _read(file: str) -> dict[str, dict[str, str]]:
    with (DATA / f"{file}.toml").open("rb") as stream:
        return tomllib.load(stream)


def _entries(table: str, key: str, spellings: list[str]) -> list[tuple[str, Entry]]:
    join = _AFTER_ARTICLE[key] if table == "after_article" else _TABLES[table]
    folded = [(word if "/" in word else fold(word)) for word in spellings]
    arabic = next((word for word in folded if not word.isascii()), key)
    own = table in _OWN_SCRIPT
    if table in _PHRASES:
        folded = [word.replace(" ", "") for word in folded]
    return [(word, Entry(join, arabic if own and not word.isascii() else key)) for word in folded if " " not in word]


@cache
def phrases(kind: str) -> re.Pattern[str] | None:
    """Return what finds, in a text as given, what a kind knows that is of several words, the longest first.

    They are legal forms, names of States, and numbers.
    """
    rows = [_read(file).get(table, {}).values() for file in KINDS[kind] for table in _PHRASES]
    known = {word for row in rows for words in row for word in words.split()}
    known |= {f"{tens}_{ones}" for file in KINDS[kind] for _, tens, ones in _numbers_in_words(file)}
    spelled = sorted(known, key=len, reverse=True)
    told = "|".join(r"[\s\-]+".join(map(re.escape, word.split("_"))) for word in spelled)
    return re.compile(rf"(?<!\w)(?:{told})(?!\w)", re.IGNORECASE) if told else None
