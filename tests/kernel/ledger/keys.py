# SPDX-License-Identifier: Apache-2.0
"""Fixed keys and trees for the ledger's tests; never used anywhere else."""

from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey

from taawun.kernel.ledger import merkle, tiles
from taawun.kernel.ledger.note import LedgerKey
from taawun.kernel.wire.signing import ED25519, ML_DSA_65, key_id


@dataclass(frozen=True)
class SeedSigner:
    """A signer whose private key is a seed known to everybody."""

    algorithm: str
    private: Any

    @classmethod
    def of(cls, algorithm: str, seed: int) -> "SeedSigner":
        make = {ED25519: Ed25519PrivateKey.from_private_bytes, ML_DSA_65: MLDSA65PrivateKey.from_seed_bytes}
        return cls(algorithm, make[algorithm](bytes([seed]) * 32))

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def key_id(self) -> str:
        return key_id(self.algorithm, self.public)

    @property
    def key(self) -> LedgerKey:
        return LedgerKey(self.algorithm, self.public)

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


PK = (SeedSigner.of(ED25519, 1), SeedSigner.of(ML_DSA_65, 2))
BH = (SeedSigner.of(ED25519, 3), SeedSigner.of(ML_DSA_65, 4))
STRANGER = (SeedSigner.of(ED25519, 5), SeedSigner.of(ML_DSA_65, 6))
PK_KEYS, BH_KEYS = tuple(s.key for s in PK), tuple(s.key for s in BH)


class MemoryTiles:
    """Tiles in a dictionary, the latest width of each, with middle rows or without."""

    def __init__(self, middles: bool = True) -> None:
        self.data: dict[tuple[int, int], bytes] = {}
        self.middles = middles
        self.reads = 0

    def read(self, level: int, index: int, width: int) -> bytes:
        self.reads += 1
        whole = self.middles and width == tiles.WIDTH
        return self.data[level, index][: None if whole else width * tiles.HASH_BYTES]

    def grow(self, edge: tiles.Edge, hashes: list[bytes]) -> tiles.Edge:
        edge, grown = tiles.append(edge, hashes)
        self.data |= {(tile.level, tile.index): tile.data + tile.middle for tile in grown}
        return edge


def leaves(count: int, salt: str = "") -> list[bytes]:
    return [merkle.leaf_hash(f"{salt}{i}".encode()) for i in range(count)]
