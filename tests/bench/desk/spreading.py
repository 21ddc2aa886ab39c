# SPDX-License-Identifier: Apache-2.0
"""Rows that the database itself makes out of rows that are there: a copy differs in its keys, its time and its number.

The first records and lines go through the node's own code, one by one; a million of them that way takes half an hour
of a slow machine, and the database copies them in a minute. Indexes of PostgreSQL are taken away meanwhile and built
anew at the end, as its manual advises.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection, models

MANY: Final = "bench_many"
"""The table of what is to be made; it lives as long as the connection."""
COLUMNS: Final = (
    ("id", "text"), ("base", "text"), ("old", "text"), ("own", "text"), ("at", "timestamp with time zone"),
    ("imported", "text"), ("digest", "text"),
)  # fmt: skip
SECONDARY: Final = """
    SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)
    AND indexname NOT IN (SELECT conname FROM pg_constraint)"""


class Copy(NamedTuple):
    """One row to be made: its key and that of its original, the number that stands in their texts, and its time."""

    id: str
    base: str
    old: str
    own: str
    at: datetime
    imported: str | None
    digest: str


def plan(copies: Iterable[Copy]) -> None:
    """Tell the database what it is to make, in place of what it was told before."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {MANY}")
        cursor.execute(f"CREATE TEMPORARY TABLE {MANY} ({', '.join(map(' '.join, COLUMNS))})")
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {MANY} FROM STDIN") as written:
                for one in copies:
                    written.write_row(one)
            cursor.execute(f"ANALYZE {MANY}")
        else:
            moment = connection.ops.adapt_datetimefield_value
            rows = [(*one[:4], moment(one.at), *one[5:]) for one in copies]
            cursor.executemany(f"INSERT INTO {MANY} VALUES ({', '.join(['%s'] * len(COLUMNS))})", rows)


def spread(model: type[models.Model], by: str, changes: dict[str, str]) -> None:
    """Make the rows of one table that were planned.

    Args:
        model: whose table.
        by: the column by which a row belongs to its original.
        changes: by column the SQL of what a copy says there: `o` is the original, `m` what was planned.
    """
    columns = [field.column for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    said = ", ".join(changes.get(column, f'o."{column}"') for column in columns)
    named = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({named}) SELECT {said} FROM {MANY} m JOIN {table} o ON o.{by} = m.base")


def renumbered(column: str, kind: str = "text") -> str:
    """Return the SQL of a text in which the number of the original gave way to that of the copy."""
    text = f'replace(CAST(o."{column}" AS text), m.old, m.own)'
    return f"CAST({text} AS {kind})" if connection.vendor == "postgresql" else text


@contextmanager
def without_indexes(some: Sequence[type[models.Model]]) -> Iterator[None]:
    """Take away the indexes of tables that hold no rule, and build them when the block ends; on SQLite nothing."""
    if connection.vendor != "postgresql":
        yield
        return
    tables: list[Any] = [model._meta.db_table for model in some]
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'; SET work_mem = '256MB'")
        cursor.execute(SECONDARY, [tables])
        found = cursor.fetchall()
        for name, _made in found:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _name, made in found:
            cursor.execute(made)
