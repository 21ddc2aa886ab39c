# SPDX-License-Identifier: Apache-2.0
"""Words written together, taken apart: articles, servant-of, -ullah, -uddin, -unnisa, Abu (folded words only).

A word is taken apart only where its letters leave little doubt: "alqaida" yes, "albert" no. Where a split is
missed, the comparison still finds it by trying neighbours joined; where a split is wrong, it is wrong for all
spellings alike. Exceptions are in data/glued.toml.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from taawun.engines.names.lexicon import Join
from taawun.engines.names.scripts import DATA


@dataclass(frozen=True, slots=True)
class Part:
    """A slice of a folded word; `join` is None where it is still to be looked up or taken apart."""

    start: int
    end: int
    join: Join | None = None
    text: str = ""


Parts = tuple[Part, ...]


def _words(table: str, row: str) -> list[str]:
    with (DATA / "glued.toml").open("rb") as file:
        return str(tomllib.load(file)[table][row]).split()


WHOLE: Final = frozenset(_words("whole", "latin") + _words("whole", "arabic"))
HOLY: Final = frozenset(_words("holy", "latin"))
"""Latin names that follow an article written together with the word before."""
_NO_TAIL: Final = frozenset(_words("no_tail", "latin"))
_TAIL: Final = re.compile(r"[a-z]{3,}u([lr])")
_TAILS: Final = ("ul", "ur")
_HOLY: Final = "|".join(sorted(HOLY, key=len, reverse=True))
_HOLY_ARABIC: Final = "|".join(_words("holy", "arabic"))

_ABD: Final = re.compile(r"abd(?P<vowel>ou|oo|ue|u|e|o|a|i)(?P<rest>[a-z]{3,})")
_GOD: Final = re.compile(r"l{1,2}a+h?")
_SUN: Final = re.compile(r"(?:([trdzsn])(?=\1)|sh(?=sh)|th(?=th)|dh(?=dh))?(?=[trdzsn])")
_ALLAH: Final = re.compile(r"(?P<stem>[a-z]{2,}?)(?:(?:ou|oo|[uoae])l(?:laa?h)|(?:ou|oo|[uo])(?:laa?h|lla))")
_DIN: Final = re.compile(
    r"(?P<stem>[a-z]{2,}?)(?:ou|oo|[ueaoi])?(?:dd|ld)(?:een|ine|in|yn|iin)"
    r"|(?P<stem2>[a-z]{3,}?)(?<!ab)(?:(?:ou|oo|[uea])d(?:een|ine|in|yn)|[eau]ttin)"
)
_NISA: Final = re.compile(r"(?P<stem>[a-z]{3,}?)(?:ou|[uo])nn?iss?ah?")
_ABU: Final = re.compile(r"(?:abu|abou|aboo)(?:l|al|el)?(?=[a-z]{4,}$)(?![bcdfghjklmnpqrstvwxz]{2}(?<!sh|kh|gh|dh|th))")
_HOLY_TAIL: Final = re.compile(rf"(?P<stem>[a-z]{{2,}}?)(?P<article>ul|ur(?=r))(?P<name>{_HOLY})")
_ARTICLE: Final = re.compile(
    r"(?:al|el)(?=(?:q|gh|kh|sh|dh|h[aiou]|j[aiuo]|mu[^n]|m[ao]u|ma[^cnr]|mo[hgts]|ba[ghkyzs]|bu[rsk]|sa[^nv]|s[uw]"
    r"|z[aiu]|na[jsqhm]|nu|ti[kj]|ta[wyhm]|fa[^rln]|wa|da[wbh]|do[us]|ka[^n]|ku|ya|ot|om)[a-z]*)(?=[a-z]{5,}$)"
)
_GLUED: Final = re.compile(
    rf"ab[du]|abo[ou]|[ae]l|.*(?:l[lao]*h|lla|d(?:een|ine?|yn|iin)|tin|iss?ah?|u[lr](?:{_HOLY}))$|عبد|ابو|لل|.*ال"
)
_HEADS: Final = ("ab", "al", "el", "عبد", "ابو", "لل", "ال", "وال")
_ENDS: Final = ("h", "lla", "n", "dine", "issa", "isa", *HOLY, "الله", "الدين", "النسا", *_words("holy", "arabic"))


def may_be_glued(word: str) -> bool:
    """Return whether any rule below could take a folded word apart: most words are not worth more than this look."""
    if not (word.endswith(_ENDS) or word.startswith(_HEADS)):
        return False
    return _GLUED.match(word) is not None


def take_apart(word: str, kind: str, *, article: bool = True) -> Parts:
    """Return the parts of a folded word, one part where it stays whole.

    `article` is False where the word began with a seated hamza (إلياس), which the article never has.
    """
    whole = (Part(0, len(word), Join.NAME, word),)
    if word in WHOLE or len(word) < 4:
        return whole
    for rule in _LATIN_RULES if word.isascii() else _ARABIC_RULES:
        if (rule is _article or rule is _arabic_article) and not article:
            continue
        found = rule(word, kind)
        if found:
            return found
    return whole


def tail(word: str) -> Join:
    """Return whether a word may end in an article ("habibur", "saiful"), which its neighbour decides; else NAME."""
    found = _TAIL.fullmatch(word) if word.endswith(_TAILS) else None
    if found is None or word in _NO_TAIL:
        return Join.HOLY if word in HOLY else Join.NAME
    return Join.TAIL_L if found[1] == "l" else Join.TAIL_R


def _servant(word: str, _kind: str) -> Parts:
    found = _ABD.fullmatch(word)
    if found is None:
        return ()
    begin, rest = found.start("rest"), found["rest"]
    if _GOD.fullmatch(rest):
        return Part(0, begin, Join.ABD, "abdul"), Part(begin, len(word), Join.ALLAH, "ullah")
    skip = _article_letters(found["vowel"], rest)
    if skip is None or len(rest) - skip < 3:
        return ()
    return Part(0, begin + skip, Join.ABD, "abdul"), Part(begin + skip, len(word), Join.NAME, rest[skip:])


def _article_letters(vowel: str, rest: str) -> int | None:
    """Return how many letters of the rest belong to the article, or None where there was no servant-of."""
    if rest[0] == "l" and not rest.startswith(("lati", "late")):
        return 1
    sun = _SUN.match(rest)
    if sun is not None and vowel != "a":
        return sun.end()
    return 0 if vowel in ("u", "i", "o", "ou") and len(rest) >= 4 else None


def _suffix(pattern: re.Pattern[str], join: Join, text: str) -> Callable[[str, str], Parts]:
    def rule(word: str, _kind: str) -> Parts:
        found = pattern.fullmatch(word)
        if found is None:
            return ()
        end = max(found.end(group) for group in pattern.groupindex)
        return Part(0, end), Part(end, len(word), join, text)

    return rule


def _abu(word: str, _kind: str) -> Parts:
    found = _ABU.match(word)
    return (Part(0, found.end(), Join.PARTICLE, "abu"), Part(found.end(), len(word))) if found else ()


def _holy_tail(word: str, _kind: str) -> Parts:
    found = _HOLY_TAIL.fullmatch(word)
    if found is None:
        return ()
    return (
        Part(0, found.start("article")),
        Part(*found.span("article"), Join.ARTICLE, "al"),
        Part(*found.span("name"), Join.NAME, found["name"]),
    )


def _article(word: str, _kind: str) -> Parts:
    found = _ARTICLE.match(word)
    return (Part(0, 2, Join.ARTICLE, "al"), Part(2, len(word))) if found else ()


_LATIN_RULES: Final = (
    _servant,
    _holy_tail,
    _suffix(_ALLAH, Join.ALLAH, "ullah"),
    _suffix(_DIN, Join.DIN, "uddin"),
    _suffix(_NISA, Join.NISA, "unnisa"),
    _abu,
    _article,
)

_ARABIC_SERVANT: Final = re.compile("عبد(?:ال(?=..)|(?=رب.$|مناف$|علي$|نبي$))")
_ARABIC_HOLY_TAIL: Final = re.compile(f"(?P<stem>.{{2,}})(?P<article>ال)(?P<name>{_HOLY_ARABIC})")


def _arabic_servant(word: str, _kind: str) -> Parts:
    found = _ARABIC_SERVANT.match(word)
    if found is None:
        return ()
    if word.startswith("عبدالله"):
        end = len("عبدالله")
        tail = (Part(end, len(word), Join.NAME, word[end:]),) if len(word) > end else ()
        return Part(0, 3, Join.ABD, "abdul"), Part(3, end, Join.ALLAH, "ullah"), *tail
    return Part(0, found.end(), Join.ABD, "abdul"), Part(found.end(), len(word), Join.NAME, word[found.end() :])


def _arabic_suffix(ending: str, join: Join, text: str) -> Callable[[str, str], Parts]:
    def rule(word: str, _kind: str) -> Parts:
        end = len(word) - len(ending)
        return (Part(0, end), Part(end, len(word), join, text)) if end >= 2 and word.endswith(ending) else ()

    return rule


def _arabic_holy_tail(word: str, _kind: str) -> Parts:
    found = _ARABIC_HOLY_TAIL.fullmatch(word)
    if found is None:
        return ()
    return (
        Part(0, found.start("article")),
        Part(*found.span("article"), Join.ARTICLE, "ال"),
        Part(*found.span("name"), Join.NAME, found["name"]),
    )


def _arabic_abu(word: str, _kind: str) -> Parts:
    fits = word.startswith("ابو") and len(word) >= 6
    return (Part(0, 3, Join.PARTICLE, "ابو"), Part(3, len(word))) if fits else ()


def _arabic_article(word: str, _kind: str) -> Parts:
    return (Part(0, 2, Join.ARTICLE, "ال"), Part(2, len(word))) if word.startswith("ال") else ()


def _arabic_and(word: str, kind: str) -> Parts:
    """In the names of organisations, "and the" and "for the" are written together with the word."""
    if kind == "organisation" and len(word) >= 6:
        if word.startswith("وال"):
            return Part(0, 1, Join.PARTICLE, "و"), Part(1, len(word))
        if word.startswith("لل"):
            return Part(0, 2, Join.PARTICLE, "ل"), Part(2, len(word))
    return ()


_ARABIC_RULES: Final = (
    _arabic_servant,
    _arabic_holy_tail,
    _arabic_suffix("الله", Join.ALLAH, "ullah"),
    _arabic_suffix("الدين", Join.DIN, "uddin"),
    _arabic_suffix("النسا", Join.NISA, "unnisa"),
    _arabic_abu,
    _arabic_article,
    _arabic_and,
)
