# SPDX-License-Identifier: Apache-2.0
"""Which cells of a table are withheld so that none below a least size leaves or follows by subtraction (spec §80.84).

Rows and columns whose total is too small are left out, of the totals too. Then small cells are hidden, and further
ones until no difference of totals gives a number below the least size. Zero is a small number: it tells of everybody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

LEAST: Final = 5
"""The smallest figure that may leave."""
MOST_ROWS: Final = 12
"""Rows of one table: all sets of them are looked at."""

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it may leave: None is a cell that is withheld. Rows and columns left out are in none of it."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int, ...]
    column_totals: tuple[int, ...]
    total: int
    left_out: tuple[str, ...]
    """Names of the rows and columns that are left out."""


def withhold(rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]], least: int = LEAST) -> Table:
    """Return a table of counts without what is too small, and without what would give it away.

    Raises:
        ValueError: for another shape, more than MOST_ROWS rows, a negative count, or a least size below 2.
    """
    if least < 2 or len(rows) > MOST_ROWS or len(counts) != len(rows):
        raise ValueError("shape")
    if any(len(line) != len(columns) or min(line, default=0) < 0 for line in counts):
        raise ValueError("shape")
    kept_rows, kept_columns = _large(counts, len(columns), least)
    kept = [[counts[i][j] for j in kept_columns] for i in kept_rows]
    hidden = _hidden(kept, least)
    out = [rows[i] for i in range(len(rows)) if i not in kept_rows]
    out += [columns[j] for j in range(len(columns)) if j not in kept_columns]
    return Table(
        rows=tuple(rows[i] for i in kept_rows),
        columns=tuple(columns[j] for j in kept_columns),
        cells=tuple(
            tuple(None if (i, j) in hidden else value for j, value in enumerate(line)) for i, line in enumerate(kept)
        ),
        row_totals=tuple(map(sum, kept)),
        column_totals=tuple(map(sum, zip(*kept, strict=True))),
        total=sum(map(sum, kept)),
        left_out=tuple(out),
    )


def _large(counts: Sequence[Sequence[int]], width: int, least: int) -> tuple[list[int], list[int]]:
    """Return the rows and columns whose totals are large enough, among each other."""
    rows, columns = list(range(len(counts))), list(range(width))
    while True:
        rows_left = [i for i in rows if sum(counts[i][j] for j in columns) >= least]
        columns_left = [j for j in columns if sum(counts[i][j] for i in rows_left) >= least]
        if (rows_left, columns_left) == (rows, columns):
            return rows, columns
        rows, columns = rows_left, columns_left


def _hidden(kept: Sequence[Sequence[int]], least: int) -> set[Cell]:
    """Return the cells to hide: the small ones, then the smallest that closes each way to a small sum."""
    hidden = {(i, j) for i, line in enumerate(kept) for j, value in enumerate(line) if value < least}
    while (open_to := next(_leaks(kept, hidden, least), None)) is not None:
        shown = [cell for cell in open_to if cell not in hidden]
        hidden.add(min(shown, key=lambda cell: (kept[cell[0]][cell[1]], cell)))
    return hidden


def _leaks(kept: Sequence[Sequence[int]], hidden: set[Cell], least: int) -> Iterator[list[Cell]]:
    """Yield, for each small sum that could be computed, the cells of which one more must be hidden.

    What is hidden in a row or column is its total less what is shown. Any other sum of hidden cells that follows from
    these is that of a set of rows, taken in the columns where hidden cells lie both inside and outside of the set.
    """
    lines = [[(i, j) for j in range(len(line))] for i, line in enumerate(kept)]
    lines += [[(i, j) for i in range(len(kept))] for j in range(len(kept[0]) if kept else 0)]
    for line in lines:
        inside = [cell for cell in line if cell in hidden]
        if inside and (len(inside) < 2 or _sum(kept, inside) < least):
            yield line
    for some in _sets(len(kept)):
        mixed = _mixed(hidden, some)
        inside = [(i, j) for i, j in hidden if i in some and j in mixed]
        if inside and _sum(kept, inside) < least:
            rows_of = [cell for i in some for cell in lines[i]]
            yield rows_of if any(cell not in hidden for cell in rows_of) else [c for line in lines for c in line]


def _sets(size: int) -> Iterator[frozenset[int]]:
    for count in range(1, size):
        yield from map(frozenset, combinations(range(size), count))


def _mixed(hidden: set[Cell], some: frozenset[int]) -> set[int]:
    inside = {j for i, j in hidden if i in some}
    return inside & {j for i, j in hidden if i not in some}


def _sum(kept: Sequence[Sequence[int]], cells: Sequence[Cell]) -> int:
    return sum(kept[i][j] for i, j in cells)
