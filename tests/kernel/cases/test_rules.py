# SPDX-License-Identifier: Apache-2.0
"""Gates that are computed: figures decide, and what is unknown is never a yes (spec §60.10)."""

from dataclasses import replace
from datetime import date

import pytest

from taawun.kernel.cases import EXPLAINED, Outcome, facts_of
from taawun.kernel.cases.facts import date_of, offences_of, person_of, with_counterparts
from taawun.kernel.cases.rules import PARAMETERS, RULES, age
from taawun.kernel.errors import BadContents
from tests.kernel.cases.making import LAW, OFFENCE, PERSON, facts, found

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_ASSESSED
INDIA_BAHRAIN = {"months": 12, "months_when_sentenced": 6}
EUROPEAN = {"months": 12, "months_sentenced": 4}
CONVICTED = {"status": "convicted"}
SIX = {"months": 6}
TABLE = {"table": LAW}


def months(*numbers, **more):
    return [{"id": str(n), "maximum_months": number} | more for n, number in enumerate(numbers)]


def screened(outcome=None):
    given = {} if outcome is None else {"screening": found({"outcome": outcome})}
    return facts_of(given, "PK", "BH", date(2026, 1, 1))


ROWS = {
    # India-Bahrain 2004: one year, or six months left of a sentence
    "ten months are too little": ("minimum_penalty", INDIA_BAHRAIN, facts(offences=months(10)), MET, "penalty_below"),
    "twelve months are enough": ("minimum_penalty", INDIA_BAHRAIN, facts(offences=months(12)), NOT_MET, "fits"),
    "life is enough": ("minimum_penalty", INDIA_BAHRAIN, facts(offences=months(None, lifelong=True)), NOT_MET, "fits"),
    "death is enough": ("minimum_penalty", INDIA_BAHRAIN, facts(offences=months(None, death=True)), NOT_MET, "fits"),
    "a penalty nobody states": (
        "minimum_penalty",
        INDIA_BAHRAIN,
        facts(offences=months(None)),
        UNKNOWN,
        "penalty_unknown",
    ),
    "one of two too light": ("minimum_penalty", INDIA_BAHRAIN, facts(offences=months(24, 3)), MET, "penalty_below"),
    "one light, one unknown": ("minimum_penalty", INDIA_BAHRAIN, facts(offences=months(None, 3)), MET, "penalty_below"),
    "one of two, accessory": (
        "minimum_penalty",
        {"months": 12, "accessory": True},
        facts(offences=months(24, 3)),
        NOT_MET,
        "fits",
    ),
    "none of two, accessory": (
        "minimum_penalty",
        {"months": 12, "accessory": True},
        facts(offences=months(9, 3)),
        MET,
        "penalty_below",
    ),
    "no offence": ("minimum_penalty", INDIA_BAHRAIN, facts(offences=[]), UNKNOWN, "no_offence"),
    "convicted to five months": (
        "minimum_penalty",
        {"months": 12, "months_sentenced": 6},
        facts(CONVICTED, months(24, sentence_months=5)),
        MET,
        "sentence_below",
    ),
    "convicted to six months, little left": (
        "minimum_penalty",
        {"months": 12, "months_sentenced": 6},
        facts(CONVICTED, months(24, sentence_months=6, remaining_months=1)),
        NOT_MET,
        "fits",
    ),
    "convicted, to what is not stated": (
        "minimum_penalty",
        {"months": 12, "months_sentenced": 6},
        facts(CONVICTED, months(24)),
        UNKNOWN,
        "sentence_unknown",
    ),
    "convicted, six months left": (
        "minimum_penalty",
        INDIA_BAHRAIN,
        facts(CONVICTED, months(24, remaining_months=6)),
        NOT_MET,
        "fits",
    ),
    "convicted, five months left": (
        "minimum_penalty",
        INDIA_BAHRAIN,
        facts(CONVICTED, months(24, remaining_months=5)),
        MET,
        "remaining_below",
    ),
    "convicted, nobody says how long": (
        "minimum_penalty",
        INDIA_BAHRAIN,
        facts(CONVICTED, months(24)),
        UNKNOWN,
        "remaining_unknown",
    ),
    "nobody says who": (
        "minimum_penalty",
        INDIA_BAHRAIN,
        facts_of({}, "PK", "BH", date(2026, 1, 1)),
        UNKNOWN,
        "no_offence",
    ),
    "an offence of nobody": (
        "minimum_penalty",
        INDIA_BAHRAIN,
        facts_of({"offences": type("F", (), {"value": [OFFENCE]})}, "PK", "BH", date(2026, 1, 1)),
        UNKNOWN,
        "no_person",
    ),
    # European Convention: four months imposed
    "convicted, four months imposed": (
        "minimum_penalty",
        EUROPEAN,
        facts(CONVICTED, months(24, sentence_months=4)),
        NOT_MET,
        "fits",
    ),
    "convicted, three months imposed": (
        "minimum_penalty",
        EUROPEAN,
        facts(CONVICTED, months(24, sentence_months=3)),
        MET,
        "sentence_below",
    ),
    "convicted, nobody says to what": ("minimum_penalty", EUROPEAN, facts(CONVICTED), UNKNOWN, "sentence_unknown"),
    "accused, under the European Convention": ("minimum_penalty", EUROPEAN, facts(), NOT_MET, "fits"),
    # transfer of sentenced persons
    "a prisoner with five months left": (
        "remaining_sentence",
        SIX,
        facts(CONVICTED, months(24, remaining_months=5)),
        MET,
        "remaining_below",
    ),
    "a prisoner with six months left": (
        "remaining_sentence",
        SIX,
        facts(CONVICTED, months(24, remaining_months=6)),
        NOT_MET,
        "fits",
    ),
    "a prisoner with nobody knows how much": (
        "remaining_sentence",
        SIX,
        facts(CONVICTED),
        UNKNOWN,
        "remaining_unknown",
    ),
    "a transfer without consent": ("consent", {}, facts({"consents": False}), MET, "no_consent"),
    "a transfer with consent": ("consent", {}, facts({"consents": True}), NOT_MET, "fits"),
    "a transfer nobody was asked about": ("consent", {}, facts(), UNKNOWN, "consent_unknown"),
    # a screening for trafficking
    "nobody screened": ("trafficking_screening", {}, screened(), UNKNOWN, "not_screened"),
    "indicators": ("trafficking_screening", {}, screened("indicators"), MET, "screening_indicators"),
    "indicators beside another word": (
        "trafficking_screening",
        {},
        screened(["none_seen", "indicators"]),
        MET,
        "screening_indicators",
    ),
    "not possible": ("trafficking_screening", {}, screened("not_possible"), UNKNOWN, "screening_not_possible"),
    "none seen, which is no answer": (
        "trafficking_screening",
        {},
        screened("none_seen"),
        UNKNOWN,
        "screening_none_seen",
    ),
    "two words": ("trafficking_screening", {}, screened(["none_seen", "not_possible"]), UNKNOWN, "not_screened"),
    "no such word": ("trafficking_screening", {}, screened("not a victim"), UNKNOWN, "not_screened"),
    "none seen, and a safeguard is open": (
        "trafficking_screening",
        {},
        replace(screened("none_seen"), safeguarded=True),
        UNKNOWN,
        "safeguard_open",
    ),
    # age
    "aged 13 when it was committed": ("minimum_age", {"years": 14}, facts({"born": "2010-03-02"}), MET, "under_age"),
    "aged 14 on that day": ("minimum_age", {"years": 14}, facts({"born": "2010-03-01"}), NOT_MET, "fits"),
    "aged 13 today, act undated": (
        "minimum_age",
        {"years": 14},
        facts({"born": "2013-03-01"}, [{"committed": None}]),
        MET,
        "under_age",
    ),
    "of age today, act undated": (
        "minimum_age",
        {"years": 14},
        facts(offences=[{"committed": None}]),
        UNKNOWN,
        "act_undated",
    ),
    "born nobody knows when": ("minimum_age", {"years": 14}, facts({"born": None}), UNKNOWN, "birth_unknown"),
    # nationality
    "an own national": ("own_national", {}, facts({"nationalities": ["BH", "PK"]}), MET, "own_national"),
    "somebody else's national": ("own_national", {}, facts(), NOT_MET, "fits"),
    "of a nationality nobody states": (
        "own_national",
        {},
        facts({"nationalities": []}),
        UNKNOWN,
        "nationality_unknown",
    ),
    # death: per offence, per state, per date of law
    "narcotics under the law of 2022": (
        "death_penalty",
        TABLE,
        facts(offences=[{"law_date": "2022-05-01"}]),
        MET,
        "death_in_law",
    ),
    "narcotics on the last day of it": (
        "death_penalty",
        TABLE,
        facts(offences=[{"law_date": "2023-06-30"}]),
        MET,
        "death_in_law",
    ),
    "narcotics on the first day without it": (
        "death_penalty",
        TABLE,
        facts(offences=[{"law_date": "2023-07-01"}]),
        NOT_MET,
        "fits",
    ),
    "narcotics under the law of 2024": (
        "death_penalty",
        TABLE,
        facts(offences=[{"law_date": "2024-05-01"}]),
        NOT_MET,
        "fits",
    ),
    "fraud": ("death_penalty", TABLE, facts(offences=[{"category": "fraud"}]), NOT_MET, "fits"),
    "fraud that the requesting side threatens with death": (
        "death_penalty",
        TABLE,
        facts(offences=[{"category": "fraud", "death": True}]),
        MET,
        "death_stated",
    ),
    "fraud and homicide": (
        "death_penalty",
        TABLE,
        facts(offences=[{"category": "fraud"}, {"id": "2", "category": "homicide"}]),
        MET,
        "death_in_law",
    ),
    "an offence no table knows": (
        "death_penalty",
        TABLE,
        facts(offences=[{"category": "piracy"}]),
        UNKNOWN,
        "law_unknown",
    ),
    "a law no table knows": ("death_penalty", TABLE, facts(offences=[{"law": "BH"}]), UNKNOWN, "law_unknown"),
    "no offence to be threatened": ("death_penalty", TABLE, facts(offences=[]), UNKNOWN, "no_offence"),
    # dual criminality, by conduct
    "a counterpart with its penalty": (
        "dual_criminality",
        {},
        facts(offences=[{"counterpart": "الاتجار", "counterpart_maximum_months": 120}]),
        NOT_MET,
        "fits",
    ),
    "a counterpart for life": (
        "dual_criminality",
        {},
        facts(offences=[{"counterpart": "الاتجار", "counterpart_lifelong": True}]),
        NOT_MET,
        "fits",
    ),
    "a counterpart without a penalty": (
        "dual_criminality",
        {},
        facts(offences=[{"counterpart": "الاتجار"}]),
        UNKNOWN,
        "counterpart_unknown",
    ),
    "a penalty without a counterpart": (
        "dual_criminality",
        {},
        facts(offences=[{"counterpart": "", "counterpart_maximum_months": 12}]),
        UNKNOWN,
        "counterpart_unknown",
    ),
    "a counterpart that nothing threatens": (
        "dual_criminality",
        {},
        facts(offences=[{"counterpart": "مخالفة", "counterpart_maximum_months": 0}]),
        MET,
        "counterpart_unpunished",
    ),
    "a counterpart too light": (
        "dual_criminality",
        {"months": 12},
        facts(offences=[{"counterpart": "مخالفة", "counterpart_maximum_months": 10}]),
        MET,
        "counterpart_unpunished",
    ),
    "one of two without a counterpart": (
        "dual_criminality",
        {},
        facts(offences=[{"counterpart": "الاتجار", "counterpart_maximum_months": 9}, {"id": "2"}]),
        UNKNOWN,
        "counterpart_unknown",
    ),
}


