# SPDX-License-Identifier: Apache-2.0
"""The long tail of names: words that sound right, made from sounds, and spelled as each tradition spells them.

A rare name is a row of sounds: an Arabic root in one of the usual patterns, or the syllables and endings of clans and
places in Pakistan. Each sound has its letter in Arabic script and its spellings in Latin letters, by tradition. So
rare names have real variants (q/k, z/dh, ou/oo) without a list of anyone's names, and depend on no training data.
"""

from random import Random
from typing import Final, NamedTuple

VARIANTS: Final = 4  # Latin spellings of one rare name, at most


class Sound(NamedTuple):
    """One sound: its letter, and its Latin spellings in Pakistan, in the Gulf and in French orthography."""

    letter: str
    pk: tuple[str, ...]
    gulf: tuple[str, ...]
    french: tuple[str, ...]


def _sound(letter: str, pk: str, gulf: str | None = None, french: str | None = None) -> Sound:
    first = pk.split(",")
    second = gulf.split(",") if gulf is not None else first
    return Sound(letter, tuple(first), tuple(second), tuple(french.split(",")) if french is not None else tuple(second))


SOUNDS: Final = {
    "b": _sound("ب", "b"), "t": _sound("ت", "t"), "θ": _sound("ث", "s", "th", "th,t"),
    "j": _sound("ج", "j", "j", "dj,j"), "ħ": _sound("ح", "h"), "x": _sound("خ", "kh", "kh,k", "kh"),
    "d": _sound("د", "d"), "ð": _sound("ذ", "z", "dh,th,d", "d,dh"), "r": _sound("ر", "r"), "z": _sound("ز", "z"),
    "s": _sound("س", "s", "s", "s,ss"), "ʃ": _sound("ش", "sh", "sh", "ch"), "ṣ": _sound("ص", "s"),
    "ḍ": _sound("ض", "z", "d,dh", "d"), "ṭ": _sound("ط", "t"), "ẓ": _sound("ظ", "z", "dh,z", "d"),
    "ʕ": _sound("ع", ",a", ",a", ",a"), "ɣ": _sound("غ", "gh,g", "gh,g", "gh"), "f": _sound("ف", "f"),
    "q": _sound("ق", "q,k", "q,k", "k,q"), "k": _sound("ك", "k"), "l": _sound("ل", "l"), "m": _sound("م", "m"),
    "n": _sound("ن", "n"), "h": _sound("ه", "h"), "w": _sound("و", "w,v", "w", "ou,w"),
    "y": _sound("ي", "y", "y", "y,i"),
    "p": _sound("پ", "p"), "č": _sound("چ", "ch"), "g": _sound("گ", "g"), "ʈ": _sound("ٹ", "t"),
    "ɖ": _sound("ڈ", "d"), "ɽ": _sound("ڑ", "r"), "K": _sound("کھ", "kh"), "B": _sound("بھ", "bh"),
    "G": _sound("گھ", "gh"),
    "a": _sound("", "a", "a", "a"), "i": _sound("", "i,e", "i,e", "i,e"), "u": _sound("", "u,o", "u,o", "ou,o"),
    "A": _sound("ا", "a,aa", "a", "a"), "I": _sound("ي", "i,ee", "i,ee", "i"),
    "U": _sound("و", "u,oo", "u,ou,oo", "ou"),
    "E": _sound("ي", "e,ai", "ai,ei", "ei"), "Y": _sound("ي", "i,y", "i,y", "i,y"), "O": _sound("و", "o", "o,au", "o"),
    "Z": _sound("زئی", "zai,zay", "zai", "zai"), "Á": _sound("ة", "a", "a,ah", "a"),
}  # fmt: skip
ROOT_SOUNDS: Final = "btθjħxdðrzsʃṣḍṭẓʕɣfqklmnhwy"
ROOT_WEIGHTS: Final = (9, 5, 2, 6, 8, 5, 7, 2, 10, 5, 8, 6, 6, 3, 4, 2, 8, 3, 7, 6, 6, 9, 10, 8, 5, 6, 5)
PATTERNS: Final = (
    "1A2i3",
    "1a2I3",
    "1a22A3",
    "ma12U3",
    "mu1a22i3",
    "1u2E3",
    "ta12I3",
    "1a23An",
    "1i2A3",
    "1a2a3",
    "1a23",
    "mi12A3",
    "1u23An",
    "1a2I3Á",
)
CLAN_SOUNDS: Final = "btjdrzslmnhwykgpčʈɖɽKBGʃxf"
CLAN_ENDS: Final = (
    "AnY",
    "Z",
    "wAl",
    "Al",
    "U",
    "Ana",
    "Eja",
    "rA",
    "KEl",
    "pUr",
    "Ar",
    "I",
    "AnI",
    "oɽ".replace("o", "O"),
)
VOWELS: Final = "aiuAIUEO"


def sounds(number: int, family: bool, tradition: str) -> str:
    """Return the sounds of a rare name; the same number is the same name for ever."""
    dice = Random(number * 4 + 2 * family + (tradition == "pk"))
    if tradition == "pk" and family:
        middle = "".join(dice.choice(CLAN_SOUNDS) + dice.choice(VOWELS) for _ in range(dice.choice((1, 2, 2))))
        return _join(middle + dice.choice(CLAN_SOUNDS), dice.choice(CLAN_ENDS))
    root = dice.choices(ROOT_SOUNDS, ROOT_WEIGHTS, k=3)
    word = dice.choice(PATTERNS)
    for place, sound in enumerate(root, 1):
        word = word.replace(str(place), sound)
    return word + "Y" if family and word[-1] != "Á" else word


def _join(word: str, end: str) -> str:
    return word[:-1] + end if word[-1] == end[0] else word + end


def arabic(word: str, article: bool) -> str:
    """Return the spelling in Arabic script; a double sound is written once."""
    letters = "".join(SOUNDS[s].letter for i, s in enumerate(word) if i == 0 or word[i - 1] != s)
    letters = ("ا" if word[0] in VOWELS and not SOUNDS[word[0]].letter else "") + letters
    return ("ال" if article else "") + letters


def latin(word: str, scheme: str, number: int) -> list[str]:
    """Return the Latin spellings of a scheme (pk, gulf, french), the usual one first."""
    dice = Random(number)
    found = [_spell(word, scheme, None)] + [_spell(word, scheme, dice) for _ in range(VARIANTS - 1)]
    return list(dict.fromkeys(found))


def _spell(word: str, scheme: str, dice: Random | None) -> str:
    out: list[str] = []
    for i, sound in enumerate(word):
        ways: tuple[str, ...] = getattr(SOUNDS[sound], scheme)
        doubled = i > 0 and word[i - 1] == sound
        if doubled and (len(out[-1]) > 1 or (dice is not None and dice.random() < 0.4)):
            continue  # "sh" is not doubled, and others often are not
        out.append(ways[0] if dice is None or dice.random() < 0.5 else dice.choice(ways))
    return "".join(out).capitalize()
