# SPDX-License-Identifier: Apache-2.0
"""Retrieval keys: which units of a vocabulary are worth comparing with a unit, in any script.

A unit is read as consonant classes (data/sounds.toml), in which the letters that one script writes for those of
another are one: "محمد" and "Muhammad" are both MHMD. A group that can be read in several ways ("th", "ج") gives
further readings. Units are filed under each reading; short ones together with how they begin and end, because few
consonants say little; and with one class left out, so that one wrong or missing consonant does no harm.
A key is the reading itself, four bits to a class, under a few bits that say which kind of key it is.
"""

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
from numba import njit

from taawun.engines.names.scripts import DATA

CLASSES: Final = "BTKQDRFLMNXJSH"
LONGEST: Final = 12
"""Consonants of a unit that are read."""
FEW: Final = 4
SHORTEST: Final = 3
"""A unit of at most FEW consonants, and of SHORTEST to LONGEST letters, is also filed under its letters."""
MAX_READINGS: Final = 10
MAX_KEYS: Final = 32
"""Readings, and keys, of one unit."""

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگٹڈڑ"
_LETTER_SET: Final = frozenset(_LETTERS)
_END: Final = 63
_OTHER: Final = 64  # and above: digits, and letters that no group has
_BLOCK: Final = 65_536
_BITS: Final = 4
_GROUP: Final = 4  # letters of the longest group

_PLAIN, _SHORT, _OPEN, _EXACT = 0, 1, 2, 3  # kinds of keys
_KIND_AT, _BEGIN_AT, _ENDING_AT = 60, 58, 56
_VOWEL, _GLIDE, _CONSONANT = 1, 2, 3  # how a unit begins and ends; a set of them, one bit each, is kept per letter

U8 = npt.NDArray[np.uint8]
U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]
I32 = npt.NDArray[np.int32]


def _codes() -> U8:
    table = _OTHER + (np.arange(0x700) & 0x7F).astype(np.uint8)
    for code, letter in enumerate(_LETTERS, start=1):
        table[ord(letter)] = code
    return table


def _sets(vowels: str, glides: str, vowel_or_consonant: str, glide_or_consonant: str) -> U8:
    """Return for each letter code the set of ways in which it may begin or end a unit."""
    table = np.full(64, 1 << _CONSONANT, dtype=np.uint8)
    for letters, ways in (
        (vowels, 1 << _VOWEL),
        (glides, 1 << _GLIDE),
        (vowel_or_consonant, 1 << _VOWEL | 1 << _CONSONANT),
        (glide_or_consonant, 1 << _GLIDE | 1 << _CONSONANT),
    ):
        for letter in letters:
            table[_LETTERS.index(letter) + 1] = ways
    return table


def _pack(letters: str) -> int:
    packed = 0
    for letter in letters:
        packed = packed << 6 | (_END if letter == "$" else _LETTERS.index(letter) + 1)
    return packed


def _groups() -> tuple[I32, U8, U8]:
    """Return the groups as sorted numbers, how many readings each has, and the readings (two classes to a byte)."""
    with (DATA / "sounds.toml").open("rb") as file:
        tables = tomllib.load(file)
    rows = dict(item.split("=") for table in tables.values() for line in table.values() for item in line.split())
    packed = sorted((_pack(letters), readings.replace("-", "").split(",")) for letters, readings in rows.items())
    read = np.zeros((len(packed), _GROUP), dtype=np.uint8)
    for row, (_, readings) in zip(read, packed, strict=True):
        for place, classes in enumerate(readings):
            for letter in classes:
                row[place] = row[place] << _BITS | CLASSES.index(letter) + 1
    counts = np.array([len(readings) for _, readings in packed], dtype=np.uint8)
    return np.array([number for number, _ in packed], dtype=np.int32), counts, read


_CODE_OF: Final = _codes()
_BEGINS: Final = _sets("aeiouاع", "ywوي", "", "j")
_ENDS: Final = _sets("aeiouywاويع", "", "ehtه", "")
_KNOWN, _COUNTS, _READ = _groups()


