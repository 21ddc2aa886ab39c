# SPDX-License-Identifier: Apache-2.0
"""The only door to releases and envelopes as a person: who reads, for what purpose, and a line on the record."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from taawun.apps.audit.services import Entry, acting, record_many, refusing
from taawun.apps.exchange import kinds
from taawun.apps.exchange.kinds import may_read
from taawun.apps.exchange.models import InEnvelope, InState, OutEnvelope, Receipt, Release
from taawun.apps.exchange.proving import prove_envelope
from taawun.apps.people.access import actor_of, require_any
from taawun.apps.people.models import Officer
from taawun.apps.registers.purposes import closed_to, purposes_of
from taawun.kernel.errors import ElementReserved, NoSuchEnvelope, OtherPurpose
from taawun.kernel.marking.record_set import SET_KIND

SEQ_DIGITS = 9
"""Digits from which a number is none of an envelope."""
READERS = (
    "desk_officer",
    "releasing_officer",
    "legal_reviewer",
    "liaison_officer",
    "analyst",
)
"""Roles that may open contents; an operator or auditor sees states, never contents."""

COUNTERS = ("operator", "auditor")
"""Roles that may be told how many envelopes there are, whatever they are for."""
PAGE = 50
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Opened:
    """An envelope as an officer sees it: the row, what it holds, and the receipts for it, oldest first."""

    row: InEnvelope | OutEnvelope
    header: dict[str, Any]
    body: dict[str, Any]
    release: dict[str, Any]
    receipts: tuple[dict[str, Any], ...]


def inbox(officer: Officer, purpose: str, page: int = 1) -> list[InEnvelope]:
    """Return one page of the inbox, newest first, without contents."""
    rows = InEnvelope.objects.defer("data").exclude(purpose__in=_closed(officer))
    return _list(officer, rows, "inbox", purpose, page)


def outbox(officer: Officer, purpose: str, page: int = 1) -> list[OutEnvelope]:
    """Return one page of the outbox, newest first, without contents."""
    rows = OutEnvelope.objects.defer("data", "ciphertext", "wrap").select_related("peer")
    rows = rows.exclude(release__purpose__in=_closed(officer))
    return _list(officer, rows, "outbox", purpose, page)


def releases(officer: Officer, purpose: str, states: tuple[str, ...] = (), page: int = 1) -> list[Release]:
    """Return one page of releases, newest first, in some states or in all."""
    rows = Release.objects.defer("body").prefetch_related("approvals").exclude(purpose__in=_closed(officer))
    return _list(officer, rows.filter(state__in=states) if states else rows, "release", purpose, page)


def openable(officer: Officer, rows: Iterable[Release]) -> frozenset[str]:
    """Return the identifiers of those releases that an officer may open, for whichever of their purposes.

    The questions are as many as there are kinds and purposes, however many releases.
    """
    roles, opened = officer.role_slugs(), set[str]()
    if roles.isdisjoint(READERS):
        return frozenset()
    closed = {(row.id, row.kind) for row in rows}
    found = Release.objects.filter(id__in=[one for one, _ in closed]).values_list("id", "body")
    bodies = {one: json.loads(bytes(body)) for one, body in found}
    for purpose in sorted(purposes_of(roles)):
        for kind in sorted({kind for _, kind in closed}):
            ids = sorted(one for one, named in closed if named == kind and one not in opened)
            may = kinds.readable(kind, officer, [bodies[one] for one in ids], purpose) if ids else ()
            opened |= {one for one, shown in zip(ids, may, strict=True) if shown}
    return frozenset(opened)


def envelope(officer: Officer, envelope_id: str, purpose: str) -> Opened:
    """Return an envelope with its content and receipts; of one that was not accepted here, without its content.

    Raises:
        NoRole: if no role of the officer may open contents.
        NoSuchEnvelope: if there is none, or none that the officer may be shown.
        OtherPurpose: if the officer may be shown it, but for another purpose.
    """
    with acting(actor_of(officer), "envelope.read", "envelope", envelope_id, purpose):
        require_any(officer, *READERS)
        row = _find(envelope_id)
        raw = json.loads(bytes(row.data))
        if isinstance(row, InEnvelope) and row.state != InState.ACCEPTED:
            raw["body"], raw["release"] = {}, None
        else:
            _must_read(row.kind, officer, raw["body"], purpose)
            _record_each(officer, row.kind, raw["body"], purpose)
    receipts = Receipt.objects.filter(envelope_id=envelope_id, peer=row.peer)
    documents = tuple(json.loads(bytes(receipt.document)) | {"by": receipt.by} for receipt in receipts)
    return Opened(row, raw["header"], raw["body"], raw["release"] or {}, documents)


def proof(officer: Officer, envelope_id: str, purpose: str, now: datetime) -> bytes:
    """Return the proof of an envelope for somebody outside; it holds the content, so it is recorded as a reading.

    Raises:
        NoRole, NoSuchEnvelope, OtherPurpose, NotSealedYet, NotCosigned.
        ElementReserved: it holds what is not for this officer.
    """
    with acting(actor_of(officer), "envelope.exported", "envelope", envelope_id, purpose):
        require_any(officer, *READERS)
        row = _find(envelope_id)
        body = json.loads(bytes(row.data))["body"]
        _must_read(row.kind, officer, body, purpose)
        if not kinds.may_take_away(row.kind, officer, body, purpose):
            raise ElementReserved
    return prove_envelope(row, now)


def sees_numbers(roles: frozenset[str]) -> bool:
    """Tell whether somebody with these roles is told numbers of envelopes, and how many came.

    A number that is missing between two tells of an envelope for a closed purpose (spec §80.73): so only whoever runs
    or oversees the node is told them, or whoever acts for every such purpose.
    """
    return not roles.isdisjoint(COUNTERS) or not closed_to(roles)


def numbered(officer: Officer, text: str, purpose: str, most: int) -> "list[InEnvelope | OutEnvelope]":
    """Return envelopes by their identifier, without their contents.

    Whoever is told their numbers finds them by their number in the chain of a partner too.
    """
    if officer.role_slugs().isdisjoint(READERS):
        return []
    counted = sees_numbers(officer.role_slugs()) and text.isdecimal() and text.isascii() and len(text) < SEQ_DIGITS
    number = int(text) if counted else None
    asked = models.Q(id=text) if number is None else models.Q(seq=number)
    with acting(actor_of(officer), "envelope.listed", "envelope", "*", purpose):
        closed = _closed(officer)
        came = InEnvelope.objects.filter(asked).defer("data").select_related("peer").exclude(purpose__in=closed)[:most]
        sent = OutEnvelope.objects.filter(asked).exclude(release__purpose__in=closed)
        went = sent.defer("data", "ciphertext", "wrap").select_related("peer")[:most]
        found: list[InEnvelope | OutEnvelope] = [*came, *went]
        return found[:most]


def release(officer: Officer, release_id: str, purpose: str) -> tuple[Release, dict[str, Any]]:
    """Return a release and the content it is about, where the marking of the content allows it."""
    with acting(actor_of(officer), "release.read", "release", release_id, purpose):
        require_any(officer, *READERS)
        row = Release.objects.filter(id=release_id).prefetch_related("approvals", "envelopes").first()
        if row is None:
            raise NoSuchEnvelope
        body = json.loads(bytes(row.body))
        _must_read(row.kind, officer, body, purpose)
        _record_each(officer, row.kind, body, purpose)
    return row, body


def may_act(officer: Officer, row: Release) -> bool:
    """Tell whether an officer may approve, send or withdraw a release: none that no purpose of theirs opens to them."""
    roles = officer.role_slugs()
    if row.purpose in closed_to(roles):
        return False
    body = json.loads(bytes(row.body))
    purposes = sorted(purposes_of(roles), key=lambda slug: (slug != row.purpose, slug))
    return any(kinds.may_act(row.kind, officer, body, slug) for slug in purposes)


def require_act(officer: Officer, release_ids: Iterable[str], act: str) -> None:
    """Refuse an act on releases before anything is done, where the officer may not be shown one of them (spec §30.20).

    Raises:
        NoSuchEnvelope: there is none, or none on which they may act; the refusal is recorded.
    """
    for identifier in release_ids:
        row = Release.objects.filter(id=identifier).first()
        with refusing(actor_of(officer), act, "release", identifier, row.purpose if row else ""):
            if row is None or not may_act(officer, row):
                raise NoSuchEnvelope


def _closed(officer: Officer) -> list[str]:
    """Return the purposes of which this officer is not even told that there is something (spec §80.73)."""
    return sorted(closed_to(officer.role_slugs()))


def _must_read(kind: str, officer: Officer, body: dict[str, Any], purpose: str) -> None:
    """Refuse a content whose marking does not let the officer see it, naming a purpose of theirs that would."""
    if may_read(kind, officer, body, purpose):
        return
    others = (slug for slug in sorted(purposes_of(officer.role_slugs())) if may_read(kind, officer, body, slug))
    other = next(others, "")
    raise OtherPurpose(other) if other else NoSuchEnvelope()


def _record_each(officer: Officer, kind: str, body: dict[str, Any], purpose: str) -> None:
    """Put each record of a set that is shown on the record (spec §10.11, §80.26e)."""
    if kind == SET_KIND:
        actor = actor_of(officer)
        shown = [Entry(actor, "record.listed", "record", one["record"], purpose) for one in body["records"]]
        record_many(shown, at=timezone.now())


def _find(envelope_id: str) -> InEnvelope | OutEnvelope:
    row = (
        OutEnvelope.objects.select_related("peer", "release").filter(id=envelope_id).first()
        or InEnvelope.objects.select_related("peer").filter(id=envelope_id).first()
    )
    if row is None:
        raise NoSuchEnvelope
    return row


def _list(officer: Officer, rows: "models.QuerySet[Row]", what: str, purpose: str, page: int) -> list[Row]:
    with acting(actor_of(officer), f"{what}.listed", what, str(page), purpose):
        require_any(officer, *READERS, "operator", "auditor")
    return list(rows[(page - 1) * PAGE : page * PAGE])