@pytest.mark.parametrize(("rule", "given", "known", "outcome", "code"), ROWS.values(), ids=ROWS)
def test_the_figures_decide(rule, given, known, outcome, code):
    computed = RULES[rule](known, given)
    assert (computed.outcome, computed.code) == (outcome, code)
    assert EXPLAINED[code].format_map(computed.given)
    assert not any(str(value) in str(computed.given) for value in ("سلمان", "1980-02-29"))


def test_only_where_the_law_tables_are_silent_may_a_person_decide():
    silent = RULES["death_penalty"](facts(offences=[{"category": "piracy"}]), TABLE)
    unfilled = RULES["minimum_age"](facts({"born": None}), {"years": 14})
    assert (silent.person, unfilled.person) == (True, False)


def test_every_rule_says_what_it_must_be_given():
    assert PARAMETERS.keys() == RULES.keys()
    shown = {code for _, _, _, _, code in ROWS.values()}
    assert shown | {"not_vetted", "vetting_refused", "vetting_dated_ahead", "vetting_expired"} == EXPLAINED.keys()


AGES = {
    "the day before a birthday": (date(2000, 5, 2), date(2014, 5, 1), 13),
    "a birthday": (date(2000, 5, 2), date(2014, 5, 2), 14),
    "a leap day, on 28 February": (date(2000, 2, 29), date(2014, 2, 28), 13),
    "a leap day, on 1 March": (date(2000, 2, 29), date(2014, 3, 1), 14),
    "a leap day, in a leap year": (date(2000, 2, 29), date(2016, 2, 29), 16),
}


