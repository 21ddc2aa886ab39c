# SPDX-License-Identifier: Apache-2.0
"""Reads of TAXII for the node and its clients: pages of objects as the database gives them (spec §85.3).

Which owners are visible is decided by whoever calls: a client sees what was released to its party and what it posted.
"""

from collections.abc import Collection as Some
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from taawun.apps.rows import Row, among, fetch
from taawun.apps.taxii.asking import Question
from taawun.apps.taxii.models import Client, Collection, Object, Server, State
from taawun.formats.stix import reading, times

_OF: Final = "FROM taxii_object WHERE collection_id = %s AND owner = %s AND gone IS NULL"
_NEWER_SPEC: Final = (
    "NOT EXISTS (SELECT 1 FROM taxii_object AS other WHERE other.collection_id = taxii_object.collection_id"
    " AND other.owner = taxii_object.owner AND other.stix = taxii_object.stix AND other.spec > taxii_object.spec"
    " AND other.gone IS NULL)"
)
_AMONG_SPECS: Final = (
    "NOT EXISTS (SELECT 1 FROM taxii_object AS other WHERE other.collection_id = taxii_object.collection_id"
    " AND other.owner = taxii_object.owner AND other.stix = taxii_object.stix AND other.spec <> taxii_object.spec"
    " AND other.gone IS NULL AND (other.version {more} taxii_object.version"
    " OR (other.version = taxii_object.version AND other.spec > taxii_object.spec)))"
)
"""Of an object in both specifications: none is later, or earlier; of one version, that of the newer specification."""
OBJECTS: Final = "added, content"
MANIFEST: Final = "added, stix, version, spec"
NUMBERS: Final = "added, id"


@dataclass(frozen=True, slots=True)
class Graded:
    """The record that an object became, and the last version of the object that was graded into it."""

    record: str
    version: int


def page(columns: str, collection: Row, owners: tuple[str, str], asked: Question) -> list[Row]:
    """Return rows of a collection in the order in which they were added, one more than a page where there is more.

    Args:
        columns: one of the texts above; the first column is `added`.
        collection: (id, mixed) of the collection.
        owners: whose objects are visible; the same twice for one.
        asked: what is asked for.
    """
    where, values = _conditions(bool(collection[1]), asked)
    # Each owner's rows stand in the order of an index, so that a page costs what is on it and not what is held. Where
    # objects are named, the index of their names is the better one; a sum keeps the database from the other.
    order = "added + 0" if asked.ids else "added"
    one = f"SELECT {columns} {_OF}{where} ORDER BY {order} LIMIT %s"
    each = sorted(set(owners))
    statement = " UNION ALL ".join(f"SELECT * FROM ({one}) AS of_{number}" for number in range(len(each)))  # noqa: S608
    of_each = [value for owner in each for value in (collection[0], owner, *values, asked.limit + 1)]
    return fetch(f"{statement} ORDER BY added LIMIT %s", [*of_each, asked.limit + 1])


def _conditions(mixed: bool, asked: Question) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    if asked.after is not None:
        parts, values = [*parts, "added > %s"], [*values, asked.after]
    for column, wanted in (("stix", asked.ids), ("type", asked.types), ("spec", asked.specs)):
        if wanted:
            parts, values = [*parts, among(column)], [*values, list(wanted)]
    if mixed and not asked.specs:
        parts.append(_NEWER_SPEC)
    if asked.versions != ("all",):
        either = [_ends(word, mixed and len(asked.specs) > 1) for word in ("last", "first") if word in asked.versions]
        moments = [times.parse(one) for one in asked.versions if one not in ("first", "last")]
        either += [among("version")] * bool(moments)
        values += [moments] * bool(moments)
        parts.append(f"({' OR '.join(either)})")
    return "".join(f" AND {part}" for part in parts), values


def _ends(word: str, both: bool) -> str:
    """Return the condition of a last or first version: within its specification, or, where both are asked, of both."""
    column, more = {"last": ("newest", ">"), "first": ("oldest", "<")}[word]
    return f"({column} AND {_AMONG_SPECS.format(more=more)})" if both else column


def holds(collection_id: str, owners: tuple[str, str], stix: str) -> bool:
    """Tell whether a collection shows any version of an object to these owners."""
    statement = f"SELECT 1 {_OF} AND stix = %s LIMIT 1"
    return any(fetch(statement, [collection_id, owner, stix]) for owner in set(owners))


