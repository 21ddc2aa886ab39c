# SPDX-License-Identifier: Apache-2.0
"""The door to watch lists and alerts: officers of the owner, for the list's purpose, under the markings.

An alert is shown to whoever may see both records of it. One that may not be shown is as good as none: it is
neither listed nor counted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Entry
from taawun.apps.identity.models import Alert, AlertState, ScreenedRow, Source, WatchEntry, WatchList
from taawun.apps.identity.statements import kind_of
from taawun.apps.identity.watching import membership
from taawun.apps.people.access import actor_of, require_any, roles_of
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as records
from taawun.apps.registers.access import Shown
from taawun.apps.registers.purposes import purposes_of
from taawun.kernel.errors import NoSuchAlert, NoSuchRecord, NoSuchWatchList
from taawun.kernel.marking import may_alert
from taawun.kernel.wire.times import cut

READERS: Final = ("analyst", "desk_officer", "liaison_officer")
"""Roles that see pairs, watch lists and alerts, as far as their purpose allows."""
PAGE_ROWS: Final = 50
BATCH: Final = 100
MOST_CHOICES: Final = 200
"""Lists, the newest ones, that are offered for a record."""
BESIDE: Final = 20
"""Alerts, the newest ones, that are shown beside a record."""
LOOKED_AT: Final = 5_000
"""Alerts, or records of a list, that are looked at for one page."""


Choices = tuple[tuple[WatchList, bool], ...]
"""Watch lists, each with whether a record stands on it."""


@dataclass(frozen=True, slots=True)
class AlertShown:
    """An alert with what its reader may see: the listed record, and the record or the entry that hit it."""

    alert: Alert
    listed: Shown
    other: Shown | None
    row: ScreenedRow | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of what may be shown."""

    rows: tuple[AlertShown, ...]
    number: int
    more: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """A watch list with one page of the records on it that its reader may see."""

    watch: WatchList
    rows: tuple[tuple[Shown, WatchEntry | None], ...]
    number: int
    more: bool


def lists_of(officer: Officer, purpose: str) -> QuerySet[WatchList]:
    """Return the watch lists of an officer's authorities for a purpose that they may act for."""
    held = roles_of(officer)
    if purpose not in purposes_of(frozenset(role for role, _authority in held)):
        return WatchList.objects.none()
    return WatchList.objects.filter(authority__in={authority for _role, authority in held}, purpose=purpose)


def lists(officer: Officer, purpose: str, *, at: datetime | None = None) -> QuerySet[WatchList]:
    """Return the watch lists that an officer may see, newest first, and record it."""
    with audit.acting(actor_of(officer), "list.listed", "watch-list", "*", purpose, at=at):
        require_any(officer, *READERS)
    return lists_of(officer, purpose)


def open_for(officer: Officer, record_id: str, purpose: str, *, at: datetime | None = None) -> tuple[Shown, Choices]:
    """Return a record that may be shown, and the open lists of chosen records that an officer may put it on.

    Reading it is recorded. Each list comes with whether the record stands on it already.

    Raises:
        NoSuchRecord: also where it may not be shown, or is of a kind that is not compared.
    """
    at = cut(at or timezone.now())
    require_any(officer, *READERS)
    shown = records.get(officer, record_id, purpose, at=at)
    if not kind_of(shown.record.type):
        raise NoSuchRecord
    rows = lists_of(officer, purpose).filter(source=Source.CHOSEN, closed=None)
    on = set(WatchEntry.objects.filter(record=record_id, removed=None).values_list("of_id", flat=True))
    return shown, tuple((watch, watch.id in on) for watch in rows[:MOST_CHOICES])


def watch_list(officer: Officer, list_id: str, purpose: str, page: int = 1, *, at: datetime | None = None) -> ListPage:
    """Return a watch list and a page of its records that may be shown, each of which is recorded."""
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "list.read", "watch-list", list_id, purpose, at=at):
        require_any(officer, *READERS)
        watch = lists_of(officer, purpose).filter(id=list_id).first()
        if watch is None:
            raise NoSuchWatchList
        shown = islice(_visible(officer, membership.records_on(watch)[:LOOKED_AT], purpose, at), PAGE_ROWS * page + 1)
        found = list(shown)[PAGE_ROWS * (page - 1) :]
        _record(officer, found[:PAGE_ROWS], purpose, at)
    entries = {row.record: row for row in WatchEntry.objects.filter(of=watch, removed=None)}
    rows = tuple((one, entries.get(one.record.id)) for one in found[:PAGE_ROWS])
    return ListPage(watch, rows, page, len(found) > PAGE_ROWS)


