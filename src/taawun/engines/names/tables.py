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

import numba
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


@numba.njit(
    numba.void(
        numba.types.Array(numba.uint8, 1, "C", readonly=True),
        numba.types.Array(numba.int64, 1, "C", readonly=True),
        numba.types.Array(numba.float32, 1, "C", readonly=True),
        numba.float32[::1],
    ),
    cache=True,
    nogil=True,
)
def _owns(codes, offsets, flat, own):  # type: ignore[no-untyped-def]
    for k in range(len(own)):
        first, last = offsets[k], offsets[k + 1]
        if first == last:
            continue
        base, size, table = 0, LATIN_SIZE, LATIN_LETTERS
        if codes[first] >= LATIN_SIZE:
            base, size, table = LATIN_SIZE - 1, ARABIC_SIZE, ARABIC_LETTERS
        total, before = np.float32(0.0), np.int64(0)
        for at in range(first, last):
            letter = np.int64(codes[at]) - base
            if letter < 1 or letter >= size:
                before = np.int64(-1)
                break
            total += flat[table + before * (size + 1) + letter]
            before = letter
        own[k] = total + flat[table + before * (size + 1) + size] if before > 0 else np.float32(0.0)


def own_of(codes: Codes, offsets: npt.NDArray[np.int64], flat: Floats) -> Floats:
    """Return the log-probability of each unit under its script's letter model in `flat`; 0 where it has none."""
    own = np.zeros(len(offsets) - 1, dtype=np.float32)
    _owns(codes, offsets, flat, own)
    return own
