# SPDX-License-Identifier: Apache-2.0
"""What goes out: nothing without its approvals, nothing twice, nothing lost."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from taawun.apps.exchange import delivery, services
from taawun.apps.exchange.messages import write_message
from taawun.apps.exchange.models import OutEnvelope, Peer, Receipt, Release
from taawun.apps.people.access import actor_of
from taawun.kernel.errors import (
    DrafterApproved,
    NoRecipients,
    NotInRoster,
    NotYetApproved,
    ReleaseClosed,
    SelfRecipient,
    UnknownSender,
)
from taawun.site.founding import publish
from tests.apps.exchange.conftest import NOW
from tests.apps.exchange.partner import BASIS, THEM

pytestmark = pytest.mark.django_db


def wish(**other) -> services.Wish:
    usual = services.Wish(
        kind="message",
        body=write_message("ہیروئن کی ایک کھیپ", "ur"),
        recipients=(THEM,),
        purpose="counter-narcotics",
        basis=BASIS,
        object_type="message",
        object_id="1",
        personal=False,
    )
    return replace(usual, **other)


@pytest.fixture
def desk(officers):
    return actor_of(officers["asma"])


def released(desk, officers, keys, *wishes, by=("bilal",)) -> list[str]:
    ids = [row.id for row in services.draft_releases(desk, wishes or [wish()], NOW)]
    for user in by:
        services.approve(actor_of(officers[user]), ids, keys[user], NOW)
    return ids


def test_an_approved_release_goes_out_and_is_receipted(peer, desk, officers, keys, courier, partner) -> None:
    (queued,) = services.send(desk, released(desk, officers, keys), NOW)
    assert delivery.deliver(courier, Peer.objects.get(), NOW) == 1
    row = OutEnvelope.objects.get()
    assert (row.state, row.attempts) == ("accepted", 1)
    assert partner.taken == [queued.id]
    assert Receipt.objects.filter(envelope_id=queued.id, by="theirs", kind="accepted").count() == 1


def test_a_draft_is_not_sent(peer, desk) -> None:
    row = services.draft_release(desk, wish(), NOW)
    with pytest.raises(NotYetApproved, match="releasing_officer"):
        services.send(desk, [row.id], NOW)
    assert OutEnvelope.objects.count() == 0


def test_personal_data_needs_the_second_approval(peer, desk, officers, keys) -> None:
    ids = released(desk, officers, keys, wish(personal=True))
    with pytest.raises(NotYetApproved):
        services.send(desk, ids, NOW)
    services.approve(actor_of(officers["huda"]), ids, keys["huda"], NOW)
    assert services.send(desk, ids, NOW)


def test_the_drafter_may_not_approve(peer, officers, keys) -> None:
    row = services.draft_release(actor_of(officers["bilal"]), wish(), NOW)
    with pytest.raises(DrafterApproved):
        services.approve(actor_of(officers["bilal"]), [row.id], keys["bilal"], NOW)


def test_nobody_signs_with_another_officers_keys(peer, desk, officers, keys) -> None:
    row = services.draft_release(desk, wish(), NOW)
    with pytest.raises(NotInRoster):
        services.approve(actor_of(officers["bilal"]), [row.id], keys["huda"], NOW)


BAD_WISHES = {
    "to nobody": ({"recipients": ()}, NoRecipients),
    "to ourselves": ({"recipients": ("PK",)}, SelfRecipient),
}


@pytest.mark.parametrize(("change", "error"), BAD_WISHES.values(), ids=BAD_WISHES)
def test_a_hopeless_draft_fails_early(peer, desk, change, error) -> None:
    with pytest.raises(error):
        services.draft_release(desk, wish(**change), NOW)
    assert Release.objects.count() == 0


def test_a_stranger_gets_nothing(peer, desk, officers, keys) -> None:
    with pytest.raises(UnknownSender):
        services.send(desk, released(desk, officers, keys, wish(recipients=("OM",))), NOW)


def test_a_release_is_sent_once(peer, desk, officers, keys) -> None:
    ids = released(desk, officers, keys)
    services.send(desk, ids, NOW)
    with pytest.raises(ReleaseClosed):
        services.send(desk, ids, NOW)
    assert OutEnvelope.objects.count() == 1


def test_a_withdrawn_release_stays_here(peer, desk, officers, keys) -> None:
    ids = released(desk, officers, keys)
    services.withdraw(desk, ids[0], NOW)
    with pytest.raises(ReleaseClosed):
        services.send(desk, ids, NOW)


def test_a_silent_partner_is_left_for_later_and_nothing_is_lost(peer, desk, officers, keys, courier, partner) -> None:
    services.send(desk, released(desk, officers, keys), NOW)
    partner.down = True
    pauses = []
    now = NOW
    for _ in range(4):
        assert delivery.deliver(courier, Peer.objects.get(), now) == 0
        row = Peer.objects.get()
        pauses.append((row.next_attempt - now).total_seconds())
        now = row.next_attempt
    assert pauses == [1, 2, 4, 8]
    assert delivery.due_peers(now - timedelta(seconds=1)) == []
    partner.down, partner.now = False, now
    assert delivery.deliver(courier, *delivery.due_peers(now), now) == 1
    assert OutEnvelope.objects.get().state == "accepted"


def test_a_partner_back_from_an_old_backup_gets_the_same_bytes_again(
    peer, desk, officers, keys, courier, partner
) -> None:
    for text in ("one", "two", "three"):
        services.send(desk, released(desk, officers, keys, wish(body=write_message(text, "en"))), NOW)
        delivery.deliver(courier, Peer.objects.get(), NOW)
    first = list(partner.taken)
    partner.taken, partner.seq = [], 0  # restored from a backup taken before all of it
    services.send(desk, released(desk, officers, keys), NOW)
    partner.seq = 0
    _forget_seq(partner)
    for _ in range(3):
        delivery.deliver(courier, Peer.objects.get(), NOW)
    assert set(first) <= set(partner.taken)


def _forget_seq(partner) -> None:
    """Make the restored partner report the head that it really has: nothing, until the first comes again."""
    honest = partner._receipt

    def receipt(item):
        made = honest(item)
        partner.seq = 0 if len(partner.taken) < 2 else partner.seq
        return made

    partner._receipt = receipt


def test_two_workers_do_not_carry_the_same_queue(peer, desk, officers, keys, courier) -> None:
    services.send(desk, released(desk, officers, keys), NOW)
    Peer.objects.update(leased_by="another worker", leased_until=NOW + timedelta(seconds=30))
    assert delivery.deliver(courier, Peer.objects.get(), NOW) == 0
    assert delivery.deliver(courier, Peer.objects.get(), NOW + timedelta(seconds=31)) == 1


def test_every_version_of_our_roster_is_told_in_its_turn(peer, desk, officers, keys, courier) -> None:
    """Two versions may be published while the partner is down; it takes only the next of what it holds."""
    for _ in range(2):
        publish(desk, NOW)
    delivery.deliver(courier, Peer.objects.get(), NOW)
    told = [json.loads(body)["body"]["version"] for path, body, _ in courier.transport.posts if path == delivery.ROSTER]
    assert told == [2, 3]
    assert Peer.objects.get().told_version == 3
