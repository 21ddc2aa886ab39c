# SPDX-License-Identifier: Apache-2.0
"""Linking two lists, or a list with itself: pairs of records that may be one subject.

Each record of the left list is searched in an index of the right one, so every pair of at least the threshold
among the best few of a record is found. The engine is local, or Apache Spark with the same results (`spark`).
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from taawun.engines.matching.index import Index
from taawun.engines.matching.records import Match, Record

Engine = Literal["local", "spark"]

LINKS_OF_ONE: Final = 20
"""Links of one record of the left list, the best ones."""

LEAST_LINKED: Final = 0.7
"""Score from which a pair is a link, unless it is told otherwise."""


@dataclass(frozen=True, slots=True)
class Link:
    """A pair of records: the id on the left, and the match on the right with its score and reasons."""

    left: str
    match: Match

    @property
    def right(self) -> str:
        """The id on the right."""
        return self.match.record.id

    @property
    def score(self) -> float:
        """The score, 0..1."""
        return self.match.score


def link(
    left: Index | Iterable[Record],
    right: Index | Iterable[Record],
    *,
    engine: Engine = "local",
    threshold: float = LEAST_LINKED,
    workers: int = 2,
) -> Iterator[Link]:
    """Yield the links from the left list to the right one, in the left list's order, the best first.

    Raises:
        NoSpark: engine "spark" where pyspark or Java is missing.
    """
    with _as_index(right) as index:
        for record, matches in _screened(_records(left), index, engine, threshold, LINKS_OF_ONE, workers):
            yield from (Link(record, match) for match in matches)


def dedupe(
    records: Index | Iterable[Record],
    *,
    engine: Engine = "local",
    threshold: float = LEAST_LINKED,
    workers: int = 2,
) -> Iterator[Link]:
    """Yield the pairs within one list, each once: the earlier record is on the left.

    Raises:
        NoSpark: engine "spark" where pyspark or Java is missing.
    """
    with _as_index(records) as index:
        seen: set[tuple[str, str]] = set()
        for record, matches in _screened(index.records(), index, engine, threshold, LINKS_OF_ONE + 1, workers):
            for match in matches:
                pair = (record, match.record.id)
                if record != match.record.id and pair not in seen:
                    seen.add(pair[::-1])
                    yield Link(record, match)


def _records(given: Index | Iterable[Record]) -> Iterator[Record]:
    return given.records() if isinstance(given, Index) else iter(given)


def _screened(
    records: Iterator[Record], index: Index, engine: Engine, threshold: float, limit: int, workers: int
) -> Iterator[tuple[str, tuple[Match, ...]]]:
    if engine == "spark":
        from taawun.engines.matching.spark import screen

        yield from screen(records, index, limit=limit, threshold=threshold)
        return
    for record, matches in index.screen(records, limit, workers, threshold=threshold):
        yield record.id, matches


@contextmanager
def _as_index(given: Index | Iterable[Record]) -> Iterator[Index]:
    if isinstance(given, Index):
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="taawun-link-") as folder:
        yield Index.build(given, Path(folder) / "index")
