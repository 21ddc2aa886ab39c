# SPDX-License-Identifier: Apache-2.0
"""The live entries of this node as the port of matching: one index of slots, one of target keys (spec §87.6)."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.db import connection

from taawun.engines.deconfliction.entries import Entry, Span
from taawun.engines.deconfliction.grid import slots_for
from taawun.engines.deconfliction.places import Box, Form, LonLat, Place
from taawun.engines.deconfliction.thresholds import Thresholds
from taawun.sectors.deconfliction import models

_COLUMNS: Final = ("id", "kind", "form", "places", "radius", "begins", "ends", "lead_id", "party")
_NEAR: Final = (
    "SELECT id, kind, form, places, radius, begins, ends, lead_id, party FROM deconfliction_entry"
    " WHERE begins <= %s AND ends >= %s AND south <= %s AND north >= %s AND ("
    "west <= %s AND west + width >= %s OR west <= %s AND west + width >= %s OR west <= %s AND west + width >= %s"
    ") AND slot IN ({})"
)
"""Django would build the statement anew, with a parameter for each of some hundred slots.

All that it asks for lies in the index `deconf_near`: only rows whose boxes and spans meet are read from the table.
"""
_EDGE: Final = 1e-9
"""Degrees by which boxes are asked for wider than they are, because the database adds what we subtract."""


@cache
def thresholds() -> Thresholds:
    """Return how close is too close, checked when it is first read.

    Raises:
        BadDeclaration.
    """
    text = (Path(__file__).with_name("thresholds.yaml")).read_text("utf-8")
    return Thresholds.of(yaml.safe_load(text))


class Table:
    """The rows that are live now."""

    def near(self, box: Box, span: Span) -> Iterator[Entry]:
        """Yield the entries that meet a box and a span."""
        slots = ",".join(map(str, slots_for(box, span)))  # whole numbers of our own making
        with connection.cursor() as cursor:
            cursor.execute(_NEAR.format(slots), [span.ends, span.begins, box.north, box.south, *_turns(box)])
            rows = cursor.fetchall()
        return map(_entry, rows)

    def aimed(self, targets: frozenset[str], span: Span) -> Iterator[Entry]:
        """Yield the entries with one of these target keys that meet a span."""
        rows = models.Entry.objects.filter(
            targets__digest__in=sorted(targets), slot__isnull=False, begins__lte=span.ends, ends__gte=span.begins
        ).distinct()
        for row in rows.order_by().values_list(*_COLUMNS):
            yield _entry(row, frozenset(models.Target.objects.filter(entry=row[0]).values_list("digest", flat=True)))


def _turns(box: Box) -> Iterator[float]:
    """Yield the farthest east and west that a box may begin and end: as it is, and once round either way."""
    for turn in (0.0, -360.0, 360.0):
        yield box.west + box.width + turn + _EDGE
        yield box.west + turn - _EDGE


def entry_of(row: models.Entry) -> Entry:
    """Return a row as matching sees it."""
    keys = frozenset(row.targets.values_list("digest", flat=True))
    return _entry(tuple(getattr(row, name) for name in _COLUMNS), keys)


def written(places: tuple[LonLat, ...]) -> str:
    """Return places as a row keeps them: "lon,lat lon,lat"."""
    return " ".join(f"{lon:.6f},{lat:.6f}" for lon, lat in places)


def place_of(row: models.Entry) -> Place:
    """Return where an entry is."""
    return _place(row.form, row.places, row.radius)


def _place(form: str, places: str, radius: float) -> Place:
    pairs = (one.partition(",") for one in places.split())
    return Place(Form(form), tuple((float(lon), float(lat)) for lon, _, lat in pairs), radius)


def _entry(row: tuple[Any, ...], targets: frozenset[str] = frozenset()) -> Entry:
    """Return an entry; all that came from one partner have one lead: their own node compares them."""
    identifier, kind, form, places, radius, begins, ends, lead, party = row
    return Entry(identifier, kind, _place(form, places, radius), Span(begins, ends), party or lead, targets)
