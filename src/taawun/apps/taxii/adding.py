# SPDX-License-Identifier: Apache-2.0
"""Adds objects to a collection, or to what was polled: each version once, each with a moment of its own (spec §85.1c).

The collection's row gives the moments: changing it holds it until the transaction ends, so that whoever reads later
moments has all earlier ones.
"""

from collections.abc import Collection as Some
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from taawun.apps.rows import among, change, fetch, into
from taawun.apps.taxii.models import Object, State
from taawun.formats.stix import times
from taawun.formats.stix.reading import Piece

HELD: Final = "Unable to process object"
"""What a status says of a version that is held already."""
_COLUMNS: Final = (
    "collection_id", "owner", "added", "stix", "type", "version", "spec", "newest", "oldest", "content", "digest",
    "release", "state", "record", "reason", "settled_by",
)  # fmt: skip
_MOMENTS: Final = (
    "UPDATE taxii_collection SET last_added = CASE WHEN last_added > %s THEN last_added ELSE %s END + %s"
    " WHERE id = %s RETURNING last_added"
)
_HELD: Final = "SELECT stix, version, spec, digest, id FROM taxii_object WHERE owner = %s AND gone IS NULL AND "

Key = tuple[str, str]
"""Identifier and version of the specification: within it, one version is the newest and one the oldest."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where objects go: the collection, empty for what was polled, the owner, and how they stand there."""

    collection: str
    owner: str
    state: str = State.WAITING
    release: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the objects of one act, in their order: (object, version, what was wrong or nothing)."""

    results: tuple[tuple[Piece, int, str], ...]
    first: int
    last: int

    @property
    def stored(self) -> int:
        """Return how many are new here."""
        return sum(not wrong for _, _, wrong in self.results)


def add(place: Place, pieces: Sequence[Piece], now: datetime) -> Added:
    """Store objects, those that are good and new; it belongs into a transaction."""
    wanted = [one for one in pieces if not one.problem]
    last = _moments(place.collection, len(wanted), times.of(now))
    at = last - len(wanted) + 1
    held = _held(place, [one.id for one in wanted]) if wanted else {}
    news: list[tuple[Piece, int, int]] = []
    results: list[tuple[Piece, int, str]] = []
    for one in pieces:
        version = one.version if one.version is not None else at
        wrong = one.problem or _again(held, one, version)
        if not wrong:
            held.setdefault((one.id, one.spec), {})[version] = 0
            news.append((one, version, at))
            at += 1
        results.append((one, version, wrong))
    _store(place, news, held)
    first = news[0][2] if news else last
    return Added(tuple(results), first, news[-1][2] if news else last)


def _again(held: dict[Key, dict[int, int]], one: Piece, version: int) -> str:
    """Say that this version is held; an object without versions is held once."""
    known = held.get((one.id, one.spec), {})
    return HELD if version in known or (one.version is None and known) else ""


def _moments(collection_id: str, count: int, now: int) -> int:
    """Return the last of as many moments as objects are added, all later than any before."""
    if not collection_id:
        return now + count
    rows = fetch(_MOMENTS, [now, now, count, collection_id])
    return int(rows[0][0])


def _held(place: Place, wanted: list[str]) -> dict[Key, dict[int, int]]:
    """Return the versions that the owner holds of these objects here: by object, (version: row)."""
    here = " AND collection_id = %s" if place.collection else " AND collection_id IS NULL"
    values = [place.owner, wanted, *([place.collection] if place.collection else [])]
    found: dict[Key, dict[int, int]] = {}
    for stix, version, spec, _digest, row in fetch(_HELD + among("stix") + here, values):
        found.setdefault((stix, spec), {})[int(version)] = int(row)
    return found


def _store(place: Place, news: Sequence[tuple[Piece, int, int]], held: dict[Key, dict[int, int]]) -> None:
    rows = []
    for one, version, added in news:
        known = held[one.id, one.spec]
        newest, oldest = version == max(known), version == min(known)
        rows.append(
            [place.collection or None, place.owner, added, one.id, one.type, version, one.spec, newest, oldest,
             one.raw, sha256(one.raw).hexdigest(), place.release, str(place.state), "", "", ""]
        )  # fmt: skip
    into(Object, *_COLUMNS).write(rows)
    grown = {row for one, _, _ in news for row in held[one.id, one.spec].values() if row}
    if grown:
        flag_again(place, {one.id for one, _, _ in news})
    if any(one.spec != "2.1" for one, _, _ in news) and place.collection:
        change("UPDATE taxii_collection SET mixed = %s WHERE id = %s", [True, place.collection])


def flag_again(place: Place, stix: Some[str]) -> None:
    """Say anew which versions are the newest and the oldest of objects that have more than one."""
    for column, more in (("newest", ">"), ("oldest", "<")):
        change(
            f"UPDATE taxii_object SET {column} = NOT EXISTS (SELECT 1 FROM taxii_object AS other"  # noqa: S608
            " WHERE other.owner = taxii_object.owner AND other.stix = taxii_object.stix"
            " AND other.spec = taxii_object.spec AND other.gone IS NULL"
            " AND (other.collection_id = taxii_object.collection_id"
            " OR (other.collection_id IS NULL AND taxii_object.collection_id IS NULL))"
            f" AND other.version {more} taxii_object.version) WHERE owner = %s AND {among('stix')}",
            [place.owner, list(stix)],
        )
