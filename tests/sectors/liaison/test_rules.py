# SPDX-License-Identifier: Apache-2.0
"""What a mandate covers, on edges of its own; the examples of the sector run in test_examples.py (spec §89.2)."""

from datetime import date

import pytest

from taawun.sectors.liaison import rules
from taawun.sectors.liaison.rules import Outside

MANDATE = {
    "sectors": ["counter_narcotics", "coast_guard"], "instruments": ["pk-bh-working-group"],
    "since": "2026-01-01", "until": "2026-12-31",
}  # fmt: skip
ACT = ("coast_guard", "pk-bh-working-group", date(2026, 6, 1))
ROWS = {
    "the first day": (MANDATE, (*ACT[:2], date(2026, 1, 1)), None),
    "the last day": (MANDATE, (*ACT[:2], date(2026, 12, 31)), None),
    "the day before": (MANDATE, (*ACT[:2], date(2025, 12, 31)), Outside.NOT_BEGUN),
    "the day after": (MANDATE, (*ACT[:2], date(2027, 1, 1)), Outside.ENDED),
    "a sector that only looks alike": (MANDATE, ("coast", *ACT[1:]), Outside.SECTOR),
    "no sector": (MANDATE, ("", *ACT[1:]), Outside.SECTOR),
    "a mandate with one sector as a text": (MANDATE | {"sectors": "coast_guard"}, ACT, Outside.SECTOR),
    "a mandate without instruments": (MANDATE | {"instruments": []}, ACT, Outside.INSTRUMENT),
    "a mandate without an end": ({**MANDATE, "until": ""}, ACT, Outside.ENDED),
    "a mandate of a year only": (MANDATE | {"since": "2026"}, ACT, Outside.NOT_BEGUN),
    "nothing at all": ({}, ACT, Outside.NOT_BEGUN),
}


@pytest.mark.parametrize(("posting", "act", "why"), ROWS.values(), ids=ROWS)
def test_what_a_mandate_does_not_name_it_does_not_cover(posting, act, why):
    assert rules.outside(posting, *act) is why
