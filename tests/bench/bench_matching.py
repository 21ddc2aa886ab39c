# SPDX-License-Identifier: Apache-2.0
"""How fast people are found among many, and how many of those who are there: made-up names with partial dates.

Each measurement runs in a process of its own (names/matching_app.py). TAAWUN_BENCH_SIZES names the sizes of the list,
"100000,300000,1000000" unless told otherwise; "100000,1000000,10000000" takes about an hour more on two slow cores.
TAAWUN_BENCH_SEED is the seed of the people: 7, on which the weights of a search were fitted, unless told otherwise.
Peers: Splink (link) and an index as yente searches it (tantivy with metaphone), on the same list, at the largest size
that TAAWUN_BENCH_PEERS names (1,000,000; 0 leaves them out). How many could be found at best, for namesakes of one date
cannot be told apart, says `python -m tests.bench.names.matching_app ceiling 1000000 .`.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench import population
from tests.bench.names import growth, matching_app, peers
from tests.bench.population import Queries

AREA = "matching"
SIZES = tuple(int(size) for size in os.environ.get("TAAWUN_BENCH_SIZES", "100000,300000,1000000").split(","))
PEER_SIZE = int(os.environ.get("TAAWUN_BENCH_PEERS", "1000000"))
PEER_ASKED = 2_000
WORKERS_SIZE = 1_000_000
WORDS = {100_000: "100k", 300_000: "300k", 1_000_000: "1m", 10_000_000: "10m"}
WHAT = (
    f"made-up names of Pakistan and the Gulf (population.py, seed {matching_app.SEED}), 35 % of the list and 45 % of"
    " the queries in Arabic script, other spellings, 15 % mistyped, 15 % with a part dropped, 10 % turned;"
    " dates 55 % full, 25 % the year, 10 % a year off, 10 % none; no father's name"
)

Line = dict[str, Any]


def run() -> Iterator[Line]:
    """Yield the measurements of matching."""
    found = {peer: run_peer(peer) for peer in ("splink", "tantivy")} if PEER_SIZE else {}
    searched = {}
    for size in SIZES:
        folder = Path(tempfile.mkdtemp(prefix="taawun-bench-"))
        try:
            built = app("build", size, folder)
            searched[size] = app("search", size, folder) | {"build_s": built["seconds"]}
            yield from index_lines(size, built, searched[size], found if size == PEER_SIZE else {})
            if size == WORKERS_SIZE:
                yield from workers(size, folder)
                yield from listed(size, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    yield from grown(searched)


def app(what: str, size: int, folder: Path) -> dict[str, Any]:
    """Run one measurement in a new process."""
    command = [sys.executable, "-m", "tests.bench.names.matching_app", what, str(size), str(folder)]
    done = subprocess.run(command, cwd=peers.ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(
            f"matching/{what} at {size:,}: {(done.stderr.strip() or f'ended with {done.returncode}').splitlines()[-1]}"
        )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def index_lines(size: int, built: dict[str, Any], found: dict[str, Any], others: dict[str, Any]) -> Iterator[Line]:
    """Yield what one size gives."""
    name = WORDS.get(size, str(size))
    told = {peer: answer for peer, answer in others.items() if "r50" in answer}
    notes = "; ".join(answer["note"] for answer in others.values())
    best = max(told, key=lambda peer: told[peer]["r50"]) if told else None
    fastest = max(told, key=lambda peer: told[peer]["rate"]) if told else None
    recall = found["recall"]
    yield {
        "bench": f"matching/build_{name}_s",
        "value": round(built["seconds"], 1),
        "unit": "s",
        "note": f"two workers, without the {built['people_s']:.0f} s of making up the people; peak memory"
        f" {built['peak_mb']:,.0f} MB, {built['disk_mb']:,.0f} MB on disk",
    }
    yield {
        "bench": f"matching/open_mb/{name}",
        "value": round(built["disk_mb"]),
        "unit": "MB",
        "note": f"the index's files, mapped and shared between processes; after all searches a process holds"
        f" {found['private_mb']:,.0f} MB of its own and has {found['shared_mb']:,.0f} MB of shared pages in reach;"
        f" opened in {found['open_ms']:.0f} ms, first answer after {found['first_s']:.2f} s",
    }
    yield {
        "bench": f"matching/single_p95_ms/{name}",
        "value": round(found["p95_ms"], 2),
        "unit": "ms",
        "note": f"{matching_app.SINGLES:,} searches one after the other, ten matches with parts and reasons each,"
        f" median {found['p50_ms']:.2f} ms; processor time p95 {found['p95_cpu_ms']:.2f} ms",
    }
    yield {
        "bench": f"matching/batch/{name}",
        "value": round(found["rate"]),
        "unit": "queries/s",
        "peer": fastest,
        "peer_value": round(told[fastest]["rate"]) if fastest else None,
        "note": f"{found['asked']:,} queries on two cores, the best {matching_app.LIMIT} of each, spellings not"
        f" seen before, {found['batch_cpu_ms']:.2f} ms of processor time each; with ten explained matches (screen)"
        f" {found['screen_rate']:,.0f}/s; {notes}",
    }
    yield {
        "bench": f"matching/recall50/{name}",
        "value": round(recall["r50"], 4),
        "unit": "R@50",
        "peer": best,
        "peer_value": round(told[best]["r50"], 4) if best else None,
        "note": f"R@1 {recall['r1']:.3f}; {groups(recall)}; with the father's name said in half of the queries R@1"
        f" {found['recall_fathers']['r1']:.3f} and R@50 {found['recall_fathers']['r50']:.3f}; {notes}; {WHAT}",
    }


def groups(recall: dict[str, Any]) -> str:
    return "R@50 " + ", ".join(f"{name} {value:.3f}" for name, value in recall["r50_of"].items())


def workers(size: int, folder: Path) -> Iterator[Line]:
    """Yield how long a file of workers takes."""
    found = app("workers", size, folder)
    name = WORDS[size]
    yield {
        "bench": f"matching/workers_120k_{name}_s",
        "value": round(found["seconds"], 1),
        "unit": "s",
        "note": f"{found['asked']:,} people against {size:,} on two cores, one in ten is listed; an index just opened,"
        f" every spelling looked up anew; of the listed R@50 {found['recall']['r50']:.3f},"
        f" R@1 {found['recall']['r1']:.3f}",
    }


def listed(size: int, folder: Path) -> Iterator[Line]:
    """Yield how many of the UN list's persons are found by their names in Arabic script."""
    name = f"matching/recall50_un/{WORDS[size]}"
    found = app("listed", size, folder)
    if not found:
        yield {"bench": name, "note": "the real data does not lie beside the project (../shared/data)"}
        return
    yield {
        "bench": name,
        "value": round(found["r50"], 4),
        "unit": "R@50",
        "note": f"{found['asked']} original names in Arabic script with the first date of the entry, against {size:,}"
        f" made-up people and the list's 730 persons in Latin letters (appended in {found['append_s']:.1f} s, deleted"
        f" after); R@1 {found['r1']:.3f}",
    }


