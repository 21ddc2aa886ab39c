# SPDX-License-Identifier: Apache-2.0
"""A certificate needs each mandatory module, and a badge needs the certificate (spec §80.93, §80.94)."""

import pytest

from taawun.kernel.errors import BadContents, ModuleNotAttended, MoveClosed, NotCertified
from taawun.sectors.police_training import rules, services
from tests.apps.cases.making import state
from tests.sectors.police_training.story import ASSESSMENT, DAYS, PURPOSE

pytestmark = pytest.mark.django_db


def test_no_certificate_without_a_module_that_is_stated_and_not_shown(desk):
    session = desk.session()
    case = desk.enrolled(session)
    desk.fill(case, name="tariq", attendance=DAYS, assessment=ASSESSMENT)
    for module in rules.MANDATORY:
        with pytest.raises(ModuleNotAttended, match=module):
            desk.make("tariq", case, "close_attendance")
        desk.taught(session, case, modules=(module,))
    assert state(case) == "enrolled"
    desk.make("tariq", case, "close_attendance")
    desk.make("tariq", case, "assess")
    with pytest.raises(NotCertified):
        services.issue(desk.actor("tariq"), case.id, PURPOSE, at=desk.tick())


def test_attendance_without_a_module_cannot_even_be_stated(desk):
    case = desk.enrolled(desk.session())
    with pytest.raises(BadContents):
        desk.fill(case, name="tariq", attendance={one: DAYS[one] for one in rules.MANDATORY[:3]})
    with pytest.raises(MoveClosed):
        desk.make("tariq", case, "close_attendance")


def test_after_the_certificate_the_evaluation_clock_runs_until_the_sending_side_evaluates(desk):
    case = desk.certified(desk.session())
    (clock,) = [one for one in desk.show("tariq", case).clocks if one.rule.slug == "evaluation"]
    assert (clock.row.due.year, clock.row.due.month) == (2027, 5)
    assert desk.answers(case, "evaluate")["kind"] == "accepted"
    assert state(case) == "evaluated"
