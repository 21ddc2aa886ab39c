# SPDX-License-Identifier: Apache-2.0
"""Both nodes hold the case: what crosses, what waits, what comes twice, and what is refused."""

from dataclasses import replace

import pytest

from taawun.apps.audit.models import Line
from taawun.apps.cases import library
from taawun.apps.cases.models import Case, ElementValue, MoveStatus, Proposal, SharedMove
from taawun.apps.exchange import services as exchange
from taawun.apps.exchange.models import OutEnvelope
from taawun.apps.ledger.models import Entry
from taawun.kernel import errors
from taawun.kernel.cases.moves import PackRef, PaperRef
from taawun.kernel.wire.envelope import Basis
from tests.apps.cases.beginning import begun
from tests.apps.cases.making import PACK, PURPOSE, WORDS, body_of, state

pytestmark = pytest.mark.django_db


@begun
def signed(desk, **values) -> Case:
    """A case of ours, ready to be transmitted."""
    case = desk.open()
    desk.fill_all(case, **values)
    desk.make("asma", case, "check_completeness")
    desk.make("imran", case, "review_legally")
    desk.make("sana", case, "sign")
    return case


def test_a_case_is_drafted_reviewed_signed_and_transmitted(desk):
    case = signed(desk)
    assert state(case) == "signed"
    desk.cross("omar", case, "transmit")
    assert (state(case), case.phase) == ("transmitted", "transmitted")
    move = SharedMove.objects.get()
    assert (move.status, move.party, move.place) == (MoveStatus.APPLIED, "PK", 1)
    assert OutEnvelope.objects.get().case == case.id
    assert Entry.objects.filter(kind="move").count() == 4
    assert desk.deliver() == 1


def test_a_request_from_the_other_side_begins_a_case_here(desk):
    case = desk.opens()
    assert (case.side, case.requesting, state(case), case.authority) == ("requested", "BH", "transmitted", "central")
    shown = desk.show("imran", case)
    assert shown.filled["facts_summary"].value == WORDS
    assert {one.move.slug for one in shown.moves if one.open} == set()
    assert "acknowledge" in {one.move.slug for one in desk.show("omar", case).moves if one.open}


def test_a_move_that_comes_twice_has_its_effect_once(desk):
    case = desk.opens()
    first = SharedMove.objects.get()
    made = desk.known[-1]
    receipt = desk.receives(made)
    assert receipt["kind"] == "accepted"
    assert SharedMove.objects.get() == first
    assert ElementValue.objects.filter(case=case, slug="person").count() == 1
    assert Line.objects.filter(act="case.move", object_id=case.id).count() == 1


def test_a_move_waits_for_those_it_names_and_counts_when_they_come(desk):
    case = signed(desk)
    desk.cross("omar", case, "transmit")
    one = desk.drafts(case.id, library.kind_of(case), "acknowledge")
    desk.known.append(one)
    two = desk.drafts(case.id, library.kind_of(case), "ask_information")
    desk.known.append(two)
    assert desk.receives(two)["kind"] == "accepted"
    assert state(case) == "transmitted"
    assert SharedMove.objects.get(digest=two.digest()).status == MoveStatus.WAITING
    assert desk.receives(one)["kind"] == "accepted"
    assert state(case) == "information_asked"
    assert set(SharedMove.objects.values_list("status", flat=True)) == {MoveStatus.APPLIED}


def test_of_two_moves_made_in_ignorance_one_counts_and_the_other_is_explained(desk):
    case = signed(desk)
    desk.cross("omar", case, "transmit")
    desk.answers(case, "acknowledge")
    question = desk.drafts(case.id, library.kind_of(case), "ask_information")
    desk.cross("sana", case, "withdraw", reasons="The person was found here.")
    desk.known.append(question)
    assert desk.receives(question)["kind"] == "accepted"
    assert state(case) == "withdrawn"
    void = SharedMove.objects.get(status=MoveStatus.VOID)
    assert (void.move, void.why["code"]) == ("ask_information", "overtaken")
    assert case.closed is not None


NEW = "0192f5a0-0000-7000-8000-0000000000aa"


def test_a_move_at_the_limits_of_the_wire_is_kept(desk):
    kind = library.pack_named(PACK).kinds["extradition"]
    good = dict(desk.drafts(NEW, kind, "transmit").content)
    far = good["facts_summary"] | {"found": good["facts_summary"]["found"] | {"page": "٣" * 200, "document": "د" * 200}}
    paper = PaperRef("ن" * 200, "m" * 200, "ab" * 32, 1 << 40, "x" * 35)
    case = desk.opens(content=good | {"facts_summary": far, "urgency": {"excuse": "ع" * 4_000}}, papers=(paper,))
    assert desk.show("imran", case).filled["facts_summary"].found.page == "٣" * 200
    assert (case.papers.get().language, case.papers.get().size) == ("x" * 35, 1 << 40)


