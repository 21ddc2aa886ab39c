# SPDX-License-Identifier: Apache-2.0
"""What was judged of one record: with which others it was found the same or different, by whom and why.

The other record is shown to whoever may see it; a judgement on one that may not be seen is as good as none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final

from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Entry
from taawun.apps.identity.access import READERS
from taawun.apps.identity.models import Judgement, Pair, Verdict
from taawun.apps.people.access import actor_of, held_by
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as records
from taawun.apps.registers.access import Shown
from taawun.kernel.wire.times import cut

MOST: Final = 20
"""Judgements, the newest ones, that are shown beside a record."""
LOOKED_AT: Final = 200
"""Pairs of one record that are looked at, on each side."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The last judgement on a pair, and the record on its other side."""

    judgement: Judgement
    other: Shown


def of_record(officer: Officer, record_id: str, purpose: str, *, at: datetime | None = None) -> tuple[Judged, ...]:
    """Return the judgements that stand about a record, newest first; the records on the other side are recorded."""
    if held_by(officer.id).isdisjoint(READERS):
        return ()
    at = cut(at or timezone.now())
    pairs = {pair.id: pair for pair in _pairs(record_id)}
    last: dict[str, Judgement] = {}
    for row in Judgement.objects.filter(pair_id__in=list(pairs)).order_by("number"):
        last[row.pair_id] = row
    others = {one: _other(pairs[one], record_id) for one in last}
    seen = records.visible(officer, list(others.values()), purpose, at=at)
    standing = sorted(last.values(), key=lambda row: row.created, reverse=True)
    shown = tuple(Judged(row, seen[others[row.pair_id]]) for row in standing if others[row.pair_id] in seen)[:MOST]
    actor = actor_of(officer)
    audit.record_many([Entry(actor, "record.listed", "record", one.other.record.id, purpose) for one in shown], at=at)
    return shown


def _pairs(record_id: str) -> Sequence[Pair]:
    """Return the judged pairs of a record; each side has its index."""
    sides = ({"left": record_id}, {"right": record_id})
    rows = (Pair.objects.filter(**side).exclude(verdict=Verdict.OPEN).order_by()[:LOOKED_AT] for side in sides)
    return list(chain.from_iterable(rows))


def _other(pair: Pair, record_id: str) -> str:
    return pair.right if pair.left == record_id else pair.left
