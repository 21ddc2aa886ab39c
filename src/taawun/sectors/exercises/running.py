# SPDX-License-Identifier: Apache-2.0
"""The inject clock: pure, from the moves of an exercise and the moments at which they were sent (spec §88.7).

Both nodes hold the same moves with the same moments, so both clocks show the same minute without being told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

GOING: Final = frozenset({"start", "resume", "resume_other"})
STANDING: Final = frozenset({"pause", "pause_other", "end", "end_other"})
MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Turn:
    """A move of the exercise with the moment at which it was sent."""

    move: str
    at: datetime


class Shape(StrEnum):
    """What became of an inject, as the timeline shows it."""

    PLANNED = "planned"
    FIRED = "fired"
    LATE = "late"
    HELD = "held"


def elapsed(turns: Iterable[Turn], speed: int, now: datetime) -> timedelta:
    """Return the time of the exercise: what passed while the clock went, times its speed; never below zero."""
    total, since = timedelta(0), None
    for turn in turns:
        if turn.move in GOING and since is None:
            since = turn.at
        elif turn.move in STANDING and since is not None:
            total, since = total + max(turn.at - since, timedelta(0)), None
    if since is not None:
        total += max(now - since, timedelta(0))
    return total * speed


def goes(turns: Sequence[Turn]) -> bool:
    """Tell whether the clock goes."""
    said = [turn.move for turn in turns if turn.move in GOING | STANDING]
    return bool(said) and said[-1] in GOING


def is_due(minute: int, passed: timedelta) -> bool:
    """Tell whether the minute of an inject has come."""
    return minute * MINUTE <= passed


def is_late(fired: datetime, arrived: datetime, late_after: int) -> bool:
    """Tell whether an inject came later after its firing than the plan allows, in seconds."""
    return arrived - fired > timedelta(seconds=late_after)


def minute_of(passed: timedelta) -> int:
    """Return the minute that a time of the exercise stands in."""
    return int(passed // MINUTE)
