# SPDX-License-Identifier: Apache-2.0
"""One measurement of the index in a process of its own; prints one JSON object.

    python -m tests.bench.names.matching_app build|search|workers|listed|ceiling N FOLDER

`build` streams the made-up population into an index; `search`, `workers` and `listed` open it afresh and ask; `ceiling`
needs no index: it tells how many of the queries a perfect searcher could answer.
"""

import contextlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from taawun.engines.matching import Index, PartialDate, Record
from tests.bench import population
from tests.bench.population import Population, Queries

SEED: Final = int(os.environ.get("TAAWUN_BENCH_SEED", "7"))
"""Of the made-up people; the weights of a search were fitted on those of seed 7, so measure others too."""
SINGLES: Final = 1_000
ASKED: Final = 12_000
WORKERS: Final = 120_000
HITS: Final = 0.1
"""Share of the workers who are on the list."""
LIMIT: Final = 50
BLOCKS: Final = 20
"""Blocks of the population that queries are drawn from, evenly spread."""


def birth(parts: list[int]) -> tuple[PartialDate, ...]:
    """Return a date as the engine has it; none where the year is unknown."""
    return (PartialDate(*parts),) if parts[0] else ()


def records(block: Population) -> Iterator[Record]:
    """Yield the people of a block, their number as id."""
    births = block.births.tolist()
    rows = zip(block.names, block.fathers, births, block.countries, block.female.tolist(), strict=True)
    for number, (name, father, born, country, female) in enumerate(rows, block.first):
        yield Record(
            str(number),
            (name,),
            fathers=(father,),
            births=birth(born),
            countries=(country,),
            sex="f" if female else "m",
        )


def asked(queries: Queries, fathers: bool = False) -> list[Record]:
    """Return queries as records: the name and what is known of the date, and the father's name where it is said."""
    rows = zip(queries.names, queries.fathers, queries.births.tolist(), strict=True)
    return [
        Record(f"q{i}", (name,), fathers=(father,) if father and fathers else (), births=birth(born))
        for i, (name, father, born) in enumerate(rows)
    ]


