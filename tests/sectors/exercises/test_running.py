# SPDX-License-Identifier: Apache-2.0
"""The clock of an exercise counts what passed while it went, times its speed, and knows what is late (§88.7)."""

from datetime import UTC, datetime, timedelta

import pytest

from taawun.sectors.exercises.access import Event
from taawun.sectors.exercises.drawing import timeline
from taawun.sectors.exercises.rules import Inject
from taawun.sectors.exercises.running import Shape, Turn, elapsed, goes, is_due, is_late

T = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def after(**passed):
    return T + timedelta(**passed)


STORIES = {
    "not started": ([], 1, 0, False),
    "in real time": ([("start", 0)], 1, 10, True),
    "sixty times as fast": ([("start", 0)], 60, 600, True),
    "paused": ([("start", 0), ("pause_other", 4)], 1, 4, False),
    "paused and going on": ([("start", 0), ("pause", 4), ("resume_other", 7)], 1, 7, True),
    "ended": ([("propose_plan", 0), ("start", 1), ("end", 6)], 60, 300, False),
    "ended while it stood": ([("start", 0), ("pause", 4), ("end_other", 9)], 1, 4, False),
    "sent by a clock that is ahead": ([("start", 12)], 1, 0, True),
}


@pytest.mark.parametrize(("moves", "speed", "minutes", "going"), STORIES.values(), ids=STORIES)
def test_the_clock_counts_while_it_goes(moves, speed, minutes, going):
    turns = [Turn(move, after(minutes=at)) for move, at in moves]
    assert elapsed(turns, speed, after(minutes=10)) == timedelta(minutes=minutes)
    assert goes(turns) is going


def test_an_inject_is_due_in_its_minute_and_late_after_the_agreed_seconds():
    assert not is_due(3, timedelta(minutes=2, seconds=59))
    assert is_due(3, timedelta(minutes=3))
    assert not is_late(T, after(seconds=30), 30)
    assert is_late(T, after(seconds=31), 30)


@pytest.mark.parametrize("rtl", [False, True], ids=["from the left", "from the right"])
def test_the_timeline_runs_with_the_language_and_keeps_marks_apart(rtl):
    minutes = ((1, 0), (2, 30), (3, 60), (4, 60))
    made = [Event(Inject(n, at, "PK", "A", "radio", "x", "y", "z", 1), Shape.PLANNED) for n, at in minutes]
    drawn = timeline(made, ("PK", "BH"), 30, rtl=rtl)
    places = [one.x for one in drawn.marks]
    assert places == sorted(places, reverse=rtl)
    assert len({(one.x, one.y) for one in drawn.marks}) == 4
    assert drawn.now == drawn.marks[1].x
    assert all(0 < one.x < drawn.width and 0 < one.y < drawn.height for one in drawn.marks)
