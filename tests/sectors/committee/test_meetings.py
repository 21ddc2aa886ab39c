# SPDX-License-Identifier: Apache-2.0
"""A meeting between two sides: approvals stand for one text (§80.113), in whatever order moves are made and come."""

import random

import pytest

from taawun.kernel.cases.graph import Graph
from taawun.kernel.cases.replay import standing
from taawun.kernel.errors import SenderError
from tests.sectors.committee.two_sides import MEETS, PARTIES, VALUES, Sides, kind, laid

MINUTES = ("minutes_en", "minutes_ar", "minutes_ur", "decisions", "actions")
APPROVALS = {"approve_host", "approve_guest"}
RUNS = 40
STEPS = 14
APPROVED = (("PK", "approve_host", 2), ("BH", "approve_guest", 2))


def test_a_meeting_goes_from_its_agenda_to_minutes_that_both_sides_signed():
    sides = laid()
    sides.both(*APPROVED, ("PK", "sign_host", 2), ("BH", "sign_guest", 2), ("PK", "close", 1))
    assert {sides.stands(party).state for party in PARTIES} == {"closed"}


def carried(sides: Sides, element: str) -> list[object]:
    """Return what the moves of a meeting carried of an element, in their order."""
    return [one.content[element]["value"] for one in sides.stands("PK").applied if element in one.content]


def test_the_invited_side_names_its_delegation_and_papers_also_with_another_time():
    """Spec §80.117."""
    sides = Sides(kind("committee_meeting"))
    assert "delegation_guest" in sides.kind.workflow.moves["propose_other"].needs
    sides.both(("PK", "convene", 1), ("BH", "propose_other", 1), ("PK", "accept_other", 1))
    assert {sides.stands(party).state for party in PARTIES} == {"agreed"}
    assert (carried(sides, "delegation_guest"), carried(sides, "papers_guest")) == (
        [VALUES["delegation_guest"]], [VALUES["papers_guest"]],
    )  # fmt: skip
    sides.both(("PK", "hold", 1), ("PK", "lay_minutes", 1))
    assert sides.stands("BH").state == "laid"


def test_a_meeting_that_was_agreed_is_moved_and_agreed_anew():
    sides = Sides(kind("committee_meeting"))
    sides.both(("PK", "convene", 1), ("BH", "agree_agenda", 1))
    assert sides.refusal("BH", "move_it") == "case.unlawful-move"
    sides.make("PK", "move_it", meets=MEETS | {"day": "2025-10-02"})
    sides.meet()
    assert {sides.stands(party).state for party in PARTIES} == {"convened"}
    assert sides.refusal("PK", "hold") == "case.unlawful-move"
    sides.both(("BH", "agree_agenda", 1), ("PK", "hold", 1))
    assert [one["day"] for one in carried(sides, "meets")] == [MEETS["day"], "2025-10-02"]


def test_a_meeting_that_one_side_cancels_while_the_other_moves_it_is_cancelled():
    sides = Sides(kind("committee_meeting"))
    sides.both(("PK", "convene", 1), ("BH", "agree_agenda", 1))
    sides.make("PK", "move_it")
    sides.make("BH", "cancel_guest")
    sides.meet()
    assert {sides.stands(party).state for party in PARTIES} == {"cancelled"}


def test_who_drafted_the_minutes_does_not_approve_them():
    assert laid().refusal("PK", "approve_host", 1) == "case.same-officer"


EARLY = {
    "nobody approved": ((), "sign_host", "PK"),
    "only the convening side approved": ((APPROVED[0],), "sign_host", "PK"),
    "only the other side approved": ((APPROVED[1],), "sign_host", "PK"),
    "the other side signs first": (APPROVED, "sign_guest", "BH"),
    "one side signs for the other": (APPROVED, "sign_guest", "PK"),
    "one side approves for the other": ((), "approve_guest", "PK"),
}


@pytest.mark.parametrize(("moves", "move", "party"), EARLY.values(), ids=EARLY)
def test_minutes_are_not_signed_before_both_sides_approved_them(moves, move, party):
    sides = laid()
    sides.both(*moves)
    assert sides.refusal(party, move, 2) == "case.unlawful-move"


