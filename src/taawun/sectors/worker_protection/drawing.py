# SPDX-License-Identifier: Apache-2.0
"""How a dimension is drawn: a square for each indicator, as large as it weighs, filled where the answer was yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from taawun.sectors.worker_protection import screening
from taawun.sectors.worker_protection.screening import Answer, Finding, Weight

SIDE: Final = {Weight.STRONG: 22, Weight.MEDIUM: 16, Weight.WEAK: 10}
"""Side of the square of an indicator, in units of the drawing."""
GAP: Final = 6
HEIGHT: Final = 22


@dataclass(frozen=True, slots=True)
class Square:
    """One indicator: where its square stands, how large it is, and whether it was seen, denied or is open."""

    x: int
    y: int
    side: int
    state: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The squares of a dimension, and how wide they are together."""

    squares: tuple[Square, ...]
    width: int
    height: int = HEIGHT


def strip(finding: Finding, data: Mapping[str, Any], age: str) -> Strip:
    """Return the drawing of one dimension of a screening."""
    given = screening.read_answers(data.get("answers", []))
    squares: list[Square] = []
    x = 0
    for one in finding.dimension.indicators:
        weight = one.weight(age)
        if weight is None:
            continue
        state = {Answer.YES: "seen", Answer.NO: "denied"}.get(given.get(one.id, Answer.NOT_ASKED), "open")
        squares.append(Square(x, HEIGHT - SIDE[weight], SIDE[weight], state))
        x += SIDE[weight] + GAP
    return Strip(tuple(squares), max(x - GAP, 1))
