# SPDX-License-Identifier: Apache-2.0
"""The figures of a scorer: average precision, best F1, and false alerts at a recall. Equal scores stand together."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Curve:
    """What each possible threshold gives, from the highest: alerts that are right, and alerts that are wrong."""

    thresholds: NDArray[np.float64]
    right: NDArray[np.int64]
    wrong: NDArray[np.int64]
    positives: int

    @property
    def precision(self) -> NDArray[np.float64]:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> NDArray[np.float64]:
        return self.right / self.positives


def curve(truth: ArrayLike, scores: ArrayLike) -> Curve:
    """Return the curve of scores (higher is more alike) for pairs that are or are not the same; both have length n."""
    same, score = np.asarray(truth, bool), np.asarray(scores, np.float64)
    if len(same) != len(score) or not same.any():
        raise ValueError("as many scores as pairs are needed, and one pair that is the same")
    if np.isnan(score).any():
        raise ValueError("a score is not a number")
    order = np.argsort(-score, kind="stable")
    same, score = same[order], score[order]
    ends = np.flatnonzero(np.append(np.diff(score) != 0, True))  # the last pair of each score
    right = np.cumsum(same)[ends]
    return Curve(score[ends], right, ends + 1 - right, int(same.sum()))


def average_precision(truth: ArrayLike, scores: ArrayLike) -> float:
    """Return the precision averaged over the steps of recall, without interpolation."""
    found = curve(truth, scores)
    return float(np.sum(np.diff(found.recall, prepend=0.0) * found.precision))


def best_f1(truth: ArrayLike, scores: ArrayLike) -> float:
    """Return the highest F1 of any threshold."""
    found = curve(truth, scores)
    return float(np.max(2 * found.right / (found.right + found.wrong + found.positives)))


def false_alerts(truth: ArrayLike, scores: ArrayLike, recall: float = 0.95) -> int:
    """Return how many alerts are wrong at the highest threshold that reaches a recall."""
    found = curve(truth, scores)
    return int(found.wrong[np.argmax(found.recall >= recall - 1e-12)])
