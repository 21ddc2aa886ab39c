# SPDX-License-Identifier: Apache-2.0
"""Rules on courses and sessions beyond the examples, which run in test_examples.py."""

import pytest

from taawun.apps.cases import library
from taawun.sectors.police_training import rules


def test_the_mandatory_modules_are_those_that_the_attendance_of_a_case_asks_for():
    element = library.pack_named("model-training").kinds["nomination"].elements["attendance"]
    assert tuple(one.slug for one in element.fields) == rules.MANDATORY
    assert all(one.required and not one.excusable and one.kind == "date" for one in element.fields)


@pytest.mark.parametrize("module", rules.MANDATORY)
def test_one_module_that_was_missed_is_told(module):
    days = dict.fromkeys(rules.MANDATORY, "2026-12-07")
    assert rules.unattended(days, days) == []
    assert rules.unattended(days, {**days, module: "2026-12-08"}) == [module]
    assert rules.unattended({**days, module: ""}, days) == [module]


@pytest.mark.parametrize("kind", ["nomination", "battalion_nomination"])
def test_only_enrolling_asks_for_the_vetting_and_nothing_excuses_it(kind):
    declared = library.pack_named("model-training").kinds[kind]
    assert {slug for slug, move in declared.workflow.moves.items() if move.gates} == {"enrol"}
    (gate,) = declared.gates.values()
    assert (gate.mandatory, gate.curable, gate.rule) == (True, False, "current_vetting")
    vettings = [one for slug, one in declared.elements.items() if slug.endswith("_vetting")]
    assert len(vettings) == 4
    for one in vettings:
        assert {field.slug for field in one.fields} == {"outcome", "reviewed_on", "reviewer"}
        assert not one.excusable


def test_of_a_battalion_the_unit_is_vetted_too():
    kinds = library.pack_named("model-training").kinds
    asked = {kind: set(kinds[kind].gates["current_vetting"].given["of"]) for kind in kinds}
    assert asked["nomination"] == {"sending_vetting", "host_vetting"}
    assert asked["battalion_nomination"] == asked["nomination"] | {"unit_sending_vetting", "unit_host_vetting"}
    assert asked["instructor_exchange"] == {"instructor_vetting"}
