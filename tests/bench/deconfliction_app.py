# SPDX-License-Identifier: Apache-2.0
"""A new entry against live ones: the product's act, the engine in memory, and SQLite's R-tree. Prints one JSON object.

python -m tests.bench.deconfliction_app COUNT
"""

import json
import math
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

BEGAN = 1_795_000_000
ASKED = 40
HOURS = (1, 1, 2, 4, 8, 24, 72, 168)
DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Crowd:
    """How close operations lie: six of ten are around towns, within some 15 km, over these days; the others at sea."""

    days: int
    towns: int

    def density(self, count: int) -> dict[str, float]:
        """Return how many begin in a day on each square kilometre within 25 km of a town, and at sea."""
        a_day, around, sea = count / self.days, math.pi * 25**2, 20 * 6 * (DEGREE / 1_000) ** 2 * 0.9
        inside = 1 - math.exp(-((25 / (0.15 * DEGREE / 1_000)) ** 2) / 2)
        return {
            "town_km2_day": round(0.6 * a_day * inside / self.towns / around, 3),
            "sea_km2_day": round(0.4 * a_day / sea, 4),
        }


CROWDED, SPREAD = Crowd(30, 40), Crowd(360, 400)
"""All within a month around forty towns, which no country has; and over the year that entries may be made ahead."""


def operations(count: int, seed: int, crowd: Crowd) -> Iterator[tuple[float, float, float, int, int]]:
    """Yield (longitude, latitude, radius, begins, ends)."""
    chance = random.Random(seed)
    spread = random.Random(8)
    towns = [(spread.uniform(48, 74), spread.uniform(23, 36)) for _ in range(crowd.towns)]
    for _ in range(count):
        if chance.random() < 0.6:
            lon, lat = chance.choice(towns)
            lon, lat = lon + chance.gauss(0, 0.15), lat + chance.gauss(0, 0.15)
        else:
            lon, lat = chance.uniform(48, 68), chance.uniform(22, 28)
        begins = BEGAN + chance.randrange(crowd.days * 86_400)
        yield lon, lat, chance.choice((0.0, 500.0, 2_000.0)), begins, begins + chance.choice(HOURS) * 3_600


