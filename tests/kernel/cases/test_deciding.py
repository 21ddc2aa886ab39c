# SPDX-License-Identifier: Apache-2.0
"""Which moves are open and why others are closed; no gate is passed by rank (spec §60.6 to §60.8, §60.14)."""

from dataclasses import replace
from string import Formatter

import pytest

from taawun.kernel.cases import (
    REASONS,
    CaseFile,
    Filled,
    Outcome,
    attestations,
    check_assessment,
    check_assurance,
    check_move,
    gate_view,
    missing,
    sentences,
    standing,
    under_review,
    verdicts,
)
from taawun.kernel.cases.gating import POINTS, lacking_points
from taawun.kernel.cases.reasons import reason
from taawun.kernel.errors import BadAssessment, CallerError, MoveClosed
from tests.kernel.cases.making import (
    ALL_FINE,
    ANSWER,
    ASK,
    GATES,
    KIND,
    LATER,
    MOVES,
    NOW,
    OFFENCE,
    actor,
    assessed,
    assurance,
    by_slug,
    chain,
    element,
    facts,
    filled,
    found,
    gate,
    heard,
    kind,
    looked_at,
    made,
    move,
    officer,
    stayed,
    words,
    workflow,
)

MET, NOT_MET, NOT_ASSESSED = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_ASSESSED
BY = {one.slug: one for one in GATES}


def verdict(slug, file, who=None, made_of=KIND):
    who = who or actor(3, ANSWER)
    return next(one for one in verdicts(made_of, file, who, LATER) if one.move.slug == slug)


def codes(slug, file, who=None):
    return [one.code for one in verdict(slug, file, who).reasons]


def codes_of(told):
    return [one.code for one in told.reasons]


def draft(*steps, **changes):
    private = [stayed(slug, by=number) for number, slug in enumerate(steps, 1)]
    return CaseFile(**({"standing": standing(KIND, [], private), "filled": filled(), "facts": facts()} | changes))


def test_every_move_of_the_side_has_a_verdict_and_no_other():
    found = verdicts(KIND, heard(), actor(3, ANSWER), LATER)
    assert [one.move.slug for one in found] == [slug for slug, one in KIND.workflow.moves.items() if one.by is ANSWER]
    assert {one.move.slug for one in found if one.open} == {"ask", "arrest", "grant"}
    assert all(one.reasons for one in found if not one.open)


def test_every_closed_move_says_why_and_what_opens_it_without_naming_anybody():
    files = [heard(), heard(blocks=frozenset({"asylum_pending", "court_order"})), heard(assessments=()), draft()]
    files += [
        draft("write"),
        heard(filled={}),
        heard(granted=True),
        heard(standing=standing(KIND, chain("send", "withdraw"))),
    ]
    for file in files:
        for who in (actor(3, ANSWER), actor(12, ANSWER, ()), actor(1, ASK)):
            for one in verdicts(KIND, file, who, LATER):
                assert one.open == (not one.reasons)
                for why in one.reasons:
                    said = " ".join((*sentences(why), *why.given.values()))
                    assert "{" not in said
                    assert not any(secret in said for secret in ("سلمان", officer(12), officer(3), "1980", "heroin"))


