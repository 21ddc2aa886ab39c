# SPDX-License-Identifier: Apache-2.0
"""How a contact stands by its tests: silence is never good (spec §89.5)."""

from datetime import date

import pytest

from taawun.sectors.liaison import testing
from taawun.sectors.liaison.testing import Standing, Test

TODAY = date(2026, 3, 10)
ROWS = {
    "never tested": ([], Standing.UNTESTED),
    "answered this month": ([Test(date(2026, 3, 1), "answered", "9")], Standing.GOOD),
    "answered on the last day of last month": ([Test(date(2026, 2, 28), "answered", "9")], Standing.DUE),
    "answered two months ago": ([Test(date(2026, 1, 31), "answered", "9")], Standing.UNTESTED),
    "silent this month": ([Test(date(2026, 3, 1), "no_answer")], Standing.FAILED),
    "silent, then answered": ([Test(date(2026, 3, 2), "answered", "9"), Test(date(2026, 3, 1), "no_answer")],
                              Standing.GOOD),
    "answered, then silent on the same day": ([Test(date(2026, 3, 1), "answered", "9"),
                                               Test(date(2026, 3, 1), "wrong_number")], Standing.FAILED),
    "a test of tomorrow counts for nothing": ([Test(date(2026, 3, 11), "answered", "9")], Standing.UNTESTED),
    "no agreed language is no answer": ([Test(date(2026, 3, 3), "not_understood", "4")], Standing.FAILED),
}  # fmt: skip


@pytest.mark.parametrize(("tests", "stands"), ROWS.values(), ids=ROWS)
def test_a_contact_stands_as_its_last_test_went(tests, stands):
    assert testing.standing(tests, TODAY) is stands


def test_the_picture_has_twelve_months_over_the_turn_of_a_year():
    tests = [Test(date(2026, 1, 5), "answered", "9"), Test(date(2025, 4, 5), "no_answer"), Test(date(2025, 3, 5), "x")]
    months = testing.picture(tests, TODAY)
    assert [months[0].name, months[-1].name, len(months)] == ["2025-04", "2026-03", 12]
    assert [one.standing for one in months] == [
        Standing.FAILED, *[Standing.UNTESTED] * 8, Standing.GOOD, Standing.UNTESTED, Standing.UNTESTED,
    ]  # fmt: skip


def test_a_month_before_the_contact_was_on_the_list_is_no_month_in_which_nobody_tested_it():
    months = testing.picture([Test(date(2026, 3, 1), "answered", "9")], TODAY, date(2026, 2, 20))
    assert [one.standing for one in months] == [*[None] * 10, Standing.UNTESTED, Standing.GOOD]
