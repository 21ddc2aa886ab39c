# SPDX-License-Identifier: Apache-2.0
"""Units as small numbers: the alphabet of the letter-pair model, and how surprising a unit is by itself.

`encode` takes a unit that `normalise.fold` has already folded and never refuses: a letter the model does not
know becomes one of the codes above `SIZE`, which are compared for equality and nothing else. What a unit's
letters are worth without any partner (`own`) is decided here once, because every comparison needs it.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

LATIN = "abcdefghijklmnopqrstuvwxyz"
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچژگٹڈڑ"
ALPHABET = LATIN + ARABIC  # code 1 is `a`; code 0 stands before the first letter
ARABIC_BASE = len(LATIN) + 1  # the code of alif
SIZE = len(ALPHABET) + 1
OTHER_CODES = 256 - SIZE
LONGEST = 40  # letters of a unit that are compared; the rest is cut

_CODES = {letter: code for code, letter in enumerate(ALPHABET, start=1)}

Codes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Coded:
    """Units as arrays: unit k is `codes[offsets[k]:offsets[k + 1]]`.

    `own[k]` is the natural log-probability of the unit under the letter model of its script; 0 says that it has
    none (empty, mixed scripts, digits, letters of another script), and then only edit distance is evidence.
    """

    codes: Codes
    offsets: npt.NDArray[np.int64]
    arabic: npt.NDArray[np.bool_]
    own: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.own)


def encode(unit: str) -> Codes:
    """Return the codes of a folded unit, uint8, at most LONGEST of them."""
    return code_many((unit,)).codes


def code_many(units: Sequence[str]) -> Coded:
    """Return the units as arrays, in their order; equal units are not merged."""
    from taawun.engines.names.tables import model, own_of

    cut = [unit[:LONGEST] for unit in units]
    offsets = np.zeros(len(cut) + 1, dtype=np.int64)
    np.cumsum([len(unit) for unit in cut], out=offsets[1:])
    codes = code_of()[np.frombuffer("".join(cut).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)]
    filled = offsets[:-1] < offsets[1:]
    arabic = np.zeros(len(cut), dtype=np.bool_)
    first = codes[offsets[:-1][filled]]
    arabic[filled] = (first >= ARABIC_BASE) & (first < SIZE)
    return Coded(codes, offsets, arabic, own_of(codes, offsets, model()))


@cache
def code_of() -> Codes:
    """Return the code of every character."""
    table = (SIZE + np.arange(sys.maxunicode + 1) % OTHER_CODES).astype(np.uint8)
    for letter, code in _CODES.items():
        table[ord(letter)] = code
    return table
