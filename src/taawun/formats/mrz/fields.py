# SPDX-License-Identifier: Apache-2.0
"""One field of a machine-readable zone: what it says, and what is wrong with it.

Each field is judged by itself, as it is cut out of the zone; whether its check digit holds is seen in `reading`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from taawun.formats.mrz import codes, dates, names
from taawun.formats.mrz.digits import FILLER

KINDS: Final = ("P", "I", "A", "C", "V")
"""First letters of the kinds of document."""
SEXES: Final[Mapping[str, str]] = {"M": "male", "F": "female", FILLER: "", "X": ""}
KEPT: Final = 1_024
"""Codes whose reading is kept: few are met, and again and again."""
KEPT_DAYS: Final = 8_192
"""Ends of validity whose reading is kept: most lie within ten years. Births lie within a hundred, and are not kept."""


class Level(StrEnum):
    """How much a problem weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: a stable code, the part it is about, how much it weighs, and numbers that fill its sentence."""

    code: str
    part: str = ""
    level: Level = Level.ERROR
    values: Mapping[str, str] = field(default_factory=dict)


Problems = tuple[Problem, ...]
Found = tuple[str, Problems]
"""What a field says, and what is wrong with it."""


@lru_cache(KEPT)
def kind(text: str) -> Found:
    """Read the code of a kind of document."""
    code = plain(text)
    return code, () if code.startswith(KINDS) else (Problem("unknown-kind", "code"),)


@lru_cache(KEPT)
def state(text: str, part: str) -> Found:
    """Read the code of a state or organisation; `part` is issuer or nationality."""
    code = plain(text)
    if code == codes.SPECIMEN:
        return code, (Problem("specimen", part),)
    return code, () if codes.is_known(code) else (Problem("unknown-code", part),)


def number(text: str) -> Found:
    """Read the number of a document."""
    said = plain(text)
    return said, () if said else (Problem("no-number", "number"),)


def birth(text: str, on: date) -> Found:
    """Read a date of birth on a day."""
    said = dates.birth(text, on)
    if said is None:
        return "", (Problem("impossible-date", "birth"),)
    return said, () if said else (Problem("unknown-birth", "birth", Level.NOTE),)


@lru_cache(KEPT_DAYS)
def expiry(text: str, on: date) -> Found:
    """Read an end of validity on a day, and tell whether it has passed."""
    said = dates.expiry(text, on)
    if said is None:
        return "", (Problem("impossible-date", "expires"),)
    passed = said and said < on.isoformat()[: len(said)]
    return said, (Problem("expired", "expires", Level.WARNING),) if passed else ()


@lru_cache(KEPT)
def sex(letter: str) -> Found:
    """Read the letter for the sex; < and X say nothing about it."""
    said = SEXES.get(letter)
    return said or "", (Problem("unknown-sex", "sex", Level.WARNING),) if said is None else ()


def named(text: str) -> tuple[str, str, Problems]:
    """Read the surname and the given names."""
    surname, given = names.split(text)
    wrong: Problems = ()
    if not surname:
        wrong += (Problem("no-name", "names"),)
    elif not text.replace(FILLER, "").isalpha():
        wrong += (Problem("digit-in-name", "names", Level.WARNING),)
    if names.is_full(text):
        wrong += (Problem("name-full", "names", Level.NOTE),)
    return surname, given, wrong


def plain(text: str) -> str:
    """Return a field without its fillers; inside it they stand for what cannot be printed."""
    return text.rstrip(FILLER).replace(FILLER, " ")