def client_by_digest(digest: str) -> Row | None:
    """Return (id, name, party) of the client with this secret, unless it was ended."""
    statement = "SELECT id, name, party FROM taxii_client WHERE digest = %s AND ended IS NULL"
    return next(iter(fetch(statement, [digest])), None)


def granted(client_id: str, collection_id: str = "") -> list[Row]:
    """Return (id, mixed, may_read, may_write, title, description, purpose, last_added) of what a client may use."""
    statement = (
        "SELECT taxii_collection.id, mixed, may_read, may_write, title, description, purpose, last_added"
        " FROM taxii_grant JOIN taxii_collection ON taxii_collection.id = taxii_grant.collection_id"
        " WHERE client_id = %s AND closed IS NULL AND (may_read OR may_write)"
    )
    if collection_id:
        return fetch(f"{statement} AND collection_id = %s", [client_id, collection_id])
    return fetch(f"{statement} ORDER BY taxii_collection.created, taxii_collection.id", [client_id])


def status_of(client_id: str, status_id: str) -> bytes | None:
    """Return a status as it was written, to the client that it belongs to."""
    found = fetch("SELECT body FROM taxii_status WHERE id = %s AND client_id = %s", [status_id, client_id])
    return bytes(found[0][0]) if found else None


def waiting(purpose: str, most: int, before: int = 0, kinds: Sequence[str] = ()) -> list[Object]:
    """Return objects that wait to be graded for a purpose, newest first."""
    rows = _waiting(purpose).order_by("-id")
    rows = rows.filter(id__lt=before) if before else rows
    return list((rows.filter(type__in=kinds) if kinds else rows)[:most])


def waiting_among(purpose: str, numbers: Iterable[int]) -> list[Object]:
    """Return those of some objects that wait for a purpose, in the order in which they came."""
    return list(_waiting(purpose).filter(id__in=list(numbers)).order_by("id"))


def waiting_counts(purpose: str) -> dict[str, int]:
    """Return how many objects wait for a purpose, by type."""
    return dict(_waiting(purpose).order_by("type").values_list("type").annotate(Count("id")))


def _waiting(purpose: str) -> QuerySet[Object]:
    servers = [f"s:{one}" for one in Server.objects.filter(purpose=purpose).values_list("id", flat=True)]
    of_purpose = Q(collection__purpose=purpose) | Q(owner__in=servers)
    return Object.objects.filter(of_purpose, state=State.WAITING, gone=None).select_related("collection")


def definitions(owners: Some[str], refs: Some[str]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the marking definitions that came from each of some owners, by owner and identifier."""
    rows = Object.objects.filter(owner__in=owners, stix__in=refs, type="marking-definition").order_by("id")
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for owner, stix, content in rows.values_list("owner", "stix", "content"):
        found.setdefault(owner, {})[stix] = reading.one(bytes(content)).value
    return found


def senders(owners: Some[str]) -> dict[str, str]:
    """Return what the senders of objects are called, by owner."""
    asked = {kind: [one[2:] for one in owners if one.startswith(f"{kind}:")] for kind in "cs"}
    named = {f"c:{one}": name for one, name in Client.objects.filter(id__in=asked["c"]).values_list("id", "name")}
    return named | {
        f"s:{one}": title for one, title in Server.objects.filter(id__in=asked["s"]).values_list("id", "title")
    }


def graded(rows: Iterable[Object]) -> dict[tuple[str, str], Graded]:
    """Return the record that each of some objects became when it last came from the same owner, by owner and object.

    What came from another is another record: who sends under an identifier of somebody else changes nothing there.
    """
    asked = {(one.owner, one.stix) for one in rows}
    owners, wanted = {owner for owner, _ in asked}, {stix for _, stix in asked}
    found = Object.objects.filter(owner__in=owners, stix__in=wanted, state=State.GRADED).exclude(record="")
    named = found.order_by("version", "id").values_list("owner", "stix", "record", "version")
    return {(owner, stix): Graded(record, version) for owner, stix, record, version in named}


def collection(collection_id: str) -> Collection | None:
    """Return an open collection."""
    return Collection.objects.filter(id=collection_id, closed=None).first()
