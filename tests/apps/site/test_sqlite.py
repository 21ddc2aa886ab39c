# SPDX-License-Identifier: Apache-2.0
"""SQLite's writers wait for their turn, and an act returns only when the disk has it (decision 0020)."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import ConnectionHandler

from taawun.site.database import database_settings
from taawun.site.sqlite import syncing
from taawun.site.sqlite.syncing import Syncer

ADDING = """
import sys; from pathlib import Path
import django; from django.conf import settings
from taawun.site.database import database_settings
settings.configure(DATABASES={"default": database_settings("sqlite:one.sqlite3", Path(sys.argv[1]))}, USE_TZ=True)
django.setup()
from django.db import connection, transaction
for _ in range(int(sys.argv[2])):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE counter SET n = (SELECT n FROM counter) + 1")
"""


@pytest.fixture
def handler(tmp_path: Path, django_db_blocker: Any) -> Iterator[ConnectionHandler]:
    """Connections of our own to a new file; each thread has one."""
    made = ConnectionHandler({"default": database_settings("sqlite:one.sqlite3", tmp_path)})
    with django_db_blocker.unblock():
        with made["default"].cursor() as cursor:
            cursor.execute("CREATE TABLE counter (n INTEGER)")
            cursor.execute("INSERT INTO counter VALUES (0)")
        yield made
        made.close_all()


def count(handler: ConnectionHandler) -> int:
    with handler["default"].cursor() as cursor:
        return int(cursor.execute("SELECT n FROM counter").fetchone()[0])


def test_writers_of_several_processes_lose_nothing(handler: ConnectionHandler, tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", ADDING, str(tmp_path), "100"]) for _ in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    assert count(handler) == 300


def in_transaction(handler: ConnectionHandler, act: Any) -> None:
    database = handler["default"]
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    try:
        with database.cursor() as cursor:
            act(cursor)
        database.commit()
    except ZeroDivisionError:
        database.rollback()
    finally:
        database.set_autocommit(True)


def test_writers_of_several_threads_wait_for_each_other(handler: ConnectionHandler) -> None:
    def write() -> None:
        for _ in range(20):
            in_transaction(handler, lambda cursor: cursor.execute("UPDATE counter SET n = n + 1"))
        handler["default"].close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert count(handler) == 80


def test_an_undone_act_gives_its_turn_away(handler: ConnectionHandler) -> None:
    in_transaction(handler, lambda _: 1 / 0)
    in_transaction(handler, lambda cursor: cursor.execute("UPDATE counter SET n = 7"))
    assert count(handler) == 7


def test_a_commit_is_synced_before_the_act_returns(handler: ConnectionHandler, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[tuple[str, int]] = []
    monkeypatch.setattr(syncing, "_sync", lambda path: synced.append((Path(path).name, count(handler))))
    in_transaction(handler, lambda cursor: cursor.execute("UPDATE counter SET n = 5"))
    assert synced == [("one.sqlite3-wal", 5)]


def test_a_single_statement_is_synced_by_sqlite(handler: ConnectionHandler) -> None:
    in_transaction(handler, lambda cursor: cursor.execute("UPDATE counter SET n = 5"))
    with handler["default"].cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)


def test_threads_share_a_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    started, goes_on, syncs = threading.Event(), threading.Event(), []

    def slow(path: str) -> None:
        syncs.append(path)
        started.set()
        goes_on.wait(10)

    monkeypatch.setattr(syncing, "_sync", slow)
    syncer = Syncer("file")
    threads = [threading.Thread(target=syncer.sync) for _ in range(6)]
    threads[0].start()
    started.wait(10)
    for thread in threads[1:]:
        thread.start()
    goes_on.set()
    for thread in threads:
        thread.join(10)
    assert 2 <= len(syncs) <= 3  # the first, and one for all who came meanwhile; perhaps one of a latecomer


def test_a_sync_that_fails_counts_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_path: str) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(syncing, "_sync", broken)
    syncer = Syncer("file")
    for _ in range(2):
        with pytest.raises(OSError, match="Input/output"):
            syncer.sync()


@pytest.mark.django_db(transaction=True)
def test_what_leaves_the_node_waits_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection

    from taawun.apps.rows import settle

    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL syncs before a commit can be read")
    synced: list[str] = []
    monkeypatch.setattr(syncing, "_sync", synced.append)
    with transaction.atomic():
        pass
    settle()
    assert len(synced) == 2
