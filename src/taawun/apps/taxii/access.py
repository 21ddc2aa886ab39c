# SPDX-License-Identifier: Apache-2.0
"""The door to TAXII for officers: the quarantine to analysts, for its purpose; clients and servers to operators.

What waits is shown with its bytes, and each object that is shown leaves a line (spec §85.4). An operator sees who may
come and how polling goes, and no content.
"""

from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Entry
from taawun.apps.people.access import actor_of, require_any
from taawun.apps.people.models import Officer
from taawun.apps.registers.purposes import purposes_of
from taawun.apps.taxii import holding, queries, withdrawing
from taawun.apps.taxii.adding import Added
from taawun.apps.taxii.holding import OBJECT, PURPOSE, TAKEN
from taawun.apps.taxii.models import Client, Collection, Object, Server, State, Way
from taawun.apps.taxii.withdrawing import Published
from taawun.formats.stix import markings, reading
from taawun.formats.stix.reading import Piece
from taawun.kernel.errors import AlreadySettled, NoPurpose, TooLarge
from taawun.kernel.wire.times import cut

GRADERS: Final = ("analyst", "desk_officer")
FILE_BYTES: Final = 32 << 20
"""Largest file of objects."""
PAGE: Final = 50
LISTED: Final = 200
"""Published releases that an operator sees, the newest first."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One object in quarantine: what it says, from whom it came, and the definitions of markings that came with it."""

    row: Object
    piece: Piece
    sender: str
    known: dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the quarantine, and where the next one begins; 0 on the last."""

    rows: tuple[Waiting, ...]
    before: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """What an operator sees: collections with how many objects each holds, what is published, clients, servers."""

    collections: tuple[Collection, ...]
    clients: tuple[Client, ...]
    servers: tuple[Server, ...]
    published: tuple[Published, ...] = ()


def quarantine(
    officer: Officer, purpose: str, *, before: int = 0, kinds: Sequence[str] = (), at: datetime | None = None
) -> Page:
    """Return one page of what waits to be graded for a purpose, newest first; each object shown is recorded."""
    at = cut(at or timezone.now())
    _require(officer, purpose, at)
    found = queries.waiting(purpose, PAGE + 1, before, kinds)
    shown = _shown(found[:PAGE])
    lines = [Entry(actor_of(officer), "taxii.shown", OBJECT, str(one.row.id), purpose) for one in shown]
    audit.record_many(lines or [Entry(actor_of(officer), "taxii.shown", OBJECT, "none", purpose)], at=at)
    return Page(shown, found[PAGE - 1].id if len(found) > PAGE else 0)


def chosen(
    officer: Officer, numbers: Sequence[int], purpose: str, *, at: datetime | None = None
) -> tuple[Waiting, ...]:
    """Return the chosen objects, which all wait for this purpose; each is recorded.

    Raises:
        AlreadySettled: one does not wait, or not for this purpose.
    """
    at = cut(at or timezone.now())
    _require(officer, purpose, at)
    rows = queries.waiting_among(purpose, numbers)
    if not numbers or len(rows) != len(set(numbers)):
        raise AlreadySettled
    actor = actor_of(officer)
    audit.record_many([Entry(actor, "taxii.shown", OBJECT, str(row.id), purpose) for row in rows], at=at)
    return _shown(rows)


def take_file(officer: Officer, source: str, data: bytes, purpose: str, *, at: datetime | None = None) -> Added:
    """Take the objects of a file into quarantine, and say what became of each.

    Args:
        officer: who brings it; an officer who may grade.
        source: who gave it, as the officer names them; objects under one name are of one sender.
        data: a STIX bundle, or a TAXII envelope.
        purpose: for which the objects wait.
        at: now.

    Raises:
        BadTaxiiEnvelope, TooDeep, TooLarge: nothing of the file is kept.
        NoRole, NoPurpose.
    """
    at = cut(at or timezone.now())
    _require(officer, purpose, at, TAKEN)
    if len(data) > FILE_BYTES:
        raise TooLarge(f"At most {FILE_BYTES} bytes.")
    pieces = reading.envelope(data.removeprefix(BOM_UTF8))
    return holding.take_file(actor_of(officer), source.strip(), pieces, (purpose, officer.authority.code), at)


def counts(officer: Officer, purpose: str) -> dict[str, int]:
    """Return how many objects of this purpose wait, by type."""
    _require(officer, purpose, cut(timezone.now()))
    return queries.waiting_counts(purpose)


def desk(officer: Officer, *, at: datetime | None = None) -> Desk:
    """Return what an operator looks after: no content."""
    with audit.acting(actor_of(officer), "taxii.desk-read", "taxii-desk", "*", PURPOSE, at=cut(at or timezone.now())):
        require_any(officer, "operator")
    held = Count("object", filter=Q(object__gone=None, object__state=State.RELEASED))
    return Desk(
        tuple(Collection.objects.filter(closed=None).annotate(released=held)),
        tuple(Client.objects.filter(ended=None).prefetch_related("grants__collection")),
        tuple(Server.objects.filter(ended=None).exclude(way=Way.FILE)),
        tuple(withdrawing.published()[:LISTED]),
    )


def open_collections(purpose: str) -> list[Collection]:
    """Return the open collections of a purpose: their titles are no content."""
    return list(Collection.objects.filter(closed=None, purpose=purpose))


def _require(officer: Officer, purpose: str, at: datetime, act: str = "taxii.shown") -> None:
    with audit.refusing(actor_of(officer), act, OBJECT, "*", purpose, at=at):
        require_any(officer, *GRADERS)
        if purpose not in purposes_of(officer.role_slugs()):
            raise NoPurpose


def _shown(rows: Sequence[Object]) -> tuple[Waiting, ...]:
    pieces = [(row, reading.one(bytes(row.content))) for row in rows]
    refs = {ref for _, piece in pieces for ref in markings.refs(piece.value)}
    known = queries.definitions({row.owner for row in rows}, refs)
    names = queries.senders({row.owner for row in rows})
    return tuple(Waiting(row, piece, names.get(row.owner, ""), known.get(row.owner, {})) for row, piece in pieces)
