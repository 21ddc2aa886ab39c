# SPDX-License-Identifier: Apache-2.0
"""Pieces put together into units: one pass over small integers, the same for one name and for a million.

A unit is a stem, alone or with what was joined to it: a servant-of before it, and one of -ullah, -uddin and
-unnisa after it. It is written as one number (`code`), from which `units` reads its text and role:
(piece * FORMS + form) * ROLES + role.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
from numba import njit

from taawun.engines.names.lexicon import Join, Role

MAX_UNITS: Final = 12
"""Units of one name; what comes after is cut."""
MAX_NAME_PIECES: Final = 64

FORMS: Final = 16
ROLES: Final = 8
TEXT: Final = 0  # form: what stands for the piece
OWN: Final = 1  # form: the piece as written
TAIL: Final = 15  # form: the article written to the end of the piece ("Habibur Rahman")
JOINED: Final = 2  # form: JOINED + servant-of (0 or 1) + 2 * suffix (0 for none, 1 -ullah, 2 -uddin, 3 -unnisa)

_NAME, _PARTICLE, _GENERIC = int(Role.NAME), int(Role.PARTICLE), int(Role.GENERIC)
_ABD, _ARTICLE, _SUN, _COMMA = int(Join.ABD), int(Join.ARTICLE), int(Join.SUN_ARTICLE), int(Join.COMMA)
_TAIL_L, _TAIL_R, _HOLY = int(Join.TAIL_L), int(Join.TAIL_R), int(Join.HOLY)
_ROMAN, _EXPAND, _GOD_FIRST = int(Join.ROMAN), int(Join.EXPAND), int(Join.GOD_FIRST)


def _table(values: dict[Join, int]) -> npt.NDArray[np.uint8]:
    table = np.zeros(len(Join), dtype=np.uint8)
    for join, value in values.items():
        table[join] = value
    return table


_SUFFIX_OF = _table({Join.ALLAH: 1, Join.DIN: 2, Join.DIN_ALONE: 2, Join.NISA: 3})
_SUFFIX_AFTER_ARTICLE = _table(
    {Join.ALLAH: 1, Join.DIN: 2, Join.DIN_ALONE: 2, Join.NISA: 3}
    | {Join.ALLAH_AFTER_ARTICLE: 1, Join.NISA_AFTER_ARTICLE: 3}
)
_NOT_A_SERVANTS_STEM = (
    Join.ABD, Join.ARTICLE, Join.SUN_ARTICLE, Join.PARTICLE, Join.INITIAL, Join.NUMBER, Join.COMMA, Join.LEGAL_FORM,
)  # fmt: skip
_STEM = _table({join: join not in _NOT_A_SERVANTS_STEM for join in Join})
_ROLE_OF = _table(
    {
        Join.ARTICLE: Role.PARTICLE,
        Join.PARTICLE: Role.PARTICLE,
        Join.TITLE: Role.TITLE,
        Join.LEGAL_FORM: Role.LEGAL_FORM,
        Join.ORDINAL: Role.ORDINAL,
        Join.ROMAN: Role.ORDINAL,
        Join.NUMBER: Role.NUMBER,
        Join.INITIAL: Role.INITIAL,
        Join.GENERIC: Role.GENERIC,
    }
)
_USES_TEXT = _table({join: join not in (Join.NAME, Join.ABD, Join.GOD_FIRST) and _ROLE_OF[join] > 0 for join in Join})
_LETTER_R = ord("r")
_PROMOTED = np.array([Role.GENERIC, Role.TITLE, Role.PARTICLE, Role.LEGAL_FORM], dtype=np.uint8)

I64 = npt.NDArray[np.int64]
I32 = npt.NDArray[np.int32]
U8 = npt.NDArray[np.uint8]


# Only `join_names` has a signature: it is compiled once with all that it calls, and read from the cache after.


@njit(nogil=True)
def _gather(first: int, last: int, chunks: I32, starts: I64, joins: U8, turns: bool, pieces: I32) -> int:
    """Fill in the pieces of one name, in the order they are read: "X, Y" is read as "Y, X". Return how many."""
    n = 0
    commas = 0
    comma = 0
    for k in range(first, last):
        for piece in range(starts[chunks[k]], starts[chunks[k] + 1]):
            if n == MAX_NAME_PIECES:
                break
            if joins[piece] == _COMMA:
                commas += 1
                comma = n
            pieces[n] = piece
            n += 1
    if turns and commas == 1 and 0 < comma < n - 1:
        before = pieces[: comma + 1].copy()
        pieces[: n - comma - 1] = pieces[comma + 1 : n].copy()
        pieces[n - comma - 1] = before[comma]
        pieces[n - comma : n] = before[:comma]
    return n


@njit(nogil=True)
def _is_article(pieces: I32, i: int, n: int, joins: U8, letters: U8) -> bool:
    """Return whether piece i is an article: "ar" is one before "Rahman", and a name before others."""
    if joins[pieces[i]] == _SUN:
        return i + 1 < n and letters[2 * pieces[i] + 1] == letters[2 * pieces[i + 1]]
    return bool(joins[pieces[i]] == _ARTICLE)


@njit(nogil=True)
def _suffix_at(pieces: I32, i: int, n: int, joins: U8, article: bool) -> int:
    """Return which suffix stands at piece i, with or without an article before it; 0 for none."""
    suffix = _SUFFIX_OF[joins[pieces[i]]]
    end = i
    if article and i + 1 < n:
        suffix = _SUFFIX_AFTER_ARTICLE[joins[pieces[i + 1]]]
        end = i + 1
    if suffix == 1 and end + 1 < n and joins[pieces[end + 1]] == _GOD_FIRST:
        return 0
    return int(suffix)


@njit(nogil=True)
def _servants_stem(pieces: I32, i: int, n: int, joins: U8) -> int:
    """Return the place of the name that the servant-of at piece i belongs to, past articles, or i itself."""
    j = i + 1
    while j < n and (joins[pieces[j]] == _ARTICLE or joins[pieces[j]] == _SUN):
        j += 1
    return j if j < n and _STEM[joins[pieces[j]]] else i


@njit(nogil=True)
def _ends_in_article(pieces: I32, i: int, n: int, joins: U8, letters: U8) -> bool:
    """Return whether piece i is a name with an article written to its end: "Saiful Islam", "Habibur Rahman"."""
    if i + 1 == n or joins[pieces[i + 1]] != _HOLY:
        return False
    join = joins[pieces[i]]
    return bool(join == _TAIL_L or (join == _TAIL_R and letters[2 * pieces[i + 1]] == _LETTER_R))


@njit(nogil=True)
def _form_of(pieces: I32, i: int, n: int, m: int, joins: U8, article: bool) -> int:
    """Return whether piece i, the unit after m others, is read as what stands for it (TEXT) or as written (OWN)."""
    join = joins[pieces[i]]
    if join == _ROMAN:
        return TEXT if m > 0 else OWN
    if join == _EXPAND:
        return TEXT if i + 1 < n and joins[pieces[i + 1]] != _COMMA else OWN
    return TEXT if article or _USES_TEXT[join] else OWN


@njit(nogil=True)
def _join(pieces: I32, n: int, joins: U8, lengths: U8, letters: U8, out: I64) -> int:
    """Write stem, form, role, first and last place of each unit of one name to the rows of `out`; return how many."""
    m = 0
    i = 0
    free = False  # whether the unit before may take a suffix
    while i < n and m < MAX_UNITS:
        if joins[pieces[i]] == _COMMA:
            free = False
            i += 1
            continue
        article = _is_article(pieces, i, n, joins, letters)
        suffix = _suffix_at(pieces, i, n, joins, article) if free else 0
        if suffix > 0:
            out[m - 1, 1] = max(out[m - 1, 1], JOINED) + 2 * suffix
            out[m - 1, 4] = i + article
            free = False
            i += 1 + article
            continue
        stem = _servants_stem(pieces, i, n, joins) if joins[pieces[i]] == _ABD else i
        form = JOINED + 1 if stem > i else _form_of(pieces, i, n, m, joins, article)
        role = _NAME if stem > i or form == OWN else _PARTICLE if article else _ROLE_OF[joins[pieces[i]]]
        out[m, 0], out[m, 1], out[m, 2], out[m, 3], out[m, 4] = pieces[stem], form, role, i, stem
        m += 1
        if _ends_in_article(pieces, i, n, joins, letters) and m < MAX_UNITS:
            out[m - 1, 1] = TEXT
            out[m, 0], out[m, 1], out[m, 2], out[m, 3], out[m, 4] = pieces[i], TAIL, _PARTICLE, i, i
            m += 1
        free = role == _NAME and lengths[pieces[stem]] > 1
        i = stem + 1
    return m


@njit(nogil=True)
def _promote(out: I64, m: int) -> None:
    """Where no unit is a name, make names of the common words, else of the titles, the particles, the legal forms.

    A common word keeps what stands for it, so that "Co" is still a company.
    """
    for k in range(m):
        if out[k, 2] == _NAME:
            return
    for role in _PROMOTED:
        found = False
        for k in range(m):
            if out[k, 2] == role:
                out[k, 1], out[k, 2] = (TEXT if role == _GENERIC else OWN), _NAME
                found = True
        if found:
            return


@njit(
    "void(int64[::1], int32[::1], int64[::1], uint8[::1], uint8[::1], uint8[::1], boolean,"
    " int32[::1], int64[::1], int32[:, ::1])",
    cache=True,
    nogil=True,
)
def join_names(
    offsets: I64, chunks: I32, starts: I64, joins: U8, lengths: U8, letters: U8, turns: bool,
    counts: I32, codes: I64, places: I32,
) -> None:  # fmt: skip
    """Join the pieces of many names.

    Name k has the chunks `chunks[offsets[k]:offsets[k + 1]]`; chunk c has the pieces `starts[c]:starts[c + 1]`,
    each with its `joins`, length in letters, and first two letters (`letters[2 * p]`, `letters[2 * p + 1]`).
    `turns` says whether one comma turns the order. Written: units per name, and one after another their codes and
    the first and last piece of each (by place among the pieces as read).
    """
    pieces = np.empty(MAX_NAME_PIECES, dtype=np.int32)
    out = np.empty((MAX_UNITS, 5), dtype=np.int64)
    total = 0
    for k in range(len(offsets) - 1):
        n = _gather(offsets[k], offsets[k + 1], chunks, starts, joins, turns, pieces)
        m = _join(pieces, n, joins, lengths, letters, out)
        _promote(out, m)
        counts[k] = m
        for u in range(m):
            codes[total] = (out[u, 0] * FORMS + out[u, 1]) * ROLES + out[u, 2]
            places[total, 0] = pieces[out[u, 3]]
            places[total, 1] = pieces[out[u, 4]]
            total += 1
