# SPDX-License-Identifier: Apache-2.0
"""Proofs from the tiles, checked before they leave (spec §40.11, §40.12)."""

from typing import Final

from taawun.apps.ledger import store
from taawun.apps.ledger.models import Checkpoint
from taawun.kernel.errors import LedgerDamaged, NotSealedYet, UnknownCheckpoint, UnknownEntry
from taawun.kernel.ledger import merkle, tiles
from taawun.kernel.ledger.verify import ProofPart
from taawun.kernel.wire.ids import check_id

PROVER: Final = tiles.Prover(store.TileTable())


def latest() -> Checkpoint | None:
    """Return the newest checkpoint."""
    return Checkpoint.objects.order_by("-size").first()


def prove(entry_id: str, *, witness: str | None = None) -> ProofPart:
    """Return what proves an entry to anybody who has this node's keys.

    The newest checkpoint that is cosigned is used if it covers the entry, else the newest.

    Args:
        entry_id: the identifier from `Accepted`.
        witness: the party whose cosignature is wanted; any, if not given.

    Raises:
        UnknownEntry, NotSealedYet: if there is nothing to prove, or not yet.
    """
    found = store.find(check_id(entry_id))
    if found is None:
        raise UnknownEntry
    covering = None if found.place is None else store.covering(found.place, witness)
    if found.place is None or covering is None:
        raise NotSealedYet
    size, root, note = covering
    path = _path(merkle.leaf_hash(found.leaf), found.place, size, root)
    digest = None if found.digest is None else found.digest.hex()
    return ProofPart(found.leaf, found.salt, digest, found.place, path, note)


def _path(leaf_hash: bytes, place: int, size: int, root: bytes) -> tuple[bytes, ...]:
    """Return an inclusion path that was checked before anybody else sees it."""
    for _ in range(2):
        path = PROVER.inclusion(place, size)
        if merkle.root_from_path(leaf_hash, place, size, path) == root:
            return tuple(path)
        PROVER.forget()  # a transaction that wrote tiles may have been undone
    raise LedgerDamaged(f"Entry {place} does not lead to the root of {size}.")


def full_note(checkpoint: Checkpoint) -> bytes:
    """Return a checkpoint's note with the lines of its witnesses."""
    return bytes(checkpoint.note) + store.witness_lines(checkpoint.size)


def consistency(old: int, new: int) -> tuple[bytes, ...]:
    """Return the proof that our ledger of `new` entries continues the one of `old`.

    Raises:
        UnknownCheckpoint: if the sizes are not in order, or beyond what is sealed.
    """
    if not 0 <= old <= new:
        raise UnknownCheckpoint(f"From {old} to {new}.")
    signed = store.roots((old, new))
    if new not in signed and new > store.sealed_size():
        raise UnknownCheckpoint(f"Size {new}.")
    for _ in range(2):
        before, after = (signed.get(size) or PROVER.root(size) for size in (old, new))
        steps = PROVER.consistency(old, new)
        if merkle.consistent(old, new, before, after, steps):
            return tuple(steps)
        PROVER.forget()  # a transaction that wrote tiles may have been undone
    raise LedgerDamaged(f"Size {new} does not continue size {old}.")


def root_at(size: int) -> bytes:
    """Return the root of the first `size` entries: the one that was signed, or else from the tiles."""
    return store.roots((size,)).get(size) or PROVER.root(size)