CLOSED = {
    "where the case is not": ("surrender", heard(), None, ["wrong_state", "flag_missing"]),
    "after its end": ("ask", heard(standing=standing(KIND, chain("send", "withdraw"))), None, ["case_over"]),
    "without the flag": ("free", heard(), None, ["flag_missing"]),
    "against a flag": (
        "arrest",
        heard(standing=standing(KIND, chain("send", "arrest"))),
        None,
        ["flag_forbids"],
    ),
    "without the role": ("grant", heard(), actor(3, ANSWER, {"desk_officer"}), ["role_missing"]),
    "by the officer who verified": ("grant", heard(), actor(11, ANSWER), ["same_officer"]),
    "by the officer who heard": ("grant", heard(), actor(12, ANSWER), ["same_officer"]),
    "by the drafter": ("review", draft("write"), actor(1), ["same_officer"]),
    "signed by the drafter": ("sign", draft("write", "review"), actor(1), ["same_officer"]),
    "signed by the reviewer": ("sign", draft("write", "review"), actor(2), ["same_officer"]),
    "sent by the drafter": ("send", draft("write", "review", "sign"), actor(1), ["same_officer"]),
    "without a core element": (
        "sign",
        draft("write", "review", filled=filled(summary=None)),
        actor(3),
        ["core_element_missing"],
    ),
    "without an element": (
        "sign",
        draft("write", "review", filled=filled(person=None)),
        actor(3),
        ["element_missing"],
    ),
    "with an element nobody found": (
        "sign",
        draft("write", "review", filled=filled(person=Filled({"status": "accused"}))),
        actor(3),
        ["element_missing"],
    ),
    "without any assessment": ("grant", heard(assessments=()), None, ["gate_not_assessed"] * 5),
    "without a fact": ("grant", heard(facts=facts({"born": None})), None, ["gate_facts_missing"]),
    "where the law is not known": (
        "grant",
        heard(facts=facts(offences=[{"category": "piracy"}])),
        None,
        ["gate_not_assessed"],
    ),
    "against a gate": ("grant", heard(assessments=(*ALL_FINE, assessed("political", MET))), None, ["gate_met"]),
    "against a computed gate": (
        "grant",
        heard(facts=facts({"born": "2010-03-02"})),
        None,
        ["gate_met_by_facts"],
    ),
    "against a curable gate": (
        "grant",
        heard(assessments=(*ALL_FINE, assessed("torture", MET))),
        None,
        ["gate_met_curable"],
    ),
    "before an optional gate is decided": (
        "grant",
        heard(assessments=(*ALL_FINE, assessed("health", MET))),
        None,
        ["gate_undecided"],
    ),
    "against an exercised gate": (
        "grant",
        heard(assessments=(*ALL_FINE, assessed("health", MET, waived=False))),
        None,
        ["gate_exercised"],
    ),
    "with an own national": (
        "grant",
        heard(facts=facts({"nationalities": ["BH"]})),
        None,
        ["gate_undecided"],
    ),
    "a refusal without a ground": ("refuse", heard(), None, ["no_ground"]),
    "a refusal on a waived ground": (
        "refuse",
        heard(assessments=(*ALL_FINE, assessed("health", MET, waived=True))),
        None,
        ["no_ground"],
    ),
    "a refusal on a cured ground": (
        "refuse",
        heard(assessments=(*ALL_FINE, assessed("torture", MET)), assurances=(assurance("torture"),)),
        None,
        ["no_ground"],
    ),
    "with a claim for asylum": ("grant", heard(blocks=frozenset({"asylum_pending"})), None, ["asylum_pending"]),
    "with another block": ("grant", heard(blocks=frozenset({"court_order"})), None, ["blocked"]),
    "a surrender with a claim for asylum": (
        "surrender",
        heard(granted=True, blocks=frozenset({"asylum_pending"})),
        None,
        ["asylum_pending"],
    ),
}


@pytest.mark.parametrize(("slug", "file", "who", "expected"), CLOSED.values(), ids=CLOSED)
def test_a_closed_move_says_all_its_reasons(slug, file, who, expected):
    assert codes(slug, file, who) == expected


def test_a_state_that_nothing_leads_to_again_is_said():
    file = heard()
    assert [(one.code, one.opens) for one in verdict("write", file, actor(1)).reasons] == [("wrong_state", "no_way")]


def test_a_flag_that_nobody_clears_is_for_good():
    forever = workflow(
        moves=tuple(one for one in KIND.workflow.moves.values() if one.slug != "free"),
        tasks=[replace(one, done_by=frozenset()) for one in KIND.workflow.tasks.values()],
    )
    other = kind(workflow=forever, clocks={})
    file = heard(standing=standing(other, chain("send", "arrest")))
    (why,) = verdict("arrest", file, made_of=other).reasons
    assert (why.code, why.opens) == ("flag_forbids", "no_way")


