# SPDX-License-Identifier: Apache-2.0
"""Units: what a name is compared by. Not words: "Abd al-Rahman" is one unit, "al-Tikriti" two.

Nothing is dropped: particles, titles, legal forms and common words stay, with their role. What stands for a unit
is its folded name; for titles, legal forms, ordinals and common words it is one Latin word for all spellings in all
scripts ("الحاج" and "Hajji" are both "haji"). Where a name has nothing but such words, they are names.

`units` is for one name and knows where each unit stood; `units_many` is for many, and gives the same units.
"""

import gc
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, islice
from multiprocessing import get_context
from typing import Final

import numpy as np
import numpy.typing as npt

from taawun.engines.names.joins import FORMS, JOINED, MAX_UNITS, OWN, ROLES, TAIL, TEXT, join_names
from taawun.engines.names.lexicon import Join, Role, lexicon, phrases
from taawun.engines.names.normalise import MAX_LETTERS, readable_end
from taawun.engines.names.pieces import BOUND, Piece, pieces_of

__all__ = ["MAX_UNITS", "Role", "Unit", "UnitTable", "units", "units_many"]

SHARD: Final = 50_000
"""Names that one worker takes at a time."""

FEW: Final = 32
"""Units up to which they are gathered one by one."""

_END: Final = "\0"  # between names, when many are read at once

