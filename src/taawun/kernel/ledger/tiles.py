# SPDX-License-Identifier: Apache-2.0
"""The ledger's tree cut into tiles of 256 hashes, after C2SP tlog-tiles (spec §40.7).

Level 0 holds leaf hashes; a hash of level n + 1 is the root of a full tile of level n. To append, only the
partial tiles at the right edge are needed; to prove, only the tiles on the way up. Where tiles are kept is
the business of a `TileSource`.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from taawun.kernel.errors import BadTile
from taawun.kernel.ledger.merkle import EMPTY_ROOT, node_hash

HEIGHT: Final = 8
WIDTH: Final = 1 << HEIGHT
HASH_BYTES: Final = 32
TILE_BYTES: Final = WIDTH * HASH_BYTES
MIDDLE: Final = 4
"""Rows between a tile's hashes and its middle row: 16 hashes, each the root over 16 of the tile's."""
LEVELS: Final = 7
"""Tile levels that 2^53 leaves need."""
MOST_LEAVES: Final = 1 << 53
"""Largest tree, in leaves: every index stays exact as a JSON number (spec §40.18)."""

_PATH = re.compile(r"tile/(0|[1-9]\d?)/((?:x\d{3}/){0,5}\d{3})(?:\.p/([1-9]\d{0,2}))?")


class TileSource(Protocol):
    """Where tiles are kept."""

    def read(self, level: int, index: int, width: int) -> bytes:
        """Return the first `width` hashes of a tile; the tile kept may be wider by now.

        A full tile may be followed by its middle row, which spares most of the hashing.

        Raises:
            LedgerDamaged: if the tile is missing or too narrow.
        """
        ...


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: up to 256 consecutive hashes of a level, and the middle row above them if it is full."""

    level: int
    index: int
    width: int
    data: bytes
    middle: bytes = b""


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """Return the C2SP path of a tile, e.g. `tile/0/x001/x234/067.p/17`."""
    digits = f"{index:03d}"
    digits = "0" * (-len(digits) % 3) + digits
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    name = "".join(f"x{group}/" for group in groups[:-1]) + groups[-1]
    return f"tile/{level}/{name}" + (f".p/{width}" if width < WIDTH else "")


def parse_tile_path(path: str) -> tuple[int, int, int]:
    """Return the level, index and width of a C2SP path, or refuse every other spelling (spec §40.7)."""
    match = _PATH.fullmatch(path) if path.isascii() else None
    if match:
        level, width = int(match[1]), int(match[3] or WIDTH)
        index = int(match[2].replace("x", "").replace("/", ""))
        if level < LEVELS and tile_path(level, index, width) == path:
            return level, index, width
    raise BadTile


def width_at(size: int, level: int, index: int) -> int:
    """Return how wide a tile is in a tree of `size` leaves: 256 if full, 0 if not there."""
    return max(0, min(WIDTH, (size >> HEIGHT * level) - index * WIDTH))


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a tree: its size and the partial tile of every level, lowest first."""

    size: int = 0
    rows: tuple[bytes, ...] = ()

    def root(self) -> bytes:
        """Return the root of the tree: the full subtrees of the edge, joined from right to left."""
        current = b""
        for row in self.rows:
            end = len(row) // HASH_BYTES
            while end:
                count = end & -end
                peak = _fold(row[(end - count) * HASH_BYTES : end * HASH_BYTES])
                current = node_hash(peak, current) if current else peak
                end -= count
        return current or EMPTY_ROOT


def edge_of(source: TileSource, size: int) -> Edge:
    """Return the right edge of a tree that is kept in tiles."""
    rows = []
    for level in range(LEVELS):
        index, width = divmod(size >> HEIGHT * level, WIDTH)
        rows.append(source.read(level, index, width) if width else b"")
        if not index and not width:
            break
    return Edge(size, tuple(rows))


def append(edge: Edge, leaf_hashes: Sequence[bytes]) -> tuple[Edge, list[Tile]]:
    """Return the edge after appending leaf hashes, and every tile that is new or has grown.

    Only the edge and the batch are held in memory, whatever the size of the tree.
    """
    tiles: list[Tile] = []
    rows: list[bytes] = []
    new = b"".join(leaf_hashes)
    for level, old in enumerate(edge.rows + (b"",) * (LEVELS - len(edge.rows))):
        first = edge.size >> HEIGHT * (level + 1)
        row, new, grown = _append_row(level, first, old + new, bool(new))
        rows.append(row)
        tiles += grown
    return Edge(edge.size + len(leaf_hashes), tuple(rows)), tiles


def _append_row(level: int, first: int, data: bytes, changed: bool) -> tuple[bytes, bytes, list[Tile]]:
    """Cut one level into tiles; return its partial tile, the hashes for the level above, and what changed."""
    if not changed:
        return data, b"", []
    full = len(data) // TILE_BYTES
    chunks = [data[i * TILE_BYTES : (i + 1) * TILE_BYTES] for i in range(full)]
    middles = [_rows_above(chunk, MIDDLE)[-1] for chunk in chunks]
    tiles = [
        Tile(level, first + i, WIDTH, chunk, middle)
        for i, (chunk, middle) in enumerate(zip(chunks, middles, strict=True))
    ]
    rest = data[full * TILE_BYTES :]
    if rest:
        tiles.append(Tile(level, first + full, len(rest) // HASH_BYTES, rest))
    return rest, b"".join([_fold(middle) for middle in middles]), tiles


def _pairs(row: bytes) -> bytes:
    """Return the hashes above a row; an odd last hash has none."""
    sha256, step = hashlib.sha256, 2 * HASH_BYTES
    last = len(row) - len(row) % step
    return b"".join([sha256(b"\x01" + row[i : i + step]).digest() for i in range(0, last, step)])


def _fold(row: bytes) -> bytes:
    """Return the root over a power of two of hashes."""
    while len(row) > HASH_BYTES:
        row = _pairs(row)
    return row


def _rows_above(row: bytes, count: int) -> tuple[bytes, ...]:
    """Return a row and the rows above it; what stands alone at the end of a row has nothing above it."""
    rows = [row]
    for _ in range(count):
        rows.append(_pairs(rows[-1]))
    return tuple(rows)


class _Inside:
    """The seven rows above a tile's hashes: of a tile with a middle row, only the parts that are asked for."""

    __slots__ = ("_groups", "_row", "_upper")

    def __init__(self, data: bytes) -> None:
        self._row, middle = data[:TILE_BYTES], data[TILE_BYTES:]
        self._upper = _rows_above(middle, HEIGHT - MIDDLE - 1) if middle else ()
        self._groups: dict[int, tuple[bytes, ...]] = {} if middle else {0: _rows_above(data, HEIGHT - 1)}

    def hash_at(self, row: int, place: int) -> bytes:
        """Return one hash of a row; row 0 is the tile itself."""
        if not self._upper:
            found, at = self._groups[0][row], place
        elif row >= MIDDLE:
            found, at = self._upper[row - MIDDLE], place
        else:
            group, at = divmod(place, 1 << MIDDLE - row)
            found = self._group(group)[row]
        return found[at * HASH_BYTES : (at + 1) * HASH_BYTES]

    def _group(self, group: int) -> tuple[bytes, ...]:
        """Return the rows under one hash of the middle row."""
        if group not in self._groups:
            step = HASH_BYTES << MIDDLE
            self._groups[group] = _rows_above(self._row[group * step : (group + 1) * step], MIDDLE - 1)
        return self._groups[group]


