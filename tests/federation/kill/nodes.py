# SPDX-License-Identifier: Apache-2.0
"""Two real nodes for tests and measurements: own processes, own homes, own databases, HTTP on loopback."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from taawun.site.demo.port import Port
from taawun.site.home import make_home

ROOT = Path(__file__).resolve().parents[3]
START_SECONDS = 120.0
FIRST_PORT = 21_000  # below those that the system gives to whoever connects


class Node:
    """One node. Its parts are forked from a process that has loaded it already (warm.py)."""

    def __init__(self, party: str, folder: Path, database: str) -> None:
        self.party, self.home = party, folder / party.lower()
        self._port = Port(FIRST_PORT)
        self.port = self._port.number
        address = f"127.0.0.1:{self.port}"
        make_home(self.home, party=party, name=f"{party} node", url=f"http://{address}", listen=address,
                  database=database, log_level="warning", stretching="light")  # fmt: skip
        self.environ = os.environ | {"TAAWUN_HOME": str(self.home), "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        self.log_path = folder / f"{party.lower()}.log"
        self.parts: dict[str, int] = {}
        with self.log_path.open("ab") as log:
            self.warm = subprocess.Popen(
                [sys.executable, "-m", "tests.federation.kill.warm"], cwd=ROOT, env=self.environ, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
            )  # fmt: skip

    def ask(self, part: str, **arguments: Any) -> Any:
        """Let the node do one thing in a fresh process, and return what came of it."""
        return self._say(part, arguments, "once")

    def prepare(self, part: str) -> None:
        """Do something in the process from which all parts are forked."""
        self._say(part, {}, "here")

    def start(self, part: str, **arguments: Any) -> None:
        """Start a part that stays."""
        self.parts[part] = self._say(part, arguments, "stays")

    def kill(self, part: str) -> None:
        """Kill a part at once, with all processes it started."""
        process = self.parts.pop(part)
        assert alive(process), f"{part} of {self.party} had ended by itself\n{self.log}"
        os.killpg(process, signal.SIGKILL)
        until(lambda: not alive(process), f"{part} of {self.party} to be gone")

    def wait_until_up(self) -> None:
        """Wait until the node takes connections."""
        until(self._listens, f"{self.party} to listen")

    def close(self) -> None:
        """End everything of this node."""
        for part in [part for part, process in self.parts.items() if alive(process)]:
            self.kill(part)
        if self.warm.stdin:
            self.warm.stdin.close()
        self.warm.wait(30)
        if self.warm.stdout:
            self.warm.stdout.close()
        self._port.close()

    @property
    def log(self) -> str:
        """Return the end of what the node's processes said."""
        return self.log_path.read_text(errors="replace")[-4_000:]

    def _say(self, part: str, arguments: dict[str, Any], how: str) -> Any:
        assert self.warm.stdin
        assert self.warm.stdout
        self.warm.stdin.write(json.dumps({"part": part, "arguments": arguments, "how": how}) + "\n")
        self.warm.stdin.flush()
        line = self.warm.stdout.readline()
        answer = json.loads(line) if line else {"error": "ended"}
        assert "value" in answer, f"{part} of {self.party}: {answer['error']}\n{self.log}"
        return answer["value"]

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def pair(first: Node, second: Node) -> None:
    """Found two nodes and pair them: each confirms the other's card and takes the other's half."""
    both = (first, second)
    with ThreadPoolExecutor() as pool:
        cards = list(pool.map(lambda node: node.ask("begin", party=node.party), both))
    for node in both:
        node.prepare("unlock")
    for node, other, card in zip(both, both[::-1], cards[::-1], strict=True):
        state = other.ask("take_half", half=node.ask("confirm", card=card))
    assert state == "paired", state


def make_database(server: str | None, name: str) -> str:
    """Return the database of one node: a SQLite file, or a new database on a PostgreSQL server."""
    if server is None:
        return "sqlite:db.sqlite3"
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # our own names
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def until(right: Callable[[], Any], what: str, seconds: float = START_SECONDS, pause: float = 0.01) -> Any:
    """Wait until something is so, and return it."""
    deadline = time.monotonic() + seconds
    while not (answer := right()):
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s for {what}"
        time.sleep(pause)
    return answer


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
