# SPDX-License-Identifier: Apache-2.0
"""Entries between nodes: released by the watch desk as a case, compared over there, answered by a pointer (spec §87.8).

What crosses is what the pack `pk-bh-deconfliction` lets its moves carry; `follow` brings entries and conflicts in line
with the moves of such a case, on either side, and may be told the same twice.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.utils import timezone

from taawun.apps.audit.services import Actor
from taawun.apps.cases import services as cases
from taawun.apps.cases.models import Proposal
from taawun.apps.cases.services import Held
from taawun.apps.people.access import require_any_held
from taawun.engines.deconfliction.entries import Span
from taawun.engines.deconfliction.matching import Apart, Near
from taawun.engines.deconfliction.places import Place
from taawun.kernel.cases.lawful import carried
from taawun.kernel.cases.words import Side as CaseSide
from taawun.kernel.cases.workflow import Move
from taawun.kernel.errors import EntryClosed, EntryWithdrawn, NoPairKey, NoSuchConflict, NoSuchEntry, TaawunError
from taawun.kernel.wire.times import cut, from_wire, to_wire
from taawun.sectors.deconfliction import live, owning, services, targets
from taawun.sectors.deconfliction.models import Conflict, Entry, Kind, Side, State, Target
from taawun.sectors.deconfliction.sector import PACK, WATCH, WATCH_PURPOSE

KIND: Final = "deconfliction_check"
ENTRY: Final = "entry"
POINTER: Final = "pointer"
NOTIFY: Final = "notify"
"""The move by which an entry crosses."""
POINT: Final = "point"
"""The move of a pointer; each conflict that is found has one of its own."""
DOCUMENT: Final = "Watch log"
"""Where the watch desk found what it releases: its own log."""
CAME_MOST: Final = 10_000
"""Most entries of one partner that are compared here at a time."""


def release(actor: Actor, entry_id: str, *, at: datetime | None = None) -> Proposal:
    """Propose to release an entry to the watch desk that its lead asked for; others approve, then it is sent.

    Raises:
        NoRole, NoSuchEntry, EntryClosed: nobody asked, or it is released already; and what cases raise.
        NoPairKey: the partner was paired after its targets were keyed.
    """
    at = cut(at or timezone.now())
    require_any_held(actor.officer_id, *WATCH)
    row = Entry.objects.filter(id=entry_id, party="").exclude(asked_for="").first()
    if row is None:
        raise NoSuchEntry
    if row.state != State.LIVE or row.case_id:
        raise EntryClosed
    rings = set(row.targets.values_list("ring", flat=True))
    if rings and row.asked_for not in rings:
        raise NoPairKey
    case = cases.open_case(actor, PACK, KIND, row.asked_for, WATCH_PURPOSE, at=at)
    Entry.objects.filter(id=row.id).update(case_id=case.id)
    cases.fill(actor, case.id, ENTRY, WATCH_PURPOSE, value=_told(row), document=DOCUMENT, page="1", at=at)
    return cases.propose(actor, case.id, NOTIFY, WATCH_PURPOSE, at=at)


def point(actor: Actor, conflict_id: str, *, at: datetime | None = None) -> Proposal:
    """Propose to tell the other node's watch desk of a conflict with an entry that it released: a pointer, no more.

    Raises:
        NoRole, NoSuchConflict; and what cases raise.
    """
    at = cut(at or timezone.now())
    require_any_held(actor.officer_id, *WATCH)
    conflict = Conflict.objects.select_related("new", "old").filter(id=conflict_id, old__isnull=False).first()
    came, ours = _sides(conflict)
    if conflict is None or came is None or ours is None:
        raise NoSuchConflict
    value = {
        "same_target": "yes" if conflict.same_target else "no", "near": _slug(conflict.near),
        "apart": _slug(conflict.apart), "contact": ours.contact, "phone": ours.phone,
    }  # fmt: skip
    cases.assign(actor, came.case_id, actor.authority, WATCH_PURPOSE, at=at)
    cases.fill(actor, came.case_id, POINTER, WATCH_PURPOSE, value=value, document=DOCUMENT, page="1", at=at)
    return cases.propose(actor, came.case_id, POINT, WATCH_PURPOSE, at=at)


def condition(held: Held, move: Move, at: datetime, made: bool) -> None:
    """Refuse to release an entry that its lead withdrew, also in the moment in which it would be sent (spec §87.8c).

    Raises:
        EntryWithdrawn.
    """
    del at, made
    if move.slug == NOTIFY and Entry.objects.filter(case_id=held.case.id, party="", state=State.WITHDRAWN).exists():
        raise EntryWithdrawn


def follow(held: Held, now: datetime) -> None:
    """Bring the rows in line with a case: an entry that came is compared, one that ended is not, a pointer is told."""
    stands, ours = held.standing, CaseSide(held.case.side)
    if ours is CaseSide.REQUESTED and stands.applied:
        row = Entry.objects.filter(case_id=held.case.id).first() or _arrived(held, now)
        final = held.kind.workflow.states[stands.state].final
        if row is not None and final and row.state == State.LIVE:
            services.end(row, now)
    elif ours is CaseSide.REQUESTING:
        _pointed(held, now)


def _sides(conflict: Conflict | None) -> tuple[Entry | None, Entry | None]:
    """Return the entry that came and the one that is ours."""
    rows = [conflict.new, conflict.old] if conflict is not None and conflict.old is not None else []
    came = next((one for one in rows if one.party), None)
    return came, next((one for one in rows if not one.party), None)


def _told(row: Entry) -> dict[str, Any]:
    keys = Target.objects.filter(entry=row, ring=row.asked_for).values_list("digest", flat=True)
    said = {
        "kind": row.kind, "form": row.form, "places": row.places, "radius": round(row.radius),
        "begins": _moment(row.begins), "ends": _moment(row.ends), "contact": row.contact, "phone": row.phone,
    }  # fmt: skip
    return said | ({"targets": " ".join(keys)} if keys else {})


def _arrived(held: Held, now: datetime) -> Entry | None:
    """Take an entry in that crossed; one that no node of ours would take is not compared, and its case stays."""
    value = held.file.filled[ENTRY].value if ENTRY in held.file.filled else None
    try:
        row = _row(value if isinstance(value, Mapping) else {}, held)
    except (TaawunError, KeyError, ValueError, TypeError, AttributeError, OverflowError):
        return None
    if row.ends <= now.timestamp() or _came(row.party) >= CAME_MOST:
        return None
    row.created = now
    services.take_turn()
    row.save(force_insert=True)
    keys = str(value.get("targets", "")).split()[: targets.DIGESTS_MOST] if isinstance(value, Mapping) else []
    good = sorted({one for one in keys if len(one) == 64 and set(one) <= set("0123456789abcdef")})
    Target.objects.bulk_create(Target(entry=row, ring=row.party, digest=one) for one in good)
    services.begin(row, now)
    return row


def _came(party: str) -> int:
    return Entry.objects.filter(party=party, slot__isnull=False).count()


def _row(value: Mapping[str, Any], held: Held) -> Entry:
    pairs = [tuple(map(float, one.split(","))) for one in str(value["places"]).split()]
    place = Place.of(str(value["form"]), pairs, float(value["radius"]))
    span = Span.of(_seconds(value["begins"]), _seconds(value["ends"]))
    box, number = place.box, services.number_in(str(value["phone"]))
    contact = services.contact_of(str(value["contact"]), number)
    return Entry(
        party=held.case.requesting, case_id=held.case.id, kind=Kind(str(value["kind"])), form=place.form,
        places=live.written(place.places), radius=place.radius, begins=span.begins, ends=span.ends,
        south=box.south, north=box.north, west=box.west, width=box.width, **contact,
    )  # fmt: skip


def _pointed(held: Held, now: datetime) -> None:
    """Tell our lead of each conflict that the other node found with the entry we released: one for each pointer."""
    row = Entry.objects.filter(case_id=held.case.id, party="").first()
    moves = [made for made in held.standing.applied if made.move == POINT]
    if row is None or not moves:
        return
    told = set(row.found.filter(old=None).values_list("move", flat=True))
    if "" in told:  # told before each kept its move: there was one pointer at most
        told.add(moves[0].digest())
    for made in moves:
        content = carried(made)
        if made.digest() not in told and POINTER in content:
            _tell(row, content[POINTER].value, made.digest(), now)


def _tell(row: Entry, value: object, move: str, now: datetime) -> None:
    """Open the conflict of one pointer; one that says nothing to anybody stays in its case."""
    if not isinstance(value, Mapping):
        return
    try:
        contact = services.contact_of(str(value["contact"]), services.number_in(str(value["phone"])))
        near, apart = Near(_band(value["near"])), Apart(_band(value["apart"]))
    except (TaawunError, KeyError, ValueError):
        return
    conflict = Conflict.objects.create(
        new=row, old=None, move=move, same_target=value.get("same_target") == "yes", near=near, apart=apart,
        opened=now, due=owning.due_of(now, row), **contact,
    )  # fmt: skip
    Side.objects.create(conflict=conflict, entry=row)


def _moment(seconds: int) -> str:
    return to_wire(datetime.fromtimestamp(seconds, UTC))


def _seconds(text: object) -> int:
    return int(from_wire(text).timestamp())


def _slug(band: str) -> str:
    return band.replace("-", "_")


def _band(slug: object) -> str:
    return str(slug).replace("_", "-")
