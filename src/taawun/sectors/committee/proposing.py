# SPDX-License-Identifier: Apache-2.0
"""What a communiqué proposes: decisions, actions, memoranda and postings, each with its sentence (spec §80.111).

Words and nothing else: a sentence with a cue and a term of dictionary.yaml proposes something. A person reads the
sentence and confirms, or does not; what nobody confirms is stored nowhere. Nothing is inferred about a person.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

SENTENCES: Final = 2_000
"""Most sentences of a communiqué that are read."""
PROPOSALS: Final = 100
"""Most proposals of one communiqué."""
LONGEST: Final = 1_000
"""Longest sentence that is shown, in characters."""
LANGUAGES: Final = ("en", "ar", "ur")

_FILE: Final = Path(__file__).with_name("dictionary.yaml")
_SAME: Final = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ہ": "ه", "ۃ": "ة", "ھ": "ه",
                              "\u200c": " ", "\u0640": "", "’": "'", "‑": "-", "–": "-"})  # fmt: skip
_AFFIX: Final = r"(?:[وفبكل]{0,2}(?:ال|لل)?)"
"""What an Arabic word may carry before it: conjunction, preposition, article."""


class Kind(StrEnum):
    """What a sentence proposes."""

    TRACK = "track"
    MEMORANDUM = "memorandum"
    POSTING = "posting"
    DECISION = "decision"
    ACTION = "action"


NAMED: Final = (Kind.TRACK, Kind.MEMORANDUM, Kind.POSTING)
"""Kinds that need a term beside their cue."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that a sentence proposes.

    Attributes:
        kind: what it is.
        subject: the term of the dictionary, as "extradition"; empty for decisions and actions.
        number: which sentence, from 1.
        sentence: its words, as they stand.
        parties: the parties that the sentence names, by their codes; a hint at the owner and no more.
    """

    kind: Kind
    subject: str
    number: int
    sentence: str
    parties: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return by what a form names it: the same for the same text."""
        return f"{self.kind}-{self.subject or self.number}"


def proposals(text: str) -> tuple[Proposal, ...]:
    """Return what a communiqué proposes, in the order of its sentences; a named thing once, with its first sentence."""
    found: dict[str, Proposal] = {}
    for number, sentence in enumerate(sentences(text), 1):
        for one in _of_sentence(number, sentence):
            found.setdefault(one.key, one)
    return tuple(found.values())[:PROPOSALS]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a point inside a number or an initial ends none."""
    ends = re.escape(_dictionary()["sentence_ends"].replace(".", "").replace("\n", ""))
    parts = re.split(rf"(?<=[{ends}])\s*|(?<=\.)(?=\s)|\n", text)
    return [part.strip()[:LONGEST] for part in parts if part.strip()][:SENTENCES]


def _of_sentence(number: int, sentence: str) -> Iterator[Proposal]:
    plain = folded(sentence)
    parties = tuple(party for party in _dictionary()["parties"] if _names(plain, "parties", party))
    named = [(kind, subject) for kind in NAMED if _cued(plain, kind) for subject in _subjects(plain, kind)]
    for kind, subject in named:
        yield Proposal(kind, subject, number, sentence, parties)
    if not named:
        cued = [kind for kind in (Kind.ACTION, Kind.DECISION) if _cued(plain, kind)]
        yield from (Proposal(kind, "", number, sentence, parties) for kind in cued[:1])


def _subjects(plain: str, kind: Kind) -> list[str]:
    found = [subject for subject in _dictionary()[kind]["terms"] if _names(plain, kind, subject)]
    # A drug liaison officer is a liaison officer too, and is proposed once.
    return [one for one in found if not (one == "liaison" and "drug_liaison" in found)]


def _cued(plain: str, kind: Kind) -> bool:
    return _pattern(kind, "cues", "").search(plain) is not None


def _names(plain: str, section: str, subject: str) -> bool:
    return _pattern(section, "terms", subject).search(plain) is not None


@cache
def _pattern(section: str, part: str, subject: str) -> re.Pattern[str]:
    found = _dictionary()[section]
    table = found[subject] if section == "parties" else found[part][subject] if subject else found[part]
    words = [_words(term, language) for language in LANGUAGES for term in table[language]]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")


def _words(term: str, language: str) -> str:
    parts = [re.escape(part) for part in folded(term).split()]
    return r"\s+".join(parts if language == "en" else [_AFFIX + part for part in parts])


def folded(text: str) -> str:
    """Return a text as it is compared: small letters, one form of each Arabic letter, no vowel signs."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(one for one in plain if unicodedata.category(one) not in ("Mn", "Cf") or one == "\u200c")
    return " ".join(kept.translate(_SAME).split())


@cache
def _dictionary() -> Mapping[str, Any]:
    """Return the dictionary, refused when it is read if a list lacks a language."""
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    tables: list[Mapping[str, Sequence[str]]] = [*found["parties"].values()]
    for kind in Kind:
        tables += [found[kind]["cues"], *found[kind]["terms"].values()]
    if any(set(one) != set(LANGUAGES) or not all(one.values()) for one in tables):
        raise ValueError("dictionary.yaml: a list lacks a language")
    return found
