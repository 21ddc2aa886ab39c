# SPDX-License-Identifier: Apache-2.0
"""How positions are kept: packed in rows of a vessel and a day, appended while a row is small, forgotten by age.

A position takes sixteen bytes: second of the day, longitude and latitude in 1/600,000 degree, speed and course in
tenths. Nothing is rounded.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from taawun.formats.ais.identity import is_mmsi
from taawun.formats.ais.messages import DEGREE, Message, Static
from taawun.sectors.coast_guard.models import Feed, Leg, Vessel

if TYPE_CHECKING:
    from taawun.engines.tracks import Points

KEPT_DAYS: Final = 90
"""Days after which positions are forgotten, counted from the day on which they were taken in."""
LEG_POINTS: Final = 2_048
"""Positions up to which a row is appended to; a new one is begun then."""
DAY: Final = 86_400
NOT_SAID: Final = (None, "")
_NONE: Final = 65_535
"""Speed or course that was not stated."""
_LAYOUT: Final = [("second", "<u4"), ("lon", "<i4"), ("lat", "<i4"), ("speed", "<u2"), ("course", "<u2")]


def keep(feed: Feed, rows: Any, on: date) -> int:
    """Store rows of a batch that have a place and a time (formats/ais/bulk.py), and return how many positions.

    It belongs into the transaction of its chunk.
    """
    import numpy as np

    if not rows.size:
        return 0
    days, mmsi = rows[:, 1] // DAY, rows[:, 0]
    order = np.lexsort((days, mmsi))
    rows, days, mmsi = rows[order], days[order], mmsi[order]
    edges = np.flatnonzero((np.diff(days) != 0) | (np.diff(mmsi) != 0)) + 1
    starts = [0, *edges.tolist()]
    groups = {
        (int(mmsi[a]), _day(int(days[a]))): _pack(rows[a:b])
        for a, b in zip(starts, [*starts[1:], len(rows)], strict=True)
    }
    last = _last(feed, {vessel for vessel, _ in groups}, {day for _, day in groups})
    fresh, grown = [], []
    for (vessel, day), packed in groups.items():
        leg, size = last.get((vessel, day)), len(packed) // 16
        if leg is not None and leg.size + size <= LEG_POINTS:
            leg.points, leg.size = bytes(leg.points) + packed, leg.size + size
            grown.append(leg)
        else:
            number = leg.number + 1 if leg else 0
            fresh.append(Leg(feed=feed, mmsi=vessel, day=day, number=number, size=size, points=packed, stored=on))
    Leg.objects.bulk_create(fresh, batch_size=500)
    Leg.objects.bulk_update(grown, ["points", "size"], batch_size=100)
    return len(rows)


def name(messages: Iterable[Message]) -> None:
    """Keep what vessels say of themselves; what a message leaves out stays as it was."""
    said: dict[int, dict[str, Any]] = {}
    for one in messages:
        if isinstance(one, Static):
            stated = {"name": one.name, "imo": one.imo, "call_sign": one.call_sign}
            said.setdefault(one.mmsi, {}).update({key: value for key, value in stated.items() if value not in NOT_SAID})
    known = Vessel.objects.in_bulk(list(said))
    rows = [known.get(mmsi) or Vessel(mmsi=mmsi) for mmsi in said]
    for row in rows:
        for field, value in said[row.mmsi].items():
            setattr(row, field, value)
    fields = ["name", "imo", "call_sign"]
    Vessel.objects.bulk_create(rows, update_conflicts=True, unique_fields=["mmsi"], update_fields=fields)


def points(first: date, last: date, most: int, before: Collection[int] = ()) -> "tuple[Points, bool]":
    """Return the positions of some days, and whether there were more than `most`; half-loaded files are left out.

    Those of the vessels in `before` are taken first.
    """
    import numpy as np

    from taawun.engines.tracks import Points

    whole = Leg.objects.filter(day__gte=first, day__lte=last, feed__finished__isnull=False)
    legs = whole.values_list("mmsi", "day", "points")
    parts = [legs.filter(mmsi__in=before), legs.exclude(mmsi__in=before)] if before else [legs]
    found, total, more = [], 0, False
    for mmsi, day, packed in chain.from_iterable(part.iterator(chunk_size=500) for part in parts):
        rows = np.frombuffer(bytes(packed), np.dtype(_LAYOUT))
        if total + len(rows) > most:
            more = True
            break
        found.append((mmsi, (day - date(1970, 1, 1)).days * DAY, rows))
        total += len(rows)
    if not found:
        return Points.of([], [], [], []), more
    rows = np.concatenate([one for _, _, one in found])
    sizes = [len(one) for _, _, one in found]
    began = np.repeat(np.array([one for _, one, _ in found], np.int64), sizes)
    vessels = np.repeat(np.array([one for one, _, _ in found], np.int64), sizes)
    speed = np.where(rows["speed"] == _NONE, np.nan, rows["speed"] / 10)
    made = Points.of(vessels, began + rows["second"], rows["lon"] / DEGREE, rows["lat"] / DEGREE, speed)
    return made, more


def newest_day(on: date) -> date | None:
    """Return the last day of which there are positions, as seen on a day: what says a later one is no last day."""
    legs = Leg.objects.filter(feed__finished__isnull=False, day__lte=on + timedelta(days=1)).order_by("-day")
    return legs.values_list("day", flat=True).first()


def called(text: str, most: int) -> list[int]:
    """Return the vessels that a text means: an MMSI, or a part of what they call themselves."""
    found = list(Vessel.objects.filter(name__icontains=text).values_list("mmsi", flat=True)[:most])
    return [*([int(text)] if is_mmsi(text) else []), *found]


def forget(on: date) -> int:
    """Erase positions that were taken in too long ago, and return how many rows that were."""
    gone, _ = Leg.objects.filter(stored__lt=on - timedelta(days=KEPT_DAYS)).delete()
    return gone


def empty(feed: Feed) -> None:
    """Erase the positions that came with a feed."""
    Leg.objects.filter(feed=feed).delete()


def take_away(feed: Feed) -> None:
    """Erase a feed with everything that came with it."""
    with transaction.atomic():
        empty(feed)
        feed.delete()


def _last(feed: Feed, vessels: set[int], days: set[date]) -> dict[tuple[int, date], Leg]:
    rows = Leg.objects.select_for_update().filter(feed=feed, mmsi__in=vessels, day__in=days).order_by("number")
    return {(leg.mmsi, leg.day): leg for leg in rows}


def _pack(rows: Any) -> bytes:
    import numpy as np

    packed = np.empty(len(rows), np.dtype(_LAYOUT))
    packed["second"], packed["lon"], packed["lat"] = rows[:, 1] % DAY, rows[:, 2], rows[:, 3]
    for field, column in (("speed", 4), ("course", 5)):
        packed[field] = np.where(rows[:, column] < 0, _NONE, rows[:, column])
    return packed.tobytes()


def _day(number: int) -> date:
    return date(1970, 1, 1) + timedelta(days=number)
