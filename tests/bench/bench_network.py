# SPDX-License-Identifier: Apache-2.0
"""How a network of 5,000 nodes moves on its page in a real Chromium, and how long until its layout is shown.

What is measured is the page under test itself (tests/browser/test_network.py), at a node that runs, pulled and brought
nearer by a mouse. No peer: another drawing on the same screen measures the screen. Without Chromium, Playwright or the
built scripts there is nothing to measure, and the line says so.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

AREA = "network"
ROOT = Path(__file__).resolve().parents[2]
TEST = "tests/browser/test_network.py::test_five_thousand_nodes_are_drawn_and_moved"


def run() -> Iterator[dict[str, Any]]:
    """Yield frames a second, and the seconds until the layout is shown."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "figures.json"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", TEST],
            check=False, cwd=ROOT, env=os.environ | {"TAAWUN_NETWORK_FIGURES": str(file)}, stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        if not file.exists():
            told_why = [line for line in done.stdout.splitlines() if line.startswith(("SKIPPED", "FAILED", "ERROR"))]
            why = told_why[0] if told_why else "the page did not come"
            yield {"bench": "network/frames_s", "note": f"not measured: {why}"}
            return
        told = json.loads(file.read_text(encoding="utf-8"))
    yield from figures(told)


def figures(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Say what the page told."""
    count = told["nodes"]
    place = f"{count:,} nodes, {count - 1:,} links, drawn without a graphics card; load {os.getloadavg()[0]:.1f}"
    for name, when in (("frames_s", "after"), ("frames_while_laying_out_s", "while_laying_out")):
        one = told[when]
        yield {
            "bench": f"network/{name}", "value": one["fps"], "unit": "frames/s",
            "note": f"{place}; pulled about and brought nearer by a mouse; half of the frames take {one['p50_ms']} ms,"
            f" 95 in 100 at most {one['p95_ms']} ms; the page answered nothing for {one['longest_ms']:.0f} ms at most",
        }  # fmt: skip
    yield {
        "bench": "network/laid_out_s", "value": told["laid_out_s"], "unit": "s",
        "note": f"{place}; the first picture after {told['first_shown_s']} s; the layout is computed in a worker",
    }  # fmt: skip
