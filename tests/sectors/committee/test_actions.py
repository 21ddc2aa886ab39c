# SPDX-License-Identifier: Apache-2.0
"""An action is closed by the side that does not own it and nobody else (§80.114); a decision waits for a meeting."""

import pytest

from tests.sectors.committee.two_sides import PARTIES, Sides, kind

OWNERS = {
    "owned by the other side": ("assign", "BH", ""),
    "owned by the side that entered it": ("undertake", "PK", "_own"),
}
CLOSING = ("verify", "verify_own", "agree_drop", "agree_drop_own")


def shown(entered: str, owner: str, suffix: str) -> Sides:
    sides = Sides(kind("committee_action"))
    sides.both(("PK", entered, 1), (owner, f"report{suffix}", 1), (owner, f"show{suffix}", 1))
    return sides


@pytest.mark.parametrize(("entered", "owner", "suffix"), OWNERS.values(), ids=OWNERS)
def test_an_action_is_done_shown_and_verified_by_the_other_side(entered, owner, suffix):
    sides = shown(entered, owner, suffix)
    other = "PK" if owner == "BH" else "BH"
    sides.both((other, f"verify{suffix}", 1))
    assert {sides.stands(party).state for party in PARTIES} == {"verified"}


@pytest.mark.parametrize("move", CLOSING)
@pytest.mark.parametrize(("entered", "owner", "suffix"), OWNERS.values(), ids=OWNERS)
def test_no_move_of_its_owner_closes_an_action(entered, owner, suffix, move):
    for officer in (1, 2):
        assert shown(entered, owner, suffix).refusal(owner, move, officer) == "case.unlawful-move"


@pytest.mark.parametrize("move", CLOSING)
@pytest.mark.parametrize(("entered", "owner", "suffix"), OWNERS.values(), ids=OWNERS)
def test_nobody_closes_an_action_before_evidence_was_given(entered, owner, suffix, move):
    sides = Sides(kind("committee_action"))
    sides.both(("PK", entered, 1))
    for party in PARTIES:
        assert sides.refusal(party, move) == "case.unlawful-move"


@pytest.mark.parametrize(("entered", "owner", "suffix"), OWNERS.values(), ids=OWNERS)
def test_evidence_that_does_not_convince_goes_back_to_the_owner(entered, owner, suffix):
    sides = shown(entered, owner, suffix)
    other = "PK" if owner == "BH" else "BH"
    sides.both((other, f"return{suffix}", 1))
    assert sides.refusal(other, f"verify{suffix}") == "case.unlawful-move"
    sides.both((owner, f"show{suffix}", 1), (other, f"verify{suffix}", 1))
    assert sides.stands("BH").state == "verified"


@pytest.mark.parametrize(("entered", "owner", "suffix"), OWNERS.values(), ids=OWNERS)
def test_an_action_is_dropped_by_both_sides_only(entered, owner, suffix):
    sides = Sides(kind("committee_action"))
    sides.both(("PK", entered, 1), (owner, f"ask_drop{suffix}", 1))
    assert sides.refusal(owner, f"agree_drop{suffix}") == "case.unlawful-move"
    sides.both(("PK" if owner == "BH" else "BH", f"agree_drop{suffix}", 1))
    assert sides.stands("PK").state == "dropped"


def test_a_decision_between_meetings_is_ratified_at_the_next_by_the_other_side():
    sides = Sides(kind("committee_decision"))
    sides.both(("PK", "propose", 1), ("BH", "agree", 1), ("PK", "lay", 1))
    assert sides.refusal("PK", "ratify") == "case.unlawful-move"
    sides.both(("BH", "ratify", 1))
    assert {sides.stands(party).state for party in PARTIES} == {"ratified"}


def test_a_decision_that_a_meeting_did_not_ratify_lapses():
    sides = Sides(kind("committee_decision"))
    sides.both(("PK", "propose", 1), ("BH", "agree", 1), ("PK", "lay", 1), ("BH", "not_ratify", 1))
    assert sides.stands("PK").state == "lapsed"
