# SPDX-License-Identifier: Apache-2.0
"""Publishes what was released to the clients of a party: the content of the release, said in STIX (spec §85.3).

The release was approved by the officers that the rules ask for; here its statement, its state and the marking are asked
again, and what any of them does not cover is not published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from taawun.apps.exchange import access as exchange
from taawun.apps.exchange.models import Release, ReleaseState
from taawun.apps.exchange.releases import statement_of
from taawun.apps.people.access import actor_of, require_any
from taawun.apps.people.models import Officer
from taawun.apps.registers import queries as registers
from taawun.apps.taxii import queries as taxii
from taawun.apps.taxii import services
from taawun.formats.stix import ids, reading
from taawun.kernel import marking as marks
from taawun.kernel.errors import NoSuchCollection, NotReleasedHere
from taawun.kernel.marking import RecordPayload, Tlp
from taawun.kernel.marking.payload import KIND
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.times import cut
from taawun.sectors.counter_terrorism import mapping
from taawun.sectors.counter_terrorism.mapping import OF_TYPE, Said

SENDERS: Final = ("desk_officer", "releasing_officer", "liaison_officer")
"""Roles that publish: those that send."""
STATES: Final = (ReleaseState.APPROVED, ReleaseState.SENT)


@dataclass(frozen=True, slots=True)
class Ready:
    """A release of a record of this sector that may be published: what it is about, to whom, until when."""

    release: Release
    type: str
    caption: str


def ready(officer: Officer, purpose: str) -> list[Ready]:
    """Return approved releases of this sector's records for a purpose, newest first."""
    rows = [
        row
        for row in exchange.releases(officer, purpose, tuple(map(str, STATES)))
        if row.kind == KIND and row.purpose == purpose
    ]
    found = {one.record_id: one.record for one in registers.current_versions_of([row.object_id for row in rows])}
    return [
        Ready(row, found[row.object_id].type, found[row.object_id].caption)
        for row in rows
        if row.object_id in found and found[row.object_id].type in OF_TYPE
    ]


def publish(
    officer: Officer, release_id: str, collection_id: str, purpose: str, *, at: datetime | None = None
) -> dict[str, int]:
    """Publish the content of a release in a collection, and return by party how many objects are new there.

    Raises:
        NotReleasedHere: it is not approved or no longer good, of another kind or purpose, or its marking keeps it back.
        NoSuchCollection, NoRole, NoSuchEnvelope.
    """
    at = cut(at or timezone.now())
    require_any(officer, *SENDERS)
    collection = taxii.collection(collection_id)
    if collection is None or collection.purpose != purpose:
        raise NoSuchCollection
    row, body = exchange.release(officer, release_id, purpose)
    payload = _covered(row, body, purpose, at)
    objects = [reading.one(encode(one)) for one in mapping.to_stix(_said(payload), named(payload.data))]
    actor = actor_of(officer)
    return {
        party: services.publish(actor, collection, party, objects, row.id, at).stored
        for party in statement_of(row).recipients
    }


def _covered(row: Release, body: object, purpose: str, at: datetime) -> RecordPayload:
    """Return the content of a release if all of it may be published now."""
    statement = statement_of(row)
    if row.kind != KIND or row.state not in STATES or statement.expires <= at or row.purpose != purpose:
        raise NotReleasedHere
    payload = RecordPayload.from_wire(body)
    if payload.type not in OF_TYPE or payload.marking.whole().tlp is Tlp.RED or not statement.recipients:
        raise NotReleasedHere
    basis = marks.Basis(settings.TAAWUN_PARTY, statement.basis.instrument, statement.basis.article, at.date())
    for party in statement.recipients:
        if not marks.may_send(payload.marking, party, purpose, basis).allowed:
            raise NotReleasedHere
    return payload


def _said(payload: RecordPayload) -> Said:
    return Said(
        record=payload.record, type=payload.type, data=payload.data, marking=payload.marking,
        created=first_stated(payload.record) or payload.created, modified=payload.created, party=payload.originator,
        authority=payload.authority,
    )  # fmt: skip


def first_stated(record_id: str) -> datetime | None:
    """Return when a record was first stated, which all its versions say; None where its first version is not here."""
    first = registers.version_of(record_id, 1)
    return first.created if first else None


def named(data: Mapping[str, Any]) -> dict[str, str]:
    """Return the STIX identifiers of the records that a record names; they say nothing of what stands in these."""
    wanted: Sequence[str] = [*data.get("about", []), *filter(None, [data.get("sighted")])]
    rows = registers.current_versions_of(list(wanted))
    return {
        one.record_id: str(one.data.get("stix") or ids.for_record(OF_TYPE[one.record.type], one.record_id))
        for one in rows
        if one.record.type in OF_TYPE
    }
