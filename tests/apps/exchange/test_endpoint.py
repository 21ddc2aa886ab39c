# SPDX-License-Identifier: Apache-2.0
"""The door for other nodes: who may knock, what they are told, and what stays as it was."""

import io
import json

import pytest

from taawun.apps.exchange import endpoint
from taawun.apps.exchange.delivery import ENVELOPES, ROSTER
from taawun.apps.exchange.models import InEnvelope, Peer, Refusal
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.limits import BATCH_BYTES
from taawun.simulator.keys import signers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch, partner) -> None:
    monkeypatch.setattr(endpoint.timezone, "now", lambda: partner.now)
    monkeypatch.setattr(endpoint, "close_old_connections", lambda: None)  # the test's transaction is on it


def call(path: str, body: bytes = b"", signature: str = "", method: str = "POST", length: str | None = None):
    """Return the status and the JSON of an answer."""
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_LENGTH": str(len(body)) if length is None else length,
        "HTTP_TAAWUN_SIGNATURE": signature,
        "wsgi.input": io.BytesIO(body),
    }
    (answer,) = endpoint.application(environ, lambda status, headers: said.append(status))
    return int(said[0][:3]), json.loads(answer)


def test_a_signed_post_is_answered_with_receipts(partner, peer) -> None:
    body = partner.post(*partner.seal(partner.envelope()))
    status, answer = call(ENVELOPES, body, partner.sign(ENVELOPES, body))
    assert status == 200
    assert answer["receipts"][0]["receipt"]["kind"] == "accepted"


def test_the_card_is_for_everybody(peer) -> None:
    status, card = call("/exchange/card", method="GET", length="")
    assert status == 200
    assert card["roster"]["body"]["party"] == "PK"


def refused(partner, name: str) -> tuple[int, dict[str, str]]:
    body = partner.post(*partner.seal(partner.envelope()))
    good = partner.sign(ENVELOPES, body)
    stranger = signers("a stranger")[:1]
    calls = {
        "no signature": (ENVELOPES, body),
        "signature of another body": (ENVELOPES, body + b" ", good),
        "signature for another path": (ENVELOPES, body, partner.sign("/exchange/receipts", body)),
        "signature by a stranger's key": (ENVELOPES, body, partner.sign(ENVELOPES, body, signers=stranger)),
        "in the name of a party not paired": (ENVELOPES, body, partner.sign(ENVELOPES, body, sender="OM")),
        "meant for another node": (ENVELOPES, body, partner.sign(ENVELOPES, body, recipient="OM")),
        "garbage for a signature": (ENVELOPES, body, "%%%"),
        "a signature header too long": (ENVELOPES, body, "A" * 20_000),
        "garbage for a body": (ENVELOPES, b"\xff" * 64, partner.sign(ENVELOPES, b"\xff" * 64)),
        "no items": (ENVELOPES, partner.post(), partner.sign(ENVELOPES, partner.post())),
        "no such path": ("/exchange/nothing", body, good),
        "another method": (ENVELOPES, b"", "", "GET"),
        "a length too large": (ENVELOPES, b"", good, "POST", str(BATCH_BYTES + 1)),
        "a length that is not one": (ENVELOPES, body, good, "POST", "many"),
        "a body shorter than stated": (ENVELOPES, body[:-9], good, "POST", str(len(body))),
        "a half that is none": ("/exchange/pair", b"{}"),
        "receipts that are none": ("/exchange/receipts", b"[]", partner.sign("/exchange/receipts", b"[]")),
        "a resend of nothing": ("/exchange/resend", b"{}", partner.sign("/exchange/resend", b"{}")),
        "a checkpoint that is none": ("/exchange/checkpoint", b"x", partner.sign("/exchange/checkpoint", b"x")),
        "a roster that is none": (ROSTER, b"{}", partner.sign(ROSTER, b"{}")),
    }
    return call(*calls[name])


REFUSED = {
    "no signature": (401, "trust.unknown-sender"),
    "signature of another body": (401, "signature.bad"),
    "signature for another path": (401, "exchange.wrong-recipient"),
    "signature by a stranger's key": (401, "trust.unknown-key"),
    "in the name of a party not paired": (401, "trust.unknown-sender"),
    "meant for another node": (401, "exchange.wrong-recipient"),
    "garbage for a signature": (401, "wire.bad-shape"),
    "a signature header too long": (413, "wire.too-large"),
    "garbage for a body": (400, "wire.bad-shape"),
    "no items": (400, "wire.bad-shape"),
    "no such path": (404, "exchange.no-such-path"),
    "another method": (404, "exchange.no-such-path"),
    "a length too large": (413, "wire.too-large"),
    "a length that is not one": (400, "wire.bad-shape"),
    "a body shorter than stated": (400, "wire.bad-shape"),
    "a half that is none": (400, "wire.bad-shape"),
    "receipts that are none": (400, "wire.bad-shape"),
    "a resend of nothing": (400, "wire.bad-shape"),
    "a checkpoint that is none": (400, "ledger.bad-offer"),
    "a roster that is none": (400, "wire.bad-shape"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_request_is_a_problem_with_code_and_paragraph(partner, peer, name) -> None:
    head = Peer.objects.values_list("in_seq", "in_digest").get()
    status, problem = refused(partner, name)
    assert (status, problem["code"]) == REFUSED[name]
    assert problem["section"]
    assert Peer.objects.values_list("in_seq", "in_digest").get() == head
    assert not InEnvelope.objects.exists()


def test_strangers_leave_no_rows(partner, peer) -> None:
    refused(partner, "in the name of a party not paired")
    assert not Refusal.objects.exists()


def test_a_fault_of_ours_is_a_503_and_never_a_500(partner, peer, monkeypatch) -> None:
    monkeypatch.setattr(endpoint.receiving, "receive", lambda *_: 1 / 0)
    body = partner.post(*partner.seal(partner.envelope()))
    status, problem = call(ENVELOPES, body, partner.sign(ENVELOPES, body))
    assert (status, problem["code"]) == (503, "node.error")


def test_a_party_whose_node_key_was_stolen_can_say_so_with_its_new_one(partner, peer) -> None:
    partner.party.revoke("node", partner.now, partner.now)
    body = encode(partner.party.document)
    assert call(ROSTER, body, partner.sign(ROSTER, body)) == (200, {"version": 2})
    assert Peer.objects.get().roster_version == 2
    assert call(ROSTER, body, partner.sign(ROSTER, body)) == (200, {"version": 2})


def test_a_roster_that_the_held_roots_did_not_sign_is_refused(partner, peer) -> None:
    from taawun.simulator.party import Party

    impostor = Party("BH", seed=7, now=partner.now)
    impostor.rotate("node", partner.now)
    body = encode(impostor.document)
    status, _ = call(ROSTER, body, partner.sign(ROSTER, body, signers=impostor.signers("node")[:1]))
    assert status == 400
    assert Peer.objects.get().roster_version == 1
