# SPDX-License-Identifier: Apache-2.0
"""How long a new entry takes against a million live ones: the act of the product, and the engine alone in memory.

The peer is the R-tree of SQLite in three dimensions, which answers with boxes and neither measures nor records. It is
measured twice: spread over the year and 400 towns, and crowded into a month and forty towns, which no country has.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

AREA = "deconfliction"
ROOT = Path(__file__).resolve().parents[2]
LIVE = 1_000_000


def run() -> Iterator[dict[str, Any]]:
    """Yield the measurements of de-confliction."""
    command = [sys.executable, "-m", "tests.bench.deconfliction_app", str(LIVE)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        yield {"bench": "deconfliction/new_entry_ms", "note": f"it failed: {done.stderr[-300:]}"}
        return
    told = json.loads(done.stdout.splitlines()[-1])
    for crowd, prefix in (("spread", ""), ("crowded", "crowded_")):
        yield from _lines(told[crowd], prefix, told["memory_mb"])


def _lines(told: dict[str, Any], prefix: str, memory: int) -> Iterator[dict[str, Any]]:
    peer = told["peer"]
    for name, key, what in (
        (
            "new_entry_ms",
            "product",
            "the act as a lead does it, its transaction, audit line and conflicts stored, on SQLite on a disk",
        ),
        ("engine_ms", "engine", "matches() alone, with all entries in memory"),
    ):
        ours = told[key]
        yield {
            "bench": f"deconfliction/{prefix}{name}",
            "value": ours["p95"],
            "unit": "ms",
            "peer": "SQLite R-tree",
            "peer_value": peer["p95"],
            "note": f"p95 of 40 against {LIVE:,} live entries, p50 {ours['p50']} ms, of the processor"
            f" {ours['processor_p95']} and {ours['processor_p50']} ms, {ours['found']} conflicts; {what};"
            f" {told['town_km2_day']} begin on a km² in a day around towns, {told['sea_km2_day']} at sea;"
            f" the peer's p50 {peer['p50']} ms, {peer['found']} boxes; peak memory of all {memory} MB",
        }
