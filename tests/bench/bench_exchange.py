# SPDX-License-Identifier: Apache-2.0
"""How many records a second go from one officer's draft to the other node's receipt, stored at the sender.

Two nodes as `taawun serve` runs them, with their officers in processes of their own, all on this machine and over
HTTP. A record counts when its accepted receipt is stored at the sender: by then it is drafted, released, signed,
sealed, delivered, taken into the other register, receipted, and in both ledgers. Peer: django-pyas2 (as2_peer.py).
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from tests import house
from tests.bench import as2_peer, processes
from tests.federation.kill.nodes import ROOT, Node, make_database, pair, until

AREA = "exchange"
WARM_UP, MEASURED = 4.0, float(os.environ.get("TAAWUN_BENCH_SECONDS", "12"))  # seconds
LAYOUT = {"single": (2, 8), "batch": (2, 1), "releases": (2, 1)}  # processes and clients in each
BATCH = os.environ.get("TAAWUN_BENCH_BATCH", "250")  # records of one act
DATABASES = ("sqlite", "postgresql")


def run() -> Iterator[dict[str, Any]]:
    """Yield the measurements of the exchange."""
    peer = as2_peer.measure()
    for database in DATABASES:
        for mode in LAYOUT:
            yield line(mode, database, measure(mode, database), peer)


def line(mode: str, database: str, found: dict[str, Any], peer: dict[str, Any]) -> dict[str, Any]:
    """Return one measurement as it is printed."""
    count, clients = LAYOUT[mode]
    how = {
        "single": f"{count * clients} clients, one record at a time; acts asked for at once share a transaction and a"
        " signature",
        "batch": f"{BATCH} records under one release and in one envelope",
        "releases": f"batches of {BATCH} an act, each record under a release of its own",
    }[mode]
    wait = f", draft to receipt p50 {found['p50_ms']} ms" if mode == "single" else ""
    return {
        "bench": f"exchange/{mode}/{database}",
        "value": found["rate"],
        "unit": "records/s",
        "peer": peer.get("name"),
        "peer_value": peer.get("rate"),
        "note": f"{how} from {count} processes, {found['seconds']} s{wait}; seizure records without personal data,"
        f" {found['body_bytes']} bytes each (envelope {found['envelope_bytes']}), one releasing officer by the default"
        f" rules, Ed25519 and ML-DSA-65 on the release, Ed25519 on envelope and receipt, X25519+ML-KEM-768 seal,"
        f" commits on disk at both; {found['parts']}; load average {found['load']}; peer: {peer['note']}",
    }


def measure(mode: str, database: str) -> dict[str, Any]:
    """Found two nodes, run the officers of one of them, and count what the other accepted."""
    with tempfile.TemporaryDirectory(prefix="taawun-bench-") as name:
        folder = Path(name)
        server = house.start_postgresql(folder) if database == "postgresql" else None
        sender, receiver = (Node(party, folder, make_database(server, party.lower())) for party in ("PK", "BH"))
        served: list[subprocess.Popen[bytes]] = []
        try:
            pair(sender, receiver)
            served = [serve(node) for node in (sender, receiver)]
            return drive(mode, sender, dict(zip(("sender", "receiver"), served, strict=True)))
        finally:
            for process in served:
                process.terminate()
                process.wait(30)
            sender.close()
            receiver.close()


def serve(node: Node) -> "subprocess.Popen[bytes]":
    """Run a node as an operator would, and wait until it answers."""
    command = [sys.executable, "-m", "taawun.site.cli", "serve"]
    with node.log_path.open("ab") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=node.environ,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    node.wait_until_up()
    return process


def drive(mode: str, sender: Node, served: dict[str, "subprocess.Popen[bytes]"]) -> dict[str, Any]:
    """Let the officers work, watch the processes meanwhile, and return what was measured."""
    count, clients = LAYOUT[mode]
    drivers = [officers(mode, sender, clients) for _ in range(count)]
    for driver in drivers:
        assert driver.stdout
        until(lambda stdout=driver.stdout: stdout.readline() == "ready\n", "the officers")
    begin = time.monotonic() + WARM_UP
    groups = {name: processes.group(process.pid) for name, process in served.items()}
    parts = processes.named(groups, {f"officers {i + 1}": [d.pid] for i, d in enumerate(drivers)})
    for driver in drivers:
        assert driver.stdin
        driver.stdin.write(f"{begin} {begin + MEASURED}\n")
        driver.stdin.flush()
    time.sleep(max(0.0, begin - time.monotonic()))
    before = processes.seconds(parts)
    time.sleep(max(0.0, begin + MEASURED - time.monotonic()))
    used = {name: after - before[name] for name, after in processes.seconds(parts).items()}
    load, memory = os.getloadavg()[0], processes.memory(parts)
    return summary(mode, [answer(driver) for driver in drivers], used, memory) | {"load": round(load, 1)}


def officers(mode: str, node: Node, clients: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.bench.exchange_app", mode, "BH", str(clients)]
    with node.log_path.open("ab") as log:
        return subprocess.Popen(
            command, cwd=ROOT, env=node.environ, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
        )


def answer(driver: "subprocess.Popen[str]") -> dict[str, Any]:
    out, _ = driver.communicate(timeout=120)
    said: dict[str, Any] = json.loads(out.splitlines()[-1])
    return said


def summary(mode: str, answers: list[dict[str, Any]], used: dict[str, float], memory: dict[str, int]) -> dict[str, Any]:
    """Count what was accepted within the measured seconds; anything but accepted spoils the measurement."""
    states = {state for one in answers for state in one["states"]}
    assert states == {"accepted"}, [one["states"] for one in answers]
    waits = sorted(wait for one in answers for wait in one["waits"])
    first = answers[0]
    places = first["places"][1] - first["places"][0]
    done = {"single": len(waits), "batch": places * int(BATCH), "releases": places}[mode]
    parts = ", ".join(f"{name} {used[name] / done * 1_000:.2f} ms/{memory[name]} MB" for name in used)
    return {
        "rate": round(done / MEASURED, 1),
        "seconds": MEASURED,
        "p50_ms": round(median(waits) * 1_000) if waits else None,
        "body_bytes": first["body_bytes"],
        "envelope_bytes": first["envelope_bytes"],
        "parts": f"CPU time a record and peak memory: {parts}",
    }
