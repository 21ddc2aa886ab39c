# SPDX-License-Identifier: Apache-2.0
"""Country codes, and the names that people, lists and documents write for them in three scripts."""

import unicodedata
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

_TABLE: Final = Path(__file__).with_name("data") / "countries.tsv"
_NATIONALS: Final = Path(__file__).with_name("data") / "nationalities.tsv"
_LETTERS: Final = str.maketrans({"ی": "ي", "ى": "ي", "ک": "ك", "ہ": "ه", "ة": "ه", "&": "and"})


def _rows() -> list[list[str]]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


NAMES: Final = MappingProxyType(
    {row[0]: MappingProxyType(dict(zip(("en", "ar", "ur"), row[1:4], strict=True))) for row in _rows()}
)
"""Name of each country by code and language."""

CODES: Final = frozenset(NAMES)
"""ISO 3166-1 alpha-2 codes, with the user-assigned XK and the reserved SU."""


def code_of(name: str) -> str | None:
    """Return the code for a code or a name in English, Arabic or Urdu, or None where it is not known.

    A code counts in capitals only: "na" means "not available" far more often than Namibia.
    """
    text = name.strip()
    return text if text in CODES else _by_name().get(_fold(text))


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    return {_fold(name): row[0] for row in _rows() for name in [*row[1:4], *row[4].split(";")] if _fold(name)}


def of_national(text: str) -> str | None:
    """Return the code for what a column of nationalities may hold: a country as above in any case, a three-letter
    code, or what its nationals are called ("Pakistani", "بحرينية"); None where it is not known.
    """
    word = text.strip()
    found = code_of(word) or _by_national().get(_fold(word))
    return found or (word.upper() if len(word) == 2 and word.upper() in CODES and word != "na" else None)


@lru_cache(maxsize=1)
def _by_national() -> dict[str, str]:
    lines = _NATIONALS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {_fold(word): row[0] for row in rows for cell in row[1:] for word in cell.split(";") if word}


def _fold(name: str) -> str:
    """Return the letters alone, without case, marks and the letter forms in which Arabic and Urdu differ."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    return "".join(letter for letter in letters if letter.isalnum())
