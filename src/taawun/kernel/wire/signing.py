# SPDX-License-Identifier: Apache-2.0
"""Signatures: a list of algorithms, and one signature for many messages (spec §20.7, §20.8).

What is signed is never the bare message but a context and the root of a small Merkle tree whose leaves are
the messages. A single message is a tree of one. A batch costs one signature, and every message in it still
carries its own proof (`path`) and can be shown alone, without the others.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey

from taawun.kernel.errors import BadShape, BadSignature
from taawun.kernel.ledger import merkle
from taawun.kernel.ports import Signer
from taawun.kernel.wire import shapes
from taawun.kernel.wire.digests import b64, sha256_hex, unb64
from taawun.kernel.wire.limits import SIGNATURES

ED25519: Final = "ed25519"
ML_DSA_65: Final = "ml-dsa-65"

PATH_STEPS: Final = 16
"""Longest path, in hashes: a batch signature covers at most 2^16 messages."""

_HASH_BYTES: Final = 32
_VALUE_CHARACTERS: Final = 5_000
"""Longest text of a signature that is remembered, in characters; one of ML-DSA-65 has 4,412."""

_LOADERS: Final[dict[str, Callable[[bytes], Any]]] = {
    ED25519: Ed25519PublicKey.from_public_bytes,
    ML_DSA_65: MLDSA65PublicKey.from_public_bytes,
}
ALGORITHMS: Final = frozenset(_LOADERS)

_FIELDS = frozenset({"key", "algorithm", "value"})
_BATCH_FIELDS = frozenset({"index", "size", "path"})


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature by one key, over a message or over a batch that holds it."""

    key: str
    algorithm: str
    value: bytes
    index: int = 0
    size: int = 1
    path: tuple[bytes, ...] = ()

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object; a single message needs no place in a batch."""
        wire: dict[str, Any] = {"key": self.key, "algorithm": self.algorithm, "value": b64(self.value)}
        if self.size > 1:
            wire |= {"index": self.index, "size": self.size, "path": b64(b"".join(self.path))}
        return wire

    @classmethod
    def from_wire(cls, value: object) -> "Signature":
        """Return the signature of a JSON object, or refuse its shape."""
        raw = shapes.fields(value, "signature", _FIELDS, _BATCH_FIELDS)
        key = shapes.text(raw["key"], "key", 80)
        algorithm = shapes.one_of(raw["algorithm"], ALGORITHMS, "algorithm")
        if not _BATCH_FIELDS & raw.keys():
            return cls(key, algorithm, _value(raw["value"]))
        if _BATCH_FIELDS - raw.keys():
            raise BadShape("A batch signature needs index, size and path.")
        size = shapes.whole(raw["size"], "size", 2)
        index = shapes.whole(raw["index"], "index")
        return cls(key, algorithm, _value(raw["value"]), index, size, _steps(unb64(raw["path"])))


def _value(text: object) -> bytes:
    return _known_value(text) if isinstance(text, str) and len(text) <= _VALUE_CHARACTERS else unb64(text)


@lru_cache(maxsize=256)
def _known_value(text: str) -> bytes:
    """Return the bytes of a signature's text: all envelopes of a batch carry the same, of four kilobytes."""
    return unb64(text)


def _steps(path: bytes) -> tuple[bytes, ...]:
    if len(path) % _HASH_BYTES or not 1 <= len(path) // _HASH_BYTES <= PATH_STEPS:
        raise BadShape(f"A path is not 1 to {PATH_STEPS} hashes of {_HASH_BYTES} bytes.")
    return tuple(path[start : start + _HASH_BYTES] for start in range(0, len(path), _HASH_BYTES))


def signatures_from_wire(value: object) -> tuple[Signature, ...]:
    """Return a list of signatures; an empty list is refused by name (spec §20.8)."""
    return tuple(Signature.from_wire(item) for item in shapes.items(value, "signatures", SIGNATURES))


def key_id(algorithm: str, public: bytes) -> str:
    """Return the identifier of a key: its algorithm and the start of its digest (spec §10.3)."""
    return f"{algorithm}:{sha256_hex(public)[:32]}"


def sign_many(context: str, messages: Sequence[bytes], signers: Sequence[Signer]) -> list[tuple[Signature, ...]]:
    """Sign all messages with each signer, one signature operation per signer.

    Args:
        context: what kind of thing is signed, e.g. "envelope"; no other kind can be passed off for it.
        messages: at least one message.
        signers: at least one signer.

    Returns:
        for each message, one signature per signer, in the order of the signers.
    """
    if not messages or not signers:
        raise ValueError("an empty list signs nothing: name at least one message and one signer")
    rows = merkle.levels([merkle.leaf_hash(message) for message in messages])
    statement = _statement(context, rows[-1][0])
    values = [(signer.key_id, signer.algorithm, signer.sign(statement)) for signer in signers]
    size = len(messages)
    return [_signatures_at(values, index, size, tuple(merkle.path(rows, index))) for index in range(size)]


def sign(context: str, message: bytes, signers: Sequence[Signer]) -> tuple[Signature, ...]:
    """Sign one message with each signer."""
    return sign_many(context, [message], signers)[0]


def _signatures_at(
    values: list[tuple[str, str, bytes]], index: int, size: int, path: tuple[bytes, ...]
) -> tuple[Signature, ...]:
    return tuple(Signature(key, algorithm, value, index, size, path) for key, algorithm, value in values)


def _statement(context: str, root: bytes) -> bytes:
    return b"taawun/1 " + context.encode("ascii") + b"\x00" + root


@dataclass(slots=True)
class Verifier:
    """Checks signatures, and remembers the batches it has already checked.

    One signature over a batch of a hundred is then verified once, not a hundred times. Only verified
    (key, root, value) triples are remembered, the oldest forgotten first; a miss costs time, never safety.
    """

    remembered: int = 4_096
    _good: OrderedDict[tuple[bytes, bytes, bytes], None] = field(default_factory=OrderedDict)

    def check(self, context: str, message: bytes, signature: Signature, public: bytes) -> None:
        """Refuse a signature that does not fit the message, its place in the batch, or the key.

        Raises:
            BadSignature: always the same error, whatever did not fit.
        """
        root = _root(message, signature.index, signature.size, signature.path)
        if root is None:
            raise BadSignature("The path does not fit its place in the batch.")
        statement = _statement(context, root)
        triple = (public, statement, signature.value)
        if triple in self._good:
            return
        verify_raw(signature.algorithm, public, statement, signature.value)
        self._good[triple] = None
        if len(self._good) > self.remembered:
            self._good.popitem(last=False)  # one step, so that threads may share a verifier


@lru_cache(maxsize=16)
def _root(message: bytes, index: int, size: int, path: tuple[bytes, ...]) -> bytes | None:
    """Return the root that a message's path leads to; the signatures of two algorithms share one."""
    return merkle.root_from_path(merkle.leaf_hash(message), index, size, path)


@lru_cache(maxsize=1_024)
def _load(algorithm: str, public: bytes) -> Any:
    return _LOADERS[algorithm](public)


def verify_raw(algorithm: str, public: bytes, message: bytes, value: bytes) -> None:
    """Check one bare signature; whoever calls keeps kinds of messages apart, as the C2SP notes of §40.9 do.

    Raises:
        BadSignature: always the same error, whatever did not fit.
    """
    if algorithm not in _LOADERS:
        raise BadSignature(f"Unknown algorithm; known: {', '.join(sorted(_LOADERS))}.")
    try:
        _load(algorithm, public).verify(value, message)
    except (InvalidSignature, ValueError):
        raise BadSignature from None
