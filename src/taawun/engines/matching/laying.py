# SPDX-License-Identifier: Apache-2.0
"""Names of candidates laid beside those asked about, as the arrays that the kernel of whole names takes.

One pass over what the index keeps, whatever the number of candidates: units that several candidates share are laid
down once, so that the similarities of units are remembered from one candidate to the next.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from taawun.engines.matching.heads import START
from taawun.engines.names import vocabulary
from taawun.engines.names.compiled import stamp
from taawun.engines.names.vocabulary import SOUND_OF, START_OF

Longs = NDArray[np.int64]

_SCATTER: Final = 2654435761


class Held(NamedTuple):
    """Names of candidates: candidate c has the names `at[c]:at[c + 1]`, each with its number in the index's column of
    letters and the units `start:end`, none where it has no units.
    """

    at: Longs
    number: Longs
    start: Longs
    end: Longs


class Laid(NamedTuple):
    """Pairs of names x[k], y[k] of candidate[k], ours before theirs, and all that is known of their names and units."""

    candidate: Longs
    x: Longs
    y: Longs
    offsets: Longs
    ids: NDArray[np.int32]
    roles: NDArray[np.uint8]
    starts: NDArray[np.uint16]
    classes: NDArray[np.uint8]
    sounds: NDArray[np.uint16]
    bits: NDArray[np.float32]
    written: NDArray[np.uint8]
    written_at: Longs
    codes: NDArray[np.uint8]
    code_at: Longs
    own: NDArray[np.float32]


@njit(nogil=True, cache=True)
def named(numbers, most, name_at, name_rows, heads):  # type: ignore[no-untyped-def]
    """Return the first `most` names of records, the fields of `Held`; a name without a row has no units."""
    at = np.zeros(len(numbers) + 1, np.int64)
    for c in range(len(numbers)):
        at[c + 1] = at[c] + min(np.int64(name_at[numbers[c] + 1] - name_at[numbers[c]]), most)
    number, start, end = np.zeros(at[-1], np.int64), np.zeros(at[-1], np.int64), np.zeros(at[-1], np.int64)
    for c in range(len(numbers)):
        for k in range(at[c], at[c + 1]):
            number[k] = name_at[numbers[c]] + k - at[c]
            row = name_rows[number[k]]
            if row >= 0:
                start[k], end[k] = heads[row, START], heads[row + 1, START]
    return at, number, start, end


@njit(nogil=True, cache=True)
def fathered(numbers, most, father_at, father_unit_at):  # type: ignore[no-untyped-def]
    """Return the same of the fathers' names."""
    at = np.zeros(len(numbers) + 1, np.int64)
    for c in range(len(numbers)):
        at[c + 1] = at[c] + min(np.int64(father_at[numbers[c] + 1] - father_at[numbers[c]]), most)
    number, start, end = np.zeros(at[-1], np.int64), np.zeros(at[-1], np.int64), np.zeros(at[-1], np.int64)
    for c in range(len(numbers)):
        for k in range(at[c], at[c + 1]):
            number[k] = father_at[numbers[c]] + k - at[c]
            start[k], end[k] = father_unit_at[number[k]], father_unit_at[number[k] + 1]
    return at, number, start, end


@njit(nogil=True, cache=True)
def _numbered(start, end, units, first):  # type: ignore[no-untyped-def]
    """Return (ids, distinct): the units of runs start..end numbered from `first` on as they are met, and which."""
    total = 0
    for k in range(len(start)):
        total += end[k] - start[k]
    size = 16
    while size < 2 * total:
        size *= 2
    table, ids, distinct, count = np.full(size, -1, np.int32), np.empty(total, np.int32), np.empty(total, np.int32), 0
    place = 0
    for k in range(len(start)):
        for z in range(start[k], end[k]):
            slot = units[z] * _SCATTER & size - 1
            while table[slot] >= 0 and distinct[table[slot]] != units[z]:
                slot = slot + 1 & size - 1
            if table[slot] < 0:
                table[slot], distinct[count] = count, units[z]
                count += 1
            ids[place] = first + table[slot]
            place += 1
    return ids, distinct[:count]


