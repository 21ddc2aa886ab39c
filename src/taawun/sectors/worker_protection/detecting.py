# SPDX-License-Identifier: Apache-2.0
"""What a month of wages shows beside the registered contracts: findings as data, each a question (spec §80.81).

Pure: values in, findings out. A finding names the line, the worker, the kind and its figures; it accuses nobody and
scores nobody. Amounts are whole numbers of the smallest unit of the wage file's layout.
"""

from collections.abc import Container, Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from operator import attrgetter
from typing import Final, NamedTuple

from taawun.formats.wages.accounts import is_iban, sound
from taawun.formats.wages.lines import Contract, Wage

_TENS: Final[tuple[int, ...]] = tuple(10**n for n in range(9))
_BEGAN: Final = attrgetter("starts")


class Kind(StrEnum):
    """What can be found, the gravest first."""

    ZERO_PAY = "zero-pay"
    ABSENT = "absent"
    BELOW = "below"
    GHOST = "ghost"
    LATE = "late"
    REPEATED = "repeated"
    SHARED_ACCOUNT = "shared-account"
    ACCOUNT = "account"
    CURRENCY = "currency"
    UNREGISTERED = "unregistered"


class Finding(NamedTuple):
    """One finding. `line` is 0 where the file has no line of the worker.

    `expected` and `found` are amounts in the smallest unit; for LATE they are days (allowed, taken), for
    SHARED_ACCOUNT workers (1, how many), for REPEATED lines of the same days (1, how many so far), and for kinds
    without figures both are 0.
    """

    kind: Kind
    line: int
    worker: str
    employer: str
    expected: int
    found: int
    days: int


class Terms(NamedTuple):
    """What the findings of one file rest on."""

    currency: str
    late_after_days: int
    made: date | None
    """When the file was made, for lines that do not say when they were paid."""
    employer: str = ""
    """The employer of lines that name none."""


class Register:
    """Contracts by worker and employer, the one that began last first; amounts are in the file's smallest unit."""

    def __init__(self, contracts: Iterable[Contract]) -> None:
        self._at: dict[tuple[str, str], tuple[Contract, ...]] = {}
        for one in contracts:
            place = one.worker, one.employer
            self._at[place] = _with(self._at.get(place, ()), one)

    def __iter__(self) -> Iterator[tuple[Contract, ...]]:
        return iter(self._at.values())

    @cached_property
    def _everywhere(self) -> dict[str, tuple[Contract, ...]]:
        found: dict[str, tuple[Contract, ...]] = {}
        for several in self:
            for one in several:
                found[one.worker] = _with(found.get(one.worker, ()), one)
        return found

    def of(self, wage: Wage, employer: str) -> Contract | None:
        """Return the contract that a line is paid under: of its employer, the last that began by its last day.

        A line that names no employer is looked up among all of the worker; a contract that names none is anyone's.
        """
        if employer:
            several = self._at.get((wage.worker, employer)) or self._at.get((wage.worker, ""), ())
        else:
            several = self._everywhere.get(wage.worker, ())
        return running(several, wage.end)


def running(several: tuple[Contract, ...], day: date) -> Contract | None:
    """Return the last of these contracts that had begun on a day."""
    return next((one for one in several if one.starts <= day), None)


def _with(several: tuple[Contract, ...], one: Contract) -> tuple[Contract, ...]:
    return tuple(sorted((*several, one), key=_BEGAN, reverse=True)) if several else (one,)


class _Accounts:
    """Who is paid on which account; only accounts of several workers are kept in full."""

    def __init__(self) -> None:
        self._first: dict[str, Wage] = {}
        self._shared: dict[str, dict[str, Wage]] = {}

    def add(self, wage: Wage) -> None:
        first = self._first.setdefault(wage.account, wage)
        if first.worker != wage.worker:
            self._shared.setdefault(wage.account, {first.worker: first})[wage.worker] = wage

    def findings(self, employer: str) -> Iterator[Finding]:
        for several in self._shared.values():
            for one in several.values():
                at = one.employer or employer
                yield Finding(Kind.SHARED_ACCOUNT, one.line, one.worker, at, 1, len(several), one.days)


