# SPDX-License-Identifier: Apache-2.0
"""A month of wages beside the contracts: each finding is told with line and figures; §80.81 MUST hold."""

from datetime import date

import pytest

from taawun.formats.wages import Contract, Wage
from taawun.sectors.worker_protection.detecting import Finding, Kind, Register, Terms, detect, scaled

TERMS = Terms(currency="BHD", late_after_days=15, made=date(2026, 11, 3))
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
HERS = Contract(2, "4402-1", "غلام-1", 120_000, "BHD", date(2026, 1, 1), None, None)
OTHER = HERS._replace(worker="Ghulam-2")
PAID = Wage(2, "غلام-1", "BH67BMAG00001299123456", *OCTOBER, 31, 0, 120_000, 0, 0, "4402-1", None)


def found(wages, contracts=(HERS,), terms=TERMS):
    return list(detect(wages, Register(contracts), terms))


ROWS = {
    "nothing": ([PAID], (HERS,), []),
    "less than the contract": ([PAID._replace(fixed=100_000)], (HERS,), [(Kind.BELOW, 2, 120_000, 100_000)]),
    "less by what was kept back": ([PAID._replace(deducted=1)], (HERS,), [(Kind.BELOW, 2, 120_000, 119_999)]),
    "unpaid leave owes less": ([PAID._replace(leave=10, fixed=81_290)], (HERS,), []),
    "nothing for days worked": ([PAID._replace(fixed=0)], (HERS,), [(Kind.ZERO_PAY, 2, 120_000, 0)]),
    "nothing for a month of leave": ([PAID._replace(fixed=0, leave=31)], (HERS,), []),
    "paid after sixteen days": ([PAID._replace(paid_on=date(2026, 11, 16))], (HERS,), [(Kind.LATE, 2, 15, 16)]),
    "paid after fifteen days": ([PAID._replace(paid_on=date(2026, 11, 15))], (HERS,), []),
    "a wrong account": ([PAID._replace(account="BH67BMAG00001299123457")], (HERS,), [(Kind.ACCOUNT, 2, 0, 0)]),
    "an account of an exchange house": ([PAID._replace(account="4551902459")], (HERS,), []),
    "two workers on one account": (
        [PAID, PAID._replace(line=3, worker="Ghulam-2")], (HERS, OTHER),
        [(Kind.SHARED_ACCOUNT, 2, 1, 2), (Kind.SHARED_ACCOUNT, 3, 1, 2)],
    ),
    "one worker twice on one account": ([PAID, PAID._replace(line=3)], (HERS,), [(Kind.REPEATED, 3, 1, 2)]),
    "one worker three times": (
        [PAID._replace(line=n) for n in (2, 3, 4)], (HERS,), [(Kind.REPEATED, 3, 1, 2), (Kind.REPEATED, 4, 1, 3)],
    ),
    "one line for each half of the month": (
        [PAID._replace(end=date(2026, 10, 15), days=15, fixed=60_000, paid_on=date(2026, 10, 16)),
         PAID._replace(line=3, start=date(2026, 10, 16), days=16, fixed=65_000)], (HERS._replace(net=60_000),), [],
    ),
    "absent": ([PAID], (HERS, OTHER), [(Kind.ABSENT, 0, 0, 0)]),
    "absent from another employer": ([PAID], (HERS, OTHER._replace(employer="9-9")), []),
    "absent after the exit": ([PAID], (HERS, OTHER._replace(exit=date(2026, 10, 2))), []),
    "absent before the permit": ([PAID], (HERS, OTHER._replace(starts=date(2026, 10, 5))), []),
    "paid after the exit": ([PAID], (HERS._replace(exit=date(2026, 9, 1)),), [(Kind.GHOST, 2, 0, 120_000)]),
    "paid by the former employer after the exit": (
        [PAID], (HERS._replace(exit=date(2026, 9, 1)), HERS._replace(employer="9-9", starts=date(2026, 9, 2))),
        [(Kind.GHOST, 2, 0, 120_000)],
    ),
    "paid by the new employer only": (
        [PAID], (HERS, HERS._replace(employer="9-9", starts=date(2025, 9, 2), exit=date(2025, 12, 30))), [],
    ),
    "paid by one of two employers": (
        [PAID, PAID._replace(line=3, worker="Ghulam-2", employer="9-9")], (HERS, OTHER, HERS._replace(employer="9-9")),
        [(Kind.UNREGISTERED, 3, 0, 0), (Kind.SHARED_ACCOUNT, 2, 1, 2), (Kind.SHARED_ACCOUNT, 3, 1, 2),
         (Kind.ABSENT, 0, 0, 0), (Kind.ABSENT, 0, 0, 0)],
    ),
    "a contract that begins next month": (
        [PAID], (HERS, HERS._replace(net=900_000, starts=date(2026, 11, 1))), [],
    ),
    "no employer in line and file": (
        [PAID._replace(employer="")], (HERS._replace(exit=date(2026, 9, 1)),), [(Kind.GHOST, 2, 0, 120_000)],
    ),
    "no employer in the register": (
        [PAID._replace(fixed=1)], (HERS._replace(employer=""),), [(Kind.BELOW, 2, 120_000, 1)],
    ),
    "no contract": ([PAID], (), [(Kind.UNREGISTERED, 2, 0, 0)]),
    "another currency": ([PAID._replace(fixed=1)], (HERS._replace(currency="PKR"),), [(Kind.CURRENCY, 2, 0, 0)]),
    "nothing paid and no contract": (
        [PAID._replace(fixed=0)], (), [(Kind.UNREGISTERED, 2, 0, 0), (Kind.ZERO_PAY, 2, 0, 0)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("wages", "contracts", "told"), ROWS.values(), ids=ROWS)
def test_what_a_month_shows(wages, contracts, told):
    assert [(one.kind, one.line, one.expected, one.found) for one in found(wages, contracts)] == told


def test_a_finding_names_worker_employer_and_days():
    assert found([PAID._replace(fixed=5)])[0] == Finding(Kind.BELOW, 2, "غلام-1", "4402-1", 120_000, 5, 31)


def test_a_register_in_other_units_is_brought_to_those_of_the_file():
    smaller, larger = (HERS._replace(net=scaled(HERS.net, power)) for power in (-1, 1))
    assert not found([PAID._replace(fixed=12_000)], (smaller,))
    assert found([PAID], (larger,))[0].expected == 1_200_000


def test_of_several_contracts_the_last_counts():
    old = HERS._replace(net=1, starts=date(2025, 1, 1))
    assert Register([HERS, old]).of(PAID, "4402-1") == HERS
