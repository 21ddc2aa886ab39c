# SPDX-License-Identifier: Apache-2.0
"""Running an import: count the rows, then store them in chunks, each with the place to go on from.

The whole file is read once before anything is stored, so a file that is broken at its end stores nothing. A
chunk, its audit lines, its ledger entries and the cursor are one transaction.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import IO, Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F

from taawun.apps import sector
from taawun.apps.audit import services as audit
from taawun.apps.audit.lines import REFUSED
from taawun.apps.audit.services import Actor, Entry
from taawun.apps.jobs.context import Context
from taawun.apps.registers import services
from taawun.apps.registers.checks import NOT_FROM_FILE, Problem
from taawun.apps.registers.importing import delisting, files, from_table, from_un
from taawun.apps.registers.importing.items import Item
from taawun.apps.registers.keys import fold_id
from taawun.apps.registers.models import Import, ImportProblem, RecordKey, RecordVersion
from taawun.apps.registers.services import IMPORTED, Draft
from taawun.kernel.errors import NoSuchSource

CHUNK_ROWS: Final = 200
"""Rows of one transaction."""
READING: Final = "import.reading"
REFERENCES: Final = (delisting.REFERENCE, "reference")
"""Fields in which a record names the thing as its source does."""
WHOLE: Final = "un-list"
"""The source that has every entry of the list: what it lacks was taken off."""


def reading(source: str) -> Callable[[IO[bytes], Mapping[str, Any]], Iterator[Item]]:
    """Return what reads a source: one of ours, or one that a sector declares.

    Raises:
        NoSuchSource: the sector that declared it is no longer there.
    """
    found = SOURCES.get(source)
    if found is None:
        declared = sector.source_named(source)
        if declared is None:
            raise NoSuchSource
        found = sector.reader_of(declared)
    return found


SOURCES: Final[dict[str, Callable[[IO[bytes], Mapping[str, Any]], Iterator[Item]]]] = {
    "table": from_table.items,
    "un-list": from_un.items,
    "un-extract": from_un.extract_items,
}


@dataclass(slots=True)
class Tally:
    """What became of the rows so far. It is the cursor of the job, as JSON."""

    read: int = 0
    added: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0

    def to_json(self) -> dict[str, int]:
        """Return the counts."""
        return {name: getattr(self, name) for name in ("read", "added", "changed", "same", "refused")}


def run(context: Context) -> dict[str, int]:
    """Run or go on with one import, and return what became of its rows."""
    imported = Import.objects.get(id=context.params["import"])
    tally = Tally(**(context.cursor or {}))
    actor = context.actor(imported.authority)
    total = context.total if context.cursor else _count(imported)
    with files.opened(imported.file_digest) as file:
        rows = islice(reading(imported.source)(file, imported.settings), tally.read, None)
        while chunk := list(islice(rows, CHUNK_ROWS)):
            with transaction.atomic():
                now = context.clock.now()
                _store(imported, actor, chunk, tally, now)
                context.advance(tally.read, total, tally.to_json(), message=READING)
    gone = _delist(imported, actor, context.clock.now()) if imported.source == WHOLE else 0
    Import.objects.filter(id=imported.id).update(finished=context.clock.now())
    return tally.to_json() | ({"delisted": gone} if gone else {})


def _delist(imported: Import, actor: Actor, now: datetime) -> int:
    with files.opened(imported.file_digest) as file:
        return delisting.delist(imported, actor, file, now)


def _count(imported: Import) -> int:
    with files.opened(imported.file_digest) as file:
        return sum(1 for _ in reading(imported.source)(file, imported.settings))


Named = tuple[str, str]
"""The type of an item, and how its source names it."""


def _store(imported: Import, actor: Actor, chunk: Sequence[Item], tally: Tally, now: datetime) -> None:
    bad = [item for item in chunk if item.problems]
    held = _held(imported, actor, [item for item in chunk if not item.problems], now)
    out = {(item.row, *_named(item)) for item in (*bad, *held)}  # one row may become several records
    good = [item for item in chunk if (item.row, *_named(item)) not in out]
    known = _known(good)
    for record_type in sorted({item.type for item in good}):
        fresh = [item for item in good if item.type == record_type and _named(item) not in known]
        drafts = [Draft(item.data, item.marking, IMPORTED.format(id=imported.id)) for item in fresh]
        services.draft_many(actor, record_type, drafts, imported.purpose, at=now, imported=imported)
        tally.added += len(fresh)
    _renew(imported, actor, [item for item in good if _named(item) in known], known, tally, now)
    _keep_problems(imported, [*bad, *held])
    tally.refused += len(chunk) - len(good)
    tally.read += len(chunk)


def _held(imported: Import, actor: Actor, items: Sequence[Item], now: datetime) -> list[Item]:
    """Return the items about somebody whom a safeguard holds, as rows left out; each yes leaves its line (§80.74)."""
    found = [item for item in items if sector.frozen(item.type, item.data)]
    about = (actor, "record.drafted", "import", imported.id, imported.purpose, REFUSED, "80.74")
    audit.record_many([Entry(*about) for _ in found], at=now)
    return [replace(item, problems=(Problem("", NOT_FROM_FILE),)) for item in found]


def _named(item: Item) -> Named:
    return item.type, fold_id(item.reference)


def _known(items: Sequence[Item]) -> dict[Named, RecordVersion]:
    """Return the current version of our own records that earlier imports made of the same references."""
    wanted = {_named(item) for item in items if item.reference}
    keys = RecordKey.objects.filter(
        key__in=sorted({key for _type, key in wanted}), field__in=REFERENCES,
        record__originator=settings.TAAWUN_PARTY, record__imported__isnull=False,
    )  # fmt: skip
    found = keys.values_list("record_id", "record__type", "key")
    by_record = {record_id: (of, key) for record_id, of, key in found if (of, key) in wanted}
    rows = RecordVersion.objects.filter(record_id__in=by_record, number=F("record__version"))
    return {by_record[row.record_id]: row for row in rows}


def _renew(
    imported: Import,
    actor: Actor,
    items: Sequence[Item],
    known: Mapping[Named, RecordVersion],
    tally: Tally,
    now: datetime,
) -> None:
    """Write new versions of the records of which the source says something else than before."""
    drafts = {
        known[_named(item)].record_id: Draft(item.data, item.marking, IMPORTED.format(id=imported.id))
        for item in items
        if not item.once and dict(item.data) != known[_named(item)].data
    }
    services.new_versions(actor, drafts, imported.purpose, at=now)
    tally.changed += len(drafts)
    tally.same += len(items) - len(drafts)


def _keep_problems(imported: Import, bad: Sequence[Item]) -> None:
    ImportProblem.objects.bulk_create(
        [
            ImportProblem(of=imported, row=item.row, field=problem.field[:80], what=problem.what[:200])
            for item in bad
            for problem in item.problems
        ]
    )
