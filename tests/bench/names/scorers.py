# SPDX-License-Identifier: Apache-2.0
"""Who scores pairs of names in the measurements: our engine, and the peers in their own environment.

A scorer gives a score for each pair, and mines: it names the wrong names that it finds most alike. What peers answer
is kept (peers.kept); how fast they are is measured anew each time (`fresh`).
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from tests.bench.names import peers

CORES: Final = 2
"""Scorers that run at a time."""

Given = TypeVar("Given")

MINED: Final = 10
"""Wrong names that are kept for each name; a set takes the first of them."""


class Scorer(Protocol):
    """What the measurements ask of a scorer."""

    name: str

    def scores(self, kind: str, left: Sequence[str], right: Sequence[str]) -> NDArray[np.float64]: ...

    def mine(
        self, kind: str, left: Sequence[str], pool: Sequence[str], allowed: list[list[int]], top: int
    ) -> list[list[int]]: ...


@dataclass(frozen=True, slots=True)
class Ours:
    """The engine of this project."""

    name: str = "taawun"

    def scores(self, kind: str, left: Sequence[str], right: Sequence[str]) -> NDArray[np.float64]:
        from taawun.engines.names import compare_many

        return np.asarray(compare_many(left, right, kind), np.float64)

    def mine(
        self, kind: str, left: Sequence[str], pool: Sequence[str], allowed: list[list[int]], top: int
    ) -> list[list[int]]:
        counts = [len(places) for places in allowed]
        first = [name for name, count in zip(left, counts, strict=True) for _ in range(count)]
        second = [pool[place] for places in allowed for place in places]
        parts = np.split(self.scores(kind, first, second), np.cumsum(counts)[:-1])
        return [
            [places[i] for i in np.argsort(-part, kind="stable")[:top]]
            for places, part in zip(allowed, parts, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Peer:
    """A scorer in the peers' environment."""

    name: str

    def scores(self, kind: str, left: Sequence[str], right: Sequence[str]) -> NDArray[np.float64]:
        pairs = list(zip(left, right, strict=True))
        known = peers.Remembered("peer_scores.py", self.name, kind)
        missing = [pair for pair in dict.fromkeys(pairs) if pair not in known.scores]
        if missing:
            what = {"kind": kind, "left": [a for a, _ in missing], "right": [b for _, b in missing]}
            known.add(missing, peers.job("peer_scores.py", self.name, what=what)["scores"])
        return np.array([known.scores[pair] for pair in pairs], np.float64)

    def mine(
        self, kind: str, left: Sequence[str], pool: Sequence[str], allowed: list[list[int]], top: int
    ) -> list[list[int]]:
        what = {"kind": kind, "left": list(left), "pool": list(pool), "allowed": allowed, "top": MINED}
        return [places[:top] for places in peers.kept("peer_scores.py", self.name, what=what)["mined"]]

    def fresh(self, kind: str, left: Sequence[str], right: Sequence[str]) -> float:
        """Return pairs a second of processor time, measured now."""
        answer = peers.job("peer_scores.py", self.name, what={"kind": kind, "left": list(left), "right": list(right)})
        return len(left) / float(answer["processor"])


def on_both_cores(work: Callable[[Scorer], Given], scorers: Sequence[Scorer]) -> list[Given]:
    """Return what each scorer gives, in their order; peers run in processes of their own, so two run at a time."""
    with ThreadPoolExecutor(CORES) as pool:
        return list(pool.map(work, scorers))


RAPIDFUZZ: Final = (Peer("wratio"), Peer("token-sort"))
NOMENKLATURA: Final = (Peer("name-based"), Peer("logic-v2"))


def all_peers() -> tuple[Peer, ...]:
    """Return the peers that can run here."""
    return RAPIDFUZZ if peers.install() else RAPIDFUZZ + NOMENKLATURA


def engine_missing() -> str:
    """Return why our engine cannot be measured, or nothing."""
    try:
        from taawun.engines import names

        return "" if hasattr(names, "compare_many") else "taawun.engines.names has no compare_many yet"
    except ImportError as error:
        return str(error)


def speed(scorer: Ours, kind: str, left: Sequence[str], right: Sequence[str]) -> float:
    """Return our pairs a second of processor time: compiled, every name seen for the first time."""
    scorer.scores(kind, ["Anna Example"], ["Anna Exampel"])
    start = time.process_time()
    scorer.scores(kind, left, right)
    return len(left) / (time.process_time() - start)
