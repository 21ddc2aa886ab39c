# SPDX-License-Identifier: Apache-2.0
"""Pages of immigration: take a passenger list, see who of it is a question for an officer, and write one."""

import uuid
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from taawun.apps.identity.screening import access, further
from taawun.apps.identity.views.following import asked_of_issuer
from taawun.apps.jobs import access as jobs
from taawun.apps.jobs.states import FINAL
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors
from taawun.apps.ui.parts import page_number, page_of
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import may, officer_of
from taawun.apps.ui.renewing import renew
from taawun.kernel.errors import BadTravellers, CallerError, NoSuchScreening, SenderError
from taawun.sectors.immigration import lists, words
from taawun.sectors.immigration.forms import JourneyForm, ListForm
from taawun.sectors.immigration.sector import SECTOR

LISTS: Final = 50
"""Lists on one page."""


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
    context: dict[str, Any] = {"page": page_of(request, taken, LISTS), "form": form}
    return render(request, "immigration/passengers.html", context, status=400 if form.errors else 200)


@for_purpose_of(SECTOR.purpose)
def passenger_list(request: HttpRequest, screening_id: uuid.UUID) -> HttpResponse:
    """Show one list: who has a hit first, each hit with its reasons; who was looked at without one."""
    found = access.results(officer_of(request), str(screening_id), SECTOR.purpose, page_number(request))
    if "flight" not in found.screening.settings:
        raise NoSuchScreening
    job = jobs.get(officer_of(request), found.screening.job) if found.screening.job else None
    running = job is not None and job.state not in FINAL
    said = found.screening.settings
    checked = further.offered(said.get("further", ""))
    context = {
        "found": found, "job": job, "open": running, "newer": found.number - 1,
        "rows": [(one, checked.say(one) if checked else None) for one in found.rows],
        "reasons": checked.reasons if checked else {}, "checked": checked,
        "older": found.number + 1 if found.more else 0, "party": settings.TAAWUN_PARTY,
        "may_ask": may(request, "immigration:follow-up"),
        "lists": [(one, [words.WRONG.get(code, code) for code in one["wrong"]]) for one in said.get("lists", ())],
        "flights": lists.flights(officer_of(request), found.screening.id, SECTOR.purpose),
    }  # fmt: skip
    answer = render(request, "immigration/list.html", context)
    return renew(request, answer) if running else answer


@require_POST
@for_purpose_of(SECTOR.purpose)
def follow_up(request: HttpRequest, screening_id: uuid.UUID) -> HttpResponse:
    """Open the case that asks the issuer of a hit on somebody of a list."""
    return asked_of_issuer(request, str(screening_id), SECTOR.purpose)


@for_purpose_of(SECTOR.purpose)
def passenger_list_out(request: HttpRequest) -> HttpResponse:
    """Write a table of travellers as a passenger list, and hand it over; what cannot stand on one is told by row."""
    form = JourneyForm(request.POST or None, request.FILES or None)
    problems: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        journey = form.journey()
        try:
            data = lists.give(actor_of(officer_of(request)), form.cleaned_data["file"], journey, SECTOR.purpose)
        except BadTravellers as error:
            problems = error.problems
            form.add_error("file", errors.said(error))
        except (CallerError, SenderError) as error:
            form.add_error("file", errors.said(error))
        else:
            answer = HttpResponse(data, content_type="application/edifact")
            answer["Content-Disposition"] = f'attachment; filename="{journey.number}.edi"'
            return answer
    context = {"form": form, "problems": problems}
    return render(request, "immigration/passenger_list_out.html", context, status=400 if form.errors else 200)


urlpatterns = [
    path("passengers/out/", passenger_list_out, name="passenger-list-out"),
    path("passengers/", passengers, name="passengers"),
    path("passengers/<uuid:screening_id>/", passenger_list, name="passenger-list"),
    path("passengers/<uuid:screening_id>/follow-up/", follow_up, name="follow-up"),
]
