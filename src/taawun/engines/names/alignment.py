# SPDX-License-Identifier: Apache-2.0
"""The best way to pair the letters of two units, for the picture that explains a score.

The same tables as `similarity`, the single best path instead of the sum of all; plain Python, one pair at a time.
"""

from collections.abc import Iterator
from itertools import pairwise
from math import log

from taawun.engines.names.letters import ARABIC_BASE, SIZE, encode
from taawun.engines.names.tables import CROSS, END, IN_ARABIC, IN_LATIN, MIDDLE, START, Floats, Layout, model

Cell = tuple[int, int]

_STEPS = ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2))
_UNLIKELY = -20.0  # natural log of the weight of two letters the model has no table for
_FLOOR = 1e-30


def letter_alignment(a: str, b: str) -> tuple[tuple[str, str], ...]:
    """Return groups of letters of two folded units, in order, each with its partner; one side may be empty."""
    if a.isascii() and not b.isascii():
        return tuple((left, right) for right, left in letter_alignment(b, a))
    path = _best_path(_Pair(a, b))
    return tuple((a[i0:i1], b[j0:j1]) for (i0, j0), (i1, j1) in pairwise(path))


class _Pair:
    """Two units as local codes, with the tables that fit them, or none."""

    def __init__(self, a: str, b: str) -> None:
        kinds = (_kind(a), _kind(b))
        self.layout = {(1, 0): CROSS, (0, 0): IN_LATIN, (1, 1): IN_ARABIC}.get(kinds)
        self.x, self.y = _local(a, kinds[0]), _local(b, kinds[1])


def _kind(unit: str) -> int:
    codes = encode(unit)
    if len(codes) and all(codes < ARABIC_BASE):
        return 0
    return 1 if len(codes) and all(codes >= ARABIC_BASE) and all(codes < SIZE) else 2


def _local(unit: str, kind: int) -> list[int]:
    shift = ARABIC_BASE - 1 if kind == 1 else 0
    return [int(code) - shift for code in encode(unit)]


def _best_path(pair: _Pair) -> list[Cell]:
    n, m = len(pair.x), len(pair.y)
    best: dict[Cell, float] = {(0, 0): 0.0}
    came: dict[Cell, Cell] = {}
    for cell in ((i, j) for i in range(n + 1) for j in range(m + 1) if i or j):
        scored = [(best[start] + _weight(pair, start, cell), start) for start in _starts(cell)]
        best[cell], came[cell] = max(scored)
    path = [(n, m)]
    while path[-1] in came:
        path.append(came[path[-1]])
    return path[::-1]


def _starts(cell: Cell) -> Iterator[Cell]:
    for di, dj in _STEPS:
        if cell[0] >= di and cell[1] >= dj:
            yield cell[0] - di, cell[1] - dj


def _weight(pair: _Pair, start: Cell, end: Cell) -> float:
    """Return the log weight of the group between two cells."""
    x, y = pair.x[start[0] : end[0]], pair.y[start[1] : end[1]]
    if pair.layout is None:
        return 0.0 if x == y else _UNLIKELY * max(len(x), len(y))
    place = _place(pair, start, end)
    return log(max(_table_weight(pair, pair.layout, model(), x, y, start, place), _FLOOR))


def _place(pair: _Pair, start: Cell, end: Cell) -> int:
    if end == (len(pair.x), len(pair.y)):
        return END
    return START if start == (0, 0) else MIDDLE


def _table_weight(pair: _Pair, at: Layout, w: Floats, x: list[int], y: list[int], start: Cell, place: int) -> float:
    nx, ny = at.nx, at.ny
    if len(y) == 0:
        before, last = (pair.x[start[0] - 1] if start[0] else 0), start[0] + 1 == len(pair.x)
        return float(w[at.w10 + (last * nx + before) * nx + x[0]])
    if len(x) == 0:
        before, last = (pair.y[start[1] - 1] if start[1] else 0), start[1] + 1 == len(pair.y)
        return float(w[at.w01 + (last * ny + before) * ny + y[0]])
    if len(x) == len(y):
        return float(w[at.w11 + (place * nx + x[0]) * ny + y[0]])
    if len(x) == 2:
        return float(w[at.w21 + (y[0] * nx + x[0]) * nx + x[1]])
    return float(w[at.w12 + (x[0] * ny + y[0]) * ny + y[1]])
