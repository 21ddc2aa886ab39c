# SPDX-License-Identifier: Apache-2.0
"""The rules of immigration on their own: each remark is one of the examples, and none repeats what a person wrote."""

import pytest

from taawun.sectors.immigration import rules

STAGES = ("penalty", "removal")


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("screened", ["", "not_screened", "not_possible", "indicators"])
def test_no_stage_behind_the_screening_is_reached_without_it(stage, screened):
    data = {"stage": stage, "screened": screened, "screened_by": "Desk", "screened_on": "2026-11-20"}
    assert [one.level for one in rules.check_overstay(data)][:1] == ["refused"]


def test_a_day_that_is_not_whole_computes_nothing():
    assert rules.fill_overstay({"permitted_until": "2026", "noticed": "2026-11-20"}) == {}
