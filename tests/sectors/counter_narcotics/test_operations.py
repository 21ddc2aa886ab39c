# SPDX-License-Identifier: Apache-2.0
"""Controlled delivery (1988 art. 11) and the notification of a precursor (art. 12(10)(a)): every way, by both sides."""

import pytest

from taawun.apps.cases import library
from taawun.apps.cases.models import Task
from taawun.kernel.cases.words import Outcome
from taawun.kernel.errors import MoveClosed, NoRole
from taawun.kernel.wire.ids import uuid7
from tests.apps.cases.conftest import courier, desk, founded, keys, officers, partner, peer
from tests.apps.cases.making import state
from tests.apps.conftest import _quick_secrets, world

__all__ = ["_quick_secrets", "courier", "desk", "founded", "keys", "officers", "partner", "peer", "world"]

pytestmark = pytest.mark.django_db

PACK, PURPOSE = "un-1988-operations", "counter-narcotics"
DELIVERY, PRECURSOR = "controlled_delivery", "pre_export_notification"
GATES = ("risk_to_life", "consent_missing", "no_abort_criteria")
OURS = {
    "propose": "bilal", "approve": "huda", "withdraw": "huda", "begin": "omar", "abort": "omar", "complete": "omar",
    "review_after": "imran", "notify": "asma", "close": "asma",
}  # fmt: skip
"""Moves of the proposing or exporting side, and who of us makes them."""
THEIRS = {
    "consent": "chief", "decline": "chief", "abort_here": "lawyer", "verify": "desk", "not_object": "desk",
    "object": "desk",
}  # fmt: skip
NEEDED = {
    "approve": ("life_check", "agreed_abort"), "complete": ("result",), "review_after": ("lessons",),
    "close": ("outcome",),
}  # fmt: skip
"""What we must say with a move."""
REASONED = {"abort", "withdraw"}
RUN = ["consent", "approve", "begin"]
WAYS = {
    "completed and reviewed": (DELIVERY, [*RUN, "complete", "review_after"], "reviewed_after"),
    "aborted by us and reviewed": (DELIVERY, [*RUN, "abort", "review_after"], "reviewed_after"),
    "aborted by the receiving side and reviewed": (DELIVERY, [*RUN, "abort_here", "review_after"], "reviewed_after"),
    "aborted before it began": (DELIVERY, ["consent", "approve", "abort", "review_after"], "reviewed_after"),
    "declined": (DELIVERY, ["decline"], "declined"),
    "withdrawn": (DELIVERY, ["withdraw"], "withdrawn"),
    "withdrawn after it was approved": (DELIVERY, ["consent", "approve", "withdraw"], "withdrawn"),
    "no objection": (PRECURSOR, ["not_object", "close"], "closed"),
    "verified first": (PRECURSOR, ["verify", "not_object", "close"], "closed"),
    "an objection": (PRECURSOR, ["object", "close"], "closed"),
}
CLOSED_HERE = {
    "begun before it was approved": (DELIVERY, ["consent"], "begin"),
    "approved before all consented": (DELIVERY, [], "approve"),
    "completed before it began": (DELIVERY, ["consent", "approve"], "complete"),
    "withdrawn while it runs": (DELIVERY, RUN, "withdraw"),
    "reviewed while it runs": (DELIVERY, RUN, "review_after"),
    "begun again after it was aborted": (DELIVERY, [*RUN, "abort"], "begin"),
    "an export closed before an answer": (PRECURSOR, [], "close"),
}
REFUSED_THERE = {
    "a consent after we withdrew": (DELIVERY, ["withdraw"], "consent"),
    "declined after the consents": (DELIVERY, ["consent"], "decline"),
    "aborted before it was approved": (DELIVERY, ["consent"], "abort_here"),
    "an objection after there was none": (PRECURSOR, ["not_object"], "object"),
    "no objection after one": (PRECURSOR, ["object"], "not_object"),
}


def put(desk, kind):
    """A delivery that we proposed to Bahrain, or an export of which we notified it."""
    case = desk.open(pack=PACK, kind=kind, purpose=PURPOSE)
    desk.fill_all(case)
    if kind == DELIVERY:
        desk.make("imran", case, "review")
    ours(desk, case, "propose" if kind == DELIVERY else "notify")
    return case


def ours(desk, case, move):
    desk.fill(case, *NEEDED.get(move, ()))
    desk.cross(OURS[move], case, move, reasons="أسباب — وجوہ" if move in REASONED else "")


def theirs(desk, case, move):
    """Let Bahrain make a move, and return our receipt for it."""
    made = desk.drafts(case.id, library.kind_of(case), move, officer=desk.partner.party.members[THEIRS[move]].id)
    receipt = desk.receives(made, purpose=PURPOSE)
    if receipt["kind"] == "accepted":
        desk.known.append(made)
    case.refresh_from_db()
    return receipt


