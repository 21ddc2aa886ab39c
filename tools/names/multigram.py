# SPDX-License-Identifier: Apache-2.0
"""The first estimate of the letter-pair tables: a joint multigram, by expectation and maximisation.

A pair of spellings is explained by every way to cut both into groups 1:1, 1:0, 0:1, 2:1 and 1:2. `estimate`
returns the probability of each group; contexts and the difference from look-alikes come later (`discriminate`).
"""

from collections.abc import Sequence

import numba
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Tables = tuple[Floats, Floats, Floats, Floats, Floats]

ROUNDS = 10
RARE = 0.4  # expected count below which a group of three letters is forgotten
SMOOTH_PAIR, SMOOTH_SINGLE = 0.02, 0.5


def estimate(pairs: "Packed", symmetric: bool) -> Tables:
    """Return p11[x, y], p10[x], p01[y], p21[y, x, x], p12[x, y, y] that explain the pairs."""
    tables = _start(pairs.left_size, pairs.right_size, symmetric)
    for _ in range(ROUNDS):
        counts = _expect(pairs.left, pairs.left_at, pairs.right, pairs.right_at, pairs.weight, *tables)
        tables = _maximise(counts[1:], symmetric)
    return tables


class Packed:
    """Pairs of encoded units with a weight each, as flat arrays."""

    def __init__(self, rows: Sequence[tuple[bytes, bytes, float]], left_size: int, right_size: int) -> None:
        self.left, self.left_at = _flat([row[0] for row in rows])
        self.right, self.right_at = _flat([row[1] for row in rows])
        self.weight = np.array([row[2] for row in rows])
        self.left_size, self.right_size = left_size, right_size


def _flat(units: Sequence[bytes]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    at = np.zeros(len(units) + 1, dtype=np.int64)
    np.cumsum([len(unit) for unit in units], out=at[1:])
    return np.frombuffer(b"".join(units), dtype=np.uint8), at


def _start(nx: int, ny: int, symmetric: bool) -> Tables:
    p11 = np.full((nx, ny), 1.0)
    if symmetric:
        p11 += 20 * np.eye(nx)
    tables = (p11, np.full(nx, 0.2), np.full(ny, 0.2), np.full((ny, nx, nx), 0.02), np.full((nx, ny, ny), 0.02))
    return _normal(tables)


def _normal(tables: Tables) -> Tables:
    total = sum(float(table.sum()) for table in tables)
    p11, p10, p01, p21, p12 = (table / total for table in tables)
    return p11, p10, p01, p21, p12


def _maximise(counts: Tables, symmetric: bool) -> Tables:
    c11, c10, c01, c21, c12 = counts
    if symmetric:
        c11, c10, c21 = c11 + c11.T, c10 + c01, c21 + c12
        c01, c12 = c10, c21
    c21, c12 = np.where(c21 < RARE, 0, c21), np.where(c12 < RARE, 0, c12)
    return _normal((c11 + SMOOTH_PAIR, c10 + SMOOTH_SINGLE, c01 + SMOOTH_SINGLE, c21, c12))


@numba.njit(cache=True)
def _expect(  # type: ignore[no-untyped-def]  # noqa: C901, PLR0912 - one walk over the grid
    xs, xat, ys, yat, weight, p11, p10, p01, p21, p12
):
    c11, c10, c01 = np.zeros_like(p11), np.zeros_like(p10), np.zeros_like(p01)
    c21, c12 = np.zeros_like(p21), np.zeros_like(p12)
    f = np.zeros((42, 42))
    b = np.zeros((42, 42))
    total = 0.0
    for k in range(len(weight)):
        x = xs[xat[k] : xat[k + 1]]
        y = ys[yat[k] : yat[k + 1]]
        n, m = len(x), len(y)
        for i in range(n + 1):
            for j in range(m + 1):
                v = 1.0 if i == 0 and j == 0 else 0.0
                if i > 0:
                    v += f[i - 1, j] * p10[x[i - 1]]
                if j > 0:
                    v += f[i, j - 1] * p01[y[j - 1]]
                if i > 0 and j > 0:
                    v += f[i - 1, j - 1] * p11[x[i - 1], y[j - 1]]
                if i > 1 and j > 0:
                    v += f[i - 2, j - 1] * p21[y[j - 1], x[i - 2], x[i - 1]]
                if i > 0 and j > 1:
                    v += f[i - 1, j - 2] * p12[x[i - 1], y[j - 2], y[j - 1]]
                f[i, j] = v
        z = f[n, m]
        if z <= 1e-290:
            continue
        total += weight[k] * np.log(z)
        for i in range(n, -1, -1):
            for j in range(m, -1, -1):
                v = 1.0 if i == n and j == m else 0.0
                g = f[i, j] * weight[k] / z
                if i < n:
                    e = p10[x[i]] * b[i + 1, j]
                    c10[x[i]] += g * e
                    v += e
                if j < m:
                    e = p01[y[j]] * b[i, j + 1]
                    c01[y[j]] += g * e
                    v += e
                if i < n and j < m:
                    e = p11[x[i], y[j]] * b[i + 1, j + 1]
                    c11[x[i], y[j]] += g * e
                    v += e
                if i + 1 < n and j < m:
                    e = p21[y[j], x[i], x[i + 1]] * b[i + 2, j + 1]
                    c21[y[j], x[i], x[i + 1]] += g * e
                    v += e
                if i < n and j + 1 < m:
                    e = p12[x[i], y[j], y[j + 1]] * b[i + 1, j + 2]
                    c12[x[i], y[j], y[j + 1]] += g * e
                    v += e
                b[i, j] = v
    return total, c11, c10, c01, c21, c12
