# SPDX-License-Identifier: Apache-2.0
"""Names as they were written: their letters one after another, without spaces, for counting slips of the keyboard.

Units are already an interpretation: "Mohd" stands for Muhammad, and an article for little. A slip is made before
anybody interprets ("Mod", "dbul"), so it is counted in what was typed.
"""

import sys
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from taawun.engines.names.letters import Codes, code_of
from taawun.engines.names.normalise import fold_letters

READ: Final = 60  # letters of a name that are compared: a word of bits holds no more
CHARACTERS: Final = 4 * READ  # of a text that are looked at to find them
_NOT_YET: Final = -1


def written(names: Sequence[str]) -> tuple[Codes, npt.NDArray[np.int64]]:
    """Return the letters of names as codes of `letters`: those of name k are `codes[offsets[k]:offsets[k + 1]]`."""
    cut = [name[:CHARACTERS] for name in names]
    characters = np.frombuffer("".join(cut).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = _codes()[characters]
    if (codes == _NOT_YET).any():
        _learn(characters[codes == _NOT_YET])
        codes = _codes()[characters]
    before = np.concatenate(([0], np.cumsum(codes > 0)))
    ends = np.cumsum([0, *map(len, cut)])
    return codes[codes > 0].astype(np.uint8), before[ends]


@cache
def _codes() -> npt.NDArray[np.int16]:
    """Return the code of every character that was met; a character that folds to several letters is the first."""
    return np.full(sys.maxunicode + 1, _NOT_YET, dtype=np.int16)


def _learn(characters: npt.NDArray[np.uint32]) -> None:
    for character in set(characters.tolist()):
        letters = fold_letters(chr(character)).strip()
        _codes()[character] = code_of()[ord(letters[0])] if letters else 0
