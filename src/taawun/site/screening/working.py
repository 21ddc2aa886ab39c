# SPDX-License-Identifier: Apache-2.0
"""Row after row through the index, in the order of the file; every row comes out, also one that could not be read."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from taawun.engines.matching import Index, Match, Record
from taawun.formats.people import ListRow

LOOKED_AT: Final = 0.1
"""Least score asked of the index. It drops candidates by a rough score, which may lie far below the real one."""


@dataclass(frozen=True, slots=True)
class Screened:
    """One row of the names, and whom of the list it may be, the likeliest first."""

    row: ListRow
    matches: tuple[Match, ...] = ()


def screened(rows: Iterator[ListRow], index: Index, *, limit: int, threshold: float) -> Iterator[Screened]:
    """Yield every row with its matches of at least the threshold. Memory is bounded by what the index takes at once."""
    waiting: deque[ListRow] = deque()
    if not len(index):
        yield from map(Screened, rows)
        return
    for record, matches in index.screen(_records(rows, waiting), limit, threshold=min(threshold, LOOKED_AT)):
        while (row := waiting.popleft()).record is not record:
            yield Screened(row)
        yield Screened(row, tuple(match for match in matches if match.score >= threshold))
    yield from map(Screened, waiting)


def _records(rows: Iterator[ListRow], waiting: deque[ListRow]) -> Iterator[Record]:
    for row in rows:
        waiting.append(row)
        if row.record is not None:
            yield row.record