OPEN = {
    "a grant with all gates fine": ("grant", heard()),
    "a grant with a gate cured": (
        "grant",
        heard(assessments=(*ALL_FINE, assessed("torture", MET)), assurances=(assurance("torture"),)),
    ),
    "a grant with an optional gate waived": (
        "grant",
        heard(assessments=(*ALL_FINE, assessed("health", MET, waived=True))),
    ),
    "a grant with an own national, waived": (
        "grant",
        heard(
            facts=facts({"nationalities": ["BH"]}),
            assessments=(*ALL_FINE, assessed("own_national", MET, waived=True)),
        ),
    ),
    "a grant where an assessor read the law": (
        "grant",
        heard(facts=facts(offences=[{"category": "piracy"}]), assessments=(*ALL_FINE, assessed("death"))),
    ),
    "a grant with death cured": (
        "grant",
        heard(facts=facts(offences=[{"law_date": "2022-05-01"}]), assurances=(assurance("death"),)),
    ),
    "a refusal on a mandatory ground": ("refuse", heard(assessments=(*ALL_FINE, assessed("political", MET)))),
    "a refusal by age": ("refuse", heard(facts=facts({"born": "2010-03-02"}))),
    "a refusal on an exercised ground": (
        "refuse",
        heard(assessments=(*ALL_FINE, assessed("health", MET, waived=False))),
    ),
    "a refusal while a claim for asylum is pending": (
        "refuse",
        heard(assessments=(*ALL_FINE, assessed("political", MET)), blocks=frozenset({"asylum_pending"})),
    ),
    "a surrender": ("surrender", heard(granted=True)),
    "a surrender with an optional gate not assessed": (
        "surrender",
        heard(granted=True, assessments=ALL_FINE[:3]),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("slug", "file"), OPEN.values(), ids=OPEN)
def test_an_open_move_is_made(slug, file):
    assert verdict(slug, file).open
    assert check_move(KIND, file, actor(3, ANSWER), slug, LATER, "because").slug == slug


# --- gates -------------------------------------------------------------------------------------------------


def test_narcotics_under_the_law_of_2022_and_of_2024_give_different_gates():
    old, new = (heard(facts=facts(offences=[{"law_date": day}])) for day in ("2022-05-01", "2024-05-01"))
    seen = [next(one for one in gate_view(KIND, file) if one.gate.slug == "death") for file in (old, new)]
    assert [one.outcome for one in seen] == [MET, NOT_MET]
    assert seen[0].blocks == ("grant",)
    assert seen[1].blocks == ()


def stood(slug, *assessments, assurances=(), known=None):
    file = heard(assessments=assessments, assurances=tuple(assurances), facts=known or facts())
    return next(one for one in gate_view(KIND, file) if one.gate.slug == slug)


TWO = {"second": officer(41), "second_authority": "ombudsman"}

STOOD = {
    "nobody assessed it": ("political", (), NOT_ASSESSED, False),
    "found not met": ("political", (assessed("political"),), NOT_MET, True),
    "assessed as not assessed": ("political", (assessed("political", NOT_ASSESSED),), NOT_ASSESSED, False),
    "without a reason": ("political", (assessed("political", reason=" "),), NOT_ASSESSED, False),
    "another gate": ("political", (assessed("torture"),), NOT_ASSESSED, False),
    "met, and one finds otherwise": ("political", (assessed("political", MET), assessed("political")), MET, False),
    "met, un-assessed, found not met": (
        "political",
        (assessed("political", MET), assessed("political", NOT_ASSESSED), assessed("political")),
        MET,
        False,
    ),
    "met, un-assessed by two": (
        "political",
        (assessed("political", MET), assessed("political", NOT_ASSESSED, **TWO)),
        MET,
        False,
    ),
    "met, two of one authority find otherwise": (
        "political",
        (assessed("political", MET), assessed("political", **TWO | {"second_authority": "justice"})),
        MET,
        False,
    ),
    "met, one officer twice finds otherwise": (
        "political",
        (assessed("political", MET), assessed("political", **TWO | {"second": officer(21)})),
        MET,
        False,
    ),
    "met, two of no authority find otherwise": (
        "political",
        (assessed("political", MET), assessed("political", **TWO | {"second_authority": ""})),
        MET,
        False,
    ),
    "met, two of different authorities find otherwise": (
        "political",
        (assessed("political", MET), assessed("political", **TWO)),
        NOT_MET,
        True,
    ),
    "and met again": (
        "political",
        (assessed("political", MET), assessed("political", **TWO), assessed("political", MET)),
        MET,
        False,
    ),
    "optional, met, and one finds otherwise": ("health", (assessed("health", MET), assessed("health")), NOT_MET, True),
    "optional, waived, and then only met": (
        "health",
        (assessed("health", MET, waived=True), assessed("health", MET)),
        MET,
        False,
    ),
    "mandatory, and waived": ("political", (assessed("political", MET, waived=True),), MET, False),
    "computed fine, and an assessor finds it met": ("too_young", (assessed("too_young", MET),), MET, False),
}


@pytest.mark.parametrize(("slug", "assessments", "outcome", "passed"), STOOD.values(), ids=STOOD)
def test_what_became_of_a_gate(slug, assessments, outcome, passed):
    seen = stood(slug, *assessments)
    assert (seen.outcome, seen.passed) == (outcome, passed)


def test_an_overturned_gate_must_be_told_to_oversight():
    overturned = (*ALL_FINE, assessed("political", MET), assessed("political", **TWO))
    assert stood("political", *overturned).exceptional
    found = verdict("grant", heard(assessments=overturned))
    assert (found.open, found.oversight) == (True, ("political",))
    assert verdict("ask", heard(assessments=overturned)).oversight == ()
    assert verdict("grant", heard()).oversight == ()
    later = (*overturned, assessed("political"))
    assert verdict("grant", heard(assessments=later)).oversight == ("political",)


@pytest.mark.parametrize("also", [(), (assessed("too_young"),), (assessed("too_young", **TWO),)])
def test_what_a_rule_found_met_only_other_facts_change(also):
    young = facts({"born": "2010-03-02"})
    assert stood("too_young", *also, known=young).outcome is MET
    assert codes("grant", heard(facts=young, assessments=(*ALL_FINE, *also))) == ["gate_met_by_facts"]
    (why,) = verdict("grant", heard(facts=young, assessments=(*ALL_FINE, *also))).reasons
    assert why.given["fact"] == "under_age"
    assert sentences(why)[1].endswith(f"the age of responsibility is {why.given['least']}.")
    assert stood("too_young", *also).outcome is NOT_MET


def test_what_a_rule_cannot_know_for_want_of_facts_no_assessor_decides():
    unknown = facts({"born": None})
    assert stood("too_young", assessed("too_young"), known=unknown).outcome is NOT_ASSESSED


OLD, YOUNG, UNBORN = facts(), facts({"born": "2010-03-02"}), facts({"born": None})
SILENT = facts(offences=[{"category": "piracy"}])
BOTH = {
    "worse here": ("too_young", YOUNG, OLD, MET),
    "worse as it crossed": ("too_young", OLD, YOUNG, MET),
    "unknown here": ("too_young", UNBORN, OLD, NOT_ASSESSED),
    "unknown as it crossed": ("too_young", OLD, UNBORN, NOT_ASSESSED),
    "met and unknown": ("too_young", UNBORN, YOUNG, MET),
    "fine in both": ("too_young", OLD, OLD, NOT_MET),
    "for a person to decide, and unknown": ("death", SILENT, facts(offences=[]), NOT_ASSESSED),
}


@pytest.mark.parametrize(("gate_", "here", "crossed", "outcome"), BOTH.values(), ids=BOTH)
def test_of_facts_as_they_are_here_and_as_they_crossed_the_worse_answer_counts(gate_, here, crossed, outcome):
    known = replace(here, crossed=crossed)
    assert stood(gate_, known=known).outcome is outcome
    if outcome is not NOT_MET:
        with pytest.raises(BadAssessment):
            check_assessment(BY[gate_], known, (), assessed(gate_))
        assert not verdict("grant", heard(facts=known)).open


# --- what an assessor looked at -------------------------------------------------------------------------------

FURTHER = facts(offences=[{}, {"id": "2", "conduct": "قتل رجلاً في الرفاع — رفاع میں ایک شخص کو قتل کیا"}])
CHANGED = {
    "a further charge": (FURTHER, "gate_other_offences", "2"),
    "other acts under the number of an offence": (facts(offences=[{"conduct": "قتل"}]), "gate_other_offences", "1"),
    "another day of the law": (facts(offences=[{"law_date": "2024-04-01"}]), "gate_other_offences", "1"),
    "another person": (facts({"name": "سلیمان"}), "gate_other_person", None),
    "a charge that only the other side stated": (replace(facts(), crossed=FURTHER), "gate_other_offences", "2"),
}
BY_PERSONS = {one.gate for one in ALL_FINE}


@pytest.mark.parametrize(("known", "why", "offences"), CHANGED.values(), ids=CHANGED)
def test_what_came_after_an_assessment_is_not_assessed(known, why, offences):
    before = tuple(replace(one, covers=looked_at(facts())) for one in ALL_FINE)
    against = verdict("grant", heard(facts=known, assessments=before)).reasons
    assert {one.given["gate"] for one in against} == BY_PERSONS
    assert {(one.code, one.opens, one.given.get("offences")) for one in against} == {(why, "look_again", offences)}
    anew = tuple(replace(one, covers=looked_at(known)) for one in ALL_FINE)
    assert verdict("grant", heard(facts=known, assessments=(*before, *anew))).open


STATED_LATER = {
    "the counterpart that was found here": facts(
        offences=[{"counterpart": "بيع المخدرات", "counterpart_maximum_months": 60}]
    ),
    "whether the person consents": facts({"consents": True}),
    "the same words, typed otherwise": facts(offences=[{"conduct": f" {OFFENCE['conduct']}\n", "places": []}]),
    "one offence less": facts(),
}


@pytest.mark.parametrize("known", STATED_LATER.values(), ids=STATED_LATER)
def test_what_changes_nothing_of_the_charges_leaves_an_assessment_as_it_was(known):
    before = tuple(replace(one, covers=looked_at(facts()) | looked_at(FURTHER)) for one in ALL_FINE)
    assert verdict("grant", heard(facts=known, assessments=before)).open


def after_a_further_charge(slug, *assessments, **more):
    """Return what became of a gate that was looked at before a further charge came."""
    before = [replace(one, covers=looked_at(facts())) for one in assessments]
    return stood(slug, *before, known=FURTHER, **more)


def test_a_waiver_is_for_the_offences_that_were_there():
    waived = assessed("health", MET, waived=True)
    seen = after_a_further_charge("health", waived)
    assert (seen.outcome, seen.waived, seen.passed, seen.beyond) == (MET, None, False, ("2",))
    file = heard(facts=FURTHER, assessments=(*ALL_FINE, replace(waived, covers=looked_at(facts()))))
    assert [(one.code, one.opens) for one in verdict("grant", file).reasons] == [("gate_other_offences", "decide_gate")]


def test_a_cure_is_for_the_offences_that_were_there():
    met, old = assessed("torture", MET), assurance("torture", of=facts())
    assert stood("torture", met, assurances=[old]).cured
    seen = after_a_further_charge("torture", met, assurances=[old])
    assert (seen.cured, seen.passed, seen.beyond) == (False, False, ("2",))
    file = heard(facts=FURTHER, assessments=(*ALL_FINE, met), assurances=(old,))
    assert [(one.code, one.opens) for one in verdict("grant", file).reasons] == [
        ("gate_other_offences", "get_assurance")
    ]
    anew = assurance("torture", of=FURTHER, minutes=7)
    assert verdict("grant", heard(facts=FURTHER, assessments=(*ALL_FINE, met), assurances=(old, anew))).open


def test_what_was_found_met_stays_met_whatever_comes():
    seen = after_a_further_charge("political", assessed("political", MET))
    assert (seen.outcome, seen.is_ground, seen.beyond) == (MET, True, ())


def test_what_two_found_otherwise_one_does_not_find_for_a_further_charge():
    overturned = [assessed("political", MET), assessed("political", **TWO)]
    seen = after_a_further_charge("political", *overturned)
    assert (seen.outcome, seen.beyond) == (NOT_ASSESSED, ("2",))
    before = [replace(one, covers=looked_at(facts())) for one in overturned]
    alone, both = assessed("political", of=FURTHER), assessed("political", of=FURTHER, **TWO)
    assert stood("political", *before, alone, known=FURTHER).outcome is NOT_ASSESSED
    with pytest.raises(BadAssessment, match="two assessors"):
        check_assessment(BY["political"], FURTHER, before, alone)
    check_assessment(BY["political"], FURTHER, before, both)
    assert stood("political", *before, both, known=FURTHER).passed
    file = heard(facts=FURTHER, assessments=(*ALL_FINE, *before))
    assert [one.opens for one in verdict("grant", file).reasons] == ["two_look_again"]


def test_nobody_assesses_what_they_did_not_look_at():
    with pytest.raises(BadAssessment, match="stated otherwise"):
        check_assessment(BY["political"], FURTHER, (), assessed("political", of=facts()))
    with pytest.raises(BadAssessment, match="stated otherwise"):
        check_assurance(BY["torture"], FURTHER, (assessed("torture", MET),), assurance("torture", of=facts()))


def test_what_was_filled_before_the_charges_changed_is_not_what_a_move_needs():
    (why,) = verdict("grant", heard(older=frozenset({"granted_offences", "summary"}))).reasons
    assert (why.code, why.opens, dict(why.given)) == ("element_older", "fill_again", {"element": "granted_offences"})


def test_while_evidence_is_tainted_only_two_find_its_gate_not_met():
    slug = "tainted_evidence"
    other = kind(gates=by_slug([gate(slug)]))
    known = replace(facts(), tainted=NOW)
    alone, both = assessed(slug, minutes=5), assessed(slug, minutes=5, **TWO)
    for told, passed in (((), False), ((alone,), False), ((both,), True)):
        file = heard(facts=known, assessments=told)
        (seen,) = gate_view(other, file)
        assert (seen.passed, seen.by_two, seen.tainted) == (passed, not passed, not passed)
        closed = [(one.code, one.opens) for one in verdict("grant", file, made_of=other).reasons]
        assert closed == ([] if passed else [("gate_tainted", "two_assessors")])
    assert stood("political", assessed("political", MET)).by_two
    assert not stood("too_young", known=facts({"born": "2010-03-02"})).by_two


# --- assurances ----------------------------------------------------------------------------------------------

CURES = {
    "by a separate assessor": ((assurance("torture"),), True),
    "by the assessor of the gate": ((assurance("torture", by=21),), False),
    "by the second assessor of the gate": ((assurance("torture", by=41),), False),
    "by nobody": ((assurance("torture", assessor=""),), False),
    "not assessed": ((assurance("torture", sufficient=None, assessor="", assessed_at=None),), False),
    "found insufficient": ((assurance("torture", sufficient=False),), False),
    "for another gate": ((assurance("death"),), False),
    "without a word": ((assurance("torture", text=" "),), False),
    "given by nobody": ((assurance("torture", given_by=""),), False),
    "with an incomplete form": ((assurance("torture", points={"authority": "the minister"}),), False),
    "with a blank answer": ((assurance("torture", points=dict.fromkeys(POINTS, "yes") | {"counsel": " "}),), False),
    "found before the gate was met": ((assurance("torture", minutes=-5),), False),
    "insufficient, then a better one": (
        (assurance("torture", sufficient=False, minutes=2), assurance("torture", minutes=3)),
        True,
    ),
    "sufficient, then found insufficient": (
        (assurance("torture", minutes=2), assurance("torture", sufficient=False, minutes=3)),
        False,
    ),
    "sufficient and insufficient at once": ((assurance("torture", sufficient=False), assurance("torture")), False),
    "sufficient, and a second not assessed": (
        (assurance("torture"), assurance("torture", sufficient=None, assessed_at=None)),
        True,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("assurances", "opens"), CURES.values(), ids=CURES)
def test_an_assurance_cures_a_gate_when_a_separate_assessor_finds_it_sufficient(assurances, opens):
    met = (*ALL_FINE, assessed("torture", MET, **TWO))
    file = heard(assessments=met, assurances=assurances)
    assert stood("torture", *met, assurances=assurances).cured is opens
    assert verdict("grant", file).open is opens


def test_no_assurance_cures_a_gate_that_is_not_curable():
    met = (*ALL_FINE, assessed("political", MET))
    assert not verdict("grant", heard(assessments=met, assurances=(assurance("political"),))).open


def test_a_cure_ends_when_the_gate_is_found_met_anew():
    met = (*ALL_FINE, assessed("torture", MET), assessed("torture", MET, minutes=9, by=22))
    assert not verdict("grant", heard(assessments=met, assurances=(assurance("torture"),))).open


def test_what_lies_in_the_future_does_not_count():
    late = (*ALL_FINE[1:], assessed("political", minutes=61))
    assert codes("grant", heard(assessments=late)) == ["gate_not_assessed"]
    met = (*ALL_FINE, assessed("torture", MET))
    assert not verdict("grant", heard(assessments=met, assurances=(assurance("torture", minutes=61),))).open


# --- what an assessor is told -------------------------------------------------------------------------------

REFUSED = {
    "about another gate": ("political", (), assessed("torture"), "another gate"),
    "without a reason": ("political", (), assessed("political", reason=""), "a reason and a source"),
    "without a source": ("political", (), assessed("political", source=" "), "a reason and a source"),
    "that waives a mandatory gate": ("political", (), assessed("political", MET, waived=True), "Only an optional"),
    "that waives what is not met": ("health", (), assessed("health", waived=True), "Only an optional"),
    "against a rule that computes": ("too_young", (), assessed("too_young"), "The facts decide"),
    "by one, of what is met": ("political", (assessed("political", MET),), assessed("political"), "two assessors"),
}


@pytest.mark.parametrize(("slug", "before", "new", "why"), REFUSED.values(), ids=REFUSED)
def test_an_assessment_that_would_not_count_is_refused(slug, before, new, why):
    with pytest.raises(BadAssessment, match=why):
        check_assessment(BY[slug], facts(), before, new)


def test_an_assessment_that_counts_is_taken():
    check_assessment(BY["political"], facts(), (), assessed("political"))
    check_assessment(BY["political"], facts(), (assessed("political", MET),), assessed("political", **TWO))
    check_assessment(BY["health"], facts(), (assessed("health", MET),), assessed("health", MET, waived=True))
    check_assessment(BY["too_young"], facts(), (), assessed("too_young", MET))
    silent = facts(offences=[{"category": "piracy"}])
    check_assessment(BY["death"], silent, (), assessed("death", of=silent))
    with pytest.raises(BadAssessment):
        check_assessment(BY["death"], facts(offences=[{"law_date": "2022-01-01"}]), (), assessed("death"))


NO_ASSURANCE = {
    "for another gate": (assurance("death"), "No assurance cures"),
    "without words": (assurance("torture", text=""), "its words"),
    "by nobody": (assurance("torture", given_by=" "), "who gave it"),
    "assessed by nobody": (assurance("torture", assessor=""), "an assessor and a time"),
    "assessed at no time": (assurance("torture", assessed_at=None), "an assessor and a time"),
    "assessed by who assessed the gate": (assurance("torture", by=21), "does not assess the assurance"),
    "with an incomplete form": (assurance("torture", points={}), "not complete: authority, binding"),
}


@pytest.mark.parametrize(("new", "why"), NO_ASSURANCE.values(), ids=NO_ASSURANCE)
def test_an_assurance_that_would_not_count_is_refused(new, why):
    with pytest.raises(BadAssessment, match=why):
        check_assurance(BY["torture"], facts(), (assessed("torture", MET),), new)


def test_an_assurance_is_taken():
    check_assurance(BY["torture"], facts(), (assessed("torture", MET),), assurance("torture"))
    check_assurance(BY["torture"], facts(), (), assurance("torture", sufficient=None, assessor=""))
    check_assurance(BY["torture"], facts(), (), assurance("torture", sufficient=False, points={}))
    assert lacking_points(assurance("torture")) == ()
    with pytest.raises(BadAssessment):
        check_assurance(BY["political"], facts(), (), assurance("political"))


# --- attestations -----------------------------------------------------------------------------------------


def test_a_grant_attests_every_gate_and_says_no_more():
    waived = (*ALL_FINE, assessed("health", MET, waived=True), assessed("hidden", MET, waived=True))
    told = attestations(KIND, heard(assessments=waived), "grant")
    assert told == {one.slug: "passed" for one in GATES} | {"health": "waived"}
    cured = heard(facts=facts(offences=[{"law_date": "2022-05-01"}]), assurances=(assurance("death"),))
    assert attestations(KIND, cured, KIND.workflow.moves["grant"])["death"] == "passed"
    mandatory = attestations(KIND, heard(granted=True), "surrender")
    assert mandatory == {one.slug: "passed" for one in GATES if one.mandatory}
    assert attestations(KIND, heard(assessments=()), "ask") == {}
    assert attestations(KIND, heard(assessments=()), "refuse") == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"assessments": ()},
        {"assessments": ALL_FINE[1:]},
        {"assessments": (*ALL_FINE, assessed("political", MET))},
        {"blocks": frozenset({"asylum_pending"})},
        {"facts": facts({"born": None})},
    ],
)
def test_nothing_attests_a_gate_that_is_not_passed(changes):
    with pytest.raises(MoveClosed) as closed:
        attestations(KIND, heard(**changes), "grant")
    assert closed.value.reasons