def alerts(officer: Officer, purpose: str, page: int = 1, *, closed: bool = False, at: datetime | None = None) -> Page:
    """Return one page of the alerts that may be shown, newest first; the records shown are recorded."""
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "alert.listed", "alert", "*", purpose, at=at):
        require_any(officer, *READERS)
        shown = islice(_alerts(officer, purpose, at, closed=closed), PAGE_ROWS * page + 1)
        found = list(shown)[PAGE_ROWS * (page - 1) :]
        records_shown = [one for row in found[:PAGE_ROWS] for one in (row.listed, row.other) if one]
        _record(officer, records_shown, purpose, at)
    return Page(tuple(found[:PAGE_ROWS]), page, len(found) > PAGE_ROWS)


def alerts_of(officer: Officer, record_id: str, purpose: str, *, at: datetime | None = None) -> tuple[AlertShown, ...]:
    """Return the alerts that a record stands in, newest first, as far as they may be shown, each recorded."""
    if not {role for role, _authority in roles_of(officer)} & set(READERS):
        return ()
    at = cut(at or timezone.now())
    rows = _rows(officer, purpose)
    sides = (rows.filter(entry=record_id), rows.filter(hit=record_id))  # each side has its index
    found = {row.id: row for side in sides for row in side[:BATCH]}
    newest = sorted(found.values(), key=lambda row: (row.raised, row.id), reverse=True)
    shown = _shown(officer, newest, purpose, at)[:BESIDE]
    others = [one for row in shown for one in (row.listed, row.other) if one and one.record.id != record_id]
    _record(officer, others, purpose, at)
    return tuple(shown)


def waiting(officer: Officer, purpose: str, most: int) -> list[AlertShown]:
    """Return alerts that nobody has taken up, for an officer's day; nothing of a record is shown there."""
    if not {role for role, _authority in roles_of(officer)} & set(READERS):
        return []
    rows = (one for one in _alerts(officer, purpose, timezone.now()) if one.alert.state == AlertState.RAISED)
    return list(islice(rows, most))


def alert(officer: Officer, alert_id: str, purpose: str, *, at: datetime | None = None) -> AlertShown:
    """Return one alert with its records; reading them is recorded.

    Raises:
        NoSuchAlert: also where one of its records may not be shown.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "alert.read", "alert", alert_id, purpose, at=at):
        require_any(officer, *READERS)
        found = alert_for(officer, alert_id, purpose, at)
        _record(officer, [one for one in (found.listed, found.other) if one], purpose, at)
    return found


def alert_for(officer: Officer, alert_id: str, purpose: str, at: datetime) -> AlertShown:
    """Return one alert for an act of an officer, which records itself."""
    row = _rows(officer, purpose).filter(id=alert_id).first()
    shown = _shown(officer, [row] if row else [], purpose, at)
    if not shown:
        raise NoSuchAlert
    return shown[0]


def _rows(officer: Officer, purpose: str) -> QuerySet[Alert]:
    return Alert.objects.filter(of__in=lists_of(officer, purpose)).select_related("of", "row__of")


def _alerts(officer: Officer, purpose: str, at: datetime, *, closed: bool = False) -> Iterator[AlertShown]:
    rows = _rows(officer, purpose)
    rows = rows.filter(state=AlertState.CLOSED) if closed else rows.exclude(state=AlertState.CLOSED)
    for start in range(0, LOOKED_AT, BATCH):
        batch = list(rows[start : start + BATCH])
        yield from _shown(officer, batch, purpose, at)
        if len(batch) < BATCH:
            return


def _shown(officer: Officer, rows: Sequence[Alert], purpose: str, at: datetime) -> list[AlertShown]:
    """Return the alerts of which everything may be shown; an X4 record in one hides it (spec §80.16)."""
    wanted = [one for row in rows for one in (row.entry, row.hit) if one]
    seen = records.visible(officer, wanted, purpose, at=at)
    allowed = {name: shown for name, shown in seen.items() if may_alert(shown.marking).allowed}
    return [
        AlertShown(row, allowed[row.entry], allowed.get(row.hit), row.row)
        for row in rows
        if row.entry in allowed and (not row.hit or row.hit in allowed)
    ]


def _visible(officer: Officer, identifiers: Sequence[str], purpose: str, at: datetime) -> Iterator[Shown]:
    for start in range(0, len(identifiers), BATCH):
        batch = identifiers[start : start + BATCH]
        seen: Mapping[str, Shown] = records.visible(officer, batch, purpose, at=at)
        yield from (seen[one] for one in batch if one in seen)


def _record(officer: Officer, shown: Sequence[Shown], purpose: str, at: datetime) -> None:
    actor = actor_of(officer)
    audit.record_many([Entry(actor, "record.listed", "record", one.record.id, purpose) for one in shown], at=at)
