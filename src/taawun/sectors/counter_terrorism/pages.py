# SPDX-License-Identifier: Apache-2.0
"""Pages of counter-terrorism: the quarantine with grading of several at once, indicators by their end, publishing."""

from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from taawun.apps.registers import access as registers
from taawun.apps.registers import speaking
from taawun.apps.registers.queries import Filters
from taawun.apps.taxii import access
from taawun.apps.ui import errors
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import may, officer_of
from taawun.formats.stix import times
from taawun.kernel.errors import BadStix, CallerError
from taawun.sectors.counter_terrorism import files, grading, mapping, publishing, running
from taawun.sectors.counter_terrorism.forms import ChosenForm, GradeForm, PublishForm, RefuseForm
from taawun.sectors.counter_terrorism.sector import PURPOSE
from taawun.sectors.counter_terrorism.un_page import un_list

DIGITS: Final = 17
ALL: Final = "*"
"""Asks the quarantine for every kind; without a kind it shows those that become records."""


@for_purpose_of(PURPOSE)
def quarantine(request: HttpRequest) -> HttpResponse:
    """Show what came in and waits, newest first; several may be chosen, and graded or refused at once."""
    officer, kind = officer_of(request), request.GET.get("kind", "")
    before = request.GET.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < DIGITS else 0
    kinds = [] if kind == ALL else [kind] if kind else list(mapping.KINDS)
    found = access.quarantine(officer, PURPOSE, before=number, kinds=kinds)
    rows = [(one, mapping.type_of(one.piece.value), _name(one.piece.value), _came(one.row.added)) for one in found.rows]
    counts = access.counts(officer, PURPOSE)
    context = {"rows": rows, "before": found.before, "counts": counts, "kind": kind, "kinds": kinds, "all": ALL}
    return render(request, "counter_terrorism/quarantine.html", context)


@require_POST
@for_purpose_of(PURPOSE)
def grade(request: HttpRequest) -> HttpResponse:
    """Show what the chosen objects would become, and make records of them when that was seen.

    What becomes no record is shown beside them and can only be refused (decision 0034).
    """
    officer, picked = officer_of(request), ChosenForm(request.POST)
    if not picked.is_valid():
        messages.error(request, _("Choose at least one object."), "bad")
        return HttpResponseRedirect(reverse("counter_terrorism:quarantine"))
    numbers: list[int] = picked.cleaned_data["chosen"]
    asked = "source" in request.POST
    form = GradeForm(request.POST if asked else None)
    context: dict[str, Any] = {"chosen": numbers, "form": form, "refusing": RefuseForm()}
    if asked and form.is_valid():
        given = form.given(settings.TAAWUN_PARTY, officer.authority.code, PURPOSE)
        previews = grading.previews(officer, numbers, given, PURPOSE)
        become = [one.waiting.row.id for one in previews if one.type]
        context["previews"] = [(one, _name(one.waiting.piece.value), _closed(one)) for one in previews]
        context["gradable"] = bool(become)
        if "confirm" in request.POST:
            return _graded(request, become or numbers, form, context)
    else:
        found = access.chosen(officer, numbers, PURPOSE)
        context["waiting"] = [(one, _name(one.piece.value)) for one in found]
        context["gradable"] = any(mapping.type_of(one.piece.value) for one in found)
    return render(request, "counter_terrorism/grade.html", context, status=400 if form.errors else 200)


def _graded(request: HttpRequest, numbers: list[int], form: GradeForm, context: dict[str, Any]) -> HttpResponse:
    officer = officer_of(request)
    given = form.given(settings.TAAWUN_PARTY, officer.authority.code, PURPOSE)
    try:
        done = grading.grade(officer, numbers, given, PURPOSE)
    except CallerError as error:
        form.add_error(None, errors.said(error))
        return render(request, "counter_terrorism/grade.html", context, status=409)
    said = ngettext("%(count)d object became a record.", "%(count)d objects became records.", len(done))
    messages.success(request, said % {"count": len(done)}, "good")
    return HttpResponseRedirect(reverse("counter_terrorism:quarantine"))


