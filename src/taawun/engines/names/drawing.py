# SPDX-License-Identifier: Apache-2.0
"""A comparison drawn for a terminal: each pair on its line, Arabic script in its own cell.

A left-to-right mark closes every cell, so that a terminal that reorders Arabic does so inside the cell only, and one
that does not shows the columns all the same.
"""

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from taawun.engines.names.explanation import Explanation

LTR_MARK: Final = "\u200e"
STRONG, GOOD, WEAK = 0.98, 0.8, 0.5
_LINES: Final = ((STRONG, "══"), (GOOD, "──"), (WEAK, "╌╌"), (0.0, "··"))


def draw(told: "Explanation") -> str:
    """Return the picture of an explanation, lines without an end of line at the end."""
    rows: list[tuple[str, str, str, float]] = [
        (pair.left, _line(pair.similarity), pair.right, pair.weight) for pair in told.pairs
    ]
    rows += [(gone.text, "─╴ · · ·", "", gone.weight) for gone in told.unexplained_a]
    rows += [("", "· · · ╶─", gone.text, gone.weight) for gone in told.unexplained_b]
    widest = [max(map(width, side), default=0) for side in ([row[0] for row in rows], [row[2] for row in rows])]
    lines = [
        f"{weight:5.1f} bits  {cell(left, widest[0], right_aligned=True)}  {middle}  {cell(right, widest[1])}".rstrip(
            " "
        )
        for left, middle, right, weight in rows
    ]
    return "\n".join(lines)


def _line(similarity: float) -> str:
    stroke = next(stroke for least, stroke in _LINES if similarity >= least)
    return f"{stroke}{similarity:.2f}{stroke}"


def cell(text: str, wide: int, right_aligned: bool = False) -> str:
    """Return a text filled up to `wide` columns and closed against its neighbours."""
    shown = "".join(sign for sign in text if sign.isprintable())
    space = " " * max(0, wide - width(text))
    return f"{space}{shown}{LTR_MARK}" if right_aligned else f"{LTR_MARK}{shown}{LTR_MARK}{space}"


def width(text: str) -> int:
    """Return the columns that a terminal uses for a text."""
    return sum(_columns(sign) for sign in text if sign.isprintable())


def _columns(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
