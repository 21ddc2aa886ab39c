# SPDX-License-Identifier: Apache-2.0
"""Spellings the project makes by rule, for what the sources hardly know: Urdu, Pakistani and Gulf habits.

`urdu_words` builds words from syllables: every phoneme of Urdu with the letters that write it and the Latin
letters people choose for it. The words need not exist; what is learned from them is which letters stand for
which. `URDU_READINGS` turns an Arabic pair (ذ = dh) into its Urdu reading (ذ = z). `known_names` are names and their
customary spellings, written down for this project (`known.txt`).
"""

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

KNOWN = Path(__file__).with_name("known.txt")

# letters : Latin spellings, the usual first : how often, of a thousand
ONSETS = """
ب:b:50 پ:p:40 ت:t:45 ٹ:t:15 ث:s:4 ج:j:35 چ:ch:22 ح:h:18 خ:kh:16 د:d:40 ڈ:d:10 ذ:z:5 ر:r:65 ز:z:16
ژ:zh,z:1 س:s:55 ش:sh:25 ص:s:12 ض:z:7 ط:t:10 ظ:z:5 غ:gh,g:8 ف:f:20 ق:q,k:18 ک:k,c:75 گ:g:28 ل:l:50
م:m:60 ن:n:55 و:w,v:20 ہ:h:30 ی:y:10 بھ:bh:12 پھ:ph,f:7 تھ:th:10 ٹھ:th:4 جھ:jh:3 چھ:chh,ch:5 دھ:dh:5
ڈھ:dh:2 کھ:kh:12 گھ:gh:6 خو:kh,khw:2 ع::20
"""
CODAS = """
ب:b:20 ت:t:30 ٹ:t:12 ج:j:10 چ:ch:8 د:d:25 ر:r:60 ڑ:r,d:20 ڑھ:rh,dh,r:5 ز:z:15 س:s:30 ش:sh:15 ف:f:12
ق:q,k:10 ک:k,c:25 گ:g:12 ل:l:40 م:m:40 ن:n:80 ں:n,:35 ح:h:5 ع:,a:8 ہ:h,:8 ص:s:5 ض:z:4 ط:t:4 خ:kh:4
کھ:kh:5 تھ:th:5 ٹھ:th:3 نگ:ng:8 نڈ:nd:5 نج:nj:3 ست:st:5 ند:nd:6
"""
SHORT = ":a:50 :i,e:22 :u,o:16"
LONG = "ا:a,aa:45 ی:i,ee,e:28 و:o,u,oo:30 ی:e,ai,ay,ey:14 و:au,ou,o,aw:6"
ENDINGS = "ا:a,aa:40 ی:i,ee,y:55 ے:e,ay,ey,ae:32 و:o,u,oo:14 ہ:a,ah,eh:22 ؤ:o,ao:3 ئی:i,yi,ee,ai:8 اں:an,aan:6"
ENDINGS += " وں:on,oon:12 یں:en,ein,ain:12"
INITIALS = "ا:a:45 ا:i,e:22 ا:u,o:12 آ:a,aa:18 ای:e,i,ai:8 او:o,u,au,oo:8 عا:a,aa:4 ع:i,e,a,u:6"

URDU_READINGS = (("ث", "th", "s"), ("ذ", "dh", "z"), ("ض", "d", "z"), ("ظ", "dh", "z"), ("و", "w", "v"))
HABITS = (
    ("u", "oo"), ("i", "ee"), ("y", "i"), ("q", "k"), ("q", "g"), ("ou", "u"), ("u", "ou"), ("ei", "ai"), ("ay", "ai"),
    ("ai", "e"), ("ai", "ay"), ("aw", "au"), ("aw", "o"), ("u", "o"), ("i", "e"), ("a", "e"), ("kh", "k"), ("gh", "g"),
    ("ee", "i"), ("oo", "u"), ("sh", "ch"), ("w", "ou"), ("w", "v"), ("dh", "d"), ("dh", "z"), ("th", "t"), ("th", "s"),
    ("j", "dj"), ("j", "g"), ("ah", "a"), ("aa", "a"), ("a", "aa"), ("k", "c"), ("ph", "f"), ("z", "s"), ("d", "dd"),
    ("s", "ss"), ("m", "mm"), ("b", "bb"), ("tt", "t"), ("ss", "s"), ("mm", "m"), ("ll", "l"), ("dd", "d"), ("ii", "i"),
)  # fmt: skip


@cache
def _choices(text: str) -> tuple[list[tuple[str, list[str]]], list[int]]:
    rows = [row.split(":") for row in text.split()]
    return [(letters, latin.split(",")) for letters, latin, _ in rows], [int(often) for *_, often in rows]


def _pick(text: str, chance: random.Random) -> tuple[str, str]:
    rows, weights = _choices(text)
    letters, latin = chance.choices(rows, weights)[0]
    return letters, latin[0] if chance.random() < 0.6 else chance.choice(latin)


def _syllables(chance: random.Random) -> list[tuple[str, str]]:
    count = chance.choices((1, 2, 3, 4), (15, 50, 28, 7))[0]
    parts: list[tuple[str, str]] = []
    for place in range(count):
        last = place == count - 1
        parts.append(_pick(INITIALS if place == 0 and chance.random() < 0.14 else ONSETS, chance))
        if not (place == 0 and parts[0][0][0] in "اآع" and len(parts) == 1 and parts[0][1]):
            parts.append(_pick(LONG if chance.random() < 0.4 else SHORT, chance))
        if last and chance.random() < 0.5:
            parts[-1:] = [_pick(ENDINGS, chance)]
        elif chance.random() < (0.8 if last else 0.35):
            parts.append(_pick(CODAS, chance))
    return parts


def urdu_words(count: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield (Urdu letters, Latin letters) of made-up words."""
    for _ in range(count):
        parts = _syllables(chance)
        urdu, latin = "".join(p[0] for p in parts), "".join(p[1] for p in parts)
        if chance.random() < 0.06:
            latin = _doubled(latin, chance)
        if len(urdu) > 1 and len(latin) > 1:
            yield urdu, latin


def _doubled(latin: str, chance: random.Random) -> str:
    place = chance.randrange(len(latin))
    return latin[: place + 1] + latin[place:]


def known_names() -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield (Arabic and Urdu spellings, Latin spellings) of the names written down here."""
    for line in KNOWN.read_text(encoding="utf-8").splitlines():
        words = [] if line.startswith("#") else line.split()
        latin = tuple(dict.fromkeys(word for word in words if word.isascii()))
        if latin:
            yield tuple(word for word in words if not word.isascii()), latin


def habits_of(arabic: str, latin: str, chance: random.Random) -> str:
    """Return the Latin spelling as a Pakistani, Gulf or Maghrebi hand might write it; it may be unchanged."""
    for letter, arab, urdu in URDU_READINGS:
        if letter in arabic and chance.random() < 0.4:
            latin = latin.replace(arab, urdu)
    for _ in range(chance.choice((1, 1, 2))):
        old, new = chance.choice([habit for habit in HABITS if habit[0] in latin] or [("", "")])
        latin = latin.replace(old, new, 1)
    return latin
