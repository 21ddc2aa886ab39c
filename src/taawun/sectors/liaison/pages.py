# SPDX-License-Identifier: Apache-2.0
"""Pages of the liaison desk: what waits, postings, taskings, contacts, and who answers day and night."""

from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from taawun.apps.people.access import actor_of
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.services import may_draft
from taawun.apps.ui import errors
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import held, may, officer_of
from taawun.kernel.errors import TaawunError
from taawun.sectors.liaison import access, handing, services, showing
from taawun.sectors.liaison.forms import TestForm
from taawun.sectors.liaison.sector import SECTOR, TESTERS

OPENERS: Final = frozenset({"desk_officer", "liaison_officer", "legal_reviewer"})


@for_purpose_of(SECTOR.purpose)
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits: mandate, taskings by their clocks, tasks, notices, contacts to follow up, silent contacts."""
    officer = officer_of(request)
    found = access.desk(officer)
    context = {
        "desk": found,
        "postings": [showing.posting(one) for one in found.postings],
        "taskings": [showing.tasking(one) for one in found.taskings],
        "tasks": [(one, showing.task_title(one)) for one in found.tasks],
        "silent": [showing.duty(one) for one in found.silent],
        "due": [showing.duty(one) for one in found.due],
        "fields": type_named(access.CONTACT).fields,
        "today": timezone.now().date().isoformat(),
        "may_notices": may(request, "counter_narcotics:liaison"),
        "more": dict.fromkeys(found.more, True),
        "may_draft": may_draft(officer),
    }
    return render(request, "liaison/desk.html", context)


@for_purpose_of(SECTOR.purpose)
def postings(request: HttpRequest) -> HttpResponse:
    """Show the postings with their mandates, as bars of their time."""
    officer = officer_of(request)
    found = access.postings(officer)
    context = {"rows": [showing.posting(one) for one in found], "more": found.more, "may_draft": may_draft(officer)}
    return render(request, "liaison/postings.html", context)


@for_purpose_of(SECTOR.purpose)
def taskings(request: HttpRequest) -> HttpResponse:
    """Show the taskings of both directions, what is due first at the top."""
    found = access.taskings(officer_of(request))
    context = {
        "rows": [showing.tasking(one) for one in found], "more": found.more, "pack": access.PACK,
        "may_open": not held(request).isdisjoint(OPENERS),
    }  # fmt: skip
    return render(request, "liaison/taskings.html", context)


@for_purpose_of(SECTOR.purpose)
def log(request: HttpRequest) -> HttpResponse:
    """Show the contacts that were made, those to be followed up at the top."""
    officer = officer_of(request)
    rows, now = access.log(officer), timezone.now()
    context = {
        "rows": rows, "more": rows.more, "follow": access.following(rows, now.date()), "today": now.date().isoformat(),
        "fields": type_named(access.CONTACT).fields, "may_draft": may_draft(officer),
    }  # fmt: skip
    return render(request, "liaison/log.html", context)


@for_purpose_of(SECTOR.purpose)
def duty(request: HttpRequest) -> HttpResponse:
    """Show who answers day and night with the tests of twelve months; take the result of a test."""
    officer, form = officer_of(request), TestForm(request.POST or None, showing.results())
    contact = request.POST.get("contact", "")
    if request.method == "POST" and form.is_valid():
        try:
            services.record_test(actor_of(officer), contact, form.said())
            messages.success(request, _("The test is recorded."), "good")
            return HttpResponseRedirect(reverse("liaison:duty"))
        except TaawunError as error:
            form.add_error(None, errors.said(error))
    at = timezone.now()
    found = access.duty(officer, at=at)
    context = {
        "rows": [showing.duty(one) for one in found], "more": found.more, "form": form, "contact": contact,
        "silent": [showing.duty(one) for one in access.silent(found)],
        "due": [showing.duty(one) for one in access.due(found)],
        "chart": showing.chart(found, at) if found else None, "fields": type_named(access.DUTY).fields,
        "may_test": not held(request).isdisjoint(TESTERS), "may_draft": may_draft(officer),
        "party": settings.TAAWUN_PARTY,
    }  # fmt: skip
    return render(request, "liaison/duty.html", context, status=400 if form.errors else 200)


urlpatterns = [
    path("desk/", desk, name="desk"),
    path("postings/", postings, name="postings"),
    path("taskings/", taskings, name="taskings"),
    path("log/", log, name="log"),
    path("contacts/", duty, name="duty"),
    path("handovers/", handing.handovers, name="handovers"),
    path("handovers/<uuid:handover>/", handing.handover, name="handover"),
    path("handovers/<uuid:handover>/<slug:language>.pdf", handing.paper, name="handover-paper"),
]