@njit(nogil=True)
def _group_at(codes: U8, at: int, end: int) -> tuple[int, int]:
    """Return the longest known group at a place, and its length; -1 and 1 where the letter is silent."""
    longest = 0
    while longest < min(_GROUP, end - at) and codes[at + longest] < _OTHER:
        longest += 1
    for length in range(longest, 0, -1):
        packed = 0
        for k in range(length):
            packed = packed << 6 | codes[at + k]
        row = int(np.searchsorted(_KNOWN, packed))
        if row < len(_KNOWN) and _KNOWN[row] == packed:
            return row, length
    return -1, 1


@njit(nogil=True)
def _add(reading: int, classes: int) -> int:
    """Return a reading with one or two classes more; a class that repeats the one before is left out."""
    for shift in (_BITS, 0):
        one = classes >> shift & 15
        if one and one != reading & 15 and reading >> _BITS * (LONGEST - 1) == 0:
            reading = reading << _BITS | one
    return reading


@njit(nogil=True)
def _reading(rows: I32, n: int, first: int, other: int, second: int, also: int) -> int:
    """Return the reading of n groups: the `other`th of group `first`, the `also`th of `second`, else the usual one."""
    reading = 0
    for k in range(n):
        place = other if k == first else also if k == second else 0
        reading = _add(reading, int(_READ[rows[k], place]))
    return reading


@njit(nogil=True)
def _readings(rows: I32, n: int, out: I64) -> int:
    """Write the readings of n groups, the usual one first, then those with one and two groups read otherwise."""
    m = 0
    for nth in range(_GROUP):
        for k in range(n):
            if (nth == 0 and k > 0) or m == MAX_READINGS:
                break
            if nth < _COUNTS[rows[k]]:
                out[m] = _reading(rows, n, k, nth, -1, 0)
                m += 1
        if n == 0 and nth == 0:
            out[0] = 0
            m = 1
    for k in range(n):
        for j in range(k + 1, n):
            if m < MAX_READINGS and _COUNTS[rows[k]] > 1 and _COUNTS[rows[j]] > 1:
                out[m] = _reading(rows, n, k, 1, j, 1)
                m += 1
    return m


@njit(nogil=True)
def _length(reading: int) -> int:
    length = 0
    while reading:
        reading >>= _BITS
        length += 1
    return length


@njit(nogil=True)
def _without(reading: int, length: int, place: int) -> int:
    """Return a reading with the class at a place left out."""
    less = 0
    for k in range(length):
        if k != place:
            less = _add(less, reading >> _BITS * (length - 1 - k) & 15)
    return less


@njit(nogil=True)
def _put(key: int, keys: U64, n: int) -> int:
    for k in range(n):
        if keys[k] == np.uint64(key):
            return n
    if n < MAX_KEYS:
        keys[n] = np.uint64(key)
        n += 1
    return n


@njit(nogil=True)
def _file(reading: int, kind: int, begins: int, ends: int, keys: U64, n: int) -> int:
    """File a reading; a kind other than _PLAIN is filed together with how the unit begins and ends."""
    if kind == _PLAIN:
        return _put(reading, keys, n)
    for begin in range(1, 4):
        for end in range(1, 4):
            if begins >> begin & 1 and ends >> end & 1:
                n = _put(kind << _KIND_AT | begin << _BEGIN_AT | end << _ENDING_AT | reading, keys, n)
    return n


@njit(nogil=True)
def _file_unit(readings: I64, m: int, begins: int, ends: int, keys: U64) -> int:
    n = 0
    for k in range(m):
        n = _file(readings[k], _SHORT if _length(readings[k]) <= 2 else _PLAIN, begins, ends, keys, n)
    length = _length(readings[0])
    if length == 3:
        n = _file(readings[0], _OPEN, begins, ends, keys, n)
    if length >= 4:
        # the first consonant of a short unit is seldom the wrong one, and such keys are the fullest
        for place in range(1 if length == 4 else 0, length):
            less = _without(readings[0], length, place)
            n = _file(less, _OPEN if length == 4 else _PLAIN, begins, ends, keys, n)
    return n


@njit(nogil=True)
def _exact(codes: U8, first: int, end: int, without: int) -> int:
    """Return a key for the letters themselves, one of them left out (-1: none)."""
    number = 1
    for k in range(first, end):
        if k != without:
            number = number * 67 + codes[k] & 0x00FF_FFFF_FFFF_FFFF
    return _EXACT << _KIND_AT | number


