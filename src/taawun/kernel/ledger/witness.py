# SPDX-License-Identifier: Apache-2.0
"""What a witness decides before it cosigns the other party's checkpoint (spec §40.13, §40.14).

The request is C2SP tlog-witness's add-checkpoint body. A witness remembers one checkpoint per ledger, the
last it cosigned, and cosigns another only if that one continues it. What contradicts it is kept: both
signed notes together are the evidence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from taawun.kernel.errors import (
    BadOffer,
    LedgerRewritten,
    LedgerShrunk,
    NotConsistent,
    ProofFromElsewhere,
    SenderError,
)
from taawun.kernel.ledger import merkle
from taawun.kernel.ledger import note as notes
from taawun.kernel.ledger.checkpoint import Checkpoint
from taawun.kernel.ledger.note import NOTE_BYTES, b64std, unb64std
from taawun.kernel.ledger.tiles import HASH_BYTES
from taawun.kernel.ports import Signer

PROOF_STEPS: Final = 63
"""Most hashes of a consistency proof (spec §40.18)."""
OFFER_BYTES: Final = NOTE_BYTES + PROOF_STEPS * 64
"""Largest request for a cosignature, in bytes (spec §40.18)."""

_OLD = re.compile(r"old (0|[1-9][0-9]{0,15})")


@dataclass(frozen=True, slots=True)
class Offer:
    """A request for a cosignature: a signed checkpoint and the proof from the size cosigned before."""

    old: int
    proof: tuple[bytes, ...]
    note: bytes

    def to_bytes(self) -> bytes:
        """Return the body of the request."""
        steps = "".join(f"{b64std(step)}\n" for step in self.proof)
        return f"old {self.old}\n{steps}\n".encode() + self.note

    @classmethod
    def from_bytes(cls, data: bytes) -> "Offer":
        """Return the parts of a request, or refuse its form."""
        if len(data) > OFFER_BYTES:
            raise BadOffer(f"{len(data)} bytes; at most {OFFER_BYTES}.")
        head, gap, note = data.partition(b"\n\n")
        try:
            first, *rows = head.decode("ascii").split("\n")
            proof = tuple(unb64std(row) for row in rows)
        except ValueError:
            raise BadOffer("A line of the proof is not base64.") from None
        old = _OLD.fullmatch(first)
        if not gap or not old or len(proof) > PROOF_STEPS or any(len(step) != HASH_BYTES for step in proof):
            raise BadOffer("A request has its old size, at most 63 hashes, an empty line and a note.")
        return cls(int(old[1]), proof, note)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A checkpoint that was refused, with the one it contradicts; the signatures of both speak for themselves."""

    known: bytes
    offered: bytes
    proof: tuple[bytes, ...]
    error: SenderError

    @property
    def conclusive(self) -> bool:
        """Tell whether the two notes alone prove two histories; the rest may be an old message or a bad proof."""
        return isinstance(self.error, LedgerRewritten)


def judge(known: Checkpoint | None, offered: Checkpoint, old: int, proof: tuple[bytes, ...]) -> Evidence | None:
    """Return the evidence against an offered checkpoint, or None if it continues the known one.

    Args:
        known: the last checkpoint this witness cosigned for the ledger, if any.
        offered: the opened checkpoint.
        old: the size from which the proof starts.
        proof: the consistency path.

    Raises:
        ProofFromElsewhere: if the proof starts from another size than the known one.
    """
    size, root, note = (known.size, known.root, known.note) if known else (0, merkle.EMPTY_ROOT, b"")
    error: SenderError | None = None
    if offered.size < size:
        error = LedgerShrunk(f"Size {offered.size} after {size}.")
    elif offered.size == size and offered.root != root:
        error = LedgerRewritten(f"Size {size}.")
    elif old != size:
        raise ProofFromElsewhere(size)
    elif not merkle.consistent(size, offered.size, root, offered.root, proof):
        error = NotConsistent(f"From size {size} to {offered.size}.")
    return Evidence(note, offered.note, proof, error) if error else None


def witness(
    known: Checkpoint | None,
    offered: Checkpoint,
    old: int,
    proof: tuple[bytes, ...],
    *,
    name: str,
    now: datetime,
    signers: Sequence[Signer],
) -> tuple[str, ...]:
    """Return a cosignature line of each signer for a checkpoint that continues the known one, or refuse it.

    Raises:
        LedgerRewritten, LedgerShrunk, NotConsistent, ProofFromElsewhere: as `judge` finds.
    """
    evidence = judge(known, offered, old, proof)
    if evidence:
        raise evidence.error
    return cosign(offered, name=name, now=now, signers=signers)


def cosign(offered: Checkpoint, *, name: str, now: datetime, signers: Sequence[Signer]) -> tuple[str, ...]:
    """Return a cosignature line of each signer for a checkpoint that `judge` found nothing against."""
    if not signers:
        raise ValueError("an empty list signs nothing: name at least one signer")
    seconds = int(now.timestamp())
    return tuple(str(notes.cosignature(name, offered.text, seconds, signer)) for signer in signers)
