# SPDX-License-Identifier: Apache-2.0
"""Offline checks: one entry with its proof, and a whole exported ledger (spec §40.15, §40.16).

Keys come in as arguments; nothing is looked up. What these functions return was signed by the ledger's node
and, where a witness is given, cosigned by the other party.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from taawun.kernel.errors import BadProof, BadShape, ExportMismatch, NotIncluded
from taawun.kernel.ledger import merkle
from taawun.kernel.ledger.checkpoint import (
    COSIGNATURE_REQUIRED,
    REQUIRED,
    Checkpoint,
    check_cosigned,
    open_checkpoint,
    origin_of,
    witness_of,
)
from taawun.kernel.ledger.entry import ENTRY_BYTES, Entry, check_commitment, read_entry
from taawun.kernel.ledger.note import NOTE_BYTES, LedgerKey
from taawun.kernel.wire import shapes
from taawun.kernel.wire.digests import b64, unb64

PATH_STEPS: Final = 53
"""Most hashes of an inclusion proof (spec §40.18)."""
PROGRESS_EVERY: Final = 10_000
"""How often a long check says how far it is, in entries."""

_FIELDS = frozenset({"entry", "salt", "digest", "index", "path", "note"})


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose ledger is checked, with which keys, and who must have witnessed it."""

    party: str
    keys: tuple[LedgerKey, ...]
    required: Collection[str] = REQUIRED
    witness: str | None = None
    witness_keys: tuple[LedgerKey, ...] = ()
    witness_required: Collection[str] = COSIGNATURE_REQUIRED

    def open(self, note: bytes) -> tuple[Checkpoint, int | None]:
        """Return the checkpoint of a note and when it was cosigned; None where no witness is asked for."""
        checkpoint = open_checkpoint(note, origin_of(self.party), self.keys, self.required)
        if self.witness is None:
            return checkpoint, None
        name = witness_of(self.witness)
        return checkpoint, check_cosigned(checkpoint, name, self.witness_keys, self.witness_required)


@dataclass(frozen=True, slots=True)
class ProofPart:
    """An entry and everything that proves it; salt and digest are None once they were erased."""

    entry: bytes
    salt: bytes | None
    digest: str | None
    index: int
    path: tuple[bytes, ...]
    note: bytes

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object of a bundle."""
        return {
            "entry": b64(self.entry),
            "salt": None if self.salt is None else b64(self.salt),
            "digest": self.digest,
            "index": self.index,
            "path": [b64(step) for step in self.path],
            "note": self.note.decode(),
        }

    @classmethod
    def from_wire(cls, value: object) -> "ProofPart":
        """Return the proof part of a JSON object, or refuse its shape (spec §40.15)."""
        try:
            return cls._from_fields(value)
        except BadShape as error:
            raise BadProof(error.detail) from None

    @classmethod
    def _from_fields(cls, value: object) -> "ProofPart":
        raw = shapes.fields(value, "proof", _FIELDS)
        salt, digest = raw["salt"], raw["digest"]
        if (salt is None) != (digest is None):
            raise BadProof("Salt and digest are shown together or not at all.")
        return cls(
            unb64(raw["entry"]),
            None if salt is None else unb64(salt),
            None if digest is None else shapes.text(digest, "digest", 64),
            shapes.whole(raw["index"], "index"),
            tuple(unb64(step) for step in shapes.items(raw["path"], "path", PATH_STEPS, least=0)),
            shapes.text(raw["note"], "note", NOTE_BYTES).encode(),
        )


@dataclass(frozen=True, slots=True)
class Proven:
    """What a proof part proves."""

    entry: Entry
    digest: str | None
    checkpoint: Checkpoint
    cosigned_at: int | None


def verify_part(part: ProofPart, trust: Trust) -> Proven:
    """Check one entry against signed and cosigned history: signatures, inclusion, then what it commits to.

    Raises:
        SenderError: with the code and § of the first thing that does not hold.
    """
    checkpoint, cosigned_at = trust.open(part.note)
    leaf = merkle.leaf_hash(part.entry)
    if merkle.root_from_path(leaf, part.index, checkpoint.size, part.path) != checkpoint.root:
        raise NotIncluded(f"Index {part.index}, size {checkpoint.size}.")
    entry = read_entry(part.entry)
    if part.salt is not None and part.digest is not None:
        check_commitment(entry, part.salt, part.digest)
    return Proven(entry, part.digest, checkpoint, cosigned_at)


def verify_consistency(older: Checkpoint, newer: Checkpoint, proof: Iterable[bytes]) -> bool:
    """Tell whether the newer checkpoint continues the older one (spec §40.12)."""
    return older.origin == newer.origin and merkle.consistent(
        older.size, newer.size, older.root, newer.root, tuple(proof)
    )


def verify_export(
    stream: BinaryIO, trust: Trust, progress: Callable[[int], None] | None = None
) -> tuple[Checkpoint, int | None]:
    """Check a whole exported ledger in constant memory (spec §40.16).

    Args:
        stream: one entry a line in ledger order, an empty line, then the signed note.
        trust: whose ledger, with which keys.
        progress: called now and then with the entries read so far.

    Returns:
        the checkpoint that covers exactly these entries, and when it was cosigned.
    """
    tree = merkle.Frontier()
    while line := _read_line(stream):
        read_entry(line)
        tree.add(merkle.leaf_hash(line))
        if progress and tree.size % PROGRESS_EVERY == 0:
            progress(tree.size)
    checkpoint, cosigned_at = trust.open(stream.read(NOTE_BYTES + 1))
    if (tree.size, tree.root()) != (checkpoint.size, checkpoint.root):
        raise ExportMismatch(f"{tree.size} entries; the checkpoint has {checkpoint.size}.")
    return checkpoint, cosigned_at


def _read_line(stream: BinaryIO) -> bytes:
    line = stream.readline(ENTRY_BYTES + 1)
    if not line.endswith(b"\n"):
        raise BadProof("An entry is too long, or the export ends without a note.")
    return line[:-1]
