# SPDX-License-Identifier: Apache-2.0
"""The charts that a type declares, drawn by the server, each with its figures in a table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.apps.registers import access
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.charting import OTHERS, Figures
from taawun.apps.registers.declarations import RecordType
from taawun.apps.registers.layouts import COUNT, Chart
from taawun.apps.registers.speaking import said, spoken
from taawun.apps.ui import languages
from taawun.apps.ui.charts import Drawing, draw
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of


@for_purpose
def charts(request: HttpRequest, type_slug: str) -> HttpResponse:
    """Show the charts of a type over the records that this officer may see."""
    declared, officer, purpose = type_named(type_slug), officer_of(request), chosen(request)
    found = [(one, access.chart(officer, type_slug, one, purpose)) for one in declared.layout.charts]
    shown = [(_drawn(declared, one, figures), figures.unknown) for one, figures in found]
    return render(request, "registers/charts.html", {"declared": declared, "charts": shown})


def _drawn(declared: RecordType, chart: Chart, figures: Figures) -> Drawing:
    steps = [_called(declared, chart.by, step) for step in figures.steps]
    series = {_called(declared, chart.series, name): row for name, row in figures.series.items()}
    rtl = languages.find(get_language()).direction == "rtl"
    unit = "" if chart.measure == COUNT else f" ({said(declared.fields[chart.measure].label)})"
    return draw(said(chart.title) + unit, chart.name, chart.form.value, steps, series, rtl=rtl)


def _called(declared: RecordType, field: str, value: str) -> str:
    """Return what a step or a series is called."""
    if value == OTHERS:
        return _("Others")
    if not field:
        return ""
    return spoken(declared.fields[field], value) if value else _("Not known")
