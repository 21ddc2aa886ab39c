# SPDX-License-Identifier: Apache-2.0
"""An overstay: no way leads to a penalty or to removal before the screening, and indicators freeze both for good."""

import io
from contextlib import suppress

import pytest

from taawun.apps.cases import library
from taawun.apps.registers.importing import from_table
from taawun.kernel.cases.words import Outcome
from taawun.kernel.errors import BadAssessment, MoveClosed
from tests.apps.cases.making import state
from tests.apps.registers.making import personal
from tests.sectors.immigration.ways import PACK, PURPOSE, WAYS, refuse_everybody, screened, screening, told

pytestmark = pytest.mark.django_db

HARD = ("decide_penalty", "propose_removal")
"""What comes only after the screening."""


@pytest.mark.parametrize("way", WAYS)
def test_nobody_decides_a_penalty_or_removal_before_the_screening(desk, way):
    case = told(desk)
    desk.fill(case, "penalty", "removal_case")
    for move in HARD:
        refuse_everybody(desk, case, move, way)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("outcome", ["indicators", "not_possible", "none_seen"])
def test_a_screening_alone_opens_nothing(desk, outcome, way):
    case = screened(desk, outcome)
    for move in (*HARD, "ask_document"):
        refuse_everybody(desk, case, move, way)


def test_what_saw_no_indicators_is_assessed_by_another_and_then_a_penalty_can_be_decided(desk):
    case = screened(desk)
    desk.assess(case, "trafficking_indicators")
    desk.make("bilal", case, "decide_penalty", reasons="أسباب — وجوہ")
    assert state(case) == "penalty_decided"


def test_who_screened_decides_no_penalty(desk):
    case = screened(desk)
    desk.assess(case, "trafficking_indicators")
    shown = next(one for one in desk.show("asma", case).moves if one.move.slug == "decide_penalty")
    assert {"same_officer", "role_missing"} <= {one.code for one in shown.reasons}


@pytest.mark.parametrize("outcome", ["indicators", "not_possible"])
def test_no_assessor_finds_otherwise_than_the_screening_says(desk, outcome):
    case = screened(desk, outcome)
    with suppress(BadAssessment):
        desk.assess(case, "trafficking_indicators")
    refuse_everybody(desk, case, "decide_penalty", "service")


def test_an_assessor_finds_indicators_where_the_screening_saw_none(desk):
    case = screened(desk)
    desk.assess(case, "trafficking_indicators", outcome=Outcome.MET)
    with pytest.raises(BadAssessment):
        desk.assess(case, "trafficking_indicators", name="rabia")
    refuse_everybody(desk, case, "decide_penalty", "service")


@pytest.mark.parametrize("way", WAYS)
def test_recorded_indicators_freeze_penalty_and_removal_whatever_is_written_later(desk, way):
    case = screened(desk, "indicators")
    desk.make("asma", case, "record_indicators")
    desk.fill(case, screening=screening("none_seen"))
    desk.make("asma", case, "screen")
    desk.assess(case, "trafficking_indicators")
    for move in (*HARD, "ask_document"):
        refuse_everybody(desk, case, move, way)


def test_indicators_seen_after_a_penalty_stop_the_case_and_lead_to_protection(desk):
    case = screened(desk)
    desk.assess(case, "trafficking_indicators")
    desk.make("bilal", case, "decide_penalty", reasons="Because.")
    desk.fill(case, "referral", "outcome", screening=screening("indicators"))
    for move in ("record_indicators", "refer"):
        desk.make("asma", case, move)
    assert state(case) == "referred"
    with pytest.raises(MoveClosed):
        desk.make("bilal", case, "propose_removal", reasons="Because.")
    desk.make("huda", case, "regularise")
    assert state(case) == "regularised"


@pytest.mark.parametrize("move", [*HARD, "refer", "record_indicators", "screen"])
def test_no_message_of_the_other_side_makes_a_move_that_stays_at_home(desk, move):
    kind = library.pack_named(PACK).kinds["overstay"]
    case = desk.open(pack=PACK, kind="overstay", purpose=PURPOSE)
    made = desk.drafts(case.id, kind, move)
    receipt = desk.receive(desk.envelope(made.to_wire(), case.id, purpose=PURPOSE))[-1]
    assert receipt["kind"] == "rejected"
    assert receipt["code"] in ("case.other-case", "case.unlawful-move")
    assert state(case) == "noticed"


def test_the_screening_never_crosses(desk):
    kind = library.pack_named(PACK).kinds["overstay"]
    carried = {slug for move in kind.workflow.moves.values() for slug in move.carries}
    assert not {"screening", "referral", "penalty"} & carried


ROWS = {
    "a penalty before any screening": ("penalty", "", "No penalty and no removal before"),
    "removal where it was not possible": ("removal", "not_possible", "No penalty and no removal before"),
    "a penalty with indicators": ("penalty", "indicators", "freeze penalty and removal"),
}


@pytest.mark.parametrize(("stage", "outcome", "why"), ROWS.values(), ids=ROWS)
def test_no_import_brings_a_penalty_before_the_screening(stage, outcome, why):
    text = (
        "reference,permitted_until,noticed,screened,screened_by,screened_on,stage\n"
        f"OV-1,2026-05-03,2026-11-20,{outcome},Desk,2026-11-20,{stage}\n"
    )
    shown = from_table.preview(io.BytesIO(text.encode()), "overstay", personal())
    assert any(why in problem.what for problem in shown.items[0].problems)


def test_there_is_no_word_for_no_victim():
    fields = library.pack_named(PACK).kinds["overstay"].elements["screening"].fields
    (outcome,) = [one for one in fields if one.slug == "outcome"]
    assert [word for word, _title in outcome.choices] == ["indicators", "none_seen", "not_possible"]
