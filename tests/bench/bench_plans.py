# SPDX-License-Identifier: Apache-2.0
"""How long a node takes to merge a plan that both edited apart, 10,000 savings each, as its sections come in.

The peer is a three-way merge of plain texts with `difflib` of the standard library, which needs the common ancestor and
gives up where both changed one place; it merges the ends of the same narratives.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.plans_app import SAVINGS, SECTIONS

AREA = "plans"
ROOT = Path(__file__).resolve().parents[2]


def run() -> Iterator[dict[str, Any]]:
    """Yield the measurement of merging."""
    command = [sys.executable, "-m", "tests.bench.plans_app"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        yield {"bench": "plans/merge_10000_each", "note": f"it failed: {done.stderr[-300:]}"}
        return
    told = json.loads(done.stdout.splitlines()[-1])
    ours, peer = told["ours"], told["peer"]
    yield {
        "bench": "plans/merge_10000_each", "value": ours["wall"], "unit": "s", "peer": "difflib, three-way",
        "peer_value": peer["wall"],
        "note": f"on the wall; of the processor {ours['work']} s, the peer's {peer['work']} s; {SECTIONS} sections,"
        f" {SAVINGS:,} savings of each side in each; largest {told['largest']:,} bytes; ours is the keeping of what"
        " comes in envelopes: every update checked, merged both ways round and stored with its line on the record,"
        " on SQLite on a disk; the peer leaves conflicts",
    }  # fmt: skip
