# SPDX-License-Identifier: Apache-2.0
"""The one function that compares a new entry with those that are live (spec §87.6).

What it returns holds exact figures for the watch desk, and bands for the leads: an exact distance, asked for three
times from three places, would tell where the other is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from taawun.engines.deconfliction.entries import Entry, Span
from taawun.engines.deconfliction.places import Box, distance
from taawun.engines.deconfliction.thresholds import NAUTICAL, Thresholds


class Near(StrEnum):
    """How close in space, as leads are told."""

    SAME_PLACE = "same-place"
    WITHIN_1 = "within-1-nm"
    WITHIN_5 = "within-5-nm"
    WITHIN_20 = "within-20-nm"
    FARTHER = "farther"


class Apart(StrEnum):
    """How close in time, as leads are told."""

    SAME_TIME = "same-time"
    WITHIN_HOUR = "within-hour"
    WITHIN_DAY = "within-day"
    FARTHER = "farther"


_NEAR: Final = (
    (0.0, Near.SAME_PLACE), (NAUTICAL, Near.WITHIN_1), (5 * NAUTICAL, Near.WITHIN_5), (20 * NAUTICAL, Near.WITHIN_20),
)  # fmt: skip
_APART: Final = ((0, Apart.SAME_TIME), (3_600, Apart.WITHIN_HOUR), (86_400, Apart.WITHIN_DAY))


class Live(Protocol):
    """Where the live entries are found. A node's table is one; a private set intersection with a partner can be one."""

    def near(self, box: Box, span: Span) -> Iterable[Entry]:
        """Yield at least the entries that meet a box and a span; more may come."""

    def aimed(self, targets: frozenset[str], span: Span) -> Iterable[Entry]:
        """Yield at least the entries with one of these target keys that meet a span."""


@dataclass(frozen=True, slots=True)
class Match:
    """One conflict of a new entry with a live one: metres and seconds between them, and whether the target is one."""

    entry: str
    metres: float
    seconds: int
    same_target: bool

    @property
    def near(self) -> Near:
        """Return how close in space, in words."""
        return next((band for most, band in _NEAR if self.metres <= most), Near.FARTHER)

    @property
    def apart(self) -> Apart:
        """Return how close in time, in words."""
        return next((band for most, band in _APART if self.seconds <= most), Apart.FARTHER)


def matches(new: Entry, live: Live, thresholds: Thresholds) -> list[Match]:
    """Return the conflicts of a new entry with live entries of other leads, the closest first."""
    reach = thresholds.reach(new.kind)
    span = Span(new.span.begins - reach.seconds, new.span.ends + reach.seconds)
    candidates = {one.id: one for one in live.near(new.place.box.grown(reach.metres), span)}
    if new.targets:
        wide = Span(new.span.begins - reach.target, new.span.ends + reach.target)
        candidates |= {one.id: one for one in live.aimed(new.targets, wide)}
    found = [_compared(new, one, thresholds) for one in candidates.values()]
    return sorted(filter(None, found), key=lambda one: (not one.same_target, one.metres, one.seconds, one.entry))


def _compared(new: Entry, other: Entry, thresholds: Thresholds) -> Match | None:
    if other.id == new.id or (new.lead and new.lead == other.lead):
        return None
    close = thresholds.between(new.kind, other.kind)
    seconds = new.span.apart(other.span)
    same = not new.targets.isdisjoint(other.targets) and seconds <= close.target
    if not same and seconds > close.seconds:
        return None
    metres = distance(new.place, other.place)
    return Match(other.id, metres, seconds, same) if same or metres <= close.metres else None