@pytest.mark.parametrize(("born", "on", "years"), AGES.values(), ids=AGES)
def test_age_is_in_full_years(born, on, years):
    assert age(born, on) == years


BAD_FACTS = {
    "a person that is a text": (person_of, "سلمان"),
    "a person without a status": (person_of, {"born": "1980-01-01"}),
    "a person of no known status": (person_of, PERSON | {"status": "villain"}),
    "a status that is a list": (person_of, PERSON | {"status": ["accused"]}),
    "a birthday in words": (person_of, PERSON | {"born": "in spring"}),
    "a birthday that never was": (person_of, PERSON | {"born": "2023-02-29"}),
    "a birthday in Eastern digits": (person_of, PERSON | {"born": "١٩٨٠-٠١-٠١"}),
    "a birthday that is a number": (person_of, PERSON | {"born": 1980}),
    "nationalities in words": (person_of, PERSON | {"nationalities": ["Pakistani"]}),
    "nationalities as one text": (person_of, PERSON | {"nationalities": "PK"}),
    "consent in words": (person_of, PERSON | {"consents": "yes"}),
    "no offences": (offences_of, []),
    "offences as an object": (offences_of, {"1": OFFENCE}),
    "an offence that is a text": (offences_of, ["theft"]),
    "two offences of one number": (offences_of, [OFFENCE, OFFENCE]),
    "an offence without conduct": (offences_of, [OFFENCE | {"conduct": " "}]),
    "an offence without a law": (offences_of, [OFFENCE | {"law": None}]),
    "an offence under no known day": (offences_of, [OFFENCE | {"law_date": None}]),
    "a penalty in words": (offences_of, [OFFENCE | {"maximum_months": "long"}]),
    "a penalty below nothing": (offences_of, [OFFENCE | {"maximum_months": -1}]),
    "a penalty that is true": (offences_of, [OFFENCE | {"maximum_months": True}]),
    "death perhaps": (offences_of, [OFFENCE | {"death": "perhaps"}]),
    "a counterpart that is a number": (offences_of, [OFFENCE | {"counterpart": 5}]),
    "a day with a time": (date_of, "2026-01-01T00:00"),
}


