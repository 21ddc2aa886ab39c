# SPDX-License-Identifier: Apache-2.0
"""The trained letter-pair model as arrays: where each table lies, and the file it is read from.

One flat float32 array holds everything, so that a kernel takes one argument. For each of three kinds of pair
(Arabic with Latin, Latin, Arabic; the first side is X) it holds weights of letter groups:

    w11[place][x, y]       one with one; place is MIDDLE, START or END of both units
    w10[last][before, x]   x answered by nothing, after the letter `before`; last says that x ends its unit
    w01[last][before, y]   y answered by nothing
    w21[y, x, x]  w12[x, y, y]

A weight is a probability-like factor; within one script w01 is w10, w12 is w21. Then the final layer of each
kind, and two letter models (natural logarithms). `tools/names` trains the file; its digest is checked here.
"""

import hashlib
import zlib
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from taawun.engines.names.letters import ARABIC, LATIN, Codes
from taawun.kernel.errors import BadNamesModel

VERSION = 1
FILE = "pairs-1.bin"
MAGIC = b"taawun-pairs\x01"
DIGEST_BYTES = 32

LATIN_SIZE = len(LATIN) + 1
ARABIC_SIZE = len(ARABIC) + 1
MIDDLE, START, END = 0, 1, 2
FEATURES = 8  # of the final layer

Floats = npt.NDArray[np.float32]


class Layout(NamedTuple):
    """Where the tables of one kind of pair lie in the flat array; `end` is one past the last."""

    nx: int
    ny: int
    w11: int
    w10: int
    w01: int
    w21: int
    w12: int
    final: int
    end: int


def _layout(start: int, nx: int, ny: int, symmetric: bool) -> Layout:
    w10 = start + 3 * nx * ny
    w01 = w10 if symmetric else w10 + 2 * nx * nx
    w21 = w01 + 2 * ny * ny
    w12 = w21 if symmetric else w21 + ny * nx * nx
    final = w12 + nx * ny * ny
    return Layout(nx, ny, start, w10, w01, w21, w12, final, final + FEATURES)


CROSS = _layout(0, ARABIC_SIZE, LATIN_SIZE, symmetric=False)
IN_LATIN = _layout(CROSS.end, LATIN_SIZE, LATIN_SIZE, symmetric=True)
IN_ARABIC = _layout(IN_LATIN.end, ARABIC_SIZE, ARABIC_SIZE, symmetric=True)
LATIN_LETTERS = IN_ARABIC.end  # [before, letter], the end of the unit as one more letter
ARABIC_LETTERS = LATIN_LETTERS + LATIN_SIZE * (LATIN_SIZE + 1)
TOTAL = ARABIC_LETTERS + ARABIC_SIZE * (ARABIC_SIZE + 1)


@cache
def model() -> Floats:
    """Return the model, float32[TOTAL], read-only; raise BadNamesModel when its file is not the one released."""
    file = resources.files("taawun.engines.names") / "data" / FILE
    return unpack(file.read_bytes())


def pack(flat: Floats) -> bytes:
    """Return the bytes of a model file: magic, digest of what follows unpacked, compressed half-precision logs."""
    with np.errstate(divide="ignore"):
        half = np.concatenate([_stored(flat, part, log) for part, log in _parts()]).astype("<f2").tobytes()
    return MAGIC + hashlib.sha256(half).digest() + zlib.compress(half, 9)


def unpack(data: bytes) -> Floats:
    """Return the model held in the bytes of a file, or raise BadNamesModel."""
    head = len(MAGIC) + DIGEST_BYTES
    if not data.startswith(MAGIC):
        raise BadNamesModel
    try:
        half = zlib.decompress(data[head:])
    except zlib.error as error:
        raise BadNamesModel from error
    if hashlib.sha256(half).digest() != data[len(MAGIC) : head] or len(half) != 2 * TOTAL:
        raise BadNamesModel
    flat = np.frombuffer(half, dtype="<f2").astype(np.float32)
    for part, log in _parts():
        if log:
            flat[part] = np.exp(flat[part])
    flat.setflags(write=False)
    return flat


def _parts() -> list[tuple[slice, bool]]:
    """Return the array's parts in order, and whether each is stored as a logarithm."""
    parts = []
    for layout in (CROSS, IN_LATIN, IN_ARABIC):
        parts += [(slice(layout.w11, layout.final), True), (slice(layout.final, layout.end), False)]
    return [*parts, (slice(LATIN_LETTERS, TOTAL), False)]


def _stored(flat: Floats, part: slice, log: bool) -> Floats:
    return np.log(flat[part]) if log else flat[part]


def own_of(codes: Codes, offsets: npt.NDArray[np.int64], flat: Floats) -> Floats:
    """Return the log-probability of each unit under its script's letter model in `flat`; 0 where it has none."""
    count = len(offsets) - 1
    own = np.zeros(count, dtype=np.float32)
    for base, size, table in (
        (0, LATIN_SIZE, flat[LATIN_LETTERS:ARABIC_LETTERS]),
        (LATIN_SIZE - 1, ARABIC_SIZE, flat[ARABIC_LETTERS:TOTAL]),
    ):
        own += _own_in(codes, offsets, base, table.reshape(size, size + 1))
    return own


def _own_in(codes: Codes, offsets: npt.NDArray[np.int64], base: int, table: Floats) -> Floats:
    """Return the same for one script whose letters start above `base`; 0 for units with any other letter."""
    size = len(table)
    local = codes.astype(np.int64) - base
    foreign = (local < 1) | (local >= size)
    local[foreign] = 0
    before = np.roll(local, 1)
    filled = offsets[:-1] < offsets[1:]
    first, last = offsets[:-1][filled], offsets[1:][filled] - 1
    before[first] = 0
    step = table[before, local]
    step[last] += table[local[last], size]
    own = np.zeros(len(offsets) - 1, dtype=np.float32)
    if len(first):
        whole = np.add.reduceat(step, first)
        whole[np.add.reduceat(foreign, first) > 0] = 0
        own[filled] = whole
    return own
