# SPDX-License-Identifier: Apache-2.0
"""The whole ledger out, and the whole ledger checked, both in constant memory (spec §40.16)."""

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, Final

from taawun.apps.ledger import proofs, store
from taawun.apps.ledger.models import Checkpoint
from taawun.kernel.errors import LedgerDamaged, NotSealedYet, SenderError
from taawun.kernel.ledger import merkle, tiles
from taawun.kernel.ledger.entry import check_commitment, read_entry

READ_BATCH: Final = 8_192
"""Entries read at a time."""

Row = tuple[int, bytes, bytes, bytes | None, bytes | None]


def export(stream: BinaryIO) -> Checkpoint:
    """Write all sealed entries, an empty line and the newest note, for `kernel.ledger.verify.verify_export`."""
    checkpoint = _newest()
    for batch in _batches(checkpoint.size):
        stream.writelines(bytes(row[1]) + b"\n" for row in batch)
    stream.write(b"\n" + proofs.full_note(checkpoint))
    return checkpoint


def verify_self(progress: Callable[[int, int], None] | None = None) -> Checkpoint:
    """Check every entry, every tile and the newest root of our own ledger, from the entries up.

    Args:
        progress: called after each batch with the entries checked and their total.

    Raises:
        LedgerDamaged: naming the first entry or tile that does not fit.
    """
    checkpoint = _newest()
    edge = tiles.Edge()
    for batch in _batches(checkpoint.size):
        edge, grown = tiles.append(edge, [_check_row(row, edge.size + i) for i, row in enumerate(batch)])
        _check_tiles(grown)
        if progress:
            progress(edge.size, checkpoint.size)
    if edge.size != checkpoint.size or edge.root() != bytes(checkpoint.root):
        raise LedgerDamaged(f"{edge.size} entries do not give the root of {checkpoint.size}.")
    return checkpoint


def _newest() -> Checkpoint:
    checkpoint = proofs.latest()
    if checkpoint is None:
        raise NotSealedYet
    return checkpoint


def _batches(size: int) -> Iterator[list[Row]]:
    for start in range(0, size, READ_BATCH):
        yield store.leaves(start, min(start + READ_BATCH, size))


def _check_row(row: Row, place: int) -> bytes:
    """Return the leaf hash of a row that is what it should be."""
    index, leaf, hashed, salt, digest = row
    try:
        entry = read_entry(bytes(leaf))
        if salt is not None and digest is not None:
            check_commitment(entry, bytes(salt), bytes(digest).hex())
    except SenderError as error:  # nobody sent it: it is our own row
        raise LedgerDamaged(f"Entry {place}: {error.code}.") from None
    if index != place or merkle.leaf_hash(bytes(leaf)) != bytes(hashed):
        raise LedgerDamaged(f"Entry {place}.")
    return bytes(hashed)


def _check_tiles(grown: Iterable[tiles.Tile]) -> None:
    source = store.TileTable()
    for tile in grown:
        if source.read(tile.level, tile.index, tile.width) != tile.data + tile.middle:
            raise LedgerDamaged(f"Tile {tiles.tile_path(tile.level, tile.index, tile.width)}.")
