# SPDX-License-Identifier: Apache-2.0
"""A referral: consent to one recipient and one aim, revocable and told, never to enforcement (spec §80.75)."""

import pytest

from taawun.apps.cases import library, services
from taawun.apps.exchange import services as exchange
from taawun.apps.people.services import grant_role
from taawun.apps.registers import releasing
from taawun.kernel.errors import BadContents, MarkingForbids, MoveClosed, NoPurpose, NoRole, NoSuchPack, NotCovered
from tests.apps.cases.making import state
from tests.apps.exchange.partner import BASIS, THEM
from tests.apps.making import INIT
from tests.sectors.worker_protection.making import KIND, PACK, PERSON, PROTECTOR, PURPOSE, screened

pytestmark = pytest.mark.django_db
CONSENT = {
    "recipient": "welfare_attache", "aim": "documents", "may_tell": "نام اور پاسپورٹ کا نمبر",
    "given_on": "2026-11-20", "language": "سندھی",
}  # fmt: skip
WHY = "خود فون پر کہا"


@pytest.fixture
def referring(protection):
    """The desk with two releasing officers who protect workers too, in a roster that says so."""
    for name in ("bilal", "huda"):
        grant_role(INIT, protection.officers[name], "protection_officer")
    from taawun.site.founding import FOUNDER, publish

    publish(FOUNDER, protection.tick())
    return protection


def consented(desk, **person):
    """A case in which the worker consented."""
    case = desk.open(PROTECTOR, pack=PACK, kind=KIND, purpose=PURPOSE)
    desk.fill(case, "requesting_authority", "needs_now", name=PROTECTOR, person=PERSON | person, consent=CONSENT)
    desk.make(PROTECTOR, case, "take_consent")
    return case


def referred(desk):
    """A case that crossed."""
    case = consented(desk)
    desk.make(PROTECTOR, case, "begin_recovery")
    proposal = desk.propose(PROTECTOR, case, "refer")
    desk.approve(proposal, "bilal", "huda")
    desk.send(proposal, PROTECTOR)
    return case


def test_a_referral_crosses_and_the_other_sides_attache_accepts(referring):
    case = referred(referring)
    accept = referring.drafts(case.id, library.kind_of(case), "accept")
    receipt = referring.receive(referring.envelope(accept.to_wire(), case.id, purpose=PURPOSE))[-1]
    assert receipt["kind"] == "accepted", receipt
    assert state(case) == "accepted"
    clocks = {one.rule.slug: one.row.stopped for one in referring.show(PROTECTOR, case).clocks}
    assert clocks["answer"] is not None
    assert clocks["recovery"] is None


def test_a_revocation_is_told_and_ends_all_sharing(referring):
    case = referred(referring)
    referring.fill(case, "revocation", "further_need", name=PROTECTOR)
    proposal = referring.propose(PROTECTOR, case, "revoke")
    referring.approve(proposal, "bilal", "huda")
    referring.send(proposal, PROTECTOR)
    assert state(case) == "revoked"
    assert referring.known[-1].move == "revoke"
    assert not [one.move.slug for one in referring.show(PROTECTOR, case).moves if one.open]
    with pytest.raises(MoveClosed):
        referring.propose(PROTECTOR, case, "add_need")


@pytest.mark.parametrize("consents", [False, None])
def test_without_consent_nothing_crosses(referring, consents):
    case = referring.open(PROTECTOR, pack=PACK, kind=KIND, purpose=PURPOSE)
    referring.fill(case, "requesting_authority", "needs_now", name=PROTECTOR, consent=CONSENT,
                   person=PERSON | {"consents": consents})  # fmt: skip
    with pytest.raises(MoveClosed):
        referring.make(PROTECTOR, case, "take_consent")
    assert state(case) == "identified"


