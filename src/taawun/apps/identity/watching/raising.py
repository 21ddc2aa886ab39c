# SPDX-License-Identifier: Apache-2.0
"""Whether a hit raises an alert, and the one place where alerts are made (spec §80.16).

What is graded X4 raises none. The rule is asked here, of both sides, before a row exists; no role, no list and
no way in goes around it, because nothing else makes rows of alerts. An alert also keeps to the purpose of its
list: what may not be shown to the list's owner for it raises nothing either.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_noop

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor, Entry
from taawun.apps.identity.indexing import delisted
from taawun.apps.identity.models import Alert, AlertState, ScreenedRow, WatchList
from taawun.apps.identity.watching import membership
from taawun.apps.ids import new_id
from taawun.apps.registers.models import RecordVersion
from taawun.kernel import marking as marks
from taawun.kernel.marking import Marking, Reader, may_alert, may_show

AGAIN: Final = 0.5
"""What may be left of the doubt (one less the score) for an alert that was closed to be raised again."""
X4: Final = gettext_noop("Graded X4 since.")
DELISTED: Final = gettext_noop("Taken off the public list since.")
"""Why the node itself closes an alert."""
WORKER: Final = Actor.system("worker")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A record that may be listed, a record that was found to be like it, and how alike they are."""

    listed: RecordVersion
    other: RecordVersion
    score: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A record that may be listed, an entry of a screening that was found to be like it, and its purpose."""

    listed: RecordVersion
    row: ScreenedRow
    score: float
    purpose: str


def raise_for_records(meetings: Sequence[Meeting], now: datetime) -> int:
    """Raise alerts for records that are like listed ones, each once, and return how many were raised."""
    lists = membership.lists_of([one.listed.record for one in meetings])
    members = membership.lists_of([one.other.record for one in meetings])
    raised = [
        _record_alert(watch, one, now)
        for one in meetings
        for watch in lists.get(one.listed.record_id, ())
        if watch not in members.get(one.other.record_id, ())
        and _allowed(watch, one.score, [one.listed, one.other], now)
    ]
    return _keep(raised, now)


def raise_for_rows(asked: Sequence[Asked], now: datetime) -> int:
    """Raise alerts for entries of a screening on the lists that serve its purpose, and return how many."""
    lists = membership.lists_of([one.listed.record for one in asked])
    raised = [
        _row_alert(watch, one, now)
        for one in asked
        for watch in lists.get(one.listed.record_id, ())
        if watch.purpose == one.purpose and _allowed(watch, one.score, [one.listed], now)
    ]
    return _keep(raised, now)


def withdraw_x4(versions: Iterable[RecordVersion], now: datetime) -> int:
    """Close the open alerts on records that are graded X4 since, and return how many there were."""
    bad = [one.record_id for one in versions if not may_alert(marks.from_wire(one.marking)).allowed]
    return _close(Q(entry__in=bad) | Q(hit__in=bad), X4, now)


def withdraw_delisted(versions: Iterable[RecordVersion], now: datetime) -> int:
    """Close the open alerts on entries that were taken off their public list, and return how many; all stay on file."""
    return _close(Q(entry__in=[one.record_id for one in versions if delisted(one)]), DELISTED, now)


def _close(which: Q, reason: str, now: datetime) -> int:
    rows = list(Alert.objects.filter(which).exclude(state=AlertState.CLOSED))
    Alert.objects.filter(id__in=[row.id for row in rows]).update(state=AlertState.CLOSED, closed_at=now, reason=reason)
    audit.record_many(_lines(rows, "alert.closed"), at=now)
    return len(rows)


def serves(watch: WatchList, version: RecordVersion, now: datetime) -> bool:
    """Tell whether a record may be shown to a list's owner for the list's purpose."""
    reader = Reader(
        party=settings.TAAWUN_PARTY,
        officer="",
        authorities=frozenset({watch.authority}),
        purposes=frozenset({watch.purpose}),
        holder=version.record.holder,
    )
    return may_show(_marking(version), reader, watch.purpose, now.date()).allowed


def _allowed(watch: WatchList, score: float, versions: Sequence[RecordVersion], now: datetime) -> bool:
    """Tell whether a hit raises an alert. The grades are asked first and of every record in it (spec §80.16)."""
    if not all(may_alert(_marking(version)).allowed for version in versions):
        return False
    return score >= watch.threshold and all(serves(watch, version, now) for version in versions)


def _marking(version: RecordVersion) -> Marking:
    return marks.from_wire(version.marking)


def _record_alert(watch: WatchList, one: Meeting, now: datetime) -> Alert:
    return Alert(
        id=new_id(now), of=watch, entry=one.listed.record_id, entry_version=one.listed.number,
        hit=one.other.record_id, hit_version=one.other.number, score=one.score, raised=now,
    )  # fmt: skip


def _row_alert(watch: WatchList, one: Asked, now: datetime) -> Alert:
    return Alert(
        id=new_id(now), of=watch, entry=one.listed.record_id, entry_version=one.listed.number, row=one.row,
        score=one.score, raised=now,
    )  # fmt: skip


def _keep(wanted: Iterable[Alert], now: datetime) -> int:
    """Store alerts that are new, and raise again those that were closed under a score that is now much higher."""
    by_key = {_key(one): one for one in wanted}
    known = _known(by_key)
    fresh = [one for key, one in by_key.items() if key not in known]
    again = [
        known[key]
        for key, one in by_key.items()
        if key in known and known[key].state == AlertState.CLOSED and _again(one, known[key])
    ]
    Alert.objects.bulk_create(fresh)
    for row in again:
        one = by_key[_key(row)]
        row.state, row.score, row.raised = AlertState.RAISED, one.score, now
        row.entry_version, row.hit_version = one.entry_version, one.hit_version
        row.save(update_fields=["state", "score", "raised", "entry_version", "hit_version"])
    audit.record_many(_lines([*fresh, *again], "alert.raised"), at=now)
    return len(fresh) + len(again)


def _again(one: Alert, before: Alert) -> bool:
    """Tell whether a closed alert comes back: it is much surer now, or its entry is on the list again."""
    return (before.reason == DELISTED and not before.closed_by) or _surer(one.score, before.score)


def _surer(score: float, before: float) -> bool:
    return 1 - score <= AGAIN * (1 - before)


def _key(one: Alert) -> tuple[str, str, str, int | None]:
    return one.of_id, one.entry, one.hit, one.row_id


def _known(wanted: Mapping[tuple[str, str, str, int | None], Alert]) -> dict[tuple[str, str, str, int | None], Alert]:
    rows = Alert.objects.filter(entry__in={one.entry for one in wanted.values()})
    return {_key(row): row for row in rows if _key(row) in wanted}


def _lines(rows: Iterable[Alert], act: str) -> Iterator[Entry]:
    return (Entry(WORKER, act, "alert", row.id, row.of.purpose) for row in rows)
