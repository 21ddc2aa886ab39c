# SPDX-License-Identifier: Apache-2.0
"""What was founded or told through the real services once a process, put back as often as modules of tests need it.

Rows are written again as the database itself holds them, and the files that were written with them.
"""

import copy
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection

from taawun.apps.identity import engine
from taawun.apps.people import keyfiles
from tests import house

Rows = dict[str, Any]
_KEPT: Final[dict[Callable[[], Any], "Kept"]] = {}


class Kept:
    """What somebody made, what they know of it, and the rows and files that it left."""

    def __init__(self, make: Callable[[], Any]) -> None:
        rows, files = _rows(), _files()
        self.known = make()
        self.rows, self.files = _new(rows, _rows()), _new(files, _files())

    def put_back(self) -> Any:
        """Put the rows and files back, where all else is as it was before, and return what is known of them."""
        _put_rows(self.rows)
        for path, data in self.files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(data)
        return copy.deepcopy(self.known)


def once(make: Callable[[], Any]) -> Any:
    """Return what `make` returns in an empty node; it is called once, and later its rows and files are put back.

    To be called inside a transaction that takes the rows away again.
    """
    shutil.rmtree(engine.folder())
    if make not in _KEPT:
        _KEPT[make] = Kept(make)
        return copy.deepcopy(_KEPT[make].known)
    return _KEPT[make].put_back()


def _files() -> dict[Path, bytes]:
    """Return the files of the node that are no database."""
    folders = (keyfiles.folder(), Path(settings.NODE.files))
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


def _new(before: dict[Any, Any], after: dict[Any, Any]) -> dict[Any, Any]:
    return {name: data for name, data in after.items() if before.get(name) != data}


def _rows() -> Rows:
    """Return the rows of every table, in the database's own form."""
    tables = [name for name in connection.introspection.table_names() if name not in house.STAYS]
    return (_rows_of_sqlite if connection.vendor == "sqlite" else _rows_of_postgresql)(tables)


def _put_rows(rows: Rows) -> None:
    (_put_into_sqlite if connection.vendor == "sqlite" else _put_into_postgresql)(rows)


def _rows_of_sqlite(tables: list[str]) -> Rows:
    """A column with a sign before it is an expression, which no converter of a declared type touches."""
    line, found = connection.connection, {}
    for table in (*tables, "sqlite_sequence"):
        names = [_quoted(row[1]) for row in line.execute(f"PRAGMA table_info({_quoted(table)})")]
        marks = ", ".join("?" * len(names))
        rows = line.execute(f"SELECT {', '.join(f'+{name}' for name in names)} FROM {_quoted(table)}").fetchall()
        found[f"INSERT OR REPLACE INTO {_quoted(table)} ({', '.join(names)}) VALUES ({marks})"] = rows
    return found


def _put_into_sqlite(rows: Rows) -> None:
    """Where a trigger keeps rows from being taken away, none was; those that were changed are replaced."""
    line = connection.connection
    held = {name for (name,) in line.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    for statement, values in rows.items():
        table = statement.split('"')[1]
        if f"{table}_no_delete" not in held:
            line.execute(f"DELETE FROM {_quoted(table)}")
        line.executemany(statement, values)


def _rows_of_postgresql(tables: list[str]) -> Rows:
    found = {}
    with connection.connection.cursor() as cursor:
        for table in tables:
            with cursor.copy(f"COPY {_quoted(table)} TO STDOUT (FORMAT binary)") as rows:
                found[table] = b"".join(bytes(part) for part in rows)
    return found


def _put_into_postgresql(rows: Rows) -> None:
    """Put rows in the place of those that a migration wrote, which triggers and foreign keys may hold.

    Sequences are never taken back by a transaction: those of this process are past these rows already.
    """
    with connection.connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, data in rows.items():
            cursor.execute(f"DELETE FROM {_quoted(table)}")
            with cursor.copy(f"COPY {_quoted(table)} FROM STDIN (FORMAT binary)") as writing:
                writing.write(data)
        cursor.execute("SET LOCAL session_replication_role = origin")


def _quoted(name: str) -> str:
    return f'"{name}"'