@njit(nogil=True)
def _file_letters(codes: U8, first: int, end: int, keys: U64, n: int) -> int:
    """File a unit of few consonants under its letters, each left out once: a wrong consonant is found so."""
    n = _put(_exact(codes, first, end, -1), keys, n)
    for k in range(first, end):
        n = _put(_exact(codes, first, end, k), keys, n)
    return n


@njit("void(uint8[::1], int64[::1], int64[::1], uint64[::1], int64[::1])", cache=True, nogil=True)
def _keys(codes: U8, offsets: I64, usual: I64, keys: U64, key_at: I64) -> None:
    """Write the usual reading of each unit, its keys one after another, and where the keys of each end.

    Unit k is `codes[offsets[k]:offsets[k + 1]]`, and its last code is _END.
    """
    rows = np.empty(256, dtype=np.int32)
    readings = np.empty(MAX_READINGS, dtype=np.int64)
    at = 0
    for u in range(len(offsets) - 1):
        first, end = offsets[u], offsets[u + 1]
        k, n, known = first, 0, end - first > 1
        while k < end and n < len(rows):
            known = known and codes[k] < _OTHER
            row, length = _group_at(codes, k, end)
            if row >= 0:
                rows[n] = row
                n += 1
            k += length
        m = _readings(rows, n, readings)
        usual[u] = readings[0]
        room = keys[at : at + MAX_KEYS]
        if not known:
            at += _put(_exact(codes, first, end, -1), room, 0)
        else:
            filed = _file_unit(readings, m, _BEGINS[codes[first]], _ENDS[codes[end - 2]], room)
            few = _length(readings[0]) <= FEW and SHORTEST < end - first <= LONGEST
            at += _file_letters(codes, first, end - 1, room, filed) if few else filed
        key_at[u] = at


def _read_block(units: Sequence[str]) -> tuple[I64, U64, I64]:
    """Return the usual readings, the keys, and the end of the keys of each unit."""
    ends = np.cumsum([len(unit) + 1 for unit in units])
    letters = np.frombuffer("".join([f"{unit}\0" for unit in units]).encode("utf-32-le", "replace"), dtype=np.uint32)
    codes = _CODE_OF[np.minimum(letters, len(_CODE_OF) - 1)]
    codes[ends - 1] = _END
    usual, key_at = np.empty(len(units), dtype=np.int64), np.empty(len(units), dtype=np.int64)
    keys = np.empty((len(units) + 1) * MAX_KEYS, dtype=np.uint64)
    _keys(codes, np.concatenate(([0], ends)), usual, keys, key_at)
    return usual, keys[: key_at[-1] if len(key_at) else 0].copy(), key_at


@lru_cache(maxsize=65_536)
def skeleton(unit: str) -> str:
    """Return the consonant skeleton of a folded unit, in the letters of CLASSES.

    A unit of vowels alone is "A", and one with digits or letters that no table knows is its own skeleton.
    """
    return skeletons([unit])[0]


def skeletons(units: Sequence[str]) -> list[str]:
    """Return the skeleton of each of many folded units, faster than one by one."""
    found: list[str] = []
    for start in range(0, len(units), _BLOCK):
        block = units[start : start + _BLOCK]
        readings = _read_block(block)[0].tolist()
        found += [
            _spelled(reading) if unit and _LETTER_SET.issuperset(unit) else unit
            for unit, reading in zip(block, readings, strict=True)
        ]
    return found


@lru_cache(maxsize=65_536)
def _spelled(reading: int) -> str:
    """Return a reading in the letters of CLASSES; one without consonants is "A"."""
    letters = ""
    while reading:
        reading, letter = reading >> _BITS, reading & 15
        letters = CLASSES[letter - 1] + letters
    return letters or "A"


def keys_many(units: Sequence[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint64]]:
    """Return the retrieval keys of folded units: those of unit k are `keys[offsets[k]:offsets[k + 1]]`.

    Two units that share a key are worth comparing; the same keys serve the units asked about and those of an index.
    """
    offsets, keys = [np.zeros(1, dtype=np.int64)], [np.zeros(0, dtype=np.uint64)]
    for start in range(0, len(units), _BLOCK):
        _, found, ends = _read_block(units[start : start + _BLOCK])
        offsets.append(ends + offsets[-1][-1])
        keys.append(found)
    return np.concatenate(offsets), np.concatenate(keys)
