# SPDX-License-Identifier: Apache-2.0
"""Keys made from seeds, so that a story can be told again; never for use outside a story."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey

from taawun.kernel.wire.signing import ED25519, ML_DSA_65, key_id

_MAKERS: Final[dict[str, Callable[[bytes], Any]]] = {
    ED25519: Ed25519PrivateKey.from_private_bytes,
    ML_DSA_65: MLDSA65PrivateKey.from_seed_bytes,
}


@dataclass(frozen=True, slots=True)
class SeedSigner:
    """A signer whose private key was made from a seed."""

    algorithm: str
    key_id: str
    public: bytes
    private: Any

    def sign(self, message: bytes) -> bytes:
        """Return the raw signature over the message."""
        signature: bytes = self.private.sign(message)
        return signature


@lru_cache(maxsize=4_096)
def signer(algorithm: str, name: str) -> SeedSigner:
    """Return the signer that belongs to a name; the same name gives the same key."""
    private = _MAKERS[algorithm](secret_bytes(f"{algorithm}/{name}", 32))
    public = private.public_key().public_bytes_raw()
    return SeedSigner(algorithm, key_id(algorithm, public), public, private)


def signers(name: str) -> tuple[SeedSigner, ...]:
    """Return the pair of signers, one of each algorithm, that belongs to a name."""
    return signer(ED25519, name), signer(ML_DSA_65, name)


def secret_bytes(name: str, size: int) -> bytes:
    """Return bytes that belong to a name."""
    return hashlib.shake_256(f"taawun simulator/{name}".encode()).digest(size)
