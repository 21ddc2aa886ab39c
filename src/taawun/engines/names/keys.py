# SPDX-License-Identifier: Apache-2.0
"""Retrieval keys: which units of a vocabulary are worth comparing with a unit, in any script.

`skeleton` is what all spellings of a name should share: its consonants, in classes that hold the letters which one
script writes for the letters of another. `keys_many` gives the numbers under which a unit is filed.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_ARABIC = {
    "ب": "B", "پ": "B", "ت": "T", "ط": "T", "ٹ": "T", "ث": "S", "ج": "J", "چ": "X", "خ": "K", "د": "D", "ڈ": "D",
    "ذ": "Z", "ر": "R", "ڑ": "R", "ز": "Z", "ژ": "J", "س": "S", "ش": "X", "ص": "S", "ض": "D", "ظ": "Z", "غ": "K",
    "ف": "F", "ق": "K", "ك": "K", "گ": "K", "ل": "L", "م": "M", "ن": "N",
}  # fmt: skip
_LATIN = {
    "b": "B", "p": "B", "t": "T", "j": "J", "c": "K", "k": "K", "q": "K", "g": "K", "x": "K", "d": "D", "z": "Z",
    "r": "R", "s": "S", "f": "F", "v": "F", "l": "L", "m": "M", "n": "N",
}  # fmt: skip
_GROUPS = (("tch", "X"), ("sch", "X"), ("sh", "X"), ("ch", "X"), ("kh", "K"), ("gh", "K"), ("dj", "J"), ("zh", "J"),
           ("th", "S"), ("dh", "D"), ("ph", "F"))  # fmt: skip


def skeleton(unit: str) -> str:
    """Return the consonant skeleton of a folded unit: capital letters, equal across scripts as far as can be."""
    if unit.isascii():
        for group, letter in _GROUPS:
            unit = unit.replace(group, letter)
        found = [letter if letter.isupper() or letter.isdigit() else _LATIN.get(letter, "") for letter in unit]
    else:
        found = [letter if letter.isdigit() else _ARABIC.get(letter, "") for letter in unit]
    kept = "".join(found)
    once = [letter for place, letter in enumerate(kept) if place == 0 or letter != kept[place - 1]]
    return "".join(once) or unit[:1].upper()


def keys_many(units: Sequence[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint64]]:
    """Return the keys of units: those of unit k are `keys[offsets[k]:offsets[k + 1]]`."""
    keys: list[int] = []
    offsets = [0]
    for unit in units:
        whole = skeleton(unit)
        forms = {whole}
        if len(whole) >= 4:
            forms |= {whole[:k] + whole[k + 1 :] for k in range(len(whole))}
        keys.extend(_number(form) for form in sorted(forms))
        offsets.append(len(keys))
    return np.array(offsets, dtype=np.int64), np.array(keys, dtype=np.uint64)


def _number(form: str) -> int:
    number = 14_695_981_039_346_656_037
    for byte in form.encode():
        number = (number ^ byte) * 1_099_511_628_211 & 0xFFFF_FFFF_FFFF_FFFF
    return number
