# SPDX-License-Identifier: Apache-2.0
"""Which units of an index may be spellings of the units asked about: found by shared keys, kept by similarity.

All unknown units of a batch are looked up together, on as many threads as asked for; what was found is kept for
the life of the opened part, so that a unit is looked up once. The neighbours of the most borne units are written
with the part (`stored_of`), so that the first to ask for them waits no longer than the next.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final

import numba
import numpy as np
from numba import njit
from numpy.typing import NDArray

from taawun.engines.matching.arrays import hash_texts, texts_as_bytes
from taawun.engines.matching.units import sounds_of
from taawun.engines.names.compiled import stamp
from taawun.engines.names.keys import keys_many
from taawun.engines.names.letters import ARABIC_BASE, LONGEST, Coded, code_many
from taawun.engines.names.meeting import UNLIKE
from taawun.engines.names.similarity import WORK_SIZE, distance_of, pair_similarity
from taawun.engines.names.tables import model

LEAST: Final = 0.1
"""Similarity below which a unit is no neighbour."""

MOST: Final = 256
"""Neighbours kept of one unit, the most similar ones."""

MOST_LOOKED_AT: Final = 3000
"""Units compared with one unit: bounds the time that a unit of one or two letters can take."""

MOST_APART: Final = 0.6
"""Share of letters in which two units of one script may differ and still be compared."""

LEAST_EDIT: Final = 0.4
"""Share of letters that two units of one script must have alike, in their order, to be compared by their sounds."""

MOST_REMEMBERED: Final = 400_000
"""Units whose neighbours are kept in memory; beyond, all are forgotten."""

MOST_STORED: Final = 8192
"""Units of an index whose neighbours are written with it, the most borne: what most people are called."""

LEAST_BORNE: Final = 8
"""Names that bear a unit whose neighbours are written."""

_AT_A_TIME: Final = 512

_BYTES = numba.types.Array(numba.uint8, 1, "C", readonly=True)
_FLOATS = numba.types.Array(numba.float32, 1, "C", readonly=True)
_LONGS = numba.types.Array(numba.int64, 1, "C", readonly=True)
_INTS = numba.types.Array(numba.int32, 1, "C", readonly=True)
_HASHES = numba.types.Array(numba.uint64, 1, "C", readonly=True)
_LETTERS = numba.types.Array(numba.uint64, 1, "C", readonly=True)
_SCRIPT: Final = np.uint64(1 << 63)
_MASKS = numba.types.Array(numba.uint16, 1, "C", readonly=True)


@njit("boolean(int64, int64)", cache=True, nogil=True)
def _unlike(one, other):  # type: ignore[no-untyped-def]
    """Whether two units share so few consonants that comparing names, too, would not look at their letters."""
    if one == 0 or other == 0:
        return False
    if one & other == 0:
        return True
    left, count = one ^ other, 0
    while left:
        left &= left - 1
        count += 1
    return count >= UNLIKE


@njit("int64(uint64)", cache=True, nogil=True)
def _count(bits):  # type: ignore[no-untyped-def]
    """Return how many bits are set."""
    left, count = bits, 0
    while left != np.uint64(0):
        left &= left - np.uint64(1)
        count += 1
    return count


@njit("int64(uint64, uint64)", cache=True, nogil=True)
def _apart(one, other):  # type: ignore[no-untyped-def]
    """Return in how many letters two units of one script differ at least; 0 between scripts."""
    if (one ^ other) & _SCRIPT:
        return 0
    return max(_count(one & ~other), _count(other & ~one))


@njit("boolean(int64, int64, uint64, uint64, int64)", cache=True, nogil=True)
def _differ(sounds, other_sounds, letters, other_letters, length):  # type: ignore[no-untyped-def]
    """Whether two units, the longer of so many letters, need no closer look."""
    return _unlike(sounds, other_sounds) or _apart(letters, other_letters) > MOST_APART * length


@njit(numba.void(_BYTES, _LONGS, numba.uint64[::1]), cache=True, nogil=True)
def _letters(codes, at, found):  # type: ignore[no-untyped-def]
    for k in range(len(found)):
        for place in range(at[k], at[k + 1]):
            found[k] |= np.uint64(1) << np.uint64(codes[place] % 63)
        if at[k] < at[k + 1] and codes[at[k]] >= ARABIC_BASE:
            found[k] |= _SCRIPT


def letters_of(codes: NDArray[np.uint8], at: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the letters of each unit as bits, and the script of its first one as the highest bit."""
    found = np.zeros(len(at) - 1, np.uint64)
    _letters(codes, at, found)
    return found


