# SPDX-License-Identifier: Apache-2.0
"""The units of the names at hand as arrays, in the form in which the kernels take them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from taawun.engines.names.letters import ALPHABET, Coded, Codes, code_many
from taawun.engines.names.profile import Profile
from taawun.engines.names.rarity import weights
from taawun.engines.names.tables import model
from taawun.engines.names.units import Unit, units_many
from taawun.engines.names.written import written

# Consonants that transcriptions exchange are one sound; a letter may have two. Vowels and h, w, y, ع have none.
_SOUNDS: Final = (
    "bpfvبپفڤ",
    "kqcgjxكقگغخجچ",
    "tdتطدڈٹضذظث",
    "szcxjسصشزژذظضثچج",
    "mم",
    "nنں",
    "lل",
    "rرڑ",
)
# What a name may begin with when an initial stands for it: letters of either script that one initial may mean.
_STARTS: Final = ("bpبپ", "fvفڤو", "kqcxكقخگ", "gjغجگ", "tdتطدڈٹضث", "szcسصشزژذظضثچ", "mnمن", "lrلر", "aeiouوايعهءhyw")


def _masks(groups: Sequence[str], dtype: type) -> npt.NDArray[Any]:
    """Return, for each code of a letter, the groups it is in as bits; other codes have none."""
    masks: npt.NDArray[Any] = np.zeros(256, dtype=dtype)
    for code, letter in enumerate(ALPHABET, start=1):
        masks[code] = sum(1 << bit for bit, group in enumerate(groups) if letter in group)
    return masks


SOUND_OF: Final = _masks(_SOUNDS, np.uint16)
START_OF: Final = _masks(_STARTS, np.uint16)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names as unit ids (`ids[offsets[k]:offsets[k + 1]]`), and what is known of each unit."""

    offsets: npt.NDArray[np.int64]
    ids: npt.NDArray[np.int32]
    roles: npt.NDArray[np.uint8]
    bits: npt.NDArray[np.float32]
    starts: npt.NDArray[np.uint16]
    classes: npt.NDArray[np.uint8]
    sounds: npt.NDArray[np.uint16]
    coded: Coded
    written: Codes
    written_at: npt.NDArray[np.int64]

    @property
    def arrays(self) -> tuple[npt.NDArray[Any], ...]:
        """The arrays in the order in which the kernel takes them."""
        units = (self.offsets, self.ids, self.roles, self.starts, self.classes, self.sounds, self.bits)
        return (*units, self.written, self.written_at, self.coded.codes, self.coded.offsets, self.coded.own, model())


def of_names(names: Sequence[str], profile: Profile) -> Vocabulary:
    """Return the vocabulary of names as given."""
    table = units_many(names, profile.kind)
    return _describe(names, table.vocabulary, table.roles, table.offsets, table.ids, profile)


def of_units(names: Sequence[str], units: Sequence[Sequence[Unit]], profile: Profile) -> Vocabulary:
    """Return the vocabulary of names as given, whose units are known."""
    number: dict[tuple[str, int], int] = {}
    ids = [number.setdefault((unit.text, unit.role), len(number)) for name in units for unit in name]
    offsets = np.cumsum([0, *(len(name) for name in units)], dtype=np.int64)
    roles = np.array([role for _, role in number], dtype=np.uint8)
    return _describe(names, [text for text, _ in number], roles, offsets, np.array(ids, dtype=np.int32), profile)


def _describe(
    names: Sequence[str],
    texts: Sequence[str],
    roles: npt.NDArray[np.uint8],
    offsets: npt.NDArray[np.int64],
    ids: npt.NDArray[np.int32],
    profile: Profile,
) -> Vocabulary:
    coded = code_many(texts)
    classes = np.fromiter((profile.class_of(text) for text in texts), dtype=np.uint8, count=len(texts))
    first = coded.offsets[:-1]
    filled = first < coded.offsets[1:]
    starts, sounds = np.zeros(len(texts), np.uint16), np.zeros(len(texts), np.uint16)
    if filled.any():
        starts[filled] = START_OF[coded.codes[first[filled]]]
        sounds[filled] = np.bitwise_or.reduceat(SOUND_OF[coded.codes], first[filled])
    return Vocabulary(
        offsets, ids, roles, weights(texts, roles, profile), starts, classes, sounds, coded, *written(names)
    )
