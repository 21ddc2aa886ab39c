# SPDX-License-Identifier: Apache-2.0
"""Pages of maps: records of one type where they say that they are, as a page and as GeoJSON (spec §80.30)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language

from taawun.apps.maps import access, basemap
from taawun.apps.maps.access import Placed
from taawun.apps.maps.forms import WithinForm
from taawun.apps.ui import languages
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.apps.ui.templatetags.desk import UUID
from taawun.kernel import marking as marks


@for_purpose
def records(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the records of a type on a map, with a table of the same places."""
    form = WithinForm(request.GET or None)
    within = form.within()
    found = access.sheet(officer_of(request), slug, within, chosen(request), after=_after(request))
    language = languages.find(get_language()).code
    context = {
        "form": form,
        "sheet": found,
        "slug": slug,
        "title": found.type.title[language],
        "shapes": [one.shape for one in found.places],
        "area": within.area,
        "day": _label(found.type, language),
        "after": _after(request),
    }
    return render(request, "maps/records.html", context)


@for_purpose
def places(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the places of the page as GeoJSON; each carries its marking."""
    within = WithinForm(request.GET or None).within()
    found = access.sheet(officer_of(request), slug, within, chosen(request), after=_after(request))
    answer = {"type": "FeatureCollection", "features": [_feature(one) for one in found.places]}
    return JsonResponse(answer, content_type="application/geo+json")


def boundaries(_request: HttpRequest) -> HttpResponse:
    """Give the names of places, and the node's own boundaries where it has them."""
    base = basemap.base_map()
    labels = basemap.labels_geojson(base) if base else None
    return JsonResponse({"labels": labels, "boundaries": basemap.own_boundaries()})


def _feature(one: Placed) -> dict[str, Any]:
    said = {
        "id": one.shown.record.id,
        "caption": one.caption,
        "day": one.day,
        "marking": marks.to_wire(one.shown.marking),
    }
    return {"type": "Feature", "geometry": one.shape.geojson, "properties": said}


def _after(request: HttpRequest) -> str:
    asked = request.GET.get("after", "")
    return asked if UUID.fullmatch(asked) else ""


def _label(declared: Any, language: str) -> str:
    name = access.day_field(declared)
    return str(declared.fields[name].label[language]) if name else ""
