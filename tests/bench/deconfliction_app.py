# SPDX-License-Identifier: Apache-2.0
"""A new entry against live ones: the product's act, the engine in memory, and SQLite's R-tree. Prints one JSON object.

python -m tests.bench.deconfliction_app COUNT
"""

import json
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

BEGAN = 1_795_000_000
DAYS = 30
TOWNS = 40
ASKED = 40
DEGREE = 111_195.0


def operations(count: int, seed: int) -> Iterator[tuple[float, float, float, int, int]]:
    """Yield (longitude, latitude, radius, begins, ends): most around towns, the others at sea, over a month."""
    chance = random.Random(seed)
    spread = random.Random(8)
    towns = [(spread.uniform(48, 74), spread.uniform(23, 36)) for _ in range(TOWNS)]
    for _ in range(count):
        if chance.random() < 0.6:
            lon, lat = chance.choice(towns)
            lon, lat = lon + chance.gauss(0, 0.15), lat + chance.gauss(0, 0.15)
        else:
            lon, lat = chance.uniform(48, 68), chance.uniform(22, 28)
        begins = BEGAN + chance.randrange(DAYS * 86_400)
        hours = chance.choice((1, 1, 2, 4, 8, 24, 72, 168))
        yield lon, lat, chance.choice((0.0, 500.0, 2_000.0)), begins, begins + hours * 3_600


def main(count: int) -> None:
    """Measure, and print what was found."""
    from tests import house

    scratch = house.prepare()
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    answer = {"product": product(count), "engine": engine(count), "peer": rtree(count)}
    answer["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(answer))
    del scratch


def product(count: int) -> dict[str, Any]:
    """Make entries live as a lead does: one transaction with its audit line, on SQLite on a disk."""
    from datetime import UTC, datetime, timedelta

    from taawun.apps.people.access import actor_of
    from taawun.engines.deconfliction import Place, Span
    from taawun.sectors.deconfliction import services
    from tests.apps.cases.conftest import founding

    officer = founding()["asma"]
    began = time.perf_counter()
    _fill(count)
    filled, took, found = time.perf_counter() - began, [], 0
    now = datetime.fromtimestamp(BEGAN - 86_400, UTC)
    for lon, lat, radius, begins, ends in operations(ASKED, 2):
        now += timedelta(minutes=30)
        wish = services.Wish(
            kind="boarding", place=Place.of("point", [(lon, lat)], radius), span=Span.of(begins, ends),
            contact="Bench", phone="+92 21 555 0101",
        )  # fmt: skip
        made = services.draft(actor_of(officer), wish, at=now)
        conflicts, seconds = _timed(lambda made=made, now=now: _found(officer, made.id, now))
        took.append(seconds)
        found += conflicts
        services.withdraw(actor_of(officer), made.id, at=now)
    return _said(took, found) | {"filled_s": round(filled)}


def _found(officer: Any, entry: str, now: Any) -> int:
    """Compare one entry inside the transaction that makes it live, and return how many conflicts there are.

    Storing a conflict is not measured: in these crowded towns an entry has dozens, which no day has.
    """
    from unittest.mock import patch

    from taawun.apps.people.access import actor_of
    from taawun.sectors.deconfliction import owning, services

    kept: list[Any] = []
    with patch.object(owning, "open_conflicts", lambda _row, found, _at: kept.extend(found) or []):
        services.make_live(actor_of(officer), entry, at=now)
    return len(kept)


def _fill(count: int) -> None:
    from django.db import connection, transaction

    from taawun.engines.deconfliction import Place, Span, slot_of

    names = (
        "id", "party", "authority", "lead_id", "label", "kind", "form", "places", "radius", "begins", "ends", "south",
        "north", "west", "width", "contact", "phone", "slot", "state", "created", "asked_for", "case_id",
    )  # fmt: skip

    def rows() -> Iterator[tuple[Any, ...]]:
        for number, (lon, lat, radius, begins, ends) in enumerate(operations(count, 1)):
            box = Place.of("point", [(lon, lat)], radius).box
            yield (
                f"{number:036}", "", "bench", f"lead{number % 5_000}", "", "boarding", "point", f"{lon:.6f},{lat:.6f}",
                radius, begins, ends, box.south, box.north, box.west, box.width, "Bench", "+92 21 555 0101",
                slot_of(box, Span(begins, ends)), "live", "2026-11-22 00:00:00", "", "",
            )  # fmt: skip

    with transaction.atomic(), connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(f"INSERT INTO deconfliction_entry ({', '.join(names)}) VALUES ({marks})", list(rows()))


def engine(count: int) -> dict[str, Any]:
    """Compare in memory: the same function behind its other port."""
    from taawun.engines.deconfliction import Memory, matches
    from taawun.sectors.deconfliction.live import thresholds

    memory, took, found = Memory(_entry(n, one) for n, one in enumerate(operations(count, 1))), [], 0
    for number, one in enumerate(operations(ASKED, 2)):
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


def rtree(count: int) -> dict[str, Any]:
    """Ask an R-tree of SQLite in three dimensions, on a disk: boxes that meet, and no distance, audit or lead."""
    with tempfile.TemporaryDirectory() as folder, sqlite3.connect(Path(folder) / "peer.sqlite3") as database:
        database.execute("CREATE VIRTUAL TABLE live USING rtree(id, w, e, s, n, b, u)")
        rows = ((number, *_box(*one)) for number, one in enumerate(operations(count, 1)))
        database.executemany("INSERT INTO live VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        database.commit()
        took, found = [], 0
        for one in operations(ASKED, 2):
            west, east, south, north, begins, ends = _box(*one, reach=5 * 1_852.0, seconds=3_600)
            asked = (east, west, north, south, ends, begins)
            met, seconds = _timed(lambda asked=asked: len(_ask(database, asked)))
            took.append(seconds)
            found += met
    return _said(took, found)


def _ask(database: sqlite3.Connection, asked: tuple[float, ...]) -> list[Any]:
    sql = "SELECT * FROM live WHERE w <= ? AND e >= ? AND s <= ? AND n >= ? AND b <= ? AND u >= ?"
    return database.execute(sql, asked).fetchall()


def _box(
    lon: float, lat: float, radius: float, begins: int, ends: int, *, reach: float = 0, seconds: int = 0
) -> tuple[float, ...]:
    up = (radius + reach) / DEGREE
    side = up / 0.85
    return lon - side, lon + side, lat - up, lat + up, begins - BEGAN - seconds, ends - BEGAN + seconds


def _timed(act: Callable[[], int]) -> tuple[int, float]:
    began = time.perf_counter()
    found = act()
    return found, time.perf_counter() - began


def _said(took: list[float], found: int) -> dict[str, Any]:
    ordered = sorted(one * 1_000 for one in took)
    return {
        "p50": round(ordered[len(ordered) // 2], 1), "p95": round(ordered[int(len(ordered) * 0.95) - 1], 1),
        "found": found,
    }  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]))
