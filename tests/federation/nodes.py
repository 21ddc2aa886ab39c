# SPDX-License-Identifier: Apache-2.0
"""Two real nodes for tests: processes, databases of their own, and a way to look into those from outside."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from taawun.site.demo.cast import BAHRAIN, PAKISTAN
from taawun.site.demo.nodes import Node
from taawun.site.demo.run import Story
from taawun.site.demo.steps import exchange
from tests import house

# What a refusal may add: the refusal itself, its receipt, their ledger entries, and what seals and anchors those.
MAY_GROW = frozenset({"exchange_refusal", "exchange_receipt", "exchange_fork", "django_migrations"})
HEADS = "SELECT party, state, in_seq, in_digest, out_seq, out_digest, roster_digest FROM exchange_peer"
TABLES = {
    True: "SELECT name FROM sqlite_master WHERE type = 'table'",
    False: "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
"""What asks for the names of all tables, of SQLite and of PostgreSQL."""
Row = tuple[Any, ...]
Ask = Callable[[str], list[Row]]
QUIET = ("ledger_", "audit_", "jobs_", "django_", "auth_", "sqlite_")


def databases() -> dict[str, str]:
    """Return a database for each party: SQLite files, or two databases of this run's PostgreSQL server."""
    if not house.on_postgresql():
        return {}
    import psycopg

    server, found = os.environ[house.POSTGRESQL_URL], {}
    for party in ("PK", "BH"):
        name = f"demo_{party.lower()}_{uuid4().hex[:12]}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        found[party] = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    return found


def paired_nodes(folder: Path) -> Story:
    """Return two nodes that are founded, served and paired."""
    urls = databases()
    pk, bh = (Node(side, folder, urls.get(side.party, "sqlite:db.sqlite3")) for side in (PAKISTAN, BAHRAIN))
    story = Story(pk, bh, folder)
    try:
        for step in (exchange.found, exchange.serve, exchange.pair):
            step(story)
    except BaseException:
        close(story)
        raise
    return story


def close(story: Story) -> None:
    for node in story.nodes:
        node.close()


def standing(node: Node) -> tuple[dict[str, int], list[Row]]:
    """Return all that bad input must not change: those rows, and the chain heads, states and rosters of all peers."""
    with _asked(node) as ask:
        return _rows(node, ask), ask(HEADS)


def _rows(node: Node, ask: Ask) -> dict[str, int]:
    names = [name for (name,) in ask(TABLES[node.database.startswith("sqlite")])]
    kept = [name for name in names if not name.startswith(QUIET) and name not in MAY_GROW]
    return {name: int(ask(f'SELECT COUNT(*) FROM "{name}"')[0][0]) for name in kept}


@contextmanager
def _asked(node: Node) -> Iterator[Ask]:
    """Give a way to ask a node's database, over one connection: opening one reads the whole scheme."""
    if node.database.startswith("sqlite"):
        with closing(sqlite3.connect(node.home / "db.sqlite3", timeout=30)) as connection:
            yield lambda query: connection.execute(query).fetchall()
        return
    import psycopg

    with psycopg.connect(node.database, autocommit=True) as connection:
        yield lambda query: connection.execute(query).fetchall()


def taawun(*arguments: str, **more) -> subprocess.CompletedProcess:
    """Run the command line as somebody with no node would."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("TAAWUN", "DJANGO"))}
    command = [sys.executable, "-m", "taawun.site.cli", *arguments]
    return subprocess.run(
        command, check=False, env=environ | more.pop("env", {}), text=True, capture_output=True, timeout=1_800, **more
    )
