# SPDX-License-Identifier: Apache-2.0
"""What a paired partner with good keys, a stranger or a careless officer may try, and what must not come of it."""

import json
import logging

import pytest
from django.db import OperationalError

from taawun.apps.audit.models import Line
from taawun.apps.exchange import (
    access,
    delivery,
    endpoint,
    pairing,
    receiving,
    resending,
    rostering,
    services,
    transport,
    witnessing,
)
from taawun.apps.exchange.delivery import ENVELOPES, RECEIPTS, ROSTER
from taawun.apps.exchange.identity import own_roster
from taawun.apps.exchange.messages import write_message
from taawun.apps.exchange.models import InEnvelope, OutEnvelope, Pairing, Peer, PeerState, Receipt, Refusal
from taawun.apps.people import services as people
from taawun.apps.people.access import actor_of
from taawun.apps.people.signers import node_signers
from taawun.kernel.errors import BadPairing, BadShape, NoRole, NoSuchEnvelope, OtherPurpose, PeerUnreachable
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.receipt import sign_receipts
from tests.apps.exchange.conftest import NOW, half_of
from tests.apps.exchange.partner import Carrier, Partner
from tests.apps.exchange.test_endpoint import _now, call  # noqa: F401 - the clock of the door
from tests.apps.exchange.test_receiving import answered, codes, receive
from tests.apps.exchange.test_sending import released, wish
from tests.apps.registers import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(officers):
    return actor_of(officers["asma"])


# --- pairing ----------------------------------------------------------------------------------------------


def next_roster(officers) -> None:
    held = own_roster()
    rostering.publish_roster(actor_of(officers["asma"]), held.holders, held.rules, node_signers("roster"), NOW)


def test_a_partner_cannot_make_us_forget_the_pairing_that_counts(partner, peer, officers) -> None:
    """A new half under our newer roster would have wiped both halves, and with them every proof (spec §30.14)."""
    before = Pairing.objects.values().get()
    next_roster(officers)
    assert pairing.take_half(half_of(partner), NOW).state == PeerState.PAIRED
    assert Pairing.objects.values().get() == before


def test_offers_of_strangers_do_not_keep_our_officers_from_pairing(partner, officers, keys) -> None:
    for number in range(pairing.MOST_OFFERS):
        Peer.objects.create(
            party=f"A{chr(65 + number)}", name="-", url="https://a.example", state=PeerState.OFFERED, roster=b"{}",
            roster_version=1, roster_digest="0" * 64,
        )  # fmt: skip
    card = pairing.fetch_card(Carrier(partner), "http://127.0.0.1:9", NOW)
    peer = pairing.confirm(actor_of(officers["asma"]), card, card.words, [keys["bilal"], keys["huda"]], NOW)
    assert peer.state == PeerState.CONFIRMED


def test_the_address_is_that_of_the_card_which_our_officers_confirmed(partner, officers, keys) -> None:
    """Whoever copied the partner's half off the network could offer it with an address of their own."""
    half = half_of(partner)
    half["card"]["url"] = "https://elsewhere.example"
    pairing.take_half(half, NOW)
    card = pairing.fetch_card(Carrier(partner), "http://127.0.0.1:9", NOW)
    pairing.confirm(actor_of(officers["asma"]), card, card.words, [keys["bilal"], keys["huda"]], NOW)
    assert Peer.objects.values_list("state", "url").get() == (PeerState.PAIRED, "http://127.0.0.1:9")


def test_an_offer_does_not_replace_a_partner_that_is_suspended(partner, peer) -> None:
    Peer.objects.update(state=PeerState.SUSPENDED)
    partner.party.rotate("node", NOW)
    held = Peer.objects.get().roster_digest
    with pytest.raises(BadPairing):
        pairing.take_half(half_of(partner), NOW)
    assert Peer.objects.get().roster_digest == held


BAD_ADDRESSES = (
    "http://127.0.0.1.example.org",
    "http://localhost.example.org",
    "http://127.0.0.1@example.org",
    "https://somebody@example.org",
    "https://example.org/exchange?x=",
    "https://example.org/#",
    "https://exa\nmple.org",
    "https://",
    "http://[::1",
    "ftp://127.0.0.1",
)


