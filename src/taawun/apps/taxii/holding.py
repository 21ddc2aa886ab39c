# SPDX-License-Identifier: Apache-2.0
"""The acts on what is held here: collections and clients by an operator; posting, publishing, settling (spec 85).

A secret is made here, returned once and kept as its digest; it stands in no log, no line and no command.
"""

import secrets
from collections.abc import Collection as Some
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor, Entry
from taawun.apps.people import access as people
from taawun.apps.rows import among, change, fetch
from taawun.apps.taxii import adding, limits, queries
from taawun.apps.taxii.adding import Added, Place, Unstored
from taawun.apps.taxii.asking import Question
from taawun.apps.taxii.models import Client, Collection, Grant, Object, Server, State, Status, Way
from taawun.formats.stix import times
from taawun.formats.stix.reading import Piece
from taawun.kernel.errors import AlreadySettled, NoReasonGiven, NoSuchCollection, TaxiiFull
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.times import cut

PURPOSE: Final = "administration"
OPERATOR: Final = "operator"
SECRET_BYTES: Final = 32
OBJECT: Final = "stix-object"
TAKEN: Final = "taxii.file-taken"
_KEEP: Final = "UPDATE taxii_client SET kept = kept + %s WHERE id = %s AND kept <= %s"


def digest_of(secret: str) -> str:
    """Return the digest under which a secret is kept. It is random and long, so that a quick digest is enough."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def create_collection(
    actor: Actor, title: str, description: str, purpose: str, authority: str, *, at: datetime | None = None
) -> Collection:
    """Make a collection of our server; nobody may use it before that is granted."""
    at = cut(at or timezone.now())
    made = Collection(
        title=title, description=description, purpose=purpose, authority=authority, created=at, last_added=times.of(at)
    )  # fmt: skip
    with audit.acting(actor, "taxii.collection-made", "taxii-collection", made.id, PURPOSE, at=at):
        _require(actor)
        made.save(force_insert=True)
    return made


def close_collection(actor: Actor, collection_id: str, *, at: datetime | None = None) -> None:
    """End a collection: it exists for no client any more."""
    at = cut(at or timezone.now())
    with audit.acting(actor, "taxii.collection-closed", "taxii-collection", collection_id, PURPOSE, at=at):
        _require(actor)
        if not Collection.objects.filter(id=collection_id, closed=None).update(closed=at):
            raise NoSuchCollection


def create_client(
    actor: Actor, name: str, party: str, grants: Mapping[str, Some[str]], *, at: datetime | None = None
) -> tuple[Client, str]:
    """Make a client of a party, and return it with its secret, which nobody sees again.

    `grants` says by collection what the client may do: "read", "write", or both.
    """
    at = cut(at or timezone.now())
    secret = secrets.token_urlsafe(SECRET_BYTES)
    made = Client(name=name, party=party, digest=digest_of(secret), officer_id=actor.officer_id, created=at)
    with audit.acting(actor, "taxii.client-made", "taxii-client", made.id, PURPOSE, at=at):
        _require(actor)
        made.save(force_insert=True)
        for collection_id, may in grants.items():
            if queries.collection(collection_id) is None:
                raise NoSuchCollection
            Grant.objects.create(
                client=made, collection_id=collection_id, may_read="read" in may, may_write="write" in may
            )
    return made, secret


def end_client(actor: Actor, client_id: str, *, at: datetime | None = None) -> None:
    """End a client: its secret opens nothing any more."""
    at = cut(at or timezone.now())
    with audit.acting(actor, "taxii.client-ended", "taxii-client", client_id, PURPOSE, at=at):
        _require(actor)
        if not Client.objects.filter(id=client_id, ended=None).update(ended=at):
            raise NoSuchCollection


def _require(actor: Actor) -> None:
    people.require_any_held(actor.officer_id, OPERATOR)


def post(client: tuple[str, str], collection: tuple[str, str], pieces: Sequence[Piece], now: datetime) -> bytes:
    """Take what a client posted into quarantine, and return the status; all of it is stored or none.

    Args:
        client: (id, name).
        collection: (id, purpose).
        pieces: the objects, also those with something wrong, which the status names.
        now: when.

    Raises:
        TaxiiFull: more than is kept of one client in all.
    """
    with transaction.atomic():
        added = adding.add(Place(collection[0], f"c:{client[0]}"), pieces, now)
        more = sum(len(one.raw) for one, _version, unstored in added.results if unstored is None)
        if more and not change(_KEEP, [more, client[0], limits.KEPT - more]):
            raise TaxiiFull(f"At most {limits.KEPT} bytes of one client.")
        made = Status(client_id=client[0], at=now)
        made.body = encode(_status(made.id, added, now))
        made.save(force_insert=True)
        audit.record(
            Actor.system(f"taxii:{client[1]}"), "taxii.posted", "taxii-collection", collection[0], collection[1], at=now
        )
    return bytes(made.body)


def _status(identifier: str, added: Added, now: datetime) -> dict[str, Any]:
    good = [_detail(*one) for one in added.results if one[2] is None or not one[2].failure]
    bad = [_detail(*one) for one in added.results if one[2] is not None and one[2].failure]
    said = {
        "id": identifier, "status": "complete", "request_timestamp": times.write(times.of(now)),
        "total_count": len(added.results), "success_count": len(good), "failure_count": len(bad), "pending_count": 0,
    }  # fmt: skip
    return said | ({"successes": good} if good else {}) | ({"failures": bad} if bad else {})


def _detail(one: Piece, version: int, unstored: Unstored | None) -> dict[str, Any]:
    said = {"id": one.id or "unknown", "version": times.write(version)}
    return said | ({"message": unstored.why} if unstored else {})


def take_polled(server_id: str, pieces: Sequence[Piece], now: datetime) -> Added:
    """Take what was polled into quarantine; it belongs into the transaction that moves the place on."""
    return adding.add(Place("", f"s:{server_id}"), pieces, now)


def take_file(actor: Actor, source: str, pieces: Sequence[Piece], purpose: tuple[str, str], now: datetime) -> Added:
    """Take the objects of a file into quarantine; `purpose` is (purpose, authority), `source` whoever gave the file."""
    with transaction.atomic():
        known = Server.objects.filter(way=Way.FILE, title=source, purpose=purpose[0], ended=None).first()
        row = known or Server.objects.create(
            title=source, way=Way.FILE, purpose=purpose[0], authority=purpose[1], due=now, officer_id=actor.officer_id,
            created=now,
        )  # fmt: skip
        added = adding.add(Place("", f"s:{row.id}"), pieces, now)
        audit.record(actor, TAKEN, "taxii-server", row.id, purpose[0], at=now)
    return added


def remove(
    client: tuple[str, str], collection: tuple[str, str, bool], asked: Question, stix: str, now: datetime
) -> int:
    """Take away what a client itself posted of an object; what became a record of ours stays a record."""
    owner = f"c:{client[0]}"
    with transaction.atomic():
        question = replace(asked, ids=(stix,))
        rows = queries.page(queries.NUMBERS, (collection[0], collection[2]), (owner, owner), question)
        numbers = [int(row[1]) for row in rows]
        change(f"UPDATE taxii_object SET gone = %s WHERE {among('id')}", [now, numbers])  # noqa: S608
        if numbers:
            adding.flag_again(Place(collection[0], owner), {stix})
        actor = Actor.system(f"taxii:{client[1]}")
        audit.record(actor, "taxii.removed", "taxii-collection", collection[0], collection[1], at=now)
    return len(numbers)


def publish(
    actor: Actor, collection: Collection, party: str, pieces: Sequence[Piece], release_id: str, now: datetime
) -> Added:
    """Show objects to the clients of a party; whoever calls has asked the release and the marking (spec §85.3)."""
    with transaction.atomic():
        place = Place(collection.id, f"p:{party}", State.RELEASED, release_id)
        added = adding.add(place, pieces, now)
        audit.record(actor, "taxii.published", "release", release_id, collection.purpose, at=now)
    return added


def settle(actor: Actor, records: Mapping[int, str], purpose: str, now: datetime) -> None:
    """Note which record each object in quarantine became; it belongs into the transaction that makes them.

    Raises:
        AlreadySettled: if one no longer waits.
    """
    _hold(list(records))
    for number, record in records.items():
        Object.objects.filter(id=number).update(
            state=State.GRADED, record=record, settled_by=actor.officer_id, settled=now
        )
    lines = [Entry(actor, "taxii.graded", OBJECT, str(number), purpose) for number in records]
    audit.record_many(lines, at=now)


def refuse(actor: Actor, numbers: Sequence[int], reason: str, purpose: str, now: datetime) -> None:
    """Refuse objects in quarantine, with a reason; their bytes stay.

    Raises:
        AlreadySettled, NoReasonGiven.
    """
    if not reason.strip():
        raise NoReasonGiven
    with transaction.atomic():
        _hold(numbers)
        Object.objects.filter(id__in=numbers).update(
            state=State.REFUSED, reason=reason.strip()[:1_000], settled_by=actor.officer_id, settled=now
        )
        audit.record_many([Entry(actor, "taxii.refused", OBJECT, str(one), purpose) for one in numbers], at=now)


def _hold(numbers: Sequence[int]) -> None:
    rows = Object.objects.select_for_update().filter(id__in=numbers, state=State.WAITING, gone=None)
    if len(rows) != len(set(numbers)) or not numbers:
        raise AlreadySettled


def forget_statuses(before: datetime) -> int:
    """Erase statuses older than a moment."""
    rows = fetch("SELECT COUNT(*) FROM taxii_status WHERE at < %s", [before])
    Status.objects.filter(at__lt=before).delete()
    return int(rows[0][0])
