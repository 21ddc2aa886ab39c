# SPDX-License-Identifier: Apache-2.0
"""The acts on watch lists and alerts: make a list, put records on it, review it, close it; follow an alert.

A list belongs to the authority of the officer who made it, and serves one purpose. Whatever changes it starts a
job that screens what changed, and only that, against all that we hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.identity.models import Alert, AlertState, Source, WatchEntry, WatchList
from taawun.apps.identity.services import JUDGES
from taawun.apps.identity.watching import access
from taawun.apps.ids import new_id
from taawun.apps.jobs import services as jobs
from taawun.apps.people import access as people
from taawun.apps.registers import access as records
from taawun.kernel.errors import AlertClosed, NoReasonGiven, NoSuchRecord, NoSuchWatchList, WatchListClosed
from taawun.kernel.wire.times import cut

SCREEN_LIST: Final = "identity.screen-list"
"""The job that screens the records of a list against what we hold."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a new watch list is: its name, what it is made of, from which score it alerts, when it is reviewed."""

    title: str
    threshold: float
    review: date
    source: str = Source.CHOSEN
    imported: str = ""


def create_list(actor: Actor, terms: Terms, purpose: str, *, at: datetime | None = None) -> WatchList:
    """Make a watch list of the officer's authority, for the purpose they work for."""
    at = cut(at or timezone.now())
    identifier = new_id(at)
    with audit.acting(actor, "list.created", "watch-list", identifier, purpose, at=at):
        _require(actor)
        made = WatchList(
            id=identifier, title=terms.title, source=Source(terms.source), imported=terms.imported,
            authority=actor.authority, purpose=purpose, threshold=terms.threshold, review=terms.review,
            officer_id=actor.officer_id, created=at,
        )  # fmt: skip
        made.save(force_insert=True)
        if made.source != Source.CHOSEN:
            jobs.submit(SCREEN_LIST, {"list": made.id}, actor, at=at)
    return made


def put_on(
    actor: Actor, list_id: str, record_ids: Sequence[str], reason: str, purpose: str, *, at: datetime | None = None
) -> int:
    """Put records on a list, and return how many were not on it before; only these are screened.

    Raises:
        NoReasonGiven, NoSuchWatchList, WatchListClosed.
        NoSuchRecord: also for one that the officer may not see.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "list.record-added", "watch-list", list_id, purpose, at=at):
        watch = _changeable(actor, list_id, purpose, reason)
        officer = people.find(actor.officer_id)
        if len(records.visible(officer, record_ids, purpose, at=at)) < len(set(record_ids)):
            raise NoSuchRecord
        known = set(WatchEntry.objects.filter(of=watch, removed=None).values_list("record", flat=True))
        fresh = [one for one in dict.fromkeys(record_ids) if one not in known]
        WatchEntry.objects.bulk_create(
            WatchEntry(of=watch, record=one, reason=reason.strip(), officer_id=actor.officer_id, added=at)
            for one in fresh
        )
        if fresh:
            jobs.submit(SCREEN_LIST, {"list": watch.id, "records": fresh}, actor, at=at)
    return len(fresh)


def take_off(
    actor: Actor, list_id: str, record_id: str, reason: str, purpose: str, *, at: datetime | None = None
) -> None:
    """Take a record off a list; that it stood there stays on record."""
    at = cut(at or timezone.now())
    with audit.acting(actor, "list.record-removed", "watch-list", list_id, purpose, at=at):
        watch = _changeable(actor, list_id, purpose, reason)
        if not WatchEntry.objects.filter(of=watch, record=record_id, removed=None).update(removed=at):
            raise NoSuchRecord


def review(actor: Actor, list_id: str, until: date, purpose: str, *, at: datetime | None = None) -> None:
    """Note that a list was looked at and is still needed, until a new day."""
    at = cut(at or timezone.now())
    with audit.acting(actor, "list.reviewed", "watch-list", list_id, purpose, at=at):
        watch = _locked(actor, list_id, purpose)
        watch.review = until
        watch.save(update_fields=["review"])


def close_list(actor: Actor, list_id: str, purpose: str, *, at: datetime | None = None) -> None:
    """End a list: it raises no more alerts. Those that it raised stay."""
    at = cut(at or timezone.now())
    with audit.acting(actor, "list.closed", "watch-list", list_id, purpose, at=at):
        watch = _locked(actor, list_id, purpose)
        watch.closed = at
        watch.save(update_fields=["closed"])


def acknowledge(actor: Actor, alert_id: str, purpose: str, *, at: datetime | None = None) -> None:
    """Say that an officer of the list's owner is at work on an alert."""
    at = cut(at or timezone.now())
    with audit.acting(actor, "alert.acknowledged", "alert", alert_id, purpose, at=at):
        alert = _open_alert(actor, alert_id, purpose, at)
        alert.state, alert.acknowledged_by, alert.acknowledged_at = AlertState.ACKNOWLEDGED, actor.officer_id, at
        alert.save(update_fields=["state", "acknowledged_by", "acknowledged_at"])


def close_alert(actor: Actor, alert_id: str, reason: str, purpose: str, *, at: datetime | None = None) -> None:
    """End an alert with a reason."""
    at = cut(at or timezone.now())
    with audit.acting(actor, "alert.closed", "alert", alert_id, purpose, at=at):
        alert = _open_alert(actor, alert_id, purpose, at)
        if not reason.strip():
            raise NoReasonGiven
        alert.state, alert.closed_by, alert.closed_at, alert.reason = (
            AlertState.CLOSED, actor.officer_id, at, reason.strip(),
        )  # fmt: skip
        alert.save(update_fields=["state", "closed_by", "closed_at", "reason"])


def _changeable(actor: Actor, list_id: str, purpose: str, reason: str) -> WatchList:
    watch = _locked(actor, list_id, purpose)
    if watch.source != Source.CHOSEN:
        raise WatchListClosed
    if not reason.strip():
        raise NoReasonGiven
    return watch


def _locked(actor: Actor, list_id: str, purpose: str) -> WatchList:
    """Return an open list of the officer's authority and purpose, held until the end of the transaction."""
    _require(actor)
    rows = access.lists_of(people.find(actor.officer_id), purpose)
    watch = rows.select_for_update().filter(id=list_id).first()
    if watch is None:
        raise NoSuchWatchList
    if watch.closed is not None:
        raise WatchListClosed
    return watch


def _open_alert(actor: Actor, alert_id: str, purpose: str, at: datetime) -> Alert:
    _require(actor)
    officer = people.find(actor.officer_id)
    found = access.alert_for(officer, alert_id, purpose, at)
    alert = Alert.objects.select_for_update().get(id=found.alert.id)
    if alert.state == AlertState.CLOSED:
        raise AlertClosed
    return alert


def _require(actor: Actor) -> None:
    people.require_any(people.find(actor.officer_id), *JUDGES)
