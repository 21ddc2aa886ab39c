# SPDX-License-Identifier: Apache-2.0
"""What a line of a wage file or of a register of contracts says, and what can be wrong with one (spec §80.80).

Money is a whole number of the currency's smallest unit as the layout's `places` say it. A problem never repeats the
value: it names the line, the field and the kind.
"""

from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple


class Flaw(StrEnum):
    """What can be wrong with a line."""

    ENCODING = "encoding"
    TOO_LONG = "too-long"
    HEADER = "header"
    MARK = "mark"
    COLUMNS = "columns"
    EMPTY = "empty"
    LENGTH = "length"
    NOT_A_NUMBER = "not-a-number"
    NEGATIVE = "negative"
    TOO_MUCH = "too-much"
    DATE = "date"
    PERIOD = "period"
    CURRENCY = "currency"
    ACCOUNT = "account"
    NO_TOTAL = "no-total"
    AFTER_TOTAL = "after-total"
    COUNT = "count"
    SUM = "sum"
    STRAY = "stray"
    PARTS = "parts"
    PERSONAL_NUMBER = "personal-number"


BREAKING: Final = frozenset(
    {Flaw.ENCODING, Flaw.TOO_LONG, Flaw.HEADER, Flaw.MARK, Flaw.NO_TOTAL, Flaw.AFTER_TOTAL, Flaw.COUNT, Flaw.SUM}
)
"""Flaws with which the whole file cannot be relied on."""
WARNINGS: Final = frozenset({Flaw.PERSONAL_NUMBER})
"""Flaws that reject nothing: the check digit of the number is not public."""


class Problem(NamedTuple):
    """One thing that is wrong with one line; `expected` and `found` are figures of the file as a whole, if any."""

    line: int
    kind: Flaw
    field: str = ""
    expected: str = ""
    found: str = ""


class Wage(NamedTuple):
    """What one worker was paid for one period, in the smallest units of the layout."""

    line: int
    worker: str
    account: str
    start: date
    end: date
    days: int
    leave: int
    fixed: int
    variable: int
    deducted: int
    employer: str
    paid_on: date | None

    @property
    def paid(self) -> int:
        """Return what the worker got."""
        return self.fixed + self.variable - self.deducted


class Contract(NamedTuple):
    """What a register says that a worker is to get each month, and for how long the permit runs."""

    line: int
    employer: str
    worker: str
    net: int
    currency: str
    starts: date
    ends: date | None
    exit: date | None


class Total(NamedTuple):
    """The last line: how many rows and how much money its maker says the file has."""

    line: int
    employer: str
    made: date | None
    month: str
    rows: int
    sum: int
    currency: str


Line = Wage | Contract | Total | Problem
