# SPDX-License-Identifier: Apache-2.0
"""How the units of two names meet, as places on a drawing; the template turns them into SVG.

One name stands in the left column and one in the right, a box for each unit, and a line between two units that
met: the thicker, the more alike they are. A unit that met none has a dashed box. Two columns fit a telephone.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from taawun.engines.names.compare import Comparison

WIDTH: Final = 340
COLUMN: Final = 124
ROW: Final = 40
BOX: Final = 30
MARGIN: Final = 4
LETTERS: Final = 15
"""Letters of a unit that fit into its box."""
WELL: Final = 0.8
"""Likeness from which a line is drawn as one that holds."""


@dataclass(frozen=True, slots=True)
class Box:
    """One unit of a name."""

    x: int
    y: int
    text: str
    whole: str
    met: bool

    @property
    def middle(self) -> int:
        """Return where its text is centred."""
        return self.x + COLUMN // 2

    @property
    def baseline(self) -> int:
        """Return where its text stands."""
        return self.y + BOX // 2 + 5


@dataclass(frozen=True, slots=True)
class Line:
    """Two units that met, with their likeness in hundredths."""

    y1: int
    y2: int
    likeness: int
    holds: bool

    @property
    def x1(self) -> int:
        """Return where the line leaves the left column."""
        return MARGIN + COLUMN

    @property
    def x2(self) -> int:
        """Return where it reaches the right column."""
        return WIDTH - MARGIN - COLUMN

    @property
    def middle(self) -> int:
        """Return the height of its number."""
        return (self.y1 + self.y2) // 2 - 4


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that is drawn, with both names and their score."""

    left: str
    right: str
    score: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    height: int
    notes: tuple[str, ...] = ()
    width: int = WIDTH
    column: int = COLUMN
    box: int = BOX


def draw(left: str, right: str, found: "Comparison") -> Drawing:
    """Return the drawing of a comparison of two names. Units that met as one stand in one box."""
    told = found.explanation
    sides = (
        [(pair.left_units[0], pair.left, True) for pair in told.pairs]
        + [(gone.unit, gone.text, False) for gone in told.unexplained_a],
        [(pair.right_units[0], pair.right, True) for pair in told.pairs]
        + [(gone.unit, gone.text, False) for gone in told.unexplained_b],
    )
    rows = [{place: row for row, (place, _text, _met) in enumerate(sorted(side))} for side in sides]
    boxes = [
        Box(_column(column), MARGIN + rows[column][place] * ROW, _short(text), text, met)
        for column, side in enumerate(sides)
        for place, text, met in sorted(side)
    ]
    lines = [_line(rows[0][pair.left_units[0]], rows[1][pair.right_units[0]], pair.similarity) for pair in told.pairs]
    height = MARGIN * 2 + max(len(rows[0]), len(rows[1]), 1) * ROW - (ROW - BOX)
    notes = tuple(reason.code for reason in told.reasons)
    return Drawing(left, right, found.score, tuple(boxes), tuple(lines), height, notes)


def _column(side: int) -> int:
    return MARGIN if side == 0 else WIDTH - MARGIN - COLUMN


def _line(left: int, right: int, likeness: float) -> Line:
    middle = MARGIN + BOX // 2
    return Line(middle + left * ROW, middle + right * ROW, round(likeness * 100), likeness >= WELL)


def _short(text: str) -> str:
    return text if len(text) <= LETTERS else text[: LETTERS - 1] + "…"