def test_nothing_of_a_claim_for_asylum_can_cross():
    file = heard(blocks=frozenset({"asylum_pending"}))
    for slug in ("ask", "arrest", "refuse"):
        one = made(slug, file.standing.heads, gates=attestations(KIND, file, slug))
        assert b"asylum_pending" not in str(one.to_wire()).encode()
        assert "asylum" not in str(one.to_wire())
    told = made("grant", file.standing.heads).to_wire()
    assert told["gates"]["asylum"] == told["gates"]["political"] == "passed"
    assert sentences(verdict("grant", file).reasons[0])[0].startswith("A claim for asylum")


# --- asking -------------------------------------------------------------------------------------------------


def test_a_move_that_needs_reasons_is_not_made_without():
    with pytest.raises(MoveClosed) as closed:
        check_move(KIND, heard(), actor(3, ANSWER), "ask", LATER, " ")
    assert [one.code for one in closed.value.reasons] == ["no_reasons"]
    assert isinstance(closed.value, CallerError)
    assert closed.value.detail == "ask: no_reasons."


def test_a_move_of_the_other_side_is_closed():
    with pytest.raises(MoveClosed) as closed:
        check_move(KIND, heard(), actor(3, ANSWER), "withdraw", LATER)
    assert [one.code for one in closed.value.reasons] == ["other_side"]


