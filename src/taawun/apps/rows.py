# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: SLF001 - Django documents `_meta` as public
"""Storing and loading rows with prepared statements, for the paths that carry the node's speed.

`insert` does what Django's `bulk_create` does, for rows that need nothing back from the database: one prepared
statement on SQLite, one COPY on PostgreSQL. `load` and `change` do what a query set does, for a condition that
is always the same text. Django builds its SQL anew for every query and every value, which costs a millisecond
of a processor each time; these cost a tenth of it.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, TypeVar

from django.db import connection, models, transaction

Convert = Callable[[Any], Any]
M = TypeVar("M", bound=models.Model)


def insert(new: Iterable[models.Model]) -> None:
    """Store new rows of one model, in the caller's transaction. The rows do not learn the keys that they get."""
    rows = list(new)
    if not rows:
        return
    model = type(rows[0])
    names, converts = _columns(model, connection.vendor, rows[0].pk is None)
    values = [
        [convert(value) for convert, value in zip(converts, map(row.__dict__.__getitem__, names), strict=True)]
        for row in rows
    ]
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(_statement(model, names, "COPY {} ({}) FROM STDIN")) as copy:
                for value in values:
                    copy.write_row(value)
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(_statement(model, names, f"INSERT INTO {{}} ({{}}) VALUES ({marks})"), values)  # noqa: S608


def load(
    model: type[M], condition: str, values: Sequence[Any] = (), *, lock: bool = False, without: tuple[str, ...] = ()
) -> list[M]:
    """Return the rows of one model that meet a condition.

    Args:
        model: whose rows.
        condition: SQL after WHERE, the same text at every call; `among` writes the condition of a list.
        values: what its %s stand for, in their order.
        lock: true to lock the rows until the transaction ends.
        without: fields that are left out; asking a row for one later costs a query.
    """
    head, names, converts = _selecting(model, connection.vendor, without)
    tail = " FOR UPDATE" if lock and connection.vendor == "postgresql" else ""
    found = fetch(f"{head} {condition}{tail}", values)
    return [
        model.from_db(connection.alias, names, [convert(value) for convert, value in zip(converts, row, strict=True)])
        for row in found
    ]


def fetch(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return what a statement finds, as the database gives it."""
    with connection.cursor() as cursor:
        cursor.execute(statement, _adapted(values))
        return list(cursor.fetchall())


def change(statement: str, values: Sequence[Any]) -> int:
    """Run a statement that changes rows, and return how many it changed."""
    with connection.cursor() as cursor:
        cursor.execute(statement, _adapted(values))
        return int(cursor.rowcount)


def settle() -> None:
    """Wait until everything that anybody has committed here would survive a power cut.

    Call it before something that was read leaves the node, so that the other side never knows what we could
    forget. On SQLite a commit can be read a moment before it is on the disk (decision 0020); on PostgreSQL not.
    """
    wait = getattr(connection, "settle", None)
    if wait is not None:
        wait()


def among(column: str) -> str:
    """Return the condition that a column is in a list; its value is the list itself."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)"
    return f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - the caller's own column


def _adapted(values: Sequence[Any]) -> list[Any]:
    return list(values) if connection.vendor == "postgresql" else [_for_sqlite(value) for value in values]


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, datetime):
        return _moment(value)
    return json.dumps(value) if isinstance(value, list) else value


@cache
def _selecting(
    model: type[models.Model], vendor: str, without: tuple[str, ...]
) -> tuple[str, list[str], tuple[Convert, ...]]:
    """Return the head of a SELECT, the attributes that it fills, and how each is read from a database."""
    fields = [field for field in model._meta.concrete_fields if field.name not in without]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    head = f"SELECT {columns} FROM {quote(model._meta.db_table)} WHERE"  # noqa: S608 - the columns of our own models
    return head, [field.attname for field in fields], tuple(_reading(field, vendor) for field in fields)


def _reading(field: "models.Field[Any, Any]", vendor: str) -> Convert:
    if isinstance(field, models.JSONField):
        return _from_json
    if vendor == "postgresql":
        return _as_it_is
    return _from_moment if isinstance(field, models.DateTimeField) else _as_it_is


def _from_json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _from_moment(value: datetime | None) -> datetime | None:
    return None if value is None else value.replace(tzinfo=UTC)  # SQLite keeps no zone, and Django writes UTC


def _statement(model: type[models.Model], names: Sequence[str], form: str) -> str:
    quote = connection.ops.quote_name
    column_of = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    return form.format(quote(model._meta.db_table), ", ".join(quote(column_of[name]) for name in names))


@cache
def _columns(model: type[models.Model], vendor: str, keyless: bool) -> tuple[tuple[str, ...], tuple[Convert, ...]]:
    """Return the attributes to store and how each is written for a database."""
    fields = [field for field in model._meta.concrete_fields if not (keyless and field.primary_key)]
    return tuple(field.attname for field in fields), tuple(_convert(field, vendor) for field in fields)


def _convert(field: "models.Field[Any, Any]", vendor: str) -> Convert:
    if isinstance(field, models.JSONField):
        return _json
    if vendor == "postgresql":
        return _as_it_is
    if isinstance(field, models.DateTimeField):
        return _moment
    return _day if isinstance(field, models.DateField) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


@lru_cache(maxsize=256)  # the rows of one act are of one moment
def _moment(value: datetime | None) -> str | None:
    return connection.ops.adapt_datetimefield_value(value)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
