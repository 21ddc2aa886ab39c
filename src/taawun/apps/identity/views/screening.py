# SPDX-License-Identifier: Apache-2.0
"""Pages of screening: one entry, a file with its progress, the results, and the results to take away."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from taawun.apps.identity.forms import EntryForm, FileForm
from taawun.apps.identity.screening import access, exporting, services
from taawun.apps.jobs import access as jobs
from taawun.apps.jobs.models import Job
from taawun.apps.jobs.states import FINAL
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors
from taawun.apps.ui.parts import page_number, page_of
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.apps.ui.renewing import renew
from taawun.kernel.errors import CallerError, NoIndexYet, SenderError


@for_purpose
def screenings(
    request: HttpRequest, entry_form: EntryForm | None = None, file_form: FileForm | None = None
) -> HttpResponse:
    """Show what this officer screened, and offer to screen one entry or a file."""
    context = {
        "page": page_of(request, access.screenings(officer_of(request), chosen(request))),
        "entry_form": entry_form or EntryForm(auto_id="entry_%s"),
        "file_form": file_form or FileForm(auto_id="file_%s"),
    }
    return render(request, "identity/screenings.html", context, status=400 if entry_form or file_form else 200)


@require_POST
@for_purpose
def entry(request: HttpRequest) -> HttpResponse:
    """Screen one entry, keep its hits and raise alerts."""
    form = EntryForm(request.POST, auto_id="entry_%s")
    if form.is_valid():
        try:
            made = services.screen_entry(actor_of(officer_of(request)), form.entry(), chosen(request))
            return HttpResponseRedirect(reverse("identity:screening", args=[made.id]))
        except (CallerError, NoIndexYet) as error:
            form.add_error(None, errors.said(error))
    return screenings(request, entry_form=form)


@require_POST
@for_purpose
def file(request: HttpRequest) -> HttpResponse:
    """Start the screening of a file; its page shows how far it is."""
    form = FileForm(request.POST, request.FILES, auto_id="file_%s")
    if form.is_valid():
        given, least = form.cleaned_data["file"], form.cleaned_data["least"]
        actor = actor_of(officer_of(request))
        try:
            made = services.screen_file(actor, given, given.name or "", chosen(request), least=least)
            return HttpResponseRedirect(reverse("identity:screening", args=[made.id]))
        except (CallerError, SenderError) as error:
            form.add_error("file", errors.said(error))
    return screenings(request, file_form=form)


@for_purpose
def results(request: HttpRequest, screening_id: uuid.UUID) -> HttpResponse:
    """Show the entries with the likeliest hits first; while the job runs, its progress too."""
    found = access.results(officer_of(request), str(screening_id), chosen(request), page_number(request))
    job = _job(request, found.screening.job)
    context = {
        "found": found,
        "job": job,
        "open": job is not None and job.state not in FINAL,
        "newer": found.number - 1,
        "older": found.number + 1 if found.more else 0,
    }
    answer = render(request, "identity/screening.html", context)
    return renew(request, answer) if context["open"] else answer


@for_purpose
def export(request: HttpRequest, screening_id: uuid.UUID) -> StreamingHttpResponse:
    """Give the results as CSV, with the marking of each record, a few at a time."""
    rows = access.export(officer_of(request), str(screening_id), chosen(request))
    answer = StreamingHttpResponse(exporting.csv_lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="screening.csv"'
    return answer


def _job(request: HttpRequest, job_id: str) -> Job | None:
    return jobs.get(officer_of(request), job_id) if job_id else None
