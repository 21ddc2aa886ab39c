# SPDX-License-Identifier: Apache-2.0
"""An issuer named by its key: did:key over Ed25519, and the base58 in which it is written (spec §80.95)."""

from typing import Final

from taawun.kernel.errors import BadBadge

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PLACES: Final = {letter: place for place, letter in enumerate(_ALPHABET)}
ED25519: Final = b"\xed\x01"
"""The multicodec of an Ed25519 public key, as a varint."""
KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64
ENCODED_CHARACTERS: Final = 128
"""Longest base58 text that is read: a signature has 88."""
DID: Final = "did:key:"


def to_base58(data: bytes) -> str:
    """Return bytes as multibase base58btc, with its "z"."""
    number, letters = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        letters = _ALPHABET[rest] + letters
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + letters


def from_base58(text: object) -> bytes:
    """Return the bytes of a multibase base58btc text.

    Raises:
        BadBadge: it is none, or too long.
    """
    if not isinstance(text, str) or not text.startswith("z") or len(text) > ENCODED_CHARACTERS:
        raise BadBadge("Not base58btc.")
    number, letters = 0, text[1:]
    for letter in letters:
        if letter not in _PLACES:
            raise BadBadge("Not base58btc.")
        number = number * 58 + _PLACES[letter]
    zeros = len(letters) - len(letters.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def did_of(public: bytes) -> str:
    """Return the issuer that a public key is: did:key."""
    return DID + to_base58(ED25519 + public)


def method_of(did: str) -> str:
    """Return how a proof names the key of a did:key."""
    return f"{did}#{did.removeprefix(DID)}"


def public_of(did: object) -> bytes:
    """Return the public key that an issuer is.

    Raises:
        BadBadge: it is no did:key of an Ed25519 key.
    """
    if not isinstance(did, str) or not did.startswith(DID):
        raise BadBadge("The issuer is no did:key.")
    data = from_base58(did.removeprefix(DID))
    if data[:2] != ED25519 or len(data) != 2 + KEY_BYTES:
        raise BadBadge("The issuer is no Ed25519 key.")
    return data[2:]