@pytest.mark.parametrize("url", BAD_ADDRESSES)
def test_an_address_that_only_begins_like_one_of_this_machine_is_refused(partner, url) -> None:
    with pytest.raises(BadShape):
        pairing.read_card({"roster": partner.party.document, "name": "المنامة", "url": url}, NOW)


@pytest.mark.parametrize("name", ["\x1b[2J\x1b[H", "a\u202egro.elpmaxe", "a\x00b", "two\nlines", "\u2066x"])
def test_a_name_that_could_rewrite_the_terminal_is_refused(partner, name) -> None:
    with pytest.raises(BadShape):
        pairing.read_card({"roster": partner.party.document, "name": name, "url": "http://127.0.0.1:9"}, NOW)


# --- envelopes ----------------------------------------------------------------------------------------------


def test_one_envelope_twice_in_one_post_has_two_equal_answers(partner, peer) -> None:
    """It once ended in a 503, and with it everything else in the POST (spec §30.1f)."""
    (item,) = partner.seal(partner.envelope())
    answer = answered(peer, [item, item], partner.now)
    assert codes(answer) == ["accepted", "accepted"]
    assert answer["receipts"][0] == answer["receipts"][1]


def test_a_copy_of_what_was_held_and_judged_in_one_post_gets_the_final_receipt(partner, peer) -> None:
    envelopes = [partner.envelope(str(number)) for number in range(12)]
    receive(partner, peer, *reversed(envelopes))
    assert set(codes(receive(partner, peer, *envelopes))) == {"accepted"}


def test_an_identifier_of_ours_is_not_the_partners_to_use(partner, peer, desk, officers, keys) -> None:
    """The page of one envelope would have hidden the other (spec §30.4)."""
    (ours,) = services.send(desk, released(desk, officers, keys), NOW)
    assert codes(receive(partner, peer, partner.envelope(identifier=ours.id, keep=False))) == ["exchange.replayed"]
    assert not InEnvelope.objects.exists()


def test_what_waits_is_judged_in_portions(partner, peer, courier, monkeypatch) -> None:
    """Ten thousand large envelopes behind a gap must not be judged in one transaction in memory."""
    monkeypatch.setattr(receiving, "MOST_FREED", 2)
    first, *rest = (partner.envelope(str(number)) for number in range(6))
    receive(partner, peer, *rest)
    assert codes(receive(partner, peer, first)) == ["accepted"] * 3
    for _ in range(2):
        resending.fill_gap(courier, Peer.objects.get(), NOW)
    assert Peer.objects.get().in_seq == 6
    assert set(InEnvelope.objects.values_list("state", flat=True)) == {"accepted"}
    assert Receipt.objects.filter(kind="accepted", told=False).count() == 3


def test_a_roster_that_came_while_a_post_was_being_opened_decides(partner, peer) -> None:
    items = partner.seal(partner.envelope())
    before = Peer.objects.get()
    partner.party.revoke("node", partner.now, partner.now)
    rostering.take_roster(peer, partner.party.document, partner.now)
    assert codes(answered(before, items, partner.now)) == ["trust.revoked-key"]


def test_refusals_of_items_are_kept_within_bounds(partner, peer, monkeypatch) -> None:
    from taawun.apps.exchange import refusing

    monkeypatch.setattr(refusing, "MOST_REFUSALS", 3)
    item = partner.seal(b"{}")[0]
    answered(peer, [item] * 5, partner.now)
    assert Refusal.objects.count() == 3
    body = b"garbage"
    call(ENVELOPES, body, partner.sign(ENVELOPES, body))
    assert Refusal.objects.count() == 3
    assert Refusal.objects.first().code == "wire.bad-shape"


# --- receipts and delivery -----------------------------------------------------------------------------------


def test_one_receipt_twice_in_one_request_is_kept_once(partner, peer, desk, officers, keys, courier) -> None:
    services.send(desk, released(desk, officers, keys), NOW)
    sealed = delivery._next_rows(Peer.objects.get())[0].sealed
    (document,) = sign_receipts([partner._receipt(sealed)], partner.party.signers("node")[:1])
    body = encode({"receipts": [document, document]})
    signature = partner.sign(RECEIPTS, body)
    assert [call(RECEIPTS, body, signature) for _ in range(2)] == [(200, {"kept": 1}), (200, {"kept": 0})]


