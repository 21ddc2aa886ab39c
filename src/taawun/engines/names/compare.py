# SPDX-License-Identifier: Apache-2.0
"""Comparing whole names: one pair with its explanation, or many pairs at once. One kernel does both.

The score is the probability that two names are of one subject, supposing that of three pairs that there is reason to
compare, one is right. A name with nothing to compare scores 0, with a reason; one that says little (a letter, a title,
"Muhammad" alone) scores low even against itself. Neither is an error.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from taawun.engines.names.calibration import trees
from taawun.engines.names.explanation import Explanation, explain
from taawun.engines.names.organisations import ORGANISATION
from taawun.engines.names.people import PERSON
from taawun.engines.names.places import PLACE
from taawun.engines.names.profile import Profile
from taawun.engines.names.scoring import Scratch, score
from taawun.engines.names.units import units
from taawun.engines.names.vessels import VESSEL
from taawun.engines.names.vocabulary import of_names, of_units
from taawun.kernel.errors import UnknownNameKind

PROFILES: Final = {profile.kind: profile for profile in (PERSON, ORGANISATION, VESSEL, PLACE)}
CACHE_MANY: Final = 1 << 18  # similarities remembered in one call of `compare_many`
CACHE_ONE: Final = 1 << 6


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing two names: `score` in 0..1, and why."""

    score: float
    explanation: Explanation


def profile_of(kind: str) -> Profile:
    """Return the profile of a kind of name, or raise UnknownNameKind."""
    if kind not in PROFILES:
        raise UnknownNameKind(f"kinds: {', '.join(PROFILES)}")
    return PROFILES[kind]


def compare(a: str, b: str, kind: str = "person") -> Comparison:
    """Compare two names and say why; `kind`: person, organisation, vessel or place, else UnknownNameKind."""
    profile = profile_of(kind)
    left, right = units(a, kind), units(b, kind)
    vocabulary = of_units((a, b), (left, right), profile)
    scratch, first = Scratch.new(), np.zeros(1, dtype=np.int64)
    found = float(score(vocabulary, first, first + 1, profile, scratch, CACHE_ONE)[0])
    return Comparison(found, explain((a, b), (left, right), vocabulary, scratch, found, trees(kind)))


def compare_many(a: Sequence[str], b: Sequence[str], kind: str = "person") -> npt.NDArray[np.float32]:
    """Return the score of each pair a[k], b[k], float32[n]; raise ValueError when the lengths differ."""
    if len(a) != len(b):
        raise ValueError(f"{len(a)} names against {len(b)}")
    profile = profile_of(kind)
    names = list(dict.fromkeys((*a, *b)))
    number = {name: place for place, name in enumerate(names)}
    x, y = (np.fromiter(map(number.__getitem__, side), dtype=np.int64, count=len(side)) for side in (a, b))
    return score(of_names(names, profile), x, y, profile, Scratch.new(), CACHE_MANY)
