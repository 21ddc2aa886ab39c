# SPDX-License-Identifier: Apache-2.0
"""Names asked about against names of an index, compared in full from stored units and letters; nothing is read again.

The same kernel compares two texts (`names.compare_many`), so both ways give the same scores.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from taawun.engines.matching.asked import MAX_ASKED_NAMES, Asked
from taawun.engines.matching.laying import Held, fathered, laid, named
from taawun.engines.matching.part import Part
from taawun.engines.matching.records import MAX_FATHERS, Record
from taawun.engines.names.compare import profile_of
from taawun.engines.names.letters import Coded, Codes
from taawun.engines.names.scoring import Scratch, score
from taawun.engines.names.vocabulary import Vocabulary
from taawun.engines.names.written import written

MANY_NAMES: Final = 12
"""Names of a found record that are compared in full with those asked about, the first ones."""

CACHED_FEW, CACHED_MANY, MANY_PAIRS = 1 << 11, 1 << 18, 4096
"""Similarities of units remembered while so many pairs are compared."""

NO_PAIR: Final = -1
"""The best pair where one side has no names."""

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Letters = tuple[Codes, Longs]
"""Names as they were written (`names.written`), and where each starts."""


class Best(NamedTuple):
    """For each candidate the best score of any two names, and which names these are, counted from 0."""

    score: NDArray[np.float32]
    ours: Ints
    theirs: Ints


def names_written(records: Sequence[Record]) -> Letters:
    """Return the letters of the names asked about."""
    return written([name for record in records for name in record.names[:MAX_ASKED_NAMES]])


def fathers_written(records: Sequence[Record]) -> Letters:
    """Return the letters of the fathers' names asked about."""
    return written([name for record in records for name in record.fathers[:MAX_FATHERS]])


def names_agree(asked: Asked, letters: Letters, part: Part, whose: Longs, numbers: Longs, kind: str) -> Best:
    """Return how well the names of records asked about and of records of a part agree, all of one kind."""
    fields, stored = asked.fields, part.sections.arrays
    unit_at = fields.unit_at[: len(letters[1])]  # the other forms of names come after
    ours = (asked.name_at, unit_at, fields.units[: unit_at[-1]], asked.described, *letters)
    held = Held(*named(numbers, MANY_NAMES, stored["name_at"], stored["name_rows"], part.rows.heads))
    theirs = (part.rows.row_units, part.units, stored["name_letters"], stored["name_letters_at"])
    return _best(whose, len(asked), ours, held, theirs, kind)


def fathers_agree(asked: Asked, letters: Letters, part: Part, whose: Longs, numbers: Longs) -> Best:
    """Return the same for the fathers' names, which are names of persons."""
    fields, rows, stored = asked.fields, part.rows, part.sections.arrays
    ours = (fields.father_at, fields.father_unit_at, fields.father_units, asked.described, *letters)
    held = Held(*fathered(numbers, MAX_FATHERS, rows.father_at, rows.father_unit_at))
    theirs = (rows.father_units, part.units, stored["father_letters"], stored["father_letters_at"])
    return _best(whose, MAX_FATHERS, ours, held, theirs, "person")


def _best(whose: Longs, our_most: int, ours: tuple[Any, ...], held: Held, theirs: tuple[Any, ...], kind: str) -> Best:
    found = laid(whose, our_most, ours, held, theirs)
    if not len(found.x):
        none = np.full(len(whose), NO_PAIR, np.int32)
        return Best(np.zeros(len(whose), np.float32), none, none)
    vocabulary = Vocabulary(
        found.offsets,
        found.ids,
        found.roles,
        found.bits,
        found.starts,
        found.classes,
        found.sounds,
        Coded(found.codes, found.code_at, np.zeros(0, np.bool_), found.own),
        found.written,
        found.written_at,
    )
    cached = CACHED_MANY if len(found.x) > MANY_PAIRS else CACHED_FEW
    scores = score(vocabulary, found.x, found.y, profile_of(kind), Scratch.new(), cached)
    names = len(found.offsets) - 1 - len(held.number)
    return Best(*_best_of(len(whose), found.candidate, found.x, found.y - names, scores, whose, ours[0], held.at))


@njit(nogil=True, cache=True)
def _best_of(count, candidate, x, y, scores, whose, our_at, held_at):  # type: ignore[no-untyped-def]
    """Return the best pair of each candidate, the first one of equals, as the fields of `Best`."""
    best = np.zeros(count, np.float32)
    ours, theirs = np.full(count, NO_PAIR, np.int32), np.full(count, NO_PAIR, np.int32)
    for k in range(len(x)):
        c = candidate[k]
        if ours[c] == NO_PAIR or scores[k] > best[c]:
            best[c], ours[c], theirs[c] = scores[k], x[k] - our_at[whose[c]], y[k] - held_at[c]
    return best, ours, theirs
