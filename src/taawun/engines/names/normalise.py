# SPDX-License-Identifier: Apache-2.0
"""Folding: what is left of a text when spelling habits, tricks and damage are taken away.

The result has only the letters a-z, the folded Arabic letters, the digits 0-9 and single spaces. Folding is
idempotent, never raises, and takes time bounded by MAX_LETTERS. Nothing here knows what a name is; that begins
in `units`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from taawun.engines.names.scripts import ARABIC_RANGES, LOOKALIKE_RANGES, TABLES, plain_arabic, sound_of

MAX_LETTERS: Final = 256
"""Letters of one name that are read; longer is cut, and `Normalised.cut` says so."""
SCANNED: Final = 16_384
"""Characters of one text that are looked at to find those letters: invisible ones count here only."""

A: Final = ARABIC_RANGES
_ZWNJ_BOUNDARY: Final = re.compile(f"(?<=[{A}]{{3}})\u200c(?=[{A}]{{3}})")
_LATIN_AND_LOOKALIKE: Final = re.compile(f"(?=[{LOOKALIKE_RANGES}]*[A-Za-z])[A-Za-z{LOOKALIKE_RANGES}]+")
_ALIF_FOR: Final = re.compile("(?<=[\u0621-\u06d3])[li1](?=[\u0621-\u06d3])")
_HEH_FOR: Final = re.compile("(?<=[\u0621-\u06d3])[o05](?=[\u0621-\u06d3])")
_BETWEEN_SCRIPTS: Final = re.compile("(?<=[a-z0-9])(?=[\u0621-\u06d3])|(?<=[\u0621-\u06d3])(?=[a-z0-9])")
_WORD_WITH_DIGIT: Final = re.compile(r"[a-z]*[0-9][a-z0-9]*")
_DIGITS_FOR_LETTERS: Final = re.compile(r"[02-9]?(?:[a-z]+[0-9])*[a-z]+[0-9]?")
_ORDINAL_NUMBER: Final = re.compile(r"[0-9](?:st|nd|rd|th)")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A folded text, and whether letters beyond the limit were cut from it."""

    text: str
    cut: bool


class _Letters(dict[int, str]):
    """What each character is folded to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(char: str) -> str:
    if char.isascii():
        return char.lower() if char.isalnum() else "" if char in "'`" else " "
    for table in ("arabic", "latin", "cyrillic", "greek", "hebrew"):
        for form in (char, char.lower()):
            if form in TABLES[table]:
                return TABLES[table][form]
    return _fold_rare(char, unicodedata.category(char))


def _fold_rare(char: str, category: str) -> str:
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category[0] == "L" or category == "Mc":
        if "\u0621" <= char <= "\u064a":
            return char
        return plain_arabic(char) or sound_of(char) or ("" if category in ("Lm", "Mc") else " ")
    if category == "Mn":
        return sound_of(char) or ""
    return "" if category in ("Me", "Cf", "Sk") or 0xFE00 <= ord(char) <= 0xFE0F else " "


LETTERS: Final = _Letters()
_LOOKALIKES: Final = str.maketrans(TABLES["lookalike"])
for _code in range(128):
    LETTERS[_code]


def fold(text: str) -> str:
    """Return the folded text: a-z, folded Arabic letters, digits and single spaces."""
    return normalise(text).text


def normalise(text: str) -> Normalised:
    """Return the folded text, and whether it was cut at MAX_LETTERS."""
    end = readable_end(text)
    folded = " ".join(fold_letters(text[:end]).split())
    if len(folded) > MAX_LETTERS:
        return Normalised(" ".join(fold_letters(folded[:MAX_LETTERS]).split()), cut=True)
    return Normalised(folded, cut=end < len(text))


def readable_end(text: str) -> int:
    """Return where to cut a text as given, so that at most MAX_LETTERS visible characters are read."""
    if len(text) <= MAX_LETTERS:
        return len(text)
    seen = 0
    for end, char in enumerate(text[:SCANNED]):
        seen += char.isalnum()
        if seen > MAX_LETTERS:
            return end
    return min(len(text), SCANNED)


def fold_letters(text: str) -> str:
    """Return the text folded letter by letter; the spaces in it still stand where separators stood."""
    if text.isascii():
        folded = text.translate(LETTERS)
    else:
        folded = _fold_unicode(text)
    return _WORD_WITH_DIGIT.sub(_letters_for_digits, folded) if _has_digit(folded) else folded


def _has_digit(text: str) -> bool:
    return not text.isalpha() and any(digit in text for digit in "0123456789")


def _fold_unicode(text: str) -> str:
    text = _ZWNJ_BOUNDARY.sub(" ", text)
    text = _LATIN_AND_LOOKALIKE.sub(lambda word: word[0].translate(_LOOKALIKES), text)
    text = _HANGUL.sub(lambda letter: sound_of(letter[0]) or " ", text)
    folded = unicodedata.normalize("NFKD", text).translate(LETTERS)
    folded = _HEH_FOR.sub("ه", _ALIF_FOR.sub("ا", folded))
    return _BETWEEN_SCRIPTS.sub(" ", folded)


_ARABIZI: Final = {"2": "", "4": "a", "5": "kh", "6": "t", "7": "h", "8": "gh", "9": "s", "0": "o", "1": "l"}


def _letters_for_digits(word: re.Match[str]) -> str:
    return read_digits(word[0])


@lru_cache(maxsize=4096)
def read_digits(word: str) -> str:
    """Return a Latin word with the digits that stand for Arabic letters read as such ("7assan", "sa3d", "m0hammed").

    Only single digits inside or at the start of a word of three letters and more are read so, and 2, 3, 5, 7 at
    its end; "f16", "2nd" and "b2b" stay what they are.
    """
    letters = sum(letter.isalpha() for letter in word)
    if letters < 3 or not _DIGITS_FOR_LETTERS.fullmatch(word) or _ORDINAL_NUMBER.fullmatch(word):
        return word
    if word[-1] in "014689" or (word[-1].isdigit() and letters < 4):
        return word
    return "".join(_read_digit(word, place) if char.isdigit() else char for place, char in enumerate(word))


def _read_digit(word: str, place: int) -> str:
    """Return the letters for one digit; 3 is the letter ain, heard only before a consonant."""
    if word[place] != "3":
        return _ARABIZI[word[place]]
    following = word[place + 1 : place + 2]
    return "a" if following and following not in "aeiou" else ""
