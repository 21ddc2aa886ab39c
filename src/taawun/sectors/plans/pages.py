# SPDX-License-Identifier: Apache-2.0
"""Pages of plans: the list, one plan with its timeline, map and conflicts, and the paper of a plan."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from taawun.apps.exchange import queries as exchange
from taawun.apps.maps.kinds import legend_of
from taawun.apps.people.access import actor_of
from taawun.apps.registers.taking_away import as_file, footer
from taawun.apps.ui import errors
from taawun.apps.ui.parts import page_number
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import held, may, officer_of
from taawun.formats.sheets import FORMS
from taawun.kernel.errors import CallerError, TooLarge
from taawun.sectors.plans import access, annexes, conflicts, section_pages, services, showing
from taawun.sectors.plans.access import Shown
from taawun.sectors.plans.contents import Form
from taawun.sectors.plans.forms import PlanForm, TitleForm
from taawun.sectors.plans.sector import SECTOR, WRITERS
from taawun.sectors.plans.words import FORMS as FORM_WORDS

LANGUAGES = {"en": "English", "ar": "العربية", "ur": "اردو"}


@for_purpose_of(SECTOR.purpose)
def index(request: HttpRequest) -> HttpResponse:
    """Show the plans of this node, and open a new one."""
    officer, peers = officer_of(request), exchange.paired_partners()
    form = PlanForm(request.POST or None, peers=peers)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        head = {"title": said["title"], "begins": said["begins"].isoformat(), "ends": said["ends"].isoformat()}
        try:
            plan = services.open_plan(actor_of(officer), said["other"], head)
        except CallerError as error:
            form.add_error(None, errors.said(error))
        else:
            messages.success(request, _("The plan is open here. Nothing has crossed."), "good")
            return HttpResponseRedirect(reverse("plans:plan", args=[plan.id]))
    number = page_number(request)
    rows, more = access.plans(officer, number)
    context = {
        "rows": rows, "newer": number - 1, "older": number + 1 if more else 0, "form": form, "peers": peers,
        "may_write": _may_write(request),
    }  # fmt: skip
    return render(request, "plans/list.html", context, status=400 if form.errors else 200)


@for_purpose_of(SECTOR.purpose)
def plan(request: HttpRequest, plan: uuid.UUID) -> HttpResponse:
    """Show a plan: its sections, timeline, areas, resources, conflicts and annexes."""
    form = TitleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _added(request, str(plan), form.cleaned_data["title"])
        except CallerError as error:
            form.add_error(None, errors.said(error))
    shown = access.plan(officer_of(request), str(plan))
    context = _context(shown) | {
        "form": form, "may_write": _may_write(request), "papers": LANGUAGES.items(),
        "may_open": may(request, "exchange:envelope"),
    }  # fmt: skip
    return render(request, "plans/plan.html", context, status=400 if form.errors else 200)


@for_purpose_of(SECTOR.purpose)
def paper(request: HttpRequest, plan: uuid.UUID, form: str) -> HttpResponse:
    """Give a plan as PDF, Excel or CSV in a language; annexes only where they are asked for."""
    if form not in FORMS:
        raise Http404
    officer, at = officer_of(request), timezone.now()
    language = request.GET.get("language", translation.get_language() or "en")
    shown = access.plan(officer, str(plan), at=at)
    with_annexes = [access.annex(officer, one.id, at=at) for one in shown.annexes if "annexes" in request.GET]
    with translation.override(language if language in LANGUAGES else "en"):
        made = showing.sheet(shown, with_annexes, footer(officer, SECTOR.purpose, at))
        try:
            return as_file(made, form, "plan", at)
        except TooLarge as error:
            raise Http404 from error


def _added(request: HttpRequest, plan: str, title: str) -> HttpResponse:
    actor = actor_of(officer_of(request))
    if "annex" in request.POST:
        made = annexes.add(actor, plan, title)
        return HttpResponseRedirect(reverse("plans:annex", args=[made.id]))
    return HttpResponseRedirect(reverse("plans:section", args=[services.add_section(actor, plan, title).id]))


def _context(shown: Shown) -> dict[str, Any]:
    names, found = showing.names_in(shown), conflicts.conflicts_of(shown.said)
    legend = legend_of(["area"], {"area": FORM_WORDS[Form.AREAS]})
    drawn = showing.areas(shown)
    overview = next((one for one in shown.parts if one.form is Form.OVERVIEW), None)
    phases = conflicts.rows_of(shown.said, Form.PHASES)
    return {
        "shown": shown, "head": overview.content.head if overview else {},
        "parts": [(one, showing.name_of(one), showing.empty(one.content)) for one in shown.parts],
        "conflicts": [showing.told(one, names) for one in found], "line": showing.line_of(shown, found),
        "phases": [(row, _named(row.said, "resources", names), _named(row.said, "areas", names)) for row in phases],
        "resources": conflicts.rows_of(shown.said, Form.RESOURCES), "areas": drawn,
        "shapes": [shape for _row, shape in drawn], "tones": [1] * len(drawn), "legend": list(legend.values()),
        "ways": {one.form.value: reverse("plans:section", args=[one.section.id]) for one in shown.parts},
    }  # fmt: skip


def _named(said: Any, field: str, names: dict[str, str]) -> list[str]:
    return [names.get(one, one) for one in said.get(field, "").split()]


def _may_write(request: HttpRequest) -> bool:
    return not held(request).isdisjoint(WRITERS)


urlpatterns = [
    path("", index, name="list"),
    path("<uuid:plan>/", plan, name="plan"),
    path("<uuid:plan>/paper/<slug:form>/", paper, name="paper"),
    path("sections/<uuid:section>/", section_pages.section, name="section"),
    path("sections/<uuid:section>/release/", section_pages.release, name="release"),
    path("annexes/<uuid:annex>/", section_pages.annex, name="annex"),
]
