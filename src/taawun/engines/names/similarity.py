# SPDX-License-Identifier: Apache-2.0
"""How probable it is that two units spell one name, from a learned letter-pair model and edit distance.

The two units are explained together by all ways to pair their letters in groups (forward algorithm over the
tables of `tables`), against the probability that each came alone (`Coded.own`). Within one script the optimal
string alignment distance is evidence too. A small final layer turns the evidence into 0..1.

Kernels have explicit signatures and are compiled once for the machine. They take read-only or writable arrays.
"""

from functools import lru_cache

import numba
import numpy as np
import numpy.typing as npt

from taawun.engines.names.alignment import letter_alignment
from taawun.engines.names.letters import ARABIC_BASE, LONGEST, Coded, code_many
from taawun.engines.names.tables import CROSS, END, FEATURES, IN_ARABIC, IN_LATIN, MIDDLE, START, model

__all__ = ["WORK_SIZE", "letter_alignment", "pair_similarity", "similarities", "similarity"]

WIDTH = LONGEST + 1
WORK_SIZE = WIDTH * WIDTH  # float64 a caller of `pair_similarity` lends
FARTHEST = 3.0  # times as long is never the same name
LEAST_EDIT = 0.3  # edit similarity below which two units of one script are not looked at more closely
TINY = 1e-300

_BYTES = numba.types.Array(numba.uint8, 1, "C", readonly=True)
_WEIGHTS = numba.types.Array(numba.float32, 1, "C", readonly=True)
_OWN = _WEIGHTS
_LONGS = numba.types.Array(numba.int64, 1, "C", readonly=True)
_INTS = numba.types.Array(numba.int32, 1, "C", readonly=True)
_WORK = numba.float64[::1]


def similarity(a: str, b: str) -> float:
    """Return how probable it is, 0..1, that two folded units spell one name."""
    coded = _coded_pair(a, b)
    zero = np.zeros(1, dtype=np.int32)
    return float(similarities(coded, coded, zero, zero + 1)[0])


@lru_cache(maxsize=4096)
def _coded_pair(a: str, b: str) -> Coded:
    return code_many((a, b))


def similarities(
    left: Coded, right: Coded, i: npt.NDArray[np.int32], j: npt.NDArray[np.int32]
) -> npt.NDArray[np.float32]:
    """Return the similarity, float32[n], of left unit i[k] and right unit j[k]; other threads run meanwhile."""
    out = np.empty(len(i), dtype=np.float32)
    _many(left.codes, left.offsets, left.own, right.codes, right.offsets, right.own, i, j, model(), out)
    return out


@numba.njit
def _places(letter, b, start, m):  # type: ignore[no-untyped-def]
    """Return the places of a letter in `b[start:start + m]` as bits, m at most LONGEST."""
    bits = np.int64(0)
    for j in range(m):
        bits |= np.int64(b[start + j] == letter) << np.int64(j)
    return bits


@numba.njit
def _column(here, m, rises, falls, diagonal, before, edits):  # type: ignore[no-untyped-def]
    """Return the next column of the table, and the edits at its end, where `here` says which letters are the same."""
    swapped = ((~diagonal & here) << 1) & before
    diagonal = (((here & rises) + rises) ^ rises) | here | falls | swapped
    more, less = falls | ~(diagonal | rises), diagonal & rises
    edits += ((more >> (m - 1)) & 1) - ((less >> (m - 1)) & 1)
    more, less = (more << 1) | 1, less << 1
    return less | ~(diagonal | more), more & diagonal, diagonal, here, edits


@numba.njit
def distance(a, a_start, n, b, b_start, m):  # type: ignore[no-untyped-def]
    """Return the optimal string alignment distance: edits and swaps of neighbours, each part touched once.

    One column of the table of distances is a word of bits: where it rises, where it falls (Hyyrö 2003).
    """
    rises, falls, diagonal, before, edits = np.int64(-1), np.int64(0), np.int64(0), np.int64(0), m
    for i in range(n):
        here = _places(a[a_start + i], b, b_start, m)
        rises, falls, diagonal, before, edits = _column(here, m, rises, falls, diagonal, before, edits)
    return edits


@numba.njit
def distance_of(a, a_start, n, places, m):  # type: ignore[no-untyped-def]
    """Return the distance to a unit of m letters that is known by the places of each letter, as bits."""
    rises, falls, diagonal, before, edits = np.int64(-1), np.int64(0), np.int64(0), np.int64(0), m
    for i in range(n):
        here = places[a[a_start + i]]
        rises, falls, diagonal, before, edits = _column(here, m, rises, falls, diagonal, before, edits)
    return edits