_BREAK: Final = re.compile(r"[\s\-]+")
_SPACED_LETTERS: Final = re.compile(r"(?<!\S)[^\W\d_](?: [^\W\d_]){1,4}(?!\S)")
_EVERY_ROLE: Final = tuple(Role)
_GOD_NAMES: Final = (Join.ALLAH, Join.ALLAH_AFTER_ARTICLE)
_LATIN_SUFFIX: Final = ("", "ullah", "uddin", "unnisa")
_ARABIC_SUFFIX: Final = ("", "الله", "الدين", "النسا")
_TAILS: Final = (Join.TAIL_L, Join.TAIL_R)
_TAIL_LETTERS: Final = "ul"  # or "ur": as long
_TURNS: Final = frozenset({"person"})


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a name: its folded text, its role, and the slice of the text as given that it was read from."""

    text: str
    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class UnitTable:
    """The units of many names: name k has the units `ids[offsets[k]:offsets[k + 1]]`.

    A unit is a text and a role (`vocabulary[id]`, `roles[id]`, a uint8 of `Role`), so a text may stand in the
    vocabulary more than once. Units are numbered in the order in which they are first met.
    """

    vocabulary: list[str]
    roles: npt.NDArray[np.uint8]
    offsets: npt.NDArray[np.int64]
    ids: npt.NDArray[np.int32]


def units(text: str, kind: str = "person") -> tuple[Unit, ...]:
    """Return the units of one name in the order they are read, at most MAX_UNITS; `kind` as in `lexicon.KINDS`."""
    lexicon(kind)
    text = _readable(text, kind)
    chunks = text.split()
    found = [pieces_of(chunk, kind) for chunk in chunks]
    begins = _begins(text, chunks)
    at = [begin for begin, of_chunk in zip(begins, found, strict=True) for _ in of_chunk]
    pieces = [piece for of_chunk in found for piece in of_chunk]
    if not pieces:
        return ()
    every = np.arange(len(found), dtype=np.int32)
    codes, places, _ = _run(np.array([0, len(found)]), every, found, pieces, kind)
    return tuple(_unit(int(code), place, pieces, at) for code, place in zip(codes, places.tolist(), strict=True))


def _readable(text: str, kind: str) -> str:
    """Return what is read of a text, every letter in its place: cut, "W L L" and "Joint Stock Company" as one word."""
    text = text if len(text) <= MAX_LETTERS else text[: readable_end(text)]
    text = text.replace(_END, " ")
    if kind == "person":
        return text
    found_phrases = phrases(kind)
    text = found_phrases.sub(_bound, text) if found_phrases else text
    return _SPACED_LETTERS.sub(lambda found: found[0].replace(" ", "."), text)


def _bound(phrase: re.Match[str]) -> str:
    """Return the words of a phrase as one, every letter in its place."""
    return _BREAK.sub(lambda space: BOUND * len(space[0]), phrase[0])


def _begins(text: str, chunks: list[str]) -> list[int]:
    begins, place = [], 0
    for chunk in chunks:
        place = text.index(chunk, place)
        begins.append(place)
        place += len(chunk)
    return begins


def _unit(code: int, place: list[int], pieces: list[Piece], at: list[int]) -> Unit:
    text, role = _read(code, pieces)
    first, last = place
    start, end = at[first] + pieces[first].start, at[last] + pieces[last].end
    tail = end - len(_TAIL_LETTERS)
    if code // ROLES % FORMS == TAIL:
        start = tail
    elif role is Role.NAME and pieces[last].join in _TAILS and text == pieces[last].text:
        end = tail
    return Unit(text, role, start, end)


def _read(code: int, pieces: Sequence[Piece]) -> tuple[str, Role]:
    """Return the text and the role that a code of `joins` stands for."""
    code, role = divmod(code, ROLES)
    number, form = divmod(code, FORMS)
    return _text(pieces[number], form), _EVERY_ROLE[role]


def _text(piece: Piece, form: int) -> str:
    if form == TEXT:
        return piece.text
    if form == OWN:
        return piece.own
    return "al" if form == TAIL else _joined(piece, (form - JOINED) % 2 == 1, (form - JOINED) // 2)


def _joined(piece: Piece, servant: bool, suffix: int) -> str:
    stem = piece.text if piece.join is Join.EXPAND else piece.own
    if stem.isascii():
        if servant and piece.join in _GOD_NAMES:
            return "abdullah"
        return ("abdul" if servant else "") + stem + _LATIN_SUFFIX[suffix]
    if servant and piece.join in _GOD_NAMES:
        return "عبدالله"
    if suffix and len(stem) > 2 and stem.endswith("ه"):  # the ة of رحمة الله is heard, and written ت in Urdu
        stem = stem[:-1] + "ت"
    return ("عبدال" if servant else "") + stem + _ARABIC_SUFFIX[suffix]


def units_many(texts: Sequence[str], kind: str = "person", workers: int = 1) -> UnitTable:
    """Return the units of many names, the same as `units` gives for each; `workers` processes share the work."""
    lexicon(kind)
    if workers <= 1 or len(texts) <= SHARD:
        return _table(texts, kind)
    shards = [texts[start : start + SHARD] for start in range(0, len(texts), SHARD)]
    with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as pool:
        return _merge(pool.map(partial(_table, kind=kind), shards))


class _Chunks(dict[str, int]):
    """Every distinct word between spaces, numbered as it is met."""

    def __missing__(self, chunk: str) -> int:
        self[chunk] = number = len(self)
        return number


def _table(texts: Sequence[str], kind: str) -> UnitTable:
    with _uncollected():
        return _table_of([_readable(text, kind) for text in texts] if _is_long(texts, kind) else texts, kind)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector from looking at all that is made here, again and again: nothing of it is in a cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _is_long(texts: Sequence[str], kind: str) -> bool:
    """Whether texts have to be made readable first."""
    return kind != "person" or max(map(len, texts), default=0) > MAX_LETTERS or _END in "".join(texts)


def _table_of(texts: Sequence[str], kind: str) -> UnitTable:
    numbers = _Chunks({_END: 0})
    flat = np.fromiter(map(numbers.__getitem__, f" {_END} ".join([*texts, ""]).split()), dtype=np.int32)
    ends = np.flatnonzero(flat == 0)
    offsets = np.concatenate(([0], ends - np.arange(len(ends))))
    found = [(), *(pieces_of(chunk, kind) for chunk in islice(numbers, 1, None))]
    pieces = [piece for of_chunk in found for piece in of_chunk]
    codes, _, counts = _run(offsets, flat[flat > 0], found, pieces, kind)
    return _gather_units(codes, counts, pieces)


def _run(
    offsets: npt.NDArray[np.int64],
    chunks: npt.NDArray[np.int32],
    found: list[tuple[Piece, ...]],
    pieces: list[Piece],
    kind: str,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Join pieces; return the codes and the places of all units, and the number of units of each name."""
    starts = np.array([0, *accumulate(map(len, found))], dtype=np.int64)
    joins = np.array([piece[2] for piece in pieces], dtype=np.uint8)
    lengths = np.array([len(piece[0]) > 1 for piece in pieces], dtype=np.uint8) + np.uint8(1)  # no more is asked
    heads = "".join([(piece[0] + "  ")[:2] for piece in pieces])
    letters = np.frombuffer(heads.encode("utf-16-le"), dtype=np.uint16)
    counts = np.zeros(len(offsets) - 1, dtype=np.int32)
    longest = min(2 * int(np.diff(starts)[chunks].sum()), MAX_UNITS * len(counts))  # a piece gives two units at most
    codes = np.empty(longest, dtype=np.int64)
    places = np.empty((longest, 2), dtype=np.int32)
    join_names(offsets, chunks, starts, joins, lengths, letters.astype(np.uint8), kind in _TURNS, counts, codes, places)
    total = int(counts.sum())
    return codes[:total], places[:total], counts


