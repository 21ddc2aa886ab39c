# SPDX-License-Identifier: Apache-2.0
"""How fast the ledger takes entries, seals them and proves them, through the real app on a real database.

Each measurement runs in a process of its own (ledger_app.py), for one process is one node. The peer is
pymerkle with SQLite, in the environment `.bench` (`uv venv .bench && uv pip install pymerkle` there): it is
GPL and therefore never a dependency of the product.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

AREA = "ledger"
ROOT = Path(__file__).resolve().parents[2]
PEER_PYTHON = ROOT / ".bench" / "bin" / "python"
PEER_SCRIPT = ROOT / "tests" / "bench" / "ledger_peer.py"


def run() -> Iterator[dict[str, Any]]:
    """Yield the measurements of the ledger."""
    peer = measure_peer()
    yield from (append("sqlite", peer), append("postgresql", peer), proofs(peer))


def append(database: str, peer: dict[str, Any]) -> dict[str, Any]:
    """Measure accept_many and seal together."""
    found = measure_app("append", database)
    name = "ledger/append" + ("" if database == "sqlite" else f"/{database}")
    return {
        "bench": name,
        "value": found["rate"],
        "unit": "appends/s",
        "peer": peer.get("name"),
        "peer_value": peer.get("append"),
        "note": f"{database}, {found['count']:,} entries in {found['batch']} a transaction, sealed every"
        f" {found['seal_every']:,}, commits on disk; accept {found['accept_us']} µs and seal {found['seal_us']} µs"
        f" an entry, of which {found['python_us']} µs make the entry; processor time"
        f" {found['cpu_us']} µs an entry; peak memory {found['memory_mb']} MB;"
        f" peer: {peer['note']}",
    }


def proofs(peer: dict[str, Any]) -> dict[str, Any]:
    """Measure proofs at ten million entries; the value is the slower of the two kinds."""
    found = measure_app("proofs", "sqlite")
    value, peer_value = max(found["inclusion_ms"], found["consistency_ms"]), peer.get("proof_ms")
    return {
        "bench": "ledger/proof_ms",
        "value": value,
        "unit": "ms",
        "peer": peer.get("name"),
        "peer_value": peer_value,
        "ratio": round(peer_value / value, 2) if peer_value else None,
        "note": f"median at {found['count']:,} entries on SQLite, warm storage: services.prove (entry, checkpoint,"
        f" path, self-check) {found['inclusion_ms']} (99 %: {found['inclusion_p99_ms']}; processor"
        f" {found['inclusion_cpu_ms']}), services.consistency"
        f" {found['consistency_ms']} (99 %: {found['consistency_p99_ms']}), path alone, no tile kept"
        f" {found['cold_ms']}; tree built in {found['build_s']} s; peak memory {found['memory_small_mb']} MB after"
        f" {found['count_small']:,} entries and {found['memory_mb']} MB after all; peer: {peer['note']}",
    }


def measure_app(what: str, database: str) -> dict[str, Any]:
    """Run one measurement on a fresh node."""
    environment = os.environ | {"TAAWUN_TEST_DATABASE": database}
    return _answer([sys.executable, "-m", "tests.bench.ledger_app", what], environment)


def measure_peer() -> dict[str, Any]:
    """Run the peer, if it is there."""
    if not PEER_PYTHON.exists():
        return {"note": "pymerkle not installed in .bench"}
    return _answer([str(PEER_PYTHON), str(PEER_SCRIPT)], dict(os.environ))


def _answer(command: list[str], environment: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