def test_a_move_that_nobody_declared_is_closed():
    with pytest.raises(MoveClosed):
        check_move(KIND, heard(), actor(3, ANSWER), "song", LATER)


def test_what_a_move_still_misses_is_named():
    file = draft("write", "review", filled=filled(person=None, summary=None))
    assert [one.slug for one in missing(KIND, file, "sign")] == ["summary", "person"]
    assert missing(KIND, draft(), "sign") == ()


WRITERS = {
    "a required element": ({"summary": officer(3)}, False),
    "an element that is not required": ({"remarks": officer(3)}, True),
    "another officer": ({"summary": officer(1)}, True),
}


@pytest.mark.parametrize(("fillers", "open_"), WRITERS.values(), ids=WRITERS)
def test_who_filled_what_a_request_requires_does_not_sign_it(fillers, open_):
    told = verdict("sign", draft("write", "review", fillers=fillers), actor(3, ASK))
    assert (told.open, codes_of(told)) == (open_, [] if open_ else ["own_words"])
    sent = verdict("send", draft("write", "review", "sign", fillers=fillers), actor(3, ASK))
    assert "own_words" not in codes_of(sent)


WORDS = (("found", words()), ("lost", words()))
ANSWERED = {
    "the answer it stands on": (found("found"), True),
    "another answer": (found("lost"), False),
    "both answers": (found(["found", "lost"]), False),
    "no answer": (None, False),
    "an excuse": (Filled(None, "not asked"), False),
}


