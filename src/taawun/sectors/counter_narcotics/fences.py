# SPDX-License-Identifier: Apache-2.0
"""Which amounts of a drug are so far from the others that somebody must look at them.

The rule, for each drug with at least `FEWEST` weighed rows: an amount is an outlier if its decimal logarithm lies more
than `FAR` robust standard deviations above the median of that drug's logarithms. The robust standard deviation is
1.4826 × the median absolute deviation, at least `NARROWEST` decades. Medians do not move with the outliers themselves.
An outlier is a question, not an error, and stays in the figures until its reader leaves it out.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

FEWEST: Final = 20
FAR: Final = 7.0
NARROWEST: Final = 0.5
"""A factor of about three."""
STEPS: Final = 100
"""Bins of one decade, so that memory does not grow with rows: a median is known to 2.3 per cent."""
NORMAL: Final = 1.4826
"""From the median absolute deviation to the standard deviation of a normal distribution."""


class Spread:
    """How the amounts of each drug are spread, in bins."""

    def __init__(self) -> None:
        self._bins: defaultdict[str, Counter[int]] = defaultdict(Counter)

    def add(self, drug: str, micrograms: int) -> None:
        """Count one amount; what is not above zero does not count."""
        if micrograms > 0:
            self._bins[drug][round(math.log10(micrograms) * STEPS)] += 1

    def fences(self) -> dict[str, int]:
        """Return, for each drug with enough rows, the micrograms above which an amount is an outlier."""
        return {drug: fence(bins) for drug, bins in self._bins.items() if bins.total() >= FEWEST}


def fence(bins: Mapping[int, int]) -> int:
    """Return the fence of one drug, in micrograms."""
    middle = _median(bins)
    apart: Counter[int] = Counter()
    for at, count in bins.items():
        apart[abs(at - middle)] += count
    spread = max(NORMAL * _median(apart) / STEPS, NARROWEST)
    return math.ceil(10 ** min(middle / STEPS + FAR * spread, 18))


def _median(bins: Mapping[int, int]) -> int:
    half, seen = sum(bins.values()) / 2, 0
    for at in sorted(bins):
        seen += bins[at]
        if seen >= half:
            return at
    return 0