def _gather_units(codes: npt.NDArray[np.int64], counts: npt.NDArray[np.int32], pieces: list[Piece]) -> UnitTable:
    return (_gather_few if len(codes) <= FEW else _gather_many)(codes, counts, pieces)


def _gather_few(codes: npt.NDArray[np.int64], counts: npt.NDArray[np.int32], pieces: list[Piece]) -> UnitTable:
    """Return the same as `_gather_many`, sooner for one name."""
    numbers: dict[tuple[str, Role], int] = {}
    ids = [numbers.setdefault(_read(code, pieces), len(numbers)) for code in codes.tolist()]
    return UnitTable(
        [text for text, _ in numbers],
        np.array([role for _, role in numbers], dtype=np.uint8),
        np.array([0, *accumulate(counts.tolist())], dtype=np.int64),
        np.array(ids, dtype=np.int32),
    )


def _gather_many(codes: npt.NDArray[np.int64], counts: npt.NDArray[np.int32], pieces: list[Piece]) -> UnitTable:
    distinct, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rest, roles = np.divmod(distinct[order], ROLES)
    places, forms = (column.tolist() for column in np.divmod(rest, FORMS))
    numbers: dict[tuple[str, int], int] = {}
    texts = [_text(pieces[place], form) for place, form in zip(places, forms, strict=True)]
    number_of = np.empty(len(distinct), dtype=np.int32)
    number_of[order] = [numbers.setdefault(row, len(numbers)) for row in zip(texts, roles.tolist(), strict=True)]
    return UnitTable(
        [text for text, _ in numbers],
        np.array([role for _, role in numbers], dtype=np.uint8),
        np.concatenate(([0], np.cumsum(counts, dtype=np.int64))),
        number_of[inverse],
    )


def _merge(tables: Iterable[UnitTable]) -> UnitTable:
    """Return several tables as one, in their order."""
    numbers: dict[tuple[str, int], int] = {}
    offsets, ids = [np.zeros(1, dtype=np.int64)], []
    for table in tables:
        rows = zip(table.vocabulary, table.roles.tolist(), strict=True)
        number_of = np.array([numbers.setdefault(row, len(numbers)) for row in rows], dtype=np.int32)
        ids.append(number_of[table.ids] if len(number_of) else table.ids)
        offsets.append(table.offsets[1:] + offsets[-1][-1])
    roles = np.array([role for _, role in numbers], dtype=np.uint8)
    return UnitTable([text for text, _ in numbers], roles, np.concatenate(offsets), np.concatenate(ids))