@njit
def _place(codes, start, end, places):  # type: ignore[no-untyped-def]
    """Note the places of a unit's letters, as bits."""
    for z in range(min(end - start, LONGEST)):
        places[codes[start + z]] |= np.int64(1) << np.int64(z)


@njit
def _edited(codes, start, end, places, length):  # type: ignore[no-untyped-def]
    """Whether a unit is written so differently from one of this length, known by its places, that none takes it."""
    size, other = min(length, LONGEST), min(end - start, LONGEST)
    return distance_of(codes, start, other, places, size) >= (1 - LEAST_EDIT) * max(size, other)


def _kernel(sources: int) -> Callable[..., int]:
    """Return the compiled kernel; `sources` is the stamp of all that it calls."""

    @njit(
        numba.int64(
            numba.int64, numba.int64, _BYTES, _LONGS, _FLOATS, _LONGS, _HASHES,
            _HASHES, _LONGS, _INTS, _BYTES, _LONGS, _FLOATS, _FLOATS, _MASKS, _MASKS, _LETTERS, _LETTERS,
            numba.int64, numba.int64[::1], numba.int32[::1], numba.float32[::1], numba.int64[::1],
        ),
        cache=True,
        nogil=True,
    )  # fmt: skip
    def _near(  # type: ignore[no-untyped-def]
        first, last, codes, at, own, key_at, keys,
        index_keys, index_at, index_units, index_codes, index_code_at, index_own, weights, sounds, index_sounds,
        letters, index_letters, mark, seen, out_units, out_p, out_at,
    ):  # fmt: skip
        """Write the neighbours of units first..last, the most similar first; return how many pairs were compared."""
        work, places = np.empty(WORK_SIZE), np.zeros(256, np.int64)
        units = np.empty(MOST_LOOKED_AT, np.int32)
        scores = np.empty(MOST_LOOKED_AT, np.float32)
        filled, compared = 0, min(sources, 0)
        for u in range(first, last):
            count, looked = 0, 0
            lettered = own[u] < 0
            _place(codes, at[u], at[u + 1], places)
            for k in range(key_at[u], key_at[u + 1]):
                place = np.searchsorted(index_keys, keys[k])
                if place == len(index_keys) or index_keys[place] != keys[k]:
                    continue
                for z in range(index_at[place], index_at[place + 1]):
                    v = index_units[z]
                    if seen[v] == mark + u or looked == MOST_LOOKED_AT:
                        continue
                    seen[v] = mark + u
                    length = max(at[u + 1] - at[u], index_code_at[v + 1] - index_code_at[v])
                    letters_say = lettered and index_own[v] < 0 and not (letters[u] ^ index_letters[v]) & _SCRIPT
                    if _differ(sounds[u], index_sounds[v], letters[u], index_letters[v], length) or (
                        letters_say
                        and _edited(index_codes, index_code_at[v], index_code_at[v + 1], places, at[u + 1] - at[u])
                    ):
                        continue
                    looked += 1
                    p = pair_similarity(
                        codes, at[u], at[u + 1], own[u],
                        index_codes, index_code_at[v], index_code_at[v + 1], index_own[v], weights, work,
                    )  # fmt: skip
                    if p >= LEAST:
                        units[count], scores[count] = v, p
                        count += 1
            places[codes[at[u] : at[u + 1]]] = 0
            compared += looked
            order = np.argsort(-scores[:count])[:MOST]
            for k in range(len(order)):
                out_units[filled] = units[order[k]]
                out_p[filled] = scores[order[k]]
                filled += 1
            out_at[u - first + 1] = filled
        return compared

    return _near


