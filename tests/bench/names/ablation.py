# SPDX-License-Identifier: Apache-2.0
"""What each part of the engine earns: the same pairs scored without it, where the engine has a switch for that."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tests.bench.names.sets import Pairs


def scores(pairs: Pairs) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Yield the name of each part that can be left out, and the scores without it."""
    from taawun.engines import names

    without = getattr(names, "without", None)
    if without is None:
        return
    for part in names.PARTS:
        with without(part):
            yield part, np.asarray(names.compare_many(pairs.left, pairs.right, "person"), np.float64)
