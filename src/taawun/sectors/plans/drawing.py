# SPDX-License-Identifier: Apache-2.0
"""The timeline of a plan as places on a picture; the template turns them into SVG. Pure.

In a language that runs from the right, time does too, as people there draw it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from taawun.sectors.plans.conflicts import Row, Span

WIDTH: Final = 720
NAMES: Final = 190
"""Room for the names of the phases."""
LINE: Final = 34
HEAD: Final = 30
BAR: Final = 20
LETTERS: Final = 22
TICKS: Final = 6
DAY: Final = 36
"""Half the room that a day on the scale needs."""
MOST_ROWS: Final = 100
_STEPS: Final = (1, 2, 7, 14, 28, 56, 91, 182, 365, 730, 1_826, 3_652, 18_262, 182_620)


@dataclass(frozen=True, slots=True)
class Bar:
    """One phase: its name and its bar; `tone` 1 for one with a conflict."""

    name: str
    x: float
    y: int
    width: float
    tone: int
    told: str
    name_y: int


@dataclass(frozen=True, slots=True)
class Tick:
    """One day on the scale; its text is empty where there is no room for it."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A picture of the phases of a plan: where the names stand, the bars, and the days of the scale."""

    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    names_x: int
    anchor: str
    width: int = WIDTH
    top: int = HEAD
    thick: int = BAR


def timeline(
    phases: Sequence[Row], whole: Span | None, wrong: frozenset[str], say: Callable[[date, int], str], *, rtl: bool
) -> Timeline | None:
    """Return the timeline of phases, or None where none of them has days.

    Args:
        phases: in their order; one without days has no bar, and stands in the table alone.
        whole: the days of the plan, if it has them.
        wrong: identifiers of phases with a conflict.
        say: what a day is called on a scale whose marks are so many days apart; 0 for a day that stands alone.
        rtl: whether time runs from the right.
    """
    spans = [(row, row.span) for row in phases[:MOST_ROWS]]
    known = [(row, span) for row, span in spans if span is not None]
    if not known:
        return None
    ends = [span for _row, span in known] + ([whole] if whole else [])
    first, last = min(one[0] for one in ends), max(one[1] for one in ends)
    days = (last - first).days + 1
    room = WIDTH - NAMES - 10

    def x_of(day: date, width: float = 0) -> float:
        at = NAMES + room * (day - first).days / days
        return round(WIDTH - at - width if rtl else at, 1)

    bars = []
    for number, (row, (begins, until)) in enumerate(known):
        width = round(max(room * ((until - begins).days + 1) / days, 2), 1)
        top = HEAD + 8 + number * LINE
        bars.append(
            Bar(_short(row.name), x_of(begins, width), top, width, int(row.id in wrong),
                f"{row.name}: {say(begins, 0)} – {say(until, 0)}", top + BAR // 2 + 4)
        )  # fmt: skip
    step = next((one for one in _STEPS if days / one <= TICKS), _STEPS[-1])
    marks = [first + timedelta(days=each) for each in range(0, days, step)]
    places = [(x_of(day), say(day, step)) for day in marks]
    ticks = tuple(Tick(x, text if DAY <= x <= WIDTH - DAY else "") for x, text in places)
    return Timeline(
        HEAD + 16 + len(known) * LINE, tuple(bars), ticks, WIDTH - NAMES + 10 if rtl else NAMES - 10,
        "start" if rtl else "end",
    )  # fmt: skip


def _short(name: str) -> str:
    return name if len(name) <= LETTERS else name[: LETTERS - 1] + "…"
