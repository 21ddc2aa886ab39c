# SPDX-License-Identifier: Apache-2.0
"""The second estimate of the tables: what tells spellings of one name from look-alikes.

The weights of letter groups, now in their contexts (place in the unit, letter before, last letter or not),
start from the multigram and move by stochastic gradient on the logistic loss of true and false pairs. The
gradient of a pair's likelihood by the log weight of a group is the expected number of times it is used.
"""

from dataclasses import dataclass, field

import numba
import numpy as np
import numpy.typing as npt

from taawun.engines.names.letters import Coded
from taawun.engines.names.similarity import WIDTH, distance, evidence
from taawun.engines.names.tables import END, FEATURES, MIDDLE, START, Layout

Floats = npt.NDArray[np.float64]

RATE = 0.08  # of a log weight, in the first round; it falls to nothing in the last
FINAL_SHARE = 0.4  # of that rate, for the final layer
PULL = 2e-4  # towards the multigram's weight, each time a group is used
SLIGHT = 1e-3  # expected use below which a group is not moved


@dataclass(slots=True)
class Examples:
    """Pairs of units by number, whether each is true, and its weight; X is the Arabic side of a cross pair."""

    x: Coded
    y: Coded
    i: npt.NDArray[np.int32]
    j: npt.NDArray[np.int32]
    true: Floats = field(default_factory=lambda: np.zeros(0))
    weight: Floats = field(default_factory=lambda: np.zeros(0))


def train(
    flat: npt.NDArray[np.float32], layout: Layout, shifts: tuple[int, int], ex: Examples, rounds: int, seed: int
) -> list[float]:
    """Move the weights of one kind of pair in `flat`; return the mean loss of each round."""
    part = slice(layout.w11, layout.end)
    weights = flat.astype(np.float64)
    with np.errstate(divide="ignore"):
        logs = np.log(np.maximum(weights[: layout.final], 1e-300))
    start, seen = logs.copy(), np.full(layout.end, 1e-2)
    xs, ys = (ex.x.codes, ex.x.offsets, ex.x.own), (ex.y.codes, ex.y.offsets, ex.y.own)
    losses, chance = [], np.random.default_rng(seed)
    for number in range(rounds):
        rate = RATE * (1 - number / rounds)
        order = chance.permutation(len(ex.i))
        losses.append(
            _round(xs, ys, ex.i, ex.j, ex.true, ex.weight, order, layout, shifts, (weights, logs, start, seen), rate)
        )
    flat[part] = weights[part]
    return losses


def evidence_of(flat: npt.NDArray[np.float32], layout: Layout, shifts: tuple[int, int], ex: Examples) -> Floats:
    """Return the evidence of each pair, float64[n, FEATURES]."""
    out = np.zeros((len(ex.i), FEATURES))
    xs, ys = (ex.x.codes, ex.x.offsets, ex.x.own), (ex.y.codes, ex.y.offsets, ex.y.own)
    _evidence(xs, ys, ex.i, ex.j, layout, shifts, flat.astype(np.float64), out)
    return out


@numba.njit(cache=True)
def _evidence(xs, ys, i, j, layout, shifts, weights, out):  # type: ignore[no-untyped-def]
    xc, xat, xown = xs
    yc, yat, yown = ys
    work = np.empty(2 * WIDTH * WIDTH)
    for k in range(len(i)):
        p, q = i[k], j[k]
        n, m = xat[p + 1] - xat[p], yat[q + 1] - yat[q]
        edit = 0.0
        if shifts[0] == shifts[1]:
            edit = 1.0 - distance(xc, xat[p], n, yc, yat[q], m) / max(n, m)
        found = evidence(xc, xat[p], n, xown[p], yc, yat[q], m, yown[q], edit, shifts, layout, weights, work)
        for f in range(FEATURES):
            out[k, f] = found[f]


