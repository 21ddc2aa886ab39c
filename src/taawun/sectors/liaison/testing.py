# SPDX-License-Identifier: Apache-2.0
"""How a contact stands by its tests: pure, from their days and results (spec §89.5).

A contact is good only if its last test was answered in this month or the one before; silence is never good.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from taawun.sectors.liaison.rules import ANSWERED

MONTHS: Final = 12
"""Months of the picture."""


class Standing(StrEnum):
    """How a contact stands; whatever is not good is shown loudly."""

    GOOD = "good"
    DUE = "due"  # answered last month, and not yet tested in this one
    FAILED = "failed"
    UNTESTED = "untested"


@dataclass(frozen=True, slots=True)
class Test:
    """One test: its day, its result, and the seconds until somebody answered, where they did."""

    __test__ = False  # no test of pytest's

    day: date
    result: str
    seconds: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the picture: its name as 2026-11, and the last result in it, empty where nobody tested.

    In a month that ended before the contact was on the list nobody could have tested it.
    """

    name: str
    result: str
    listed: bool = True

    @property
    def standing(self) -> Standing | None:
        """Return how the month went; None if the contact was not on the list."""
        if not self.result:
            return Standing.UNTESTED if self.listed else None
        return Standing.GOOD if self.result == ANSWERED else Standing.FAILED


def month_of(day: date) -> str:
    """Return the month of a day, as 2026-11."""
    return f"{day:%Y-%m}"


def months_before(today: date, count: int = MONTHS) -> list[str]:
    """Return the last months with the present one, the oldest first."""
    last = today.year * 12 + today.month - 1
    return [f"{one // 12:04}-{one % 12 + 1:02}" for one in range(last - count + 1, last + 1)]


def standing(tests: Iterable[Test], today: date) -> Standing:
    """Return how a contact stands today; a test of a later day is not counted."""
    last = latest(tests, today)
    if last is None or month_of(last.day) not in months_before(today, 2):
        return Standing.UNTESTED
    if last.result != ANSWERED:
        return Standing.FAILED
    return Standing.GOOD if month_of(last.day) == month_of(today) else Standing.DUE


def latest(tests: Iterable[Test], today: date) -> Test | None:
    """Return the last test until today; of one day the one that came last in the list."""
    known = sorted((one for one in tests if one.day <= today), key=lambda one: one.day)
    return known[-1] if known else None


def picture(tests: Sequence[Test], today: date, since: date = date.min) -> tuple[Month, ...]:
    """Return the last twelve months, each with its last result, of a contact that is on the list since a day."""
    last = {month_of(one.day): one.result for one in sorted(tests, key=lambda one: one.day) if one.day <= today}
    return tuple(Month(name, last.get(name, ""), name >= month_of(since)) for name in months_before(today))
