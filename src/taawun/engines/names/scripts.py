# SPDX-License-Identifier: Apache-2.0
"""Which script a text is written in, and how the letters of one script stand for those of another.

The tables are in data/letters.toml. What is decided here is only what a letter *is*; which letters are folded
together, and when a look-alike counts as a Latin letter, is decided in `normalise`.
"""

import re
import tomllib
import unicodedata
from enum import StrEnum
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).with_name("data")

ARABIC_RANGES: Final = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefe"
LATIN_RANGES: Final = "A-Za-zªº\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a"
LOOKALIKE_RANGES: Final = "\u0370-\u052f\u0530-\u058f"  # Greek, Cyrillic, Armenian

_ARABIC = re.compile(f"[{ARABIC_RANGES}]")
_LATIN = re.compile(f"[{LATIN_RANGES}]")


class Script(StrEnum):
    """The script of a text's letters."""

    LATIN = "latin"
    ARABIC = "arabic"
    OTHER = "other"
    MIXED = "mixed"
    NONE = "none"


def script_of(text: str) -> Script:
    """Return the one script of the letters in a text, MIXED for several, NONE where it has no letter.

    Only the first 1,024 characters are looked at.
    """
    text = text[:1024]
    found = {_script_of_letter(letter) for letter in set(text) if letter.isalpha()}
    if not found:
        return Script.NONE
    return found.pop() if len(found) == 1 else Script.MIXED


def _script_of_letter(letter: str) -> Script:
    if _LATIN.match(letter):
        return Script.LATIN
    return Script.ARABIC if _ARABIC.match(letter) else Script.OTHER


def _tables() -> dict[str, dict[str, str]]:
    with (DATA / "letters.toml").open("rb") as file:
        declared = tomllib.load(file)
    return {
        script: {letter: kept for kept, letters in rows.items() for letter in letters.split()}
        for script, rows in declared.items()
    }


TABLES: Final = _tables()
"""For each table of data/letters.toml: the letter as written, and what is kept for it."""

_SOUND = re.compile(r"(?:LETTER|SYLLABLE|VOWEL SIGN|LIGATURE) (?:SMALL |VOCALIC )?([A-Z]+)(?: WITH .*)?$")
_INHERENT = ("DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM")
_SPELLED = ("HIRAGANA", "KATAKANA", "HANGUL", "ETHIOPIC", *_INHERENT)


def sound_of(letter: str) -> str | None:
    """Return Latin letters for one letter of any script by its Unicode name, or None where the name tells no sound.

    A last resort, for scripts that have no table: syllabaries and the scripts of South Asia are named by their
    sounds, and a Latin letter with a hook or a stroke is named after the letter it was made from.
    """
    name = unicodedata.name(letter, "")
    found = _SOUND.search(name)
    if found is None:
        return None
    sound = found[1].lower()
    if name.startswith("LATIN"):
        return sound if len(sound) <= 2 else None
    if not name.startswith(_SPELLED):
        return None
    inherent = name.startswith(_INHERENT) and " LETTER " in name and len(sound) > 1
    return sound.removesuffix("a") if inherent else sound


_NAMED_ARABIC: Final = {
    "ALEF": "ا", "BEH": "ب", "PEH": "پ", "TEH": "ت", "TTEH": "ٹ", "THEH": "ث", "JEEM": "ج", "TCHEH": "چ",
    "HAH": "ح", "KHAH": "خ", "DAL": "د", "DDAL": "ڈ", "THAL": "ذ", "REH": "ر", "RREH": "ڑ", "ZAIN": "ز",
    "JEH": "ژ", "SEEN": "س", "SHEEN": "ش", "SAD": "ص", "DAD": "ض", "TAH": "ط", "ZAH": "ظ", "AIN": "ع",
    "GHAIN": "غ", "FEH": "ف", "VEH": "ف", "QAF": "ق", "KAF": "ك", "KEHEH": "ك", "GAF": "گ", "LAM": "ل",
    "MEEM": "م", "NOON": "ن", "HEH": "ه", "WAW": "و", "YEH": "ي",
}  # fmt: skip
_ARABIC_NAME = re.compile(r"^ARABIC LETTER (?:FARSI |DOTLESS |AFRICAN )*([A-Z]+)\b")


def plain_arabic(letter: str) -> str | None:
    """Return the plain letter that a rare Arabic letter was made from, by its Unicode name, or None."""
    found = _ARABIC_NAME.match(unicodedata.name(letter, ""))
    return _NAMED_ARABIC.get(found[1]) if found else None