def go(desk, case, moves):
    for move in moves:
        if move in THEIRS:
            assert theirs(desk, case, move)["kind"] == "accepted", move
        else:
            ours(desk, case, move)


def owed(case):
    """Return the tasks of a case that nobody did yet."""
    return set(Task.objects.filter(case=case, done=None).values_list("slug", flat=True))


@pytest.mark.parametrize(("kind", "moves", "end"), WAYS.values(), ids=WAYS)
def test_each_way_leads_to_its_end(desk, kind, moves, end):
    case = put(desk, kind)
    go(desk, case, moves)
    assert state(case) == end
    assert library.kind_of(case).workflow.states[end].final


@pytest.mark.parametrize(("kind", "before", "move"), CLOSED_HERE.values(), ids=CLOSED_HERE)
def test_what_is_not_lawful_is_closed_to_us(desk, kind, before, move):
    case = put(desk, kind)
    go(desk, case, before)
    stood = state(case)
    desk.fill(case, *NEEDED.get(move, ()))
    with pytest.raises(MoveClosed):
        desk.propose(OURS[move], case, move, reasons="Because.")
    assert state(case) == stood


@pytest.mark.parametrize(("kind", "before", "move"), REFUSED_THERE.values(), ids=REFUSED_THERE)
def test_what_is_not_lawful_is_refused_from_the_other_side(desk, kind, before, move):
    case = put(desk, kind)
    go(desk, case, before)
    stood = state(case)
    receipt = theirs(desk, case, move)
    assert (receipt["kind"], receipt["code"]) == ("rejected", "case.unlawful-move")
    assert state(case) == stood


@pytest.mark.parametrize("missing", NEEDED["approve"])
def test_nothing_is_approved_before_the_risk_to_life_was_checked_and_its_abort_agreed(desk, missing):
    case = put(desk, DELIVERY)
    go(desk, case, ["consent"])
    desk.fill(case, *(one for one in NEEDED["approve"] if one != missing))
    with pytest.raises(MoveClosed):
        desk.propose("huda", case, "approve")


def test_who_reviewed_it_does_not_propose_it(desk):
    case = desk.open(pack=PACK, kind=DELIVERY, purpose=PURPOSE)
    desk.fill_all(case)
    desk.make("imran", case, "review")
    with pytest.raises((MoveClosed, NoRole)):
        desk.propose("imran", case, "propose")


# --- as the receiving side ---------------------------------------------------------------------------------------


def received(desk, assessed=GATES):
    """A delivery that Bahrain proposed to us, with some grounds against it assessed."""
    identifier = uuid7(desk.tick(), b"delivery!!")
    made = desk.drafts(identifier, library.pack_named(PACK).kinds[DELIVERY], "propose")
    desk.known.append(made)
    assert desk.receives(made, purpose=PURPOSE)["kind"] == "accepted"
    case = desk.act("omar", "assign", identifier, "central", PURPOSE)
    desk.fill(case, "consents")
    desk.assess(case, *assessed)
    return case


@pytest.mark.parametrize("gate", GATES)
def test_nobody_consents_while_a_ground_against_it_is_not_assessed(desk, gate):
    case = received(desk, [one for one in GATES if one != gate])
    with pytest.raises(MoveClosed):
        desk.propose("bilal", case, "consent")


@pytest.mark.parametrize("gate", GATES)
def test_nobody_consents_while_a_ground_against_it_is_met(desk, gate):
    case = received(desk, [one for one in GATES if one != gate])
    desk.assess(case, gate, outcome=Outcome.MET)
    with pytest.raises(MoveClosed):
        desk.propose("bilal", case, "consent")


def test_a_proposal_with_every_ground_assessed_is_consented_to(desk):
    case = received(desk)
    desk.cross("bilal", case, "consent")
    assert state(case) == "consented"


# --- what is owed ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["complete", "abort", "abort_here"])
def test_however_it_ended_a_review_is_owed_until_it_is_recorded(desk, end):
    case = put(desk, DELIVERY)
    go(desk, case, [*RUN, end])
    assert owed(case) == {"review_late"}
    go(desk, case, ["review_after"])
    assert not owed(case)


@pytest.mark.parametrize("kind", [DELIVERY, PRECURSOR])
def test_an_answer_has_its_clock(desk, kind):
    case = put(desk, kind)
    (clock,) = desk.show("asma", case).clocks
    assert clock.rule.slug == "answer"
    assert (clock.rule.length, clock.rule.side) == ((72, "requested") if kind == DELIVERY else (10, "requested"))


def test_a_notification_says_all_that_the_convention_asks_for(desk):
    case = put(desk, PRECURSOR)
    (made,) = desk.known
    assert made.content.keys() >= {
        "exporter", "importer", "consignee", "substance", "quantity", "entry_point", "dispatch",
    }  # fmt: skip
    go(desk, case, ["object"])
    assert "objected" in desk.show("asma", case).standing.flags
