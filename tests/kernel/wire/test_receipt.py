# SPDX-License-Identifier: Apache-2.0
"""Receipts: each kind says what it may and nothing that contradicts it (spec §30.6)."""

from datetime import timedelta

import pytest

from taawun.kernel.errors import BadShape
from taawun.kernel.wire.receipt import Receipt, ReceiptKind, sign_receipts
from tests.kernel.making import NOW, identifier, node


def receipt(**changes) -> Receipt:
    fields = {
        "id": identifier(3),
        "kind": ReceiptKind.ACCEPTED,
        "sender": "BH",
        "recipient": "PK",
        "item": "ab" * 32,
        "envelope": identifier(2),
        "digest": "cd" * 32,
        "at": NOW,
        "leaf": "ef" * 32,
        "sealed_by": NOW + timedelta(seconds=1),
    }
    return Receipt(**(fields | changes))


REJECTED = {"kind": ReceiptKind.REJECTED, "code": "release.expired", "section": "50.4"}
GOOD = {
    "accepted": {},
    "accepted, and the leaf told before": {"leaf": None, "sealed_by": None},
    "delivered": {"kind": ReceiptKind.DELIVERED},
    "read": {"kind": ReceiptKind.READ, "leaf": None, "sealed_by": None},
    "rejected": REJECTED,
    "rejected unread": REJECTED | {"envelope": None, "digest": None, "leaf": None, "sealed_by": None},
}


@pytest.mark.parametrize("fields", GOOD.values(), ids=GOOD)
def test_a_receipt_reads_back(fields):
    one = receipt(**fields)
    assert Receipt.from_wire(one.to_wire()) == one


WRONG = {
    "of an unknown kind": {"kind": "lost"},
    "of another type": {"type": "receipt/2"},
    "rejected without a code": {"kind": "rejected", "section": "50.4"},
    "rejected without a section": {"kind": "rejected", "code": "release.expired"},
    "rejected under a section that is no text": {"kind": "rejected", "code": "release.expired", "section": 50},
    "rejected under a long text": {"kind": "rejected", "code": "release.expired", "section": "50.4 " * 99},
    "accepted with a code": {"code": "release.expired"},
    "accepted with a section": {"section": "50.4"},
    "accepted unread": {"envelope": None, "digest": None},
    "with an envelope but no digest": {"kind": "rejected", "code": "a.b", "section": "50.4", "digest": None},
    "with a leaf but no time": {"sealed_by": None},
    "with a leaf that is no digest": {"leaf": "x"},
    "without an item": {"item": None},
    "from nobody": {"from": ""},
    "with a field too many": {"note": "x"},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_a_receipt_that_contradicts_itself_is_refused(change):
    with pytest.raises(BadShape):
        Receipt.from_wire(receipt().to_wire() | change)


def test_receipts_of_one_batch_are_signed_together():
    documents = sign_receipts([receipt(), receipt(**REJECTED)], node())
    assert [sorted(document) for document in documents] == [["receipt", "signatures"]] * 2
    assert {document["signatures"][0]["value"] for document in documents} == {documents[0]["signatures"][0]["value"]}