@pytest.mark.parametrize(
    ("party", "change", "take_up"), [("PK", "change_host", "take_up_guest"), ("BH", "change_guest", "take_up_host")]
)
def test_a_change_after_approval_takes_both_approvals_away(party, change, take_up):
    sides = laid()
    sides.both(*APPROVED, (party, change, 1))
    assert {sides.stands(one).flags for one in PARTIES} == {frozenset()}
    other = "BH" if party == "PK" else "PK"
    sides.both((other, take_up, 1))
    assert sides.refusal("PK", "sign_host", 2) == "case.unlawful-move"


@pytest.mark.parametrize("first", ["PK", "BH"])
def test_an_approval_made_in_ignorance_of_a_change_is_void_whatever_comes_first(first):
    sides = laid()
    sides.both(("PK", "approve_host", 2))
    change = sides.make("PK", "change_host", minutes_en="Held, and changed.")
    approval = sides.make("BH", "approve_guest", 2)
    order = [("BH", change), ("PK", approval)]
    for party, one in order if first == "BH" else reversed(order):
        sides.tell(party, [one])
    for party in PARTIES:
        stands = sides.stands(party)
        assert (stands.state, stands.flags) == ("changed_by_host", frozenset())
        assert [one.move for one, _ in stands.void] == ["approve_guest"]


def test_of_two_changes_made_in_ignorance_one_counts_and_no_approval_is_left():
    sides = laid()
    sides.both(*APPROVED)
    sides.make("PK", "change_host")
    sides.make("BH", "change_guest")
    sides.meet()
    assert {sides.stands(party).state for party in PARTIES} == {"changed_by_guest"}
    assert [one.move for one, _ in sides.stands("PK").void] == ["change_host"]


def test_a_change_made_while_the_other_side_signs_voids_the_signature():
    sides = laid()
    sides.both(*APPROVED)
    sides.make("PK", "sign_host", 2)
    sides.make("BH", "change_guest")
    sides.meet()
    assert {(sides.stands(party).state, sides.stands(party).flags) for party in PARTIES} == {
        ("changed_by_guest", frozenset())
    }


@pytest.mark.parametrize("seed", range(RUNS))
def test_in_any_order_both_nodes_agree_and_an_approval_stands_for_the_text_that_was_seen(seed):
    chance, sides = random.Random(seed), laid()
    for _ in range(STEPS):
        _something_happens(sides, chance)
    sides.meet()
    pk, bh = sides.stands("PK"), sides.stands("BH")
    assert (pk.state, pk.flags, pk.applied) == (bh.state, bh.flags, bh.applied)
    _check_approvals(sides, pk)


def _something_happens(sides: Sides, chance: random.Random) -> None:
    party = chance.choice(["PK", "BH"])
    other = "BH" if party == "PK" else "PK"
    if chance.random() < 0.35:
        news = [one for one in sides.known[other] if one not in sides.known[party]]
        chance.shuffle(news)
        sides.tell(party, news[: chance.randint(0, len(news))])
        return
    side, stands = PARTIES[party], sides.stands(party)
    declared = [one for one in sides.kind.workflow.moves.values() if one.shared and one.by is side]
    moves = [one.slug for one in declared if stands.state in one.sources and one.when <= stands.flags]
    for move in chance.sample(moves, len(moves)):
        try:
            sides.make(party, move, chance.choice([1, 2]), minutes_en=f"Text {sides.made}")
        except SenderError:
            continue
        return


def _check_approvals(sides: Sides, stands) -> None:
    graph, text, approved = Graph(sides.kind.workflow, sides.known["PK"]), None, {}
    for made in stands.applied:
        if "minutes_en" in made.content:
            text, approved = _text(made), {}
        if made.move in APPROVALS:
            before = standing(sides.kind, [graph.moves[one] for one in graph.ancestors(made.digest())])
            seen = [_text(one) for one in before.applied if "minutes_en" in one.content][-1]
            assert seen == text, f"{made.move}: approved another text than it was made for"
            approved[made.move] = seen
        if made.move == "send_back":
            approved = {}
        if made.move in ("sign_host", "sign_guest"):
            assert approved == dict.fromkeys(APPROVALS, text)


def _text(made) -> tuple[object, ...]:
    return tuple(made.content[slug]["value"] for slug in MINUTES)
