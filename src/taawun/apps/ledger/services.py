# SPDX-License-Identifier: Apache-2.0
"""The ledger's acts: accept, seal, prove and erase. Witnessing is in witnessing.py, export in exporting.py.

`accept` runs inside the transaction of the act it logs, so an act and its entry stand or fall together. The
worker calls `seal` every second; only then does an entry have a place and a proof (spec §40.6).
"""

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.conf import settings
from django.db import transaction

from taawun.apps.ledger import store
from taawun.apps.ledger.models import Checkpoint, Entry
from taawun.kernel.errors import LedgerDamaged, NotSealedYet, UnknownCheckpoint, UnknownEntry
from taawun.kernel.ledger import merkle, tiles
from taawun.kernel.ledger.checkpoint import origin_of, seal_checkpoint
from taawun.kernel.ledger.entry import RANDOM_BYTES, new_entries
from taawun.kernel.ledger.verify import ProofPart
from taawun.kernel.ports import Signer
from taawun.kernel.wire.ids import check_id
from taawun.kernel.wire.times import cut

SEALING_INTERVAL: Final = timedelta(seconds=1)
"""Within which an accepted entry is sealed (spec §40.6)."""
SEAL_BATCH: Final = 8_192
"""Entries that a sealer holds in memory at a time."""
SEAL_MOST: Final = 262_144
"""Most entries of one checkpoint, so that one transaction stays short."""
KEEP_UNCOSIGNED: Final = timedelta(days=1)
"""How long a checkpoint is kept that nobody has cosigned and that is not the latest."""

PROVER: Final = tiles.Prover(store.TileTable())


class Accepted(NamedTuple):
    """What a receipt promises: this entry will be in the ledger by then."""

    id: str
    leaf_hash: bytes
    promised: datetime


def accept(kind: str, digest: str, *, at: datetime) -> Accepted:
    """Log one act; see `accept_many`."""
    return accept_many([(kind, digest)], at=at)[0]


def accept_many(rows: Sequence[tuple[str, str]], *, at: datetime) -> list[Accepted]:
    """Log acts that happened at one moment, in the caller's transaction.

    Args:
        rows: the kind of each act (spec §40.5) and the digest of what it was about, in hex.
        at: when they happened.

    Raises:
        UnknownEntryKind: if a kind is not in the list.
        BadShape: if a digest is not 64 hex digits.
    """
    if not rows:
        return []
    at = cut(at)
    entries = new_entries(rows, at, os.urandom(RANDOM_BYTES * len(rows)))
    store.insert(entries, at)
    promised = at + SEALING_INTERVAL
    return [Accepted(entry.id, entry.leaf_hash, promised) for entry in entries]


def seal(now: datetime, signers: Sequence[Signer]) -> Checkpoint | None:
    """Give waiting entries their places and sign the new size and root; None if nothing waits.

    At most `SEAL_MOST` entries are sealed at once; a worker that is behind calls again.
    """
    if not Entry.objects.filter(leaf_index__isnull=True).exists():
        return None
    with transaction.atomic():
        head = store.lock_head()
        edge = _grow(tiles.edge_of(store.TileTable(), head.size))
        if edge.size == head.size:
            return None
        head.size = edge.size
        head.save(update_fields=["size"])
        return _sign(edge, now, signers)


def _grow(edge: tiles.Edge) -> tiles.Edge:
    most = edge.size + SEAL_MOST
    while edge.size < most and (hashes := store.give_places(edge.size, SEAL_BATCH)):
        edge, grown = tiles.append(edge, hashes)
        store.save_tiles(grown)
    return edge


def _sign(edge: tiles.Edge, now: datetime, signers: Sequence[Signer]) -> Checkpoint:
    signed = seal_checkpoint(origin_of(settings.NODE.party), edge.size, edge.root(), signers)
    return Checkpoint.objects.create(size=signed.size, root=signed.root, note=signed.note, at=now)


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
    newest = latest()
    if not 0 <= old <= new <= (newest.size if newest else 0):
        raise UnknownCheckpoint(f"From {old} to {new}.")
    for _ in range(2):
        steps = PROVER.consistency(old, new)
        if merkle.consistent(old, new, root_at(old), root_at(new), steps):
            return tuple(steps)
        PROVER.forget()  # a transaction that wrote tiles may have been undone
    raise LedgerDamaged(f"Size {new} does not continue size {old}.")


def root_at(size: int) -> bytes:
    """Return the root of the first `size` entries: the one that was signed, or else from the tiles."""
    signed = Checkpoint.objects.filter(size=size).values_list("root", flat=True).first()
    return PROVER.root(size) if signed is None else bytes(signed)


def erase(entry_id: str) -> None:
    """Drop what an entry committed to. The entry, its place and all proofs stay valid (spec §40.17)."""
    if not Entry.objects.filter(uuid=check_id(entry_id)).update(salt=None, digest=None):
        raise UnknownEntry


def tidy(now: datetime) -> int:
    """Delete old checkpoints that nobody cosigned, but never the latest; return how many."""
    newest = latest()
    if newest is None:
        return 0
    old = Checkpoint.objects.filter(at__lt=now - KEEP_UNCOSIGNED, size__lt=newest.size)
    return old.filter(cosignatures__isnull=True).delete()[0]
