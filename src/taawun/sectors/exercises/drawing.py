# SPDX-License-Identifier: Apache-2.0
"""The timeline of an exercise as places on a drawing: a lane for each node, a mark for each inject, a line for now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from taawun.sectors.exercises.access import Event
from taawun.sectors.exercises.running import Shape

WIDTH: Final = 720
LANE: Final = 56
HEAD: Final = 24
SIDE: Final = 56
"""Room for the names of the lanes."""
STEPS: Final = (5, 10, 15, 30, 60, 120, 240, 480, 1_440, 2_880)
"""Minutes between two ticks; the finest that gives at most eight is taken."""
TICKS: Final = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """One inject at its place; `row` sets apart those of one minute."""

    x: float
    y: float
    number: int
    shape: Shape


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing: lanes by party with their height, marks, ticks and where the clock is."""

    width: int
    height: int
    lanes: tuple[tuple[str, float], ...]
    marks: tuple[Mark, ...]
    ticks: tuple[tuple[float, int], ...]
    now: float | None
    label: float


def timeline(events: Sequence[Event], parties: Sequence[str], minute: float | None, *, rtl: bool) -> Timeline:
    """Return the timeline; in a language that runs from the right the first minute stands at the right."""
    last = max([one.inject.minute for one in events] + [5, int(minute or 0)])
    lanes = tuple((party, HEAD + LANE * (number + 0.5)) for number, party in enumerate(parties))
    height = dict(lanes)

    def x(at: float) -> float:
        along = (WIDTH - SIDE - 24) * min(at, last) / last
        return round(WIDTH - SIDE - along if rtl else SIDE + along, 1)

    marks, seen = [], dict[tuple[str, int], int]()
    for one in events:
        place = (one.inject.sender, one.inject.minute)
        seen[place] = seen.get(place, 0) + 1
        y = height.get(one.inject.sender, HEAD) + 14 * (seen[place] - 1)
        marks.append(Mark(x(one.inject.minute), y, one.inject.number, one.shape))
    step = next((one for one in STEPS if last / one <= TICKS), STEPS[-1])
    ticks = tuple((x(at), at) for at in range(0, last + 1, step))
    now = None if minute is None else x(minute)
    return Timeline(WIDTH, HEAD + LANE * len(lanes), lanes, tuple(marks), ticks, now, WIDTH - 20 if rtl else 2)
