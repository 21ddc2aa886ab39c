# SPDX-License-Identifier: Apache-2.0
"""The acts on entries: draft, discard, make live, withdraw, ask for a release (spec §87.1 to §87.6, §87.10).

What is found when an entry becomes live is stored in the same transaction; `owning` says what becomes of it. These acts
make no entry in the ledger of their own: everybody sees its count, and would see that somebody entered something. Their
lines on the record are bound to it with all others.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.cases.models import Case
from taawun.apps.cases.queries import proposal_of
from taawun.apps.ids import new_id
from taawun.apps.people.access import require_any_held
from taawun.engines.deconfliction.entries import Span
from taawun.engines.deconfliction.grid import slot_of
from taawun.engines.deconfliction.matching import matches
from taawun.engines.deconfliction.places import Place
from taawun.kernel.errors import BadContact, BadSpan, EntryClosed, NoSuchEntry, ReleaseClosed, TooManyEntries
from taawun.kernel.wire.times import cut
from taawun.sectors.deconfliction import live, owning, targets
from taawun.sectors.deconfliction.models import (
    CONTACT_CHARACTERS,
    LABEL_CHARACTERS,
    PHONE_CHARACTERS,
    Conflict,
    Entry,
    Kind,
    State,
    Target,
    Turn,
)
from taawun.sectors.deconfliction.sector import LEADS, SECTOR

OBJECT: Final = "deconfliction"
LIVE: Final = "deconfliction.live"
KEPT: Final = "kept"
"""Where the case of an entry stands that the watch desk did not release."""
HOUR_MOST: Final = 12
"""Entries that one lead makes live in an hour."""
DAY_MOST: Final = 60
"""Entries that one lead makes live in a day."""
AHEAD_MOST: Final = timedelta(days=366)
"""How far ahead an entry may begin."""
PHONE_DIGITS: Final = 5
"""Fewest digits of a number that somebody can call."""
SENTENCES: Final = {
    "over": "It is over already.",
    "ahead": "It begins at most {most} days ahead.",
    "number": "A number has at least {least} digits, and nothing else stands beside it.",
}
_NUMBER: Final = re.compile(r"[\d+(][\d+()./#*,; -]*(?:(?:x|ext\.?) ?\d+)?")
"""A telephone number as people write it in any digits, with an extension; words are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a lead enters. `targets` are (kind, as typed): they are keyed at once and kept nowhere."""

    kind: str
    place: Place
    span: Span
    contact: str
    phone: str
    label: str = ""
    targets: tuple[tuple[str, str], ...] = ()


def draft(actor: Actor, wish: Wish, *, at: datetime | None = None) -> Entry:
    """Store a draft; nothing is compared yet.

    Raises:
        BadSpan, BadTarget, BadContact, NoRole.
    """
    at, identifier = cut(at or timezone.now()), new_id(at)
    with audit.acting(actor, "deconfliction.drafted", OBJECT, identifier, SECTOR.purpose, at=at):
        require_any_held(actor.officer_id, *LEADS)
        _check_span(wish.span, at)
        box = wish.place.box
        row = Entry.objects.create(
            id=identifier, authority=actor.authority, lead_id=actor.officer_id, label=wish.label[:LABEL_CHARACTERS],
            kind=Kind(wish.kind), form=wish.place.form, places=live.written(wish.place.places),
            radius=wish.place.radius, begins=wish.span.begins, ends=wish.span.ends, south=box.south, north=box.north,
            west=box.west, width=box.width, created=at, **contact_of(wish.contact, wish.phone),
        )  # fmt: skip
        keyed = targets.digests(wish.targets, at)
        Target.objects.bulk_create(Target(entry=row, ring=ring, digest=one) for ring, one in keyed)
    return row


def contact_of(contact: str, phone: str) -> dict[str, str]:
    """Return whom to call, checked.

    Raises:
        BadContact.
    """
    name, number = " ".join(contact.split()), " ".join(phone.split())
    whole = bool(name and number) and number_in(number) == number
    if not whole or len(name) > CONTACT_CHARACTERS or len(number) > PHONE_CHARACTERS:
        raise BadContact(SENTENCES["number"], least=PHONE_DIGITS)
    return {"contact": name, "phone": number}


def number_in(phone: str) -> str:
    """Return the first part of a text that is a number which somebody can call; empty where there is none."""
    parts = (found[0].strip(" ,;.-/") for found in _NUMBER.finditer(" ".join(phone.split())))
    return next((one for one in parts if sum(each.isdigit() for each in one) >= PHONE_DIGITS), "")


def discard(actor: Actor, entry_id: str, *, at: datetime | None = None) -> None:
    """Erase a draft with its target keys; nobody ever saw it.

    Raises:
        NoSuchEntry, EntryClosed.
    """
    with audit.acting(actor, "deconfliction.discarded", OBJECT, entry_id, SECTOR.purpose, at=at):
        row = _own(actor, entry_id)
        if row.state != State.DRAFT:
            raise EntryClosed
        row.delete()


def make_live(actor: Actor, entry_id: str, *, at: datetime | None = None) -> list[Conflict]:
    """Make a draft live, and return the conflicts that this found; asked twice, it answers the same.

    Raises:
        NoSuchEntry, EntryClosed, BadSpan: it is over by now.
        TooManyEntries: see §87.10; the watch desk sees it.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, LIVE, OBJECT, entry_id, SECTOR.purpose, at=at):
        take_turn()
        row = _own(actor, entry_id)
        if row.state == State.LIVE:
            return list(Conflict.objects.filter(new=row))
        if row.state != State.DRAFT:
            raise EntryClosed
        _check_span(Span(row.begins, row.ends), at)
        _check_rate(actor, at)
        return begin(row, at)


