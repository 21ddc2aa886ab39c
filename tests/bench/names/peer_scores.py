# SPDX-License-Identifier: Apache-2.0
"""Score pairs of names with a peer; runs in the peers' environment and knows nothing of ours.

    python peer_scores.py ALGORITHM JOB.json ANSWER.json

A job scores pairs, {"kind", "left": [...], "right": [...]}, or mines, {"kind", "left", "pool", "allowed", "top"}:
for each name on the left the places in the pool of the highest scores, ties in the order of a seeded shuffle.
"""

import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

Score = Callable[[str, str], float]
SCHEMA = {"person": "Person", "organisation": "Organization", "vessel": "Vessel"}


def rapidfuzz_score(algorithm: str) -> Score:
    """Return WRatio, token_sort or Jaro-Winkler on names in Latin letters, as anyascii writes them."""
    from functools import lru_cache

    from anyascii import anyascii
    from rapidfuzz import fuzz, utils
    from rapidfuzz.distance import JaroWinkler

    functions = {"wratio": fuzz.WRatio, "token-sort": fuzz.token_sort_ratio, "jaro-winkler": JaroWinkler.similarity}
    compare, whole = functions[algorithm], 1 if algorithm == "jaro-winkler" else 100
    latin = lru_cache(None)(lambda name: utils.default_process(anyascii(name)))
    return lambda a, b: compare(latin(a), latin(b)) / whole


def nomenklatura_score(algorithm: str, kind: str) -> Score:
    """Return one of nomenklatura's matchers on entities that have a name and nothing else."""
    from followthemoney import model
    from nomenklatura.matching import get_algorithm
    from nomenklatura.matching.types import ScoringConfig

    matcher, config, made = get_algorithm(algorithm), ScoringConfig.defaults(), {}

    def entity(name: str, side: str):
        key = (side, name)
        if key not in made:
            made[key] = model.get_proxy(
                {"id": f"{side}{len(made)}", "schema": SCHEMA[kind], "properties": {"name": [name]}}
            )
        return made[key]

    return lambda a, b: float(matcher.compare(entity(a, "q"), entity(b, "r"), config).score)


def scorer(algorithm: str, kind: str) -> Score:
    """Return the function that scores two names."""
    if algorithm in ("wratio", "token-sort", "jaro-winkler"):
        return rapidfuzz_score(algorithm)
    return nomenklatura_score(algorithm, kind)


def mined(score: Score, job: dict) -> list[list[int]]:
    """Return the hardest wrong names of the pool for each name."""
    dice, found = random.Random(7), []
    for name, allowed in zip(job["left"], job["allowed"], strict=True):
        order = dice.sample(allowed, len(allowed))
        order.sort(key=lambda place: -score(name, job["pool"][place]))
        found.append(order[: job["top"]])
    return found


def main(algorithm: str, job_file: str, answer_file: str) -> None:
    job = json.loads(Path(job_file).read_text())
    score = scorer(algorithm, job["kind"])
    score("Anna Example", "Anna Exampel")  # what is loaded on first use is not what is measured
    start, processor = time.perf_counter(), time.process_time()
    if "pool" in job:
        answer = {"mined": mined(score, job)}
    else:
        answer = {"scores": [score(a, b) for a, b in zip(job["left"], job["right"], strict=True)]}
    answer |= {"seconds": time.perf_counter() - start, "processor": time.process_time() - processor}
    Path(answer_file).write_text(json.dumps(answer))


main(*sys.argv[1:])
