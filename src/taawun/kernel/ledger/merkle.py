# SPDX-License-Identifier: Apache-2.0
"""Merkle tree hashing in memory, after RFC 9162 §2.1 (spec §40.2).

Used whole for the small trees of batch signatures, as the yardstick of the tiled ledger, and to check proofs
(§40.11, §40.12).
"""

import hashlib
from collections.abc import Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def levels(leaves: Sequence[bytes]) -> list[list[bytes]]:
    """Return the hashes of every level, leaves first; an odd last node moves up unchanged."""
    rows = [list(leaves)]
    while len(rows[-1]) > 1:
        row = rows[-1]
        above = [node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        rows.append(above + row[len(above) * 2 :])
    return rows


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    return levels(leaves)[-1][0] if leaves else EMPTY_ROOT


def path(rows: list[list[bytes]], index: int) -> list[bytes]:
    """Return the inclusion path of a leaf, from the `levels` of its tree."""
    steps = []
    for row in rows[:-1]:
        sibling = index ^ 1
        if sibling < len(row):
            steps.append(row[sibling])
        index >>= 1
    return steps


def root_from_path(leaf: bytes, index: int, size: int, steps: Sequence[bytes]) -> bytes | None:
    """Return the root that a path leads to, or None if the path cannot belong to that place (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return None
    node, last, current = index, size - 1, leaf
    for step in steps:
        if last == 0:
            return None
        if node & 1 or node == last:
            current = node_hash(step, current)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            current = node_hash(current, step)
        node, last = node >> 1, last >> 1
    return current if last == 0 else None


def consistency_path(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """Return the consistency path from the first `old` leaves to all of them (RFC 9162 §2.1.4.1)."""
    if not 0 < old < len(leaves):
        return []
    steps: list[bytes] = []
    rest, whole = leaves, True
    while old != len(rest):
        half = 1 << (len(rest) - 1).bit_length() - 1
        if old <= half:
            steps.append(root(rest[half:]))
            rest = rest[:half]
        else:
            steps.append(root(rest[:half]))
            rest, old, whole = rest[half:], old - half, False
    return ([] if whole else [root(rest)]) + steps[::-1]


def consistent(old: int, new: int, old_root: bytes, new_root: bytes, steps: Sequence[bytes]) -> bool:
    """Tell whether a path shows that the tree of `new` leaves continues the tree of `old` (RFC 9162 §2.1.4.2).

    Every tree continues the empty one, and itself, and both need an empty path.
    """
    if not 0 < old < new:
        same = old == new and old_root == new_root
        return not steps and (same or (old == 0 < new and old_root == EMPTY_ROOT))
    path_of = [old_root, *steps] if old & (old - 1) == 0 else list(steps)
    return bool(path_of) and _roots_from(path_of, old - 1, new - 1) == (old_root, new_root)


def _roots_from(steps: Sequence[bytes], node: int, last: int) -> tuple[bytes, bytes] | None:
    """Return both roots that a consistency path leads to, or None if it has the wrong length."""
    while node & 1:
        node, last = node >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            after = node_hash(after, step)
        node, last = node >> 1, last >> 1
    return (before, after) if last == 0 else None


class Frontier:
    """The root of a growing tree, in the memory of its right edge alone: for streams of any length."""

    __slots__ = ("_peaks", "size")

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Append the hash of one leaf."""
        full = self.size
        while full & 1:
            leaf, full = node_hash(self._peaks.pop(), leaf), full >> 1
        self._peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._peaks:
            return EMPTY_ROOT
        current = self._peaks[-1]
        for peak in self._peaks[-2::-1]:
            current = node_hash(peak, current)
        return current
