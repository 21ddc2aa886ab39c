# SPDX-License-Identifier: Apache-2.0
"""Pages of immigration: take a passenger list, and see who of it is a question for an officer."""

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from taawun.apps.identity.screening import access
from taawun.apps.jobs import access as jobs
from taawun.apps.jobs.states import FINAL
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors
from taawun.apps.ui.parts import page_number, page_of
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import officer_of
from taawun.apps.ui.renewing import renew
from taawun.kernel.errors import CallerError, NoSuchScreening, SenderError
from taawun.sectors.immigration import lists
from taawun.sectors.immigration.sector import SECTOR


class ListForm(forms.Form):
    """A passenger list as a carrier sent it."""

    file = forms.FileField(
        label=_("Passenger list"), help_text=_("UN/EDIFACT PAXLST, as the carrier sent it; telegrams too.")
    )


@for_purpose_of(SECTOR.purpose)
def passengers(request: HttpRequest) -> HttpResponse:
    """Show the lists that this officer took, and take another."""
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            made = lists.take(actor_of(officer_of(request)), given, given.name or "", SECTOR.purpose)
            return HttpResponseRedirect(reverse("immigration:passenger-list", args=[made.id]))
        except (CallerError, SenderError) as error:
            form.add_error("file", errors.said(error))
    taken = access.screenings(officer_of(request), SECTOR.purpose).filter(settings__has_key="flight")
    context: dict[str, Any] = {"page": page_of(request, taken), "form": form}
    return render(request, "immigration/passengers.html", context, status=400 if form.errors else 200)


@for_purpose_of(SECTOR.purpose)
def passenger_list(request: HttpRequest, screening_id: uuid.UUID) -> HttpResponse:
    """Show one list: who has a hit first, each hit with its reasons; who was looked at without one."""
    found = access.results(officer_of(request), str(screening_id), SECTOR.purpose, page_number(request))
    if "flight" not in found.screening.settings:
        raise NoSuchScreening
    job = jobs.get(officer_of(request), found.screening.job) if found.screening.job else None
    running = job is not None and job.state not in FINAL
    context = {
        "found": found, "job": job, "open": running, "newer": found.number - 1,
        "older": found.number + 1 if found.more else 0,
    }  # fmt: skip
    answer = render(request, "immigration/list.html", context)
    return renew(request, answer) if running else answer


urlpatterns = [
    path("passengers/", passengers, name="passengers"),
    path("passengers/<uuid:screening_id>/", passenger_list, name="passenger-list"),
]
