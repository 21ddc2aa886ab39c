# SPDX-License-Identifier: Apache-2.0
"""Wrapping of an officer's private key under a passphrase: scrypt, then AES-256-GCM (spec §10.10).

The passphrase is stored nowhere; the parameters of scrypt stand beside the ciphertext, so that they can be
raised later without locking anybody out. The identifier of the key is bound in, so that wrapped keys
cannot be swapped between rows.
"""

import json
import os
import unicodedata
from dataclasses import asdict, dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings

from taawun.kernel.errors import WrongPassphrase
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import b64, unb64

SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
MOST_COST: Final = 1 << 20
"""Highest n that is honoured from storage: a forged row must not exhaust memory."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Parameters of scrypt; memory is 128 x n x r bytes."""

    n: int
    r: int
    p: int


COST: Cost = Cost(n=1 << 15, r=8, p=3)
"""32 MiB and about 0.4 s on a slow core: OWASP's equivalent of n = 2^17, p = 1, with less memory at once."""

LIGHT: Final = Cost(n=2, r=8, p=1)
"""For the invented officers of a rehearsal; a node that others reach is refused with it (site/config.py)."""


def cost() -> Cost:
    """Return what new keys are wrapped at on this node."""
    return LIGHT if settings.NODE.stretching == "light" else COST


@dataclass(slots=True)
class Passphrase:
    """A passphrase while it is in use. It remembers derived keys, so that two wrapped keys cost one scrypt."""

    _bytes: bytes = field(repr=False)
    _derived: dict[tuple[bytes, Cost], AESGCM] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, text: str) -> "Passphrase":
        """Return the passphrase for a text; keyboards that compose letters differently give the same one."""
        return cls(unicodedata.normalize("NFKC", text).encode("utf-8"))

    def cipher(self, salt: bytes, cost: Cost) -> AESGCM:
        """Return the cipher under the key derived with this salt and cost."""
        if (salt, cost) not in self._derived:
            kdf = Scrypt(salt=salt, length=32, n=cost.n, r=cost.r, p=cost.p)
            self._derived[salt, cost] = AESGCM(kdf.derive(self._bytes))
        return self._derived[salt, cost]


def new_salt() -> bytes:
    """Return a fresh salt; the two keys of one officer share it."""
    return os.urandom(SALT_BYTES)


def wrap(secret: bytes, key_id: str, passphrase: Passphrase, salt: bytes) -> bytes:
    """Return the wrapped form of a private key's seed."""
    nonce, dear = os.urandom(NONCE_BYTES), cost()
    sealed = passphrase.cipher(salt, dear).encrypt(nonce, secret, _bound(key_id))
    parts = {"kdf": "scrypt", **asdict(dear), "salt": b64(salt), "nonce": b64(nonce), "sealed": b64(sealed)}
    return encode(parts)


def unwrap(wrapped: bytes, key_id: str, passphrase: Passphrase) -> bytes:
    """Return the seed of a private key.

    Raises:
        WrongPassphrase: also if the stored bytes were tampered with; the two cannot be told apart.
    """
    parts = json.loads(wrapped)
    cost = Cost(parts["n"], parts["r"], parts["p"])
    if parts["kdf"] != "scrypt" or cost.n > MOST_COST or cost.r > 32 or cost.p > 16:
        raise WrongPassphrase("The stored parameters are beyond their limits.")
    cipher = passphrase.cipher(unb64(parts["salt"]), cost)
    try:
        return cipher.decrypt(unb64(parts["nonce"]), unb64(parts["sealed"]), _bound(key_id))
    except InvalidTag:
        raise WrongPassphrase from None


def _bound(key_id: str) -> bytes:
    return b"taawun officer key/1 " + key_id.encode("ascii")