class Liar(Partner):
    """Bahrain's node, which says what it likes about how far it is."""

    def post_from_us(self, path, body):
        answer = super().post_from_us(path, body)
        if path != ENVELOPES:
            return answer
        said = json.loads(answer) | {"head": {"seq": 0, "digest": "0" * 64}}
        return encode(said if not self.mute else said | {"receipts": []})


def test_a_false_head_neither_unsettles_what_is_settled_nor_loops(peer, desk, officers, keys, partner, courier) -> None:
    partner.__class__, partner.mute = Liar, False
    for text in ("one", "two"):
        services.send(desk, released(desk, officers, keys, wish(body=write_message(text, "en"))), NOW)
        delivery.deliver(courier, Peer.objects.get(), NOW)
    asked = partner.answers
    for _ in range(5):
        for due in delivery.due_peers(NOW):
            delivery.deliver(courier, due, NOW)
    assert partner.answers == asked
    assert set(OutEnvelope.objects.values_list("state", flat=True)) == {"accepted"}


def test_an_answer_without_receipts_is_not_asked_for_again_at_once(
    peer, desk, officers, keys, partner, courier
) -> None:
    partner.__class__, partner.mute = Liar, True
    services.send(desk, released(desk, officers, keys), NOW)
    delivery.deliver(courier, Peer.objects.get(), NOW)
    assert delivery.due_peers(NOW) == []
    assert Peer.objects.get().failure.startswith("exchange.bad-answer")


def test_a_partner_who_answers_drop_by_drop_does_not_hold_the_worker(monkeypatch) -> None:
    clock = iter(range(0, 10_000, 25))
    monkeypatch.setattr(transport, "monotonic", lambda: next(clock))

    class Drops:
        def iter_bytes(self):
            while True:
                yield b" "

    with pytest.raises(PeerUnreachable):
        transport._read(Drops())


def test_a_cosignature_that_does_not_hold_stops_no_other_partner(peer, partner, courier, monkeypatch) -> None:
    from taawun.apps.ledger import services as ledger

    ledger.accept("record", "0" * 64, at=NOW)
    ledger.seal(NOW, node_signers("ledger"))
    answer = encode({"known": None, "lines": ["\u2014 taawun.bh/witness AAAA"]})
    monkeypatch.setattr(partner, "post_from_us", lambda *_: answer)
    assert witnessing.ask_cosignature(courier, Peer.objects.get(), NOW) is False


# --- the door ------------------------------------------------------------------------------------------------


def test_a_refusal_whose_own_row_cannot_be_written_is_no_500(partner, peer, monkeypatch) -> None:
    monkeypatch.setattr(endpoint, "note_refusals", lambda *_: (_ for _ in ()).throw(OperationalError()))
    status, problem = call(ENVELOPES, b"garbage", partner.sign(ENVELOPES, b"garbage"))
    assert (status, problem["code"]) == (503, "node.error")


@pytest.mark.parametrize("length", ["²", "٣", "9" * 5_000, "+1", "-1"])
def test_a_length_that_is_no_number_is_refused_by_name(partner, peer, length) -> None:
    assert call(ENVELOPES, b"", "AA", length=length)[0] in (400, 413)


def test_a_refusal_is_logged_with_its_rule_and_nothing_else(partner, peer, caplog) -> None:
    """Spec §30.18."""
    with caplog.at_level(logging.WARNING, "taawun.exchange"):
        call(ENVELOPES, b"garbage", partner.sign(ENVELOPES, b"garbage"))
    facts = caplog.records[-1].facts
    assert (facts["party"], facts["code"], facts["section"], facts["size"]) == ("BH", "wire.bad-shape", "20.4", 7)
    assert set(facts) == {"party", "code", "section", "item", "size"}


