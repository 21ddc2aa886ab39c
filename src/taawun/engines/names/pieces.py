# SPDX-License-Identifier: Apache-2.0
"""Words as given, taken apart into pieces: what stands between spaces, and the parts that are written together.

"al-Tikriti", "AlTikriti" and "التكريتي" become an article and a name; "Abdurrahman" and "عبدالرحمن" a servant-of
and a name; "Habibullah" a name and a suffix. `joins` then puts together what belongs together, so that all
spellings take the same way. A chunk (a word between spaces) is taken apart once and remembered.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from taawun.engines.names import glued
from taawun.engines.names.lexicon import Entry, Join, between_words, lexicon
from taawun.engines.names.normalise import LETTERS, fold_letters

MAX_PIECES: Final = 24
"""Pieces of one chunk that are read."""

LONGEST_PLACED: Final = 40
"""Letters of a word with marks in which the places of its pieces are looked for; a longer one is one place."""

BOUND: Final = "_"
"""What stands between the words of a phrase that is read as one; elsewhere it separates words."""

_PLAIN: Final = re.compile("[A-Za-z][a-z]+|[A-Z]{2,}")
_PLAIN_ARABIC: Final = re.compile("[\u0622-\u063a\u0641-\u064a\u0671-\u06d3]{2,}")  # one letter stays one letter
_COMMAS: Final = ",،﹐，"
_ABBREVIATION: Final = re.compile(r"[^\W\d_]{1,3}(?:[./][^\W\d_]{1,3})+\.?")
_CAPITALS: Final = re.compile(
    r"(?<=\bAl)(?=[A-Z][a-z]{2})|(?<=\bEl)(?=[A-Z][a-z]{2})|(?<=\b[ABI][bi][unm])(?=[A-Z][a-z]{2})"
    r"|(?<=[a-z]{3})(?=[A-Z]{2,4}\b)"
)


_DIGIT_EDGE: Final = re.compile(r"(?<=\d)(?=[^\W\d_])(?!(?:st|nd|rd|th)\b)|(?<=[^\W\d_])(?=\d)", re.IGNORECASE)
_ORDINAL_NUMBER: Final = re.compile(r"(\d+)(?:st|nd|rd|th)")
_SEATED: Final = "أإآٱ"
_WITH_ARTICLE: Final = frozenset({Join.TITLE, Join.LEGAL_FORM, Join.GENERIC, Join.ORDINAL})


class Piece(NamedTuple):
    """A part of a name that is not divided further. `own` is as written (folded), `text` what stands for it."""

    own: str
    text: str
    join: Join
    start: int  # within the chunk
    end: int

    def within(self, text: str, start: int, end: int, whole: int) -> "Piece":
        """Return the piece of the slice `start:end` of a chunk, `text`, which folds to `whole` letters."""
        if end - start == whole:
            return Piece(self.own, self.text, self.join, start + self.start, start + self.end)
        if self.end - self.start == whole or not 0 < len(text) <= LONGEST_PLACED:
            return Piece(self.own, self.text, self.join, start, end)
        return Piece(self.own, self.text, self.join, start + _reach(text, self.start), start + _reach(text, self.end))


def _reach(text: str, letters: int) -> int:
    """Return how much of a text folds to so many letters; marks stay with the letter after."""
    return next((k for k in range(len(text)) if len(fold_letters(text[:k])) >= letters), len(text))


@lru_cache(maxsize=65_536)
def pieces_of(chunk: str, kind: str) -> tuple[Piece, ...]:
    """Return the pieces of one word between spaces, in the order written."""
    if _PLAIN.fullmatch(chunk):
        return _word(chunk.lower(), kind)
    if _PLAIN_ARABIC.fullmatch(chunk):
        return _word(chunk.translate(LETTERS), kind, article=chunk[0] not in _SEATED)
    known = _phrase(chunk, kind) if BOUND in chunk else _abbreviation(chunk, kind)
    return known or tuple(_parts(chunk, kind))[:MAX_PIECES]


def _phrase(chunk: str, kind: str) -> tuple[Piece, ...]:
    """Return the one piece of a legal form of several words, or nothing."""
    bare = chunk.strip("(),،;:.")
    word = "".join(fold_letters(bare).split())
    entry = lexicon(kind).get(word)
    start = chunk.index(bare)
    return (Piece(word, entry.text, entry.join, start, start + len(bare)),) if entry else ()


def _abbreviation(chunk: str, kind: str) -> tuple[Piece, ...]:
    """Return the one piece of "M/V", "s/o", "B.S.C." or "ذ.م.م", or nothing."""
    bare = chunk.strip("(),،;:")
    if not _ABBREVIATION.fullmatch(bare):
        return ()
    start = chunk.index(bare)
    words = fold_letters(bare).split()
    entry = lexicon(kind).get("/".join(words)) if "/" in bare else lexicon(kind).get("".join(words))
    tail = tuple(_commas(chunk, start + len(bare)))
    if entry is not None:
        return (Piece("".join(words), entry.text, entry.join, start, start + len(bare)), *tail)
    if kind == "person" or "/" in bare or any(len(word) > 1 for word in words):
        return ()
    whole = "".join(words)
    return (Piece(whole, whole, Join.NAME, start, start + len(bare)), *tail)


def _commas(chunk: str, place: int) -> Iterator[Piece]:
    if any(comma in chunk[place:] for comma in _COMMAS):
        yield Piece("", "", Join.COMMA, place, len(chunk))


class _Mask(dict[int, str]):
    """For each character: a space where it separates, a comma where it turns the order, else a letter."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = mark = "," if char in _COMMAS else " " if fold_letters(char).isspace() else "x"
        return mark


