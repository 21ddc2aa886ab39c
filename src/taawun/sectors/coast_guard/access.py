# SPDX-License-Identifier: Apache-2.0
"""The door to positions: tracks and events of some days, for an officer and a purpose, on the record (spec §80.60).

Each vessel that is shown leaves a line. Events are computed when they are looked at and stored nowhere.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Entry
from taawun.apps.people.access import actor_of, require_any
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as records
from taawun.apps.registers.access import Row
from taawun.apps.registers.purposes import PURPOSES
from taawun.apps.registers.queries import Filters, Narrow
from taawun.apps.sector import Data
from taawun.kernel.errors import NoPurpose
from taawun.kernel.wire.times import cut
from taawun.sectors.coast_guard import store
from taawun.sectors.coast_guard.models import Feed, Vessel
from taawun.sectors.coast_guard.sector import ROLES

if TYPE_CHECKING:
    from taawun.engines.tracks import Event

READ: Final = "positions.read"
POSITIONS: Final = 400_000
"""Positions of one watch page; what is more is said to be more."""
DAYS: Final = 7
"""Days of one watch page."""
VESSELS: Final = 60
"""Vessels whose tracks are shown; those of events come first."""
CORNERS: Final = 150
"""Corners of one track on the page."""

Fix = tuple[int, float, float]
"""Seconds since 1970, longitude, latitude."""


PATROLS: Final = 20
"""Patrols of one watch page, the last ones."""
BEFORE: Final = timedelta(days=7)
"""How long before the first day a patrol may have begun that is still looked for."""


@dataclass(frozen=True, slots=True)
class Track:
    """Where one vessel went, thinned to what a page shows; its name and numbers as it transmits them."""

    mmsi: int
    name: str
    fixes: tuple[Fix, ...]
    imo: int | None = None
    call_sign: str = ""


@dataclass(frozen=True, slots=True)
class Watch:
    """What some days at sea look like. `more` says that there was more than a page shows."""

    first: date
    last: date
    tracks: tuple[Track, ...]
    events: "tuple[Event, ...]"
    vessels: int
    positions: int
    more: bool


def feeds() -> "list[Feed]":
    """Return the newest feeds: their names and counts are no content."""
    return list(Feed.objects.all()[:8])


def patrols(officer: Officer, purpose: str, first: date, last: date) -> list[Row]:
    """Return the patrol logs of some days that the officer may see; those that say where they went are drawn too."""
    days = Narrow("date", low=(first - BEFORE).isoformat(), high=last.isoformat())
    found = records.search(officer, Filters("patrol-log", narrowed=(days,), sort="-date"), purpose, most=PATROLS)
    return [row for row in found.rows if is_out(row.data, first)]


def is_out(data: Data, first: date) -> bool:
    """Tell whether a patrol was not over before a day."""
    return str(data.get("until") or data.get("date") or "") >= first.isoformat()


def feed_named(identifier: str) -> "Feed | None":
    """Return a file of positions, whole or not, or a stream; None where there is none."""
    return Feed.objects.filter(id=identifier).first()


def watch(
    officer: Officer,
    purpose: str,
    *,
    first: date | None = None,
    last: date | None = None,
    vessel: str = "",
    at: datetime | None = None,
) -> Watch:
    """Return tracks and events of some days; without days, of the newest day there is and the one before.

    With `vessel`, an MMSI or a part of a name, only of such vessels and of those that they met.

    Raises:
        NoPurpose, NoRole.
    """
    at = cut(at or timezone.now())
    if purpose not in PURPOSES:
        raise NoPurpose
    require_any(officer, *ROLES)
    last = last or store.newest_day(at.date()) or at.date()
    first = max(first or last - timedelta(days=1), last - timedelta(days=DAYS - 1))
    found = _look(first, last, vessel.strip())
    actor = actor_of(officer)
    lines = [Entry(actor, READ, "positions", f"{one.mmsi}/{first}/{last}", purpose) for one in found.tracks]
    audit.record_many(lines or [Entry(actor, READ, "positions", f"none/{first}/{last}", purpose)], at=at)
    return found


def _look(first: date, last: date, vessel: str) -> Watch:
    from taawun.engines.tracks import events

    named = store.called(vessel, VESSELS) if vessel else []
    points, more = store.points(first, last, POSITIONS, named)
    happened = tuple(one for one in events(points) if not vessel or set(one.vessels) & set(named))
    starts = points.starts().tolist()
    spans = {int(points.mmsi[a]): (a, b) for a, b in pairwise(starts)}
    involved = dict.fromkeys(mmsi for one in happened for mmsi in one.vessels)
    wanted = dict.fromkeys([*involved, *((mmsi for mmsi in named if mmsi in spans) if vessel else spans)])
    chosen = list(wanted)[:VESSELS]
    said = Vessel.objects.in_bulk(chosen)
    tracks = []
    for mmsi in chosen:
        a, b = spans[mmsi]
        step = max(1, -(-(b - a) // CORNERS))
        picked = [*range(a, b - 1, step), b - 1]
        fixes = tuple((int(points.time[i]), float(points.lon[i]), float(points.lat[i])) for i in picked)
        one = said.get(mmsi) or Vessel(mmsi=mmsi)
        tracks.append(Track(mmsi, one.name, fixes, one.imo, one.call_sign))
    shown = tuple(one for one in happened if set(one.vessels) <= set(chosen))
    more = more or len(chosen) < len(wanted)
    return Watch(first, last, tuple(tracks), shown, len(spans), len(points), more)