class Prover:
    """Roots and proofs of trees kept in tiles, reading a tile for each 8 levels.

    Tiles of one width never change, so the hashed insides of the latest ones are kept for the next proof.
    """

    __slots__ = ("_kept", "_most", "_source")

    def __init__(self, source: TileSource, most_kept: int = 256) -> None:
        self._source = source
        self._most = most_kept  # tiles; at most 16 KiB each
        self._kept: OrderedDict[tuple[int, int, int], _Inside] = OrderedDict()

    def forget(self) -> None:
        """Drop what is kept, for instance after a transaction that wrote tiles was undone."""
        self._kept.clear()

    def root(self, size: int) -> bytes:
        """Return the root of the first `size` leaves."""
        return self._range(0, size, size) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """Return the inclusion path of a leaf in the first `size` leaves (RFC 9162 §2.1.3.1)."""
        if not 0 <= index < size:
            raise ValueError(f"leaf {index} is not in a tree of {size}")
        return self._descend(size, index, stop=-1)[0]

    def consistency(self, old: int, new: int) -> list[bytes]:
        """Return the consistency path from the first `old` leaves to the first `new` (RFC 9162 §2.1.4.1)."""
        if not 0 <= old <= new:
            raise ValueError(f"a tree of {new} does not continue one of {old}")
        if old in {0, new}:
            return []
        steps, start = self._descend(new, old - 1, stop=old)
        return ([self._range(start, old, new)] if start else []) + steps

    def _descend(self, size: int, index: int, stop: int) -> tuple[list[bytes], int]:
        """Walk from the root to a leaf, or to the range that ends at `stop`; return the siblings, lowest first."""
        start, end, steps = 0, size, []
        while end - start > 1 and end != stop:
            middle = start + (1 << (end - start - 1).bit_length() - 1)
            if index < middle:
                steps.append(self._range(middle, end, size))
                end = middle
            else:
                steps.append(self._range(start, middle, size))
                start = middle
        return steps[::-1], start

    def _range(self, start: int, end: int, size: int) -> bytes:
        """Return the root over leaves `start` to `end`, a range that the tree's own splits made."""
        count = end - start
        half = 1 << (count - 1).bit_length() - 1 if count > 1 else 0
        if count == half * 2 or count == 1:
            return self._node((count - 1).bit_length(), start, size)
        left = self._node(half.bit_length() - 1, start, size)
        return node_hash(left, self._range(start + half, end, size))

    def _node(self, height: int, start: int, size: int) -> bytes:
        """Return the root of the full subtree of that height over the leaves from `start`."""
        level, inside = divmod(height, HEIGHT)
        index, place = divmod(start >> HEIGHT * level, WIDTH)
        return self._tile(level, index, width_at(size, level, index)).hash_at(inside, place >> inside)

    def _tile(self, level: int, index: int, width: int) -> _Inside:
        """Return a tile's inside; the oldest kept is forgotten, so threads may share this."""
        key = (level, index, width)
        tile = self._kept.get(key)
        if tile is None:
            tile = self._kept[key] = _Inside(self._source.read(level, index, width))
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return tile
