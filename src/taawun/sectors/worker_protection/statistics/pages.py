# SPDX-License-Identifier: Apache-2.0
"""Pages of statistics that leave: the budget, asking, approving by another officer, the table with chart and files."""

import uuid
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taawun.apps.people.access import actor_of
from taawun.apps.registers.taking_away import as_file
from taawun.apps.ui import errors, languages
from taawun.apps.ui.charts import Drawing, draw
from taawun.apps.ui.parts import page_of
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import officer_of
from taawun.formats.sheets import FORMS, Sheet
from taawun.kernel.errors import CallerError
from taawun.sectors.worker_protection.statistics import access, services
from taawun.sectors.worker_protection.statistics.models import StatisticsTable
from taawun.sectors.worker_protection.statistics.noise import THOUSAND
from taawun.sectors.worker_protection.statistics.services import NOISE, WITHHELD
from taawun.sectors.worker_protection.wages import words
from taawun.sectors.worker_protection.wages.services import PURPOSE
from taawun.sectors.worker_protection.withholding import LEAST

MONTH: Final = r"^\d{4}-\d\d\Z"
STATES: Final = {
    services.ASKED: gettext_lazy("Waits for another officer"),
    services.APPROVED: gettext_lazy("Approved"),
    services.DECLINED: gettext_lazy("Declined"),
}
LOSS: Final = gettext_lazy("Write a number from 0.01 to 2, with three digits after the point at most.")
METHODS: Final = {WITHHELD: gettext_lazy("Small cells withheld"), NOISE: gettext_lazy("With noise, from the budget")}


