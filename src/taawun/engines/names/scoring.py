# SPDX-License-Identifier: Apache-2.0
"""The kernel that scores pairs of names, one after another: meet, link, weigh, and walk the trees.

It is compiled once for the machine and releases the interpreter, so that threads may share the work, each with its own
`Scratch`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numba
import numpy as np
import numpy.typing as npt

from taawun.engines.names import assignment, calibration, letters, meeting, similarity, tables, written
from taawun.engines.names.assignment import EXPLAINED_LESS, FEATURES, LIGHTER, RUN_TOGETHER, SLIPS, features, link
from taawun.engines.names.calibration import log_odds, thinness, trees
from taawun.engines.names.compiled import stamp
from taawun.engines.names.meeting import MAX_JOINS, fill, run_together
from taawun.engines.names.profile import Profile
from taawun.engines.names.similarity import WORK_SIZE
from taawun.engines.names.units import MAX_UNITS
from taawun.engines.names.vocabulary import Vocabulary

LONGEST_JOIN: Final = 128  # letters
FOUND: Final = 0.1  # when less than this is unexplained, the names are not looked at as a whole


@dataclass(frozen=True, slots=True)
class Scratch:
    """The arrays one thread works in; after a call they hold what the last pair left."""

    table: npt.NDArray[np.float32]
    joins: npt.NDArray[np.int32]
    joins_p: npt.NDArray[np.float32]
    links: npt.NDArray[np.int32]
    links_p: npt.NDArray[np.float32]
    found: npt.NDArray[np.float32]
    features: npt.NDArray[np.float32]
    counts: npt.NDArray[np.int64]  # links
    weights: npt.NDArray[np.float32]
    roles: npt.NDArray[np.uint8]
    buffer: npt.NDArray[np.uint8]
    work: npt.NDArray[np.float64]

    @classmethod
    def new(cls) -> "Scratch":
        """Return arrays of the sizes that the kernels expect."""
        size = MAX_UNITS
        return cls(
            table=np.zeros((size, size), np.float32),
            joins=np.zeros((MAX_JOINS, 4), np.int32),
            joins_p=np.zeros(MAX_JOINS, np.float32),
            links=np.zeros((size, 4), np.int32),
            links_p=np.zeros(size, np.float32),
            found=np.zeros((2, size), np.float32),
            features=np.zeros(len(FEATURES), np.float32),
            counts=np.zeros(1, np.int64),
            weights=np.zeros((2, size), np.float32),
            roles=np.zeros((2, size), np.uint8),
            buffer=np.zeros(LONGEST_JOIN, np.uint8),
            work=np.zeros(WORK_SIZE),
        )

    @property
    def arrays(self) -> tuple[npt.NDArray[Any], ...]:
        """The arrays in the order in which the kernel takes them."""
        first = (self.table, self.joins, self.joins_p, self.links, self.links_p, self.found, self.features)
        return (*first, self.counts, self.weights, self.roles, self.buffer, self.work)


def _kernel(sources: int) -> Callable[..., None]:
    """Return the compiled kernel; `sources` is the stamp of all that it calls."""

    # fmt: off
    @numba.njit(cache=True, nogil=True)
    def score_many(  # type: ignore[no-untyped-def]
        x, y, offsets, ids, roles, starts, classes, sounds, bits, written, written_at,
        codes, at, own, letters, acronyms, keys, kept,
        roots, feature, threshold, below, value, bias,
        table, joins, joins_p, links, links_p, found, feats, counts, w, r, buffer, work, out,
    ):
        """Score pairs of names x[k], y[k] of a vocabulary into out[k]; the arguments are the arrays named above."""
        if sources < 0:
            return
        for k in range(len(x)):
            a, b = ids[offsets[x[k]] : offsets[x[k] + 1]], ids[offsets[y[k]] : offsets[y[k] + 1]]
            na, nb = len(a), len(b)
            for i in range(na):
                w[0, i], r[0, i] = bits[a[i]], roles[a[i]]
            for j in range(nb):
                w[1, j], r[1, j] = bits[b[j]], roles[b[j]]
            n = fill(
                a, b, roles, starts, classes, sounds, codes, at, own, letters, acronyms, keys, kept,
                table, joins, joins_p, buffer, work,
            )
            counts[0] = link(table, na, nb, joins, joins_p, n, w[0], w[1], links, links_p, found)
            features(links, links_p, counts[0], found, w[0], w[1], r[0], r[1], na, nb, feats)
            feats[RUN_TOGETHER] = 1.0 - feats[EXPLAINED_LESS]
            if feats[RUN_TOGETHER] > FOUND:
                slips, longer = run_together(a, b, roles, codes, at, x[k], y[k], written, written_at, buffer)
                feats[RUN_TOGETHER], feats[SLIPS] = min(feats[RUN_TOGETHER], slips / longer), slips
            if feats[RUN_TOGETHER] < 1:
                z = log_odds(feats, roots, feature, threshold, below, value, bias) + thinness(feats[LIGHTER])
                out[k] = 1.0 / (1.0 + math.exp(-z))

    # fmt: on
    return score_many


score_many: Final = _kernel(stamp(assignment, calibration, letters, meeting, similarity, tables, written))
"""Scores pairs of names x[k], y[k] of a vocabulary into out[k], float32; its arguments are `Vocabulary.arrays`, the
profile's acronyms, a cache, the trees and `Scratch.arrays`."""


def score(
    vocabulary: Vocabulary,
    x: npt.NDArray[np.int64],
    y: npt.NDArray[np.int64],
    profile: Profile,
    scratch: Scratch,
    cached: int,
) -> npt.NDArray[np.float32]:
    """Return the score of names x[k], y[k] of a vocabulary, float32[n]; `cached` similarities are remembered."""
    out = np.zeros(len(x), dtype=np.float32)
    keys, kept = np.zeros(cached, dtype=np.int64), np.zeros(cached, dtype=np.float32)
    model = trees(profile.kind)
    score_many(x, y, *vocabulary.arrays, profile.acronyms, keys, kept, *model.arrays, model.bias, *scratch.arrays, out)
    return out
