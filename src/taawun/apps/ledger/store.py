# SPDX-License-Identifier: Apache-2.0
"""The few statements that carry the ledger's speed, in SQL, for SQLite and PostgreSQL alike.

A node accepts entries inside other apps' transactions; each costs a row in one statement and no lock.
Places are given later, to whole batches, by the one sealer.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.db import connection

from taawun.apps.ledger.models import Entry, Head, Tile
from taawun.apps.rows import into
from taawun.kernel.errors import LedgerDamaged
from taawun.kernel.ledger import tiles
from taawun.kernel.ledger.entry import NewEntry

_COLUMNS: Final = ("uuid", "kind", "at", "salt", "digest", "leaf", "leaf_hash")
# Rows may be committed out of the order of their ids, so "waiting" means without a place, not above some id.
_GIVE_PLACES: Final = """
    UPDATE ledger_entry SET leaf_index = placed.place
    FROM (
        SELECT id, %s + row_number() OVER (ORDER BY id) AS place
        FROM (SELECT id FROM ledger_entry WHERE leaf_index IS NULL ORDER BY id LIMIT %s) AS waiting
    ) AS placed
    WHERE ledger_entry.id = placed.id
    RETURNING leaf_index, leaf_hash"""
_FIND: Final = "SELECT leaf, salt, digest, leaf_index FROM ledger_entry WHERE uuid = %s"
_COVERING: Final = """
    SELECT size, root, note FROM ledger_checkpoint WHERE size = coalesce(
        (SELECT max(checkpoint_id) FROM ledger_cosignature WHERE checkpoint_id > %s AND party LIKE %s),
        (SELECT max(size) FROM ledger_checkpoint WHERE size > %s))"""
_LINES: Final = "SELECT line FROM ledger_cosignature WHERE checkpoint_id = %s ORDER BY party, algorithm"
_ROOTS: Final = "SELECT size, root FROM ledger_checkpoint WHERE size IN (%s, %s)"
_SEALED: Final = "SELECT coalesce(max(size), 0) FROM ledger_checkpoint"
_READ_TILE: Final = 'SELECT data FROM ledger_tile WHERE level = %s AND "index" = %s'
_READ_LEAVES: Final = """
    SELECT leaf_index, leaf, leaf_hash, salt, digest FROM ledger_entry
    WHERE leaf_index >= %s AND leaf_index < %s ORDER BY leaf_index"""


def insert(entries: Sequence[NewEntry], at: datetime) -> None:
    """Write new entries, without a place."""
    into(Entry, *_COLUMNS).write([(e[0], e[1], at, e[2], e[3], e[4], e[5]) for e in entries])


def lock_head() -> Head:
    """Return the head, locked until the transaction ends, so that one sealer works at a time."""
    Head.objects.get_or_create(id=1)
    return Head.objects.select_for_update().get(id=1)


def give_places(size: int, most: int) -> list[bytes]:
    """Give the next places to waiting entries, oldest first, and return their leaf hashes in that order."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_PLACES, [size - 1, most])
        return [bytes(row[1]) for row in sorted(cursor.fetchall(), key=lambda row: row[0])]


def save_tiles(grown: Sequence[tiles.Tile]) -> None:
    """Write tiles, each full one with its middle row; a wider one replaces the narrower one it continues."""
    rows = [Tile(level=tile.level, index=tile.index, width=tile.width, data=tile.data + tile.middle) for tile in grown]
    Tile.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["level", "index"], update_fields=["width", "data"]
    )


def leaves(start: int, end: int) -> list[tuple[int, bytes, bytes, bytes | None, bytes | None]]:
    """Return place, leaf, leaf hash, salt and digest of the entries from `start` to before `end`."""
    with connection.cursor() as cursor:
        cursor.execute(_READ_LEAVES, [start, end])
        return list(cursor.fetchall())


class Found(NamedTuple):
    """What is kept of one entry."""

    leaf: bytes
    salt: bytes | None
    digest: bytes | None
    place: int | None


def find(entry_id: str) -> Found | None:
    """Return an entry by its identifier."""
    with connection.cursor() as cursor:
        uuid = entry_id if connection.features.has_native_uuid_field else entry_id.replace("-", "")
        cursor.execute(_FIND, [uuid])
        row = cursor.fetchone()
    if row is None:
        return None
    salt, digest = (None if value is None else bytes(value) for value in row[1:3])
    return Found(bytes(row[0]), salt, digest, row[3])


def covering(place: int, witness: str | None) -> tuple[int, bytes, bytes] | None:
    """Return size, root and full note of the newest cosigned checkpoint over a place, else of the newest.

    Args:
        place: the index of an entry.
        witness: whose cosignature counts; anybody's if None.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COVERING, [place, witness or "__", place])
        row = cursor.fetchone()
    return (row[0], bytes(row[1]), bytes(row[2]) + witness_lines(row[0])) if row else None


def witness_lines(size: int) -> bytes:
    """Return the cosignature lines under a checkpoint, as they stand in a note."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [size])
        return "".join(row[0] for row in cursor.fetchall()).encode()


def roots(sizes: Sequence[int]) -> dict[int, bytes]:
    """Return the roots that were signed for one or two sizes."""
    with connection.cursor() as cursor:
        cursor.execute(_ROOTS, [sizes[0], sizes[-1]])
        return {size: bytes(root) for size, root in cursor.fetchall()}


def sealed_size() -> int:
    """Return the size of the newest checkpoint, or 0."""
    with connection.cursor() as cursor:
        cursor.execute(_SEALED)
        return int(cursor.fetchone()[0])


class TileTable:
    """The tiles in the database, as the kernel reads them."""

    def read(self, level: int, index: int, width: int) -> bytes:
        """Return the first hashes of a tile."""
        with connection.cursor() as cursor:
            cursor.execute(_READ_TILE, [level, index])
            row = cursor.fetchone()
        data = bytes(row[0]) if row else b""
        if width < tiles.WIDTH:
            data = data[: width * tiles.HASH_BYTES]
        if len(data) < width * tiles.HASH_BYTES:
            raise LedgerDamaged(f"Tile {tiles.tile_path(level, index, width)} is missing.")
        return data