@pytest.mark.parametrize(("read", "value"), BAD_FACTS.values(), ids=BAD_FACTS)
def test_facts_of_a_wrong_form_are_refused_and_not_repeated(read, value):
    with pytest.raises(BadContents) as refusal:
        read(value)
    assert "سلمان" not in str(refusal.value)


# --- as the other side stated it, and as it is filled here ------------------------------------------------


def test_of_offences_that_crossed_only_the_counterpart_of_the_same_acts_is_found_here():
    told = OFFENCE | {"counterpart": "", "maximum_months": 6}
    here = OFFENCE | {"counterpart": "الاتجار", "counterpart_maximum_months": 36, "maximum_months": 240, "death": True}
    assert with_counterparts([told], [here]) == [told | {"counterpart": "الاتجار", "counterpart_maximum_months": 36}]
    for other in (here | {"id": "2"}, here | {"conduct": "other acts"}, here | {"conduct": None}, "باع"):
        assert with_counterparts([told], [other]) == [told]
    assert with_counterparts(None, [here]) is None
    assert with_counterparts([told, "x"], None) == [told, "x"]
    assert with_counterparts(["x"], ["x"]) == ["x"]


FURTHER = {
    "of another law": ({"law_date": "2022-05-01"}, "death_penalty", TABLE, MET),
    "too light": ({"maximum_months": 2}, "minimum_penalty", INDIA_BAHRAIN, MET),
    "without a counterpart": ({"counterpart": ""}, "dual_criminality", {}, UNKNOWN),
    "that fits": ({}, "dual_criminality", {}, NOT_MET),
}


@pytest.mark.parametrize(("changes", "rule", "given", "outcome"), FURTHER.values(), ids=FURTHER)
def test_a_further_charge_is_an_offence_like_the_others(changes, rule, given, outcome):
    fits = OFFENCE | {"counterpart": "الاتجار", "counterpart_maximum_months": 36}
    filled = {"person": found(PERSON), "offences": found([fits]), "further_charges": found([fits | changes])}
    known = facts_of(filled, "PK", "BH", date(2026, 1, 1))
    assert len(known.offences) == 2
    assert RULES[rule](known, given).outcome is outcome
