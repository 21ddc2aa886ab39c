# SPDX-License-Identifier: Apache-2.0
"""How many STIX objects a second go in and out by TAXII 2.1, beside medallion and OpenTAXII in the same run.

Three servers in turn, each by the same web server with one process, and one client that keeps its connection: 2,000
indicators posted one by one, in envelopes of 100 and in one envelope, and read back in pages of 100 and of 1,000. What
counts is the time from the first byte asked to the last one read and parsed. Ours looks up who asks, writes an audit
line for each request and commits to disk before it answers; medallion keeps everything in memory.
"""

import http.client
import os
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import orjson

from taawun.site.demo.port import Port
from tests import house
from tests.bench.bench_exchange import serve
from tests.federation.kill.nodes import FIRST_PORT, ROOT, Node, make_database, until

AREA: Final = "taxii"
HOME: Final = ROOT / ".bench" / "taxii"
LOCK: Final = ROOT / "requirements" / "bench-taxii.txt"
MEDIA: Final = "application/taxii+json;version=2.1"
OBJECTS: Final = 2_000
SMALL: Final = 100
PAGE: Final = 1_000
ROUNDS: Final = 3
SINGLES: Final = 20
SECRETS: Final = {"medallion": "bench", "opentaxii": ""}
"""What opens a peer; the collection of OpenTAXII is public."""

Line = dict[str, Any]
Found = dict[str, float | None]


@dataclass(slots=True)
class Client:
    """One client with one connection."""

    port: int
    path: str
    user: str
    secret: str

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        token = b64encode(f"{self.user}:{self.secret}".encode()).decode()
        self.headers = {"Accept": MEDIA, "Content-Type": MEDIA}
        self.headers |= {"Authorization": f"Basic {token}"} if self.secret else {}

    connection: Any = None
    headers: Any = None

    def ask(self, method: str, what: str, body: bytes | None = None) -> Any:
        """Return an answer, parsed."""
        self.connection.request(method, f"{self.path}{what}", body, self.headers)
        answer = self.connection.getresponse()
        read = answer.read()
        if answer.status not in (200, 202):
            raise RuntimeError(f"HTTP {answer.status}: {read[:300]!r}")
        return orjson.loads(read)

    def post(self, objects: list[Line], size: int) -> float:
        """Post objects in envelopes of a size, and return how many a second."""
        bodies = [orjson.dumps({"objects": objects[at : at + size]}) for at in range(0, len(objects), size)]
        started = time.perf_counter()
        taken = sum(self.ask("POST", "objects/", body)["success_count"] for body in bodies)
        seconds = time.perf_counter() - started
        assert taken == len(objects), f"{taken} of {len(objects)} taken"
        return taken / seconds

    def get(self, size: int, most: int) -> float:
        """Read a collection page by page, and return how many objects a second."""
        started, seen, more = time.perf_counter(), 0, ""
        while seen < most:
            page = self.ask("GET", f"objects/?limit={size}{more}")
            seen += len(page["objects"])
            if not page.get("more"):
                break
            more = f"&next={quote(page['next'])}"
        assert seen == most, f"{seen} objects read"
        return seen / (time.perf_counter() - started)


def run() -> Iterator[Line]:
    """Yield the measurements of TAXII."""
    peers = {name: peer(name) for name in SECRETS}
    for database in ("sqlite", "postgresql"):
        ours, note = node(database)
        for what in ours:
            for name, (found, why) in peers.items():
                yield {
                    "bench": f"taxii/{what}/{database}/{name}", "value": ours[what], "unit": "objects/s",
                    "peer": name, "peer_value": found.get(what), "note": f"{note}{why}",
                }  # fmt: skip


def indicators(start: int, count: int) -> list[Line]:
    """Return made-up indicators."""
    return [
        {
            "type": "indicator", "spec_version": "2.1", "id": f"indicator--00000000-0000-4000-8000-{number:012x}",
            "created": "2026-11-02T00:00:00.000Z", "modified": "2026-11-02T00:00:00.000Z",
            "name": f"جعلی صفحہ {number}", "description": "A page that was made up for a measurement. " * 4,
            "indicator_types": ["malicious-activity"], "pattern_type": "stix", "valid_from": "2026-11-02T00:00:00Z",
            "pattern": f"[domain-name:value = 'login-{number}.example']", "labels": ["made-up", "measured"],
        }
        for number in range(start, start + count)
    ]  # fmt: skip


