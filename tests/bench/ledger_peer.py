# SPDX-License-Identifier: Apache-2.0
"""The ledger's peer: pymerkle on SQLite, one entry at a time as its manual shows, and in batches.

A batch is compared with accept and seal, so the peer also computes the root that it would sign.
"""

import json
import tempfile
import time
from pathlib import Path

from pymerkle import SqliteTree

ONE_BY_ONE = 1_000
IN_BATCHES = 100_000
BATCH, SEAL_EVERY = 100, 20_000
PROOFS = 50


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        tree = SqliteTree(str(Path(folder) / "one.db"))
        single = rate(ONE_BY_ONE, lambda: [tree.append_entry(entry(i)) for i in range(ONE_BY_ONE)])
        tree = SqliteTree(str(Path(folder) / "many.db"))
        batch = rate(IN_BATCHES, lambda: in_batches(tree))
        start = time.perf_counter()
        for i in range(PROOFS):
            tree.prove_inclusion(1 + i * (IN_BATCHES // PROOFS))
        proof_ms = round((time.perf_counter() - start) / PROOFS * 1_000, 3)
    note = (
        f"one at a time {single:,.0f}/s; {BATCH} a transaction with a root every {SEAL_EVERY:,} {batch:,.0f}/s"
        f" (the better counts; it keeps bare leaves, unsigned); proofs at {IN_BATCHES:,} entries"
    )
    answer = {"name": "pymerkle 7 + SQLite", "append": round(max(single, batch)), "proof_ms": proof_ms, "note": note}
    print(json.dumps(answer))


def entry(number: int) -> bytes:
    return b'{"at":"2026-11-22T01:55:54.123Z","commit":"%064x","id":"x","kind":"envelope.sent","v":1}' % number


def in_batches(tree: SqliteTree) -> None:
    """Do what the ledger is measured at: a transaction for each batch, and a root now and then."""
    for start in range(0, IN_BATCHES, BATCH):
        tree.append_entries([entry(i) for i in range(start, start + BATCH)], BATCH)
        if (start + BATCH) % SEAL_EVERY == 0:
            tree.get_root()


def rate(count: int, work) -> float:
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


main()
