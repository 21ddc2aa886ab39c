# SPDX-License-Identifier: Apache-2.0
"""What becomes of a conflict: opened, both leads told, closed with a reason by the watch desk (spec §87.9)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from taawun.apps import rows
from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.audit.services import Entry as Line
from taawun.apps.people.access import require_any_held
from taawun.engines.deconfliction.matching import Match
from taawun.kernel.errors import ConflictClosed, NoSuchConflict
from taawun.kernel.ledger.entry import Kind as Ledger
from taawun.kernel.wire.times import cut
from taawun.sectors.deconfliction.models import NOTE_CHARACTERS, Conflict, Entry, Side, Stand
from taawun.sectors.deconfliction.sector import LEADS, SECTOR, WATCH, WATCH_PURPOSE
from taawun.sectors.deconfliction.words import REASONS

OBJECT: Final = "conflict"
ANSWER: Final = timedelta(minutes=30)
"""How long the watch desk has to tell all leads and close a conflict."""
WORKER: Final = Actor.system("worker")
BATCH: Final = 1_000
"""Conflicts at which the clock looks in one transaction."""
FEWEST_WORDS: Final = 3
"""Fewest characters of the note with which a conflict is closed."""


def open_conflicts(row: Entry, found: Iterable[Match], at: datetime) -> list[Conflict]:
    """Store the conflicts of an entry that became live; its own lead is told at once, on the page."""
    matched = list(found)
    others = {
        identifier: (party, begins)
        for identifier, party, begins in rows.find(
            "deconfliction_entry", "id, party, begins", "id", [one.entry for one in matched]
        )
    }
    made = [_opened(row, one, *others[one.entry], at) for one in matched]
    ours = [] if row.party else [(one.id, row.id, at) for one in made]
    theirs = [(one.id, one.old_id, None) for one in made if not others[str(one.old_id)][0]]
    rows.insert(made)
    rows.insert(
        rows.new(Side, conflict_id=conflict, entry_id=entry, told=told) for conflict, entry, told in ours + theirs
    )
    return sorted(made, key=lambda one: (one.due, one.id))


def _opened(row: Entry, match: Match, party: str, begins: int, at: datetime) -> Conflict:
    """Return a conflict; where the other came from a partner, no lead of this node is left to be told."""
    return rows.new(
        Conflict, new_id=row.id, old_id=match.entry, same_target=match.same_target, near=match.near.value,
        apart=match.apart.value, opened=at, due=_due(at, row.begins, begins),
        state=(Stand.TOLD if party else Stand.OPEN).value,
    )  # fmt: skip


def due_of(at: datetime, *entries: Entry) -> datetime:
    """Return until when a conflict is to be answered: in half an hour, or before the first of them begins."""
    return _due(at, *(one.begins for one in entries))


def _due(at: datetime, *begins: int) -> datetime:
    return max(at, min(at + ANSWER, datetime.fromtimestamp(min(begins), UTC)))


def settle(conflict: Conflict) -> None:
    """Say that all leads of this node are told, once they are."""
    if conflict.state == Stand.OPEN and not conflict.sides.filter(told__isnull=True).exists():
        conflict.state = Stand.TOLD
        conflict.save(update_fields=["state"])


def acknowledge(actor: Actor, conflict_id: str, *, at: datetime | None = None) -> Conflict:
    """Say, as one of its leads, that one knows of a conflict.

    Raises:
        NoSuchConflict: also for whoever has no part in it.
        ConflictClosed.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "conflict.acknowledged", OBJECT, conflict_id, SECTOR.purpose, at=at):
        require_any_held(actor.officer_id, *LEADS)
        sides = Side.objects.filter(conflict=conflict_id, entry__lead_id=actor.officer_id, entry__party="")
        if not sides.exists():
            raise NoSuchConflict
        conflict = _held(conflict_id)
        sides.filter(told__isnull=True).update(told=at)
        sides.filter(acknowledged__isnull=True).update(acknowledged=at)
        settle(conflict)
    return conflict


def tell(actor: Actor, conflict_id: str, *, at: datetime | None = None) -> Conflict:
    """Say, as the watch desk, that all leads of this node were called.

    Raises:
        NoRole, NoSuchConflict, ConflictClosed.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "conflict.told", OBJECT, conflict_id, WATCH_PURPOSE, ledger=Ledger.RECORD, at=at):
        require_any_held(actor.officer_id, *WATCH)
        conflict = _held(conflict_id)
        conflict.sides.filter(told__isnull=True).update(told=at)
        settle(conflict)
    return conflict


def close(actor: Actor, conflict_id: str, reason: str, note: str, *, at: datetime | None = None) -> Conflict:
    """Close a conflict of which all leads are told, as the watch desk, with a reason.

    Raises:
        NoRole, NoSuchConflict.
        ConflictClosed: it is closed, somebody is not told yet, or there is no reason.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor, "conflict.closed", OBJECT, conflict_id, WATCH_PURPOSE, ledger=Ledger.RECORD, at=at):
        require_any_held(actor.officer_id, *WATCH)
        conflict = _held(conflict_id)
        if conflict.state != Stand.TOLD or reason not in REASONS or len(note.strip()) < FEWEST_WORDS:
            raise ConflictClosed
        conflict.state, conflict.closed_at, conflict.closed_by = Stand.CLOSED, at, actor.officer_id
        conflict.reason, conflict.note = reason, note.strip()[:NOTE_CHARACTERS]
        conflict.save(update_fields=["state", "closed_at", "closed_by", "reason", "note"])
    return conflict


def run_due(now: datetime) -> int:
    """Say of every conflict that nobody closed in its time that it is late, each once; return how many.

    The watch desk finds it on My day as late, and whoever has notices is told of one more that is.
    """
    now = cut(now)
    with transaction.atomic():
        rows = Conflict.objects.select_for_update(of=("self",)).filter(due__lt=now, closed_at=None, overdue=None)
        late = list(rows.order_by("due", "id").values_list("id", flat=True)[:BATCH])
        Conflict.objects.filter(id__in=late).update(overdue=now)
        audit.record_many([Line(WORKER, "conflict.overdue", OBJECT, one, WATCH_PURPOSE) for one in late], at=now)
    return len(late)


def _held(conflict_id: str) -> Conflict:
    row = Conflict.objects.select_for_update(of=("self",)).filter(id=conflict_id).first()
    if row is None:
        raise NoSuchConflict
    if row.state == Stand.CLOSED:
        raise ConflictClosed
    return row
