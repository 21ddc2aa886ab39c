# SPDX-License-Identifier: Apache-2.0
"""Pages of what a case contains: which elements are there, and one element with its form and its history (spec §60.9).

Each save is a version of its own, so that nothing that was written is lost, and a draft needs no button of its own.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from taawun.apps.cases import access, services
from taawun.apps.cases.access import Shown
from taawun.apps.cases.showing import bars, naming
from taawun.apps.cases.showing.element_forms import (
    ElementForm,
    asked_for,
    element_form,
    offence_set,
    offences_value,
)
from taawun.apps.cases.views.case import common
from taawun.apps.people import queries as people
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.kernel.cases.contents import Element
from taawun.kernel.errors import CallerError, NoSuchElement


@for_purpose
def contents(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Show every element of the case: what fills it, and what is still missing."""
    shown = access.case(officer_of(request), str(case_id), chosen(request))
    context = common(shown) | {"progress": bars.progress(shown.kind, shown.filled, shown.missing, shown.reserved)}
    return render(request, "cases/contents.html", context)


@for_purpose
def element(request: HttpRequest, case_id: uuid.UUID, slug: str) -> HttpResponse:
    """Show the form of one element, or store what was written as its next version."""
    shown = access.case(officer_of(request), str(case_id), chosen(request))
    declared = shown.kind.elements.get(slug)
    if declared is None:
        raise NoSuchElement
    filled, data = shown.filled.get(slug), request.POST if request.method == "POST" else None
    records = naming.offered(officer_of(request), declared, chosen(request)) if declared.names else {}
    form = element_form(declared, shown.kind.elements, filled, data, records)
    table = None
    if declared.kind == "offences":
        asked = asked_for(declared, shown.kind.workflow.moves.values(), shown.filled)
        table = offence_set(filled.value if filled else None, data, asked)
    if data is not None and _valid(form, table):
        try:
            return _stored(request, shown, declared, form, table)
        except CallerError as error:
            form.add_error(None, errors.said(error))
    return _page(request, shown, declared, form, table)


def _valid(form: ElementForm, table: Any) -> bool:
    if table is None:
        return form.is_valid()
    form.value_elsewhere = True
    if form.is_valid() and form.cleaned_data.get("excuse"):
        return True
    return table.is_valid() and form.is_valid()


def _stored(request: HttpRequest, shown: Shown, declared: Element, form: ElementForm, table: Any) -> HttpResponse:
    document, page = form.place()
    excuse = str(form.cleaned_data.get("excuse") or "").strip()
    value = None if excuse else form.value() if table is None else offences_value(table)
    services.fill(
        actor_of(officer_of(request)), shown.case.id, declared.slug, chosen(request), value=value, excuse=excuse,
        document=document, page=page,
    )  # fmt: skip
    messages.success(request, _("Saved as a new version."), "good")
    return HttpResponseRedirect(_next(request, shown, declared))


def _next(request: HttpRequest, shown: Shown, declared: Element) -> str:
    """Return where to go after saving: to the same element, to the next one that is missing, or to all of them."""
    here = reverse("cases:element", args=[shown.case.id, declared.slug])
    if "again" in request.POST:
        return here
    after = [one.slug for one in shown.missing if one.slug != declared.slug]
    if "next" in request.POST and after:
        return reverse("cases:element", args=[shown.case.id, after[0]])
    return reverse("cases:contents", args=[shown.case.id])


def _page(request: HttpRequest, shown: Shown, declared: Element, form: ElementForm, table: Any) -> HttpResponse:
    versions = access.history(officer_of(request), shown.case.id, declared.slug, chosen(request))
    context = common(shown) | {
        "element": declared, "form": form, "table": table, "versions": versions,
        "names": people.labels({one.officer_id for one in versions} - {""}),
        "filled": shown.filled.get(declared.slug),
        "is_missing": declared in shown.missing,
    }  # fmt: skip
    wrong = form.is_bound and (bool(form.errors) or (table is not None and not table.is_valid()))
    return render(request, "cases/element.html", context, status=400 if wrong else 200)
