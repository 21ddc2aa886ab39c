# SPDX-License-Identifier: Apache-2.0
"""Pages of the coast guard: the watch page, and taking in a file of positions."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from taawun.apps.maps import access as maps
from taawun.apps.maps.access import Placed, Within
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.ui import errors
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import may, officer_of
from taawun.kernel.errors import BadImportFile, TooLarge
from taawun.sectors.coast_guard import access, services
from taawun.sectors.coast_guard.access import Watch
from taawun.sectors.coast_guard.forms import DaysForm, SentencesForm
from taawun.sectors.coast_guard.watching import SEEN, rows_of


@for_purpose
def watch(request: HttpRequest) -> HttpResponse:
    """Show tracks, events and what people saw on some days: a map, and a table that says the same."""
    form = DaysForm(request.GET or None)
    first, last = form.days()
    officer, purpose = officer_of(request), chosen(request)
    found = access.watch(officer, purpose, first=first, last=last)
    rows = rows_of(found, _seen(officer, found, purpose))
    context = {
        "form": form, "found": found, "rows": rows, "shapes": [one.shape for one in rows],
        "feeds": access.feeds(), "may_take": may(request, "coast_guard:take"),
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


def _seen(officer: Officer, found: Watch, purpose: str) -> list[Placed]:
    within = Within(found.first.isoformat(), f"{found.last.isoformat()}-99")
    return [one for slug in SEEN for one in maps.sheet(officer, slug, within, purpose).places]


urlpatterns = [
    path("watch/", watch, name="watch"),
    path("positions/take/", take, name="take"),
]