def grown(found: dict[int, dict[str, Any]]) -> Iterator[Line]:
    """Yield how cost grows with the list, and keep the numbers for its picture (names/growth.py)."""
    if len(found) < 2:
        return
    measured = growth.rows(found)
    growth.write(measured)
    for row in measured:
        yield {
            "bench": f"matching/growth_ms/{WORDS.get(int(row['records']), str(row['records']))}",
            "value": row["batch_ms"],
            "unit": "ms",
            "note": f"processor time of one query of a batch; one search alone {row['single_ms']:.2f} ms"
            f" (p95 {row['single_p95_ms']:.2f}); R@50 {row['recall50']:.3f}",
        }
    yield {
        "bench": "matching/growth",
        "value": round(growth.power(measured), 3),
        "unit": "power of the list's size",
        "note": f"processor time of one query of a batch, {len(measured)} sizes; of one search alone"
        f" {growth.power(measured, 'single_ms'):.3f}; below one: slower than the list",
    }


# --- peers ----------------------------------------------------------------------------------------


def run_peer(which: str) -> dict[str, Any]:
    """Return a peer's recall and rate with a note, or a note that says why there is none."""
    try:
        peers.install()
        with tempfile.TemporaryDirectory(prefix="taawun-bench-") as name:
            return ask_peer(which, Path(name))
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        said = peers.reason(error) if isinstance(error, subprocess.CalledProcessError) else "out of time"
        return {"note": f"{which} did not run: {said}"}


def ask_peer(which: str, folder: Path) -> dict[str, Any]:
    queries = matching_app.drawn(PEER_SIZE, PEER_ASKED, 1)
    what: dict[str, Any] = {
        "size": PEER_SIZE,
        "made": population.mark(),
        "list": str(folder / "list.tsv"),
        "queries": str(folder / "queries.tsv"),
    }

    def write() -> None:
        with Path(what["list"]).open("w", encoding="utf-8") as file:
            for block in population.stream(PEER_SIZE, matching_app.SEED):
                file.writelines(rows(block))
        Path(what["queries"]).write_text("".join(rows(queries)), encoding="utf-8")

    job = what | {"top": matching_app.LIMIT}
    answer = peers.kept("peer_search.py", which, what=job, but=("list", "queries"), before=write)
    found = zip(answer["hits"], queries.truth.tolist(), strict=True)
    places = [hits.index(who) if who in hits else None for hits, who in found]
    r1, r50 = places.count(0) / PEER_ASKED, 1 - places.count(None) / PEER_ASKED
    rate = PEER_ASKED / answer["seconds"]
    note = f"{which} R@1 {r1:.3f}, R@50 {r50:.3f}, {rate:,.0f}/s of {PEER_ASKED:,}, built in {answer['build']:.0f} s"
    note += f" (load average {answer['load']}, kept in .bench/answers)"
    return {"r1": r1, "r50": r50, "rate": rate, "note": note}


def rows(people: population.Population | Queries) -> Iterator[str]:
    """Yield a line for each person: name, year, month and day."""
    for name, (year, month, day) in zip(people.names, people.births.tolist(), strict=True):
        yield f"{name}\t{year}\t{month}\t{day}\n"
