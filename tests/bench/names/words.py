# SPDX-License-Identifier: Apache-2.0
"""Scores of single words: our learned similarity, Jaro-Winkler and WRatio on words in Latin letters."""

import numpy as np
from numpy.typing import NDArray

from tests.bench.names import scorers
from tests.bench.names.sets import Pairs


def scores(pairs: Pairs) -> dict[str, NDArray[np.float64]]:
    """Return what each scorer gives the pairs."""
    found = {peer.name: peer.scores("person", pairs.left, pairs.right) for peer in JARO_AND_RATIO}
    if not scorers.engine_missing():
        found["taawun"] = ours(pairs)
    return found


JARO_AND_RATIO = (scorers.Peer("jaro-winkler"), scorers.Peer("wratio"))


def ours(pairs: Pairs) -> NDArray[np.float64]:
    """Return the similarity of the words, folded."""
    from taawun.engines.names.normalise import fold
    from taawun.engines.names.similarity import similarity

    folded = {text: fold(text) for text in {*pairs.left, *pairs.right}}
    return np.array([similarity(folded[a], folded[b]) for a, b in zip(pairs.left, pairs.right, strict=True)])