class _Lines:
    """Which days each worker has a line for, at which employer."""

    def __init__(self) -> None:
        self.paid: dict[tuple[str, str], tuple[date, date, int]] = {}

    def add(self, wage: Wage, employer: str) -> int:
        """Return how many lines say the same days of a worker at an employer, this one counted."""
        place = wage.worker, employer
        held = self.paid.get(place)
        lines = held[2] + 1 if held is not None and wage.start <= held[1] and held[0] <= wage.end else 1
        self.paid[place] = (wage.start, wage.end, lines)
        return lines


def detect(wages: Iterable[Wage], register: Register, terms: Terms) -> Iterator[Finding]:
    """Yield what the wages of one month show, line by line, then what only the whole shows.

    A worker is absent only from the lines of an employer whom the file names.
    """
    accounts, lines, employers = _Accounts(), _Lines(), set[str]()
    first, last = date.max, date.min
    for wage in wages:
        employer = wage.employer or terms.employer
        employers.add(employer)
        if (several := lines.add(wage, employer)) > 1:
            yield Finding(Kind.REPEATED, wage.line, wage.worker, employer, 1, several, wage.days)
        first, last = min(first, wage.start), max(last, wage.end)
        accounts.add(wage)
        yield from _of_line(wage, register.of(wage, employer), terms)
    yield from accounts.findings(terms.employer)
    yield from _absent(register, lines.paid.keys(), employers, first, last)


def scaled(amount: int, power: int) -> int:
    """Return an amount of a register in the smallest unit of the wage file; what is cut off favours the employer.

    `power` is the power of ten by which the register's unit is the larger; it may be negative.
    """
    return amount * _TENS[power] if power >= 0 else amount // _TENS[-power]


def owed(wage: Wage, net: int) -> int:
    """Return what a contract owes for the days of a line: the net wage, less for unpaid leave and part of a month."""
    period = (wage.end - wage.start).days + 1
    worked = min(wage.days - wage.leave, period)
    return net if worked == period else max(worked, 0) * net // period


def _of_line(wage: Wage, contract: Contract | None, terms: Terms) -> Iterator[Finding]:
    def found(kind: Kind, expected: int = 0, figure: int = 0) -> Finding:
        employer = wage.employer or terms.employer
        return Finding(kind, wage.line, wage.worker, employer, expected, figure, wage.days)

    if is_iban(wage.account) and not sound(wage.account):
        yield found(Kind.ACCOUNT)
    late = _days_late(wage, terms)
    if late > terms.late_after_days:
        yield found(Kind.LATE, terms.late_after_days, late)
    if contract is None:
        yield found(Kind.UNREGISTERED)
    elif contract.exit is not None and contract.exit < wage.start and wage.paid:
        yield found(Kind.GHOST, 0, wage.paid)
    comparable = contract is not None and contract.currency == terms.currency
    if contract is not None and not comparable:
        yield found(Kind.CURRENCY)
    expected = owed(wage, contract.net) if contract is not None and comparable else 0
    if wage.paid == 0 and wage.days > wage.leave:
        yield found(Kind.ZERO_PAY, expected)
    elif wage.paid < expected:
        yield found(Kind.BELOW, expected, wage.paid)


def _days_late(wage: Wage, terms: Terms) -> int:
    paid = wage.paid_on or terms.made
    return 0 if paid is None else (paid - wage.end) // timedelta(days=1)


def _absent(
    register: Register, seen: Container[tuple[str, str]], employers: set[str], first: date, last: date
) -> Iterator[Finding]:
    """Yield permits that ran in the month without a line; those that ended or began within it are not counted."""
    for several in register:
        one = running(several, first)
        if one is None or one.employer not in employers or (one.worker, one.employer) in seen:
            continue
        if any(day is not None and day < last for day in (one.ends, one.exit)):
            continue
        yield Finding(Kind.ABSENT, 0, one.worker, one.employer, 0, 0, 0)
