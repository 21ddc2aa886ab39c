# SPDX-License-Identifier: Apache-2.0
"""What is made up for an exercise is marked so, alone, and stands in nothing that is real (§88.1, §88.3)."""

from dataclasses import replace
from datetime import date

import pytest

from taawun.kernel.errors import MixedExercise
from taawun.kernel.marking import (
    EXERCISE,
    Basis,
    Reader,
    derive,
    from_wire,
    make_marking,
    may_alert,
    may_count,
    may_link,
    may_send,
    may_show,
    to_wire,
)

DAY = date(2026, 11, 22)
LIVE = make_marking("PK", "A", 1, purposes={"counter-narcotics"}, review=date(2027, 11, 22))
PRACTICE = replace(LIVE, purposes=frozenset({EXERCISE}))
READER = Reader("PK", "asma", frozenset({"interior"}), frozenset({EXERCISE, "counter-narcotics", "review"}))


def test_a_marking_is_for_an_exercise_or_for_something_else_never_for_both():
    with pytest.raises(MixedExercise):
        replace(LIVE, purposes=frozenset({EXERCISE, "counter-narcotics"}))
    with pytest.raises(MixedExercise):
        from_wire(to_wire(LIVE) | {"purposes": ["counter-narcotics", EXERCISE]})


def test_the_flag_crosses_as_it_is():
    assert from_wire(to_wire(PRACTICE)).exercise
    assert not from_wire(to_wire(LIVE)).exercise


SHOWN = {
    "practice for the exercise": (PRACTICE, EXERCISE, True),
    "practice for what is real": (PRACTICE, "counter-narcotics", False),
    "practice for a review, which opens every live record": (PRACTICE, "review", False),
    "live for the exercise": (LIVE, EXERCISE, False),
    "live for what is real": (LIVE, "counter-narcotics", True),
    "live for a review": (LIVE, "review", True),
}


@pytest.mark.parametrize(("marking", "purpose", "allowed"), SHOWN.values(), ids=SHOWN)
def test_no_purpose_opens_both(marking, purpose, allowed):
    assert may_show(marking, READER, purpose, DAY).allowed is allowed


def test_it_is_counted_nowhere_alerts_nobody_and_is_linked_to_nothing():
    assert all(decide(LIVE).allowed for decide in (may_count, may_alert, may_link))
    for decide in (may_count, may_alert, may_link):
        assert [one.code for one in decide(PRACTICE).reasons] == ["marking.exercise"]


def test_it_crosses_for_the_exercise_alone():
    basis = Basis("PK", "pk-bh-exercises", "practice", DAY)
    assert may_send(PRACTICE, "BH", EXERCISE, basis).allowed
    assert not may_send(PRACTICE, "BH", "counter-narcotics", basis).allowed


def test_nothing_is_derived_from_both():
    with pytest.raises(Exception, match="purpose"):
        derive([LIVE, PRACTICE])