@pytest.mark.parametrize(("answer", "open_"), ANSWERED.values(), ids=ANSWERED)
def test_a_move_stands_on_one_answer_and_on_no_other(answer, open_):
    moves = [
        replace(one, needs=frozenset({"remarks"}), answers={"remarks": "found"}) if one.slug == "verify" else one
        for one in MOVES
    ]
    asked = element("remarks", "choice", required=False, excusable=False, choices=WORDS)
    other = kind(workflow=workflow(moves=moves), elements=by_slug((*KIND.elements.values(), asked)))
    file = heard(standing=standing(other, [made("send")]), filled=filled(remarks=answer))
    told = verdict("verify", file, made_of=other)
    assert told.open is open_
    assert open_ or told.reasons[-1].given == {"element": "remarks", "answer": "remarks.found"}


ASKED = {
    "what was asked for": ([OFFENCE], True),
    "with its counterpart": ([OFFENCE | {"counterpart": "الاتجار"}], True),
    "under another number": ([OFFENCE | {"id": "2"}], False),
    "other acts": ([OFFENCE | {"conduct": "killed a man"}], False),
    "one that was and one that was not": ([OFFENCE, OFFENCE | {"id": "2"}], False),
    "a number alone": (["1"], False),
    "no list": ("1", True),  # it lists none, and is not of its kind: the gate of contents closes the move
}