def take_turn() -> None:
    """Wait for one's turn to compare, in the caller's transaction."""
    if Turn.objects.select_for_update().filter(id=1).first() is None:
        Turn.objects.get_or_create(id=1)
        Turn.objects.select_for_update().get(id=1)


def begin(row: Entry, at: datetime) -> list[Conflict]:
    """Put an entry among those that are compared, and store what it finds, in the caller's transaction."""
    new = live.entry_of(row)
    row.slot = slot_of(new.place.box, new.span)
    row.state, row.live_at = State.LIVE, at
    row.save(update_fields=["slot", "state", "live_at"], force_update=True)
    found = matches(new, live.Table(), live.thresholds())
    return owning.open_conflicts(row, found, at)


def withdraw(actor: Actor, entry_id: str, *, at: datetime | None = None) -> Entry:
    """Take a live entry out of what is compared; its conflicts stay before the watch desk.

    A release of it that waits, approved or not, is withdrawn with it; what was sent waits for the watch desk.

    Raises:
        NoSuchEntry, EntryClosed.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "deconfliction.withdrawn", OBJECT, entry_id, SECTOR.purpose, at=at):
        row = _own(actor, entry_id)
        if row.state != State.LIVE:
            raise EntryClosed
        _take_back(actor, row, at)
        return end(row, at)


def _take_back(actor: Actor, row: Entry, at: datetime) -> None:
    """Withdraw the release of an entry that waits; one that is just being sent ends as what was sent does."""
    from taawun.apps.exchange import services as exchange

    waits = proposal_of(row.case_id) if row.case_id else ""
    if waits:
        with suppress(ReleaseClosed), transaction.atomic():
            exchange.withdraw(actor, waits, at)


def end(row: Entry, at: datetime) -> Entry:
    """End an entry, in the caller's transaction."""
    row.state, row.slot, row.ended_at = State.WITHDRAWN, None, at
    row.save(update_fields=["state", "slot", "ended_at"])
    return row


def ask_release(actor: Actor, entry_id: str, party: str, *, at: datetime | None = None) -> Entry:
    """Ask the watch desk to release a live entry to a partner's; nothing crosses by this.

    One that the watch desk kept may be asked for again.

    Raises:
        NoSuchEntry, EntryClosed, UnknownSender: there is no such partner.
    """
    from taawun.apps.exchange.services import paired

    at = cut(at or timezone.now())
    with audit.acting(actor, "deconfliction.asked", OBJECT, entry_id, SECTOR.purpose, at=at):
        row = _own(actor, entry_id)
        asked = row.asked_for and row.case_id not in kept([row.case_id])
        if row.state != State.LIVE or asked or row.ends < at.timestamp():
            raise EntryClosed
        row.asked_for, row.case_id = paired(party).party, ""
        row.save(update_fields=["asked_for", "case_id"])
    return row


def kept(cases: Iterable[str]) -> frozenset[str]:
    """Return those of some cases in which the watch desk decided not to release an entry."""
    return frozenset(Case.objects.filter(id__in=filter(None, cases), state=KEPT).values_list("id", flat=True))


def sweep(at: datetime) -> int:
    """Take entries that are over for longer than any threshold reaches out of the index."""
    reach = max(live.thresholds().reach(kind).target for kind in live.thresholds().kinds)
    return Entry.objects.filter(slot__isnull=False, ends__lt=int(at.timestamp()) - reach).update(slot=None)


def _own(actor: Actor, entry_id: str) -> Entry:
    """Return an entry of this lead, held until the transaction ends; whoever is not its lead is told of none."""
    require_any_held(actor.officer_id, *LEADS)
    row = Entry.objects.select_for_update().filter(id=entry_id, lead_id=actor.officer_id, party="").first()
    if row is None:
        raise NoSuchEntry
    return row


def _check_span(span: Span, at: datetime) -> None:
    now = int(at.timestamp())
    if span.ends <= now:
        raise BadSpan(SENTENCES["over"])
    if span.begins > now + AHEAD_MOST.total_seconds():
        raise BadSpan(SENTENCES["ahead"], most=AHEAD_MOST.days)


def _check_rate(actor: Actor, at: datetime) -> None:
    made = Entry.objects.filter(lead_id=actor.officer_id, party="", created__gte=at - timedelta(days=32))
    hour = made.filter(live_at__gt=at - timedelta(hours=1)).count()
    day = made.filter(live_at__gt=at - timedelta(days=1)).count()
    if hour >= HOUR_MOST or day >= DAY_MOST:
        raise TooManyEntries
