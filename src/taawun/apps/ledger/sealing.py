# SPDX-License-Identifier: Apache-2.0
"""Sealing and erasing: entries get their places, the new root is signed; later their content may go.

One sealer works at a time; what it does is one transaction, so a crash leaves the ledger as it was.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from taawun.apps.ledger import proofs, store
from taawun.apps.ledger.models import Checkpoint, Entry
from taawun.kernel.errors import UnknownEntry
from taawun.kernel.ledger import tiles
from taawun.kernel.ledger.checkpoint import origin_of, seal_checkpoint
from taawun.kernel.ports import Signer
from taawun.kernel.wire.ids import check_id

SEAL_BATCH: Final = 8_192
"""Entries that a sealer holds in memory at a time."""
SEAL_MOST: Final = 262_144
"""Most entries of one checkpoint, so that one transaction stays short."""
KEEP_UNCOSIGNED: Final = timedelta(days=1)
"""How long a checkpoint is kept that nobody has cosigned and that is not the latest."""


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


def seal_all(now: datetime, signers: Sequence[Signer]) -> int:
    """Seal what waits, in as many checkpoints as that takes, and return how many entries it was.

    What is accepted while the last checkpoint is made waits for the next time: where something always comes, there
    would be no end.
    """
    before = size = store.sealed_size()
    while checkpoint := seal(now, signers):
        grown, size = checkpoint.size - size, checkpoint.size
        if grown < SEAL_MOST:
            break
    return size - before


def _grow(edge: tiles.Edge) -> tiles.Edge:
    most = edge.size + SEAL_MOST
    while edge.size < most and (hashes := store.give_places(edge.size, SEAL_BATCH)):
        edge, grown = tiles.append(edge, hashes)
        store.save_tiles(grown)
    return edge


def _sign(edge: tiles.Edge, now: datetime, signers: Sequence[Signer]) -> Checkpoint:
    signed = seal_checkpoint(origin_of(settings.NODE.party), edge.size, edge.root(), signers)
    return Checkpoint.objects.create(size=signed.size, root=signed.root, note=signed.note, at=now)


def erase(entry_id: str) -> None:
    """Drop what an entry committed to. The entry, its place and all proofs stay valid (spec §40.17)."""
    if not Entry.objects.filter(uuid=check_id(entry_id)).update(salt=None, digest=None):
        raise UnknownEntry


def tidy(now: datetime) -> int:
    """Delete old checkpoints that nobody cosigned, but never the latest; return how many."""
    newest = proofs.latest()
    if newest is None:
        return 0
    old = Checkpoint.objects.filter(at__lt=now - KEEP_UNCOSIGNED, size__lt=newest.size)
    return old.filter(cosignatures__isnull=True).delete()[0]
