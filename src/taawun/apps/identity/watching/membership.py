# SPDX-License-Identifier: Apache-2.0
"""Which records stand on which watch list: chosen ones by their entries, others by where they came from."""

from collections.abc import Iterable, Sequence

from django.db.models import Min

from taawun.apps.identity.models import Source, WatchEntry, WatchList
from taawun.apps.registers import queries as registers
from taawun.apps.registers.models import Record


def lists_of(records: Iterable[Record]) -> dict[str, list[WatchList]]:
    """Return the open lists on which each record stands, by its identifier."""
    known = {record.id: record for record in records}
    lists = list(WatchList.objects.filter(closed=None))
    if not known or not lists:
        return {}
    chosen = _chosen(list(known))
    un = registers.import_ids_of(("un-list", "un-extract")) if any(one.source == Source.UN for one in lists) else set()
    return {
        identifier: [one for one in lists if _stands_on(one, record, chosen, un)]
        for identifier, record in known.items()
    }


def records_on(watch: WatchList) -> list[str]:
    """Return the identifiers of the records on a list."""
    if watch.source == Source.CHOSEN:
        rows = WatchEntry.objects.filter(of=watch, removed=None)
        return list(rows.order_by("-added", "-id").values_list("record", flat=True))
    if watch.source == Source.IMPORT:
        return registers.records_of_imports([watch.imported])
    return registers.records_of_imports(registers.import_ids_of(("un-list", "un-extract")))


def least(own: float) -> float:
    """Return the score from which a search must look: its own, or that of the list that alerts earliest.

    So nobody who screens can ask for fewer hits and thereby keep an alert from being raised.
    """
    lowest = WatchList.objects.filter(closed=None).aggregate(lowest=Min("threshold"))["lowest"]
    return own if lowest is None else min(own, float(lowest))


def _chosen(identifiers: Sequence[str]) -> set[tuple[str, str]]:
    rows = WatchEntry.objects.filter(record__in=identifiers, removed=None)
    return set(rows.values_list("of_id", "record"))


def _stands_on(watch: WatchList, record: Record, chosen: set[tuple[str, str]], un: set[str]) -> bool:
    if watch.source == Source.CHOSEN:
        return (watch.id, record.id) in chosen
    if watch.source == Source.IMPORT:
        return record.imported_id == watch.imported
    return record.imported_id in un
