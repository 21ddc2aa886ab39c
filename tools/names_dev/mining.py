# SPDX-License-Identifier: Apache-2.0
"""Wrong names as a search meets them: the best-scored others of a whole crowd, by the engine as it stands.

Made-up relatives do not teach what a large list does: that among thousands of people, somebody shares the common half
of any name by chance. So a crowd is written twice, everyone is compared with everyone, and the nearest others are kept.
"""

import random
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from taawun.engines.names import compare_many
from tools.names_dev.inventory import Inventory
from tools.names_dev.people import Person, person

CROWD = 1_600
ASKED = 1_200
NEAREST = 5


def crowd(rng: random.Random, inventory: Inventory, traditions: tuple[str, ...]) -> list[tuple[str, Person]]:
    """Return the people of a crowd with their traditions."""
    chosen = [rng.choice(traditions) for _ in range(CROWD)]
    return [(tradition, person(rng, inventory, tradition)) for tradition in chosen]


def nearest(asked: list[str], listed: list[str], kind: str) -> Iterator[tuple[int, npt.NDArray[np.int64]]]:
    """Yield, for each name asked (of the one at its own place in `listed`), the places of the nearest others."""
    for place, name in enumerate(asked):
        scores = compare_many([name] * len(listed), listed, kind)
        scores[place] = -1
        yield place, np.argsort(-scores, kind="stable")[:NEAREST]
