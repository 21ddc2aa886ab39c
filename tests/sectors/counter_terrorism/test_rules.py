# SPDX-License-Identifier: Apache-2.0
"""The rules of counter-terrorism on cases of their own; its examples run in test_examples.py."""

from itertools import pairwise

import pytest
import yaml

from taawun import sectors
from taawun.apps.sector import Level
from taawun.sectors.counter_terrorism import rules

WRONG = {
    "ends before it begins": {"valid_from": "2026-11-02", "valid_until": "2026-11-01"},
    "a day that is none": {"valid_from": "2026-02-30"},
    "a time without its zone": {"valid_from": "2026-11-02T10:00:00"},
    "a word": {"valid_from": "کل"},
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_times_that_are_none_are_refused(data):
    assert Level.REFUSED in {one.level for one in rules.check_indicator(data)}


def test_the_scale_has_no_two_words_for_one_number():
    spans = sorted(rules.PROBABILITY.values())
    assert all(before[1] < after[0] for before, after in pairwise(spans))


def test_each_confidence_survives_its_number():
    assert {word: rules.confidence_of(number) for word, number in rules.CONFIDENCE.items()} == {
        word: word for word in rules.CONFIDENCE
    }


def test_no_factor_of_an_assessment_is_what_somebody_is():
    types = yaml.safe_load((sectors.FOLDER / "counter_terrorism" / "records.yaml").read_text("utf-8"))
    factors = next(one for one in types if one["type"] == "threat-assessment")["fields"]["factors"]
    assert factors["kind"] == "choice"
    assert not {"nationality", "religion", "sect", "ethnicity", "origin", "gender", "age"} & factors["choices"].keys()
