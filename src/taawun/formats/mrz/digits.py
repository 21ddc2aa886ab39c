# SPDX-License-Identifier: Apache-2.0
"""Check digits with the weights 7, 3, 1 (ICAO Doc 9303-3 §4.9): of one text, and of many zones at once.

One changed character is found unless both characters have the same value modulo 10: A for K, or 6 for G. What a
digit does not find is for the reader's eyes, and `mistakes` knows the look-alikes.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from taawun.formats.mrz.layouts import LAYOUTS, Check, Form, Layout, form_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WEIGHTS: Final = (7, 3, 1)
FILLER: Final = "<"
VALUES: Final = {letter: value for value, letter in enumerate(ALPHABET)} | {FILLER: 0}
"""Value of each character that may stand in a zone."""
BITS: Final = {"number": 1, "birth": 2, "expires": 4, "optional": 8, "composite": 16}
"""What `check_many` sets for a digit that is wrong."""
NO_ZONE: Final = 128
"""What `check_many` sets for a text that is no zone: another length, or another character."""
AT_ONCE: Final = 84
"""Values modulo ten that are summed at once: a third of them, nine each, stays below 255."""
CHUNK: Final = 4_096
"""Zones that are checked at once, so that what is looked at stays near the processor."""
_LETTERS: Final = "".join(VALUES).encode()
_MODULO: Final = bytes(VALUES.get(chr(code), 0) % 10 for code in range(256))
_IN_ZONES: Final = bytes(VALUES[chr(code)] % 10 if chr(code) in VALUES else NO_ZONE for code in range(256))
_THREE_BYTES: Final = 256**3 - 1


def check_digit(text: str) -> str:
    """Return the check digit of a text of A-Z, 0-9 and <.

    Raises:
        KeyError: for any other character.
    """
    values = _values(text)
    values += bytes(-len(values) % len(WEIGHTS))
    return str(sum(_weighted(values[at : at + AT_ONCE]) for at in range(0, len(values), AT_ONCE)) % 10)


def check_digits(layout: Layout, body: str) -> str:
    """Return the check digits that a zone should have, in the order of its checks; a number ends with its field.

    Raises:
        KeyError: for a character that stands in no zone.
    """
    by_place = _values(body).ljust(256, b"\0")
    return "".join([ALPHABET[_weighted(check.places.translate(by_place)) % 10] for check in layout.checks])


def covered(body: str, check: Check) -> str:
    """Return the text that a check digit covers."""
    return "".join(body[start:end] for start, end in check.over)


def _values(text: str) -> bytes:
    """Return the value of each character modulo ten, which is as much as a check digit sees of it."""
    letters = text.encode("ascii", "replace")
    strange = letters.translate(None, _LETTERS)
    if strange:
        raise KeyError(chr(strange[0]))
    return letters.translate(_MODULO)


def _weighted(values: bytes) -> int:
    """Return the sum of values with their weights: whole threes of them, at most `AT_ONCE`.

    Bytes are a number in base 256, and 256³ leaves 1 when it is divided by 256³ - 1: what the number leaves is the
    sums of every third value, side by side.
    """
    sums = int.from_bytes(values, "big") % _THREE_BYTES
    return 7 * (sums >> 16) + 3 * (sums >> 8 & 255) + (sums & 255)


def check_many(zones: Sequence[str]) -> "NDArray[np.uint8]":
    """Return for each zone, its lines joined, which check digits are wrong: 0 where none is.

    Bits are those of `BITS`, or `NO_ZONE`. An optional digit over an empty field may be 0 or <. A number that goes on
    in the optional field is followed there.
    """
    import numpy as np

    found = np.full(len(zones), NO_ZONE, np.uint8)
    groups: dict[tuple[int, bool], list[int]] = {}
    for at, zone in enumerate(zones):
        groups.setdefault((len(zone), zone[:1] == "V"), []).append(at)
    for (length, visa), rows in groups.items():
        form = form_of(length, "V" if visa else "")
        if form is None:
            continue
        layout = LAYOUTS[form]
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            text = "".join([zones[at] for at in part]).encode("ascii", "replace")
            found[part] = check_letters(layout, np.frombuffer(text, np.uint8).reshape(len(part), layout.length))
    return found


def check_letters(layout: Layout, letters: "NDArray[np.uint8]") -> "NDArray[np.uint8]":
    """Return what `check_many` does for zones of one form, given as zones × characters."""
    import numpy as np

    values = np.frombuffer(letters.tobytes().translate(_IN_ZONES), np.uint8).reshape(letters.shape)
    # Whole numbers far below what a float holds exactly, and multiplied many times as fast.
    sums = (values.astype(np.float32) @ _weights(layout.form)).astype(np.uint16)
    bad = letters[:, [check.at for check in layout.checks]] != sums % 10 + ord("0")
    for column, check in enumerate(layout.checks):
        if check.name == "optional":
            (start, end), = check.over  # fmt: skip
            bad[:, column] &= (letters[:, start : end + 1] != ord(FILLER)).any(axis=1)
    wrong: NDArray[np.uint8] = bad @ np.array([BITS[check.name] for check in layout.checks], np.uint8)
    if layout.form in (Form.TD1, Form.TD2):
        _follow_long_numbers(layout, letters, wrong)
    wrong[(values == NO_ZONE).any(axis=1)] = NO_ZONE
    return wrong


def _follow_long_numbers(layout: Layout, letters: "NDArray[np.uint8]", wrong: "NDArray[np.uint8]") -> None:
    at = layout.parts["number"][1]
    for row in (letters[:, at] == ord(FILLER)).nonzero()[0]:
        number, stated = long_number(layout, letters[row].tobytes().decode())
        if stated and set(number) <= VALUES.keys() and check_digit(number) == stated:
            wrong[row] &= ~BITS["number"] & 0xFF


def long_number(layout: Layout, body: str) -> tuple[str, str]:
    """Return the number of a document and its check digit; in TD1 and TD2 a full one goes on in the optional field."""
    start, end = layout.parts["number"]
    number, stated = body[start:end], body[end]
    if stated != FILLER or number.endswith(FILLER) or layout.form not in (Form.TD1, Form.TD2):
        return number, stated
    first, last = layout.parts["optional"]
    rest = body[first:last].partition(FILLER)[0]
    return (number + rest[:-1], rest[-1]) if len(rest) > 1 else (number, stated)


@cache
def _weights(form: Form) -> Any:
    """Return a matrix of characters × check digits; a field that a digit does not cover weighs nothing."""
    import numpy as np

    layout = LAYOUTS[form]
    weights = np.zeros((layout.length, len(layout.checks)), np.float32)
    for column, check in enumerate(layout.checks):
        places = [at for start, end in check.over for at in range(start, end)]
        for index, at in enumerate(places):
            weights[at, column] = WEIGHTS[index % 3]
    return weights