class TableForm(forms.Form):
    """Which months, and how they are protected."""

    method = forms.ChoiceField(label=gettext_lazy("How small numbers are protected"), choices=list(METHODS.items()))
    first = forms.RegexField(MONTH, label=gettext_lazy("First month"), help_text=gettext_lazy("Such as 2026-10"))
    last = forms.RegexField(MONTH, label=gettext_lazy("Last month"), help_text=gettext_lazy("Such as 2026-10"))
    loss = forms.DecimalField(
        label=gettext_lazy("Loss of privacy (epsilon), with noise only"),
        required=False,
        min_value=Decimal("0.01"),
        max_value=Decimal(2),
        decimal_places=3,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value", "max_decimal_places"), LOSS),
        help_text=gettext_lazy(
            "From 0.01 to 2. The smaller it is, the greater the noise and the less of the budget it takes."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse months that run backwards or are too many, and noise without its loss."""
        given = dict(super().clean() or {})
        if {"first", "last"} <= given.keys():
            try:
                services.months(given["first"], given["last"])
            except ValueError:
                self.add_error("last", _("Give from one to twelve months, the first one first."))
        if given.get("method") == NOISE and not given.get("loss") and "loss" not in self.errors:
            self.add_error("loss", _("Say how much of the budget the noise may take."))
        return given


@for_purpose_of(PURPOSE)
def statistics(request: HttpRequest) -> HttpResponse:
    """Show the budget and the tables, and ask for another."""
    form, officer = TableForm(request.POST or None), officer_of(request)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            loss = int((given["loss"] or Decimal(0)) * THOUSAND)
            services.ask(actor_of(officer), given["method"], given["first"], given["last"], PURPOSE, loss=loss)
            return HttpResponseRedirect(reverse("worker_protection:statistics"))
        except CallerError as error:
            form.add_error(None, errors.said(error))
    page = page_of(request, access.tables(officer, PURPOSE))
    budget = services.budget(timezone.now().year)
    context = {
        "form": form,
        "page": page,
        "rows": [
            (one, METHODS[one.method], STATES[one.state], one.asked_by == officer.id, _epsilon(one.loss))
            for one in page
        ],
        "budget": budget,
        "total": _epsilon(budget.total),
        "spent": _epsilon(budget.spent),
        "left": _epsilon(budget.left),
        "least": LEAST,
    }
    return render(request, "worker_protection/statistics.html", context, status=400 if form.errors else 200)


@require_POST
@for_purpose_of(PURPOSE)
def decide(request: HttpRequest, table_id: uuid.UUID, decision: str) -> HttpResponse:
    """Approve a table that another officer asked for, or decline one."""
    actor = actor_of(officer_of(request))
    if decision == "approve":
        services.approve(actor, str(table_id), PURPOSE)
        return HttpResponseRedirect(reverse("worker_protection:statistics-table", args=[table_id]))
    if decision != "decline":
        raise Http404
    services.decline(actor, str(table_id), PURPOSE)
    return HttpResponseRedirect(reverse("worker_protection:statistics"))


@for_purpose_of(PURPOSE)
def table(request: HttpRequest, table_id: uuid.UUID) -> HttpResponse:
    """Show a table that was approved."""
    found = access.export(officer_of(request), str(table_id), PURPOSE)
    content = found.content
    totals = content.get("row_totals") or [None] * len(content["rows"])
    context = {
        "table": found,
        "columns": content["columns"],
        "rows": [
            (words.kind(kind), cells, total)
            for kind, cells, total in zip(content["rows"], content["cells"], totals, strict=True)
        ],
        "column_totals": content.get("column_totals"),
        "total": content.get("total"),
        "about": about(found),
        "charts": [_chart(found)] if any(cell is not None for cells in content["cells"] for cell in cells) else [],
    }
    return render(request, "worker_protection/statistics_table.html", context)


@for_purpose_of(PURPOSE)
def export(request: HttpRequest, table_id: uuid.UUID, form: str) -> HttpResponse:
    """Give a table that was approved, as CSV, Excel or PDF."""
    if form not in FORMS:
        raise Http404
    at = timezone.now()
    found = access.export(officer_of(request), str(table_id), PURPOSE, at=at)
    content = found.content
    totals = content.get("row_totals")
    lines = [
        (words.kind(kind), *map(_cell, cells), *([str(totals[at_])] if totals else []))
        for at_, (kind, cells) in enumerate(zip(content["rows"], content["cells"], strict=True))
    ]
    if totals:
        lines.append((_("Together"), *map(str, content["column_totals"]), str(content["total"])))
    sheet = Sheet(
        title=_("Workers with a finding, by kind and month"),
        banner=_("Statistics released by two officers; no personal data"),
        columns=(_("Finding"), *content["columns"], *([_("Together")] if totals else [])),
        rows=tuple(lines),
        footer=(*about(found), f"{at:%Y-%m-%d %H:%M} UTC"),
        language=languages.find(get_language()).code,
    )
    return as_file(sheet, form, f"wage-statistics-{found.first}-{found.last}", at)


def about(found: StatisticsTable) -> tuple[str, ...]:
    """Return what must stand with every figure: months, source, population, and how small numbers are protected."""
    span = {"first": found.first, "last": found.last}
    said = [
        _("Months: %(first)s to %(last)s") % span,
        _("Source: wage files compared with registered contracts at this node"),
        _("Population: workers named in these files or contracts; each counts once a month, under the gravest kind"),
    ]
    if found.method == NOISE:
        loss = {"loss": _epsilon(found.loss), "least": found.least}
        said.append(_("Noise of OpenDP (discrete Laplace), epsilon %(loss)s; below %(least)s withheld") % loss)
    else:
        said.append(_("Cells below %(least)s are withheld, and what would give them away") % {"least": found.least})
    if found.content.get("left_out"):
        out = [words.kind(one) if one in services.KINDS else one for one in found.content["left_out"]]
        said.append(_("Left out, of the totals too: %(names)s") % {"names": " ; ".join(out)})
    return tuple(said)


def _chart(found: StatisticsTable) -> Drawing:
    rtl = languages.find(get_language()).direction == "rtl"
    content = found.content
    series = {
        words.kind(kind): [None if cell is None else Decimal(cell) for cell in cells]
        for kind, cells in zip(content["rows"], content["cells"], strict=True)
        if any(cell is not None for cell in cells)
    }
    title = _("Workers with a finding, by kind and month; what is withheld is not drawn")
    return draw(title, "workers-by-month", "stacked", content["columns"], series, rtl=rtl)


def _cell(value: int | None) -> str:
    return _("Withheld") if value is None else str(value)


def _epsilon(thousandths: int) -> str:
    return f"{Decimal(thousandths) / THOUSAND:f}"


urlpatterns = [
    path("statistics/", statistics, name="statistics"),
    path("statistics/<uuid:table_id>/", table, name="statistics-table"),
    path("statistics/<uuid:table_id>/export/<slug:form>/", export, name="statistics-export"),
    path("statistics/<uuid:table_id>/<slug:decision>/", decide, name="statistics-decide"),
]
