# SPDX-License-Identifier: Apache-2.0
"""A workflow as places on a drawing; the template turns them into SVG.

Two lanes, one for each side, and every state in a row of its own in the lane of the side whose turn it is. Each
move is one track beside the lanes, on the side of whoever makes it, with a stub from every state it starts from and
an arrow into the state it leads to; its number is that of its row in the table of moves. Mirrored for scripts that
run from right to left, and readable without colour: what stays at home is dashed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from taawun.apps.cases.showing.speaking import reader, said
from taawun.kernel.cases.words import Side
from taawun.kernel.cases.workflow import Move, State, Workflow

BOX: Final = 224
GAP: Final = 24
TRACK: Final = 16
MARGIN: Final = 10
HEAD: Final = 30
SPREAD: Final = 6
"""A stub leaves so far above the middle of its box, an arrow arrives as far below it."""
LETTERS: Final = {"en": 27, "ar": 28, "ur": 30}
"""Letters that fit into one line of a box, by language."""
LINES: Final = 2
ROW: Final = {"en": 52, "ar": 56, "ur": 72}
"""Height of a row, by language: Nastaliq needs more."""
LEAD: Final = {"en": 15, "ar": 18, "ur": 26}
"""From one line of text to the next."""


@dataclass(frozen=True, slots=True)
class Box:
    """A state."""

    x: int
    y: int
    height: int
    lines: tuple[tuple[int, str], ...]  # height of the baseline, text
    whole: str
    tone: str

    @property
    def middle(self) -> int:
        """Return where its text is centred."""
        return self.x + BOX // 2


@dataclass(frozen=True, slots=True)
class Track:
    """A move: the path of its line, the arrow at its end, and where its number stands."""

    number: int
    title: str
    path: str
    arrow: str
    shared: bool
    number_x: int
    number_y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that is drawn."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    tracks: tuple[Track, ...]
    heads: tuple[tuple[int, str], ...]  # middle of a lane, side
    box: int = BOX


@dataclass(frozen=True, slots=True)
class _Run:
    """A move with the rows it touches and the track it got."""

    number: int
    move: Move
    starts: tuple[int, ...]
    end: int
    track: int = 0

    @property
    def first(self) -> int:
        return min(*self.starts, self.end)

    @property
    def last(self) -> int:
        return max(*self.starts, self.end)


def draw(workflow: Workflow, *, mirrored: bool) -> Picture:
    """Return the drawing of a workflow; `mirrored` for a script that runs from right to left."""
    states = list(workflow.states.values())
    rows = {state.slug: number for number, state in enumerate(states)}
    runs = {side: _laid(_runs(workflow, rows, side)) for side in Side}
    gutters = {
        side: MARGIN + TRACK * (1 + max((run.track for run in found), default=0)) for side, found in runs.items()
    }
    plan = _Plan(states, gutters, mirrored)
    tracks = [plan.track(run, side) for side, found in runs.items() for run in found]
    return Picture(
        plan.width, plan.height, tuple(plan.box(state, rows[state.slug], workflow) for state in states),
        tuple(tracks), tuple((plan.lane(side) + BOX // 2, side.value) for side in Side),
    )  # fmt: skip


def _runs(workflow: Workflow, rows: dict[str, int], side: Side) -> list[_Run]:
    """Return the moves of a side that lead somewhere, shortest first, so that short ones run nearest to the boxes."""
    found = [
        _Run(number, move, tuple(sorted(rows[source] for source in move.sources)), rows[move.target])
        for number, move in enumerate(workflow.moves.values(), start=1)
        if move.by is side and move.target
    ]
    return sorted(found, key=lambda run: (run.last - run.first, run.number))


def _laid(runs: Sequence[_Run]) -> list[_Run]:
    """Give each move the nearest track on which it meets no other."""
    taken: list[list[tuple[int, int]]] = []
    laid = []
    for run in runs:
        free = (n for n, spans in enumerate(taken) if all(run.last < a or run.first > b for a, b in spans))
        track = next(free, len(taken))
        if track == len(taken):
            taken.append([])
        taken[track].append((run.first, run.last))
        laid.append(_Run(run.number, run.move, run.starts, run.end, track))
    return laid


class _Plan:
    """Where rows, lanes and tracks lie."""

    def __init__(self, states: Sequence[State], gutters: dict[Side, int], mirrored: bool) -> None:
        self.states, self.mirrored, self.gutters = states, mirrored, gutters
        self.row = ROW[reader()]
        self.width = gutters[Side.REQUESTING] + gutters[Side.REQUESTED] + 2 * BOX + GAP
        self.height = HEAD + self.row * len(states) + MARGIN
        self.lanes = {
            Side.REQUESTING: gutters[Side.REQUESTING],
            Side.REQUESTED: gutters[Side.REQUESTING] + BOX + GAP,
        }

    def lane(self, side: Side) -> int:
        """Return where a lane begins, from the left."""
        return self.width - self.lanes[side] - BOX if self.mirrored else self.lanes[side]

    def x(self, place: int) -> int:
        """Return a place counted from the beginning of the line."""
        return self.width - place if self.mirrored else place

    def middle(self, row: int) -> int:
        """Return the height of the middle of a row."""
        return HEAD + row * self.row + self.row // 2

    def box(self, state: State, row: int, workflow: Workflow) -> Box:
        """Return the box of a state."""
        title, lead = said(state.title), LEAD[reader()]
        texts = _lines(title, LETTERS[reader()])
        height = self.row - 12
        top = self.middle(row) + 5 - lead * (len(texts) - 1) // 2
        lines = tuple((top + number * lead, text) for number, text in enumerate(texts))
        tone = (
            "root" if state.final else "leaf" if state.slug == workflow.initial else "given" if not state.phase else ""
        )
        return Box(self.lane(state.holder), self.middle(row) - height // 2, height, lines, title, tone)

    def track(self, run: _Run, side: Side) -> Track:
        """Return the line of a move."""
        near = side is Side.REQUESTING
        offset = TRACK * (run.track + 1)
        place = self.gutters[side] - offset if near else self.width - self.gutters[side] + offset
        leaves = [self.middle(row) - SPREAD for row in run.starts]
        y = self.middle(run.end) + SPREAD
        parts = [f"M{self.x(place)} {min(*leaves, y)}V{max(*leaves, y)}"]
        for row, height in zip(run.starts, leaves, strict=True):
            parts.append(f"M{self.x(self._edge(row, near))} {height}H{self.x(place)}")
        end = self.x(self._edge(run.end, near))
        parts.append(f"M{self.x(place)} {y}H{end}")
        toward = 1 if near != self.mirrored else -1
        arrow = f"M{end} {y}l{-8 * toward} -4v8z"
        return Track(
            run.number, said(run.move.title), "".join(parts), arrow, run.move.shared,
            self.x(place), leaves[0] - 3,
        )  # fmt: skip

    def _edge(self, row: int, near: bool) -> int:
        """Return where a line meets the box of a row, on the near or the far side."""
        lane = self.lanes[self.states[row].holder]
        return lane if near else lane + BOX


def _lines(title: str, most: int) -> list[str]:
    """Break a title into lines that fit a box; what does not fit ends in an ellipsis."""
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines if len(lines) <= LINES else [*lines[: LINES - 1], _cut(lines[LINES - 1 :], most)]


def _cut(rest: Iterable[str], most: int) -> str:
    text = " ".join(rest)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