@require_POST
@for_purpose_of(PURPOSE)
def refuse(request: HttpRequest) -> HttpResponse:
    """Refuse the chosen objects, with a reason."""
    picked, form = ChosenForm(request.POST), RefuseForm(request.POST)
    if picked.is_valid() and form.is_valid():
        grading.refuse(officer_of(request), picked.cleaned_data["chosen"], form.cleaned_data["reason"], PURPOSE)
        messages.success(request, _("Refused. What came is kept as it came."), "good")
    else:
        messages.error(request, _("Choose what is refused, and say why."), "bad")
    return HttpResponseRedirect(reverse("counter_terrorism:quarantine"))


@for_purpose_of(PURPOSE)
def indicators(request: HttpRequest) -> HttpResponse:
    """Show indicators with how long they still hold, the newest first."""
    after = request.GET.get("after", "")
    page = registers.search(officer_of(request), Filters(type="threat-indicator"), PURPOSE, after=after)
    now = times.of(timezone.now())
    rows = [(row, _end(row.data.get("valid_until", ""), now)) for row in page.rows]
    return render(request, "counter_terrorism/indicators.html", {"rows": rows, "page": page})


@for_purpose_of(PURPOSE)
def published(request: HttpRequest) -> HttpResponse:
    """Show approved releases that may be published, and the collections that there are."""
    officer = officer_of(request)
    context = {"rows": publishing.ready(officer, PURPOSE), "collections": access.open_collections(PURPOSE)}
    context["may_publish"] = may(request, "counter_terrorism:publish")
    return render(request, "counter_terrorism/published.html", context)


@require_POST
@for_purpose_of(PURPOSE)
def publish(request: HttpRequest) -> HttpResponse:
    """Publish one release in a collection."""
    form = PublishForm(request.POST, collections=access.open_collections(PURPOSE))
    if form.is_valid():
        said = form.cleaned_data
        try:
            publishing.publish(officer_of(request), str(said["release"]), said["collection"], PURPOSE)
            messages.success(request, _("Published for the clients of the party."), "good")
        except CallerError as error:
            messages.error(request, errors.said(error), "bad")
    return HttpResponseRedirect(reverse("counter_terrorism:published"))


def _name(value: dict[str, Any]) -> str:
    found = value.get("name") or value.get("value") or ""
    return found[:200] if isinstance(found, str) else ""


def _closed(one: grading.Preview) -> str:
    """Return what is said of an object with parts for other purposes alone, and what to do."""
    parts = ", ".join(f"\u2068{speaking.said(each)}\u2069" for each in one.closed)
    return _(grading.CLOSED) % {"fields": parts} if parts else ""


def _came(micros: int) -> Any:
    return times.moment_of(micros)


def _end(text: str, now: int) -> str:
    """Return whether an indicator holds: "ended", "holds", or "open" where no end is stated."""
    if not text:
        return "open"
    try:
        return "ended" if times.parse(text if "T" in text else f"{text}T00:00:00Z") <= now else "holds"
    except BadStix:
        return "open"


urlpatterns = [
    path("quarantine/", quarantine, name="quarantine"),
    path("quarantine/file/", files.take, name="take"),
    path("records/<uuid:record_id>/stix.json", files.stix, name="stix"),
    path("quarantine/grade/", grade, name="grade"),
    path("quarantine/refuse/", refuse, name="refuse"),
    path("indicators/", indicators, name="indicators"),
    path("published/", published, name="published"),
    path("published/add/", publish, name="publish"),
    path("un-list/", un_list, name="un-list"),
    path("taxii/", running.desk, name="desk"),
    path("taxii/collection/", running.new_collection, name="new-collection"),
    path("taxii/collection/close/", running.close_collection, name="close-collection"),
    path("taxii/release/withdraw/", running.withdraw, name="withdraw"),
    path("taxii/client/", running.new_client, name="new-client"),
    path("taxii/client/end/", running.end_client, name="end-client"),
    path("taxii/server/", running.new_server, name="new-server"),
    path("taxii/server/end/", running.end_server, name="end-server"),
]
