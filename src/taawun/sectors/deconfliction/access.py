# SPDX-License-Identifier: Apache-2.0
"""The doors to entries and conflicts: a lead's own, as pointers; the watch desk's, whole; all on the record (§87.7).

What a lead is given is built here, field by field, so that nothing of the other entry can slip through a template.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Entry as Line
from taawun.apps.cases.models import Case
from taawun.apps.people.access import actor_of, require_any
from taawun.apps.people.models import Officer
from taawun.kernel.errors import NoSuchConflict, NoSuchEntry
from taawun.sectors.deconfliction import live, owning, services
from taawun.sectors.deconfliction.models import Conflict, Entry, Side, Stand, State
from taawun.sectors.deconfliction.sector import LEADS, SECTOR, WATCH, WATCH_PURPOSE
from taawun.sectors.deconfliction.services import LIVE, OBJECT

READ: Final = "deconfliction.read"
CONFLICT_READ: Final = "conflict.read"
MOST: Final = 200
"""Entries or conflicts of one page, newest first."""
ENDING: Final = {"held": "keep", "notified": "withdraw", "pointed": "withdraw"}
"""By the state of the case in which an entry crosses: the move by which the other node compares it no more."""
PROBED: Final = 3
"""Entries withdrawn in a day from which the watch desk is shown who did."""


@dataclass(frozen=True, slots=True)
class Own:
    """An entry as its lead sees it."""

    row: Entry
    state: str
    conflicts: tuple[str, ...]
    kept: bool = False
    """Whether the watch desk decided not to release it: it may be asked again."""

    @property
    def begins(self) -> datetime:
        """Return when it begins."""
        return moment(self.row.begins)

    @property
    def ends(self) -> datetime:
        """Return when it ends."""
        return moment(self.row.ends)


@dataclass(frozen=True, slots=True)
class Pointer:
    """A conflict as one of its leads sees it: nothing of the other but bands and whom to call (spec §87.7a)."""

    id: str
    entry: str
    label: str
    same_target: bool
    near: str
    apart: str
    contact: str
    phone: str
    state: str
    opened: datetime
    acknowledged: datetime | None


@dataclass(frozen=True, slots=True)
class Probe:
    """A lead who asked often, or took back often."""

    officer_id: str
    withdrawn: int
    refused: int


@dataclass(frozen=True, slots=True)
class Owned:
    """A conflict as the watch desk sees it: both entries, the leads of this node, and its clock."""

    row: Conflict
    entries: tuple[Entry, ...]
    untold: tuple[Side, ...]
    late: bool

    @property
    def crossed(self) -> bool:
        """Tell whether one of the entries came from the other node, so that a pointer can go back."""
        return any(one.party for one in self.entries)


@dataclass(frozen=True, slots=True)
class Out:
    """An entry that is withdrawn here while its release goes on, and the move of its case by which that ends."""

    row: Entry
    move: str


@dataclass(frozen=True, slots=True)
class Board:
    """What waits for the watch desk."""

    conflicts: tuple[Owned, ...]
    asked: tuple[Entry, ...]
    out: tuple[Out, ...]
    probes: tuple[Probe, ...]
    more: bool


def moment(seconds: int) -> datetime:
    """Return a moment of an entry."""
    return datetime.fromtimestamp(seconds, UTC)


def state_of(row: Entry, at: datetime) -> str:
    """Return where an entry stands: a live one past its end is over."""
    return "over" if row.state == State.LIVE and row.ends < at.timestamp() else str(row.state)


def entries(officer: Officer, *, at: datetime | None = None) -> tuple[list[Own], bool]:
    """Return the newest entries of a lead, and whether there are more.

    Raises:
        NoRole.
    """
    at = at or timezone.now()
    require_any(officer, *LEADS)
    rows = list(_own(officer).order_by("-created", "-id")[: MOST + 1])
    audit.record(actor_of(officer), READ, OBJECT, "own", SECTOR.purpose, at=at)
    return _owned_by(rows[:MOST], at), len(rows) > MOST


def entry(officer: Officer, entry_id: str, *, at: datetime | None = None) -> Own:
    """Return one entry of a lead.

    Raises:
        NoRole.
        NoSuchEntry: also for an entry of somebody else.
    """
    at = at or timezone.now()
    require_any(officer, *LEADS)
    with audit.refusing(actor_of(officer), READ, OBJECT, entry_id, SECTOR.purpose, at=at):
        row = _own(officer).filter(id=entry_id).first()
        if row is None:
            raise NoSuchEntry
    audit.record(actor_of(officer), READ, OBJECT, entry_id, SECTOR.purpose, at=at)
    return _owned_by([row], at)[0]


def pointers(officer: Officer, *, at: datetime | None = None) -> tuple[list[Pointer], bool]:
    """Return the newest conflicts of a lead, the open ones first, and whether there are more; on the record.

    Raises:
        NoRole.
    """
    at = at or timezone.now()
    require_any(officer, *LEADS)
    rows = list(_sides(officer).order_by("-conflict__opened", "-id")[: MOST + 1])
    found = [_pointer(side) for side in rows[:MOST]]
    lines = [Line(actor_of(officer), CONFLICT_READ, owning.OBJECT, one.id, SECTOR.purpose) for one in found]
    if lines:
        audit.record_many(lines, at=at)
    return sorted(found, key=lambda one: one.state == Stand.CLOSED), len(rows) > MOST


def pointer(officer: Officer, conflict_id: str, *, at: datetime | None = None) -> Pointer:
    """Return one conflict of a lead, who is told by this.

    Raises:
        NoRole.
        NoSuchConflict: also for whoever has no part in it.
    """
    at = at or timezone.now()
    require_any(officer, *LEADS)
    with audit.acting(actor_of(officer), CONFLICT_READ, owning.OBJECT, conflict_id, SECTOR.purpose, at=at):
        side = _sides(officer).filter(conflict=conflict_id).first()
        if side is None:
            raise NoSuchConflict
        if side.told is None:
            Side.objects.filter(pk=side.pk).update(told=at)
            owning.settle(side.conflict)
    return _pointer(side)


def board(officer: Officer, *, closed: bool = False, at: datetime | None = None) -> Board:
    """Return what waits for the watch desk, the most urgent first; or the conflicts that are closed.

    Raises:
        NoRole.
    """
    at = at or timezone.now()
    require_any(officer, *WATCH)
    rows = Conflict.objects.select_related("new", "old").prefetch_related("sides__entry")
    chosen = rows.filter(state=Stand.CLOSED).order_by("-closed_at") if closed else rows.exclude(state=Stand.CLOSED)
    found = list(chosen[: MOST + 1])
    actor = actor_of(officer)
    lines = [Line(actor, CONFLICT_READ, owning.OBJECT, one.id, WATCH_PURPOSE) for one in found[:MOST]]
    audit.record_many(lines or [Line(actor, CONFLICT_READ, owning.OBJECT, "none", WATCH_PURPOSE)], at=at)
    asked = Entry.objects.exclude(asked_for="").filter(case_id="", state=State.LIVE, ends__gte=int(at.timestamp()))
    return Board(
        tuple(_owned(one, at) for one in found[:MOST]), tuple(asked.order_by("begins")[:MOST]),
        tuple(still_out(at, MOST)), _probes(at), len(found) > MOST,
    )  # fmt: skip


def still_out(at: datetime, most: int) -> list[Out]:
    """Return the entries that are withdrawn here and may still be compared over there, the first to begin at the top.

    What is over is compared no more at either node (spec §87.8c).
    """
    cases = Case.objects.filter(id=OuterRef("case_id"), state__in=ENDING).values("state")
    rows = Entry.objects.filter(party="", state=State.WITHDRAWN, ends__gte=int(at.timestamp())).exclude(case_id="")
    found = rows.annotate(stands=Subquery(cases)).exclude(stands=None).order_by("begins", "id")[:most]
    return [Out(one, ENDING[one.stands]) for one in found]


def owned(officer: Officer, conflict_id: str, *, at: datetime | None = None) -> Owned:
    """Return one conflict as the watch desk sees it.

    Raises:
        NoRole, NoSuchConflict.
    """
    at = at or timezone.now()
    require_any(officer, *WATCH)
    with audit.acting(actor_of(officer), CONFLICT_READ, owning.OBJECT, conflict_id, WATCH_PURPOSE, at=at):
        row = Conflict.objects.select_related("new", "old").filter(id=conflict_id).first()
        if row is None:
            raise NoSuchConflict
    return _owned(row, at)


def came(officer: Officer, *, at: datetime | None = None) -> int:
    """Return how many entries of other nodes are compared here, for the watch desk.

    Raises:
        NoRole.
    """
    require_any(officer, *WATCH)
    audit.record(actor_of(officer), READ, OBJECT, "came", WATCH_PURPOSE, at=at)
    return Entry.objects.filter(slot__isnull=False).exclude(party="").count()


def shape_of(row: Entry) -> tuple[str, tuple[tuple[float, float], ...], float]:
    """Return form, places and radius of an entry that its reader may see."""
    place = live.place_of(row)
    return str(place.form), place.places, place.radius


def _own(officer: Officer) -> QuerySet[Entry]:
    return Entry.objects.filter(lead_id=officer.id, party="")


def _sides(officer: Officer) -> QuerySet[Side]:
    rows = Side.objects.select_related("entry", "conflict", "conflict__new", "conflict__old")
    return rows.filter(entry__lead_id=officer.id, entry__party="")


def _owned_by(rows: Iterable[Entry], at: datetime) -> list[Own]:
    rows = list(rows)
    found: dict[str, list[str]] = {}
    for entry_id, conflict in Side.objects.filter(entry__in=rows).values_list("entry_id", "conflict_id"):
        found.setdefault(entry_id, []).append(conflict)
    kept = services.kept([row.case_id for row in rows])
    return [Own(row, state_of(row, at), tuple(found.get(row.id, ())), row.case_id in kept) for row in rows]


def _pointer(side: Side) -> Pointer:
    row, mine = side.conflict, side.entry
    other = row.old if row.new_id == mine.id else row.new
    contact, phone = (other.contact, other.phone) if other is not None else (row.contact, row.phone)
    return Pointer(
        row.id, mine.id, mine.label, row.same_target, row.near, row.apart, contact, phone, row.state, row.opened,
        side.acknowledged,
    )  # fmt: skip


def _owned(row: Conflict, at: datetime) -> Owned:
    sides = tuple(row.sides.all())
    both = tuple(one for one in (row.new, row.old) if one is not None)
    return Owned(row, both, tuple(one for one in sides if one.told is None), row.closed_at is None and row.due < at)


def _probes(at: datetime) -> tuple[Probe, ...]:
    since = at - timedelta(days=1)
    taken = Entry.objects.filter(party="", ended_at__gte=since, state=State.WITHDRAWN).order_by()
    often = dict(taken.values_list("lead_id").annotate(many=Count("id")).filter(Q(many__gte=PROBED)))
    busy = Entry.objects.filter(party="", live_at__gte=since).order_by().values_list("lead_id", flat=True).distinct()
    refused = {one: audit.refusals_since(one, LIVE, since) for one in busy}
    suspects = sorted({*often, *(one for one, many in refused.items() if many)})
    return tuple(Probe(one, often.get(one, 0), refused.get(one, 0)) for one in suspects)