@njit(nogil=True, cache=True)
def _letters(which, at, letters, other_at, others):  # type: ignore[no-untyped-def]
    """Return (letters, starts): all runs of one column, then some of another."""
    count = len(at) - 1
    starts = np.empty(count + len(which) + 1, np.int64)
    starts[: count + 1] = at - at[0]
    for k in range(len(which)):
        starts[count + k + 1] = starts[count + k] + other_at[which[k] + 1] - other_at[which[k]]
    found = np.empty(starts[-1], np.uint8)
    found[: starts[count]] = letters[at[0] : at[count]]
    for k in range(len(which)):
        begin = other_at[which[k]] - starts[count + k]
        for place in range(starts[count + k], starts[count + k + 1]):
            found[place] = others[begin + place]
    return found, starts


def _kernel(sources: int):  # type: ignore[no-untyped-def]
    """Return the compiled kernel; `sources` is the stamp of the tables of letters that it holds."""

    @njit(nogil=True, cache=True)
    def lay(  # type: ignore[no-untyped-def]
        whose, our_at, our_most, our_unit_at, our_units, ours, our_letters, our_letters_at,
        held_at, held_number, held_start, held_end, their_units, theirs, their_letters, their_letters_at,
    ):  # fmt: skip
        """Return the fields of `Laid`; `ours` and `theirs` are `Units`, names asked about are all laid down."""
        roles, bits, forms, codes, code_at, own = ours
        other_roles, other_bits, other_forms, other_codes, other_code_at, other_own = theirs
        known, names = len(roles) + min(sources, 0), len(our_unit_at) - 1
        ids, distinct = _numbered(held_start, held_end, their_units, known)
        count = 0
        for c in range(len(whose)):
            count += min(np.int64(our_at[whose[c] + 1] - our_at[whose[c]]), our_most) * (held_at[c + 1] - held_at[c])
        candidate, x, y = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
        at = 0
        for c in range(len(whose)):
            first = our_at[whose[c]]
            for i in range(first, first + min(np.int64(our_at[whose[c] + 1] - first), our_most)):
                for j in range(held_at[c], held_at[c + 1]):
                    candidate[at], x[at], y[at] = c, i, names + j
                    at += 1
        offsets = np.empty(names + len(held_start) + 1, np.int64)
        offsets[: names + 1] = our_unit_at
        for k in range(len(held_start)):
            offsets[names + k + 1] = offsets[names + k] + held_end[k] - held_start[k]
        letters, starts = _letters(distinct, code_at, codes, other_code_at, other_codes)
        begins, sounds = np.zeros(len(starts) - 1, np.uint16), np.zeros(len(starts) - 1, np.uint16)
        for u in range(len(starts) - 1):
            if starts[u] < starts[u + 1]:
                begins[u] = START_OF[letters[starts[u]]]
            for place in range(starts[u], starts[u + 1]):
                sounds[u] |= SOUND_OF[letters[place]]
        written, written_at = _letters(held_number, our_letters_at, our_letters, their_letters_at, their_letters)
        return (
            candidate, x, y, offsets, np.concatenate((our_units, ids)),
            np.concatenate((roles, other_roles[distinct])), begins, np.concatenate((forms, other_forms[distinct])),
            sounds, np.concatenate((bits, other_bits[distinct])), written, written_at, letters, starts,
            np.concatenate((own, other_own[distinct])),
        )  # fmt: skip

    return lay


_lay: Final = _kernel(stamp(vocabulary))


def laid(whose: Longs, our_most: int, ours: tuple[Any, ...], held: Held, theirs: tuple[Any, ...]) -> Laid:
    """Lay down names asked about and names of candidates; each side is (units of names, `Units`, letters, starts).

    Ours begins with (names by record, units by name), both as starts.
    """
    return Laid(*_lay(whose, ours[0], our_most, *ours[1:], *held, *theirs))