@pytest.mark.parametrize(("offences", "fits"), ASKED.values(), ids=ASKED)
def test_nothing_is_granted_that_was_not_asked_for(offences, fits):
    moves = [
        replace(one, among={"granted_offences": frozenset({"offences", "song"})}) if one.slug == "grant" else one
        for one in MOVES
    ]
    file = heard(filled=filled(granted_offences=found(offences), offences=found([OFFENCE | {"id": "2"}])))
    other = replace(KIND, workflow=workflow(moves=moves))
    assert ("not_asked_for" in codes_of(verdict("grant", file, made_of=other))) is not fits


CLOSED = {
    "a draft": (draft(), False),
    "a draft that is written, which asked for nothing": (draft("write"), False),
    "one that is reviewed": (draft("write", "review"), False),
    "one that is signed": (draft("write", "review", "sign"), True),
    "one that was dropped": (draft("write", "review", "sign", "drop"), False),
    "one that was sent": (heard(), False),
}


@pytest.mark.parametrize(("file", "closed"), CLOSED.values(), ids=CLOSED)
def test_what_was_declared_whole_is_closed_to_filling(file, closed):
    assert under_review(KIND, file.standing) == ({"summary", "person", "offences"} if closed else frozenset())


def test_where_a_request_carries_everything_nothing_is_filled():
    moves = [replace(one, carries=frozenset({"*"})) if one.slug == "send" else one for one in MOVES]
    signed = draft("write", "review", "sign").standing
    assert under_review(kind(workflow=workflow(moves=moves)), signed) == frozenset(KIND.elements)


def test_the_requested_side_fills_whatever_it_declared():
    checked = move("check", ANSWER, "verified", "heard", needs="*")
    other = kind(workflow=workflow(moves=(*KIND.workflow.moves.values(), checked)))
    sent = made("send")
    steps = [stayed("verify", sent, 11), stayed("check", sent, 12)]
    assert under_review(other, standing(other, [sent], steps)) == frozenset()


def test_a_private_decision_may_ask_for_the_gates_too():
    decide = move("decide", ANSWER, "verified", "heard", gates="mandatory")
    other = kind(workflow=workflow(moves=(*KIND.workflow.moves.values(), decide)))
    sent = made("send")
    file = heard(standing=standing(other, [sent], [stayed("verify", sent, 11)]), assessments=())
    assert {one.code for one in verdict("decide", file, made_of=other).reasons} == {"gate_not_assessed"}


def test_every_code_has_a_sentence_and_every_sentence_its_figures():
    for sentence in REASONS.values():
        assert all(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)
    with pytest.raises(KeyError):
        reason("because", "nothing")
    with pytest.raises(KeyError):
        reason("no_ground", "because")
    assert by_slug(GATES)["death"].curable
    assert gate("x").mandatory
