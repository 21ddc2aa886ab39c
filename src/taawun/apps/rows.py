# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: SLF001 - Django documents `_meta` as public
"""Storing and loading rows with prepared statements, for the paths that carry the node's speed.

`new`, `into` and `insert` do what making instances and Django's `bulk_create` do, for rows that need nothing back
from the database: one prepared statement on SQLite, one COPY on PostgreSQL. `load`, `find` and `change` do what a query
set does, for a condition that is always the same text. Django builds its SQL anew for every query and every value,
which costs a millisecond of a processor each time; these cost a tenth of it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, TypeVar

import orjson
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState
from psycopg import Cursor

Convert = Callable[[Any], Any]
M = TypeVar("M", bound=models.Model)
_dump = json.JSONEncoder(ensure_ascii=False).encode
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Into:
    """Some columns of one table, and how a row is put into them; see `into`."""

    one: str
    many: str
    converts: tuple[tuple[int, Convert], ...]

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """Store rows, each with the values in the order of the columns; all or none of them."""
        values = [_converted(row, self.converts) for row in rows]
        if not values:
            return
        database = _database()
        if database.in_atomic_block:
            self._write(database, values)
            return
        with transaction.atomic(savepoint=False):
            self._write(database, values)

    def _write(self, database: BaseDatabaseWrapper, values: Sequence[Sequence[Any]]) -> None:
        if database.vendor != "postgresql":
            _run_many(database, self.one, values)
        elif len(values) == 1:
            _run(database, self.one, values[0])
        else:
            with database.cursor() as cursor, cursor.copy(self.many) as copy:
                for value in values:
                    copy.write_row(value)


def into(model: type[models.Model], *names: str) -> Into:
    """Return where rows of some attributes of a model go; attributes that are left out get the database's default."""
    return _into(model, names, _vendor())


def new(model: type[M], **values: Any) -> M:
    """Return a new row that is not yet stored; attributes that are left out get their defaults.

    It is what `model(**values)` returns, without the signals and the checks that cost more than storing the row.
    """
    row = {name: default() for name, default in _defaults(model) if name not in values} | values
    if len(row) > len(_defaults(model)):
        raise TypeError(f"{model.__name__} has no attribute among: {', '.join(values)}")
    return _made(model, row, adding=True)


def insert(new: Iterable[models.Model]) -> None:
    """Store new rows of one model. The rows do not learn the keys that they get."""
    rows = list(new)
    if rows:
        names = _attributes(type(rows[0]), rows[0].pk is None)
        into(type(rows[0]), *names).write([tuple(map(row.__dict__.__getitem__, names)) for row in rows])


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
    head, names, converts = _selecting(model, _vendor(), without)
    found = fetch(f"{head} {condition}{_locking(lock)}", values)
    return [_made(model, dict(zip(names, _converted(row, converts), strict=True)), adding=False) for row in found]


def find(
    table: str, columns: str, column: str, wanted: Sequence[Any], also: str = "", *, lock: bool = False
) -> list[Row]:
    """Return some columns of the rows of which one column is among the values wanted.

    Args:
        table: its name; like all other texts here one of our own, never somebody's input.
        columns: what is asked, as SQL.
        column: the one that is compared.
        wanted: its values; none finds nothing.
        also: SQL after that condition.
        lock: true to lock the rows until the transaction ends.
    """
    return fetch(f"SELECT {columns} FROM {table} WHERE {among(column)} {also}{_locking(lock)}", [wanted])  # noqa: S608


def put(table: str, changes: str, values: Sequence[Any], column: str, wanted: Sequence[Any]) -> int:
    """Change the rows of which one column is among the values wanted, and return how many they were.

    `changes` is the SQL after SET, `values` what its %s stand for.
    """
    return change(f"UPDATE {table} SET {changes} WHERE {among(column)}", [*values, wanted])  # noqa: S608


def fetch(statement: str, values: Sequence[Any] = ()) -> list[Row]:
    """Return what a statement finds, as the database gives it."""
    return list(_run(_database(), statement, values).fetchall())


def change(statement: str, values: Sequence[Any]) -> int:
    """Run a statement that changes rows, and return how many it changed."""
    return int(_run(_database(), statement, values).rowcount)


def settle() -> None:
    """Wait until everything that anybody has committed here would survive a power cut.

    Call it before something that was read leaves the node, so that the other side never knows what we could
    forget. On SQLite a commit can be read a moment before it is on the disk (decision 0020); on PostgreSQL not.
    """
    wait = getattr(_database(), "settle", None)
    if wait is not None:
        wait()


def among(column: str) -> str:
    """Return the condition that a column is in a list; its value is the list itself."""
    if _vendor() == "postgresql":
        return f"{column} = ANY(%s)"
    return f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - the caller's own column


def _database() -> BaseDatabaseWrapper:
    """Return this thread's connection; asking Django's proxy anew for each attribute costs as much as a statement."""
    return connections[DEFAULT_DB_ALIAS]


@cache
def _vendor() -> str:
    """Return which kind of database this node stands on; it is one for good."""
    return str(_database().vendor)


def _run(database: BaseDatabaseWrapper, statement: str, values: Sequence[Any]) -> Any:
    """Run a statement and return its cursor.

    Django's layers around a statement cost several times the statement; whoever listens to them, as a debugger
    does, still gets them.
    """
    if _listened_to(database):
        cursor = database.cursor()
        cursor.execute(statement, values if database.vendor == "postgresql" else _for_sqlite(values))
        return cursor
    with _raw(database) as raw:
        if database.vendor == "postgresql":
            # Django's own cursor writes the values into the text, so that the server parses each statement anew.
            return Cursor(raw).execute(statement, values, prepare=True)
        return raw.execute(_question_marks(statement), _for_sqlite(values))


