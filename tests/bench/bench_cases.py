# SPDX-License-Identifier: Apache-2.0
"""How long the worker takes to look at the clocks of ten thousand open cases, and the pages over them to open.

The measurement runs in a process of its own (cases_app.py), for one process is one node. No peer runs: the tools of
the United Nations and of the European Union publish features, not speeds.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

AREA = "cases"
ROOT = Path(__file__).resolve().parents[2]


def run() -> Iterator[dict[str, Any]]:
    """Yield the measurements of cases."""
    found = measure("sqlite")
    yield clock_job(found, "cases/clock_job_s", "sqlite")
    yield from pages(found, "sqlite")
    found = measure("postgresql")
    yield clock_job(found, "cases/clock_job_s/postgresql", "postgresql")
    yield from pages(found, "postgresql")


def clock_job(found: dict[str, Any], name: str, database: str) -> dict[str, Any]:
    """Report the worst minute: every clock of every case ends at once, with all its warnings still to give."""
    return {
        "bench": name,
        "value": max(found["warning_s"], found["ending_s"]),
        "unit": "s",
        "note": f"{database}, {found['cases']:,} open cases with {found['clocks']:,} clocks; a minute in which"
        f" {found['warned']:,} warn {found['warning_s']} s; one in which {found['ended']:,} clocks give all other"
        f" warnings, end and raise {found['tasks']:,} tasks {found['ending_s']} s; one with nothing to tell"
        f" {found['quiet_ms']} ms; commits on disk; peak memory {found['memory_mb']} MB",
    }


def pages(found: dict[str, Any], database: str) -> Iterator[dict[str, Any]]:
    """Report whole pages in Urdu, as a signed-in officer opens them: the list of cases, and the board by phases."""
    inside = {
        "list": f"fifty rows with their next clock and open tasks, each recorded as seen; {found['board_ms']} ms of it"
        " without the page",
        "board": "every phase with its number and its five most urgent cases, each recorded as seen; counts by state"
        f" {found['counts_ms']} ms of it",
    }
    for page, name in (("list", "cases/list_ms"), ("board", "cases/board_ms")):
        yield {
            "bench": name if database == "sqlite" else f"{name}/{database}",
            "value": found["pages_ms"][page],
            "unit": "ms",
            "note": f"{database}, {found['cases']:,} open cases, median of the whole page in Urdu; {inside[page]}",
        }


def measure(database: str) -> dict[str, Any]:
    """Run the measurement on a fresh node."""
    environment = os.environ | {"TAAWUN_TEST_DATABASE": database}
    command = [sys.executable, "-m", "tests.bench.cases_app"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
