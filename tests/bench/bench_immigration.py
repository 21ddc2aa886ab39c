# SPDX-License-Identifier: Apache-2.0
"""A passenger list read and screened against many names, beside pydifact and rapidfuzz; and which lists can be read.

TAAWUN_BENCH_NAMES sets how many names the index holds, TAAWUN_BENCH_PEER_NAMES how many the peer is given: it compares
each with each, and a million would take it minutes. Names on a list are in Latin letters.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from taawun.engines.matching import Index
from taawun.formats import paxlst
from taawun.formats.paxlst import Flight, Listed, Message, Paper, Stop, Traveller
from taawun.formats.people import open_list
from tests.bench import population
from tests.bench.bench_border_security import shell
from tests.bench.names.matching_app import SEED, build, records
from tests.formats.edifact_shapes import PLAIN, QUIRKS, as_bytes

AREA = "immigration"
ROOT: Final = Path(__file__).resolve().parents[2]
HOME: Final = ROOT / ".bench" / "immigration"
LOCK: Final = ROOT / "requirements" / "bench-immigration.txt"
SIZE: Final = int(os.environ.get("TAAWUN_BENCH_NAMES", "1000000"))
PEER_SIZE: Final = int(os.environ.get("TAAWUN_BENCH_PEER_NAMES", "20000"))
PEOPLE: Final = 260
ON_BOARD: Final = 3
"""People on each list of the shapes."""

Line = dict[str, Any]


def run() -> Iterator[Line]:
    """Yield the measurements of immigration."""
    message, names = made_up()
    try:
        peer = ask_peer(message, names)
    except (subprocess.CalledProcessError, OSError) as error:
        peer = {"shapes": {}, "why": f"; the peer did not run: {error}"}
    yield shapes(peer)
    yield screened(message, peer)


def made_up() -> tuple[bytes, list[str]]:
    """Return a list of people of whom some are in the index, and names of the index for the peer."""
    block = population.part(SIZE, SEED, 0)
    latin = [name for name in block.names if name.isascii()]
    people = tuple(
        Traveller(surname=name.split()[-1], given=tuple(name.split()[:-1]), papers=(Paper("P", f"ZX{at:07}", "PAK"),))
        for at, name in enumerate(latin[:PEOPLE])
    )
    stops = (Stop("KHI", "125", "2026-11-22T06:40"), Stop("BAH", "87", "", "2026-11-22T07:55"))
    head = Message(Flight("ZQ0417", "ZQ", stops), "ZQAIR", "BHAPIS", "2026-11-22T03:10", "PAX001", document="745")
    given: list[str] = []
    for one in population.stream(SIZE, SEED):
        given += one.names
        if len(given) >= PEER_SIZE:
            break
    return paxlst.write(Listed(head, people), "1"), given[:PEER_SIZE]


def shapes(peer: dict[str, Any]) -> Line:
    """Report how many shapes of real messages are read, with everybody on them."""
    ours = sum(_everybody(as_bytes(text)) for text in QUIRKS.values())
    theirs = peer["shapes"]
    refused = [name for name, good in theirs.items() if not good]
    return {
        "bench": "immigration/paxlst_shapes_read", "value": ours, "unit": f"of {len(QUIRKS)}", "peer": "pydifact",
        "peer_value": sum(theirs.values()) if theirs else None,
        "note": f"made-up lists with the quirks of real ones; the peer does not read: {'; '.join(refused)}"
        + peer.get("why", ""),
    }  # fmt: skip


def _everybody(data: bytes) -> bool:
    found = [one for one in paxlst.read(io.BytesIO(data)) if isinstance(one, paxlst.Entry) and one.traveller]
    return len(found) == ON_BOARD


def screened(message: bytes, peer: dict[str, Any]) -> Line:
    """Report how long a list takes from its bytes to its hits."""
    folder = Path(tempfile.mkdtemp(prefix="taawun-bench-"))
    try:
        build(SIZE, folder)
        index = Index.open(folder)
        path = folder / "list.edi"
        path.write_bytes(message)
        list(index.screen(list(records(population.part(SIZE, SEED, 0)))[:5], 10))  # what a process does once
        started = time.perf_counter()
        people = [row.record for row in open_list(path).rows() if row.record]
        read = time.perf_counter()
        hits = sum(bool(matches) for _, matches in index.screen(people, 10, 0.4))
        done = time.perf_counter()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    whole = peer["parse_s"] + peer["compare_s"] if "parse_s" in peer else None
    return {
        "bench": "immigration/paxlst_screen_s", "value": round(done - started, 3), "unit": "s",
        "peer": "pydifact + rapidfuzz WRatio (cdist)", "peer_value": None if whole is None else round(whole, 3),
        "note": f"{len(people)} passengers, {SIZE:,} names, {hits} with a hit; read in {read - started:.3f} s. The peer"
        f" compares with {PEER_SIZE:,} names only, in the letters they are in{peer.get('why', '')};"
        f" load {os.getloadavg()[0]:.1f}",
    }  # fmt: skip


def ask_peer(message: bytes, names: list[str]) -> dict[str, Any]:
    """Let the peer read the same list and compare it with its names, in its own environment."""
    python = HOME / "bin" / "python"
    if not python.exists():
        uv = str(Path(sys.executable).with_name("uv"))
        shell([uv, "venv", "--quiet", "--clear", str(HOME)])
        shell(
            [uv, "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--python", str(python), "-r", str(LOCK)]
        )
    with tempfile.TemporaryDirectory(prefix="taawun-bench-") as folder:
        file = Path(folder) / "asked.json"
        told = {name: as_bytes(text).decode("utf-8", "replace") for name, text in QUIRKS.items()}
        asked = {"list": message.decode(), "names": names, "least": ON_BOARD - 1, "shapes": {"plain": PLAIN} | told}
        file.write_text(json.dumps(asked), encoding="utf-8")
        answer = shell([str(python), str(Path(__file__).with_name("immigration_peer.py")), str(file)])
    found: dict[str, Any] = json.loads(answer.splitlines()[-1])
    found["shapes"].pop("plain")
    return found
