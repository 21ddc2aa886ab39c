# SPDX-License-Identifier: Apache-2.0
"""Reads across the tables of the registers. Who may see the answer is decided in access.py."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import combinations
from typing import Final

from django.db.models import Count, Max, Q, QuerySet

from taawun.apps.registers.models import Import, Record, RecordValue, RecordVersion
from taawun.apps.registers.walking import Filters, Narrow, walk
from taawun.apps.rows import among, find, load

_CURRENT: Final = """
    AND number = (SELECT version FROM registers_record WHERE registers_record.id = registers_recordversion.record_id)"""

__all__ = ["Filters", "Narrow", "walk"]

DELISTED: Final = "delisted_on"
"""The field of a record that says since when an entry is off its list."""
LISTS: Final = ("un-list", "un-extract")
"""Sources of imports that are whole lists, so that an entry which is missing was taken off."""


def version_of(record_id: str, number: int | None = None) -> RecordVersion | None:
    """Return one version of a record with the record: the current one unless a number is given."""
    if number is None:
        return next(iter(current_versions_of([record_id])), None)
    return RecordVersion.objects.select_related("record").filter(record_id=record_id, number=number).first()


def versions_of(record_id: str) -> QuerySet[RecordVersion]:
    """Return all versions of a record without their content, newest first."""
    rows = RecordVersion.objects.filter(record_id=record_id).order_by("-number")
    return rows.defer("data", "marking", "salt")


def current_versions(records: Sequence[Record]) -> list[RecordVersion]:
    """Return the current version of each record, in the order given, in one query."""
    return current_versions_of([record.id for record in records])


def current_versions_of(record_ids: Sequence[str]) -> list[RecordVersion]:
    """Return the current version of each record by identifier, in the order given, with its record."""
    wanted = list(record_ids)
    records = {row.id: row for row in load(Record, among("id"), [wanted])}
    by_record = {row.record_id: row for row in load(RecordVersion, f"{among('record_id')} {_CURRENT}", [wanted])}
    for identifier, row in by_record.items():
        row.record = records[identifier]
    return [by_record[identifier] for identifier in wanted if identifier in by_record]


def markings_of(record_ids: Sequence[str]) -> list[RecordVersion]:
    """Return the current version of each record without its data, in one query: its digest and its marking."""
    return load(RecordVersion, f"{among('record_id')} {_CURRENT}", [list(record_ids)], without=("data",))


def holding(type_slug: str, field: str, values: Sequence[str]) -> list[RecordVersion]:
    """Return the current versions of a type in which a field that narrows its lists has one of some values."""
    rows = RecordValue.objects.filter(type=type_slug, field=field, value__in=list(values), record__exercise=False)
    return current_versions_of(sorted(set(rows.values_list("record_id", flat=True))))


def wrote(officer_id: str, record_id: str, number: int) -> bool:
    """Tell whether an officer wrote this version of a record: a form that comes twice asks it."""
    return RecordVersion.objects.filter(record_id=record_id, number=number, officer_id=officer_id).exists()


def due_for_review(on: object) -> QuerySet[Record]:
    """Return the records whose review date has passed, the longest overdue first."""
    return Record.objects.filter(review__lt=on).order_by("review", "id")


def counts_by_type() -> dict[str, int]:
    """Return how many records there are of each type, without those of exercises (§88.3)."""
    rows = Record.objects.filter(exercise=False).order_by().values_list("type").annotate(Count("id"))
    return dict(rows)


def imports(closed: Iterable[str]) -> QuerySet[Import]:
    """Return the known imports, newest first, each with its number of records and of rows that became none."""
    counted = imports_known(closed).annotate(
        loaded=Count("records", distinct=True), refused=Count("problems__row", distinct=True)
    )
    return counted.order_by("-created", "-id")  # what is counted loses the order of its model


def imports_known(closed: Iterable[str]) -> QuerySet[Import]:
    """Return the imports that are not for a closed purpose, and whose records are marked for another one too."""
    slugs = sorted(closed)
    marked = [list(some) for most in range(1, len(slugs) + 1) for some in combinations(slugs, most)]
    hidden = Import.objects.filter(Q(purpose__in=slugs) | Q(settings__marking__purposes__in=marked))
    return Import.objects.exclude(id__in=hidden.order_by().values("id"))


def newest_version() -> int:
    """Return the number of the version row that was written last; versions after it are new."""
    return int(RecordVersion.objects.aggregate(newest=Max("id"))["newest"] or 0)


def versions_after(number: int, types: Sequence[str], most: int) -> list[tuple[int, str]]:
    """Return (number of its row, record) of the versions of some types written after a row, oldest first."""
    rows = RecordVersion.objects.filter(id__gt=number, record__type__in=types).order_by("id")
    return list(rows.values_list("id", "record_id")[:most])


def holds_any(types: Sequence[str]) -> bool:
    """Tell whether there is a record of one of these types."""
    return Record.objects.filter(type__in=types).exists()


def versions_in_order(after: str, types: Sequence[str], most: int, *, lock: bool = False) -> list[RecordVersion]:
    """Return the current versions of some types in the order of their records, those after a record.

    `lock` locks the records until the transaction ends; whoever locks several does it in the order of their numbers.
    """
    rows = Record.objects.filter(id__gt=after, type__in=types).order_by("id")
    rows = rows.select_for_update() if lock else rows
    return current_versions_of(list(rows.values_list("id", flat=True)[:most]))


def import_ids_of(sources: Sequence[str]) -> set[str]:
    """Return the imports that came from one of these sources."""
    return set(Import.objects.filter(source__in=sources).values_list("id", flat=True))


def records_of_imports(import_ids: Iterable[str]) -> list[str]:
    """Return the records that came with these imports, newest first."""
    return list(Record.objects.filter(imported_id__in=list(import_ids)).values_list("id", flat=True))


def subjects_of(record_ids: Sequence[str]) -> dict[str, str]:
    """Return the subject of each record that has one."""
    rows = Record.objects.filter(id__in=record_ids).exclude(subject="")
    return dict(rows.values_list("id", "subject"))


def records_of_subject(subject_id: str) -> list[str]:
    """Return the records that are about one subject, oldest first."""
    return list(Record.objects.filter(subject=subject_id).order_by("id").values_list("id", flat=True))


def keys_of_record(record_id: str) -> list[tuple[str, str]]:
    """Return the (field, key) pairs of the current version of a record."""
    return [(row[0], row[1]) for row in find("registers_recordkey", "field, key", "record_id", [record_id])]


def bearers_of(keys: Sequence[str], most: int) -> list[tuple[str, str, str, str]]:
    """Return (record, its type, field, key) of records that bear one of these match keys, `most` at the most.

    Records of exercises bear none here: they find nobody, and nobody finds them (§88.3).
    """
    columns = "registers_recordkey.record_id, registers_record.type, field, key"
    table = "registers_recordkey JOIN registers_record ON registers_record.id = registers_recordkey.record_id"
    live = f"AND NOT registers_record.exercise LIMIT {int(most)}"
    rows = find(table, columns, "key", list(keys), live) if keys else []
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def delisted(field: str, most: int) -> list[str]:
    """Return our records of which a field says that they went off their list, the last ones first."""
    rows = RecordVersion.objects.filter(data__has_key=field, record__imported__isnull=False).order_by("-id")
    return list(dict.fromkeys(rows.values_list("record_id", flat=True)[: most * 2]))[:most]


def changes_between(sources: Sequence[str], since: datetime, until: datetime | None, gone: str) -> tuple[int, int]:
    """Return how many records of some sources changed in a time, and how many of them by going, told by its reason."""
    rows = RecordVersion.objects.filter(record__imported__source__in=list(sources), number__gt=1, created__gte=since)
    rows = rows.filter(created__lt=until) if until else rows
    went = rows.filter(reason=gone).count()
    return rows.count() - went, went
