# SPDX-License-Identifier: Apache-2.0
"""Removal and readmission: nobody is sent back while one ground that forbids it is not assessed, or is met."""

import pytest

from taawun.apps.cases import library
from taawun.kernel.cases.words import Outcome
from taawun.kernel.errors import MoveClosed
from tests.apps.cases.making import OFFENCE, PERSON, state
from tests.sectors.immigration.ways import PACK, opened, refuse_everybody, screening

pytestmark = pytest.mark.django_db

GATES = ("trafficking_indicators", "torture", "persecution", "asylum_pending", "family_unity", "medical")
GATED = {
    "overstay": {"decide_penalty", "propose_removal", "ask_document", "record_return"},
    "removal": {"order", "announce", "hand_over"},
    "readmission": {"transmit", "plan_handover", "report_fitness", "hand_over"},
}
"""Every move that punishes, tells the other side of a person who may be in danger, or sends somebody back."""


@pytest.mark.parametrize("kind", GATED)
def test_every_move_that_sends_back_asks_for_the_gates(kind):
    declared = library.pack_named(PACK).kinds[kind]
    assert {slug for slug, move in declared.workflow.moves.items() if move.gates} == GATED[kind]
    mandatory = {slug for slug, gate in declared.gates.items() if gate.mandatory}
    assert mandatory == ({"trafficking_indicators"} if kind == "overstay" else set(GATES))
    assert not [gate for gate in declared.gates.values() if not gate.mandatory or gate.curable]


def removal(desk, leave=(), outcome="none_seen"):
    case = opened(desk, "removal")
    desk.fill(case, screening=screening(outcome))
    desk.make("imran", case, "review")
    desk.assess(case, *(gate for gate in GATES if gate not in leave), name="rabia")
    return case


@pytest.mark.parametrize("gate", GATES)
def test_no_removal_while_one_gate_is_not_assessed(desk, gate):
    refuse_everybody(desk, removal(desk, leave=(gate,)), "order", "service")


@pytest.mark.parametrize("gate", GATES)
def test_no_removal_while_one_gate_is_met(desk, gate):
    case = removal(desk, leave=(gate,))
    desk.assess(case, gate, outcome=Outcome.MET, name="rabia")
    refuse_everybody(desk, case, "order", "service")


@pytest.mark.parametrize("way", ["api", "page"])
def test_no_other_way_leads_to_removal(desk, way):
    refuse_everybody(desk, removal(desk, leave=("torture",)), "order", way)


def test_a_removal_is_ordered_when_each_gate_was_assessed(desk):
    case = removal(desk)
    desk.make("bilal", case, "order", reasons="أسباب — وجوہ")
    assert state(case) == "ordered"
    desk.assess(case, "persecution", outcome=Outcome.MET)
    with pytest.raises(MoveClosed):
        desk.propose("omar", case, "announce")


def readmission(desk, leave=()):
    case = opened(desk, "readmission")
    desk.fill(case, screening=screening("none_seen"))
    desk.make("imran", case, "review")
    desk.assess(case, *(gate for gate in GATES if gate not in leave), name="rabia")
    return case


@pytest.mark.parametrize("gate", GATES)
def test_nobody_is_named_to_the_other_side_while_a_gate_is_not_assessed(desk, gate):
    refuse_everybody(desk, readmission(desk, leave=(gate,)), "transmit", "service")


def test_a_readmission_is_transmitted_with_its_answer_clock(desk):
    case = readmission(desk)
    desk.cross("bilal", case, "transmit")
    assert state(case) == "transmitted"
    assert "answer" in {one.rule.slug for one in desk.show("asma", case).clocks}


def test_what_crosses_says_nothing_of_the_gates_but_that_they_are_passed(desk):
    case = readmission(desk)
    desk.cross("bilal", case, "transmit")
    (made,) = desk.known
    assert made.gates == dict.fromkeys(GATES, "passed")
    assert "screening" not in made.content


TAKEN = {
    "no fitness to travel": ("hand_over", {"when": {"fit"}}),
    "the countersigned record": ("take_over", {"needs": {"takeover_record"}, "by": "requested"}),
    "the handover record": ("hand_over", {"needs": {"handover_record", "medical"}, "by": "requesting"}),
}


@pytest.mark.parametrize(("slug", "asked"), TAKEN.values(), ids=TAKEN)
def test_a_handover_needs(slug, asked):
    move = library.pack_named(PACK).kinds["readmission"].workflow.moves[slug]
    assert move.shared
    assert all(getattr(move, name) == value for name, value in asked.items())


# --- the transfer of sentenced persons, which the case engine has --------------------------------------------------

PRISONERS = {
    "consents, seven months left": (True, 7, "not_met", "not_met"),
    "six months left, which is enough": (True, 6, "not_met", "not_met"),
    "five months left": (True, 5, "not_met", "met"),
    "does not consent": (False, 24, "met", "not_met"),
    "nobody asked": (None, 24, "not_assessed", "not_met"),
}


@pytest.mark.parametrize(("consents", "left", "consent", "little"), PRISONERS.values(), ids=PRISONERS)
def test_a_prisoner_is_transferred_only_with_consent_and_six_months_left(desk, consents, left, consent, little):
    case = desk.open(pack="model-transfer", kind="transfer_of_sentenced_person", purpose="transfer")
    person = PERSON | {"status": "convicted", "consents": consents}
    desk.fill(case, person=person, offences=[OFFENCE | {"sentence_months": 60, "remaining_months": left}])
    gates = {one.gate.slug: str(one.outcome) for one in desk.show("imran", case).gates}
    assert (gates["no_consent"], gates["too_little_left"]) == (consent, little)
