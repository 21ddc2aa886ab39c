# SPDX-License-Identifier: Apache-2.0
"""Deterministic signatures and seals, independent of the node's library where that library is random.

From the text of spec §20.7 and §20.9. For vectors only: nothing here is fast or free of side channels.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from dilithium_py.ml_dsa import ML_DSA_65
from kyber_py.ml_kem import ML_KEM_768

_SUITE: Final = b"HPKE" + bytes.fromhex("647a00010002")
_LABEL: Final = bytes.fromhex("5c2e2f2f5e5c")


def secret(name: str, size: int = 32) -> bytes:
    """Return the bytes that belong to a name."""
    return hashlib.shake_256(f"taawun vectors/{name}".encode()).digest(size)


@dataclass(frozen=True, slots=True)
class SeedSigner:
    """A signer whose key and signatures follow from its seed alone; both algorithms."""

    algorithm: str
    seed: bytes
    public: bytes

    @property
    def key_id(self) -> str:
        """Return the identifier of the key (spec §10.3)."""
        return f"{self.algorithm}:{hashlib.sha256(self.public).hexdigest()[:32]}"

    def sign(self, message: bytes) -> bytes:
        """Return the one signature of this key over the message."""
        return _sign(self.algorithm, self.seed, message)


def signer(algorithm: str, name: str) -> SeedSigner:
    """Return the signer that belongs to a name."""
    seed = secret(f"{algorithm}/{name}")
    return SeedSigner(algorithm, seed, _public(algorithm, seed))


def signers(name: str) -> tuple[SeedSigner, SeedSigner]:
    """Return the signers of both algorithms that belong to a name."""
    return signer("ed25519", name), signer("ml-dsa-65", name)


@cache
def _public(algorithm: str, seed: bytes) -> bytes:
    if algorithm == "ed25519":
        return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return _pair(seed)[0]


@cache
def _sign(algorithm: str, seed: bytes, message: bytes) -> bytes:
    if algorithm == "ed25519":
        return Ed25519PrivateKey.from_private_bytes(seed).sign(message)
    return bytes(ML_DSA_65.sign(_pair(seed)[1], message, deterministic=True))


@cache
def _pair(seed: bytes) -> tuple[bytes, bytes]:
    """Return the public and the secret ML-DSA key of a seed."""
    public, private = ML_DSA_65.key_derive(seed)
    return bytes(public), bytes(private)


def wrap(public: bytes, content_key: bytes, info: bytes, name: str) -> bytes:
    """Return the content key under HPKE base mode, with the randomness that belongs to a name (spec §20.9b)."""
    shared_kem, kem = ML_KEM_768._encaps_internal(public[:1184], secret(f"{name}/ml-kem"))  # noqa: SLF001
    ephemeral = X25519PrivateKey.from_private_bytes(secret(f"{name}/x25519"))
    curve = ephemeral.public_key().public_bytes_raw()
    shared_curve = ephemeral.exchange(X25519PublicKey.from_public_bytes(public[1184:]))
    shared = hashlib.sha3_256(shared_kem + shared_curve + curve + public[1184:] + _LABEL).digest()
    key, nonce = _schedule(shared, info)
    return bytes(kem) + curve + AESGCM(key).encrypt(nonce, content_key, b"")


def seal_item(content_key: bytes, index: int, info: bytes, plain: bytes) -> bytes:
    """Return one sealed envelope (spec §20.9d)."""
    place = index.to_bytes(4, "big")
    key = _expand(content_key, b"taawun/1 item key " + place, 32)
    nonce = _expand(content_key, b"taawun/1 item nonce " + place, 12)
    return AESGCM(key).encrypt(nonce, plain, info)


def batch_statement(context: str, root: bytes) -> bytes:
    """Return what a signer signs for a Merkle root (spec §20.7b)."""
    return b"taawun/1 " + context.encode() + b"\x00" + root


def leaf(message: bytes) -> bytes:
    """Return the leaf of a message."""
    return hashlib.sha256(b"\x00" + message).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle root, by the recursive definition of RFC 9162 §2.1.1."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + root(leaves[:half]) + root(leaves[half:])).digest()


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the inclusion path, by the recursive definition of RFC 9162 §2.1.3.1."""
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if index < half:
        return [*path(leaves[:half], index), root(leaves[half:])]
    return [*path(leaves[half:], index - half), root(leaves[:half])]


def _schedule(shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    """Return key and base nonce of RFC 9180 §5.1, base mode."""
    context = b"\x00" + _labeled_extract(b"", b"psk_id_hash", b"") + _labeled_extract(b"", b"info_hash", info)
    prk = _labeled_extract(shared, b"secret", b"")
    return _labeled_expand(prk, b"key", context, 32), _labeled_expand(prk, b"base_nonce", context, 12)


def _labeled_extract(salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + _SUITE + label + material, "sha256")


def _labeled_expand(prk: bytes, label: bytes, info: bytes, size: int) -> bytes:
    return _expand(prk, size.to_bytes(2, "big") + b"HPKE-v1" + _SUITE + label + info, size)


def _expand(prk: bytes, info: bytes, size: int) -> bytes:
    """Return HKDF-Expand for at most one block, which is all the protocol needs (RFC 5869)."""
    return hmac.digest(prk, info + b"\x01", "sha256")[:size]
