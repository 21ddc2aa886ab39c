# SPDX-License-Identifier: Apache-2.0
"""Key pairs by algorithm, as seeds and raw public keys; adapters of the kernel's `Signer` port (spec §10.3)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from taawun.kernel.wire.sealing import sealing_key_id, sealing_public
from taawun.kernel.wire.signing import ED25519, ML_DSA_65, key_id

SIGNING: Final = (ED25519, ML_DSA_65)
"""The order in which every pair of signatures stands."""

SEALING: Final = "mlkem768-x25519"
_X25519_BYTES: Final = 32

_FROM_SEED: Mapping[str, Callable[[bytes], Any]] = MappingProxyType(
    {
        ED25519: Ed25519PrivateKey.from_private_bytes,
        ML_DSA_65: MLDSA65PrivateKey.from_seed_bytes,
    }
)
_GENERATE: Mapping[str, Callable[[], Any]] = MappingProxyType(
    {
        ED25519: Ed25519PrivateKey.generate,
        ML_DSA_65: MLDSA65PrivateKey.generate,
    }
)


@dataclass(frozen=True, slots=True)
class KeySigner:
    """A private key in memory that signs; it shows its public half and never its private one."""

    key_id: str
    algorithm: str
    public: bytes = field(repr=False)
    private: Any = field(repr=False, compare=False)

    def sign(self, message: bytes) -> bytes:
        """Return the raw signature over the message."""
        signature: bytes = self.private.sign(message)
        return signature

    @property
    def seed(self) -> bytes:
        """Return the private seed, for wrapping."""
        seed: bytes = self.private.private_bytes_raw()
        return seed


@dataclass(frozen=True, slots=True)
class SealingKey:
    """The private key that opens what is sealed to this node: the kernel's 96 bytes (spec §20.9)."""

    key_id: str
    public: bytes = field(repr=False)
    secret: bytes = field(repr=False, compare=False)
    algorithm: str = SEALING

    @property
    def halves(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        """Return the two private keys, for the key file."""
        seed, curve = self.secret[:-_X25519_BYTES], self.secret[-_X25519_BYTES:]
        return MLKEM768PrivateKey.from_seed_bytes(seed), X25519PrivateKey.from_private_bytes(curve)


def signer_of(algorithm: str, private: Any) -> KeySigner:
    """Return the signer of a private key."""
    public = private.public_key().public_bytes_raw()
    return KeySigner(key_id(algorithm, public), algorithm, public, private)


def generate(algorithm: str) -> KeySigner:
    """Return a new signing key."""
    return signer_of(algorithm, _GENERATE[algorithm]())


def from_seed(algorithm: str, seed: bytes) -> KeySigner:
    """Return the signing key of a seed."""
    return signer_of(algorithm, _FROM_SEED[algorithm](seed))


def generate_sealing() -> SealingKey:
    """Return a new sealing key."""
    return sealing_of(MLKEM768PrivateKey.generate(), X25519PrivateKey.generate())


def sealing_of(mlkem: MLKEM768PrivateKey, x25519: X25519PrivateKey) -> SealingKey:
    """Return the sealing key of its two halves."""
    secret = mlkem.private_bytes_raw() + x25519.private_bytes_raw()
    public = sealing_public(secret)
    return SealingKey(sealing_key_id(public), public, secret)