_near: Final = _kernel(
    stamp(*(import_module(f"taawun.engines.names.{name}") for name in ("letters", "similarity", "tables")))
)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Neighbours of the units of one batch: of unit k `units[at[k]:at[k + 1]]` with similarity `p`."""

    at: NDArray[np.int64]
    units: NDArray[np.int32]
    p: NDArray[np.float32]


NO_NEIGHBOURS: Final = Neighbours(np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32))
"""The neighbours of no units."""

Found = tuple[NDArray[np.int32], NDArray[np.float32]]
"""The neighbours of one unit, the most similar first, and their similarities."""


@dataclass(slots=True)
class NearUnits:
    """Finds and remembers the neighbours of units in one part's vocabulary."""

    arrays: dict[str, NDArray[Any]]
    known: dict[str, Found] = field(default_factory=dict)
    sounds: NDArray[np.uint16] = field(init=False)
    letters: NDArray[np.uint64] = field(init=False)
    stored: NDArray[np.uint64] = field(init=False)
    spare: list[tuple[int, NDArray[np.int64]]] = field(default_factory=list)  # marks of units seen, one for a thread

    def __post_init__(self) -> None:
        coded = self.arrays["coded_codes"], self.arrays["coded_offsets"]
        self.sounds, self.letters = sounds_of(*coded), letters_of(*coded)
        self.stored = self.arrays.get("near_hash", np.zeros(0, np.uint64))  # an older index has none

    def of(self, units: Sequence[str], pool: ThreadPoolExecutor | None = None, workers: int = 1) -> Neighbours:
        """Return the neighbours of the units, in their order."""
        if len(self.known) > MOST_REMEMBERED:
            self.known.clear()
        known = self.known
        missing = [unit for unit in dict.fromkeys(units) if unit not in known]
        if missing and len(self.stored):
            missing = self._read(missing)
        if missing:
            self._look_up(missing, pool, workers)
        found = [known[unit] for unit in units]
        at = np.zeros(len(units) + 1, np.int64)
        np.cumsum([len(one[0]) for one in found], out=at[1:])
        if not found:
            return Neighbours(at, np.zeros(0, np.int32), np.zeros(0, np.float32))
        return Neighbours(at, np.concatenate([one[0] for one in found]), np.concatenate([one[1] for one in found]))

    def _read(self, missing: list[str]) -> list[str]:
        """Take what is written of the units; return those of which nothing is."""
        a, hashes = self.arrays, hash_texts(*texts_as_bytes(missing))
        places = np.searchsorted(self.stored, hashes)
        there = self.stored[np.minimum(places, len(self.stored) - 1)] == hashes
        for k in np.flatnonzero(there).tolist():
            first, last = a["near_at"][places[k]], a["near_at"][places[k] + 1]
            self.known[missing[k]] = a["near_units"][first:last], a["near_p"][first:last]
        return [unit for unit, known in zip(missing, there.tolist(), strict=True) if not known]

    def _look_up(self, missing: list[str], pool: ThreadPoolExecutor | None, workers: int) -> None:
        coded = code_many(missing)
        key_at, keys = keys_many(missing)
        spans = [(at, min(at + _AT_A_TIME, len(missing))) for at in range(0, len(missing), _AT_A_TIME)]
        asked = [(span, coded, key_at, keys) for span in spans]
        if pool is None or workers == 1 or len(spans) == 1:
            answers = [self._span(*one) for one in asked]
        else:
            answers = list(pool.map(lambda one: self._span(*one), asked))
        for (first, _), (at, units, p) in zip(spans, answers, strict=True):
            for k in range(len(at) - 1):
                self.known[missing[first + k]] = units[at[k] : at[k + 1]], p[at[k] : at[k + 1]]

    def _room(self) -> tuple[int, NDArray[np.int64]]:
        """Return room for one thread to mark the units it has seen, and the least mark that is not in it."""
        try:
            return self.spare.pop()
        except IndexError:
            return 1, np.zeros(len(self.sounds), np.int64)

    def _span(
        self, span: tuple[int, int], coded: Coded, key_at: NDArray[np.int64], keys: NDArray[np.uint64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
        count = span[1] - span[0]
        a = self.arrays
        units, p = np.empty(count * MOST, np.int32), np.empty(count * MOST, np.float32)
        sounds = sounds_of(coded.codes, coded.offsets)
        mark, seen = self._room()
        at = np.zeros(count + 1, np.int64)
        _near(
            span[0], span[1], coded.codes, coded.offsets, coded.own, key_at, keys,
            a["key_values"], a["key_at"], a["key_units"], a["coded_codes"], a["coded_offsets"], a["coded_own"],
            model(), sounds, self.sounds, letters_of(coded.codes, coded.offsets), self.letters,
            mark, seen, units, p, at,
        )  # fmt: skip
        self.spare.append((mark + span[1], seen))
        return at, units[: at[-1]].copy(), p[: at[-1]].copy()


def stored_of(units: Sequence[str], borne: NDArray[np.int64], arrays: dict[str, NDArray[Any]]) -> dict[str, Any]:
    """Return the neighbours of the most borne units as arrays to be written: by hash of the unit, ascending.

    `borne` says how many names bear each unit of the vocabulary, `arrays` are those that describe it.
    """
    order = np.argsort(-borne, kind="stable")[:MOST_STORED]
    chosen = list(dict.fromkeys(units[k] for k in order[borne[order] >= LEAST_BORNE].tolist()))
    hashes, first = np.unique(hash_texts(*texts_as_bytes(chosen)), return_index=True)
    near = NearUnits(arrays)
    found = near.of([chosen[k] for k in first.tolist()])
    return {"near_hash": hashes, "near_at": found.at, "near_units": found.units, "near_p": found.p}
