# SPDX-License-Identifier: Apache-2.0
"""From features to a probability: small boosted trees, monotone where the meaning is, held as arrays.

A tree is walked from its root; every node knows the mean of what lies below it, so that the change from a node to
its child is what that node's feature contributed. Bias and contributions therefore add up exactly to the log-odds of
the score, and that sum is what an explanation shows.

Trees cannot know how many people are called Ali: two equal names that say little are of two people more often than
not. So a name that says little has a fixed price per bit that is missing, beside the trees.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
import numpy.typing as npt
from numba import njit

from taawun.engines.names.assignment import FEATURES, LIGHTER
from taawun.kernel.errors import BadNamesModel

FILE = "scores-1.npz"
LEAF = -1  # `feature` of a node that decides nothing
ENOUGH: Final = 4.0  # bits of the lighter name; of fewer, each that is missing lowers the log-odds
PER_BIT: Final = 1.5


@dataclass(frozen=True, slots=True)
class Trees:
    """Boosted trees of one kind of name: node k asks `feature[k] <= threshold[k]`; yes: `below[k]`, no: one further."""

    roots: npt.NDArray[np.int32]
    feature: npt.NDArray[np.int16]
    threshold: npt.NDArray[np.float32]
    below: npt.NDArray[np.int32]
    value: npt.NDArray[np.float32]  # log-odds, the mean of what lies below
    bias: float

    @property
    def arrays(self) -> tuple[npt.NDArray[np.generic], ...]:
        """The arrays in the order in which the kernels take them."""
        return self.roots, self.feature, self.threshold, self.below, self.value


@cache
def trees(kind: str) -> Trees:
    """Return the trees of a kind of name; raise BadNamesModel when the file is not of this version's features."""
    file = resources.files("taawun.engines.names") / "data" / FILE
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as held:
        if tuple(held["features"]) != FEATURES or f"{kind}.roots" not in held:
            raise BadNamesModel
        names = ("roots", "feature", "threshold", "below", "value")
        return Trees(**{name: held[f"{kind}.{name}"] for name in names}, bias=float(held[f"{kind}.bias"]))


_SIGNATURE = "(float32[::1], int32[::1], int16[::1], float32[::1], int32[::1], float32[::1]"


@njit
def thinness(bits):  # type: ignore[no-untyped-def]
    """Return what a name of so few bits takes from the log-odds: 0 or less."""
    return -PER_BIT * max(0.0, ENOUGH - bits)


@njit(f"float64{_SIGNATURE}, float64)", cache=True, nogil=True)
def log_odds(x, roots, feature, threshold, below, value, bias):  # type: ignore[no-untyped-def]
    """Return what bias and trees say of features `x`, as log-odds; `thinness` is not in it."""
    total = bias
    for root in roots:
        node = root
        while feature[node] >= 0:
            node = below[node] + (x[feature[node]] > threshold[node])
        total += value[node]
    return total


@njit(f"void{_SIGNATURE}, float64[::1])", cache=True, nogil=True)
def _contributions(x, roots, feature, threshold, below, value, out):  # type: ignore[no-untyped-def]
    for root in roots:
        node = root
        while feature[node] >= 0:
            child = below[node] + (x[feature[node]] > threshold[node])
            out[feature[node]] += value[child] - value[node]
            node = child


def contributions(x: npt.NDArray[np.float32], model: Trees) -> tuple[float, npt.NDArray[np.float64]]:
    """Return base and per-feature contributions in log-odds; together they are the score's log-odds exactly."""
    out = np.zeros(len(FEATURES))
    _contributions(x, *model.arrays, out)  # type: ignore[call-arg]
    out[LIGHTER] += thinness(float(x[LIGHTER]))
    return model.bias + float(model.value[model.roots].sum()), out
