# SPDX-License-Identifier: Apache-2.0
"""Moves of ours that the other side refused for good (spec §60.5g): they do not count here alone."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from taawun.apps.audit.models import Line
from taawun.apps.cases import access, library
from taawun.apps.cases.models import Case, Clock, MoveStatus, SharedMove, Task
from taawun.apps.exchange.identity import roster_of
from taawun.apps.exchange.models import OutEnvelope, OutState, Peer
from taawun.apps.exchange.receipting import store_receipts
from taawun.kernel import errors
from taawun.kernel.wire.receipt import Receipt, ReceiptKind, sign_receipts
from tests.apps.cases.making import state
from tests.apps.cases.test_exchange import signed

pytestmark = pytest.mark.django_db
CODE, SECTION, LEAF = "case.unlawful-move", "60.5", "ab" * 32


@dataclass(frozen=True)
class Said:
    """What Bahrain's receipt says of one envelope."""

    kind: ReceiptKind
    leaf: str | None = LEAF
    named: bool = True


GOOD = Said(ReceiptKind.ACCEPTED)
HELD = Said(ReceiptKind.DELIVERED)
REFUSED = Said(ReceiptKind.REJECTED)
LATER = Said(ReceiptKind.REJECTED, leaf=None)
UNOPENED = Said(ReceiptKind.REJECTED, leaf=None, named=False)


def say(desk, envelope: OutEnvelope, *said: Said) -> None:
    """Let Bahrain answer one of our envelopes with receipts."""
    receipts = []
    for one in said:
        bad = one.kind is ReceiptKind.REJECTED
        receipts.append(
            Receipt(
                id=desk.partner.new_id(), kind=one.kind, sender="BH", recipient="PK", item=envelope.item,
                envelope=envelope.id if one.named else None, digest=envelope.digest if one.named else None,
                at=desk.now, code=CODE if bad else "", section=SECTION if bad else "", leaf=one.leaf,
                sealed_by=desk.now if one.leaf else None,
            )
        )  # fmt: skip
    documents = sign_receipts(receipts, desk.partner.party.signers("node")[:1])
    peer = Peer.objects.get()
    with transaction.atomic():
        store_receipts(peer, roster_of(peer), documents, desk.tick())


def transmitted(desk) -> tuple[Case, OutEnvelope]:
    case = signed(desk)
    desk.cross("omar", case, "transmit")
    return case, OutEnvelope.objects.get()


ANSWERS = {
    "refused, and its place used up": ([REFUSED], "signed", MoveStatus.REFUSED),
    "held, then refused": ([HELD, LATER], "signed", MoveStatus.REFUSED),
    "refused twice": ([REFUSED, REFUSED], "signed", MoveStatus.REFUSED),
    "refused, then accepted: the first verdict stands": ([REFUSED, GOOD], "signed", MoveStatus.REFUSED),
    "accepted, then refused: the first verdict stands": ([GOOD, REFUSED], "transmitted", MoveStatus.APPLIED),
    "not opened: its place is free, and it can be sent again": ([UNOPENED], "transmitted", MoveStatus.APPLIED),
    "refused and not stored: its place is free": ([LATER], "transmitted", MoveStatus.APPLIED),
    "not opened, then refused for good": ([UNOPENED, REFUSED], "signed", MoveStatus.REFUSED),
    "held": ([HELD], "transmitted", MoveStatus.APPLIED),
    "accepted": ([GOOD], "transmitted", MoveStatus.APPLIED),
}


@pytest.mark.parametrize(("said", "stands", "status"), ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("apart", [False, True], ids=["in one answer", "each in its own"])
def test_only_what_was_refused_for_good_is_taken_out(desk, said, stands, status, apart):
    case, envelope = transmitted(desk)
    for some in [[one] for one in said] if apart else [said]:
        say(desk, envelope, *some)
    row = SharedMove.objects.get()
    assert (state(case), row.status) == (stands, status)
    if status == MoveStatus.REFUSED:
        assert (row.why, row.place) == ({"code": CODE, "section": SECTION}, None)
        assert case.asked is None
        assert Line.objects.filter(act="case.move-refused", object_id=case.id, section=SECTION).count() == 1


def test_a_refused_move_is_told_with_its_code_and_paragraph(desk):
    case, envelope = transmitted(desk)
    say(desk, envelope, REFUSED)
    events = access.timeline(desk.officers["asma"], case.id, case.purpose)
    (told,) = [one for one in events if one.what == "refused"]
    assert (told.slug, told.note, told.ours) == ("transmit", f"{CODE} §{SECTION}", True)
    assert not [one for one in events if one.what == "move"]
    assert [one.status for one in desk.show("asma", case).shared] == ["refused"]


def test_what_the_refused_move_started_ends_and_it_can_be_made_again(desk):
    case, envelope = transmitted(desk)
    running = set(Clock.objects.filter(case=case, stopped=None).values_list("rule", flat=True))
    raised = set(Task.objects.filter(case=case, source__startswith="move:transmit", done=None))
    say(desk, envelope, REFUSED)
    assert not Clock.objects.filter(case=case, stopped=None, step__startswith="transmit").exists()
    assert not Task.objects.filter(case=case, source__startswith="move:transmit", done=None).exists()
    desk.cross("omar", case, "transmit")
    assert state(case) == "transmitted"
    assert set(Clock.objects.filter(case=case, stopped=None).values_list("rule", flat=True)) == running
    assert Task.objects.filter(case=case, source__startswith="move:transmit", done=None).count() == len(raised)
    assert sorted(SharedMove.objects.values_list("status", flat=True)) == ["applied", "refused"]


def test_moves_that_were_built_on_a_refused_one_wait(desk):
    case, first = transmitted(desk)
    desk.cross("sana", case, "withdraw", reasons="The person was found here. ملا")
    assert state(case) == "withdrawn"
    say(desk, first, REFUSED)
    assert state(case) == "signed"
    assert dict(SharedMove.objects.values_list("move", "status")) == {"transmit": "refused", "withdraw": "waiting"}
    case.refresh_from_db()
    assert case.closed is None


def test_a_proposal_that_stands_behind_a_refused_move_is_not_sent(desk):
    case, first = transmitted(desk)
    proposal = desk.propose("sana", case, "withdraw", reasons="The person was found here.")
    desk.approve(proposal)
    say(desk, first, REFUSED)
    with pytest.raises((errors.StaleProposal, errors.MoveClosed)):
        desk.send(proposal)
    assert OutEnvelope.objects.count() == 1


def test_what_the_other_side_built_on_our_refused_move_waits(desk):
    """A partner that refuses a move and answers it all the same: nothing here rests on what it refused."""
    case, first = transmitted(desk)
    desk.answers(case, "acknowledge")
    assert state(case) != "signed"
    say(desk, first, REFUSED)
    assert state(case) == "signed"
    later = desk.drafts(case.id, library.kind_of(case), "ask_information")
    assert desk.receives(later)["kind"] == "accepted"
    assert state(case) == "signed"
    assert OutEnvelope.objects.get().state == OutState.REJECTED
