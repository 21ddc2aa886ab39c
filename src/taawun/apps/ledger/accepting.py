# SPDX-License-Identifier: Apache-2.0
"""Accepting entries: the act and its entry stand or fall together (spec §40.6)."""

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from taawun.apps.ledger import store
from taawun.kernel.ledger.entry import RANDOM_BYTES, new_entries
from taawun.kernel.wire.times import cut

SEALING_INTERVAL: Final = timedelta(seconds=1)
"""Within which an accepted entry is sealed (spec §40.6)."""


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
