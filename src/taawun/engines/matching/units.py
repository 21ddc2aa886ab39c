# SPDX-License-Identifier: Apache-2.0
"""Units with all that comparing whole names needs of them, as arrays: those of an index, and those asked about.

The codes of units asked about are remembered, since most people share their names with others.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from taawun.engines.matching.arrays import starts_of
from taawun.engines.matching.glue import Unit
from taawun.engines.matching.owners import forms_of
from taawun.engines.names.compare import profile_of
from taawun.engines.names.letters import code_many
from taawun.engines.names.rarity import weights
from taawun.engines.names.vocabulary import SOUND_OF

MOST_REMEMBERED: Final = 400_000
"""Units whose codes are kept in memory; beyond, all are forgotten."""

_known: dict[Unit, tuple[bytes, float, float, int]] = {}  # letters, own, weight, form


class Units(NamedTuple):
    """What is known of each unit: its role, its weight in bits, its class of legal forms, its letters (`Coded`)."""

    roles: NDArray[np.uint8]
    bits: NDArray[np.float32]
    forms: NDArray[np.uint8]
    codes: NDArray[np.uint8]
    at: NDArray[np.int64]
    own: NDArray[np.float32]


def described(asked: Sequence[Unit]) -> Units:
    """Return what is known of units asked about, and remember it."""
    if len(_known) > MOST_REMEMBERED:
        _known.clear()
    missing = [unit for unit in asked if unit not in _known]
    if missing:
        _learn(missing)
    found = [_known[unit] for unit in asked]
    return Units(
        np.array([role for _, role, _ in asked], np.uint8),
        np.array([one[2] for one in found], np.float32),
        np.array([one[3] for one in found], np.uint8),
        np.frombuffer(bytearray(b"".join([one[0] for one in found])), np.uint8),
        starts_of([len(one[0]) for one in found]),
        np.array([one[1] for one in found], np.float32),
    )


def _learn(missing: list[Unit]) -> None:
    coded = code_many([text for text, _, _ in missing])
    bits = weights_of(missing).tolist()
    forms = forms_of(missing, {kind: profile_of(kind).classes for kind in {unit[2] for unit in missing}}).tolist()
    at, codes = coded.offsets.tolist(), coded.codes.tobytes()
    for k, (unit, own) in enumerate(zip(missing, coded.own.tolist(), strict=True)):
        _known[unit] = codes[at[k] : at[k + 1]], own, bits[k], forms[k]


def weights_of(vocabulary: Iterable[Unit]) -> NDArray[np.float32]:
    """Return the weight of each unit in the kind of name it stands in."""
    units = list(vocabulary)
    found = np.zeros(len(units), np.float32)
    for kind in {unit[2] for unit in units}:
        at = [k for k, unit in enumerate(units) if unit[2] == kind]
        roles = np.array([units[k][1] for k in at], np.uint8)
        found[at] = weights([units[k][0] for k in at], roles, profile_of(kind))
    return found


def sounds_of(codes: NDArray[np.uint8], at: NDArray[np.int64]) -> NDArray[np.uint16]:
    """Return the sounds of each unit's consonants as bits; unit k is codes[at[k]:at[k + 1]]."""
    found = np.zeros(len(at) - 1, np.uint16)
    _sounds(codes, at, SOUND_OF, found)
    return found


@njit(
    types.void(
        types.Array(types.uint8, 1, "C", readonly=True),
        types.Array(types.int64, 1, "C", readonly=True),
        types.Array(types.uint16, 1, "C", readonly=True),
        types.uint16[::1],
    ),
    nogil=True,
    cache=True,
)
def _sounds(codes, at, sound_of, found):  # type: ignore[no-untyped-def]
    for k in range(len(found)):
        for place in range(at[k], at[k + 1]):
            found[k] |= sound_of[codes[place]]
