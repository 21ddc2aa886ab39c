# SPDX-License-Identifier: Apache-2.0
"""Names asked about against names of an index, compared in full from their stored units; no name is parsed again.

Slips are counted in names as they were written, so their texts are needed besides. The same kernel compares two
texts (`names.compare_many`), so both ways give the same scores.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from taawun.engines.matching.asked import Asked
from taawun.engines.matching.heads import START
from taawun.engines.matching.part import Part
from taawun.engines.matching.records import MAX_FATHERS
from taawun.engines.matching.units import Units, beginnings_of, joined, sounds_of, taken
from taawun.engines.names.compare import profile_of
from taawun.engines.names.letters import Coded
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

Texts = Callable[[Longs, Longs, Longs], list[str]]
"""Given candidates, and for each the place of a name on either side: all our names as texts, then all theirs."""


class Best(NamedTuple):
    """For each candidate the best score of any two names, and which names these are, counted from 0."""

    score: NDArray[np.float32]
    ours: Ints
    theirs: Ints


class _Names(NamedTuple):
    """Names of records: name k of record r is name n = `at[r] + k`, its units are `units[start[n]:end[n]]`.

    Where `rows` are given, name n stands in row rows[n], and `start` and `end` are by row.
    """

    at: NDArray[Any]
    most: int
    start: NDArray[Any]
    end: NDArray[Any]
    units: NDArray[np.int32]
    of: Units
    rows: NDArray[np.int32] | None = None

    def spans(self, names: Longs) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return where the units of the names begin and end; a name without a row has none."""
        if self.rows is None:
            return self.start[names], self.end[names]
        rows = self.rows[names]
        held = np.maximum(rows, 0)
        return self.start[held], np.where(rows < 0, self.start[held], self.end[held])


def names_agree(asked: Asked, part: Part, whose: Longs, numbers: Longs, kind: str, texts: Texts) -> Best:
    """Return how well the names of records asked about and of records of a part agree, all of one kind."""
    fields = asked.fields
    ours = _Names(asked.name_at, len(asked), fields.unit_at[:-1], fields.unit_at[1:], fields.units, asked.described)
    rows, heads = part.sections.arrays["name_rows"], part.rows.heads
    at = part.sections.arrays["name_at"]
    theirs = _Names(at, MANY_NAMES, heads[:-1, START], heads[1:, START], part.rows.row_units, part.units, rows)
    return _best(ours, theirs, whose, numbers, kind, texts)


def fathers_agree(asked: Asked, part: Part, whose: Longs, numbers: Longs, texts: Texts) -> Best:
    """Return the same for the fathers' names, which are names of persons."""
    fields, rows = asked.fields, part.rows
    ours = _Names(
        fields.father_at, MAX_FATHERS, fields.father_unit_at[:-1], fields.father_unit_at[1:], fields.father_units,
        asked.described,
    )  # fmt: skip
    theirs = _Names(
        rows.father_at, MAX_FATHERS, rows.father_unit_at[:-1], rows.father_unit_at[1:], rows.father_units, part.units
    )
    return _best(ours, theirs, whose, numbers, "person", texts)


def _best(ours: _Names, theirs: _Names, whose: Longs, numbers: Longs, kind: str, texts: Texts) -> Best:
    candidate, x, y = _pairs(whose, numbers, ours.at, theirs.at, ours.most, theirs.most)
    if not len(x):
        none = np.full(len(whose), NO_PAIR, np.int32)
        return Best(np.zeros(len(whose), np.float32), none, none)
    mine, found = _runs(*ours.spans(x), ours.units), _runs(*theirs.spans(y), theirs.units)

    def told() -> list[str]:
        return texts(candidate, x - ours.at[whose[candidate]], y - theirs.at[numbers[candidate]])

    scores = _scores(ours.of, theirs.of, mine, found, kind, told)
    return _best_of(len(whose), candidate, x, y, scores, whose, numbers, ours.at, theirs.at)


def _scores(
    our_units: Units, their_units: Units, ours: tuple[Longs, Ints], theirs: tuple[Longs, Ints], kind: str,
    texts: Callable[[], list[str]],
) -> NDArray[np.float32]:  # fmt: skip
    """Return the score of name k of ours and name k of theirs, each given as (starts, units)."""
    mine, my_ids = np.unique(ours[1], return_inverse=True)
    found, found_ids = np.unique(theirs[1], return_inverse=True)
    units = joined(taken(our_units, mine), taken(their_units, found))
    vocabulary = Vocabulary(
        np.concatenate([ours[0], theirs[0][1:] + ours[0][-1]]),
        np.concatenate([my_ids, found_ids + len(mine)]).astype(np.int32),
        units.roles,
        units.bits,
        beginnings_of(units.codes, units.at),
        units.forms,
        sounds_of(units.codes, units.at),
        Coded(units.codes, units.at, np.zeros(0, np.bool_), units.own),
        *written(texts()),
    )
    count = len(ours[0]) - 1
    x = np.arange(count, dtype=np.int64)
    return score(
        vocabulary, x, x + count, profile_of(kind), Scratch.new(), CACHED_MANY if count > MANY_PAIRS else CACHED_FEW
    )


@njit(nogil=True, cache=True)
def _pairs(whose, numbers, our_at, their_at, our_most, their_most):  # type: ignore[no-untyped-def]
    """Return (candidate, our name, their name) for each pair of names of each candidate."""
    count = 0
    for c in range(len(whose)):
        n = min(our_at[whose[c] + 1] - our_at[whose[c]], our_most)
        count += n * min(their_at[numbers[c] + 1] - their_at[numbers[c]], their_most)
    candidate, x, y = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    at = 0
    for c in range(len(whose)):
        n = min(our_at[whose[c] + 1] - our_at[whose[c]], our_most)
        m = min(their_at[numbers[c] + 1] - their_at[numbers[c]], their_most)
        for i in range(n):
            for j in range(m):
                candidate[at], x[at], y[at] = c, our_at[whose[c]] + i, their_at[numbers[c]] + j
                at += 1
    return candidate, x, y


@njit(nogil=True, cache=True)
def _runs(start, end, values):  # type: ignore[no-untyped-def]
    """Return the runs start..end of the values, one after another, and where each starts."""
    at = np.zeros(len(start) + 1, np.int64)
    for k in range(len(start)):
        at[k + 1] = at[k] + end[k] - start[k]
    found = np.empty(at[-1], np.int32)
    for k in range(len(start)):
        for place in range(start[k], end[k]):
            found[at[k] + place - start[k]] = values[place]
    return at, found


def _best_of(
    count: int, candidate: Longs, x: Longs, y: Longs, scores: NDArray[np.float32], whose: Longs, numbers: Longs,
    our_at: NDArray[Any], their_at: NDArray[Any],
) -> Best:  # fmt: skip
    """Return the best pair of each candidate, the first one of equals."""
    order = np.lexsort((np.arange(len(scores)), -scores, candidate))
    held, first = np.unique(candidate[order], return_index=True)
    best = order[first]
    found = Best(np.zeros(count, np.float32), np.full(count, NO_PAIR, np.int32), np.full(count, NO_PAIR, np.int32))
    found.score[held] = scores[best]
    found.ours[held] = x[best] - our_at[whose[held]]
    found.theirs[held] = y[best] - their_at[numbers[held]]
    return found
