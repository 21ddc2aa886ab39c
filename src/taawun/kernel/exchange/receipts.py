# SPDX-License-Identifier: Apache-2.0
"""Whether a receipt is what it says (spec §30.6)."""

from collections.abc import Collection
from datetime import datetime

from taawun.kernel.errors import BadReceipt, FutureDated
from taawun.kernel.trust.keys import NODE
from taawun.kernel.trust.roster import Roster
from taawun.kernel.wire import shapes
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.limits import CLOCK_SKEW
from taawun.kernel.wire.receipt import Receipt, Signed, join_receipt
from taawun.kernel.wire.signing import Verifier, signatures_from_wire


def check_receipt(verifier: Verifier, roster: Roster, document: object, us: str, seen: datetime) -> Receipt:
    """Return the receipt in a signed document; see `read_receipt`."""
    return read_receipt(verifier, roster, document, us, seen)[0]


def read_receipt(
    verifier: Verifier, roster: Roster, document: object, us: str, seen: datetime
) -> tuple[Receipt, Signed]:
    """Return the receipt in a signed document from the owner of `roster` to `us`, and its bytes (spec §30.6).

    Raises:
        BadReceipt: if it is from or to somebody else.
        FutureDated: if it is dated further ahead than the clock skew allows.
        UnknownKey, ExpiredKey, RevokedKey, BadSignature, NotEnoughSignatures: if the signature is not good.
    """
    raw = shapes.fields(document, "signed receipt", frozenset({"receipt", "signatures"}))
    receipt = Receipt.from_wire(raw["receipt"])
    if receipt.sender != roster.party or receipt.recipient != us:
        raise BadReceipt("From or to another party.")
    if receipt.at > seen + CLOCK_SKEW:
        raise FutureDated
    signatures = signatures_from_wire(raw["signatures"])
    message = encode(raw["receipt"])
    roster.signed_by(verifier, "receipt", NODE, message, signatures, signed=receipt.at, seen=seen)
    return receipt, Signed(sha256_hex(message), join_receipt(message, encode(raw["signatures"])))


def check_answers(receipt: Receipt, envelope: str, digest: str, items: Collection[str]) -> None:
    """Refuse a receipt that does not answer the envelope it is laid to (spec §30.6).

    Args:
        receipt: a checked receipt.
        envelope: the identifier of what we sent.
        digest: the digest of what we sent.
        items: the digests of every sealed form we sent it in.

    Raises:
        BadReceipt: if it names another envelope, digest or sealed form.
    """
    if (receipt.envelope, receipt.digest) != (envelope, digest) or receipt.item not in items:
        raise BadReceipt("It names something else than what was sent.")
