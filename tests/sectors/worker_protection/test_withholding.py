# SPDX-License-Identifier: Apache-2.0
"""No small cell leaves, nor follows by subtraction from what leaves: what §80.84 MUST NOT let out."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taawun.sectors.worker_protection.withholding import LEAST, Table, withhold


def table(counts, least=LEAST) -> Table:
    return withhold([f"r{i}" for i in range(len(counts))], [f"c{j}" for j in range(len(counts[0]))], counts, least)


def test_a_table_without_small_cells_leaves_whole():
    made = table([[10, 20], [30, 40]])
    assert made.cells == ((10, 20), (30, 40))
    assert (made.row_totals, made.column_totals, made.total) == ((30, 70), (40, 60), 100)
    assert not made.left_out


def test_a_small_cell_takes_others_with_it_so_that_no_total_gives_it_away():
    made = table([[2, 20, 30], [25, 40, 50], [60, 70, 80]])
    assert made.cells[0][0] is None
    assert all(sum(cell is None for cell in line) != 1 for line in made.cells)
    assert all(sum(cell is None for cell in line) != 1 for line in zip(*made.cells, strict=True))


def test_a_row_of_nobody_is_left_out_of_the_totals_too():
    made = table([[10, 20], [0, 1]])
    assert made.left_out == ("r1",)
    assert made.total == 30


def test_a_table_of_small_numbers_leaves_nothing():
    made = table([[1, 0], [0, 2]])
    assert (made.cells, made.total) == ((), 0)


def test_zero_is_a_small_number():
    assert table([[0, 50], [60, 70]]).cells[0][0] is None


WRONG = {
    "a negative count": ([[-1, 3]], 5),
    "rows of two lengths": ([[1, 3], [1]], 5),
    "a least size of one": ([[1, 3]], 1),
    "too many rows": ([[9]] * 13, 5),
}


@pytest.mark.parametrize(("counts", "least"), WRONG.values(), ids=WRONG)
def test_another_shape_is_refused(counts, least):
    with pytest.raises(ValueError, match="shape"):
        table(counts, least)


def derived(made: Table, truth: list[list[int]]) -> list[int]:
    """Return the true sums of all sets of withheld cells that the equations of the table determine."""
    hidden = [(i, j) for i, line in enumerate(made.cells) for j, cell in enumerate(line) if cell is None]
    if not hidden:
        return []
    lines = [[float(i == r) for i, _ in hidden] for r in range(len(made.rows))]
    lines += [[float(j == c) for _, j in hidden] for c in range(len(made.columns))]
    _u, values, basis = np.linalg.svd(np.array(lines))
    free = basis[int((values > 1e-9).sum()) :]
    sets = np.array(list(itertools.product([0.0, 1.0], repeat=len(hidden))))[1:]
    known = np.abs(sets @ free.T).max(axis=1, initial=0.0) < 1e-9
    figures = np.array([truth[int(made.rows[i][1:])][int(made.columns[j][1:])] for i, j in hidden])
    return [int(sum_) for sum_ in sets[known] @ figures]


sizes = st.tuples(st.integers(1, 4), st.integers(1, 3))
counts = sizes.flatmap(
    lambda size: st.lists(
        st.lists(st.one_of(st.integers(0, 6), st.integers(0, 40)), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)


@given(counts, st.integers(2, 6))
@settings(max_examples=250, deadline=None)
def test_no_small_number_leaves_or_follows_from_what_leaves(truth, least):
    made = table(truth, least)
    shown = [cell for line in made.cells for cell in line if cell is not None]
    shown += [*made.row_totals, *made.column_totals] + ([made.total] if made.rows else [])
    assert all(figure >= least for figure in shown)
    assert all(figure >= least for figure in derived(made, truth))
    assert not (len(made.rows) == 1 and any(cell is None for cell in made.cells[0]))
    for row, line in zip(made.rows, made.cells, strict=True):
        for column, cell in zip(made.columns, line, strict=True):
            assert cell is None or cell == truth[int(row[1:])][int(column[1:])]