_MASK: Final = _Mask()
_RUN: Final = re.compile("x+|,+")


def _parts(chunk: str, kind: str) -> Iterator[Piece]:
    mask = chunk.translate(_MASK)
    cuts = {found.start() for found in _CAPITALS.finditer(chunk)}
    for run in _RUN.finditer(mask):
        if run[0][0] == ",":
            yield Piece("", "", Join.COMMA, run.start(), run.end())
            continue
        edges = [run.start(), *sorted(cut for cut in cuts if run.start() < cut < run.end()), run.end()]
        for start, end in pairwise(edges):
            yield from _run(chunk, start, end, kind)


def _run(chunk: str, start: int, end: int, kind: str) -> Iterator[Piece]:
    text = chunk[start:end]
    if kind != "person":
        text = _DIGIT_EDGE.sub(" ", text)
    words = fold_letters(text).split()
    if len(words) == 1 and words[0] in between_words() and _is_between(chunk, start, end):
        entry = between_words()[words[0]]
        yield Piece(words[0], entry.text, entry.join, start, end)
        return
    seated = text[0] in _SEATED
    for word in words:
        for piece in _word(word, kind, article=not seated):
            yield piece.within(text if len(words) == 1 else "", start, end, len(word))


def _is_between(chunk: str, start: int, end: int) -> bool:
    hyphens = chunk[start - 1 : start] + chunk[end : end + 1]
    return chunk[start:end].islower() and (len(chunk) == end - start or hyphens == "--")


def _word(word: str, kind: str, *, article: bool = True) -> tuple[Piece, ...]:
    """Return the pieces of one folded word, with places inside that word."""
    entry = _entry(word, kind)
    if entry is not None:
        return (Piece(word, entry.text, entry.join, 0, len(word)),)
    if not glued.may_be_glued(word):
        join = glued.tail(word)
        text = word if join is Join.NAME or join is Join.HOLY else word[:-2]
        return (Piece(word, text, join, 0, len(word)),)
    parts = glued.take_apart(word, kind, article=article)
    return tuple(piece for part in parts for piece in _part(word, part, kind))


def _part(word: str, part: glued.Part, kind: str) -> Iterator[Piece]:
    own = word[part.start : part.end]
    if part.join is not None:
        yield Piece(own, part.text, part.join, part.start, part.end)
        return
    after_and = part.start == 1  # only the Arabic "and" is one letter long
    for piece in _word(own, kind, article=after_and):
        yield Piece(piece.own, piece.text, piece.join, part.start + piece.start, part.start + piece.end)


def _entry(word: str, kind: str) -> Entry | None:
    """Return what a word is known as; a title or a common word also with the Arabic article before it."""
    words = lexicon(kind)
    entry = words.get(word)
    if entry is None and word.startswith("ال"):
        entry = words.get(word[2:])
        entry = entry if entry is not None and entry.join in _WITH_ARTICLE else None
    return entry or (None if len(word) > 1 and word.isalpha() else _by_shape(word))


def _by_shape(word: str) -> Entry | None:
    if word.isalpha():
        return Entry(Join.INITIAL, word) if len(word) == 1 else None
    if word.isdigit():
        return Entry(Join.NUMBER, word.lstrip("0") or "0")
    found = _ORDINAL_NUMBER.fullmatch(word)
    return Entry(Join.ORDINAL, found[1].lstrip("0") or "0") if found else None
