# SPDX-License-Identifier: Apache-2.0
"""The peer: Django's own admin over the same records on the same database. Set up for the measurement alone.

Its table holds the columns that the desk's list shows and the record's text; its search looks into the caption, as
its documentation advises. It has no markings, no purposes and no record of who read what.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from tests.bench.desk import serving
from tests.bench.desk.asking import Asker
from tests.bench.desk.serving import PROCESSES, ROOT, Node

NAME: Final = "Django admin"
LIST: Final = "/admin/desk_peer/record/"
LISTS: Final = {"list": LIST, "narrowed": f"{LIST}?type__exact=seizure", "sorted": f"{LIST}?o=1"}
SEARCHES: Final = {"rare word": f"{LIST}?q=k1000777", "common word": f"{LIST}?q=ahmad"}
LOOKS: Final = 10
THREADS: Final = 8


def details(node: Node) -> dict[str, str]:
    """Return the form of one record."""
    return {"detail": f"{LIST}{node.found['records'][0]}/change/"}


def every(node: Node) -> list[str]:
    """Return all pages of the peer that are asked for at once."""
    return [*LISTS.values(), *SEARCHES.values(), *details(node).values()]


@contextmanager
def served(node: Node, port: int) -> Iterator[str]:
    """Serve the peer until the block ends; gives the session of its administrator."""
    settings = _environment(node)
    filled = subprocess.run(
        [sys.executable, "-m", "tests.bench.desk.peer_site"],
        cwd=ROOT, env=settings, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(filled.stdout.splitlines()[-1])
    workers = ["-w", str(PROCESSES), "-k", "gthread", "--threads", str(THREADS), "--preload", "--timeout", "120"]
    place = ["-b", f"127.0.0.1:{port}", "--log-level", "warning", "tests.bench.desk.peer_site:application"]
    command = [sys.executable, "-m", "gunicorn", *workers, *place]
    with serving.served(command, settings, port):
        yield str(found["cookie"])


def slowest(port: int, cookie: str, pages: dict[str, str]) -> float:
    """Return the 95th percentile of the slowest of some pages, in milliseconds."""
    asker = Asker(port, cookie, "sessionid")
    return max(asker.p95(url, looks=LOOKS) for url in pages.values())


def _environment(node: Node) -> dict[str, str]:
    if node.database.startswith("sqlite:"):
        own, theirs = f"sqlite:{node.home.parent / 'peer.sqlite3'}", f"sqlite:{node.home / 'db.sqlite3'}"
    else:
        own, theirs = _beside(node.database), node.database
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"} | {
        "PEER_DATABASE": own, "NODE_DATABASE": theirs,
    }  # fmt: skip


def _beside(url: str) -> str:
    """Return the address of the peer's own database on the node's server, made if there is none."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = 'peer'").fetchone():
            server.execute("CREATE DATABASE peer")
    head, mark, options = url.partition("?")
    return f"{head.rpartition('/')[0]}/peer{mark}{options}"
