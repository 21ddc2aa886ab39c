# SPDX-License-Identifier: Apache-2.0
"""Merkle tree hashing in memory, after RFC 9162 §2.1 (spec §40.2).

Used whole for the small trees of batch signatures, and as the yardstick of the tiled ledger.
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
