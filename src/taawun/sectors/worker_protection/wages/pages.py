# SPDX-License-Identifier: Apache-2.0
"""Pages of wages: take a file in, see what a month shows by employer, take it away, make a record of a finding."""

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taawun.apps.people.access import actor_of
from taawun.apps.registers.speaking import said as spoken
from taawun.apps.registers.taking_away import as_file, footer
from taawun.apps.ui import errors, languages
from taawun.apps.ui.charts import Drawing, draw
from taawun.apps.ui.parts import page_of
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import officer_of
from taawun.formats.sheets import FORMS, PDF_ROWS, Sheet
from taawun.formats.wages import layouts
from taawun.formats.wages.reading import said
from taawun.kernel.errors import CallerError, SenderError
from taawun.sectors.worker_protection.wages import access, services, words
from taawun.sectors.worker_protection.wages.access import Asked, Seen
from taawun.sectors.worker_protection.wages.services import PURPOSE

MOST_ROWS: Final = 2_000
"""Rows of one file that is taken away; a longer list says that it goes on."""
CHARTED: Final = 12


class FileForm(forms.Form):
    """A file and how it is written."""

    layout = forms.ChoiceField(label=gettext_lazy("Layout"))
    file = forms.FileField(label=gettext_lazy("File"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(one.slug, spoken(one.title)) for one in layouts().values()]
        self.fields["layout"].choices = sorted(chosen, key=lambda one: one[0] != "uae-sif")  # type: ignore[attr-defined]


class QuestionForm(forms.Form):
    """Which findings; the choices are what the file has."""

    employer = forms.ChoiceField(label=gettext_lazy("Employer"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of finding"), required=False)

    def __init__(self, *args: Any, seen: Seen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("All"))
        employers = [(one, one) for one, _count in seen.employers if one]
        kinds = [(code, words.kind(code)) for code in seen.file.findings]
        self.fields["employer"].choices = [everything, *employers]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [everything, *kinds]  # type: ignore[attr-defined]


@for_purpose_of(PURPOSE)
def wages(request: HttpRequest) -> HttpResponse:
    """Show the files of this node, and take another."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            made = services.take_file(actor_of(officer_of(request)), given["file"], given["layout"], PURPOSE)
            return HttpResponseRedirect(reverse("jobs:job", args=[made.job]))
        except (CallerError, SenderError) as error:
            form.add_error("file", errors.said(error))
    page = page_of(request, access.files(officer_of(request), PURPOSE))
    context = {
        "form": form,
        "page": page,
        "titles": {one.slug: spoken(one.title) for one in layouts().values()},
        "layouts": [(spoken(one.title), one.status == "model", spoken(one.source)) for one in layouts().values()],
    }
    return render(request, "worker_protection/wages.html", context, status=400 if form.errors else 200)


@for_purpose_of(PURPOSE)
def wage_file(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """Show what one file shows: figures, problems with their lines, findings by employer."""
    asked = _asked(request)
    seen = access.see(officer_of(request), str(file_id), asked, PURPOSE)
    page, query = page_of(request, access.findings(seen.file, asked)), request.GET.copy()
    query.pop("page", None)
    layout = layouts()[seen.file.layout]
    context = {
        "seen": seen,
        "file": seen.file,
        "layout": layout,
        "late_source": spoken(layout.late_source),
        "title": spoken(layout.title),
        "form": QuestionForm(request.GET or None, seen=seen),
        "sum": said(seen.file.sum, seen.file.places),
        "kinds": [(code, words.kind(code), count) for code, count in seen.kinds.items()],
        "problems": [(one.line, words.flaw(one.kind), words.field(one.field)) for one in seen.problems],
        "page": page,
        "rows": [(one, words.kind(one.kind), *words.figures(one)) for one in page],
        "charts": _charts(seen),
        "query": query.urlencode(),
    }
    return render(request, "worker_protection/wage_file.html", context)


@for_purpose_of(PURPOSE)
def export(request: HttpRequest, file_id: uuid.UUID, form: str) -> HttpResponse:
    """Give the findings that fit, as CSV, Excel or PDF."""
    if form not in FORMS:
        raise Http404
    at, officer = timezone.now(), officer_of(request)
    most = PDF_ROWS if form == "pdf" else MOST_ROWS
    _file, found, more = access.export(officer, str(file_id), _asked(request), PURPOSE, most, at=at)
    notes = (_("The list goes on: this is its beginning only."),) if more else ()
    sheet = Sheet(
        title=_("Findings in a wage file"),
        banner=_("TLP:AMBER · H2 · personal data · a finding is a question about a payment"),
        columns=(
            _("Line"),
            pgettext("person", "Worker"),
            _("Employer"),
            _("Finding"),
            _("Expected"),
            _("Found"),
            _("Days"),
        ),
        rows=tuple(
            (str(one.line), one.worker, one.employer, words.kind(one.kind), *words.figures(one), str(one.days))
            for one in found
        ),
        footer=(*footer(officer, PURPOSE, at), *notes),
        language=languages.find(get_language()).code,
    )
    return as_file(sheet, form, "wage-findings", at)


@for_purpose_of(PURPOSE)
def take_away(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """Ask whether a file is to be erased with all its rows, and erase it."""
    if request.method == "POST":
        services.take_away(actor_of(officer_of(request)), str(file_id), PURPOSE)
        return HttpResponseRedirect(reverse("worker_protection:wages"))
    seen = access.see(officer_of(request), str(file_id), Asked(), PURPOSE)
    return render(request, "worker_protection/wage_erase.html", {"file": seen.file})


@require_POST
@for_purpose_of(PURPOSE)
def compare(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """Compare a month again; its job shows how far it is."""
    job = services.compare(actor_of(officer_of(request)), str(file_id), PURPOSE)
    return HttpResponseRedirect(reverse("jobs:job", args=[job]))


@require_POST
@for_purpose_of(PURPOSE)
def make_record(request: HttpRequest, finding_id: uuid.UUID) -> HttpResponse:
    """Make a record of a finding, and show it."""
    made = services.make_record(actor_of(officer_of(request)), str(finding_id), PURPOSE)
    return HttpResponseRedirect(reverse("registers:record", args=[made]))


def _asked(request: HttpRequest) -> Asked:
    kind = request.GET.get("kind", "")
    return Asked(employer=request.GET.get("employer", "")[:35], kind=kind if kind in words.KINDS else "")


def _charts(seen: Seen) -> list[Drawing]:
    kinds = [(words.kind(code), count) for code, count in seen.kinds.items()]
    return [
        _chart(_("Findings by kind"), "findings-by-kind", kinds),
        _chart(_("Findings by employer"), "findings-by-employer", seen.employers[:CHARTED]),
    ]


def _chart(title: str, name: str, found: Sequence[tuple[str, int]]) -> Drawing:
    rtl = languages.find(get_language()).direction == "rtl"
    series = {"": [Decimal(count) for _name, count in found]}
    return draw(title, name, "bar", [name for name, _count in found], series, rtl=rtl)


urlpatterns = [
    path("wages/", wages, name="wages"),
    path("wages/<uuid:file_id>/", wage_file, name="wage-file"),
    path("wages/<uuid:file_id>/erase/", take_away, name="wage-erase"),
    path("wages/<uuid:file_id>/compare/", compare, name="wage-compare"),
    path("wages/<uuid:file_id>/export/<slug:form>/", export, name="wage-export"),
    path("wages/findings/<uuid:finding_id>/record/", make_record, name="wage-record"),
]
