# SPDX-License-Identifier: Apache-2.0
"""How long 311,038 public seizures take to come in with their checks, beside pandas without any, on SQLite both.

Each runs in a process of its own, one after the other. The file lies in ../shared/data; without it there is nothing to
measure.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

AREA = "counter_narcotics"
ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT.parent / "shared" / "data" / "unodc_ids.zip"


def run() -> Iterator[dict[str, Any]]:
    """Yield the measurements of counter-narcotics."""
    name = "counter_narcotics/unodc_import_s"
    if not FILE.exists():
        yield {"bench": name, "note": "unodc_ids.zip does not lie in ../shared/data"}
        return
    ours, peer = measure("ours"), measure("pandas")
    told = "; pandas is not installed" if peer is None else (
        f"; pandas {peer['version']} read_csv and to_sql alone: {peer['processor_s']:.1f} s of processor,"
        f" {peer['memory_mb']} MB"
    )  # fmt: skip
    if ours is None or ours["error"]:
        yield {"bench": name, "note": f"the import failed: {ours and ours['error']}"}
        return
    yield {
        "bench": name,
        "value": round(ours["seconds"], 1),
        "unit": "s",
        "peer": "pandas" if peer else None,
        "peer_value": round(peer["seconds"], 1) if peer else None,
        "note": f"SQLite, {ours['result']['rows']:,} rows with every check, duplicates and outliers;"
        f" {ours['processor_s']:.1f} s of processor, peak memory {ours['memory_mb']} MB{told}",
    }
    yield {
        "bench": "counter_narcotics/unodc_import_mb",
        "value": ours["memory_mb"],
        "unit": "MB",
        "peer": "pandas" if peer else None,
        "peer_value": peer["memory_mb"] if peer else None,
        "note": "peak memory of the whole process, Django and the registers included",
    }


def measure(who: str) -> dict[str, Any] | None:
    """Measure one in a process of its own; None where it could not run."""
    command = [sys.executable, "-m", "tests.bench.statistics_app", who, str(FILE)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