def measured(client: Client) -> Found:
    """Return what a server does, the best of some rounds of each; posts are of objects that it does not hold."""
    first = client.post(indicators(0, OBJECTS), SMALL)
    pages = [client.get(SMALL, OBJECTS) for _ in range(ROUNDS)]
    wide = [client.get(PAGE, OBJECTS) for _ in range(ROUNDS)]
    again = [client.post(indicators((2 + n) * OBJECTS, OBJECTS), SMALL) for n in range(ROUNDS - 1)]
    bulk = [client.post(indicators((5 + n) * OBJECTS, OBJECTS), OBJECTS) for n in range(ROUNDS)]
    one = client.post(indicators(9 * OBJECTS, SINGLES), 1)
    return {
        "post_1": round(one), "post_100": round(max(first, *again)), "post_2000": round(max(bulk)),
        "get_100": round(max(pages)), "get_1000": round(max(wide)),
    }  # fmt: skip


def node(database: str) -> tuple[Found, str]:
    """Measure our node, served as an operator would."""
    with tempfile.TemporaryDirectory(prefix="taawun-bench-") as name:
        folder = Path(name)
        server = house.start_postgresql(folder) if database == "postgresql" else None
        ours = Node("PK", folder, make_database(server, "pk"))
        ours.ask("begin", party="PK")
        made = ours.ask("taxii_client", name="bench", party="BH", may={"Threats": "read write"})
        process = serve(ours)
        try:
            path = f"/taxii2/desk/collections/{made['Threats']}/"
            found = measured(Client(ours.port, path, "bench", made["secret"]))
        finally:
            process.terminate()
            process.wait(30)
            ours.close()
    size = len(orjson.dumps(indicators(0, 1)[0]))
    return found, (
        f"{OBJECTS:,} indicators of {size} bytes, best of {ROUNDS}; a node on {database} as `taawun serve` runs it, one"
        f" process, commits on disk; peers once, from an empty collection; load average {os.getloadavg()[0]:.1f}"
    )


def peer(name: str) -> tuple[Found, str]:
    """Measure a peer; where it does not run, say why."""
    try:
        install()
        with serving(name) as client:
            return slowly(client), ""
    except (subprocess.CalledProcessError, RuntimeError, OSError, AssertionError) as error:
        return {}, f"; {name} did not run: {error}"


def slowly(client: Client) -> Found:
    """Return what a peer does: as `measured`, with fewer objects where it would take minutes."""
    bulk = client.post(indicators(0, OBJECTS), OBJECTS)
    wide = client.get(PAGE, OBJECTS)
    pages = client.get(SMALL, OBJECTS)
    hundred = client.post(indicators(5 * OBJECTS, 5 * SMALL), SMALL)
    one = client.post(indicators(9 * OBJECTS, SINGLES), 1)
    return {
        "post_1": round(one, 1), "post_100": round(hundred, 1), "post_2000": round(bulk, 1),
        "get_100": round(pages, 1), "get_1000": round(wide, 1),
    }  # fmt: skip


@contextmanager
def serving(name: str) -> Iterator[Client]:
    """Serve a peer while somebody asks it."""
    port = Port(FIRST_PORT + 200)
    with tempfile.TemporaryDirectory(prefix="taawun-bench-") as folder:
        command = [str(HOME / "bin" / "python"), str(Path(__file__).with_name("taxii_peer.py")), name, folder]
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(
                [*command, str(port.number)], env=alone(), stdout=subprocess.PIPE, stderr=log, text=True
            )
        try:
            assert process.stdout
            path = process.stdout.readline().strip()
            if not path:
                raise RuntimeError((Path(folder) / "log").read_text()[-300:])
            until(lambda: answers(port.number), f"{name} to listen", 60.0)
            yield Client(port.number, path, "bench", SECRETS[name])
        finally:
            process.terminate()
            process.wait(30)
            port.close()


def answers(port: int) -> bool:
    """Tell whether somebody listens there."""
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/")
        connection.getresponse().read()
    except OSError:
        return False
    return True


def install() -> None:
    """Make the environment of the peers, or bring it to what is locked."""
    stamp = HOME / "installed.txt"
    if stamp.exists() and stamp.read_text() == LOCK.read_text():
        return
    uv, python = str(ROOT / ".venv" / "bin" / "uv"), str(HOME / "bin" / "python")
    lock = ["-r", str(LOCK)]
    shell([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(HOME)])
    shell([uv, "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--python", python, *lock])
    stamp.write_text(LOCK.read_text())


def shell(command: list[str]) -> None:
    """Run a command without this project's settings."""
    subprocess.run(command, check=True, capture_output=True, text=True, env=alone(), timeout=600)


def alone() -> dict[str, str]:
    """Return the environment without this project's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TAAWUN", "DJANGO", "PYTHON"))}
    if Path("/etc/ssl/certs/ca-certificates.crt").exists():
        kept.setdefault("UV_SYSTEM_CERTS", "true")
    return kept