@numba.njit(cache=True)
def _round(xs, ys, i, j, true, weight, order, layout, shifts, state, rate):  # type: ignore[no-untyped-def]
    xc, xat, xown = xs
    yc, yat, yown = ys
    weights, _, _, seen = state
    work = np.empty(2 * WIDTH * WIDTH)
    back = np.zeros((WIDTH + 2) * WIDTH)
    x, y = np.zeros(WIDTH + 1, np.int64), np.zeros(WIDTH + 1, np.int64)
    loss = 0.0
    for k in order:
        p, q = i[k], j[k]
        n, m = xat[p + 1] - xat[p], yat[q + 1] - yat[q]
        edit = 0.0
        if shifts[0] == shifts[1]:
            edit = 1.0 - distance(xc, xat[p], n, yc, yat[q], m) / max(n, m)
        found = evidence(xc, xat[p], n, xown[p], yc, yat[q], m, yown[q], edit, shifts, layout, weights, work)
        total = work[n * WIDTH + m]
        if total < 1e-280:
            continue
        z = 0.0
        for f in range(FEATURES):
            z += found[f] * weights[layout.final + f]
        guess = 1.0 / (1.0 + np.exp(-z))
        loss -= weight[k] * np.log(max(1e-9, guess if true[k] > 0.5 else 1.0 - guess))
        err = weight[k] * (guess - true[k])
        slope = weights[layout.final + 1] / 8.0 - weights[layout.final + 2] / (0.5 * (xown[p] + yown[q]))
        for f in range(FEATURES):
            at = layout.final + f
            g = err * found[f]
            seen[at] += g * g
            weights[at] -= FINAL_SHARE * rate * g / np.sqrt(seen[at])
        if abs(err * slope) < 1e-3:
            continue
        for a in range(n):
            x[a + 1] = np.int64(xc[xat[p] + a]) - shifts[0]
        for b in range(m):
            y[b + 1] = np.int64(yc[yat[q] + b]) - shifts[1]
        _backward(n, m, x, y, layout, state, work, back, err * slope, rate, total)
    return loss / weight.sum()


@numba.njit(cache=True)
def _backward(n, m, x, y, at, state, f, back, push, rate, total):  # type: ignore[no-untyped-def]
    weights, logs, _, seen = state
    nx, ny = at.nx, at.ny
    symmetric = at.w10 == at.w01
    for i in range(n, -1, -1):
        for j in range(m, -1, -1):
            v = 1.0 if i == n and j == m else 0.0
            here = f[i * WIDTH + j] / total
            if i < n:
                o = at.w10 + ((i + 1 == n) * nx + x[i]) * nx + x[i + 1]
                e = weights[o] * back[(i + 1) * WIDTH + j]
                v += e
                _move(o, here * e, push, rate, state)
            if j < m:
                o = at.w01 + ((j + 1 == m) * ny + y[j]) * ny + y[j + 1]
                e = weights[o] * back[i * WIDTH + j + 1]
                v += e
                _move(o, here * e, push, rate, state)
            if i < n and j < m:
                place = END if i + 1 == n and j + 1 == m else (START if i == 0 and j == 0 else MIDDLE)
                o = at.w11 + (place * nx + x[i + 1]) * ny + y[j + 1]
                e = weights[o] * back[(i + 1) * WIDTH + j + 1]
                v += e
                _move(o, here * e, push, rate, state)
                if symmetric:
                    mirror = at.w11 + (place * nx + y[j + 1]) * ny + x[i + 1]
                    weights[mirror], logs[mirror], seen[mirror] = weights[o], logs[o], seen[o]
                if i + 1 < n:
                    o = at.w21 + (y[j + 1] * nx + x[i + 1]) * nx + x[i + 2]
                    e = weights[o] * back[(i + 2) * WIDTH + j + 1]
                    v += e
                    _move(o, here * e, push, rate, state)
                if j + 1 < m:
                    o = at.w12 + (x[i + 1] * ny + y[j + 1]) * ny + y[j + 2]
                    e = weights[o] * back[(i + 1) * WIDTH + j + 2]
                    v += e
                    _move(o, here * e, push, rate, state)
            back[i * WIDTH + j] = v


@numba.njit(cache=True)
def _move(o, use, push, rate, state):  # type: ignore[no-untyped-def]
    if use < SLIGHT:
        return
    weights, logs, start, seen = state
    g = use * push + PULL * (logs[o] - start[o])
    seen[o] += g * g
    logs[o] -= rate * g / np.sqrt(seen[o])
    weights[o] = np.exp(logs[o])
