# SPDX-License-Identifier: Apache-2.0
"""No gate is passed by rank, by an import, by the wire or by anything else; what is secret stays so."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction

from taawun.apps.audit.models import Line
from taawun.apps.audit.services import Actor
from taawun.apps.cases import access, library, services
from taawun.apps.cases.models import Assessment, Case, Proposal, SharedMove, Task
from taawun.apps.cases.moves import filing, moving, taking
from taawun.apps.cases.moves.filing import hold
from taawun.apps.exchange import services as exchange
from taawun.apps.exchange.kinds import Leaving
from taawun.apps.ids import new_id
from taawun.kernel import errors
from taawun.kernel.cases.contents import Filled
from taawun.kernel.cases.gating import POINTS
from taawun.kernel.cases.moves import MoveMade, PackRef
from taawun.kernel.cases.replay import check_incoming
from taawun.kernel.cases.words import Outcome
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.envelope import Basis
from tests.apps.cases.beginning import begun
from tests.apps.cases.making import OFFENCE, PACK, PURPOSE, WORDS, body_of, state

pytestmark = pytest.mark.django_db

LAST = "torture_or_unfair_trial"
WEIGHED = {**OFFENCE, "counterpart": "الاحتيال", "counterpart_maximum_months": 36}
PERSON = {"status": "accused", "born": "1984-02-11", "nationalities": ["BH"], "consents": False, "name": "أحمد منصور"}


@begun
def examined(desk, person=PERSON, offences=(WEIGHED,), leave: tuple[str, ...] = (LAST,)) -> Case:
    """A request of Bahrain, examined here up to the executive decision, with some gates left unassessed."""
    case = desk.opens(content=contents(desk, person, offences))
    desk.cross("omar", case, "acknowledge")
    desk.fill(
        case, "identity_check", "court_decision", "counsel_at", "interpreter_at", "rights_notice_at", "review_outcome"
    )
    kind = library.kind_of(case)
    by_person = [slug for slug, gate in kind.gates.items() if not gate.rule and slug not in leave]
    desk.assess(case, *by_person)
    return case


def contents(desk, person, offences) -> dict:
    kind = library.pack_named(PACK).kinds["extradition"]
    good = dict(desk.drafts(new_id(desk.now), kind, "transmit").content)
    found = good["person"]["found"]
    return good | {
        "person": {"value": person, "found": found},
        "offences": {"value": list(offences), "found": found},
    }


def to_decision(desk, case: Case) -> None:
    """Lead a case to the point at which it can be granted, as far as its gates let it."""
    for name, move in (
        ("imran", "verify"), ("imran", "pass_mandatory"), ("rabia", "pass_optional"), ("imran", "bring_to_court"),
        ("rabia", "record_court_decision"), ("imran", "open_review_window"), ("rabia", "end_review_window"),
    ):  # fmt: skip
        if state(case) != "executive_decision":
            desk.make(name, case, move)


def put(case: Case, where: str) -> None:
    """Place a case past its gates by hand, as nobody can: only so do the tests reach the last door."""
    Case.objects.filter(pk=case.pk).update(state=where)


def closed_by(desk, name: str, case: Case, move: str) -> set[str]:
    (verdict,) = [one for one in desk.show(name, case).moves if one.move.slug == move]
    return {one.given.get("gate", one.code) for one in verdict.reasons}


# --- every way in -----------------------------------------------------------------------------------------


def by_service(desk, case):
    desk.propose("sana", case, "grant", reasons="")


def by_a_private_act(desk, case):
    desk.make("imran", case, "pass_mandatory")


def by_making_the_shared_move_at_home(desk, case):
    desk.make("sana", case, "grant")


def by_the_node_itself(desk, case):
    services.propose(Actor.system("worker"), case.id, "grant", PURPOSE, at=desk.tick())


def by_an_officer_with_every_role(desk, case):
    from taawun.apps.people import services as people
    from taawun.apps.people.roles import CATALOGUE

    for role in CATALOGUE:
        if role != "releasing_officer":
            people.grant_role(Actor.system("init"), desk.officers["sana"], role, at=desk.tick())
    desk.propose("sana", case, "grant")


def by_changing_the_row_of_the_case(desk, case):
    put(case, "executive_decision")
    desk.propose("sana", case, "grant")


def forged(desk, case: Case, **changes) -> MoveMade:
    """A grant as somebody at our node would write it who wants no gates."""
    kind = library.kind_of(case)
    held = hold(case, desk.now)
    gates = dict.fromkeys(kind.gates, "passed")
    found = {"document": "x", "page": "1", "officer": desk.officers["sana"].id}
    made = MoveMade(
        case=case.id, kind=kind.slug, pack=PackRef(kind.pack, kind.pack_version, kind.pack_digest), requesting="BH",
        requested="PK", move="grant", party="PK", officer=desk.officers["sana"].id, authority="central",
        at=desk.tick(), after=held.standing.heads, salt=bytes(16), gates=gates,
        content={"granted_offences": {"value": [WEIGHED], "found": found}},
    )  # fmt: skip
    return replace(made, **changes)


def by_a_release_drafted_past_the_case(desk, case):
    wish = exchange.Wish(
        kind="case.move", body=forged(desk, case).to_wire(), recipients=("BH",), purpose=PURPOSE,
        basis=Basis(PACK, "1"), object_type="case", object_id=case.id, case=case.id,
    )  # fmt: skip
    release = exchange.draft_release(desk.actor("asma"), wish, desk.tick())
    for name in ("bilal", "huda"):
        exchange.approve(desk.actor(name), [release.id], desk.keys[name], desk.tick())
    exchange.send(desk.actor("omar"), [release.id], desk.tick())


def by_a_proposal_written_into_the_table(desk, case):
    made = forged(desk, case)
    wish = exchange.Wish(
        kind="case.move", body=made.to_wire(), recipients=("BH",), purpose=PURPOSE, basis=Basis(PACK, "1"),
        object_type="case", object_id=case.id, case=case.id,
    )  # fmt: skip
    release = exchange.draft_release(desk.actor("asma"), wish, desk.tick())
    proposal = Proposal.objects.create(
        case=case, move="grant", digest=made.digest(), wire=encode(made.to_wire()), release=release.id,
        officer_id=made.officer, authority="central", at=made.at, token="forged",
    )  # fmt: skip
    desk.approve(proposal)
    exchange.send(desk.actor("omar"), [release.id], desk.tick())


def by_the_hook_of_the_exchange(desk, case):
    made = forged(desk, case)
    moving.leave(
        Leaving(new_id(desk.now), desk.actor("omar"), encode(made.to_wire()), {"BH": new_id(desk.now)}), desk.tick()
    )


def by_a_move_of_the_other_side_in_our_name(desk, case):
    receipt = desk.receives(forged(desk, case))
    assert receipt["code"] == "case.not-the-mover"
    raise errors.NotTheMover


def by_a_grant_of_the_other_side(desk, case):
    made = forged(desk, case, party="BH", officer=desk.partner.party.members["lawyer"].id, authority="justice")
    receipt = desk.receives(made)
    assert receipt["code"] == "case.unlawful-move"
    raise errors.UnlawfulMove


def by_an_assessment_without_a_person(desk, case):
    services.assess(Actor.system("import"), case.id, LAST, Outcome.NOT_MET, "Fine.", "-", PURPOSE, at=desk.tick())


def by_an_assessment_of_a_desk_officer(desk, case):
    desk.assess(case, LAST, name="asma")


def by_an_assessment_from_another_authority(desk, case):
    desk.assess(case, LAST, name="yusuf")


def by_an_assessment_without_a_reason(desk, case):
    desk.act("imran", "assess", case.id, LAST, Outcome.NOT_MET, " ", "Report", PURPOSE)


def by_writing_other_facts(desk, case):
    person, offence = PERSON | {"nationalities": ["SA"]}, WEIGHED | {"category": "theft"}
    for name in ("asma", "imran", "sana"):
        desk.fill(case, person=person, offences=[offence], name=name)
    desk.propose("sana", case, "grant")


WAYS = {
    by_service: errors.MoveClosed,
    by_a_private_act: errors.MoveClosed,
    by_making_the_shared_move_at_home: errors.MoveClosed,
    by_the_node_itself: errors.NoRole,
    by_an_officer_with_every_role: errors.MoveClosed,
    by_changing_the_row_of_the_case: errors.MoveClosed,
    by_a_release_drafted_past_the_case: errors.NoSuchProposal,
    by_a_proposal_written_into_the_table: errors.MoveClosed,
    by_the_hook_of_the_exchange: errors.NoSuchProposal,
    by_a_move_of_the_other_side_in_our_name: errors.NotTheMover,
    by_a_grant_of_the_other_side: errors.UnlawfulMove,
    by_an_assessment_without_a_person: errors.NoRole,
    by_an_assessment_of_a_desk_officer: errors.NoRole,
    by_an_assessment_from_another_authority: errors.NoSuchCase,
    by_writing_other_facts: errors.MoveClosed,
    by_an_assessment_without_a_reason: errors.BadAssessment,
}


@pytest.mark.parametrize(("way", "error"), WAYS.items(), ids=[way.__name__ for way in WAYS])
def test_a_grant_with_one_gate_not_assessed_is_impossible(desk, way, error):
    case = examined(desk)
    desk.make("imran", case, "verify")
    before = SharedMove.objects.count()
    with pytest.raises(error):
        way(desk, case)
    assert SharedMove.objects.count() == before
    assert not SharedMove.objects.filter(move="grant").exists()
    assert not Assessment.objects.filter(gate=LAST).exists()
    held = hold(Case.objects.get(pk=case.pk), desk.now)
    assert (held.standing.phase, held.standing.state) == ("examination", "verified")


def test_every_refused_way_of_an_officer_is_on_the_record(desk):
    case = examined(desk)
    desk.make("imran", case, "verify")
    with pytest.raises(errors.MoveClosed) as refusal:
        desk.make("imran", case, "pass_mandatory")
    assert {one.given.get("gate") for one in refusal.value.reasons} == {LAST}
    line = Line.objects.filter(act="case.move", outcome="refused").get()
    assert (line.object_id, line.section, line.officer_id) == (case.id, "60.14", desk.officers["imran"].id)


def test_with_every_gate_passed_the_same_case_is_granted(desk):
    case = examined(desk, leave=())
    to_decision(desk, case)
    desk.fill(case, granted_offences=[WEIGHED])
    desk.cross("sana", case, "grant")
    assert state(case) == "granted"
    grant = SharedMove.objects.get(move="grant")
    assert set(body_of(grant)["gates"].values()) == {"passed"}


def evidence(desk, case):
    said = {"what": "Statement", "provenance": "Sent by the bank.", "held_by": "State Bank"}
    desk.act("imran", "take_evidence", case.id, "a.csv", b"1,2", "text/csv", "en", PURPOSE, **said)


ADDED_ONLY = ["assessment", "sharedmove", "privatemove", "elementvalue", "assurance", "block", "paper", "custody"]


@pytest.mark.dialect
@pytest.mark.parametrize("model", ADDED_ONLY)
def test_what_was_said_is_never_changed_in_the_table(desk, model):
    case = examined(desk, leave=())
    desk.make("imran", case, "verify")
    desk.act("imran", "block", case.id, "A claim was lodged.", PURPOSE)
    evidence(desk, case)
    Assurance = apps.get_model("cases", "assurance")
    Assurance.objects.create(
        case=case,
        gate=LAST,
        text="-",
        given_by="-",
        given_at=desk.now,
        officer_id="x",
        authority="central",
        at=desk.now,
    )
    table = apps.get_model("cases", model)
    assert table.objects.exists()
    for change in (
        lambda: table.objects.update(at=desk.now),
        lambda: table.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# --- the ways that there are ------------------------------------------------------------------------------


def test_a_met_mandatory_gate_closes_the_grant_and_two_authorities_alone_can_find_otherwise(desk):
    case = examined(desk)
    desk.assess(case, "political_offence", outcome=Outcome.MET)
    with pytest.raises(errors.BadAssessment):
        desk.assess(case, "political_offence", name="rabia", outcome=Outcome.NOT_MET)
    asked = desk.act(
        "imran", "reassess", case.id, "political_offence", "New file.", "Judgment of May", "interior", PURPOSE
    )
    assert "political_offence" in closed_by(desk, "imran", case, "pass_mandatory")
    for name in ("imran", "rabia", "zara"):
        with pytest.raises(errors.NotTheSecond):
            desk.act(name, "confirm", asked.id, True, "I agree.", PURPOSE)
    assert access.waiting(desk.officers["yusuf"], PURPOSE).reassessments == (asked,)
    second, body = desk.officers["yusuf"], {"case": case.id}
    assert (taking.may_read(second, body, PURPOSE), taking.may_act(second, body, PURPOSE)) == (True, False)
    assert taking.may_act(desk.officers["imran"], body, PURPOSE)
    desk.act("yusuf", "confirm", asked.id, True, "The acts were for gain.", PURPOSE)
    assert "political_offence" not in closed_by(desk, "imran", case, "pass_mandatory")
    (notice,) = access.oversight(desk.officers["nadia"], "oversight")
    assert (notice.case_id, notice.note) == (case.id, "political_offence")
    with pytest.raises(errors.NoSuchCase):
        desk.show("yusuf", case)


def test_what_a_rule_finds_met_is_changed_by_the_facts_alone(desk):
    child = {**PERSON, "born": "2011-11-22"}
    case = examined(desk, person=child)
    desk.make("imran", case, "verify")
    assert "below_age" in closed_by(desk, "imran", case, "pass_mandatory")
    with pytest.raises(errors.BadAssessment):
        desk.assess(case, "below_age")


STATED = {
    "another nationality": ("own_national", {"person": PERSON | {"nationalities": ["PK"]}}),
    "a nationality where none was stated": ("own_national", {"person": PERSON | {"nationalities": []}}),
    "another day of birth": ("below_age", {"person": PERSON | {"born": "2011-11-22"}}),
    "another penalty": ("below_threshold", {"offences": [WEIGHED | {"maximum_months": 10}]}),
    "another day of the law": ("death_penalty", {"offences": [WEIGHED | {"death": True}]}),
    "an offence left out": ("below_threshold", {"offences": [WEIGHED, WEIGHED | {"id": "2", "maximum_months": 1}]}),
}


def gate_of(desk, case: Case, gate: str):
    (found,) = [one for one in desk.show("imran", case).gates if one.gate.slug == gate]
    return found


@pytest.mark.parametrize(("gate", "stated"), STATED.values(), ids=STATED)
def test_no_officer_here_writes_other_facts_over_those_of_the_other_side(desk, gate, stated):
    given = {"person": PERSON, "offences": [WEIGHED]} | stated
    case = examined(desk, given["person"], tuple(given["offences"]), leave=())
    desk.make("imran", case, "verify")
    before = gate_of(desk, case, gate)
    assert not before.passed
    for name in ("asma", "imran", "sana"):
        desk.fill(case, person=PERSON, offences=[WEIGHED], name=name)
        assert gate_of(desk, case, gate).outcome is before.outcome
    filled = [one for one in access.timeline(desk.officers["asma"], case.id, PURPOSE) if one.what == "filled"]
    written = [(one.slug, one.who) for one in filled if one.slug in ("person", "offences")]
    assert written[:2] == [("person", desk.officers["asma"].id), ("offences", desk.officers["asma"].id)]
    with pytest.raises(errors.BadAssessment):
        desk.assess(case, gate)


@pytest.mark.parametrize(("gate", "stated"), STATED.values(), ids=STATED)
def test_what_is_corrected_by_who_stated_it_counts(desk, gate, stated):
    given = {"person": PERSON, "offences": [WEIGHED]} | stated
    case = examined(desk, given["person"], tuple(given["offences"]), leave=())
    desk.fill(case, "information_sought")
    desk.cross("imran", case, "ask_information", reasons="Is this right? هل هذا صحيح؟")
    right = contents(desk, PERSON, [WEIGHED])
    desk.answers(case, "give_information", content={
        "information_supplied": right["facts_summary"], "person": right["person"], "offences": right["offences"],
    })  # fmt: skip
    assert gate_of(desk, case, gate).passed


def test_what_an_officer_here_knows_better_counts_where_it_is_worse_for_the_request(desk):
    case = examined(desk, leave=())
    desk.fill(case, "information_sought", person=PERSON | {"nationalities": ["PK", "BH"]})
    assert gate_of(desk, case, "own_national").outcome is Outcome.MET
    desk.cross("imran", case, "ask_information", reasons="Is he a citizen?")
    said = contents(desk, PERSON, [WEIGHED])
    desk.answers(case, "give_information", content={
        "information_supplied": said["facts_summary"], "person": said["person"] | {"value": PERSON | {"name": "منصور"}},
    })  # fmt: skip
    assert gate_of(desk, case, "own_national").outcome is Outcome.MET


def test_the_counterpart_of_the_same_acts_is_found_here_and_stays_when_they_are_said_again(desk):
    case = examined(desk, offences=(OFFENCE,), leave=())
    assert gate_of(desk, case, "no_dual_criminality").outcome is Outcome.NOT_ASSESSED
    desk.fill(case, "information_sought", offences=[WEIGHED | {"conduct": "Other acts."}])
    assert gate_of(desk, case, "no_dual_criminality").outcome is Outcome.NOT_ASSESSED
    desk.fill(case, offences=[WEIGHED])
    assert gate_of(desk, case, "no_dual_criminality").passed
    desk.cross("imran", case, "ask_information", reasons="Anything else?")
    said = contents(desk, PERSON, [OFFENCE])
    desk.answers(case, "give_information", content={
        "information_supplied": said["facts_summary"], "person": said["person"], "offences": said["offences"],
    })  # fmt: skip
    assert gate_of(desk, case, "no_dual_criminality").passed
    assert desk.show("imran", case).filled["offences"].value == [WEIGHED]


def test_a_curable_gate_needs_a_whole_form_of_somebody_else(desk):
    case = examined(desk)
    desk.assess(case, LAST, outcome=Outcome.MET)
    given = desk.act("omar", "record_assurance", case.id, LAST, WORDS, "Attorney General, الوزارة", PURPOSE)
    form = dict.fromkeys(POINTS, "Answered. أُجيب")
    with pytest.raises(errors.BadAssessment):
        desk.act("imran", "assess_assurance", given.id, True, form, PURPOSE)
    with pytest.raises(errors.BadAssessment):
        desk.act("rabia", "assess_assurance", given.id, True, form | {"monitoring": " "}, PURPOSE)
    assert LAST in closed_by(desk, "imran", case, "pass_mandatory")
    desk.act("rabia", "assess_assurance", given.id, True, form, PURPOSE)
    assert LAST not in closed_by(desk, "imran", case, "pass_mandatory")


def test_a_claim_for_asylum_stops_the_case_and_nobody_else_learns_of_it(desk):
    case = examined(desk, leave=())
    desk.act("imran", "block", case.id, "Claim lodged today. طلب لجوء", PURPOSE)
    desk.make("imran", case, "verify")
    assert "asylum_pending" in closed_by(desk, "imran", case, "pass_mandatory")
    assert [one.slug for one in access.waiting(desk.officers["imran"], PURPOSE).tasks] == ["tell_counsel"]
    for name in ("sana", "omar", "asma"):
        assert access.waiting(desk.officers[name], PURPOSE).tasks == ()
        assert access.board(desk.officers[name], PURPOSE).rows[0].tasks == 0
        shown = desk.show(name, case)
        assert shown.tasks == ()
        assert not shown.reviewer
        assert shown.blocks == ()
        assert "asylum" not in repr([(one.move.slug, one.reasons) for one in shown.moves])
        assert "asylum_pending" not in {one.gate.slug for one in shown.gates}
    with pytest.raises(errors.MoveClosed) as refusal:
        desk.propose("sana", case, "grant")
    assert "asylum" not in f"{refusal.value} {refusal.value.reasons}"
    assert not any("asylum" in repr(event) for event in access.timeline(desk.officers["sana"], case.id, PURPOSE))
    assert not any("asylum" in f"{line.act} {line.object_id}" for line in Line.objects.all())
    for name in ("sana", "omar", "asma", "nadia", "yusuf"):
        with pytest.raises(errors.CallerError):
            desk.act(name, "block", case.id, "x", PURPOSE)
    desk.act("rabia", "unblock", case.id, "The claim was refused by the court.", PURPOSE)
    assert "asylum_pending" not in closed_by(desk, "imran", case, "pass_mandatory")


def test_an_own_national_is_refused_and_the_prosecution_and_its_result_are_owed(desk):
    case = examined(desk, person={**PERSON, "nationalities": ["PK"]}, leave=())
    desk.make("imran", case, "verify")
    desk.cross("sana", case, "consult", reasons="He is a citizen. شہری")
    desk.answers(case, "answer_consultation")
    desk.cross("sana", case, "refuse_own_national", reasons="Own national; submitted here.")
    assert state(case) == "own_national_refused"
    task = Task.objects.get(case=case, slug="submit_own_national")
    assert task.done is None
    (step,) = access.steps(desk.officers["sana"], case.purpose)
    assert step[1].slug == "submit_for_prosecution", "whoever makes the move is told, and not only who prepares it"
    desk.fill(case, "prosecution_file")
    desk.cross("sana", case, "submit_for_prosecution")
    task.refresh_from_db()
    assert task.done is not None
    assert Task.objects.get(case=case, slug="report_prosecution").done is None


def test_an_answer_to_a_consultation_waits_for_whoever_decides(desk):
    case = examined(desk, person={**PERSON, "nationalities": ["PK"]}, leave=())
    desk.make("imran", case, "verify")
    desk.cross("sana", case, "consult", reasons="He is a citizen. شہری")
    assert not Task.objects.filter(case=case, slug="decide_after_consultation").exists()
    desk.answers(case, "answer_consultation")
    task = Task.objects.get(case=case, slug="decide_after_consultation")
    assert (task.role, task.done) == ("releasing_officer", None)
    desk.cross("sana", case, "refuse_own_national", reasons="Own national; submitted here.")
    task.refresh_from_db()
    assert task.done is not None


def test_which_of_two_requests_goes_first_waits_for_whoever_decides_it(desk):
    case = examined(desk, leave=())
    to_decision(desk, case)
    desk.fill(case, "granted_offences", concurrent_request="Sri Lanka, since 1 October, for the same traffic.")
    assert [one.slug for _, one in access.steps(desk.officers["sana"], PURPOSE)] == ["grant"]
    desk.cross("sana", case, "announce_concurrent")
    assert access.steps(desk.officers["sana"], PURPOSE) == []
    task = Task.objects.get(case=case, slug="decide_priority")
    assert (task.role, task.done) == ("releasing_officer", None)
    with pytest.raises(errors.MoveClosed):
        desk.propose("sana", case, "grant")
    desk.cross("sana", case, "decide_concurrent", reasons="The first request goes first.")
    task.refresh_from_db()
    assert task.done is not None


def test_the_prosecution_of_an_own_national_is_not_avoided_by_another_refusal(desk):
    case = examined(desk, person={**PERSON, "nationalities": ["PK"]}, leave=())
    desk.make("imran", case, "verify")
    desk.cross("sana", case, "consult", reasons="He is a citizen. شہری")
    desk.answers(case, "answer_consultation")
    (verdict,) = [one for one in desk.show("sana", case).moves if one.move.slug == "refuse"]
    assert [(one.code, dict(one.given)) for one in verdict.reasons] == [
        ("ground_apart", {"moves": "refuse_own_national"})
    ]
    with pytest.raises(errors.MoveClosed):
        desk.propose("sana", case, "refuse", reasons="He is a citizen.")


def test_nobody_is_refused_as_an_own_national_on_another_ground(desk):
    case = examined(desk, leave=("political_offence",))
    desk.assess(case, "political_offence", outcome=Outcome.MET)
    desk.make("imran", case, "verify")
    desk.cross("sana", case, "consult", reasons="We would refuse.")
    desk.answers(case, "answer_consultation")
    (verdict,) = [one for one in desk.show("sana", case).moves if one.move.slug == "refuse_own_national"]
    assert [(one.code, dict(one.given)) for one in verdict.reasons] == [("ground_not_met", {"gate": "own_national"})]
    with pytest.raises(errors.MoveClosed):
        desk.propose("sana", case, "refuse_own_national", reasons="Own national.")
    desk.cross("sana", case, "refuse", reasons="The acts were political.")
    assert state(case) == "refused"


STRANGE = {
    "an offence that was not asked for": [WEIGHED, WEIGHED | {"id": "2", "title": "Homicide", "conduct": "Killed."}],
    "other acts under the number of an offence": [WEIGHED | {"conduct": "قتل رجلاً — ایک شخص کو قتل کیا"}],
}


@pytest.mark.parametrize("offences", STRANGE.values(), ids=STRANGE)
def test_nothing_is_granted_that_was_not_asked_for(desk, offences):
    case = examined(desk, leave=())
    to_decision(desk, case)
    desk.fill(case, offences=offences)  # in our own words they stand there, and nobody asked for them
    desk.fill(case, offences=[WEIGHED], granted_offences=offences)
    with pytest.raises(errors.MoveClosed) as refusal:
        desk.propose("sana", case, "grant")
    assert [(one.code, dict(one.given)) for one in refusal.value.reasons] == [
        ("not_asked_for", {"element": "granted_offences"})
    ]
    made = forged(desk, case, party="PK", content={"granted_offences": {"value": offences}})
    with pytest.raises(errors.IncompleteMove):
        check_incoming(library.kind_of(case), hold(case, desk.now).shared, made, "PK")
    desk.fill(case, granted_offences=[WEIGHED])
    desk.cross("sana", case, "grant")
    assert state(case) == "granted"


def surrendered(desk, **charges) -> Case:
    """A person whom we surrendered, and for whose further charge Bahrain asks our consent."""
    case = examined(desk, leave=())
    to_decision(desk, case)
    return surrendered_of(desk, case, **charges)


def surrendered_of(desk, case: Case, **charges) -> Case:
    desk.fill(case, "surrender_plan", "surrender_record", granted_offences=[WEIGHED])
    for name, move in (("sana", "grant"), ("omar", "schedule_surrender"), ("omar", "hand_over")):
        desk.cross(name, case, move)
    desk.answers(case, "confirm_reception")
    found = body_of(SharedMove.objects.get(move="transmit"))["content"]["person"]["found"]
    desk.answers(case, "ask_speciality", content={"further_charges": {"value": [WEIGHED | charges], "found": found}})
    assert state(case) == "speciality_asked"
    return case


FURTHER = {
    "threatened with death": ({"category": "homicide"}, "death_penalty"),
    "below the least penalty": ({"maximum_months": 2}, "below_threshold"),
    "without a counterpart here": ({"counterpart": ""}, "no_dual_criminality"),
    "of a child": ({"committed": "1995-01-01"}, "below_age"),
}


@pytest.mark.parametrize(("changes", "gate"), FURTHER.values(), ids=FURTHER)
def test_a_further_charge_is_looked_at_by_every_gate(desk, changes, gate):
    charge = {"id": "2", "conduct": "Killed a man in Riffa. قتل"} | changes
    case = surrendered(desk, **charge)
    assess_again(desk, case)
    desk.fill(case, granted_offences=[WEIGHED, WEIGHED | charge])
    assert closed_by(desk, "sana", case, "consent_speciality") == {gate}
    with pytest.raises(errors.MoveClosed):
        desk.propose("sana", case, "consent_speciality")


def test_a_further_charge_that_fits_is_consented_to_and_no_other(desk):
    charge = {"id": "2", "conduct": "Took the money of others too. اوروں کا بھی"}
    case = surrendered(desk, **charge)
    assess_again(desk, case)
    desk.fill(case, granted_offences=[WEIGHED, WEIGHED | charge | {"id": "3"}])
    assert closed_by(desk, "sana", case, "consent_speciality") == {"not_asked_for"}
    desk.fill(case, granted_offences=[WEIGHED, WEIGHED | charge])
    desk.cross("sana", case, "consent_speciality")
    assert state(case) == "surrendered"


MORE = {"id": "2", "conduct": "Took the money of others too. اوروں کا بھی", "title": "دھوکہ دہی"}


def by_persons(case: Case) -> set[str]:
    return {slug for slug, gate in library.kind_of(case).gates.items() if not gate.rule}


def assess_again(desk, case: Case, *leave: str) -> None:
    desk.assess(case, *sorted(by_persons(case) - set(leave)))


def test_what_persons_found_of_the_gates_says_nothing_of_a_further_charge(desk):
    case = surrendered(desk, **MORE)
    desk.fill(case, granted_offences=[WEIGHED, WEIGHED | MORE])
    before = Assessment.objects.filter(case=case).count()
    for one in desk.show("imran", case).gates:
        told = (Outcome.NOT_ASSESSED, ("2",)) if one.gate.slug in by_persons(case) else (Outcome.NOT_MET, ())
        assert (one.outcome, one.beyond) == told, one.gate.slug
    assert closed_by(desk, "imran", case, "consent_speciality") >= by_persons(case)
    with pytest.raises(errors.MoveClosed):
        desk.propose("sana", case, "consent_speciality")
    assess_again(desk, case, LAST)
    assert closed_by(desk, "sana", case, "consent_speciality") == {LAST}
    with pytest.raises(errors.MoveClosed) as refusal:
        desk.propose("sana", case, "consent_speciality")
    (why,) = refusal.value.reasons
    assert (why.code, dict(why.given)) == ("gate_other_offences", {"gate": LAST, "offences": "2"})
    desk.assess(case, LAST)
    assert Assessment.objects.filter(case=case).count() == before + len(by_persons(case))
    desk.cross("sana", case, "consent_speciality")
    assert set(body_of(SharedMove.objects.get(move="consent_speciality"))["gates"].values()) == {"passed"}


def test_nobody_who_saw_the_case_before_a_further_charge_assesses_it(desk):
    case = examined(desk, leave=())
    seen = gate_of(desk, case, LAST).mark
    to_decision(desk, case)
    case = surrendered_of(desk, case, **MORE)
    with pytest.raises(errors.MovedOn):
        desk.assess(case, LAST, seen=seen)
    desk.assess(case, LAST, seen=gate_of(desk, case, LAST).mark)
    assert gate_of(desk, case, LAST).passed


def test_what_two_are_to_find_otherwise_is_asked_anew_after_a_further_charge(desk):
    case = examined(desk, leave=())
    desk.assess(case, LAST, outcome=Outcome.MET)
    asked = desk.act("imran", "reassess", case.id, LAST, "New file.", "Judgment of May", "interior", PURPOSE)
    again(desk, case, offences=[WEIGHED, WEIGHED | MORE])
    with pytest.raises(errors.BadAssessment):
        desk.act("yusuf", "confirm", asked.id, True, "The acts were for gain.", PURPOSE)
    desk.act("yusuf", "confirm", asked.id, False, "There is another charge now.", PURPOSE)
    asked = desk.act("imran", "reassess", case.id, LAST, "Both acts.", "Judgment of May", "interior", PURPOSE)
    desk.act("yusuf", "confirm", asked.id, True, "Both were for gain.", PURPOSE)
    assert gate_of(desk, case, LAST).passed


def again(desk, case: Case, person=PERSON, offences=(WEIGHED,)) -> None:
    """Ask Bahrain for more information, and let it state the person and the offences again."""
    desk.fill(case, "information_sought")  # what was asked before Bahrain stated them otherwise asks nothing now
    desk.cross("imran", case, "ask_information", reasons="Anything else? مزید؟")
    said = contents(desk, person, offences)
    desk.answers(case, "give_information", content={
        "information_supplied": said["facts_summary"], "person": said["person"], "offences": said["offences"],
    })  # fmt: skip


RESTATED = {
    "another charge": {"offences": [WEIGHED, WEIGHED | MORE]},
    "other acts under the same number": {"offences": [WEIGHED | {"conduct": "قتل رجلاً في الرفاع"}]},
    "another place": {"offences": [WEIGHED | {"places": ["PK", "BH"]}]},
    "another person": {"person": PERSON | {"name": "خالد یوسف"}},
}


@pytest.mark.parametrize("stated", RESTATED.values(), ids=RESTATED)
def test_what_the_other_side_states_otherwise_before_the_decision_is_assessed_again(desk, stated):
    case = examined(desk, leave=())
    to_decision(desk, case)
    again(desk, case, **stated)
    assert closed_by(desk, "imran", case, "resume_decision") >= by_persons(case)
    assess_again(desk, case)
    (verdict,) = [one for one in desk.show("imran", case).moves if one.move.slug == "resume_decision"]
    older = [(one.code, one.given["element"]) for one in verdict.reasons]
    assert older == [("element_older", "court_decision"), ("element_older", "review_outcome")]
    with pytest.raises(errors.MoveClosed):
        desk.make("imran", case, "resume_decision")
    desk.fill(case, "court_decision", "review_outcome")
    assert closed_by(desk, "imran", case, "resume_decision") == set()
    again_said = {one.gate.slug for one in desk.show("imran", case).gates if not one.passed}
    assert again_said == set()


def test_a_charge_that_the_other_side_voids_and_brings_back_is_still_assessed(desk):
    """What counts is what was looked at, not when: a move that is told later than it came brings its charges then."""
    case = examined(desk, leave=())
    again(desk, case, offences=[WEIGHED, WEIGHED | MORE])
    again(desk, case)
    assess_again(desk, case)
    again(desk, case, offences=[WEIGHED, WEIGHED | MORE])
    assert closed_by(desk, "imran", case, "resume_decision") >= by_persons(case)


def test_a_charge_outside_the_grant_raises_the_alarm(desk):
    case = desk.open()
    desk.fill_all(case)
    for name, move in (("asma", "check_completeness"), ("imran", "review_legally"), ("sana", "sign")):
        desk.make(name, case, move)
    desk.cross("omar", case, "transmit")
    desk.answers(case, "acknowledge")
    desk.answers(case, "grant")
    assert state(case) == "granted"
    inside = desk.act("imran", "report_charge", case.id, "c-1", "1", "Fraud", "Court list of May", PURPOSE)
    outside = desk.act("imran", "report_charge", case.id, "c-2", "", "تزوير", "Court list of June", PURPOSE)
    assert (inside.outside, outside.outside) == (False, True)
    assert Task.objects.get(slug="speciality_alarm").note == "c-2"


def test_a_consent_that_waits_for_its_release_is_judged_again_when_it_is_sent(desk):
    case = surrendered(desk, **MORE)
    assess_again(desk, case)
    desk.fill(case, granted_offences=[WEIGHED, WEIGHED | MORE])
    proposal = desk.propose("sana", case, "consent_speciality")
    desk.approve(proposal, "bilal", "huda")
    desk.assess(case, LAST, name="rabia", outcome=Outcome.MET)
    with pytest.raises(errors.MoveClosed):
        desk.send(proposal)
    assert state(case) == "speciality_asked"
    assert not SharedMove.objects.filter(move="consent_speciality").exists()


def test_a_second_further_charge_is_asked_of_every_gate_as_the_first_one_was(desk):
    case = surrendered(desk, **MORE)
    desk.cross("sana", case, "refuse_speciality", reasons="No. لا — نہیں")
    assess_again(desk, case)
    found = body_of(SharedMove.objects.get(move="transmit"))["content"]["person"]["found"]
    third = MORE | {"id": "3", "conduct": "Forged forty visas. چالیس جعلی ویزے"}
    desk.answers(case, "ask_speciality", content={"further_charges": {"value": [WEIGHED | third], "found": found}})
    desk.fill(case, granted_offences=[WEIGHED, WEIGHED | third])
    assert closed_by(desk, "sana", case, "consent_speciality") == by_persons(case) - {"asylum_pending"} | {
        "held_for_review"
    }


def test_what_cannot_be_read_was_looked_at_by_nobody(desk):
    case = examined(desk, leave=())
    held = hold(Case.objects.get(pk=case.pk), desk.now)
    rows = {"person": Filled({"status": "nobody"})}
    assert (
        filing._facts(held.case, rows, desk.now)
        .subjects.keys()
        .isdisjoint(Assessment.objects.filter(case=case).values_list("covers", flat=True)[0])
    )


# --- a prisoner -----------------------------------------------------------------------------------------------


def prisoner(desk, **changes) -> dict:
    """Return what a request for the transfer of a prisoner carries, with these changes to the person."""
    kind = library.pack_named("model-transfer").kinds["transfer_of_sentenced_person"]
    good = dict(desk.drafts(new_id(desk.now), kind, "transmit").content)
    person = PERSON | {"status": "convicted", "nationalities": ["PK"], "consents": True} | changes
    offence = WEIGHED | {"sentence_months": 60, "remaining_months": 30}
    found = good["person"]["found"]
    return good | {"person": {"value": person, "found": found}, "offences": {"value": [offence], "found": found}}


def asked_to_take(desk, **changes) -> Case:
    """A prisoner whom Bahrain would hand to us, with consent verified and every gate assessed."""
    carried = prisoner(desk, **changes)
    case = desk.opens(pack="model-transfer", kind="transfer_of_sentenced_person", content=carried, purpose="transfer")
    desk.cross("omar", case, "acknowledge")
    desk.fill(case, "consent_check", "enforcement_terms")
    assess_again(desk, case)
    return case


def test_a_consent_that_was_verified_is_of_the_prisoner_who_gave_it(desk):
    case = asked_to_take(desk)
    desk.cross("imran", case, "report_consent")
    desk.cross("imran", case, "ask_information", reasons="Is he well? کیا وہ خیریت سے ہے؟")
    other = prisoner(desk, name="خالد یوسف")
    desk.answers(case, "give_information", content={
        "information_supplied": other["ties"], "person": other["person"],
    })  # fmt: skip
    assess_again(desk, case)
    assert closed_by(desk, "imran", case, "verify") == {"element_older"}
    assert "flag_missing" in closed_by(desk, "sana", case, "agree")
    desk.fill(case, "consent_check", "enforcement_terms")
    desk.cross("imran", case, "report_consent")
    desk.make("imran", case, "verify")
    desk.cross("sana", case, "agree")
    assert state(case) == "agreed"


@pytest.mark.parametrize(("changes", "gate"), [
    ({"consents": False}, "no_consent"), ({"consents": None}, "no_consent"),
], ids=["does not consent", "was not asked"])  # fmt: skip
def test_no_prisoner_is_transferred_without_consent(desk, changes, gate):
    case = asked_to_take(desk, **changes)
    desk.cross("imran", case, "report_consent")
    desk.make("imran", case, "verify")
    assert closed_by(desk, "sana", case, "agree") == {gate}
    for name in ("imran", "asma", "sana"):
        desk.fill(case, person=PERSON | {"status": "convicted", "nationalities": ["PK"], "consents": True}, name=name)
    assess_again(desk, case)
    with pytest.raises(errors.MoveClosed) as refusal:
        desk.propose("sana", case, "agree")
    assert gate in {one.given.get("gate") for one in refusal.value.reasons}
    with pytest.raises(errors.BadAssessment):
        desk.assess(case, gate)
