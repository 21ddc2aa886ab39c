# SPDX-License-Identifier: Apache-2.0
"""Pages of counter-narcotics: notices of the liaison officer, public statistics in and out, pairs of profiles."""

import uuid
from decimal import Decimal
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.apps.cases.showing import telling
from taawun.apps.exchange import queries as exchange
from taawun.apps.people.access import actor_of
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.taking_away import as_file, footer
from taawun.apps.ui import errors, languages
from taawun.apps.ui.charts import Drawing, draw
from taawun.apps.ui.erasing import ask_to_erase
from taawun.apps.ui.parts import page_of
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import may, officer_of
from taawun.formats.countries import NAMES, code_of
from taawun.formats.sheets import FORMS, PDF_ROWS, Sheet
from taawun.formats.unodc import COLUMNS
from taawun.kernel.errors import BadImportFile, TooLarge
from taawun.sectors.counter_narcotics import access, beside, liaison, pairing, routes, services
from taawun.sectors.counter_narcotics.access import Answer, Weighed
from taawun.sectors.counter_narcotics.forms import FileForm, QuestionForm
from taawun.sectors.counter_narcotics.loading import CELLS
from taawun.sectors.counter_narcotics.models import Dataset, Seizure
from taawun.sectors.counter_narcotics.words import FLAWS, SUPPORT

MOST_ROWS: Final = 2_000
"""Rows of one file that is taken away; a longer list says that it goes on."""
CHARTED: Final = 12


@for_purpose
def statistics(request: HttpRequest) -> HttpResponse:
    """Show what the newest dataset says to a question: figures, charts, the routes on a map, the rows."""
    dataset = access.newest()
    context: dict[str, Any] = {"datasets": access.datasets()[:5], "may_take": may(request, f"{services.SECTOR}:take")}
    context["may_take_away"] = may(request, f"{services.SECTOR}:take-away")
    if dataset is None:
        return render(request, "counter_narcotics/statistics.html", context)
    form = QuestionForm(request.GET or None, values=dataset.values)
    parties = _parties(dataset)
    answer = access.ask(officer_of(request), dataset, form.asked(), chosen(request), tuple(parties))
    query, shown = request.GET.copy(), routes.placed(answer.routes)
    query.pop("page", None)
    context |= {
        "form": form,
        "answer": answer,
        "page": page_of(request, access.rows(dataset, answer.asked)),
        "reported": [(name, answer.reported[stated]) for stated, name in parties.items()],
        "charts": _charts(answer),
        "flaws": [(code, label, dataset.flaws.get(code, 0)) for code, label in FLAWS.items() if code in dataset.flaws],
        "lines": access.lines_with(dataset, answer.asked.flaw) if answer.asked.flaw else [],
        "routes": shown,
        "shapes": [one.shape for one in shown if one.shape],
        "query": query.urlencode(),
    }
    return render(request, "counter_narcotics/statistics.html", context)


def _parties(dataset: Dataset) -> dict[str, str]:
    """Return what this party and its partners are called in a file, with their names in the reader's language."""
    language = languages.find(get_language()).code
    stated = {code: name for name in dataset.values.get("country", ()) if (code := code_of(str(name)))}
    return {stated.get(code, NAMES[code]["en"]): NAMES[code][language] for code in exchange.parties() if code in NAMES}


@for_purpose
def take(request: HttpRequest) -> HttpResponse:
    """Take a file of statistics in; its job shows how far it is."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actor, file = actor_of(officer_of(request)), form.cleaned_data["file"]
        try:
            begun = services.take_statistics(actor, file, chosen(request))
        except (BadImportFile, TooLarge) as error:
            form.add_error("file", errors.said(error))
        else:
            return HttpResponseRedirect(reverse("jobs:job", args=[begun.job]))
    return render(request, "counter_narcotics/take.html", {"form": form}, status=400 if form.errors else 200)


@for_purpose
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Give the rows that a question finds, as CSV, Excel or PDF."""
    dataset = access.newest()
    if form not in FORMS or dataset is None:
        raise Http404
    at, officer, purpose = timezone.now(), officer_of(request), chosen(request)
    asked = QuestionForm(request.GET or None, values=dataset.values).asked()
    found, more = access.export(officer, dataset, asked, purpose, PDF_ROWS if form == "pdf" else MOST_ROWS, at=at)
    notes = (_("The list goes on: this is its beginning only."),) if more else ()
    sheet = Sheet(
        title=_("Public seizure statistics"),
        banner=_("Public data of the UNODC, as reported; nothing is adjusted for purity."),
        columns=(_("Row"), *COLUMNS, _("Kilograms"), _("Factor")),
        rows=tuple(map(_cells, found)),
        footer=(*footer(officer, purpose, at), *notes),
        language=languages.find(get_language()).code,
    )
    return as_file(sheet, form, "seizure-statistics", at)


