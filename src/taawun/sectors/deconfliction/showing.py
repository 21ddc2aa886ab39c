# SPDX-License-Identifier: Apache-2.0
"""Entries and conflicts as pages and files show them: shapes for the map, cells for tables."""

from django.utils.translation import gettext as _

from taawun.apps.maps.shapes import FARTHEST, Shape, area, circle, line, point
from taawun.kernel.errors import BadArea
from taawun.sectors.deconfliction import access, live
from taawun.sectors.deconfliction.access import Own, Owned, Pointer
from taawun.sectors.deconfliction.models import Entry
from taawun.sectors.deconfliction.words import APART, KINDS, NEAR, STANDS, STATES


def shape(row: Entry) -> Shape:
    """Return an entry as the map draws it: a circle where it has a radius that can be seen, else its own form."""
    form, places, radius = access.shape_of(row)
    (lon, lat) = places[0]
    try:
        if form == "point" and 0 < radius / 1_000 <= FARTHEST:
            return circle(lon, lat, radius / 1_000)
        if form == "line":
            return line(places)
        if form == "area":
            return area(places)
    except BadArea:
        pass
    return point(lon, lat)


def around(row: Entry) -> str:
    """Return how far around its place an entry reaches, in nautical miles, in words; a dash for nothing."""
    miles = live.place_of(row).radius / 1_852
    return _("%(miles)s nautical miles") % {"miles": f"{miles:.1f}"} if miles else "–"


def entry_cells(one: Own) -> tuple[str, ...]:
    """Return an entry of a lead as the cells of a table."""
    return (
        one.row.label, str(KINDS[one.row.kind]), f"{one.begins:%Y-%m-%d %H:%M}", f"{one.ends:%Y-%m-%d %H:%M}",
        one.row.places, around(one.row), str(STATES[one.state]), one.row.contact, one.row.phone, one.row.id,
    )  # fmt: skip


def pointer_cells(one: Pointer) -> tuple[str, ...]:
    """Return a pointer as the cells of a table."""
    target = "✓" if one.same_target else ""
    return (one.label, target, str(NEAR[one.near]), str(APART[one.apart]), one.contact, one.phone,
            str(STANDS[one.state]), one.entry)  # fmt: skip


def owned_cells(one: Owned) -> tuple[str, ...]:
    """Return a conflict as the watch desk takes it away: contacts and clocks, and no place or case."""
    contacts = " · ".join(f"{each.party or '–'} {each.contact} {each.phone}" for each in one.entries)
    row = one.row
    return (
        str(STANDS[row.state]), f"{row.opened:%Y-%m-%d %H:%M}", f"{row.due:%Y-%m-%d %H:%M}", str(NEAR[row.near]),
        str(APART[row.apart]), "✓" if row.same_target else "", contacts, row.note, row.id,
    )  # fmt: skip
