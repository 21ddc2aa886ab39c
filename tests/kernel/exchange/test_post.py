# SPDX-License-Identifier: Apache-2.0
"""The POST and the signature on every request (spec §30.1); receipts as they come back (spec §30.6)."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taawun.kernel.errors import (
    BadReceipt,
    BadShape,
    BadSignature,
    FutureDated,
    NotCanonical,
    RevokedKey,
    SenderError,
    TooLarge,
    UnknownKey,
    UnknownSender,
    UnknownVersion,
    WrongRecipient,
)
from taawun.kernel.exchange import post as posts
from taawun.kernel.exchange.receipts import check_answers, check_receipt
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import b64, unb64
from taawun.kernel.wire.limits import BATCH_BYTES, BATCH_ITEMS
from taawun.kernel.wire.receipt import Receipt, ReceiptKind, sign_receipts
from taawun.kernel.wire.sealing import WRAP_BYTES, Sealed
from taawun.kernel.wire.signing import Verifier
from tests.kernel.making import NOW, identifier, new_party, node, officers, party

SECOND = timedelta(seconds=1)
WRAPS = [bytes([n]) * WRAP_BYTES for n in (1, 2)]
ITEMS = [Sealed(WRAPS[0], 0, b"a"), Sealed(WRAPS[1], 0, "ب".encode()), Sealed(WRAPS[0], 1, b"ccc")]
DATA = posts.write_post("PK", "BH", NOW, ITEMS)
HEAD = json.loads(DATA[4 : 4 + int.from_bytes(DATA[:4], "big")])
TAIL = DATA[4 + int.from_bytes(DATA[:4], "big") :]
PATH = "/exchange/envelopes"


def data(head, tail=TAIL):
    written = head if isinstance(head, bytes) else encode(head)
    return len(written).to_bytes(4, "big") + written + tail


def test_a_post_reads_back_and_writes_a_shared_wrap_once():
    post = posts.read_post(DATA)
    assert post == posts.Post("PK", "BH", NOW, tuple(ITEMS))
    assert len(TAIL) == 2 * WRAP_BYTES + 1 + 2 + 3
    posts.check_parties(post, "PK", "BH")


@given(
    st.lists(
        st.tuples(st.sampled_from(WRAPS), st.integers(0, 2**32 - 1), st.binary(min_size=1, max_size=9)), max_size=6
    )
)
def test_any_items_read_back_in_their_order(rows):
    items = [Sealed(*row) for row in rows]
    assert posts.read_post(posts.write_post("PK", "BH", NOW, items)).items == tuple(items)


def item(**change):
    return HEAD | {"items": [HEAD["items"][0] | change, *HEAD["items"][1:]]}


BROKEN = {
    "nothing": (b"", BadShape),
    "too short for a length": (b"\x00\x00", SenderError),
    "a head that is cut off": (DATA[:20], BadShape),
    "a head longer than the rest": (b"\xff\xff\xff\xff{}", BadShape),
    "too many bytes": (bytes(BATCH_BYTES + 1), TooLarge),
    "a head with a space": (data(json.dumps(HEAD, sort_keys=True).encode()), NotCanonical),
    "a head too large": (data(b" " * (posts.HEAD_BYTES + 1)), TooLarge),
    "a head that is a list": (data([]), BadShape),
    "an unknown version": (data(HEAD | {"protocol": "taawun/2"}), UnknownVersion),
    "a field too many": (data(HEAD | {"note": 1}), BadShape),
    "too many items": (data(HEAD | {"items": HEAD["items"] * BATCH_ITEMS}), BadShape),
    "too many wraps": (data(HEAD | {"wraps": BATCH_ITEMS + 1}, bytes((BATCH_ITEMS + 1) * WRAP_BYTES + 6)), BadShape),
    "a wrap that is not there": (data(item(wrap=2)), BadShape),
    "a negative wrap": (data(item(wrap=-1)), BadShape),
    "a place beyond 32 bits": (data(item(index=2**32)), BadShape),
    "an empty item": (data(item(size=0)), BadShape),
    "an item longer than the bytes": (data(item(size=2)), BadShape),
    "an item of nearly all numbers": (data(item(size=2**53 - 1)), BadShape),
    "bytes after the last item": (DATA + b"x", BadShape),
    "a byte missing": (DATA[:-1], BadShape),
    "a time without zone": (data(HEAD | {"created": "now"}), BadShape),
    "a party in lower case": (data(HEAD | {"from": "pk"}), BadShape),
}


@pytest.mark.parametrize(("given_data", "error"), BROKEN.values(), ids=BROKEN)
def test_a_broken_post_is_refused_by_name(given_data, error):
    with pytest.raises(error):
        posts.read_post(given_data)


@given(st.binary(max_size=300))
def test_any_bytes_get_an_answer_by_name(given_data):
    with pytest.raises(SenderError):
        posts.read_post(given_data)


@pytest.mark.parametrize(("sender", "us"), [("SA", "BH"), ("PK", "SA"), ("BH", "PK")])
def test_a_post_that_names_other_parties_is_refused(sender, us):
    with pytest.raises(WrongRecipient):
        posts.check_parties(posts.read_post(DATA), sender, us)


# --- signed requests ---------------------------------------------------------------------------------

SIGNED = posts.sign_request(PATH, "PK", "BH", NOW, DATA, node())


PK = party().roster


def check(header=SIGNED, *, roster=PK, path=PATH, us="BH", now=NOW, body=DATA):
    posts.check_request(Verifier(), roster, header, path, us, now, body)


def test_a_signed_request_is_let_in():
    check()
    assert posts.claimed_sender(SIGNED) == "PK"
    check(now=NOW + timedelta(minutes=5))
    check(now=NOW - timedelta(minutes=5))


def claim(**change):
    raw = json.loads(unb64(SIGNED))
    return b64(encode(raw | {"claim": raw["claim"] | change}))


def revoked():
    changed = new_party()
    changed.revoke("node", NOW, NOW)
    return changed.roster


STRANGE = {
    "from a stranger": ({"roster": None}, UnknownSender),
    "claiming another party": ({"roster": party("SA").roster}, UnknownSender),
    "to somebody else": ({"us": "SA"}, WrongRecipient),
    "for another path": ({"path": "/exchange/resend"}, WrongRecipient),
    "that is old": ({"now": NOW + timedelta(minutes=5) + SECOND}, FutureDated),
    "from the future": ({"now": NOW - timedelta(minutes=5) - SECOND}, FutureDated),
    "with another body": ({"body": DATA + b" "}, BadSignature),
    "with an empty body": ({"body": b""}, BadSignature),
    "with a changed claim": ({"header": claim(at="2026-11-22T09:00:01.000Z")}, BadSignature),
    "with a claim of another kind": ({"header": claim(at=7)}, BadShape),
    "with a field too many": ({"header": claim(admin=True)}, BadShape),
    "signed by an officer": (
        {"header": posts.sign_request(PATH, "PK", "BH", NOW, DATA, officers("chief"))},
        UnknownKey,
    ),
    "signed by another node": (
        {"header": posts.sign_request(PATH, "PK", "BH", NOW, DATA, node(party("SA")))},
        UnknownKey,
    ),
    "signed with a revoked key": ({"roster": revoked()}, RevokedKey),
    "without a header": ({"header": ""}, SenderError),
    "with a header that is not base64url": ({"header": "سلام"}, BadShape),
    "with a header too long": ({"header": "A" * (posts.HEADER_BYTES + 4)}, TooLarge),
    "with a header that is a list": ({"header": b64(b"[]")}, BadShape),
    "with a claim that is a list": ({"header": b64(b'{"claim":[],"signatures":[]}')}, BadShape),
    "without signatures": ({"header": b64(encode(json.loads(unb64(SIGNED)) | {"signatures": []}))}, BadShape),
}


@pytest.mark.parametrize(("how", "error"), STRANGE.values(), ids=STRANGE)
def test_a_request_that_the_node_did_not_sign_is_refused(how, error):
    with pytest.raises(error):
        check(**how)


def test_a_claimed_sender_is_a_party_or_refused():
    with pytest.raises(BadShape):
        posts.claimed_sender(claim(**{"from": "pk"}))


# --- receipts ----------------------------------------------------------------------------------------

RECEIPT = Receipt(
    id=identifier(3),
    kind=ReceiptKind.DELIVERED,
    sender="BH",
    recipient="PK",
    item="ab" * 32,
    envelope=identifier(2),
    digest="cd" * 32,
    at=NOW,
)


def document(receipt=RECEIPT, signers=None):
    return sign_receipts([receipt], signers or node(party("BH")))[0]


def taken(given_document, *, roster=None, us="PK", seen=NOW):
    return check_receipt(Verifier(), roster or party("BH").roster, given_document, us, seen)


def test_a_receipt_of_the_recipient_is_taken():
    assert taken(document()) == RECEIPT


def rotated_bh():
    changed = new_party("BH")
    changed.revoke("node", NOW, NOW)
    return changed.roster


FALSE = {
    "to somebody else": (document, {"us": "SA"}, BadReceipt),
    "from somebody else": (lambda: document(replace(RECEIPT, sender="SA")), {}, BadReceipt),
    "from the future": (lambda: document(replace(RECEIPT, at=NOW + timedelta(minutes=6))), {}, FutureDated),
    "signed by the sender itself": (lambda: document(signers=node()), {}, UnknownKey),
    "signed by an officer": (lambda: document(signers=officers("chief", of=party("BH"))), {}, UnknownKey),
    "signed with a revoked key": (document, {"roster": rotated_bh()}, RevokedKey),
    "changed after signing": (
        lambda: document() | {"receipt": replace(RECEIPT, item="ef" * 32).to_wire()},
        {},
        BadSignature,
    ),
    "without signatures": (lambda: document() | {"signatures": []}, {}, BadShape),
    "that is a list": (list, {}, BadShape),
}


@pytest.mark.parametrize(("made", "how", "error"), FALSE.values(), ids=FALSE)
def test_a_false_receipt_is_refused(made, how, error):
    with pytest.raises(error):
        taken(made(), **how)


def test_a_receipt_answers_exactly_what_was_sent():
    check_answers(RECEIPT, identifier(2), "cd" * 32, {"ab" * 32, "00" * 32})
    for envelope, digest, items in (
        (identifier(9), "cd" * 32, {"ab" * 32}),
        (identifier(2), "00" * 32, {"ab" * 32}),
        (identifier(2), "cd" * 32, {"00" * 32}),
        (identifier(2), "cd" * 32, set()),
    ):
        with pytest.raises(BadReceipt):
            check_answers(RECEIPT, envelope, digest, items)
