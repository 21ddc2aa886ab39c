# SPDX-License-Identifier: Apache-2.0
"""Whose approval a release still needs, beside brute force (spec §50.5 to §50.7)."""

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taawun.kernel.errors import DrafterApproved, NoRule, NotApproved
from taawun.kernel.release.approval import check_approved, missing, rules_for
from taawun.kernel.trust.rule import Approval, Rule

ROLES = ["chief", "lawyer", "liaison"]
APPROVALS = st.lists(st.builds(Approval, st.sampled_from(ROLES), st.integers(1, 2)), min_size=1, max_size=3)
PEOPLE = st.dictionaries(st.sampled_from("abcdef"), st.frozensets(st.sampled_from(ROLES)), max_size=5)


def most_seated(places: list[str], people: list[frozenset[str]]) -> int:
    """Return by brute force how many places different people can fill."""
    padded = people + [frozenset()] * len(places)
    tries = permutations(padded, len(places))
    return max(sum(role in held for role, held in zip(places, seats, strict=True)) for seats in tries)


@given(APPROVALS, PEOPLE, st.sampled_from("abz"))
def test_what_is_missing_is_what_no_seating_could_fill(approvals, people, drafter):
    rule = Rule("r", frozenset({"*"}), tuple(approvals))
    places = [approval.role for approval in approvals for _ in range(approval.count)]
    places = places[:4] if len(places) > 4 else places
    rule = Rule("r", frozenset({"*"}), tuple(Approval(role, 1) for role in places))
    others = [roles for name, roles in people.items() if name != drafter]
    empty = missing(rule, drafter, people)
    assert len(empty) == len(places) - most_seated(places, others)
    assert not Counter(empty) - Counter(places)


RULE = Rule("r", frozenset({"*"}), (Approval("chief", 1), Approval("lawyer", 1)))
BOTH = frozenset({"chief", "lawyer"})
CASES = {
    "nobody": ({}, ("chief", "lawyer")),
    "one person with both roles fills one place": ({"a": BOTH}, ("lawyer",)),
    "two people with both": ({"a": BOTH, "b": BOTH}, ()),
    "the one with both moves over for the one with one": ({"a": BOTH, "b": frozenset({"chief"})}, ()),
    "a person without roles": ({"a": frozenset()}, ("chief", "lawyer")),
    "the drafter never counts": ({"drafter": BOTH, "b": frozenset({"chief"})}, ("lawyer",)),
}


@pytest.mark.parametrize(("people", "empty"), CASES.values(), ids=CASES)
def test_which_roles_are_missing(people, empty):
    assert missing(RULE, "drafter", people) == empty


def test_without_a_rule_the_answer_is_no():
    for rules in ([], [Rule("r", frozenset({"other"}), (Approval("chief", 1),))]):
        with pytest.raises(NoRule):
            rules_for(rules, "record.report", False)
        with pytest.raises(NoRule):
            check_approved(rules, "record.report", False, "drafter", {"a": BOTH})


def test_all_matching_rules_must_be_met():
    strict = Rule("strict", frozenset({"*"}), (Approval("liaison", 1),), True)
    people = {"a": BOTH, "b": BOTH}
    check_approved([RULE, strict], "record.report", False, "drafter", people)
    with pytest.raises(NotApproved, match="Rule strict still needs: liaison"):
        check_approved([RULE, strict], "record.report", True, "drafter", people)


def test_the_drafter_among_the_approvers_spoils_the_whole():
    with pytest.raises(DrafterApproved):
        check_approved([RULE], "record.report", False, "a", {"a": BOTH, "b": BOTH, "c": BOTH})


def test_a_refusal_names_roles_and_never_people():
    with pytest.raises(NotApproved) as refusal:
        check_approved([RULE], "record.report", False, "drafter", {"سلمان": BOTH})
    assert "سلمان" not in str(refusal.value)
