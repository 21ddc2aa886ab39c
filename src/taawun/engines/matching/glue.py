# SPDX-License-Identifier: Apache-2.0
"""Names whose short neighbouring units others write as one ("بی بی" and "Bibi", "Gul Naz" and "گلناز").

Such a name stands in an index, and is asked for, once as it is and once with the two units written together, so
that either way of writing finds the other. Longer units are left to the full comparison.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from taawun.engines.matching.arrays import FEW, starts_of
from taawun.engines.names.units import Role

SHORT_LATIN: Final = 3
"""Letters of a Latin unit that may be written together with another such."""

SHORT_ARABIC: Final = 5
"""Letters of two units in Arabic script, together, one of which has at most two."""

LONGEST_GLUED: Final = max(SHORT_LATIN, SHORT_ARABIC - 1)
"""Letters of a unit beyond which it is never written together with another."""

Unit = tuple[str, int, str]
"""A unit of a vocabulary: its text, its role (`names.units.Role`) and the kind of name it stands in."""


def glued(
    at: NDArray[np.int64], units: NDArray[np.int32], vocabulary: dict[Unit, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:
    """Return (names, starts, units): which names have a second form, and these; the vocabulary grows by their units."""
    none = np.zeros(0, np.int64), np.zeros(1, np.int64), np.zeros(0, np.int32)
    short = [len(text) <= LONGEST_GLUED for text, _, _ in vocabulary]
    if not any(short) or (len(units) <= FEW and not _follow(units.tolist(), short)):
        return none
    known = list(vocabulary)
    lengths = np.array([len(text) if role == Role.NAME else 99 for text, role, _ in known], np.int64)
    latin = np.array([text.isascii() for text, _, _ in known], np.bool_)
    places = _pairs(at, units, lengths, latin)
    if not len(places):
        return none
    names = np.searchsorted(at, places, side="right") - 1
    names, first = np.unique(names, return_index=True)  # the first pair of a name
    rows = [_joined(units[at[name] : at[name + 1]].tolist(), int(place - at[name]), known, vocabulary)
            for name, place in zip(names.tolist(), places[first].tolist(), strict=True)]  # fmt: skip
    flat = np.array([unit for row in rows for unit in row], np.int32)
    return names, starts_of(np.array([len(row) for row in rows], np.int64)), flat


def _follow(units: Sequence[int], short: Sequence[bool]) -> bool:
    """Whether a short unit follows another."""
    return any(short[one] and short[two] for one, two in pairwise(units))


def _pairs(
    at: NDArray[np.int64], units: NDArray[np.int32], lengths: NDArray[np.int64], latin: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return where two units stand that may be written together."""
    if len(units) < 2:
        return np.zeros(0, np.int64)
    one, two = units[:-1], units[1:]
    short = (lengths[one] <= SHORT_LATIN) & (lengths[two] <= SHORT_LATIN) & latin[one] & latin[two]
    together = lengths[one] + lengths[two] <= SHORT_ARABIC
    short |= together & (np.minimum(lengths[one], lengths[two]) <= 2) & ~latin[one] & ~latin[two]
    short[at[(at > 0) & (at < len(units))] - 1] = False  # the last unit of a name and the first of the next
    return np.flatnonzero(short)


def _joined(row: list[int], place: int, known: Sequence[Unit], vocabulary: dict[Unit, int]) -> list[int]:
    (one, role, kind), (two, _, _) = known[row[place]], known[row[place + 1]]
    unit = vocabulary.setdefault((one + two, role, kind), len(vocabulary))
    return [*row[:place], unit, *row[place + 2 :]]