def _cells(row: Seizure) -> tuple[str, ...]:
    kilograms = "" if row.kilograms is None else f"{row.kilograms:f}"
    return (str(row.number), *(getattr(row, name) for name in CELLS), kilograms, row.factor)


def _charts(answer: Answer) -> list[Drawing]:
    years = [one for one in answer.years if one.name]
    drugs, transports = answer.drugs[:CHARTED], [one for one in answer.transports if one.name][:CHARTED]
    rows, kilograms = _("Rows"), _("Kilograms")
    return [
        _chart(_("Rows by year"), "rows-by-year", years, rows, _counted),
        _chart(_("Kilograms by year"), "kilograms-by-year", years, kilograms, _weighed),
        _chart(_("Rows by month"), "rows-by-month", answer.months, rows, _counted),
        _chart(_("Rows by transport"), "rows-by-transport", transports, rows, _counted),
        _chart(_("Kilograms by transport"), "kilograms-by-transport", transports, kilograms, _weighed),
        _chart(_("Rows by drug"), "rows-by-drug", drugs, rows, _counted),
        _chart(_("Kilograms by drug"), "kilograms-by-drug", drugs, kilograms, _weighed),
    ]


def _counted(one: Weighed) -> Decimal:
    return Decimal(one.rows)


def _weighed(one: Weighed) -> Decimal:
    return one.kilograms


def _chart(title: str, name: str, found: "list[Weighed] | tuple[Weighed, ...]", unit: str, figure: Any) -> Drawing:
    rtl = languages.find(get_language()).direction == "rtl"
    return draw(title, name, "bar", [one.name for one in found], {unit: [figure(one) for one in found]}, rtl=rtl)


@for_purpose
def profiles(request: HttpRequest) -> HttpResponse:
    """Show pairs of impurity profiles with what they support, the most alike first."""
    found = pairing.pairs(officer_of(request), chosen(request))
    context = {
        "pairs": found, "rate": pairing.FALSE_PERCENT, "words": SUPPORT, "most": pairing.MOST_PROFILES,
        "fewest": pairing.FEWEST,
    }  # fmt: skip
    return render(request, "counter_narcotics/profiles.html", context)


@for_purpose
def custody(request: HttpRequest, seizure: uuid.UUID) -> HttpResponse:
    """Show the chain of custody of one seizure with what does not fit together in it."""
    chain = beside.chain_context(pairing.chain(officer_of(request), str(seizure), chosen(request)))
    return render(request, "counter_narcotics/custody.html", {"chain": chain, "seizure": seizure})


@for_purpose
def desk(request: HttpRequest) -> HttpResponse:
    """Show what came for the liaison officer and is not closed."""
    found = liaison.inbox(officer_of(request), chosen(request))
    taskings = [(one, telling.task_of(one.task), telling.case_title(one.task.case)) for one in found.taskings]
    context = {
        "inbox": found, "taskings": taskings, "fields": type_named(liaison.NOTICE).fields,
        "may_desk": may(request, "liaison:desk"),
    }  # fmt: skip
    return render(request, "counter_narcotics/liaison.html", context)


@for_purpose
def take_away(request: HttpRequest, dataset: uuid.UUID) -> HttpResponse:
    """Ask whether a dataset is to be erased, and erase it."""
    found = access.dataset(str(dataset))
    if found is None:
        raise Http404
    return ask_to_erase(
        request, "counter_narcotics/take_away.html", {"dataset": found},
        lambda: services.take_away(actor_of(officer_of(request)), found.id, chosen(request)),
        _("The dataset is erased."), reverse("counter_narcotics:statistics"),
    )  # fmt: skip


urlpatterns = [
    path("liaison/", desk, name="liaison"),
    path("statistics/<uuid:dataset>/take-away/", take_away, name="take-away"),
    path("statistics/", statistics, name="statistics"),
    path("statistics/take/", take, name="take"),
    path("profiles/", profiles, name="profiles"),
    path("custody/<uuid:seizure>/", custody, name="custody"),
    path("statistics/export/<slug:form>/", export, name="statistics-export"),
]
