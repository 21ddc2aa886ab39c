# SPDX-License-Identifier: Apache-2.0
"""How well single Urdu words meet their romanisations, among the nearest wrong ones of every scorer.

The words are Dakshina's development words (CC BY-SA 4.0), which measure and never train. Protocol: WORDS words are
chosen by a hash; for each, every romanisation that is attested for it is a true pair; each scorer then names the
NEAREST romanisations of other words that it finds likeliest, and the false pairs are those of all scorers together,
so that each scorer answers for its own mistakes and for the others'. The figure is the average precision over all
pairs of all words in one list, so scores must be comparable between words. A romanisation that is attested only for
another word may still be a right one: no scorer can reach 1.
"""

import gzip
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import distance, process

from taawun.engines.names.letters import code_many
from taawun.engines.names.normalise import fold
from taawun.engines.names.similarity import similarities

DAKSHINA = Path(__file__).resolve().parents[3] / "shared" / "data" / "names" / "dakshina_ur_dev.tsv.gz"
WORDS = 600
NEAREST = 20
AS_WRITTEN = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگٹڈڑ",
        "a b t s j h kh d z r z s sh s z t z a gh f q k l m n h w i p ch zh g t d r".split(),
        strict=True,
    )
)


def run() -> Iterator[dict[str, Any]]:
    """Yield one measurement, or nothing where the words are absent."""
    if not DAKSHINA.exists():
        return
    of = attested()
    words = sorted(of, key=lambda word: hashlib.sha256(word.encode()).hexdigest())[:WORDS]
    latin = sorted({one for found in of.values() for one in found})
    true = np.array([[one in of[word] for one in latin] for word in words])
    scores = {"taawun": ours(words, latin), "jaro-winkler": jaro_winkler(words, latin)}
    pool = true | np.any([nearest(found, true) for found in scores.values()], axis=0)
    ap = {name: average_precision(true[pool], found[pool]) for name, found in scores.items()}
    yield {
        "bench": "names/tokens_urdu",
        "value": round(ap["taawun"], 4),
        "unit": "average precision",
        "peer": "jaro-winkler on letters as written",
        "peer_value": round(ap["jaro-winkler"], 4),
        "note": f"Dakshina Urdu, {len(words)} words, {int(true.sum()):,} true pairs and {int((pool & ~true).sum()):,}"
        f" false: the {NEAREST} nearest of each scorer among {len(latin):,} romanisations",
    }


def attested() -> dict[str, set[str]]:
    """Return the romanisations of each word, both folded."""
    of: dict[str, set[str]] = defaultdict(set)
    with gzip.open(DAKSHINA, "rt", encoding="utf-8") as lines:
        for line in lines:
            word, latin = (fold(part) for part in line.split("\t")[:2])
            if word and latin and " " not in word + latin:
                of[word].add(latin)
    return of


def ours(words: list[str], latin: list[str]) -> np.ndarray:
    """Return the similarity of every word and romanisation, float32[words, latin]."""
    i = np.repeat(np.arange(len(words), dtype=np.int32), len(latin))
    j = np.tile(np.arange(len(latin), dtype=np.int32), len(words))
    return similarities(code_many(words), code_many(latin), i, j).reshape(len(words), -1)


def jaro_winkler(words: list[str], latin: list[str]) -> np.ndarray:
    """Return the same by Jaro-Winkler on the word with each letter written in Latin."""
    spelled = ["".join(AS_WRITTEN.get(letter, letter) for letter in word) for word in words]
    return process.cdist(spelled, latin, scorer=distance.JaroWinkler.similarity, dtype=np.float32)


def nearest(scores: np.ndarray, true: np.ndarray) -> np.ndarray:
    """Return which wrong romanisations a scorer puts first, bool[words, latin]."""
    first = np.argsort(np.where(true, np.inf, -scores), axis=1, kind="stable")[:, :NEAREST]
    chosen = np.zeros_like(true)
    np.put_along_axis(chosen, first, True, axis=1)
    return chosen


def average_precision(true: np.ndarray, scores: np.ndarray) -> float:
    """Return the precision averaged over the ranks of the true pairs."""
    ranked = true[np.argsort(-scores, kind="stable")]
    precision = np.cumsum(ranked) / np.arange(1, len(ranked) + 1)
    return float(precision[ranked].mean())


if __name__ == "__main__":
    for measured in run():
        print(measured)
