# SPDX-License-Identifier: Apache-2.0
"""Checkpoints: the size and root of a ledger, signed by its node (C2SP tlog-checkpoint; spec §40.8, §40.9).

`seal_checkpoint` makes one and `open_checkpoint` is the only way to one that came from elsewhere, so whoever
holds a `Checkpoint` holds checked signatures.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from taawun.kernel.errors import BadCheckpoint, CheckpointNotSigned, NotCosigned, WrongLedger
from taawun.kernel.ledger import note as notes
from taawun.kernel.ledger.merkle import EMPTY_ROOT
from taawun.kernel.ledger.note import LedgerKey
from taawun.kernel.ledger.tiles import HASH_BYTES, MOST_LEAVES
from taawun.kernel.ports import Signer
from taawun.kernel.wire.signing import ED25519, ML_DSA_65

REQUIRED: Final = frozenset({ED25519, ML_DSA_65})
"""Algorithms that must all have signed a checkpoint, unless a roster says otherwise (spec §40.9)."""
COSIGNATURE_REQUIRED: Final = frozenset({ED25519})
"""Algorithms that must all have cosigned a checkpoint (spec §40.10)."""

_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A ledger's size and root, with the note whose signatures were checked."""

    origin: str
    size: int
    root: bytes
    note: bytes

    @property
    def text(self) -> str:
        """Return what was signed."""
        return checkpoint_text(self.origin, self.size, self.root)


def origin_of(party: str) -> str:
    """Return the name of a party's ledger, and of the key that signs it."""
    return f"taawun.{party.lower()}/ledger"


def witness_of(party: str) -> str:
    """Return the name under which a party cosigns."""
    return f"taawun.{party.lower()}/witness"


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    """Return the three lines of a checkpoint."""
    return f"{origin}\n{size}\n{notes.b64std(root)}\n"


def seal_checkpoint(origin: str, size: int, root: bytes, signers: Sequence[Signer]) -> Checkpoint:
    """Sign a ledger's size and root; no signers is a mistake, not an unsigned checkpoint."""
    if not signers:
        raise ValueError("an empty list signs nothing: name at least one signer")
    text = checkpoint_text(origin, size, root)
    lines = [str(notes.signature(origin, text, signer)) for signer in signers]
    return Checkpoint(origin, size, root, f"{text}\n{''.join(lines)}".encode())


def read_text(text: str) -> tuple[str, int, bytes]:
    """Return origin, size and root of a checkpoint's text, or refuse its form (spec §40.8)."""
    lines = text.split("\n")
    if len(lines) != 4 or not notes.is_name(lines[0]) or not _SIZE.fullmatch(lines[1]):
        raise BadCheckpoint("A checkpoint has three lines: origin, size and root.")
    try:
        size, root = int(lines[1]), notes.unb64std(lines[2])
    except ValueError:
        raise BadCheckpoint("The root is not base64.") from None
    if len(root) != HASH_BYTES or size > MOST_LEAVES or (size == 0 and root != EMPTY_ROOT):
        raise BadCheckpoint("The root or the size is impossible.")
    return lines[0], size, root


def open_checkpoint(
    data: bytes, origin: str, keys: Iterable[LedgerKey], required: Collection[str] = REQUIRED
) -> Checkpoint:
    """Return the checkpoint in a signed note, if it is of this ledger and signed as required.

    Args:
        data: the note, as it came.
        origin: the ledger it must belong to.
        keys: the keys that may sign this ledger's checkpoints.
        required: the algorithms that must all have signed; never none.

    Raises:
        BadCheckpoint, WrongLedger, BadNoteSignature, CheckpointNotSigned: in this order.
    """
    _refuse_none(required)
    note = notes.parse_note(data)
    found, size, root = read_text(note.text)
    if found != origin:
        raise WrongLedger
    missing = frozenset(required) - notes.signed_by(note, origin, keys)
    if missing:
        raise CheckpointNotSigned(f"Missing: {', '.join(sorted(missing))}.")
    return Checkpoint(origin, size, root, data)


def check_cosigned(
    checkpoint: Checkpoint,
    witness: str,
    keys: Iterable[LedgerKey],
    required: Collection[str] = COSIGNATURE_REQUIRED,
) -> int:
    """Return when the witness cosigned the checkpoint, in seconds since 1970, or refuse (spec §40.10).

    The earliest of its times is returned if it signed with several algorithms.
    """
    _refuse_none(required)
    lines = notes.cosigned_by(notes.parse_note(checkpoint.note), witness, keys)
    missing = frozenset(required) - lines.keys()
    if missing:
        raise NotCosigned(f"Missing: {', '.join(sorted(missing))}.")
    return min(line.time for line in lines.values())


def _refuse_none(required: Collection[str]) -> None:
    if not required:
        raise ValueError("an empty list requires nothing: name at least one algorithm")
