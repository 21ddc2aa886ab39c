# SPDX-License-Identifier: Apache-2.0
"""What comes in: each item has its own verdict, and happens once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from taawun.apps.exchange import receiving
from taawun.apps.exchange.models import Fork, InEnvelope, Peer, Receipt, Refusal
from taawun.apps.ledger.models import Entry
from taawun.kernel.exchange.chain import ChainHead
from taawun.kernel.wire.canonical import decode
from tests.apps.exchange.partner import Partner

pytestmark = pytest.mark.django_db


def codes(answer) -> list[str]:
    return [r["receipt"]["code"] or r["receipt"]["kind"] for r in answer["receipts"]]


def receive(partner: Partner, peer: Peer, *envelopes, now=None):
    return answered(peer, partner.seal(*envelopes), now or partner.now)


def answered(peer: Peer, items, now):
    """What the other side reads of our answer."""
    return decode(receiving.receive(peer, items, now).to_bytes(), limit=1 << 20)


def footprint() -> tuple[object, ...]:
    """What a refusal must not change."""
    peer = Peer.objects.get()
    return (peer.in_seq, peer.in_digest, InEnvelope.objects.count())


def test_an_envelope_in_order_is_accepted_and_logged(partner, peer) -> None:
    before = Entry.objects.count()
    answer = receive(partner, peer, partner.envelope())
    assert codes(answer) == ["accepted"]
    assert answer["head"]["seq"] == 1
    assert answer["receipts"][0]["receipt"]["leaf"]
    assert Entry.objects.count() == before + 2  # the envelope and the receipt


def test_a_batch_is_accepted_with_one_wrap(partner, peer) -> None:
    assert codes(receive(partner, peer, *[partner.envelope(str(n)) for n in range(5)])) == ["accepted"] * 5


def test_a_copy_gets_the_same_receipt_and_changes_nothing(partner, peer) -> None:
    items = partner.seal(partner.envelope())
    first = answered(peer, items, partner.now)
    before, receipts = footprint(), Receipt.objects.count()
    again = answered(peer, items, partner.now + timedelta(hours=3))
    assert again["receipts"] == first["receipts"]
    assert (footprint(), Receipt.objects.count()) == (before, receipts)


def test_a_copy_sealed_anew_is_still_a_copy(partner, peer) -> None:
    envelope = partner.envelope()
    first = receive(partner, peer, envelope)
    assert receive(partner, peer, envelope)["receipts"] == first["receipts"]


def test_an_identifier_used_again_for_something_else_is_refused(partner, peer) -> None:
    first = partner.envelope()
    receive(partner, peer, first)
    forged = partner.envelope("something else", identifier=first.header.id)
    before = footprint()
    assert codes(receive(partner, peer, forged)) == ["exchange.replayed"]
    assert footprint() == before


def test_two_envelopes_in_one_place_are_a_fork_and_kept_as_evidence(partner, peer) -> None:
    head = partner.head
    receive(partner, peer, partner.envelope("one story"))
    before = footprint()
    assert codes(receive(partner, peer, partner.envelope("another", head=head, keep=False))) == ["exchange.forked"]
    assert footprint() == before
    assert Fork.objects.count() == 1


def test_what_comes_before_its_time_waits_and_is_freed_in_order(partner, peer) -> None:
    first, second, third = (partner.envelope(str(n)) for n in range(3))
    assert codes(receive(partner, peer, third)) == ["delivered"]
    assert codes(receive(partner, peer, second)) == ["delivered"]
    assert codes(receive(partner, peer, first)) == ["accepted", "accepted", "accepted"]
    assert list(InEnvelope.objects.order_by("seq").values_list("state", flat=True)) == ["accepted"] * 3
    assert Peer.objects.get().in_seq == 3


def test_a_batch_in_the_wrong_order_is_put_right(partner, peer) -> None:
    first, second = partner.envelope("1"), partner.envelope("2")
    answer = receive(partner, peer, second, first)
    assert codes(answer) == ["delivered", "accepted", "accepted"]
    assert InEnvelope.objects.filter(state="accepted").count() == 2


REFUSED_AND_PLACED = {
    "without the approval that the rules need": ({"drafter": "chief", "approvers": ("desk",)}, "release.not-approved"),
    "approved by its drafter": ({"approvers": ("chief", "desk")}, "release.drafter-approved"),
    "personal data without the lawyer": ({"personal": True, "approvers": ("chief",)}, "release.not-approved"),
    "of a kind that nothing here takes": ({"kind": "weather.report"}, "exchange.unknown-kind"),
}


@pytest.mark.parametrize(("change", "code"), REFUSED_AND_PLACED.values(), ids=REFUSED_AND_PLACED)
def test_an_authentic_envelope_that_may_not_come_in_uses_its_place(partner, peer, change, code) -> None:
    assert codes(receive(partner, peer, partner.envelope(**change))) == [code]
    row = InEnvelope.objects.get()
    assert (row.state, row.code) == ("rejected", code)
    assert codes(receive(partner, peer, partner.envelope("the next"))) == ["accepted"]


def test_an_expired_release_is_refused(partner, peer) -> None:
    envelope = partner.envelope()
    late = partner.now + timedelta(days=31)
    assert codes(receive(partner, peer, envelope, now=late)) == ["release.expired"]


def test_a_future_envelope_is_refused_now_and_good_later(partner, peer) -> None:
    early = partner.now
    partner.now = early + timedelta(hours=1)
    envelope = partner.envelope()
    assert codes(receive(partner, peer, envelope, now=early)) == ["exchange.future-dated"]
    assert InEnvelope.objects.count() == 0
    assert codes(receive(partner, peer, envelope, now=partner.now)) == ["accepted"]


FORGERIES = {
    "cut off": (lambda data: data[:-40], "wire.not-json"),
    "not canonical": (lambda data: data.replace(b'"body":', b'"body": ', 1), "wire.not-canonical"),
    "altered content": (lambda data: data.replace("السلام".encode(), "السلم ".encode(), 1), "wire.wrong-content"),
    "altered header": (lambda data: data.replace(b'"security":"restricted"', b'"security":"secret"'), "signature.bad"),
    "another version": (lambda data: data.replace(b"taawun/1", b"taawun/9", 1), "wire.unknown-version"),
    "to somebody else": (lambda data: data.replace(b'"to":"PK"', b'"to":"QA"'), "exchange.wrong-recipient"),
    "nested too deep": (lambda data: b"[" * 40 + b"]" * 40, "wire.too-deep"),
    "not an object": (lambda data: b"[]", "wire.bad-shape"),
}


@pytest.mark.parametrize(("alter", "code"), FORGERIES.values(), ids=FORGERIES)
def test_a_forgery_is_refused_and_leaves_no_trace_in_the_chain(partner, peer, alter, code) -> None:
    before = footprint()
    assert codes(receive(partner, peer, alter(partner.envelope(keep=False).data))) == [code]
    assert footprint() == before
    assert Refusal.objects.get().code == code


def test_a_seal_for_somebody_else_does_not_open(partner, peer) -> None:
    (item,) = partner.seal(partner.envelope())
    broken = replace(item, ciphertext=item.ciphertext[:-1] + bytes([item.ciphertext[-1] ^ 1]))
    elsewhere = replace(item, index=item.index + 1)
    answer = answered(peer, [broken, elsewhere, item], partner.now)
    assert codes(answer) == ["seal.not-openable", "seal.not-openable", "accepted"]


def test_a_revoked_node_key_achieves_nothing(partner, peer) -> None:
    from taawun.apps.exchange import rostering

    stolen = partner.envelope()
    partner.party.revoke("node", partner.now, partner.now)
    rostering.take_roster(peer, partner.party.document, partner.now)
    fresh = Peer.objects.get()
    assert codes(answered(fresh, partner.seal(stolen), partner.now)) == ["trust.revoked-key"]
    partner.head = ChainHead()
    assert codes(answered(fresh, partner.seal(partner.envelope()), partner.now)) == ["accepted"]


def test_a_held_envelope_that_does_not_follow_gives_up_its_place(partner, peer) -> None:
    first, second = partner.envelope("1"), partner.envelope("2")
    partner.head = ChainHead(1, "f" * 64)
    stray = partner.envelope("2, of another story")
    assert codes(receive(partner, peer, stray)) == ["delivered"]
    assert codes(receive(partner, peer, first)) == ["accepted", "exchange.forked"]
    assert Fork.objects.count() == 1
    assert codes(receive(partner, peer, second)) == ["accepted"]


def test_a_thiefs_held_envelope_does_not_stand_in_the_way(partner, peer) -> None:
    from taawun.apps.exchange import rostering

    first = partner.envelope("1")
    stolen = partner.envelope("2, by a thief", keep=False)
    assert codes(receive(partner, peer, stolen)) == ["delivered"]
    partner.party.revoke("node", partner.now - timedelta(minutes=1), partner.now)
    rostering.take_roster(peer, partner.party.document, partner.now)
    fresh, partner.head = Peer.objects.get(), ChainHead()
    first, honest = partner.envelope("1"), partner.envelope("2, by the node")
    assert codes(receive(partner, fresh, first)) == ["accepted", "trust.revoked-key"]
    assert codes(receive(partner, fresh, honest)) == ["accepted"]
