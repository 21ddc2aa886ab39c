# SPDX-License-Identifier: Apache-2.0
"""Bars, lines and stacks as places on a drawing; the template turns them into SVG with a table beneath.

Pure. In a language that runs from the right the first step stands at the right and the scale beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

WIDTH: Final = 720
HEIGHT: Final = 300
SCALE: Final = 64
"""Least room for the numbers of the scale."""
FIGURE: Final = 7.4
"""Room that one figure of the scale needs."""
LETTER: Final = 8.4
"""Room that one letter of a label needs."""
FOOT: Final = 48
HEAD: Final = 12
NOT_TOLD: Final = "–"
"""What the table has where there is no figure; zero would be one."""
LABELS: Final = 12
"""Most labels below the steps."""
LETTERS: Final = 12
ROW: Final = 18
"""How much lower every second label stands where they have no room beside each other."""
TICKS: Final = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar or one part of a stack."""

    x: float
    y: float
    width: float
    height: float
    series: int
    told: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line through all steps."""

    points: str
    series: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A text at a place."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as it is drawn, and as it is read in its table."""

    title: str
    name: str
    rtl: bool
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    dots: tuple[Mark, ...]
    ticks: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    legend: tuple[tuple[int, str], ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - FOOT
    scale: int = SCALE

    @property
    def left(self) -> int:
        """Return where the drawing begins at its left."""
        return 0 if self.rtl else self.scale

    @property
    def right(self) -> int:
        """Return where it ends at its right."""
        return WIDTH - self.scale if self.rtl else WIDTH

    @property
    def anchor(self) -> str:
        """Return at which end the numbers of the scale are fixed."""
        return "start" if self.rtl else "end"


def draw(
    title: str,
    name: str,
    form: str,
    steps: Sequence[str],
    series: Mapping[str, Sequence[Decimal | None]],
    *,
    rtl: bool = False,
) -> Drawing:
    """Return the drawing of a chart.

    Args:
        title: what it shows, in the reader's language.
        name: its name, which is unique on a page.
        form: "bar", "line" or "stacked".
        steps: what stands along it, in the reader's language.
        series: for each series, in the reader's language, a figure at each step; None is not drawn and not told.
        rtl: whether the reader's language runs from the right.
    """
    names, values = list(series), [[value or Decimal(0) for value in one] for one in series.values()]
    totals = [sum(column, Decimal(0)) for column in zip(*values, strict=True)]
    top = _top(max(totals if form == "stacked" else [one for row in values for one in row], default=Decimal(0)))
    whole = all(value % 1 == 0 for row in values for value in row)
    marks = [value for part in range(TICKS + 1) if (value := top * part / TICKS) % 1 == 0 or not whole]
    scale = max(SCALE, round(12 + FIGURE * max(len(_number(one)) for one in marks)))
    places = _Places(len(steps), float(top), rtl, scale)
    bars = [] if form == "line" else _bars(places, form, names, values, steps)
    lines = [Line(places.line(row), number) for number, row in enumerate(values)] if form == "line" else []
    dots = [
        Mark(places.middle(at), places.height(one), str(number))
        for number, row in enumerate(values if form == "line" else [])
        for at, one in enumerate(row)
    ]
    every = max(1, -(-len(steps) // LABELS))
    shown = _told_apart(steps[::every])
    lower = ROW if _crowded(shown, places.step * every) else 0
    labels = [
        Mark(places.middle(at * every), HEIGHT - FOOT + 18 + lower * (at % 2), text) for at, text in enumerate(shown)
    ]
    ticks = [_tick(places, value) for value in marks]
    told = [[_number(value) if value is not None else NOT_TOLD for value in one] for one in series.values()]
    rows = [(step, *(row[at] for row in told)) for at, step in enumerate(steps)]
    return Drawing(
        title, name, rtl, tuple(bars), tuple(lines), tuple(dots), tuple(ticks), tuple(labels), tuple(enumerate(names)),
        tuple(names), tuple(rows), scale=scale,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Places:
    """From steps and figures to places."""

    count: int
    top: float
    rtl: bool
    scale: int

    @property
    def step(self) -> float:
        """Return the width of one step."""
        return (WIDTH - self.scale) / max(self.count, 1)

    def begin(self, at: int) -> float:
        """Return the left edge of a step."""
        return (self.count - 1 - at) * self.step if self.rtl else self.scale + at * self.step

    def middle(self, at: int) -> float:
        """Return the middle of a step."""
        return round(self.begin(at) + self.step / 2, 1)

    def height(self, value: Decimal) -> float:
        """Return how high a figure stands, from above."""
        whole = HEIGHT - FOOT - HEAD
        return round(HEIGHT - FOOT - whole * float(value) / self.top, 1)

    def line(self, row: Sequence[Decimal]) -> str:
        """Return the points of a line."""
        return " ".join(f"{self.middle(at)},{self.height(value)}" for at, value in enumerate(row))


def _bars(
    places: _Places, form: str, names: Sequence[str], values: Sequence[Sequence[Decimal]], steps: Sequence[str]
) -> list[Bar]:
    made = []
    stacked = form == "stacked"
    width = places.step * 0.8 / (1 if stacked else max(len(values), 1))
    for at, step in enumerate(steps):
        below = Decimal(0)
        for number, row in enumerate(values):
            place = number if not places.rtl else len(values) - 1 - number
            x = places.begin(at) + places.step * 0.1 + (0 if stacked else place * width)
            y, foot = places.height(below + row[at]), places.height(below)
            told = ", ".join(part for part in (step, names[number], _number(row[at])) if part)
            if row[at]:
                made.append(Bar(round(x, 1), y, round(width, 1), round(foot - y, 1), number, told))
            below += row[at] if stacked else 0
    return made


def _tick(places: _Places, value: Decimal) -> Mark:
    return Mark(WIDTH - places.scale + 8 if places.rtl else places.scale - 8, places.height(value), _number(value))


def _top(most: Decimal) -> Decimal:
    """Return the next number that reads well: 1, 2 or 5 with zeros, times the ticks."""
    scale = Decimal(1)
    while scale * 10 < most:
        scale *= 10
    return next((scale * factor for factor in (1, 2, 4, 5, 8) if scale * factor >= most), scale * 10)


def _number(value: Decimal) -> str:
    return f"{value:,f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"


def _crowded(texts: Sequence[str], room: float) -> bool:
    """Tell whether two labels that stand beside each other have no room for it."""
    return any((len(one) + len(after)) / 2 * LETTER > room for one, after in pairwise(texts))


def _told_apart(texts: Sequence[str]) -> list[str]:
    """Return labels that fit beside each other: fewer have more room, and of those that begin alike the ends stay."""
    room = LETTERS * LABELS // max(len(texts), 1)
    begun = [text[: room - 1] for text in texts]
    return [
        text if len(text) <= room else f"…{text[1 - room :]}" if begun.count(start) > 1 else f"{start}…"
        for text, start in zip(texts, begun, strict=True)
    ]
