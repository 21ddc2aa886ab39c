# SPDX-License-Identifier: Apache-2.0
"""The indicators of trafficking for labour, and what answers come to (spec §80.70 to §80.72)."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taawun.sectors.worker_protection import screening
from taawun.sectors.worker_protection.interview_pages import figures
from taawun.sectors.worker_protection.screening import Answer, Conclusion, Weight, conclude, is_positive, judge
from tests.architecture.source import ROOT

REAL = ROOT.parent / "shared" / "data" / "ilo_delphi_labour.json"
IDS = [one.id for dimension in screening.dimensions() for one in dimension.indicators]
SEED = ("contract_not_seen", "debt_for_job", "wages_withheld", "passport_kept")
ALL_ANSWERS = st.dictionaries(st.sampled_from(IDS), st.sampled_from(list(Answer)))
AGES = st.sampled_from(screening.AGES)


@pytest.mark.skipif(not REAL.is_file(), reason="the real data does not lie beside the project")
def test_the_indicators_have_the_number_and_the_weights_of_the_table():
    table = json.loads(REAL.read_text("utf-8"))["dimensions"].values()
    theirs = [[(one["adult_labour"], one["child_labour"]) for one in rows] for rows in table]
    ours = [[(str(one.adult), str(one.minor)) for one in found.indicators] for found in screening.dimensions()]
    assert [[(adult, child or "None") for adult, child in rows] for rows in theirs] == ours


def test_there_are_six_dimensions_with_sixty_seven_indicators():
    assert len(screening.dimensions()) == 6
    assert (len(IDS), len(set(IDS))) == (67, 67)


def test_every_question_is_asked_in_three_languages_and_is_a_question_of_its_own():
    for language in ("en", "ar", "ur"):
        asked = [one.ask[language] for dimension in screening.dimensions() for one in dimension.indicators]
        assert len(set(asked)) == len(asked)
        assert all(text.endswith("?" if language == "en" else "؟") for text in asked)


def test_the_source_is_told_with_its_year_and_that_it_is_to_be_verified():
    assert screening.source()["year"] == 2009
    assert screening.source()["checked"] is False
    assert set(screening.source()["note"]) == {"en", "ar", "ur"}


def test_the_rule_of_a_dimension_is_the_published_one_for_every_count():
    """Against its other way of telling: some combination of the four that is published fits into what was seen."""
    published = ((2, 0, 0), (1, 1, 0), (1, 0, 1), (0, 3, 0), (0, 2, 1))
    for seen in itertools.product(range(6), repeat=3):
        fits = any(all(have >= need for have, need in zip(seen, one, strict=True)) for one in published)
        assert is_positive(*seen) == fits, seen


@pytest.mark.parametrize("age", screening.AGES)
def test_the_conclusion_for_every_set_of_dimensions(age):
    ids = [one.id for one in screening.dimensions()]
    for chosen in itertools.chain.from_iterable(itertools.combinations(ids, n) for n in range(7)):
        held = set(chosen)
        both = {"exploitation", "coercion_at_destination"} <= held
        means = bool(held & {"deceptive_recruitment", "coercive_recruitment"})
        found = conclude(held, age)
        if age == "minor" and held & {"exploitation", "coercion_at_destination"}:
            assert found is Conclusion.TRAFFICKING
        elif both:
            assert found is (Conclusion.TRAFFICKING if means else Conclusion.FORCED_LABOUR)
        else:
            assert found is Conclusion.ASK


def test_the_facts_that_are_told_first_give_coercion_at_destination_and_questions_for_the_rest():
    found = judge(screening.answers_of_facts(SEED), "adult")
    assert found.positive == ("coercion_at_destination",)
    assert found.conclusion is Conclusion.ASK
    assert [one.dimension.id for one in found.findings if one.ask] == [
        one.id for one in screening.dimensions() if one.id != "coercion_at_destination"
    ]


def test_no_word_says_that_somebody_is_no_victim():
    assert set(Conclusion) == {"trafficking", "forced_labour", "ask"}
    assert judge(dict.fromkeys(IDS, Answer.NO), "adult").conclusion is Conclusion.ASK


@given(ALL_ANSWERS, AGES, st.sampled_from(IDS))
def test_one_more_yes_never_takes_a_dimension_or_a_conclusion_away(answers, age, more):
    order = [Conclusion.ASK, Conclusion.FORCED_LABOUR, Conclusion.TRAFFICKING]
    before, after = judge(answers, age), judge({**answers, more: Answer.YES}, age)
    assert set(before.positive) <= set(after.positive)
    assert order.index(before.conclusion) <= order.index(after.conclusion)


@given(ALL_ANSWERS, AGES)
def test_refused_unknown_and_not_asked_weigh_nothing_and_stay_questions(answers, age):
    found = judge(answers, age)
    only = {name: answer for name, answer in answers.items() if answer is Answer.YES}
    assert judge(only, age).positive == found.positive
    for finding in found.findings:
        asked = {one.id for one in finding.ask}
        assert finding.positive or asked == {
            one.id
            for one in finding.dimension.indicators
            if one.weight(age) and answers.get(one.id, Answer.NOT_ASKED) not in (Answer.YES, Answer.NO)
        }


@given(ALL_ANSWERS, AGES)
def test_strong_questions_come_first_and_refused_ones_last(answers, age):
    for finding in judge(answers, age).findings:
        places = [
            (answers.get(one.id) is Answer.REFUSED, list(Weight).index(one.weight(age) or Weight.WEAK))
            for one in finding.ask
        ]
        assert places == sorted(places)


@given(ALL_ANSWERS)
def test_answers_are_read_back_as_they_were_written(answers):
    kept = {name: answer for name, answer in answers.items() if answer is not Answer.NOT_ASKED}
    assert screening.read_answers(screening.write_answers(answers)) == kept


UNREADABLE = {"no indicator": "other=yes", "no word": "held-wages=perhaps", "nothing": "", "Arabic": "نعم=yes"}


@pytest.mark.parametrize("line", UNREADABLE.values(), ids=UNREADABLE)
def test_a_line_that_says_nothing_known_is_left_out(line):
    assert screening.read_answers([line]) == {}


def test_a_public_figure_says_its_year_its_source_and_whom_it_is_about():
    """§80.77: nothing is shown as a number alone."""
    shown = figures()
    assert [one["value"] for one in shown] == ["65 %", "89 %", "70 %"]
    for one in shown:
        assert one["year"] == 2011
        for said in ("what", "source", "population"):
            assert all(one[said][language].strip() for language in ("en", "ar", "ur")), (one["value"], said)