def main(count: int) -> None:
    """Measure, and print what was found."""
    from tests import house

    scratch = house.prepare()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    answer: dict[str, Any] = {}
    for name, crowd in (("spread", SPREAD), ("crowded", CROWDED)):
        answer[name] = {"product": product(count, crowd), "engine": engine(count, crowd), "peer": rtree(count, crowd)}
        answer[name] |= crowd.density(count)
    answer["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(answer))
    del scratch


def product(count: int, crowd: Crowd) -> dict[str, Any]:
    """Make entries live as a lead does: one transaction, with its audit line and the conflicts, on SQLite on a disk."""
    from datetime import UTC, datetime, timedelta

    from taawun.apps.people.access import actor_of
    from taawun.engines.deconfliction import Place, Span
    from taawun.sectors.deconfliction import services

    officer = _officer()
    began = time.perf_counter()
    _fill(count, crowd)
    filled, took, found = time.perf_counter() - began, [], 0
    now = datetime.fromtimestamp(BEGAN - (5 if crowd is SPREAD else 2) * 86_400, UTC)  # a lead has 60 a day
    for lon, lat, radius, begins, ends in operations(ASKED, 2, crowd):
        now += timedelta(minutes=30)
        wish = services.Wish(
            kind="boarding", place=Place.of("point", [(lon, lat)], radius), span=Span.of(begins, ends),
            contact="Bench", phone="+92 21 555 0101",
        )  # fmt: skip
        made = services.draft(actor_of(officer), wish, at=now)
        conflicts, seconds = _timed(
            lambda made=made, now=now: len(services.make_live(actor_of(officer), made.id, at=now))
        )
        took.append(seconds)
        found += conflicts
        services.withdraw(actor_of(officer), made.id, at=now)
    return _said(took, found) | {"filled_s": round(filled)}


@cache
def _officer() -> Any:
    from tests.apps.cases.conftest import founding

    return founding()["asma"]


def _fill(count: int, crowd: Crowd) -> None:
    """Fill the table anew; what stood in it is compared no more."""
    from django.db import connection, transaction

    from taawun.engines.deconfliction import Place, Span, slot_of

    names = (
        "id", "party", "authority", "lead_id", "label", "kind", "form", "places", "radius", "begins", "ends", "south",
        "north", "west", "width", "contact", "phone", "slot", "state", "created", "asked_for", "case_id",
    )  # fmt: skip

    def rows() -> Iterator[tuple[Any, ...]]:
        for number, (lon, lat, radius, begins, ends) in enumerate(operations(count, 1, crowd)):
            box = Place.of("point", [(lon, lat)], radius).box
            yield (
                f"{crowd.days}-{number:032}", "", "bench", f"lead{number % 5_000}", "", "boarding", "point",
                f"{lon:.6f},{lat:.6f}", radius, begins, ends, box.south, box.north, box.west, box.width,
                "Bench", "+92 21 555 0101", slot_of(box, Span(begins, ends)), "live", "2026-11-22 00:00:00", "", "",
            )  # fmt: skip

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE deconfliction_entry SET slot = NULL WHERE slot IS NOT NULL")
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(f"INSERT INTO deconfliction_entry ({', '.join(names)}) VALUES ({marks})", rows())


def engine(count: int, crowd: Crowd) -> dict[str, Any]:
    """Compare in memory: the same function behind its other port."""
    from taawun.engines.deconfliction import Memory, matches
    from taawun.sectors.deconfliction.live import thresholds

    memory, took, found = Memory(_entry(n, one) for n, one in enumerate(operations(count, 1, crowd))), [], 0
    for number, one in enumerate(operations(ASKED, 2, crowd)):
        new = _entry(-1 - number, one)
        conflicts, seconds = _timed(lambda new=new: len(matches(new, memory, thresholds())))
        took.append(seconds)
        found += conflicts
    return _said(took, found)


def _entry(number: int, one: tuple[float, float, float, int, int]) -> Any:
    from taawun.engines.deconfliction import Entry, Form, Place, Span

    lon, lat, radius, begins, ends = one
    place = Place(Form.POINT, ((round(lon, 6), round(lat, 6)),), radius)
    return Entry(str(number), "boarding", place, Span(begins, ends), f"lead{number}")


def rtree(count: int, crowd: Crowd) -> dict[str, Any]:
    """Ask an R-tree of SQLite in three dimensions, on a disk: boxes that meet, and no distance, audit or lead."""
    with tempfile.TemporaryDirectory() as folder, sqlite3.connect(Path(folder) / "peer.sqlite3") as database:
        database.execute("CREATE VIRTUAL TABLE live USING rtree(id, w, e, s, n, b, u)")
        rows = ((number, *_box(*one)) for number, one in enumerate(operations(count, 1, crowd)))
        database.executemany("INSERT INTO live VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        database.commit()
        took, found = [], 0
        for one in operations(ASKED, 2, crowd):
            west, east, south, north, begins, ends = _box(*one, reach=5 * 1_852.0, seconds=3_600)
            asked = (east, west, north, south, ends, begins)
            met, seconds = _timed(partial(_count, database, asked))
            took.append(seconds)
            found += met
    return _said(took, found)


def _count(database: sqlite3.Connection, asked: tuple[float, ...]) -> int:
    sql = "SELECT * FROM live WHERE w <= ? AND e >= ? AND s <= ? AND n >= ? AND b <= ? AND u >= ?"
    return len(database.execute(sql, asked).fetchall())


def _box(
    lon: float, lat: float, radius: float, begins: int, ends: int, *, reach: float = 0, seconds: int = 0
) -> tuple[float, ...]:
    up = (radius + reach) / DEGREE
    side = up / 0.85
    return lon - side, lon + side, lat - up, lat + up, begins - BEGAN - seconds, ends - BEGAN + seconds


def _timed(act: Callable[[], int]) -> tuple[int, tuple[float, float]]:
    """Return what an act found, and its seconds by the clock and of the processor."""
    began, worked = time.perf_counter(), time.process_time()
    found = act()
    return found, (time.perf_counter() - began, time.process_time() - worked)


def _said(took: list[tuple[float, float]], found: int) -> dict[str, Any]:
    walls, works = (sorted(one * 1_000 for one in each) for each in zip(*took, strict=True))
    return {
        "p50": round(walls[len(walls) // 2], 1), "p95": round(walls[int(len(walls) * 0.95) - 1], 1),
        "processor_p50": round(works[len(works) // 2], 1), "processor_p95": round(works[int(len(works) * 0.95) - 1], 1),
        "found": found,
    }  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]))
