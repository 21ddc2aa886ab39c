# SPDX-License-Identifier: Apache-2.0
"""Clocks: time limits with their legal source (spec §60.11 to §60.13).

A statutory clock runs in calendar days of a named zone and nothing stops it but its law. A service clock is a
promise between the two offices; it may be paused with a reason, and may count working days that both share.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from taawun.kernel.cases.words import Side, Source, Words

WARN_AT: Final = (50, 75, 90)
"""Per cent of its length at which each clock warns."""


class Unit(StrEnum):
    """What a clock counts."""

    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    SHARED_WORKING_DAYS = "shared_working_days"


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One time limit, as the pack declares it.

    Attributes:
        slug: its name.
        title: in three languages.
        statutory: whether law sets it; otherwise it is a service target.
        length, unit: how long.
        side: whose zone its days are counted in, and who is late.
        sources: where it comes from; at least one.
        starts: moves that start it.
        stops: moves that end it in time.
        warn_on: further days, counted in `unit` from the start, on which it warns (the 18th of 40).
        at_end: the task raised when it runs out; a person acts, the system never does.
        extendable: by how much more it may be prolonged once with reasons (in `unit`); 0 for never.
    """

    slug: str
    title: Words
    statutory: bool
    length: int
    unit: Unit
    side: Side
    sources: tuple[Source, ...]
    starts: frozenset[str]
    stops: frozenset[str]
    warn_on: tuple[int, ...] = ()
    at_end: str = ""
    extendable: int = 0
