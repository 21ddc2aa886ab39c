# SPDX-License-Identifier: Apache-2.0
"""One measurement of the ledger app on a fresh node: `append` or `proofs`. Prints one JSON object."""

import hashlib
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median, quantiles
from typing import Any

from tests import house

SCRATCH = house.prepare()

import django  # noqa: E402 - settings are read from the home made above

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from taawun.apps.ledger import proofs, services, store  # noqa: E402
from taawun.apps.ledger.models import Checkpoint, Entry  # noqa: E402
from taawun.kernel.ledger import merkle, tiles  # noqa: E402
from taawun.kernel.ledger.checkpoint import origin_of, seal_checkpoint  # noqa: E402
from taawun.kernel.ledger.entry import RANDOM_BYTES, new_entries  # noqa: E402
from tests.kernel.ledger.keys import PK  # noqa: E402

ENTRIES, BATCH, SEAL_EVERY = 200_000, 100, 20_000
TREE, SMALL_TREE, TREE_BATCH, SAMPLES = 10_000_000, 262_144, 65_536, 400


def main() -> None:
    call_command("migrate", "ledger", verbosity=0)
    print(json.dumps({"append": measure_append, "proofs": measure_proofs}[sys.argv[1]]()))


def memory_mb() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def measure_append() -> dict[str, Any]:
    rows = [("envelope.sent", f"{i:064x}") for i in range(BATCH)]
    accepting = sealing = 0.0
    processor = time.process_time()
    for done in range(BATCH, ENTRIES + 1, BATCH):
        accepting += timed(lambda: accept(rows))
        if done % SEAL_EVERY == 0:
            sealing += timed(lambda: services.seal(datetime.now(UTC), PK))
    processor = time.process_time() - processor
    assert services.latest().size == ENTRIES
    noise = os.urandom(RANDOM_BYTES * BATCH)
    making = median(timed(lambda: new_entries(rows, datetime.now(UTC), noise)) for _ in range(200)) / BATCH
    return {
        "rate": round(ENTRIES / (accepting + sealing)), "count": ENTRIES, "batch": BATCH, "seal_every": SEAL_EVERY,
        "accept_us": micro(accepting / ENTRIES), "seal_us": micro(sealing / ENTRIES), "python_us": micro(making),
        "memory_mb": memory_mb(), "cpu_us": micro(processor / ENTRIES),
    }  # fmt: skip


def accept(rows: list[tuple[str, str]]) -> None:
    with transaction.atomic():
        services.accept_many(rows, at=datetime.now(UTC))


def measure_proofs() -> dict[str, Any]:
    """Build the tiles of ten million leaves, with rows for the entries that will be asked for."""
    places = sorted(random.Random(7).sample(range(TREE), SAMPLES))
    start = time.perf_counter()
    edge = grow(tiles.Edge(), SMALL_TREE)
    small = memory_mb()
    edge = grow(edge, TREE)
    seconds = time.perf_counter() - start
    identifiers = write_rows(edge, places)
    random.Random(8).shuffle(identifiers)
    prover = tiles.Prover(store.TileTable(), most_kept=1)
    sizes = random.Random(9).sample(range(1, TREE), SAMPLES)
    for place in places:  # warm storage: every tile on the way has been read once
        proofs.PROVER.inclusion(place, TREE)
    proofs.PROVER.forget()
    processor = time.process_time()
    inclusion = spread(services.prove, identifiers)
    processor = (time.process_time() - processor) / SAMPLES
    consistency = spread(lambda old: services.consistency(old, TREE), signed(sizes, prover))
    cold = spread(lambda place: (prover.forget(), prover.inclusion(place, TREE)), places)
    return {
        "count": TREE, "count_small": SMALL_TREE, "build_s": round(seconds, 1), "memory_small_mb": small,
        "memory_mb": memory_mb(), "inclusion_ms": inclusion[0], "inclusion_p99_ms": inclusion[1],
        "consistency_ms": consistency[0], "consistency_p99_ms": consistency[1], "cold_ms": cold[0],
        "inclusion_cpu_ms": round(processor * 1_000, 3),
    }  # fmt: skip


def leaf(place: int) -> bytes:
    return b"%d" % place


def grow(edge: tiles.Edge, size: int) -> tiles.Edge:
    sha256 = hashlib.sha256
    while edge.size < size:
        end = min(edge.size + TREE_BATCH, size)
        edge, grown = tiles.append(edge, [sha256(b"\x00%d" % i).digest() for i in range(edge.size, end)])
        store.save_tiles(grown)
    return edge


def write_rows(edge: tiles.Edge, places: list[int]) -> list[str]:
    now = datetime.now(UTC)
    note = seal_checkpoint(origin_of("PK"), edge.size, edge.root(), PK).note
    Checkpoint.objects.create(size=edge.size, root=edge.root(), note=note, at=now)
    made = new_entries([("move", f"{place:064x}") for place in places], now, os.urandom(RANDOM_BYTES * len(places)))
    Entry.objects.bulk_create(
        Entry(
            uuid=new.id,
            kind="move",
            at=now,
            leaf=leaf(place),
            leaf_hash=merkle.leaf_hash(leaf(place)),
            leaf_index=place,
        )
        for place, new in zip(places, made, strict=True)
    )
    return [new.id for new in made]


def signed(sizes: list[int], prover: tiles.Prover) -> list[int]:
    """Sign checkpoints of the older sizes, as a node would have, and return the sizes."""
    now = datetime.now(UTC)
    Checkpoint.objects.bulk_create(Checkpoint(size=size, root=prover.root(size), note=b"", at=now) for size in sizes)
    return sizes


def spread(work: Callable[[Any], Any], items: list[Any]) -> tuple[float, float]:
    """Return median and 99th percentile in milliseconds."""
    times = [timed(lambda item=item: work(item)) * 1_000 for item in items]
    return round(median(times), 3), round(quantiles(times, n=100)[98], 3)


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def micro(seconds: float) -> float:
    return round(seconds * 1_000_000, 1)


main()
