# SPDX-License-Identifier: Apache-2.0
"""The POST that carries sealed envelopes, and the signature on every request (spec §30.1).

The signature is checked before anything is opened, so a stranger costs us one look-up and a member one
verification, never a decryption.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from taawun.kernel.errors import BadShape, FutureDated, TooLarge, UnknownSender, WrongRecipient
from taawun.kernel.ports import Signer
from taawun.kernel.trust.keys import NODE
from taawun.kernel.trust.roster import Roster
from taawun.kernel.wire import shapes
from taawun.kernel.wire.canonical import decode, encode
from taawun.kernel.wire.digests import b64, sha256_hex, unb64
from taawun.kernel.wire.limits import BATCH_BYTES, BATCH_ITEMS, CLOCK_SKEW
from taawun.kernel.wire.protocol import TAAWUN_1, version_named
from taawun.kernel.wire.sealing import WRAP_BYTES, Sealed
from taawun.kernel.wire.signing import Verifier, sign, signatures_from_wire
from taawun.kernel.wire.times import from_wire, to_wire

HEADER: Final = "Taawun-Signature"
"""HTTP header that carries the signature of a request."""

HEADER_BYTES: Final = 16_384
"""Largest signature header, in bytes."""

HEAD_BYTES: Final = 128 << 10
"""Largest head of a POST, in bytes: what lists up to a thousand items."""

_LENGTH_BYTES: Final = 4

_FIELDS = frozenset({"protocol", "from", "to", "created", "wraps", "items"})
_ITEM = frozenset({"wrap", "index", "size"})


@dataclass(frozen=True, slots=True)
class Post:
    """An opened POST: who sent it when, and the sealed envelopes, in order."""

    sender: str
    recipient: str
    created: datetime
    items: tuple[Sealed, ...]


def write_post(sender: str, recipient: str, created: datetime, items: Sequence[Sealed]) -> bytes:
    """Return the bytes of a POST; a wrap that several items share is written once."""
    wraps = list(dict.fromkeys(item.wrap for item in items))
    place = {wrap: number for number, wrap in enumerate(wraps)}
    head = encode(
        {
            "protocol": TAAWUN_1.name,
            "from": sender,
            "to": recipient,
            "created": to_wire(created),
            "wraps": len(wraps),
            "items": [{"wrap": place[i.wrap], "index": i.index, "size": len(i.ciphertext)} for i in items],
        }
    )
    return b"".join([len(head).to_bytes(_LENGTH_BYTES, "big"), head, *wraps, *(i.ciphertext for i in items)])


def read_post(data: bytes) -> Post:
    """Return the POST of its bytes, or refuse them (spec §30.1)."""
    if len(data) > BATCH_BYTES:
        raise TooLarge(f"{len(data)} bytes; at most {BATCH_BYTES}.")
    end = _LENGTH_BYTES + int.from_bytes(data[:_LENGTH_BYTES], "big")
    if len(data) < end:
        raise BadShape("The head of the POST is cut off.")
    value = decode(data[_LENGTH_BYTES:end], limit=HEAD_BYTES)
    if isinstance(value, dict) and "protocol" in value:
        version_named(value["protocol"])
    raw = shapes.fields(value, "post", _FIELDS)
    places = [_place(item) for item in shapes.items(raw["items"], "items", BATCH_ITEMS, 0)]
    wraps = shapes.whole(raw["wraps"], "wraps")
    first = end + wraps * WRAP_BYTES
    if wraps > BATCH_ITEMS or first + sum(size for _, _, size in places) != len(data):
        raise BadShape("The bytes after the head are not those that it lists.")
    items = _items(data, end, first, wraps, places)
    return Post(shapes.party(raw["from"]), shapes.party(raw["to"]), from_wire(raw["created"]), items)


def check_parties(post: Post, sender: str, us: str) -> None:
    """Refuse a POST that names other parties than its signed request or the pouch it came in (spec §30.1)."""
    if (post.sender, post.recipient) != (sender, us):
        raise WrongRecipient("The POST names other parties than the request.")


def _place(value: object) -> tuple[int, int, int]:
    """Return which wrap an item has, its index under it, and the size of its ciphertext in bytes."""
    raw = shapes.fields(value, "item", _ITEM)
    index = shapes.whole(raw["index"], "index")
    if index >= 2**32:
        raise BadShape("An item has a place beyond 2^32.")
    return shapes.whole(raw["wrap"], "wrap"), index, shapes.whole(raw["size"], "size", 1)


def _items(data: bytes, start: int, first: int, wraps: int, places: list[tuple[int, int, int]]) -> tuple[Sealed, ...]:
    listed = [data[at : at + WRAP_BYTES] for at in range(start, first, WRAP_BYTES)]
    items, at = [], first
    for wrap, index, size in places:
        if wrap >= wraps:
            raise BadShape("An item names a wrap that is not there.")
        items.append(Sealed(listed[wrap], index, data[at : at + size]))
        at += size
    return tuple(items)


def sign_request(path: str, sender: str, recipient: str, now: datetime, body: bytes, signers: Sequence[Signer]) -> str:
    """Return the value of the signature header for a request."""
    claim = {"path": path, "from": sender, "to": recipient, "at": to_wire(now)}
    signatures = sign("post", _message(claim, body), signers)
    return b64(encode({"claim": claim, "signatures": [signature.to_wire() for signature in signatures]}))


def claimed_sender(header: str) -> str:
    """Return the party that a signature header claims to be from; nothing is proven yet."""
    return shapes.party(_read_header(header)["claim"]["from"])


def check_request(
    verifier: Verifier, roster: Roster | None, header: str, path: str, us: str, now: datetime, body: bytes
) -> None:
    """Refuse a request that the roster's node did not sign, for this path, to us, about now (spec §30.1).

    Raises:
        UnknownSender: if there is no roster, because there is no pairing.
        WrongRecipient, FutureDated, UnknownKey, ExpiredKey, RevokedKey, BadSignature, NotEnoughSignatures.
    """
    raw = _read_header(header)
    claim = raw["claim"]
    if roster is None or claim["from"] != roster.party:
        raise UnknownSender
    if claim["to"] != us or claim["path"] != path:
        raise WrongRecipient
    at = from_wire(claim["at"])
    if abs(now - at) > CLOCK_SKEW:
        raise FutureDated("The clocks of the two nodes differ by more than five minutes, or the request is old.")
    signatures = signatures_from_wire(raw["signatures"])
    roster.signed_by(verifier, "post", NODE, _message(claim, body), signatures, signed=at, seen=now)


def _read_header(header: str) -> dict[str, Any]:
    if len(header) > HEADER_BYTES:
        raise TooLarge(f"A signature header of {len(header)} bytes; at most {HEADER_BYTES}.")
    raw = shapes.fields(
        decode(unb64(header), limit=HEADER_BYTES), "signature header", frozenset({"claim", "signatures"})
    )
    shapes.fields(raw["claim"], "claim", frozenset({"path", "from", "to", "at"}))
    return raw


def _message(claim: dict[str, Any], body: bytes) -> bytes:
    return encode(claim | {"body": sha256_hex(body)})
