# SPDX-License-Identifier: Apache-2.0
"""The facts of law that the packs must hold, asked through the engine that will be asked (spec §65.8, §60.10)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from taawun.kernel.cases.clocks import Unit
from taawun.kernel.cases.contents import Filled, Found, still_missing
from taawun.kernel.cases.timing import Running, due, warnings
from taawun.kernel.cases.words import Outcome
from tests.instruments.shipped import ASSISTANCE, EXTRADITION, TRANSFER, ask, kind_of, kinds, packs

MET, NOT_MET, NOT_ASSESSED = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_ASSESSED
PK_BH, INDIA, EUROPE, UN = "pk-bh-extradition", "india-bahrain-2004", "european-extradition", "un-model-extradition"
CONVICTED = {"status": "convicted"}

GATES = {
    "India-Bahrain, ten months": (INDIA, "below_threshold", {"maximum_months": 10}, {}, MET),
    "India-Bahrain, twelve months": (INDIA, "below_threshold", {"maximum_months": 12}, {}, NOT_MET),
    "India-Bahrain, sentenced to five months": (INDIA, "below_threshold", {"sentence_months": 5}, CONVICTED, MET),
    "India-Bahrain, sentenced to six, one left": (
        INDIA,
        "below_threshold",
        {"sentence_months": 6, "remaining_months": 1},
        CONVICTED,
        NOT_MET,
    ),
    "Europe, sentenced to three months": (EUROPE, "below_threshold", {"sentence_months": 3}, CONVICTED, MET),
    "Europe, sentenced to four months": (EUROPE, "below_threshold", {"sentence_months": 4}, CONVICTED, NOT_MET),
    "UN model, five months left": (UN, "below_threshold", {"remaining_months": 5}, CONVICTED, MET),
    "UN model, six months left": (UN, "below_threshold", {"remaining_months": 6}, CONVICTED, NOT_MET),
    "a Bahraini sought from Bahrain": (PK_BH, "own_national", {}, {"nationalities": ["BH"]}, MET),
    "a Pakistani and Bahraini sought from Bahrain": (PK_BH, "own_national", {}, {"nationalities": ["PK", "BH"]}, MET),
    "a Pakistani sought from Bahrain": (PK_BH, "own_national", {}, {}, NOT_MET),
    "somebody whose nationality nobody knows": (PK_BH, "own_national", {}, {"nationalities": []}, NOT_ASSESSED),
    "narcotics in Pakistan, 2022": (PK_BH, "death_penalty", {"law_date": "2022-06-01"}, {}, MET),
    "narcotics in Pakistan, 2024": (PK_BH, "death_penalty", {"law_date": "2024-06-01"}, {}, NOT_MET),
    "narcotics in Pakistan, the week the law changed": (
        PK_BH,
        "death_penalty",
        {"law_date": "2023-07-28"},
        {},
        NOT_ASSESSED,
    ),
    "narcotics in Pakistan, before the Act of 1997": (
        PK_BH,
        "death_penalty",
        {"law_date": "1990-06-01"},
        {},
        NOT_ASSESSED,
    ),
    "narcotics in Bahrain, 2024": (PK_BH, "death_penalty", {"law": "BH"}, {}, MET),
    "a murder in Pakistan, 2024": (PK_BH, "death_penalty", {"category": "homicide"}, {}, MET),
    "what no table covers": (PK_BH, "death_penalty", {"category": "piracy"}, {}, NOT_ASSESSED),
    "thirteen when it was done": (PK_BH, "below_age", {}, {"born": "2010-06-01"}, MET),
    "fourteen when it was done": (PK_BH, "below_age", {}, {"born": "2010-03-01"}, NOT_MET),
    "no counterpart found": (PK_BH, "no_dual_criminality", {"counterpart": ""}, {}, NOT_ASSESSED),
}


@pytest.mark.parametrize(("pack", "gate", "offence", "person", "outcome"), GATES.values(), ids=GATES)
def test_a_gate_of_extradition_is_computed_from_the_facts(pack, gate, offence, person, outcome):
    assert ask(kind_of(pack), gate, offence, person).outcome is outcome


PRISONERS = {
    "five months left": ("too_little_left", {"remaining_months": 5}, {}, MET),
    "six months left": ("too_little_left", {"remaining_months": 6}, {}, NOT_MET),
    "no consent": ("no_consent", {}, {"consents": False}, MET),
    "consent not asked": ("no_consent", {}, {}, NOT_ASSESSED),
    "consent": ("no_consent", {}, {"consents": True}, NOT_MET),
}


@pytest.mark.parametrize(("gate", "offence", "person", "outcome"), PRISONERS.values(), ids=PRISONERS)
@pytest.mark.parametrize("pack", ["model-transfer", "pk-bh-assistance", "untoc"])
def test_a_prisoner_is_moved_only_with_consent_and_six_months_left(pack, gate, offence, person, outcome):
    kind = kind_of(pack, TRANSFER)
    assert kind.gates[gate].mandatory
    assert ask(kind, gate, offence, CONVICTED | person).outcome is outcome


def test_a_bahraini_is_refused_and_the_case_goes_to_the_prosecutor_here():
    kind = kind_of(PK_BH)
    assert kind.gates["own_national"].mandatory
    refuse = kind.workflow.moves["refuse_own_national"]
    assert refuse.tasks == ("submit_own_national", "report_prosecution")
    assert kind.workflow.tasks["submit_own_national"].done_by == {"submit_for_prosecution"}
    assert kind.workflow.tasks["report_prosecution"].done_by == {"report_result"}


@pytest.mark.parametrize("kind", [kind for _, kind in kinds(EXTRADITION)], ids=[name for name, _ in kinds(EXTRADITION)])
def test_who_is_held_is_released_from_wherever_a_request_ends(kind):
    moves, states = kind.workflow.moves, kind.workflow.states
    for move in ("refuse", "withdraw"):
        plain, held = moves[move], moves[f"{move}_in_custody"]
        assert (plain.unless, plain.tasks, states[plain.target].final) == ({"in_custody"}, (), True)
        assert (held.tasks, states[held.target].final) == (("release_person",), False)
        assert (held.sources, held.gates, held.apart_from) == (plain.sources, plain.gates, plain.apart_from)
        assert held.when == plain.when | {"in_custody"}
    ending = {one.slug for one in moves.values() if "in_custody" in one.clears}
    assert kind.workflow.tasks["release_person"].done_by == ending - {"hand_over"}
    assert moves["release_from_custody"].sources >= {"own_national_refused", "submitted_for_prosecution"}


# --- contents -------------------------------------------------------------------------------------------------------

UNTOC_18_15 = {
    "a": "requesting_authority",
    "b": "proceedings",
    "c": "facts_summary",
    "d": "assistance_sought",
    "e": "person",
    "f": "purpose",
}
FORMS = frozenset(
    """statements detained_witness service search_and_seizure objects_and_sites information documents freezing
    proceeds video_link preservation controlled_delivery joint_investigation""".split()
)
ASSISTING = kinds(ASSISTANCE)


@pytest.mark.parametrize("letter", UNTOC_18_15)
@pytest.mark.parametrize("kind", [kind for _, kind in ASSISTING], ids=[name for name, _ in ASSISTING])
def test_nothing_is_signed_without_each_letter_of_untoc_18_15(kind, letter):
    slug, needs = UNTOC_18_15[letter], kind.workflow.moves["sign"].needs
    element = kind.elements[slug]
    assert any(str(source.article) == f"18(15)({letter})" for source in element.sources)
    excused = {slug: Filled(None, excuse="ہمیں معلوم نہیں")}
    for filled in ({}, excused):
        assert slug in {one.slug for one in still_missing(kind.elements, filled, needs)}
    value = {"status": "suspect"} if slug == "person" else "Public Prosecution, Manama"
    found = {slug: Filled(value, found=Found("letter.pdf", "1", "asma"))}
    assert slug not in {one.slug for one in still_missing(kind.elements, found, needs)}


@pytest.mark.parametrize("form", sorted(FORMS))
def test_each_kind_of_help_asks_for_its_own_form(form):
    kind = kind_of("pk-bh-assistance", ASSISTANCE)
    assert {word for word, _ in kind.elements["kind_of_help"].choices} == FORMS
    assert any(field.required and not field.excusable for field in kind.elements[form].fields)
    asked = {"kind_of_help": Filled([form], found=Found("letter.pdf", "1", "asma"))}
    missing = {one.slug for one in still_missing(kind.elements, asked, frozenset({"*"}))}
    assert missing & FORMS == {form}


def test_coercion_asks_for_a_statement_of_dual_criminality():
    kind = kind_of("pk-bh-assistance", ASSISTANCE)
    for help_asked, wanted in (("search_and_seizure", True), ("documents", False)):
        filled = {"kind_of_help": Filled([help_asked], found=Found("letter.pdf", "1", "asma"))}
        missing = {one.slug for one in still_missing(kind.elements, filled, frozenset({"*"}))}
        assert ("dual_criminality" in missing) is wanted


@pytest.mark.parametrize("kind", [kind for _, kind in kinds(EXTRADITION)], ids=[name for name, _ in kinds(EXTRADITION)])
def test_no_notice_stands_in_for_the_warrant_or_judgment_on_which_arrest_is_asked(kind):
    asked = kind.workflow.moves["request_arrest"]
    assert "arrest_basis" in asked.needs & asked.carries
    noticed = {"arrest_basis": Filled(None, excuse="A red notice of INTERPOL. نشرة حمراء")}
    assert [one.slug for one in still_missing(kind.elements, noticed, frozenset({"arrest_basis"}))] == ["arrest_basis"]
    assert "notice" not in asked.needs


@pytest.mark.parametrize("kind", [kind for _, kind in kinds(EXTRADITION)], ids=[name for name, _ in kinds(EXTRADITION)])
def test_no_court_without_counsel_interpreter_and_notice_of_rights(kind):
    asked = {"counsel_at", "interpreter_at", "rights_notice_at"}
    assert kind.workflow.moves["bring_to_court"].needs == asked
    assert kind.workflow.moves["decide_by_consent"].needs >= asked
    assert not kind.elements["counsel_at"].excusable
    assert {kind.elements[slug].kind for slug in asked} == {"date"}


@pytest.mark.parametrize("kind", [kind for _, kind in kinds(EXTRADITION)], ids=[name for name, _ in kinds(EXTRADITION)])
def test_a_grant_names_its_offences_and_so_does_a_later_consent(kind):
    for move in ("grant", "grant_and_postpone", "consent_speciality"):
        assert kind.workflow.moves[move].carries == {"granted_offences"}
        assert kind.workflow.moves[move].needs == {"granted_offences"}
        assert kind.workflow.moves[move].among == {"granted_offences": {"offences", "further_charges"}}
    assert kind.elements["granted_offences"].kind == "offences"


def test_a_question_of_coercion_routes_a_police_request():
    flow = kind_of("pk-bh-assistance", "information_request").workflow
    assert flow.moves["route_to_assistance"].needs == {"coercive_needed"}
    assert flow.moves["route_to_assistance"].answers == {"coercive_needed": "needed"}
    assert flow.moves["find_no_coercion"].answers == {"coercive_needed": "not_needed"}
    assert flow.moves["answer"].sources == {"no_coercion"}
    assert flow.moves["route_to_assistance"].tasks == ("open_assistance",)


@pytest.mark.parametrize("kind", [kind for _, kind in ASSISTING], ids=[name for name, _ in ASSISTING])
def test_nothing_is_executed_without_an_order_or_the_reason_why_none_is_needed(kind):
    moves = kind.workflow.moves
    for move in ("begin_execution", "send_evidence", "send_part", "record_court_order"):
        assert "court_order" in moves[move].needs
    assert kind.elements["court_order"].excusable
    none = {"court_order": Filled(None, excuse="No coercion, because the bank gives it freely. دون إكراه")}
    assert not still_missing(kind.elements, none, frozenset({"court_order"}))
    assert still_missing(kind.elements, {}, frozenset({"court_order"}))


@pytest.mark.parametrize("kind", [kind for _, kind in ASSISTING], ids=[name for name, _ in ASSISTING])
def test_where_the_court_declined_nothing_is_executed_as_if_it_had_not(kind):
    moves = kind.workflow.moves
    assert moves["record_court_denial"].target == "court_declined"
    here = {one.slug for one in moves.values() if "court_declined" in one.sources and one.by.value == "requested"}
    assert here == {"seek_court_order", "send_part", "postpone", "consult", "refuse"}


# --- clocks ---------------------------------------------------------------------------------------------------------

CLOCKS = {
    "provisional arrest, UN model": (UN, EXTRADITION, "provisional_arrest", True, 40, Unit.DAYS, (), 0),
    "provisional arrest, Europe": (EUROPE, EXTRADITION, "provisional_arrest", True, 40, Unit.DAYS, (18,), 0),
    "provisional arrest, the pair": (PK_BH, EXTRADITION, "provisional_arrest", True, 40, Unit.DAYS, (), 0),
    "surrender, the pair": (PK_BH, EXTRADITION, "surrender", True, 2, Unit.MONTHS, (), 0),
    "leave, Europe": (EUROPE, EXTRADITION, "speciality_leave", True, 45, Unit.DAYS, (), 0),
    "leave, UN model": (UN, EXTRADITION, "speciality_leave", True, 45, Unit.DAYS, (30,), 0),
    "assistance, decision": ("pk-bh-assistance", ASSISTANCE, "decision", False, 30, Unit.DAYS, (), 30),
    "assistance, execution": ("pk-bh-assistance", ASSISTANCE, "execution", False, 90, Unit.DAYS, (), 0),
    "assistance, urgent": ("pk-bh-assistance", ASSISTANCE, "urgent_answer", False, 8, Unit.HOURS, (), 0),
    "confirmation of a hit": ("pk-bh-assistance", "hit_follow_up", "confirmation", False, 48, Unit.HOURS, (), 0),
}


@pytest.mark.parametrize(
    ("pack", "kind", "clock", "statutory", "length", "unit", "warn_on", "extendable"), CLOCKS.values(), ids=CLOCKS
)
def test_a_clock_is_as_long_as_its_source_says(pack, kind, clock, statutory, length, unit, warn_on, extendable):
    rule = kind_of(pack, kind).clocks[clock]
    assert (rule.statutory, rule.length, rule.unit) == (statutory, length, unit)
    assert (rule.warn_on, rule.extendable) == (warn_on, extendable)


def test_the_european_arrest_warns_on_day_18_and_asks_for_release_on_day_40():
    pack = packs()[EUROPE]
    rule, zone = pack.kinds[EXTRADITION].clocks["provisional_arrest"], ZoneInfo(pack.parties["BH"].zone)
    started = datetime(2026, 3, 1, 9, tzinfo=zone).astimezone(UTC)
    running = Running(rule, started, zone)
    (warned,) = [one.at for one in warnings(running) if one.day == 18]
    assert warned.astimezone(zone) == datetime(2026, 3, 19, tzinfo=zone)
    end = due(running)
    assert end is not None
    assert (end.astimezone(zone).date() - started.astimezone(zone).date()) == timedelta(days=40)
    assert rule.at_end == "release_person"
    release = pack.kinds[EXTRADITION].workflow.tasks["release_person"]
    assert (release.side.value, "release_provisionally_arrested" in release.done_by) == ("requested", True)


@pytest.mark.parametrize("kind", [kind for _, kind in kinds(EXTRADITION)], ids=[name for name, _ in kinds(EXTRADITION)])
def test_in_every_state_that_waits_for_surrender_its_clock_runs(kind):
    """Whatever way led there: over a postponement, or back from a surrender for a time."""
    rule, moves = kind.clocks["surrender"], kind.workflow.moves.values()
    places, front = set(), {(kind.workflow.initial, False)}
    while front:
        places |= front
        steps = [(one, state, runs) for state, runs in front for one in moves if state in one.sources]
        front = {
            (one.target or state, one.slug in rule.starts or (runs and one.slug not in rule.stops))
            for one, state, runs in steps
        } - places
    waiting = {(state, runs) for state, runs in places if state in ("granted", "surrender_scheduled")}
    assert waiting == {("granted", True), ("surrender_scheduled", True)}
    assert {runs for state, runs in places if state == "granted_postponed"} == {False}


@pytest.mark.parametrize("kind", [kind for _, kind in ASSISTING], ids=[name for name, _ in ASSISTING])
def test_the_clock_of_a_decision_begins_again_where_a_postponement_ends(kind):
    assert kind.clocks["decision"].starts == {"acknowledge", "resume"}


@pytest.mark.parametrize("kind", [kind for _, kind in kinds(EXTRADITION)], ids=[name for name, _ in kinds(EXTRADITION)])
def test_who_was_surrendered_for_a_time_is_owed_back(kind):
    assert kind.workflow.moves["hand_over_temporarily"].tasks == ("return_owed",)
    owed = kind.workflow.tasks["return_owed"]
    assert (owed.side.value, owed.done_by) == ("requesting", {"return_person"})


@pytest.mark.parametrize("kind", [kind for _, kind in kinds(EXTRADITION)], ids=[name for name, _ in kinds(EXTRADITION)])
def test_the_record_of_a_surrender_for_a_time_is_not_that_of_the_last_one(kind):
    for_a_time, last = (kind.workflow.moves[one] for one in ("hand_over_temporarily", "hand_over"))
    assert "temporary_record" in for_a_time.needs
    assert not for_a_time.carries & last.carries


CONSULTING = [*kinds(EXTRADITION), *ASSISTING]


@pytest.mark.parametrize("kind", [kind for _, kind in CONSULTING], ids=[name for name, _ in CONSULTING])
def test_the_end_of_a_consultation_waits_for_whoever_decides_until_the_case_is_led_on(kind):
    moves, owed = kind.workflow.moves, kind.workflow.tasks["decide_after_consultation"]
    assert all("decide_after_consultation" in moves[one].tasks for one in ("answer_consultation", "end_consultation"))
    away = {one.slug for one in moves.values() if "consultation_answered" in one.sources and one.target}
    assert (owed.side.value, owed.role, owed.done_by) == ("requested", "releasing_officer", away)


@pytest.mark.parametrize("kind", [kind for _, kind in kinds(EXTRADITION)], ids=[name for name, _ in kinds(EXTRADITION)])
def test_whoever_reports_the_request_of_another_state_says_which_state(kind):
    told = kind.workflow.moves["announce_concurrent"]
    assert told.needs == told.carries == {"concurrent_request"}


def test_the_time_to_leave_begins_with_the_final_discharge_not_with_surrender():
    assert kind_of(PK_BH).clocks["speciality_leave"].starts == {"record_final_discharge"}


# --- national law -------------------------------------------------------------------------------------------------


def test_the_missing_safeguards_of_the_pakistani_act_are_shown():
    (fact,) = [one for one in packs()[PK_BH].parties["PK"].facts if one.slug == "no_safeguard"]
    assert "no torture, fair-trial or appeal safeguard" in fact.text["en"]
    assert {(one.slug, one.article) for one in fact.sources} >= {("cat", "3"), ("iccpr", "6"), ("iccpr", "7")}


def test_each_party_has_its_days_and_its_zone():
    pakistan, bahrain = (packs()[PK_BH].parties[party] for party in ("PK", "BH"))
    assert (pakistan.zone, pakistan.weekend) == ("Asia/Karachi", {6, 7})
    assert (bahrain.zone, bahrain.weekend) == ("Asia/Bahrain", {5, 6})


def test_every_row_of_the_table_of_death_names_its_law():
    rows = kind_of(PK_BH).gates["death_penalty"].given["table"]
    assert len(rows) >= 8
    assert all(row["source"] and row["party"] in ("PK", "BH") for row in rows)
