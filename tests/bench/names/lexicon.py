# SPDX-License-Identifier: Apache-2.0
"""Every name that the population is made of, with its spellings: a table that a vector of numbers can pick from.

A row is one name. The first column is its Arabic or Urdu spelling, the others its Latin ones, the usual one first.
The rows of frequent names come from lexicon.txt, those with Abd, -ullah and -uddin are composed, and rare names
(tail.py) are spelled when they are first picked.
"""

from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.bench.names import tail

FILE: Final = Path(__file__).with_name("lexicon.txt")
WIDTH: Final = 9
"""Columns: two spellings in Arabic script, seven in Latin letters."""
ARABIC: Final = 2
TAILS: Final = {
    "pk_given_tail": (30_000, False, "pk", "pk", ""),
    "pk_family_tail": (60_000, True, "pk", "pk", ""),
    "gulf_given_tail": (20_000, False, "gulf", "gulf", ""),
    "gulf_family_tail": (30_000, True, "gulf", "gulf", "Al "),
    "maghreb_family_tail": (10_000, True, "gulf", "french", "El "),
    "afghan_family_tail": (10_000, True, "pk", "gulf", ""),
}
"""Rare names: how many there are, whether of families, whose sounds, whose spelling, and the article."""
SUN: Final = {letter: letter for letter in "rsznt"}


class Lexicon:
    """The table of names, its sections, and the lazily spelled rows of rare names."""

    def __init__(self) -> None:
        rows, self.sections = _frequent()
        self.first_rare = len(rows)
        size = self.first_rare
        for section, (count, *_) in TAILS.items():
            self.sections[section] = (size, size + count)
            size += count
        self.forms: NDArray[np.object_] = np.full((size, WIDTH), None, dtype=object)
        self.arabic = np.zeros(size, np.int8)
        self.latin = np.zeros(size, np.int8)
        self.same = np.arange(size, dtype=np.int32)  # the first row with the same Arabic spelling
        seen: dict[str, int] = {}
        for number, (arabic, _) in enumerate(rows):
            self.same[number] = seen.setdefault(arabic[0].translate(URDU), number)
        for number, row in enumerate(rows):
            self._put(number, *row)

    def _put(self, number: int, arabic: list[str], latin: list[str]) -> None:
        arabic, latin = arabic[:ARABIC], latin[: WIDTH - ARABIC]
        self.forms[number, : len(arabic)] = arabic
        self.forms[number, ARABIC : ARABIC + len(latin)] = latin
        self.arabic[number], self.latin[number] = len(arabic), len(latin)

    def spell(self, numbers: NDArray[np.int32]) -> None:
        """Spell the rare names among the rows that are not spelled yet."""
        for number in np.unique(numbers[(numbers >= self.first_rare)]):
            if not self.arabic[number]:
                self._put(int(number), *self._rare(int(number)))

    def _rare(self, number: int) -> tuple[list[str], list[str]]:
        section = next(name for name in TAILS if self.sections[name][0] <= number < self.sections[name][1])
        _, family, whose, scheme, article = TAILS[section]
        word = tail.sounds(number, family, whose)
        latin = tail.latin(word, scheme, number)
        arabic = tail.arabic(word, bool(article))
        if whose == "pk":
            arabic = arabic.translate(URDU)
        if article:
            latin = [article + latin[0], article.strip() + "-" + latin[0], article.strip() + latin[0].lower()] + [
                article + word for word in latin[1:]
            ]
        return [arabic], latin


URDU: Final = str.maketrans({"ك": "ک", "ي": "ی", "ه": "ہ", "ى": "ی", "ة": "ہ", "أ": "ا", "إ": "ا"})
ARABIC_LETTERS: Final = str.maketrans(dict(zip("کیہےںٹڈڑگپچئ", "كيهينتدركبشئ", strict=True)))
"""How an office in the Gulf writes the letters of Urdu."""


@cache
def lexicon() -> Lexicon:
    """Return the table, made once in a process."""
    return Lexicon()


def sections() -> dict[str, list[tuple[str, list[str]]]]:
    """Return the sections of the file: for each name its spelling in Arabic script and the Latin ones."""
    found: dict[str, list[tuple[str, list[str]]]] = {}
    name = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            found[name] = []
        elif line and not line.startswith("#"):
            arabic, latin = line.replace("_", " _").split("|")
            found[name].append((_words(arabic), [_words(word) for word in latin.replace(" _", "_").split()]))
    return found


def _words(text: str) -> str:
    return text.replace(" _", " ").replace("_", " ").strip()


Row = tuple[list[str], list[str]]


def _frequent() -> tuple[list[Row], dict[str, tuple[int, int]]]:
    rows: list[Row] = []
    places: dict[str, tuple[int, int]] = {}
    compose = {"divine": _abd, "ullah": _ullah, "din": _din}
    for section, names in sections().items():
        start = len(rows)
        rows.extend(compose[section](*name) if section in compose else ([name[0]], name[1]) for name in names)
        places[section] = (start, len(rows))
    return rows, places


def _abd(arabic: str, latin: list[str]) -> Row:
    """Compose Abd with an attribute of God: Abdul Rahman, Abdur Rehman, Abdurrahman, Abd al-Rahman, Abdel Rahman."""
    if latin == ["lah"]:
        return ["عبدالله", "عبد الله"], ["Abdullah", "Abdulla", "Abdallah", "Abd Allah", "Abdoullah"]
    usual, other = latin[0], latin[-1]
    link = usual[0] if usual[0] in SUN else "l"
    found = [f"Abdul {usual.title()}", f"Abdu{link} {other.title()}", f"Abdul{usual}", f"Abdu{link}{other}"]
    more = [f"Abd al-{usual.title()}", f"Abdel {other.title()}", f"Abd El {usual.title()}"]
    return [f"عبد {arabic}", f"عبد{arabic}"], list(dict.fromkeys(found + more))


def _ullah(arabic: str, latin: list[str]) -> Row:
    usual, other = latin[0].title(), latin[-1].title()
    found = [f"{usual}ullah", f"{usual} Ullah", f"{other}ullah", f"{usual}-ullah", f"{other}ollah", f"{usual} Allah"]
    return [f"{arabic} الله", f"{arabic}الله"], list(dict.fromkeys(found))


def _din(arabic: str, latin: list[str]) -> Row:
    usual, other = latin[0].title(), latin[-1].title()
    found = [
        f"{usual}uddin",
        f"{usual} ud Din",
        f"{usual} Uddin",
        f"{usual}-ud-Din",
        f"{other} al-Din",
        f"{usual} El Din",
    ]
    return [f"{arabic} الدين"], [*dict.fromkeys(found), f"{usual}eddine"][: WIDTH - ARABIC]
