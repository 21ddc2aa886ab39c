# SPDX-License-Identifier: Apache-2.0
"""Seals: hybrid post-quantum HPKE for a content key, AES-256-GCM for what it protects (spec §20.9).

Envelopes that are sealed together share one wrapped content key; each has a key of its own derived from it,
so one item can be opened to a court without opening its neighbours, and a batch costs one encapsulation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from taawun.kernel.errors import BadSeal, BadShape
from taawun.kernel.wire.digests import sha256_hex

CONTENT_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_ML_KEM_PUBLIC_BYTES: Final = 1184
_PUBLIC_BYTES: Final = _ML_KEM_PUBLIC_BYTES + 32
_SECRET_BYTES: Final = 64 + 32
WRAP_BYTES: Final = 1088 + 32 + CONTENT_KEY_BYTES + 16
"""Length of every wrap: both encapsulations, the content key and its tag."""
_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def sealing_key_id(public: bytes) -> str:
    """Return the identifier of a sealing key (spec §10.3)."""
    return f"mlkem768-x25519:{sha256_hex(public)[:32]}"


def sealing_public(secret: bytes) -> bytes:
    """Return the public sealing key of a secret: ML-KEM-768 then X25519."""
    kem, curve = _private_parts(secret)
    return kem.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()


@dataclass(frozen=True, slots=True)
class Sealed:
    """One sealed envelope: the wrapped content key it shares, its place under it, and the ciphertext."""

    wrap: bytes
    index: int
    ciphertext: bytes

    @property
    def digest(self) -> str:
        """Return the digest that a receipt names when nothing inside could be read (spec §30.6)."""
        return sha256_hex(self.wrap + self.index.to_bytes(4, "big") + self.ciphertext)


def seal(sender: str, recipient: str, public: bytes, content_key: bytes, plain: Sequence[bytes]) -> list[Sealed]:
    """Seal messages to a party's public sealing key.

    Args:
        sender: party that seals; bound into the seal.
        recipient: party that may open; bound into the seal.
        public: the recipient's public sealing key, 1,216 bytes.
        content_key: 32 fresh random bytes, used for nothing else.
        plain: the messages.

    Raises:
        BadShape: if nothing can be sealed to that key.
    """
    info = _info(sender, recipient)
    wrap = _wrap(public, content_key, info)
    return [
        Sealed(wrap, index, _cipher(content_key, index).encrypt(_nonce(content_key, index), message, info))
        for index, message in enumerate(plain)
    ]


def unwrap(sender: str, recipient: str, secret: bytes, wrap: bytes) -> bytes:
    """Return the content key under a wrap.

    Raises:
        BadSeal: if it was made for another key or other parties, or was altered.
    """
    private = _private(secret)
    try:
        content_key = _SUITE.decrypt(wrap, private, info=_info(sender, recipient))
    except (InvalidTag, ValueError):
        raise BadSeal from None
    if len(content_key) != CONTENT_KEY_BYTES:
        raise BadSeal
    return content_key


def unseal(sender: str, recipient: str, content_key: bytes, sealed: Sealed) -> bytes:
    """Return the message inside, or refuse altered bytes."""
    try:
        cipher, nonce = _cipher(content_key, sealed.index), _nonce(content_key, sealed.index)
        return cipher.decrypt(nonce, sealed.ciphertext, _info(sender, recipient))
    except (InvalidTag, ValueError):
        raise BadSeal from None


def _info(sender: str, recipient: str) -> bytes:
    return f"taawun/1 seal {sender}>{recipient}".encode("ascii")


def _derive(content_key: bytes, purpose: bytes, index: int, size: int) -> bytes:
    info = b"taawun/1 " + purpose + index.to_bytes(4, "big")
    return HKDFExpand(hashes.SHA256(), size, info).derive(content_key)


def _cipher(content_key: bytes, index: int) -> AESGCM:
    return AESGCM(_derive(content_key, b"item key ", index, 32))


def _nonce(content_key: bytes, index: int) -> bytes:
    return _derive(content_key, b"item nonce ", index, _NONCE_BYTES)


def _wrap(public: bytes, content_key: bytes, info: bytes) -> bytes:
    try:
        return _SUITE.encrypt(content_key, _load_public(public), info=info)
    except ValueError:  # half a key that is no point, or a point of small order
        raise BadShape("Nothing can be sealed to this sealing key.") from None


@lru_cache(maxsize=64)
def _load_public(public: bytes) -> hpke.MLKEM768X25519PublicKey:
    if len(public) != _PUBLIC_BYTES:
        raise BadShape("A sealing key is not 1,216 bytes.")
    try:
        kem = mlkem.MLKEM768PublicKey.from_public_bytes(public[:_ML_KEM_PUBLIC_BYTES])
    except ValueError:
        raise BadShape("A sealing key is not a key of ML-KEM-768.") from None
    curve = x25519.X25519PublicKey.from_public_bytes(public[_ML_KEM_PUBLIC_BYTES:])
    return hpke.MLKEM768X25519PublicKey(kem, curve)


@lru_cache(maxsize=8)
def _private(secret: bytes) -> hpke.MLKEM768X25519PrivateKey:
    """Return the key of a secret; expanding it costs as much as opening a wrap, and a node has few."""
    kem, curve = _private_parts(secret)
    return hpke.MLKEM768X25519PrivateKey(kem, curve)


def _private_parts(secret: bytes) -> tuple[mlkem.MLKEM768PrivateKey, x25519.X25519PrivateKey]:
    """Split a secret of 96 bytes: the ML-KEM seed, then the X25519 key."""
    if len(secret) != _SECRET_BYTES:
        raise BadShape("A secret sealing key is not 96 bytes.")
    kem = mlkem.MLKEM768PrivateKey.from_seed_bytes(secret[:64])
    return kem, x25519.X25519PrivateKey.from_private_bytes(secret[64:])
