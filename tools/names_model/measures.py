# SPDX-License-Identifier: Apache-2.0
"""How good scores are: average precision, the best F1 of any threshold, and how far they are from probabilities."""

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int8]


def average_precision(scores: Scores, same: Labels) -> float:
    """Return the mean precision at each pair of the same subject, ties taken together."""
    precision, recall = _curve(scores, same)
    return float(np.sum(np.diff(recall, prepend=0.0) * precision))


def best_f1(scores: Scores, same: Labels) -> tuple[float, float]:
    """Return the best F1 and its threshold."""
    precision, recall = _curve(scores, same)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    return float(f1.max()), float(np.unique(scores)[::-1][f1.argmax()])


def _curve(scores: Scores, same: Labels) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    order = np.argsort(-scores, kind="stable")
    last = np.append(np.diff(scores[order]) != 0, True)
    hits = np.cumsum(same[order], dtype=np.float64)[last]
    taken = np.flatnonzero(last) + 1.0
    return hits / taken, hits / max(1, int(same.sum()))


def calibration_error(scores: Scores, same: Labels, prior: float, bins: int = 10) -> float:
    """Return the mean distance between score and share of same pairs, had `prior` of the pairs been the same."""
    weight = np.where(same, prior / same.sum(), (1 - prior) / (1 - same).sum())
    place = np.minimum((scores * bins).astype(int), bins - 1)
    error = 0.0
    for number in range(bins):
        here = place == number
        if here.any():
            share = weight[here]
            error += share.sum() * abs(np.average(scores[here], weights=share) - np.average(same[here], weights=share))
    return float(error)
