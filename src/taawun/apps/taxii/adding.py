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

HELD: Final = "Held already."
"""What a status says of a version that is held already: it is no failure (TAXII 2.1, 5.5)."""
HELD_FIRST: Final = "Held already, as it came first; of what came now nothing is kept."
"""What it says where other bytes came without saying that they are a later version."""
OTHER: Final = "This version is held already with other content; what is changed bears a later 'modified'."
"""What it says of a version that is stated twice with different bytes."""
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
Versions = dict[int, tuple[int, str]]
"""By version: its row, 0 for one that came just now, and the digest of its bytes."""
New = tuple[Piece, int, int, str]
"""Object, version, moment, digest."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where objects go: the collection, empty for what was polled, the owner, and how they stand there."""

    collection: str
    owner: str
    state: str = State.WAITING
    release: str = ""


@dataclass(frozen=True, slots=True)
class Unstored:
    """Why an object was not stored, and whether that is its sender's failure."""

    why: str
    failure: bool = True


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the objects of one act, in their order: (object, version, how it was not stored, or nothing)."""

    results: tuple[tuple[Piece, int, Unstored | None], ...]
    first: int
    last: int

    @property
    def stored(self) -> int:
        """Return how many are new here."""
        return sum(unstored is None for _, _, unstored in self.results)


def add(place: Place, pieces: Sequence[Piece], now: datetime) -> Added:
    """Store objects, those that are good and new; it belongs into a transaction."""
    wanted = [one for one in pieces if not one.problem]
    last = _moments(place.collection, len(wanted), times.of(now))
    at = last - len(wanted) + 1
    held = _held(place, [one.id for one in wanted]) if wanted else {}
    news: list[New] = []
    results: list[tuple[Piece, int, Unstored | None]] = []
    for one in pieces:
        version = one.version if one.version is not None else at
        digest = sha256(one.raw).hexdigest()
        unstored = Unstored(one.problem) if one.problem else _again(held, one, version, digest)
        if unstored is None:
            held.setdefault((one.id, one.spec), {})[version] = (0, digest)
            news.append((one, version, at, digest))
            at += 1
        results.append((one, version, unstored))
    _store(place, news, held)
    first = news[0][2] if news else last
    return Added(tuple(results), first, news[-1][2] if news else last)


def _again(held: dict[Key, Versions], one: Piece, version: int, digest: str) -> Unstored | None:
    """Say that this version is held; an object without versions is held once."""
    known = held.get((one.id, one.spec), {})
    found = [known[version]] if version in known else [*known.values()] * (one.version is None)
    if not found:
        return None
    if any(digest == each for _row, each in found):
        return Unstored(HELD, failure=False)
    return Unstored(OTHER) if "modified" in one.value else Unstored(HELD_FIRST, failure=False)


def _moments(collection_id: str, count: int, now: int) -> int:
    """Return the last of as many moments as objects are added, all later than any before."""
    if not collection_id:
        return now + count
    rows = fetch(_MOMENTS, [now, now, count, collection_id])
    return int(rows[0][0])


def _held(place: Place, wanted: list[str]) -> dict[Key, Versions]:
    """Return the versions that the owner holds of these objects here."""
    here = " AND collection_id = %s" if place.collection else " AND collection_id IS NULL"
    values = [place.owner, wanted, *([place.collection] if place.collection else [])]
    found: dict[Key, Versions] = {}
    for stix, version, spec, digest, row in fetch(_HELD + among("stix") + here, values):
        found.setdefault((stix, spec), {})[int(version)] = (int(row), str(digest))
    return found


def _store(place: Place, news: Sequence[New], held: dict[Key, Versions]) -> None:
    rows = []
    for one, version, added, digest in news:
        known = held[one.id, one.spec]
        newest, oldest = version == max(known), version == min(known)
        rows.append(
            [place.collection or None, place.owner, added, one.id, one.type, version, one.spec, newest, oldest,
             one.raw, digest, place.release, str(place.state), "", "", ""]
        )  # fmt: skip
    into(Object, *_COLUMNS).write(rows)
    grown = {row for one, *_ in news for row, _ in held[one.id, one.spec].values() if row}
    if grown:
        flag_again(place, {one.id for one, *_ in news})
    if any(one.spec != "2.1" for one, *_ in news) and place.collection:
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