def test_a_roster_larger_than_its_limit_is_refused_before_it_is_parsed(partner, peer) -> None:
    body = b"[" + b"0," * (pairing.CARD_BYTES // 2) + b"0]"
    for signature in (partner.sign(ROSTER, body), partner.sign(ROSTER, b"another body")):
        status, problem = call(ROSTER, body, signature)
        assert (status, problem["code"]) == (413, "wire.too-large")


def test_strangers_are_served_one_at_a_time(partner, officers) -> None:
    """An offer of a pairing costs seconds of work; strangers get one thread of it, not all (spec §30.15)."""
    body = encode(half_of(partner))
    with endpoint.ONE_STRANGER:
        status, problem = call(pairing.PAIR, body)
    assert (status, problem["code"]) == (429, "exchange.too-often")
    assert call(pairing.PAIR, body) == (200, {"state": "offered"})


@pytest.mark.parametrize("path", [ENVELOPES, ROSTER])
def test_a_request_taken_off_the_wire_and_sent_again_changes_nothing(partner, peer, path) -> None:
    body = {
        ENVELOPES: lambda: partner.post(*partner.seal(partner.envelope())),
        ROSTER: lambda: encode(partner.party.document),
    }[path]()
    signature = partner.sign(path, body)
    first = call(path, body, signature)
    rows = (InEnvelope.objects.count(), Receipt.objects.count(), Peer.objects.values().get())
    assert call(path, body, signature) == first
    assert (InEnvelope.objects.count(), Receipt.objects.count(), Peer.objects.values().get()) == rows


# --- officers ------------------------------------------------------------------------------------------------


def report(partner, peer, **changes) -> str:
    """Take in a record whose marking is changed, and return the identifier of its envelope."""
    body = making.payload(**changes).to_wire()
    written = partner.envelope(
        body=body, kind="record.report", personal=True, purpose=making.PURPOSE, approvers=("chief", "lawyer"),
    )  # fmt: skip
    assert codes(receive(partner, peer, written)) == ["accepted"]
    return written.header.id


def test_an_envelope_shows_no_more_than_the_record_in_it_may_show(partner, peer, officers) -> None:
    """Spec §30.20 and §80.13: the inbox is no way around the marking."""
    red = making.personal("BH", tlp="red", named={"PK:customs"}, handling=("H1", "H2"))
    hidden = report(partner, peer, marking=red)
    for reading in (access.envelope, lambda *a: access.proof(*a, NOW)):
        with pytest.raises(NoSuchEnvelope):
            reading(officers["asma"], hidden, making.PURPOSE)
    outcomes = Line.objects.filter(object_id=hidden, act__startswith="envelope.").values_list("outcome", flat=True)
    assert list(outcomes) == ["refused", "refused"]


def test_a_purpose_that_the_marking_does_not_cover_opens_no_envelope(partner, peer, officers) -> None:
    shown = report(partner, peer)
    assert access.envelope(officers["asma"], shown, making.PURPOSE).body["record"] == making.identifier(1)
    with pytest.raises(OtherPurpose) as refused:  # §30.20: it says for which purpose it can be opened, and no more
        access.envelope(officers["asma"], shown, "missing-persons")
    assert refused.value.purpose == making.PURPOSE


def test_what_was_refused_is_not_shown_as_if_it_had_come_in(partner, peer, officers) -> None:
    written = partner.envelope(body={"record": "../../x", "text": "believe me"}, kind="weather.report")
    assert codes(receive(partner, peer, written)) == ["exchange.unknown-kind"]
    assert access.envelope(officers["asma"], written.header.id, making.PURPOSE).body == {}


def test_a_reading_that_is_refused_leaves_a_line(partner, peer, officers) -> None:
    envelope = partner.envelope()
    receive(partner, peer, envelope)
    people.revoke_role(actor_of(officers["bilal"]).system("test"), officers["huda"], "releasing_officer", at=NOW)
    with pytest.raises(NoRole):
        access.envelope(officers["huda"], envelope.header.id, making.PURPOSE)
    assert Line.objects.filter(act="envelope.read", officer_id=officers["huda"].id, outcome="refused").exists()


def test_a_role_that_was_taken_away_approves_nothing_though_the_roster_lags(peer, desk, officers, keys) -> None:
    """Spec §10.9: the published roster says what an officer may sign, this node whether the role is still held."""
    row = services.draft_release(desk, wish(), NOW)
    people.revoke_role(desk.system("test"), officers["bilal"], "releasing_officer", at=NOW)
    with pytest.raises(NoRole):
        services.approve(actor_of(officers["bilal"]), [row.id], keys["bilal"], NOW)
    assert not row.approvals.exists()
