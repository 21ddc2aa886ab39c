# SPDX-License-Identifier: Apache-2.0
"""The rules of counter-narcotics on cases of their own; the examples of the sector run in test_examples.py."""

import json
import random
from decimal import Decimal
from pathlib import Path

import pytest

from taawun.sectors.counter_narcotics import press, profiles, reading, rules, valuation

PRESS = Path(__file__).parents[4] / "shared" / "data" / "press_fixtures.json"


def step(number: int, kind: str, day: str = "", **more: str) -> dict[str, str]:
    return {"number": str(number), "step": kind, "date": day or f"2026-11-{number:02}"} | more


GOOD = [
    step(1, "weighed", net="36.432", seal="SL-1"), step(2, "sampled", broken="SL-1", seal="SL-2", sample="0.01"),
    step(3, "weighed", net="36.422"), step(4, "destroyed", net="36.42"),
]  # fmt: skip
CHAINS = {
    "all fits": (GOOD, []),
    "in any order": (GOOD[::-1], []),
    "nothing weighed": ([step(1, "seized"), step(2, "stored")], []),
    "a step is missing": ([GOOD[0], step(3, "stored")], ["chain.gap"]),
    "a step twice": ([GOOD[0], step(1, "stored")], ["chain.twice"]),
    "backwards in time": ([GOOD[0], step(2, "stored", "2026-10-01")], ["chain.backwards"]),
    "after the destruction": ([step(1, "destroyed"), step(2, "stored")], ["chain.after-end"]),
    "another seal": ([GOOD[0], step(2, "resealed", broken="SL-9")], ["chain.other-seal"]),
    "two kilograms less": ([GOOD[0], step(2, "weighed", net="34.432")], ["chain.weight"]),
    "no whole number": ([GOOD[0], GOOD[1] | {"number": "1.5"}, step(2, "stored", "2026-11-09")], ["chain.number"]),
    "a sample accounts for it": ([step(1, "sampled", net="10", sample="2"), step(2, "weighed", net="8")], []),
}


@pytest.mark.parametrize(("steps", "codes"), CHAINS.values(), ids=CHAINS)
def test_what_does_not_fit_in_a_chain_is_said(steps, codes):
    assert [one.code for one in rules.check_chain(steps)] == codes


def test_a_claim_has_nothing_that_is_added_up():
    bare = rules.fill_valuation({"name": "قيمة", "value": "146000000", "currency": "USD"})
    assert bare == {"standing": "claim"}


def test_public_values_are_shown_with_their_sources_where_a_value_is_read():
    *_, remark = rules.check_valuation({"value": "1", "standing": "valuation"})
    shown = remark.sentence % remark.values
    assert "30 and 411" in shown
    assert "13 times" in shown
    assert "app.com.pk" in shown
    assert len(valuation.PUBLIC) == 4


def test_items_are_added_by_the_name_of_the_drug():
    found = rules.by_drug(["ice | 1 | kg | airport | Bahrain", "شبو | 500 | غرام", "ہیروئن | 83 | capsule"])
    assert found == {"Methamphetamine": Decimal("1.5")}


SUMS = {
    "anf-2024-02-02": ("36.432", "agrees"),
    "anf-2024-01-29": ("592.85", "agrees"),
    "anf-2018-04-27": ("2511.63", "contradicts"),
}


@pytest.mark.skipif(not PRESS.exists(), reason="press_fixtures.json does not lie in ../shared/data")
def test_real_announcements_agree_or_contradict_themselves():
    reports = {one["id"]: reading.announcement(one) for one in json.loads(PRESS.read_text("utf-8"))}
    found = {name: rules.fill_press(report) for name, report in reports.items()}
    assert {name: (found[name]["sum_kg"], found[name]["verdict"]) for name in SUMS} == SUMS
    assert press.contradictions(reports["anf-2018-04-27"]) == ["morphine"]
    assert {name for name, one in reports.items() if press.bound_for(one)} == {"anf-2024-02-02", "anf-2024-01-29"}
    assert found["anf-2024-02-02"]["counted"] == ["heroin 83 capsule"]
    assert rules.fill_valuation(reading.valuation(reports["seed-146m"])) == {"standing": "claim"}


HEADLINES = {
    "grams are dropped": ("90", ["heroin | 90.17 | kg"], "agrees"), "or rounded": ("29", ["ice | 29.2 | kg"], "agrees"),
    "a third is missing": ("90", ["heroin | 60 | kg"], "contradicts"),
    "nothing weighed": ("90", ["ice | 64 | capsule"], "not_assessable"),
    "no headline": ("", ["ice | 64 | kg"], "not_assessable"),
}  # fmt: skip


@pytest.mark.parametrize(("headline", "items", "verdict"), HEADLINES.values(), ids=HEADLINES)
def test_a_headline_is_compared_with_what_was_weighed(headline, items, verdict):
    assert rules.fill_press({"headline_kg": headline, "items": items})["verdict"] == verdict


# --- profiles --------------------------------------------------------------------------------------

NAMES = ("papaverine", "noscapine", "codeine", "acetylcodeine", "monoacetylmorphine", "meconine")


def sources(count: int, samples: int, seed: int = 7) -> list[tuple[str, dict[str, float]]]:
    chance = random.Random(seed)
    made = []
    for number in range(count):
        areas = {name: chance.uniform(1, 100) for name in NAMES}
        shaken = ({name: area * chance.uniform(0.97, 1.03) for name, area in areas.items()} for _ in range(samples))
        made += [(f"LAB-{number}", one) for one in shaken]
    return made


def test_a_pair_of_one_source_is_supported_and_one_of_two_is_not():
    known, new = profiles.reference(sources(20, 3)), sources(2, 2, seed=99)
    same = profiles.compare(new[0][1], new[1][1], known)
    other = profiles.compare(new[0][1], new[2][1], known)
    assert same.linked
    assert same.ratio > 10
    assert same.words.endswith("support for a common source")
    assert not other.linked
    assert other.words == "support for different sources"
    assert same.ratio <= known.pairs_different


def test_the_threshold_lets_the_stated_part_of_different_pairs_through():
    known = sources(30, 2)
    threshold = profiles.reference(known).threshold
    different = [
        profiles.likeness(a, b) for i, (one, a) in enumerate(known) for other, b in known[i + 1 :] if one != other
    ]
    assert sum(value > threshold for value in different) / len(different) <= profiles.FALSE_RATE


def test_without_enough_known_pairs_nothing_is_assessed():
    new = sources(1, 2)
    assert profiles.reference(sources(3, 2)) is None
    assert profiles.compare(new[0][1], new[1][1], None).words == "not assessable"
    assert profiles.likeness({"a": 1, "b": 2}, {"a": 1, "b": 2}) is None


def test_no_word_of_a_verdict_names_a_person():
    words = {profiles.verbal(10.0**power) for power in range(-3, 8)}
    assert not [word for word in words if "traffick" in word or "same" in word]
    from taawun.sectors.counter_narcotics.words import SUPPORT

    assert words <= SUPPORT.keys()


def test_lines_that_are_no_peaks_are_left_out():
    assert profiles.peaks(["Papaverine = 12.5", "نوسكابين=8", "x=nan", "y=-1", "z"]) == {
        "papaverine": 12.5,
        "نوسكابين": 8.0,
    }
