# SPDX-License-Identifier: Apache-2.0
"""Pages of the coast guard: the watch page, and taking in a file of positions."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from taawun.apps.maps import access as maps
from taawun.apps.maps.access import Placed, Within
from taawun.apps.maps.kinds import legend_of
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.registers.services import may_draft
from taawun.apps.ui import errors
from taawun.apps.ui.erasing import ask_to_erase
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import may, officer_of
from taawun.kernel.errors import BadImportFile, TooLarge
from taawun.sectors.coast_guard import access, services
from taawun.sectors.coast_guard.access import Watch
from taawun.sectors.coast_guard.forms import DaysForm, SentencesForm
from taawun.sectors.coast_guard.hearing import faults_of
from taawun.sectors.coast_guard.watching import AREA, LEGEND, PATROL, SEEN, limits, rows_of


@for_purpose
def watch(request: HttpRequest) -> HttpResponse:
    """Show tracks, events and what people saw on some days: a map, and a table that says the same."""
    form = DaysForm(request.GET or None)
    first, last = form.days()
    officer, purpose = officer_of(request), chosen(request)
    found = access.watch(officer, purpose, first=first, last=last, vessel=form.vessel_named())
    drawn = _areas(officer, found, purpose), _patrols(officer, found, purpose)
    rows = rows_of(found, _seen(officer, found, purpose), *drawn)
    legend = legend_of((one.kind for one in rows), LEGEND)
    context = {
        "form": form, "found": found, "rows": [(one, legend[one.kind].tone) for one in rows],
        "shapes": [one.shape for one in rows], "tones": [legend[one.kind].tone for one in rows],
        "legend": list(legend.values()), "limits": limits(),
        "patrols": access.patrols(officer, purpose, found.first, found.last),
        "feeds": [(one, faults_of(one)) for one in access.feeds()], "may_take": may(request, "coast_guard:take"),
        "may_take_away": may(request, "coast_guard:take-away"),
        "may_state": may(request, "registers:new") and may_draft(officer),
    }  # fmt: skip
    return render(request, "coast_guard/watch.html", context)


@for_purpose
def take(request: HttpRequest) -> HttpResponse:
    """Take a file of positions in; its job shows how far it is."""
    form = SentencesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actor, file = actor_of(officer_of(request)), form.cleaned_data["file"]
        try:
            begun = services.take_file(actor, file, chosen(request), name=file.name)
        except (BadImportFile, TooLarge) as error:
            form.add_error("file", errors.said(error))
        else:
            return HttpResponseRedirect(reverse("jobs:job", args=[begun.job]))
    return render(request, "coast_guard/take.html", {"form": form}, status=400 if form.errors else 200)


@for_purpose
def take_away(request: HttpRequest, feed: uuid.UUID) -> HttpResponse:
    """Ask whether a file of positions or a stream is to be erased, and erase it with all that came with it."""
    found = access.feed_named(str(feed))
    if found is None:
        raise Http404
    return ask_to_erase(
        request, "coast_guard/take_away.html", {"feed": found},
        lambda: services.take_away(actor_of(officer_of(request)), found.id, chosen(request)),
        _("The positions are erased."), reverse("coast_guard:watch"),
    )  # fmt: skip


def _areas(officer: Officer, found: Watch, purpose: str) -> list[Placed]:
    """Return the patrol areas that hold on these days: begun by the last of them, and not ended before the first."""
    begun = maps.sheet(officer, AREA, Within(until=f"{found.last.isoformat()}-99"), purpose).places
    return [one for one in begun if str(one.shown.data.get("end") or "9999") >= found.first.isoformat()]


def _patrols(officer: Officer, found: Watch, purpose: str) -> list[Placed]:
    """Return the patrols of these days that say where they went."""
    begun = Within((found.first - access.BEFORE).isoformat(), f"{found.last.isoformat()}-99")
    placed = maps.sheet(officer, PATROL, begun, purpose).places
    return [one for one in placed if access.is_out(one.shown.data, found.first)]


def _seen(officer: Officer, found: Watch, purpose: str) -> list[Placed]:
    within = Within(found.first.isoformat(), f"{found.last.isoformat()}-99")
    return [one for slug in SEEN for one in maps.sheet(officer, slug, within, purpose).places]


urlpatterns = [
    path("watch/", watch, name="watch"),
    path("positions/<uuid:feed>/take-away/", take_away, name="take-away"),
    path("positions/take/", take, name="take"),
]
