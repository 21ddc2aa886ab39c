# SPDX-License-Identifier: Apache-2.0
"""Who was taken off the United Nations list: entries that we hold and that the whole list no longer has (spec §80.22).

Such a record gets a new version that says since when it is delisted; nothing is erased. A list speaks only for the
committees that it has entries of, and one from which too much is missing is a wrong file rather than news.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import IO, Any, Final

from django.conf import settings
from django.db import transaction

from taawun.apps.audit.services import Actor
from taawun.apps.registers import queries, services
from taawun.apps.registers.importing import from_un
from taawun.apps.registers.keys import fold
from taawun.apps.registers.models import Import, ImportProblem, RecordKey, RecordVersion
from taawun.apps.registers.queries import DELISTED, LISTS
from taawun.apps.registers.services import Draft
from taawun.kernel import marking as marks

REFERENCE: Final = "list_reference"
COMMITTEE_LETTERS: Final = 2
"""Letters at the beginning of a reference that name the committee: "CDi.001" and "CDe.004" are of one."""

FEW: Final = 5
MOST_SHARE: Final = 0.1
"""How many of a committee's entries, or which share of them, may be missing at once for the list to be believed."""

BATCH: Final = 200
"""Records of one transaction."""

TOO_MANY: Final = "is missing from the list too often; nobody was delisted"


def delist(imported: Import, actor: Actor, file: IO[bytes], now: datetime) -> int:
    """Say of entries that a whole list no longer has that they are delisted; return how many. Twice changes nothing."""
    listed = {key(item.reference) for item in from_un.items(file, imported.settings)}
    held = _held()
    gone, doubted = missing(held, listed)
    if doubted:
        ImportProblem.objects.get_or_create(of=imported, row=0, field=REFERENCE, what=TOO_MANY)
    records = sorted(held[one] for one in gone)
    return sum(_delist(imported, actor, records[start : start + BATCH], now) for start in range(0, len(records), BATCH))


def key(reference: str) -> str:
    """Return a reference as match keys have it."""
    return fold(reference).replace(" ", "")


def missing(held: Iterable[str], listed: Collection[str]) -> tuple[set[str], set[str]]:
    """Return the held references that a list lacks, and the committees that lack so many that none of these counts."""
    heard = set(map(_committee, listed))
    known = [one for one in held if _committee(one) in heard]
    gone = [one for one in known if one not in listed]
    counts, whole = Counter(map(_committee, gone)), Counter(map(_committee, known))
    doubted = {one for one, count in counts.items() if count > max(FEW, MOST_SHARE * whole[one])}
    return {one for one in gone if _committee(one) not in doubted}, doubted


def _committee(reference: str) -> str:
    return reference[:COMMITTEE_LETTERS]


def _held() -> Mapping[str, str]:
    """Return our own records that came from the list, by reference."""
    keys = RecordKey.objects.filter(
        field=REFERENCE, record__originator=settings.TAAWUN_PARTY, record__imported__source__in=LISTS
    )
    return {folded.replace(" ", ""): record for folded, record in keys.values_list("key", "record_id")}


def _delist(imported: Import, actor: Actor, record_ids: list[str], now: datetime) -> int:
    versions = [one for one in queries.current_versions_of(record_ids) if DELISTED not in one.data]
    drafts = {one.record_id: _draft(imported, one, now) for one in versions}
    with transaction.atomic():
        services.new_versions(actor, drafts, imported.purpose, at=now)
    return len(drafts)


def _draft(imported: Import, version: RecordVersion, now: datetime) -> Draft:
    data: dict[str, Any] = {**version.data, DELISTED: now.date().isoformat()}
    return Draft(data, marks.from_wire(version.marking), services.NOT_LISTED.format(id=imported.id))