@numba.njit
def likelihood(x, x_start, n, x_shift, y, y_start, m, y_shift, layout, weights, f):  # type: ignore[no-untyped-def]
    """Return the summed weight of all ways to pair the letters; f[i * WIDTH + j] holds it for each beginning."""
    nx, ny = layout.nx, layout.ny
    f[0], y1 = 1.0, 0
    for j in range(1, m + 1):
        before_y, y1 = y1, np.int64(y[y_start + j - 1]) - y_shift
        f[j] = f[j - 1] * weights[layout.w01 + ((j == m) * ny + before_y) * ny + y1]
    x1 = 0
    for i in range(1, n + 1):
        before_x, x1 = x1, np.int64(x[x_start + i - 1]) - x_shift
        row = i * WIDTH
        above, higher = row - WIDTH, row - 2 * WIDTH
        take10 = np.float64(weights[layout.w10 + ((i == n) * nx + before_x) * nx + x1])
        take11 = layout.w11 + x1 * ny
        take21, take12 = layout.w21 + before_x * nx + x1, layout.w12 + x1 * ny * ny
        v, y1 = f[above] * take10, 0
        f[row] = v
        for j in range(1, m + 1):
            before_y, y1 = y1, np.int64(y[y_start + j - 1]) - y_shift
            v *= weights[layout.w01 + ((j == m) * ny + before_y) * ny + y1]
            place = END if i == n and j == m else (START if i == 1 and j == 1 else MIDDLE)
            v += f[above + j] * take10 + f[above + j - 1] * weights[take11 + place * nx * ny + y1]
            if i > 1:
                v += f[higher + j - 1] * weights[take21 + y1 * nx * nx]
            if j > 1:
                v += f[above + j - 2] * weights[take12 + before_y * ny + y1]
            f[row + j] = v
    return f[n * WIDTH + m]


@numba.njit
def evidence(x, x_start, n, own_x, y, y_start, m, own_y, edit, shifts, layout, weights, work):  # type: ignore[no-untyped-def]
    """Return what the final layer weighs: a tuple of FEATURES numbers of the order of one."""
    total = likelihood(x, x_start, n, shifts[0], y, y_start, m, shifts[1], layout, weights, work)
    ratio = np.log(max(total, TINY)) - own_x - own_y
    share = ratio / (-0.5 * (own_x + own_y))
    uneven = abs(n - m) / max(n, m)
    same_first = 1.0 if shifts[0] == shifts[1] and x[x_start] == y[y_start] else 0.0
    return 1.0, ratio / 8.0, share, (n + m) / 16.0, uneven, edit, edit * edit, same_first


@numba.njit
def _judge(x, x_start, n, own_x, y, y_start, m, own_y, edit, shifts, layout, weights, work):  # type: ignore[no-untyped-def]
    """Return the final layer's answer for two units whose tables are known."""
    found = evidence(x, x_start, n, own_x, y, y_start, m, own_y, edit, shifts, layout, weights, work)
    z = 0.0
    for k in range(FEATURES):
        z += found[k] * weights[layout.final + k]
    return np.float32(1.0 / (1.0 + np.exp(-z)))


@numba.njit(
    numba.float32(
        _BYTES,
        numba.int64,
        numba.int64,
        numba.float32,
        _BYTES,
        numba.int64,
        numba.int64,
        numba.float32,
        _WEIGHTS,
        _WORK,
    ),
    cache=True,
    nogil=True,
    fastmath={"contract", "reassoc"},
)
def pair_similarity(  # type: ignore[no-untyped-def]  # noqa: PLR0911 - one way out for each kind of pair
    a, a_start, a_end, own_a, b, b_start, b_end, own_b, weights, work
):
    """Return the similarity, float32 0..1, of units `a[a_start:a_end]` and `b[b_start:b_end]`; for other kernels.

    `a`, `b` are `Coded.codes` (uint8), `own_a`, `own_b` the units' `Coded.own` (float32), `weights` is
    `tables.model()`, and `work` a float64 array of WORK_SIZE that the calling thread alone uses.
    """
    n, m = min(a_end - a_start, LONGEST), min(b_end - b_start, LONGEST)  # `work` has no room for more
    if n == 0 or m == 0:
        return np.float32(0.0)
    arabic_a, arabic_b = a[a_start] >= ARABIC_BASE, b[b_start] >= ARABIC_BASE
    lettered = own_a < 0.0 and own_b < 0.0
    if not lettered or arabic_a == arabic_b:
        edits = distance(a, a_start, n, b, b_start, m)
        if edits == 0:
            return np.float32(1.0)
        edit = 1.0 - edits / max(n, m)
        if not lettered:
            return np.float32(max(0.0, 2.0 * edit - 1.0) ** 2)
        if edit <= LEAST_EDIT:
            return np.float32(0.0)
    else:
        edit = 0.0
    if max(n, m) > FARTHEST * min(n, m) + 1:
        return np.float32(0.0)
    if not arabic_a and not arabic_b:
        return _judge(a, a_start, n, own_a, b, b_start, m, own_b, edit, (0, 0), IN_LATIN, weights, work)
    shift = ARABIC_BASE - 1
    if arabic_a and arabic_b:
        return _judge(a, a_start, n, own_a, b, b_start, m, own_b, edit, (shift, shift), IN_ARABIC, weights, work)
    if arabic_a:
        return _judge(a, a_start, n, own_a, b, b_start, m, own_b, edit, (shift, 0), CROSS, weights, work)
    return _judge(b, b_start, m, own_b, a, a_start, n, own_a, edit, (shift, 0), CROSS, weights, work)


@numba.njit(
    numba.void(_BYTES, _LONGS, _OWN, _BYTES, _LONGS, _OWN, _INTS, _INTS, _WEIGHTS, numba.float32[::1]),
    cache=True,
    nogil=True,
)
def _many(a, a_at, a_own, b, b_at, b_own, i, j, weights, out):  # type: ignore[no-untyped-def]
    work = np.empty(WORK_SIZE)
    for k in range(len(out)):
        p, q = i[k], j[k]
        out[k] = pair_similarity(a, a_at[p], a_at[p + 1], a_own[p], b, b_at[q], b_at[q + 1], b_own[q], weights, work)
