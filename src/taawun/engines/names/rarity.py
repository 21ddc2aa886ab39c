# SPDX-License-Identifier: Apache-2.0
"""How much a unit says about who is meant: rare names much, "Muhammad" and "Khan" little.

The weight is -log2 of how often a unit with the same consonant skeleton is expected in a name, so spellings of one
name weigh the same in every script. The frequencies are a small table derived by `tools/names_rarity`; a skeleton
that is not in it is as rare as the rarest that is.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import blake2s
from importlib import resources
from typing import Final

import numpy as np
import numpy.typing as npt

from taawun.engines.names.keys import skeleton, skeletons
from taawun.engines.names.lexicon import Join, lexicon
from taawun.engines.names.people import PERSON
from taawun.engines.names.profile import Profile

FILE: Final = "rarity-1.npz"
STEP: Final = 16.0  # the table keeps weights in sixteenths of a bit
LEAST: Final = 1.5  # bits; even the commonest name says something
SHORT: Final = 5.0  # bits; a skeleton of one consonant is shared by many names that are not in the table
SHORT_LETTERS: Final = 1
COMMON: Final = 4.0  # bits; a common word in a name that has nothing else


def weights(
    units: Sequence[str], roles: npt.NDArray[np.uint8] | None = None, profile: Profile = PERSON
) -> npt.NDArray[np.float32]:
    """Return the weight of each unit in bits, float32[len(units)]; without roles, all are names."""
    known = {int(role): bits for role, bits in profile.by_role.items()}
    said = [None] * len(units) if roles is None else [known.get(role) for role in roles.tolist()]
    names = [unit for unit, bits in zip(units, said, strict=True) if bits is None]
    limits = _limits(profile)
    rest = iter(
        [min(_bits(key), limits.get(unit, profile.rarest)) for unit, key in zip(names, skeletons(names), strict=True)]
    )
    return np.array([next(rest) if bits is None else bits for bits in said], dtype=np.float32)


@cache
def _limits(profile: Profile) -> dict[str, float]:
    """Return what words may weigh at most where they stand for a name: a title is no name, even when alone."""
    small = {Join.TITLE: LEAST, Join.PARTICLE: LEAST, Join.ARTICLE: LEAST, Join.LEGAL_FORM: LEAST, Join.GENERIC: COMMON}
    words = {word: small[entry.join] for word, entry in lexicon(profile.kind).items() if entry.join in small}
    return words | dict(profile.words)


def weight(unit: str) -> float:
    """Return the weight of one folded name in bits, LEAST at least."""
    return _bits(skeleton(unit))


@lru_cache(maxsize=1 << 16)
def _bits(key: str) -> float:
    """Return the weight of a skeleton."""
    known = table().get(digest(key))
    bits = rarest() if known is None else known / STEP
    return max(LEAST, min(bits, SHORT) if len(key) <= SHORT_LETTERS else bits)


def digest(key: str) -> int:
    """Return the 32 bits under which the table keeps a skeleton."""
    return int.from_bytes(blake2s(key.encode(), digest_size=4).digest(), "big")


@cache
def table() -> dict[int, int]:
    """Return the derived table: digest of a skeleton -> weight in sixteenths of a bit."""
    file = resources.files("taawun.engines.names") / "data" / FILE
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as held:
        return dict(zip(held["skeletons"].tolist(), held["weights"].tolist(), strict=True))


@cache
def rarest() -> float:
    """Return the greatest weight in the table, in bits."""
    return max(table().values()) / STEP