def drawn(n: int, m: int, seed: int, hits: float = 1.0) -> Queries:
    """Return m queries about the first n people, from BLOCKS blocks spread over them."""
    blocks = -(-n // population.BLOCK)
    chosen = sorted({round(i) for i in np.linspace(0, blocks - 1, min(BLOCKS, blocks))})
    each = [m // len(chosen) + (i < m % len(chosen)) for i in range(len(chosen))]
    parts = [
        population.queries(population.part(n, SEED, block), count, seed + block, hits=hits)
        for block, count in zip(chosen, each, strict=True)
    ]
    return population.together(parts)


def build(n: int, folder: Path) -> dict[str, Any]:
    """Build the index; making the people is not counted."""
    made = Stopwatch(record for block in population.stream(n, SEED) for record in records(block))
    start = time.perf_counter()
    index = Index.build(made, folder, workers=2)
    whole = time.perf_counter() - start
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "seconds": whole - made.seconds,
        "people_s": made.seconds,
        "disk_mb": size / 1e6,
        "peak_mb": peak,
        "records": len(index),
    }


class Stopwatch(Iterator[Record]):
    """An iterator that knows how long its source took."""

    def __init__(self, source: Iterator[Record]) -> None:
        self._source, self.seconds = source, 0.0
        self._ready: list[Record] = []

    def __next__(self) -> Record:
        if not self._ready:
            start = time.perf_counter()
            self._ready = list(islice(self._source, 4096))[::-1]
            self.seconds += time.perf_counter() - start
        if not self._ready:
            raise StopIteration
        return self._ready.pop()


def search(n: int, folder: Path) -> dict[str, Any]:
    """Open, ask one at a time, then in a batch."""
    queries = drawn(n, ASKED, 1)
    before, start = memory(), time.perf_counter()
    index = Index.open(folder)
    people = asked(queries)
    opened = time.perf_counter()
    index.search(people[-1], 10)
    first = time.perf_counter() - start
    single = 1e3 * np.array([both_times(lambda one=one: index.search(one, 10)) for one in people[:SINGLES]])
    used_before = time.process_time()
    seconds, found = batch(index, people)
    batch_cpu = time.process_time() - used_before
    screened = timed(lambda: list(index.screen(people[:3_000], 10)))
    with_fathers = batch(index, asked(queries, fathers=True))[1]
    used = memory()
    return {
        "p50_cpu_ms": float(np.median(single[:, 1])), "p95_cpu_ms": float(np.quantile(single[:, 1], 0.95)),
        "batch_cpu_ms": batch_cpu / len(people) * 1e3,
        "open_ms": (opened - start) * 1e3, "first_s": first, "p50_ms": float(np.median(single[:, 0])),
        "p95_ms": float(np.quantile(single[:, 0], 0.95)), "rate": len(people) / seconds,
        "screen_rate": 3_000 / screened,
        "private_mb": used[0] - before[0], "shared_mb": used[1] - before[1], "asked": len(people),
        "recall": recalls(found, queries), "recall_fathers": recalls(with_fathers, queries),
    }  # fmt: skip


def ceiling(n: int, folder: Path) -> dict[str, Any]:
    """Return the R@50 of one who reads every name without error but cannot tell namesakes apart.

    Namesakes have the same names in any spelling and order. Those whose date fits better than that of who is meant
    come first, those whose date fits as well are in any order; a part that a query drops is not held against it.
    """
    del folder
    queries, same = drawn(n, ASKED, 1), population.lexicon().same
    people = population.people(n, SEED)
    names = [tuple(sorted(set(row))) for row in np.where(people.slots >= 0, same[people.slots], -1).tolist()]
    wanted = {names[who] for who in queries.truth.tolist()}
    holders: dict[tuple[int, ...], list[int]] = {name: [] for name in wanted}
    for number, name in enumerate(names):
        if name in wanted:
            holders[name].append(number)
    chances = []
    for who, asked_birth in zip(queries.truth.tolist(), queries.births, strict=True):
        fits = fit(people.births[holders[names[who]]], asked_birth)
        mine = fits[holders[names[who]].index(who)]
        better, equal = int((fits > mine).sum()), int((fits == mine).sum())
        chances.append(float(np.clip((LIMIT - better) / equal, 0, 1)))
    return {"r50": float(np.mean(chances))}


def fit(births: NDArray[np.int16], birth: NDArray[np.int16]) -> NDArray[np.int64]:
    """Return how well dates fit one: 4 the day, 3 the year, 2 unknown, 1 a year beside it, 0 not."""
    known = (births[:, 0] > 0) & (birth[0] > 0)
    apart = np.abs(births[:, 0] - birth[0])
    days = (births[:, 2] > 0) & (birth[2] > 0)
    found = np.select([~known, apart == 0, apart == 1], [2, 3, 1], 0)
    found = np.where(known & days & (births == birth).all(axis=1), 4, found)
    return np.where(known & days & (apart == 0) & (births != birth).any(axis=1), 1, found)


def workers(n: int, folder: Path) -> dict[str, Any]:
    """Screen a file of workers of whom one in ten is listed; the index has seen none of their spellings."""
    queries = drawn(n, WORKERS, 2, HITS)
    people = asked(queries)
    index = Index.open(folder)
    seconds, found = batch(index, people)
    return {"seconds": seconds, "asked": len(people), "recall": recalls(found, queries)}


def listed(n: int, folder: Path) -> dict[str, Any]:
    """Put the UN list's persons beside the made-up people, and ask for them by their names in Arabic script."""
    del n
    from tests.bench.names import un_records

    entries, people, truth = un_records.listed_and_asked()
    if not entries:
        return {}
    index = Index.open(folder)
    start = time.perf_counter()
    index.append(entries)
    append = time.perf_counter() - start
    ids = [[match.record.id for match in matches] for _, matches in index.screen(people, LIMIT, threshold=0.0)]
    index.delete([entry.id for entry in entries])
    rank = [found.index(who) if who in found else LIMIT for found, who in zip(ids, truth, strict=True)]
    return {"asked": len(people), "append_s": append, "r1": share(rank, 1), "r50": share(rank, 50)}


def batch(index: Index, people: list[Record]) -> tuple[float, NDArray[np.int64]]:
    """Return the seconds of a batch on two cores, and the numbers found, int64[asked, LIMIT]."""
    start = time.perf_counter()
    hits = index.search_many(people, LIMIT, workers=2)
    return time.perf_counter() - start, np.where(hits.part == 0, hits.record, -1).astype(np.int64)


def recalls(found: NDArray[np.int64], queries: Queries) -> dict[str, Any]:
    """Return R@1 and R@50 of those who are listed, in all, by script and by tradition."""
    meant = queries.truth >= 0
    hit = found == queries.truth[:, None]
    at1, at50 = hit[:, 0], hit.any(axis=1)
    groups = {"arabic script": queries.arabic, "latin": ~queries.arabic}
    groups |= {name: queries.traditions == number for number, name in enumerate(population.TRADITIONS)}
    of = {name: round(float(at50[meant & rows].mean()), 3) for name, rows in groups.items() if (meant & rows).any()}
    return {"r1": float(at1[meant].mean()), "r50": float(at50[meant].mean()), "r50_of": of}


def share(ranks: list[int], top: int) -> float:
    return sum(rank < top for rank in ranks) / len(ranks)


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def both_times(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds on the clock and those of the processor, which other programs change less."""
    start = time.process_time()
    seconds = timed(work)
    return seconds, time.process_time() - start


def memory() -> tuple[float, float]:
    """Return private and shared memory of this process in MB, where the system tells."""
    with contextlib.suppress(OSError):
        text = Path("/proc/self/smaps_rollup").read_text()
        found = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in text.splitlines()[1:]}
        private = found["Private_Clean"] + found["Private_Dirty"]
        return private, found["Rss"] - private
    return 0.0, 0.0


def main(what: str, n: str, folder: str) -> None:
    measure = {"build": build, "search": search, "workers": workers, "listed": listed, "ceiling": ceiling}[what]
    print(json.dumps(measure(int(n), Path(folder))))


if __name__ == "__main__":
    main(*sys.argv[1:])