def test_a_consent_that_is_taken_back_before_sending_stops_it(referring):
    case = consented(referring)
    proposal = referring.propose(PROTECTOR, case, "refer")
    referring.approve(proposal, "bilal", "huda")
    referring.fill(case, name=PROTECTOR, person=PERSON | {"consents": False})
    with pytest.raises(MoveClosed):
        referring.send(proposal, PROTECTOR)


def test_a_consent_that_is_taken_back_counts_no_more(protection):
    case = consented(protection)
    with pytest.raises(MoveClosed):  # before it is stated of the person, it would still stand there
        protection.make(PROTECTOR, case, "drop_consent", reasons=WHY)
    protection.fill(case, name=PROTECTOR, person=PERSON | {"consents": False})
    protection.make(PROTECTOR, case, "drop_consent", reasons=WHY)
    assert state(case) == "identified"
    for move in ("take_consent", "refer"):
        with pytest.raises(MoveClosed):
            protection.make(PROTECTOR, case, move)
    (gate,) = protection.show(PROTECTOR, case).gates
    assert gate.outcome == "met"
    protection.fill(case, name=PROTECTOR, person=PERSON, consent=CONSENT | {"given_on": "2026-11-21"})
    protection.make(PROTECTOR, case, "take_consent")


def test_a_revoked_consent_leaves_the_wish_of_the_worker_to_do(protection):
    workflow = library.kind_named(library.pack_named(PACK), KIND).workflow
    (task,) = (workflow.tasks[slug] for slug in workflow.moves["revoke"].tasks)
    assert (task.side, task.role, task.owed_days) == ("requested", "protection_officer", 3)


def test_nobody_signs_a_referral_that_they_may_not_see(protection):
    case = consented(protection)
    proposal = protection.propose(PROTECTOR, case, "refer")
    with pytest.raises(NoRole):
        exchange.approve(protection.actor("bilal"), [proposal.release], protection.keys["bilal"], protection.tick())


@pytest.mark.parametrize("recipient", ["police", "immigration_authority", "coast-guard", ""])
def test_there_is_no_recipient_of_enforcement(protection, recipient):
    case = protection.open(PROTECTOR, pack=PACK, kind=KIND, purpose=PURPOSE)
    with pytest.raises(BadContents):
        protection.fill(case, name=PROTECTOR, consent=CONSENT | {"recipient": recipient})


@pytest.mark.parametrize("purpose", ["immigration", "investigation", "prosecution", "counter-terrorism"])
def test_a_referral_is_opened_for_no_purpose_of_enforcement(protection, purpose):
    for name in (PROTECTOR, "asma"):
        with pytest.raises((NoPurpose, NotCovered, NoRole, NoSuchPack)):
            services.open_case(protection.actor(name), PACK, KIND, THEM, purpose)


def test_no_message_of_the_other_side_brings_a_referral_to_enforcement(protection):
    kind = library.pack_named(PACK).kinds[KIND]
    case = protection.open(PROTECTOR, pack=PACK, kind=KIND, purpose=PURPOSE)
    made = protection.drafts(case.id, kind, "refer")
    receipt = protection.receive(protection.envelope(made.to_wire(), case.id, purpose="immigration"))[-1]
    assert receipt["kind"] == "rejected"


def test_a_screening_leaves_as_no_record(protection):
    record = screened(protection.officers[PROTECTOR])
    with pytest.raises(MarkingForbids, match="stays-in-its-cases"):
        releasing.wish_for(record.id, [THEM], PURPOSE, BASIS)


def test_help_never_depends_on_testimony():
    """No element or move of the kind asks for a statement, a complaint or an appearance."""
    kind = library.pack_named(PACK).kinds[KIND]
    said = " ".join(
        [*kind.elements, *kind.workflow.moves, *(one.title["en"] for one in kind.elements.values())]
    ).lower()
    assert not [word for word in ("testi", "statement", "complaint", "witness", "court", "police") if word in said]
    assert {move.role for move in kind.workflow.moves.values()} == {"protection_officer"}
