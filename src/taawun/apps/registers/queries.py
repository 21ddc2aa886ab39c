# SPDX-License-Identifier: Apache-2.0
"""Reads across the tables of the registers. Who may see the answer is decided in access.py."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, QuerySet

from taawun.apps.registers.keys import fold
from taawun.apps.registers.models import Import, Record, RecordKey, RecordVersion


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty means everything."""

    type: str = ""
    originator: str = ""
    text: str = ""
    imported: str = ""
    review_before: date | None = None


def version_of(record_id: str, number: int | None = None) -> RecordVersion | None:
    """Return one version of a record with the record: the current one unless a number is given."""
    rows = RecordVersion.objects.select_related("record").filter(record_id=record_id)
    return rows.filter(number=F("record__version") if number is None else number).first()


def versions_of(record_id: str) -> QuerySet[RecordVersion]:
    """Return all versions of a record without their content, newest first."""
    rows = RecordVersion.objects.filter(record_id=record_id).order_by("-number")
    return rows.defer("data", "marking", "salt")


def current_versions(records: Sequence[Record]) -> list[RecordVersion]:
    """Return the current version of each record, in the order given, in one query."""
    return current_versions_of([record.id for record in records])


def current_versions_of(record_ids: Sequence[str]) -> list[RecordVersion]:
    """Return the current version of each record by identifier, in the order given, in one query."""
    rows = RecordVersion.objects.filter(record_id__in=record_ids, number=F("record__version"))
    by_record = {row.record_id: row for row in rows.select_related("record")}
    return [by_record[identifier] for identifier in record_ids if identifier in by_record]


def matching(filters: "Filters") -> QuerySet[Record]:
    """Return the records that fit, newest first. A text is looked for among match keys, from their start."""
    rows = Record.objects.all()
    if filters.type:
        rows = rows.filter(type=filters.type)
    if filters.originator:
        rows = rows.filter(originator=filters.originator)
    if filters.imported:
        rows = rows.filter(imported_id=filters.imported)
    if filters.review_before:
        rows = rows.filter(review__lt=filters.review_before)
    for folded in _words(filters.text):
        rows = rows.filter(id__in=RecordKey.objects.filter(key__contains=folded).values("record_id"))
    return rows


def due_for_review(on: object) -> QuerySet[Record]:
    """Return the records whose review date has passed, the longest overdue first."""
    return Record.objects.filter(review__lt=on).order_by("review", "id")


def counts_by_type() -> dict[str, int]:
    """Return how many records there are of each type."""
    rows = Record.objects.order_by().values_list("type").annotate(Count("id"))
    return dict(rows)


def imports() -> QuerySet[Import]:
    """Return the imports, newest first, each with its number of records and of rows that became none."""
    return Import.objects.annotate(
        loaded=Count("records", distinct=True), refused=Count("problems__row", distinct=True)
    )


def _words(text: str) -> Iterable[str]:
    return fold(text).split()[:10]
