# SPDX-License-Identifier: Apache-2.0
"""Receipts: the signed answer to an envelope, in layers after the ETSI registered-mail kinds (spec §30.6)."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from taawun.kernel.errors import BadShape
from taawun.kernel.ports import Signer
from taawun.kernel.wire import shapes
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import check_digest, sha256_hex
from taawun.kernel.wire.ids import check_id
from taawun.kernel.wire.signing import sign_many
from taawun.kernel.wire.times import from_wire, to_wire

TYPE: Final = "receipt/1"
_SECTION = re.compile(r"[1-9][0-9]\.[1-9][0-9]{0,2}")
_FIELDS = frozenset("type id kind from to item envelope digest at code section leaf sealed_by".split())


class ReceiptKind(StrEnum):
    """How far an envelope came, after ETSI EN 319 522-1."""

    SUBMITTED = "submitted"  # taken into our own outbox
    RELAYED = "relayed"  # handed to a carrier, e.g. a pouch
    DELIVERED = "delivered"  # stored by the recipient, not yet judged: an earlier one is missing
    ACCEPTED = "accepted"  # judged good and taken by a register or a case
    REJECTED = "rejected"  # refused, with code and §
    READ = "read"  # shown to an officer, where the sender asked


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt. `item` names the sealed bytes; `envelope` and `digest` are None if they could not be read."""

    id: str
    kind: ReceiptKind
    sender: str
    recipient: str
    item: str
    envelope: str | None
    digest: str | None
    at: datetime
    code: str = ""
    section: str = ""
    leaf: str | None = None
    sealed_by: datetime | None = None

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object."""
        return {
            "type": TYPE,
            "id": self.id,
            "kind": self.kind.value,
            "from": self.sender,
            "to": self.recipient,
            "item": self.item,
            "envelope": self.envelope,
            "digest": self.digest,
            "at": to_wire(self.at),
            "code": self.code,
            "section": self.section,
            "leaf": self.leaf,
            "sealed_by": None if self.sealed_by is None else to_wire(self.sealed_by),
        }

    @classmethod
    def from_wire(cls, value: object) -> "Receipt":
        """Return the receipt of a JSON object; a rejection without a code is refused."""
        raw = shapes.fields(value, "receipt", _FIELDS)
        if raw["type"] != TYPE:
            raise BadShape("The type is not receipt/1.")
        kind = ReceiptKind(shapes.one_of(raw["kind"], frozenset(ReceiptKind), "kind"))
        _check_fit(kind, raw)
        return cls(
            id=check_id(raw["id"]),
            kind=kind,
            sender=shapes.party(raw["from"]),
            recipient=shapes.party(raw["to"]),
            item=check_digest(raw["item"]),
            envelope=None if raw["envelope"] is None else check_id(raw["envelope"]),
            digest=None if raw["digest"] is None else check_digest(raw["digest"]),
            at=from_wire(raw["at"]),
            code=raw["code"],
            section=raw["section"],
            leaf=None if raw["leaf"] is None else check_digest(raw["leaf"]),
            sealed_by=None if raw["sealed_by"] is None else from_wire(raw["sealed_by"]),
        )


def _check_fit(kind: ReceiptKind, raw: dict[str, Any]) -> None:
    """Refuse fields that contradict each other or the kind (spec §30.6)."""
    if kind is ReceiptKind.REJECTED:
        shapes.slug(raw["code"], "code")
        if not isinstance(raw["section"], str) or not _SECTION.fullmatch(raw["section"]):
            raise BadShape("A rejection names no paragraph.")
    elif raw["code"] != "" or raw["section"] != "":
        raise BadShape("Only a rejection carries a code.")
    elif raw["envelope"] is None:
        raise BadShape("Only a rejection may leave the envelope unnamed.")
    if (raw["envelope"] is None) != (raw["digest"] is None):
        raise BadShape("An envelope is named by its identifier and its digest together.")
    if (raw["leaf"] is None) != (raw["sealed_by"] is None):
        raise BadShape("A leaf and the time it is sealed by stand together.")


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed receipt: the digest of the receipt, and the canonical bytes of {receipt, signatures}."""

    digest: str
    data: bytes


def write_receipts(receipts: Sequence[Receipt], signers: Sequence[Signer]) -> list[Signed]:
    """Return the signed receipts that answer one batch, each written once."""
    written = [encode(receipt.to_wire()) for receipt in receipts]
    signed = sign_many("receipt", written, signers)
    return [
        Signed(sha256_hex(data), join_receipt(data, encode([signature.to_wire() for signature in signatures])))
        for data, signatures in zip(written, signed, strict=True)
    ]


def join_receipt(receipt: bytes, signatures: bytes) -> bytes:
    """Return the canonical bytes of {receipt, signatures} from those of its parts."""
    return b'{"receipt":' + receipt + b',"signatures":' + signatures + b"}"


def sign_receipts(receipts: Sequence[Receipt], signers: Sequence[Signer]) -> list[dict[str, Any]]:
    """Return the signed JSON objects {receipt, signatures} of receipts that answer one batch."""
    return [json.loads(one.data) for one in write_receipts(receipts, signers)]