def _run_many(database: BaseDatabaseWrapper, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run a statement of SQLite once for each row of values."""
    if _listened_to(database):
        database.cursor().executemany(statement, rows)
        return
    with _raw(database) as raw:
        raw.executemany(_question_marks(statement), rows)


def _listened_to(database: BaseDatabaseWrapper) -> bool:
    return bool(database.execute_wrappers or database.queries_logged)


@contextmanager
def _raw(database: BaseDatabaseWrapper) -> Iterator[Any]:
    """Give the driver's own connection, as ready as Django's cursor would find it; errors come out as Django's."""
    database.close_if_health_check_failed()
    database.ensure_connection()
    database.validate_no_broken_transaction()
    with database.wrap_database_errors:
        yield database.connection


@lru_cache(maxsize=512)
def _question_marks(statement: str) -> str:
    return statement.replace("%s", "?")


def _locking(lock: bool) -> str:
    """Return the end of a SELECT that locks; SQLite has one writer, who holds the whole file."""
    return " FOR UPDATE" if lock and _vendor() == "postgresql" else ""


def _for_sqlite(values: Sequence[Any]) -> list[Any]:
    return [_plain(value) for value in values]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return _moment(value)
    return json.dumps(value) if isinstance(value, list) else value


def _made(model: type[M], values: dict[str, Any], *, adding: bool) -> M:
    """Return a row as Django's `from_db` would: without its signals, which nothing here listens to."""
    row = model.__new__(model)
    row.__dict__ = values
    row._state = ModelState()
    row._state.adding, row._state.db = adding, None if adding else DEFAULT_DB_ALIAS
    return row


@cache
def _defaults(model: type[models.Model]) -> tuple[tuple[str, Callable[[], Any]], ...]:
    return tuple((field.attname, field.get_default) for field in model._meta.concrete_fields)


@cache
def _selecting(
    model: type[models.Model], vendor: str, without: tuple[str, ...]
) -> tuple[str, list[str], tuple[tuple[int, Convert], ...]]:
    """Return the head of a SELECT, the attributes that it fills, and what must be done to some of them."""
    fields = [field for field in model._meta.concrete_fields if field.name not in without]
    quote = _database().ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    head = f"SELECT {columns} FROM {quote(model._meta.db_table)} WHERE"  # noqa: S608 - the columns of our own models
    return head, [field.attname for field in fields], _some(_reading(field, vendor) for field in fields)


def _converted(row: Sequence[Any], converts: tuple[tuple[int, Convert], ...]) -> list[Any]:
    values = list(row)
    for place, convert in converts:
        values[place] = convert(values[place])
    return values


def _reading(field: "models.Field[Any, Any]", vendor: str) -> Convert | None:
    if isinstance(field, models.JSONField):
        return _from_json
    return _from_moment if vendor == "sqlite" and isinstance(field, models.DateTimeField) else None


def _from_json(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:  # what only the standard library writes, as a number without end
        return json.loads(value)


def _from_moment(value: datetime | None) -> datetime | None:
    return None if value is None else value.replace(tzinfo=UTC)  # SQLite keeps no zone, and Django writes UTC


@cache
def _into(model: type[models.Model], names: tuple[str, ...], vendor: str) -> Into:
    quote = _database().ops.quote_name
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    columns = ", ".join(quote(str(by_name[name].column)) for name in names)
    table, marks = quote(model._meta.db_table), ", ".join(["%s"] * len(names))
    return Into(
        f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 - the columns of our own models
        f"COPY {table} ({columns}) FROM STDIN",
        _some(_writing(by_name[name], vendor) for name in names),
    )


@cache
def _attributes(model: type[models.Model], keyless: bool) -> tuple[str, ...]:
    """Return the attributes of a row; without its key where the database gives it one."""
    return tuple(field.attname for field in model._meta.concrete_fields if not (keyless and field.primary_key))


def _some(converts: Iterable[Convert | None]) -> tuple[tuple[int, Convert], ...]:
    """Return the places at which something is to be done, and what."""
    return tuple((place, convert) for place, convert in enumerate(converts) if convert is not None)


def _writing(field: "models.Field[Any, Any]", vendor: str) -> Convert | None:
    if isinstance(field, models.JSONField):
        return _json
    if vendor == "postgresql":
        return None
    return next((convert for kind, convert in _FOR_SQLITE if isinstance(field, kind)), None)


def _json(value: Any) -> str | None:
    """Return a value as JSON; what the quick library does not know goes by the standard one."""
    try:
        return None if value is None else orjson.dumps(value, option=orjson.OPT_PASSTHROUGH_DATACLASS).decode()
    except TypeError:
        return _dump(value)


@lru_cache(maxsize=256)  # the rows of one act are of one moment
def _moment(value: datetime | None) -> str | None:
    return _database().ops.adapt_datetimefield_value(value)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _without_hyphens(value: str) -> str:
    return value.replace("-", "")


# A DateTimeField is a DateField too: the first that fits counts.
_FOR_SQLITE: tuple[tuple[type[Any], Convert], ...] = (
    (models.DateTimeField, _moment),
    (models.DateField, _day),
    (models.UUIDField, _without_hyphens),
)
