# SPDX-License-Identifier: Apache-2.0
"""Pages of files of travellers: take one, see its progress and its answers, and take the answers away."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from taawun.apps.identity.screening import access, exporting
from taawun.apps.identity.views.following import asked_of_issuer
from taawun.apps.jobs import access as jobs
from taawun.apps.jobs.states import FINAL
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors
from taawun.apps.ui.parts import page_number, page_of
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import may, officer_of
from taawun.apps.ui.renewing import renew
from taawun.kernel.errors import CallerError, NoSuchScreening, SenderError
from taawun.sectors.border_security import travellers, words
from taawun.sectors.border_security.sector import SECTOR


class TravellersForm(forms.Form):
    """A file of travellers."""

    file = forms.FileField(
        label=_("File of travellers"),
        help_text=_("CSV or Excel with the columns name, birth, country and passport, in any of the known spellings."),
    )


@for_purpose_of(SECTOR.purpose)
def files(request: HttpRequest) -> HttpResponse:
    """Show the files that this officer took, and take another."""
    form = TravellersForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            made = travellers.take(actor_of(officer_of(request)), given, given.name or "", SECTOR.purpose)
            return HttpResponseRedirect(reverse("border_security:traveller-file", args=[made.id]))
        except (CallerError, SenderError) as error:
            form.add_error("file", errors.said(error))
    taken = access.screenings(officer_of(request), SECTOR.purpose).filter(settings__further=travellers.FURTHER)
    context: dict[str, Any] = {"page": page_of(request, taken), "form": form}
    return render(request, "border_security/files.html", context, status=400 if form.errors else 200)


@for_purpose_of(SECTOR.purpose)
def file(request: HttpRequest, screening_id: uuid.UUID) -> HttpResponse:
    """Show one file: who has a hit first; of everybody a hit, no hit, or that nothing can be said, and why."""
    found = access.results(officer_of(request), str(screening_id), SECTOR.purpose, page_number(request))
    if found.screening.settings.get("further") != travellers.FURTHER:
        raise NoSuchScreening
    job = jobs.get(officer_of(request), found.screening.job) if found.screening.job else None
    running = job is not None and job.state not in FINAL
    rows = [(one, words.ANSWERS[travellers.answer(one)], [words.WHY[each] for each in travellers.why(one)])
            for one in found.rows]  # fmt: skip
    context = {
        "found": found, "rows": rows, "job": job, "open": running, "newer": found.number - 1,
        "older": found.number + 1 if found.more else 0, "reasons": words.WHY,
        "party": settings.TAAWUN_PARTY, "may_ask": may(request, "border_security:traveller-follow-up"),
    }  # fmt: skip
    answer = render(request, "border_security/file.html", context)
    return renew(request, answer) if running else answer


@require_POST
@for_purpose_of(SECTOR.purpose)
def follow_up(request: HttpRequest, screening_id: uuid.UUID) -> HttpResponse:
    """Open the case that asks the issuer of a hit on somebody in a file."""
    return asked_of_issuer(request, str(screening_id), SECTOR.purpose)


@for_purpose_of(SECTOR.purpose)
def export(request: HttpRequest, screening_id: uuid.UUID) -> StreamingHttpResponse:
    """Give the answers as CSV, with the marking of each record, a few at a time."""
    rows = access.export(officer_of(request), str(screening_id), SECTOR.purpose)
    # In the reader's language, now: the rows are written when the page is over.
    answers = {code: str(word.label) for code, word in words.ANSWERS.items()}
    reasons = {code: str(said) for code, said in words.WHY.items()}
    more = {
        "answer": lambda row: answers[travellers.answer(row)],
        "why": lambda row: " ; ".join(reasons[one] for one in travellers.why(row)),
    }
    answer = StreamingHttpResponse(exporting.csv_lines(rows, more), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="travellers.csv"'
    return answer
