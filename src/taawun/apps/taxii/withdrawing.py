# SPDX-License-Identifier: Apache-2.0
"""Takes what was published under a release out of our collections again (spec §85.3d).

Who says an object, and how it is marked, is published once for all objects that name it: it stays as long as another
release needs it, and goes with the last one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.people import access as people
from taawun.apps.rows import among, change
from taawun.apps.taxii import adding
from taawun.apps.taxii.adding import Place
from taawun.apps.taxii.holding import OPERATOR, PURPOSE
from taawun.apps.taxii.models import Collection, Object, State
from taawun.formats.stix import markings, reading, times
from taawun.kernel.errors import NoSuchCollection
from taawun.kernel.wire.times import cut


@dataclass(frozen=True, slots=True)
class Published:
    """What stands under one release in one collection for one party: without a word of its content."""

    release: str
    collection: str
    title: str
    party: str
    count: int
    last: int
    """When the last object of it was added, in microseconds."""


def published(release_id: str = "") -> list[Published]:
    """Return what is published in open collections, newest first: of one release, or of any."""
    rows = Object.objects.filter(state=State.RELEASED, collection__closed=None)
    rows = rows.filter(release=release_id) if release_id else rows
    there = Q(gone=None)
    found = (
        rows.values_list("release", "collection_id", "collection__title", "owner")
        .annotate(count=Count("id", filter=there), last=Max("added", filter=there), left=Max("gone"))
        .filter(count__gt=0)
        .order_by("-last")
    )
    return [
        Published(release, held, title, owner.partition(":")[2], count, last)
        for release, held, title, owner, count, last, left in found
        if not (left and last <= times.of(left))  # of what was withdrawn, only what others need is left
    ]


def withdraw(actor: Actor, release_id: str, *, at: datetime | None = None) -> int:
    """Take the objects of a release out of every collection, and return how many went.

    What a client has fetched stays with it; the bytes stay here.

    Raises:
        NoSuchCollection: nothing of it is published.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "taxii.withdrawn", "release", release_id, PURPOSE, at=at):
        people.require_any_held(actor.officer_id, OPERATOR)
        found = published(release_id) if release_id else []
        if not found:
            raise NoSuchCollection
        return sum(_withdraw(one, at) for one in found)


def _withdraw(one: Published, at: datetime) -> int:
    Collection.objects.select_for_update().get(id=one.collection)  # nothing is published there meanwhile
    place = Place(one.collection, f"p:{one.party}")
    standing = {each.release for each in published() if (each.collection, each.party) == (one.collection, one.party)}
    rows = list(
        Object.objects.filter(collection=one.collection, owner=place.owner, state=State.RELEASED, gone=None).only(
            "id", "stix", "release", "content"
        )
    )
    stays = _needed(rows, standing - {one.release})
    going = [row for row in rows if row.release not in standing - {one.release} and row.stix not in stays]
    change(f"UPDATE taxii_object SET gone = %s WHERE {among('id')}", [at, [row.id for row in going]])  # noqa: S608
    adding.flag_again(place, {row.stix for row in going})
    return len(going)


def _needed(rows: Sequence[Object], releases: set[str]) -> set[str]:
    """Return the objects that those of some releases need to be understood, and what these need in turn."""
    needs = {row.stix: _names(reading.one(bytes(row.content)).value) for row in rows}
    found: set[str] = set()
    more: Iterable[str] = [row.stix for row in rows if row.release in releases]
    while more := {name for one in more for name in needs.get(one, ())} - found:
        found |= more
    return found


def _names(value: dict[str, Any]) -> set[str]:
    """Return the objects that say by whom, how marked and in what extension an object is: not what it is about."""
    creator, extensions = value.get("created_by_ref"), value.get("extensions")
    return (
        markings.refs(value)
        | ({creator} if isinstance(creator, str) else set())
        | (set(extensions) if isinstance(extensions, dict) else set())
    )
