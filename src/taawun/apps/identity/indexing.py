# SPDX-License-Identifier: Apache-2.0
"""The index of names and the registers: what changed goes in at once, everything goes in anew each night.

Every version of a record has a row with a growing number, so what is new since last time is found without
looking at what is old. The nightly build also takes out what was erased, and mends whatever went wrong by day.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from taawun.apps.identity import engine, statements
from taawun.apps.identity.models import IndexState
from taawun.apps.registers import queries as registers
from taawun.apps.registers.models import RecordVersion
from taawun.kernel import marking as marks

if TYPE_CHECKING:
    from taawun.engines.matching import Record

DELISTED: Final = "delisted_on"
"""The field that says since when an entry of a public list is off it."""

READ_ROWS: Final = 1_000
"""Records that are read from the registers at once."""


def state() -> IndexState:
    """Return how far the index has come."""
    return IndexState.objects.get_or_create(id=1)[0]


def delisted(version: RecordVersion) -> bool:
    """Tell whether a version says that its entry was taken off a public list (spec §80.22)."""
    return DELISTED in version.data


def statement_of(version: RecordVersion) -> "Record | None":
    """Return what the engines read of a version; its record must be loaded with it."""
    marking = marks.from_wire(version.marking)
    record = version.record
    return statements.statement(record.id, record.type, version.data, (name for name, _ in marking.fields))


def indexed(version: RecordVersion) -> "Record | None":
    """Return what stands in the index for a version: nothing for an entry off its list, or of an exercise (§88.3)."""
    counts = marks.may_count(marks.from_wire(version.marking)).allowed
    return statement_of(version) if counts and not delisted(version) else None


def rebuild(now: datetime, progress: Callable[[int], None] | None = None) -> int:
    """Build the index anew from all records, and return how many it holds.

    Only a first build says how far the index has come: later ones leave it, so that what changed is screened too.
    """
    first, newest = not engine.exists(), registers.newest_version()
    count = engine.build(_everything(), progress)
    said = {"built": now, "records": count} | ({"version": newest} if first else {})
    IndexState.objects.update_or_create(id=1, defaults=said)
    return count


def anything_changed(since: int) -> bool:
    """Tell whether something that is compared came after a version; what other types wrote is passed over."""
    newest = registers.newest_version()  # before looking: what comes meanwhile is looked at next time
    if newest <= since:
        return False
    if registers.versions_after(since, statements.compared_types(), 1):
        return True
    IndexState.objects.filter(id=1, version=since).update(version=newest)
    return False


def changed(most: int) -> tuple[list[RecordVersion], int]:
    """Return current versions of records that were written since the index last was, and how far that goes.

    Versions that were superseded since are left out; several of one record come as its current one.
    """
    since, newest = state().version, registers.newest_version()
    rows = registers.versions_after(since, statements.compared_types(), most)
    # Where everything was read, what other types wrote is passed over too, up to what was there before reading.
    upto = rows[-1][0] if len(rows) == most else max([newest, since, *(number for number, _record in rows[-1:])])
    identifiers = list(dict.fromkeys(record_id for _number, record_id in rows))
    return registers.current_versions_of(identifiers), upto


def take_in(versions: Sequence[RecordVersion], upto: int) -> "list[Record]":
    """Put these versions into the index, remember how far it has come, and return what was put in."""
    found = [indexed(version) for version in versions]
    records = [one for one in found if one is not None]
    unnamed = [version.record_id for version, one in zip(versions, found, strict=True) if one is None]
    count = engine.renew(records, unnamed) if versions else state().records
    IndexState.objects.filter(id=1).update(version=upto, records=count)
    return records


def _everything() -> "Iterator[Record]":
    after = ""
    while versions := registers.versions_in_order(after, statements.compared_types(), READ_ROWS):
        after = versions[-1].record_id
        yield from (one for one in map(indexed, versions) if one is not None)