REFUSED = {
    "an envelope that names another case": ({}, {"case": "0192f5a0-0000-7000-8000-000000000001"}, "case.other-case"),
    "an envelope that says there is no personal data": ({}, {"personal": False}, "case.other-case"),
    "a purpose that the instrument does not cover": ({}, {"purpose": "counter-narcotics"}, "case.other-case"),
    "a move in our name": ({"party": "PK", "requesting": "PK", "requested": "BH"}, {}, "case.not-the-mover"),
    "parties that are not these": ({"requested": "SA"}, {}, "case.other-case"),
    "an instrument of another text": ({"pack": PackRef(PACK, 1, "0" * 64)}, {}, "case.unknown-pack"),
    "a move of the wrong side": ({"move": "acknowledge", "content": {}}, {}, "case.unlawful-move"),
    "a request without its core": ({"content": {}}, {}, "case.incomplete-move"),
    "a move that the workflow does not have": ({"move": "lose"}, {}, "case.unlawful-move"),
}


@pytest.mark.parametrize(("changes", "header", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_lawful_changes_nothing_and_says_why(desk, changes, header, code):
    kind = library.pack_named(PACK).kinds["extradition"]
    made = replace(desk.drafts(NEW, kind, "transmit"), **changes)
    receipt = desk.receives(made, **header)
    assert (receipt["kind"], receipt["code"]) == ("rejected", code)
    assert not Case.objects.exists()
    assert not SharedMove.objects.exists()
    assert Line.objects.filter(act="case.move", outcome="refused").count() == 1


def test_a_release_that_nobody_proposed_never_leaves(desk):
    """Somebody drafts a move past the case, with all approvals: the sending itself refuses it."""
    case = signed(desk)
    proposal = desk.propose("omar", case, "transmit")
    wish = exchange.Wish(
        kind="case.move", body=body_of(proposal), recipients=("BH",), purpose=PURPOSE, basis=Basis(PACK, "1"),
        object_type="case", object_id=case.id, case=case.id,
    )  # fmt: skip
    release = exchange.draft_release(desk.actor("asma"), wish, desk.tick())
    for name in ("bilal", "huda"):
        exchange.approve(desk.actor(name), [release.id], desk.keys[name], desk.tick())
    with pytest.raises(errors.NoSuchProposal):
        exchange.send(desk.actor("omar"), [release.id], desk.tick())
    assert not SharedMove.objects.exists()
    assert not OutEnvelope.objects.exists()
    assert Line.objects.filter(act="release.send", outcome="refused").count() == 1


def test_what_changed_since_it_was_approved_is_not_sent(desk):
    case = signed(desk)
    proposal = desk.propose("omar", case, "transmit")
    desk.approve(proposal)
    with pytest.raises(errors.UnderReview):
        desk.fill(case, facts_summary="Other facts. وقائع أخرى")
    desk.make("imran", case, "reopen_draft", reasons="The facts are others. وقائع أخرى")
    desk.fill(case, facts_summary="Other facts. وقائع أخرى")
    with pytest.raises(errors.MoveClosed):
        desk.send(proposal)
    for name, move in (("asma", "check_completeness"), ("imran", "review_legally"), ("sana", "sign")):
        desk.make(name, case, move)
    with pytest.raises(errors.StaleProposal):
        desk.send(proposal)
    assert state(case) == "signed"
    desk.act("omar", "withdraw_proposal", case.id, PURPOSE)
    desk.cross("omar", case, "transmit")
    assert state(case) == "transmitted"
    assert body_of(SharedMove.objects.get())["content"]["facts_summary"]["value"] == "Other facts. وقائع أخرى"


def test_a_proposal_withdrawn_on_the_pages_of_the_exchange_makes_room_for_another(desk):
    case = signed(desk)
    proposal = desk.propose("omar", case, "transmit")
    with pytest.raises(errors.ProposalOpen):
        desk.propose("omar", case, "transmit")
    exchange.withdraw(desk.actor("omar"), proposal.release, desk.tick())
    assert desk.show("omar", case).proposal is None
    again = desk.propose("omar", case, "transmit")
    assert Proposal.objects.filter(state="open").get() == again
