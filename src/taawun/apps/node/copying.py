# SPDX-License-Identifier: Apache-2.0
"""One moment of the database as files, and back: SQLite's own backup, or every table of PostgreSQL by COPY.

The node goes on working meanwhile: SQLite copies a snapshot, PostgreSQL reads all tables in one transaction.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

from taawun.kernel.errors import BadBackup

PIECE_BYTES: Final = 1 << 20
SQLITE_FILE: Final = "database.sqlite3"
TABLES: Final = "tables"


def copy_out(folder: Path) -> None:
    """Write the database as it is at one moment into a folder."""
    if connection.vendor == "sqlite":
        _copy_sqlite(Path(str(connection.settings_dict["NAME"])), folder / SQLITE_FILE)
        return
    (folder / TABLES).mkdir()
    with transaction.atomic(), connection.cursor() as cursor:
        if not connection.in_atomic_block or len(connection.savepoint_ids) == 0:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for table in _tables():
            with (folder / TABLES / f"{table}.copy").open("wb") as file:
                _table_out(cursor, table, file)


def copy_in(folder: Path) -> None:
    """Fill the empty database of a new node from a folder; its tables are made already on PostgreSQL."""
    if connection.vendor == "sqlite":
        source, target = folder / SQLITE_FILE, Path(str(connection.settings_dict["NAME"]))
        if not source.exists():
            raise BadBackup("It was made on another kind of database.")
        shutil.copyfile(source, target)
        target.chmod(0o600)
        return
    copies = sorted((folder / TABLES).glob("*.copy"))
    if {path.stem for path in copies} != set(_tables()):
        raise BadBackup("Its tables are those of another version, or of another kind of database.")
    with transaction.atomic(), connection.cursor() as cursor:
        names = ", ".join(connection.ops.quote_name(path.stem) for path in copies)
        cursor.execute("SET LOCAL session_replication_role = replica")  # guards and references rest: rows come whole
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        for path in copies:
            _table_in(cursor, path)
        _set_sequences(cursor)


def check_sqlite(path: Path) -> None:
    """Refuse a database file that SQLite itself finds damaged."""
    line = sqlite3.connect(path)
    try:
        row = line.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError:
        raise BadBackup("The database in it is damaged.") from None
    finally:
        line.close()
    if row is None or row[0] != "ok":
        raise BadBackup("The database in it is damaged.")


def _copy_sqlite(source: Path, target: Path) -> None:
    came, went = sqlite3.connect(source), sqlite3.connect(target)
    try:
        came.backup(went)
    finally:
        came.close()
        went.close()


def _tables() -> Iterator[str]:
    yield from sorted(connection.introspection.table_names())


def _table_out(cursor: Any, table: str, file: Any) -> None:
    with cursor.copy(f"COPY {connection.ops.quote_name(table)} TO STDOUT (FORMAT BINARY)") as rows:
        for data in rows:
            file.write(data)


def _table_in(cursor: Any, path: Path) -> None:
    with (
        path.open("rb") as file,
        cursor.copy(f"COPY {connection.ops.quote_name(path.stem)} FROM STDIN (FORMAT BINARY)") as rows,
    ):
        while data := file.read(PIECE_BYTES):
            rows.write(data)


def _set_sequences(cursor: Any) -> None:
    """Let every counter go on behind the highest number that came."""
    cursor.execute(
        "SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name) "
        "FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL"
    )
    for table, column, sequence in cursor.fetchall():
        name, key = connection.ops.quote_name(table), connection.ops.quote_name(column)
        cursor.execute(f"SELECT setval(%s, COALESCE(MAX({key}), 0) + 1, false) FROM {name}", [sequence])  # noqa: S608
