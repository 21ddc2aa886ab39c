# SPDX-License-Identifier: Apache-2.0
"""Small pictures made of numbers: clocks with their ticks, the progress of contents, the bars of the dashboard."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from taawun.apps.cases.access import ClockShown
from taawun.apps.cases.queries import Rate
from taawun.kernel.cases.clocks import WARN_AT
from taawun.kernel.cases.contents import Element, Filled
from taawun.kernel.cases.kinds import CaseKind

WIDTH: Final = 200
"""Width of a clock's bar, in units of the drawing."""
BAR: Final = 100


@dataclass(frozen=True, slots=True)
class ClockBar:
    """A clock as a bar."""

    shown: ClockShown
    filled: int
    tone: str
    ticks: tuple[int, ...] = tuple(WIDTH * part // 100 for part in WARN_AT)
    width: int = WIDTH

    @property
    def percent(self) -> int:
        """Return which part of its time has passed, in hundredths."""
        return round(self.shown.share * 100)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the elements that a complete case needs are there."""

    done: int
    total: int
    rows: tuple[tuple[Element, Filled | None, bool], ...]  # element, what fills it, whether it is still missing
    others: tuple[tuple[Element, Filled | None, bool], ...]  # that nothing asks for and nobody filled


@dataclass(frozen=True, slots=True)
class RateBar:
    """One row of the dashboard with the length of its bars."""

    rate: Rate
    asked: int
    answered: int
    percent: int | None


def clock_bar(shown: ClockShown) -> ClockBar:
    """Return the bar of a clock."""
    tone = "bad" if shown.late or shown.share >= 0.9 else "wait" if shown.share >= 0.5 else "good"
    return ClockBar(shown, min(WIDTH, round(WIDTH * shown.share)), "plain" if shown.row.stopped else tone)


def progress(
    kind: CaseKind, filled: Mapping[str, Filled], missing: Iterable[Element], reserved: frozenset[str] = frozenset()
) -> Progress:
    """Return how far the contents have come; what is `reserved` is there, and not shown."""
    lacking = {one.slug for one in missing}
    needed = {one.slug for one in kind.elements.values() if one.required} & (filled.keys() | reserved) | lacking
    rows = [(one, filled.get(one.slug), one.slug in lacking) for one in kind.elements.values()]
    here = filled.keys() | reserved | lacking
    asked = tuple(row for row in rows if row[0].slug in here)
    others = tuple(row for row in rows if row[0].slug not in here)
    return Progress(len(needed) - len(lacking), len(needed), asked, others)


def rate_bars(rates: Iterable[Rate]) -> list[RateBar]:
    """Return the rows of the dashboard; the longest bar is the row with most requests."""
    rows = list(rates)
    most = max((one.asked for one in rows), default=0) or 1
    return [
        RateBar(
            one, round(BAR * one.asked / most), round(BAR * one.answered / most),
            None if one.share is None else round(one.share * 100),
        )
        for one in rows
    ]  # fmt: skip
