# SPDX-License-Identifier: Apache-2.0
"""The map as a component: a picture with its disclaimer, which a script replaces by a map that moves."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.apps.maps import basemap
from taawun.apps.maps.drawing import draw
from taawun.apps.maps.kinds import Kind
from taawun.apps.maps.projecting import HEIGHT, LOW
from taawun.apps.maps.shapes import Shape, area_in
from taawun.apps.registers.catalogue import types
from taawun.apps.registers.declarations import RecordType
from taawun.apps.registers.record_forms import PREFIX
from taawun.apps.ui import languages
from taawun.apps.ui.reader import may

register = template.Library()


@register.inclusion_tag("maps/parts/map.html")
def map_of(
    shapes: Sequence[Shape],
    asked: Shape | None = None,
    table: str = "",
    area: str = "",
    tones: Sequence[int] = (),
    legend: Sequence[Kind] = (),
    *,
    low: bool = False,
) -> dict[str, Any]:
    """Show shapes on a map, numbered from 1 in their order.

    Args:
        shapes: what is shown.
        asked: an area to which the reader narrowed the map.
        table: the id of the table that lists the same shapes, one row each in the same order.
        area: the id of a field in which an area may be drawn; empty where none is asked for.
        tones: of each shape the number of its kind, where things of several kinds stand on one map.
        legend: what the kinds are called.
        low: whether it leaves room for what stands below it, as on a page that is watched.
    """
    base = basemap.base_map()
    language = languages.find(get_language())
    return {
        "picture": draw(base, shapes, language.code, asked, tones, height=LOW if low else HEIGHT) if base else None,
        "language": language,
        "table": table,
        "area": area,
        "legend": legend,
        "low": low,
    }


@register.inclusion_tag("maps/parts/map.html")
def area_map(declared: RecordType, form: Any) -> dict[str, Any]:
    """Show a map on which the area of a record can be drawn, with the one that the form holds."""
    field = form[f"{PREFIX}{declared.layout.area}"]
    return map_of((), area_in(str(field.value() or "")), area=field.id_for_label)


@register.simple_tag(takes_context=True)
def map_link(context: Mapping[str, Any], slug: str) -> SafeString:
    """Lead to the map of a type's records, where they state places, for whoever may open it."""
    declared = types().get(slug)
    if declared is None or not declared.layout.map or not may(context["request"], "maps:records"):
        return SafeString("")
    return format_html('<a href="{}">{}</a>', reverse("maps:records", args=[slug]), _("Map"))


@register.filter
def latitude(shape: Shape) -> str:
    """Return where a shape is, north or south: the middle of a circle, of others where they begin."""
    return _degrees(shape.where[1], "NS")


@register.filter
def longitude(shape: Shape) -> str:
    """Return where a shape is, east or west: the middle of a circle, of others where they begin."""
    return _degrees(shape.where[0], "EW")


@register.filter
def lonlat(shape: Shape) -> str:
    """Return the places of a shape as a script reads them: "lon,lat lon,lat"."""
    return " ".join(f"{lon:g},{lat:g}" for lon, lat in shape.places)


def _degrees(value: float, sides: str) -> str:
    return f"{abs(value):.4f}° {sides[0] if value >= 0 else sides[1]}"
