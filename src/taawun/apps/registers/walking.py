# SPDX-License-Identifier: Apache-2.0
"""Which records come next in a list: by key, never by number, so that the last page costs what the first does.

A list is walked along one index: of records by time, or of one extracted field by its value. What else narrows it
is asked of each row on the way. A word that few records bear is looked up first instead.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from taawun.apps.registers.keys import fold
from taawun.apps.registers.models import Record, RecordKey, RecordValue, RecordWord
from taawun.apps.rows import among

FEW: Final = 1_000
"""Records that bear a word, up to which they are looked up first."""
MOST_WORDS: Final = 10
_LAST: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Narrow:
    """One field of a list and what its value must be: one of its choices, a beginning, or within a range."""

    field: str
    value: str = ""
    low: str = ""
    high: str = ""

    @property
    def condition(self) -> Q:
        """Return the condition on an extracted value."""
        if self.value:
            return Q(value=self.value)
        low, high = Q(value__gte=self.low or "!"), Q(value__lte=self.high) if self.high else Q()
        return low & high


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to, empty for everything; `sort` names a field, with a minus before it downwards."""

    type: str = ""
    originator: str = ""
    text: str = ""
    imported: str = ""
    review_before: Any = None
    narrowed: tuple[Narrow, ...] = ()
    sort: str = ""
    apart: tuple[str, ...] = ()
    """Types that are left out, where no type is asked for."""
    exercise: bool = False
    """Whether records of exercises are listed instead of live ones; never both (§88.1)."""
    names: str = ""
    """A record that each of them names in one of its fields, by its identifier."""

    @property
    def driver(self) -> Narrow | None:
        """Return the field along whose values the list is walked, or None where it is walked by time."""
        if self.sort:
            name = self.sort.lstrip("-")
            return next((one for one in self.narrowed if one.field == name), Narrow(name))
        return next(iter(sorted(self.narrowed, key=lambda one: not one.value)), None)


def walk(asked: Filters, most: int, *, after: str = "", before: str = "") -> list[str]:
    """Return the identifiers of the records that come next, in the order in which they are shown.

    Args:
        asked: what fits.
        most: how many at most.
        after: a record; what is returned stands after it.
        before: a record; what is returned stands directly before it.
    """
    rows, key, keys = _rows(asked)
    down = not asked.sort or asked.sort.startswith("-")
    backwards = bool(before) and not after
    anchor = _anchor(rows, key, keys, after or before)
    if anchor is not None:
        sign = "<" if down is not backwards else ">"
        table = rows.model._meta.db_table  # noqa: SLF001 - Django documents `_meta` as public
        columns = ", ".join(f"{table}.{name}" for name in keys)
        marks = ", ".join(["%s"] * len(keys))
        rows = rows.extra(where=[f"({columns}) {sign} ({marks})"], params=anchor)  # noqa: S610 - our own columns
    rows = rows.order_by(*(f"-{name}" if down is not backwards else name for name in keys))
    found = list(_narrowed(rows, asked, key).values_list(key, flat=True)[:most])
    return found[::-1] if backwards else found


def _rows(asked: Filters) -> tuple["QuerySet[Any]", str, tuple[str, ...]]:
    """Return the rows that are walked, the name of the record among their columns, and the order of their index."""
    driver = asked.driver
    if driver is None:
        rows = Record.objects.filter(type=asked.type) if asked.type else Record.objects.exclude(type__in=asked.apart)
        return rows, "id", ("updated", "id")
    values = RecordValue.objects.filter(type=asked.type, field=driver.field)
    if driver.value and not asked.sort:
        return values.filter(value=driver.value), "record_id", ("updated", "record_id")
    plain = driver == Narrow(driver.field)
    return values if plain else values.filter(driver.condition), "record_id", ("value", "updated", "record_id")


def _anchor(rows: "QuerySet[Any]", key: str, keys: tuple[str, ...], record: str) -> list[Any] | None:
    found = rows.filter(**{key: record}).values_list(*keys).first() if record else None
    return None if found is None else [_adapted(value) for value in found]


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _narrowed(rows: "QuerySet[Any]", asked: Filters, key: str) -> "QuerySet[Any]":
    of_record = "" if key == "id" else "record__"
    rows = rows.filter(**{f"{of_record}exercise": asked.exercise})
    said = {"originator": asked.originator, "imported_id": asked.imported, "review__lt": asked.review_before}
    rows = rows.filter(**{of_record + name: value for name, value in said.items() if value})
    for one in asked.narrowed:
        if one != asked.driver:
            values = RecordValue.objects.filter(record_id=OuterRef(key), field=one.field).filter(one.condition)
            rows = rows.filter(Exists(values))
    return _naming(_with_words(rows, asked.text, key), asked.names, key)


def _naming(rows: "QuerySet[Any]", record: str, key: str) -> "QuerySet[Any]":
    """Keep what names a record: few bearers are looked up first, of many it is asked of each row."""
    if not record:
        return rows
    bearers = RecordKey.objects.filter(key=fold(record)).order_by()
    few = set(bearers.values_list("record_id", flat=True)[: FEW + 1])
    return _only(rows, few, key) if len(few) <= FEW else rows.filter(Exists(bearers.filter(record_id=OuterRef(key))))


def _with_words(rows: "QuerySet[Any]", text: str, key: str) -> "QuerySet[Any]":
    words = fold(text).split()[:MOST_WORDS]
    if text.strip() and not words:
        return rows.none()
    looked_up: set[str] | None = None
    for word in words:
        bearers = _bearers(word)
        if len(bearers) <= FEW:
            looked_up = bearers if looked_up is None else looked_up & bearers
        else:
            keys = RecordKey.objects.filter(begins("key", word), record_id=OuterRef(key))
            later = RecordWord.objects.filter(begins("word", word), record_id=OuterRef(key))
            rows = rows.filter(Exists(keys) | Exists(later))
    return rows if looked_up is None else _only(rows, looked_up, key)


def _only(rows: "QuerySet[Any]", wanted: set[str], key: str) -> "QuerySet[Any]":
    table = rows.model._meta.db_table  # noqa: SLF001 - Django documents `_meta` as public
    return rows.extra(where=[among(f"{table}.{key}")], params=[_listed(wanted)])  # noqa: S610 - our own column


def _listed(wanted: set[str]) -> Any:
    return sorted(wanted) if connection.vendor == "postgresql" else json.dumps(sorted(wanted))


def _bearers(word: str) -> set[str]:
    keys = RecordKey.objects.filter(begins("key", word)).order_by().values_list("record_id", flat=True)
    later = RecordWord.objects.filter(begins("word", word)).order_by().values_list("record_id", flat=True)
    return {*keys[: FEW + 1], *later[: FEW + 1]}


def begins(column: str, text: str) -> Q:
    """Return the condition that a column begins with a text, in the form that uses its index."""
    if connection.vendor == "postgresql":
        return Q(**{f"{column}__startswith": text})
    return Q(**{f"{column}__gte": text, f"{column}__lt": text + _LAST})
