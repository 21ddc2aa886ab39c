# SPDX-License-Identifier: Apache-2.0
"""An assurance that comes in a move stands on its gate by itself, and passes nothing by itself (§60.8)."""

import pytest

from taawun.apps.cases import library
from taawun.apps.cases.models import Assurance, AssuranceFinding, SharedMove
from taawun.apps.cases.moves.filing import hold
from taawun.apps.cases.moves.following import follow
from taawun.kernel import errors
from taawun.kernel.cases.gating import POINTS
from taawun.kernel.cases.words import Outcome
from tests.apps.cases.making import PURPOSE
from tests.apps.cases.test_gates import LAST, closed_by, examined

pytestmark = pytest.mark.django_db

PROMISE = "لن يُعرَّض الشخص للتعذيب، وله أن يلقى محامياً. The person will not be ill-treated."
FORM = dict.fromkeys(POINTS, "Answered. أُجيب")


def promised(desk, text=PROMISE):
    """A case whose torture gate is met, in which Bahrain was asked for an assurance and gave one."""
    case = examined(desk)
    desk.assess(case, LAST, outcome=Outcome.MET)
    desk.make("imran", case, "verify")
    desk.fill(case, "assurance_sought")
    desk.cross("imran", case, "ask_assurance", reasons="We need an assurance. نطلب ضمانة")
    found = {"document": "Note 7", "page": "1", "officer": desk.partner.party.members["lawyer"].id}
    receipt = desk.answers(case, "give_assurance", content={"assurance_text": {"value": text, "found": found}})
    assert receipt["kind"] == "accepted", receipt
    return case


def test_it_is_entered_on_the_gates_that_it_could_cure(desk):
    case = promised(desk)
    rows = list(Assurance.objects.filter(case=case))
    kind = library.kind_of(case)
    assert LAST in {row.gate for row in rows}
    assert all(kind.gates[row.gate].curable and not kind.gates[row.gate].secret for row in rows)
    assert {(row.text, row.move) for row in rows} == {(PROMISE, SharedMove.objects.get(move="give_assurance").digest)}
    assert all(row.given_by and row.authority == "justice" for row in rows)


def test_it_passes_no_gate_before_somebody_apart_assessed_it_whole(desk):
    case = promised(desk)
    row = Assurance.objects.get(case=case, gate=LAST)
    assert not AssuranceFinding.objects.exists()
    assert LAST in closed_by(desk, "imran", case, "pass_mandatory")
    for name, form in (("imran", FORM), ("rabia", FORM | {"monitoring": " "})):
        with pytest.raises(errors.BadAssessment):
            desk.act(name, "assess_assurance", row.id, True, form, PURPOSE)
    assert LAST in closed_by(desk, "imran", case, "pass_mandatory")
    desk.act("rabia", "assess_assurance", row.id, True, FORM, PURPOSE)
    assert LAST not in closed_by(desk, "imran", case, "pass_mandatory")


def test_it_is_entered_once_and_counts_only_while_its_move_does(desk):
    case = promised(desk)
    before = Assurance.objects.count()
    follow(hold(case, desk.now), desk.tick())
    assert Assurance.objects.count() == before
    desk.act("rabia", "assess_assurance", Assurance.objects.get(gate=LAST).id, True, FORM, PURPOSE)
    SharedMove.objects.filter(move="give_assurance").update(status="refused")
    assert hold(case, desk.now).file.assurances == ()
    assert LAST in closed_by(desk, "imran", case, "pass_mandatory")


def test_a_move_without_an_assurance_enters_none(desk):
    case = examined(desk)
    desk.assess(case, LAST, outcome=Outcome.MET)
    desk.make("imran", case, "verify")
    desk.fill(case, "assurance_sought")
    desk.cross("imran", case, "ask_assurance", reasons="We need an assurance.")
    assert desk.answers(case, "decline_assurance")["kind"] == "accepted"
    assert not Assurance.objects.exists()
