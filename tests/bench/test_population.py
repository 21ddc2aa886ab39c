# SPDX-License-Identifier: Apache-2.0
"""The made-up population: the same from the same seed, in the shares and scripts that it promises."""

import numpy as np
import pytest

from tests.bench import population
from tests.bench.names import tail
from tests.bench.names.lexicon import lexicon
from tests.bench.population import TRADITIONS

SEED = 5


@pytest.fixture(scope="module")
def people():
    return population.people(4_000, SEED)


def test_more_people_begin_with_the_same_people(people):
    fewer = population.people(1_000, SEED)
    assert fewer.names == people.names[:1_000]
    assert (fewer.births == people.births[:1_000]).all()
    assert population.people(1_000, SEED + 1).names != fewer.names


def test_a_later_block_keeps_its_numbers_and_is_made_alone():
    whole = population.BLOCK + 10
    last = population.part(whole, SEED, 1)
    assert (len(last), last.first) == (10, population.BLOCK)


def test_traditions_and_scripts_come_in_their_shares(people):
    shares = np.bincount(people.traditions, minlength=len(TRADITIONS)) / len(people)
    assert shares == pytest.approx(population.SHARES, abs=0.03)
    arabic = sum(any("\u0600" <= letter < "\u0700" for letter in name) for name in people.names)
    assert arabic / len(people) == pytest.approx(population.LISTED.arabic, abs=0.03)


def test_everyone_has_a_name_and_most_have_a_date(people):
    assert all(name.strip() for name in people.names)
    assert (people.births[:, 0] > 0).mean() == pytest.approx(0.98, abs=0.01)
    assert people.births[:, 0].max() <= population.YEARS[1]


def test_frequent_names_are_far_more_frequent_than_rare_ones(people):
    same = lexicon().same[people.slots[people.slots >= 0]]
    counts = np.sort(np.bincount(same))[::-1]
    assert counts[0] > 0.2 * len(people) > 0.02 * len(people) > counts[60]
    assert (counts == 1).sum() > 500  # and many names are borne by one person


def test_queries_know_who_is_meant(people):
    asked = population.queries(people, 500, 1, hits=0.4)
    assert (asked.truth >= 0).sum() == 200
    assert (asked.truth[asked.truth < 0] == population.NOBODY).all()
    known = asked.births[:, 0] > 0
    meant = people.true_births[asked.truth[(asked.truth >= 0) & known], 0]
    assert (np.abs(meant - asked.births[(asked.truth >= 0) & known, 0]) <= 1).all()
    assert population.queries(people, 500, 1, hits=0.4).names == asked.names


def test_some_queries_are_in_the_other_script(people):
    asked = population.queries(people, 500, 1)
    listed = [any("\u0600" <= letter < "\u0700" for letter in people.names[who]) for who in asked.truth]
    assert 0.3 < np.mean(asked.arabic != np.array(listed)) < 0.7


RARE = {
    "a Gulf family in the Gulf": ("kulEbY", "gulf", True, "الكليبي", "kulaibi"),
    "a clan in Pakistan": ("tOrAnZ", "pk", False, "تورانزئی", "toranzai"),
    "a double letter is written once in Arabic": ("muħannad", "gulf", False, "محند", "muhannad"),
    "the sound sh in French": ("baʃIr", "french", False, "بشير", "bachir"),
}


@pytest.mark.parametrize(("sounds", "scheme", "article", "arabic", "latin"), RARE.values(), ids=RARE)
def test_rare_names_are_spelled_by_their_sounds(sounds, scheme, article, arabic, latin):
    assert tail.arabic(sounds, article) == arabic
    assert tail.latin(sounds, scheme, 1)[0].lower() == latin


def test_a_mistyped_name_differs_in_one_letter():
    name = "Jameel Khan"
    lengths = {len(population.mistyped(name, where / 10, which)) for where in range(10) for which in (0.1, 0.5, 0.9)}
    assert lengths == {len(name) - 1, len(name), len(name) + 1}
    assert population.mistyped("Al Gul", 0.5, 0.5) == "Al Gul"  # short words are left alone
