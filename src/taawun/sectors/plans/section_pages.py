# SPDX-License-Identifier: Apache-2.0
"""Pages of one section: write it, see what a release would send, draft the release; and of one national annex."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from taawun.apps.exchange import queries as exchange
from taawun.apps.people import queries as people
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors
from taawun.apps.ui.parts import page_number
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import held, may, officer_of
from taawun.kernel.errors import CallerError
from taawun.kernel.wire.envelope import Basis
from taawun.sectors.plans import access, annexes, conflicts, services, showing
from taawun.sectors.plans.access import Written
from taawun.sectors.plans.contents import HEADS, ROWS_OF, Form, Kind
from taawun.sectors.plans.documents import Edit
from taawun.sectors.plans.forms import PartForm, ReleaseForm
from taawun.sectors.plans.sector import SECTOR, WRITERS


@for_purpose_of(SECTOR.purpose)
def section(request: HttpRequest, section: uuid.UUID) -> HttpResponse:
    """Show a section to write it: what it says once, or its rows one by one."""
    found = access.section(officer_of(request), str(section), page_number(request))
    row, in_row = request.GET.get("row", ""), bool(ROWS_OF[found.part.form])
    form = _form(request, found, row, in_row=in_row)
    if request.method == "POST" and "away" in request.POST:
        return _away(request, found, request.POST["away"])
    if request.method == "POST" and form.is_valid():
        try:
            return _saved(request, found, form, row)
        except CallerError as error:
            form.add_error(None, errors.said(error))
    content = found.content
    context = {
        "found": found, "part": found.part, "name": showing.name_of(found.part), "form": form, "row": row,
        "in_row": in_row, "rows": conflicts.rows_of([(str(section), found.part.form, content)], found.part.form),
        "has_area": "area" in form.fields, "may_write": _may_write(request),
        "may_release": may(request, "plans:release"), "may_open": may(request, "exchange:envelope"),
        "names": people.labels(one.officer_id for one in found.revisions if one.officer_id),
        "called": showing.names_in(found.whole), **_pages(request, older=found.older),
    }  # fmt: skip
    return render(request, "plans/section.html", context, status=400 if form.errors else 200)


@for_purpose_of(SECTOR.purpose)
def release(request: HttpRequest, section: uuid.UUID) -> HttpResponse:
    """Show what the release of a section would send beside what was sent last, and draft it."""
    found = access.section(officer_of(request), str(section))
    form = ReleaseForm(request.POST or None, initial={"instrument": SECTOR.instruments[0]})
    if request.method == "POST" and form.is_valid():
        basis = Basis(form.cleaned_data["instrument"], form.cleaned_data["article"])
        try:
            row = services.release(actor_of(officer_of(request)), str(section), basis)
        except CallerError as error:
            form.add_error(None, errors.said(error))
        else:
            return HttpResponseRedirect(reverse("exchange:release", args=[row.id]))
    part = found.part
    context = {
        "found": found, "part": part, "name": showing.name_of(part), "form": form, "peers": exchange.paired_partners(),
        "changes": showing.changes(part, showing.names_in(found.whole)),
        "pieces": showing.pieces(part.last.text, part.content.text),
        "changed_text": part.last.text != part.content.text,
    }  # fmt: skip
    return render(request, "plans/release.html", context, status=400 if form.errors else 200)


@for_purpose_of(SECTOR.purpose)
def annex(request: HttpRequest, annex: uuid.UUID) -> HttpResponse:
    """Show a national annex to write it."""
    found = access.annex(officer_of(request), str(annex), page_number(request))
    initial = {"base": found.annex.revision, "title": found.annex.title, "text": found.content.text}
    form = PartForm(request.POST or None, form=Form.NARRATIVE, in_row=False, there={}, initial=initial)
    del form.fields["title"]
    if request.method == "POST" and form.is_valid():
        actor, base = actor_of(officer_of(request)), form.cleaned_data["base"]
        try:
            row = annexes.save(actor, str(annex), Edit(text=form.text()), base)
        except CallerError as error:
            form.add_error(None, errors.said(error))
        else:
            _tell(request, merged=row.revision > base + 1)
            return HttpResponseRedirect(reverse("plans:annex", args=[annex]))
    names = people.labels(one.officer_id for one in found.revisions)
    context = {"found": found, "form": form, "may_write": _may_write(request), "names": names}
    context |= _pages(request, older=found.older)
    return render(request, "plans/annex.html", context, status=400 if form.errors else 200)


def _pages(request: HttpRequest, *, older: bool) -> dict[str, int]:
    """Return the numbers of the neighbouring pages of what became of a section or an annex."""
    number = page_number(request)
    return {"newer": number - 1, "older": number + 1 if older else 0}


def _form(request: HttpRequest, found: Written, row: str, *, in_row: bool) -> PartForm:
    content, form = found.content, found.part.form
    said = content.rows.get(row, {}) if in_row else content.head
    declared = ROWS_OF[form] if in_row else HEADS[form]
    initial: dict[str, Any] = {"base": found.part.section.revision, "text": content.text} | {
        name: said.get(name, "").split() if one.kind in (Kind.RESOURCES, Kind.AREAS) else said.get(name, "")
        for name, one in declared.items()
    }
    there = {
        kind: [(one.id, one.name) for one in conflicts.rows_of(found.whole.said, of)]
        for kind, of in ((Kind.RESOURCES, Form.RESOURCES), (Kind.AREAS, Form.AREAS))
    }
    given = None if "away" in request.POST else request.POST or None
    return PartForm(given, form=form, in_row=in_row, there=there, initial=initial)


def _saved(request: HttpRequest, found: Written, form: PartForm, row: str) -> HttpResponse:
    part = found.part
    key = (row if row in part.content.rows else services.new_row()) if ROWS_OF[part.form] else ""
    values = {(key, name): value for name, value in form.said().items()}
    base = form.cleaned_data["base"]
    made = services.save(actor_of(officer_of(request)), part.section.id, Edit(form.text(), values), base)
    _tell(request, merged=made.revision > base + 1)
    return HttpResponseRedirect(reverse("plans:section", args=[part.section.id]))


def _away(request: HttpRequest, found: Written, row: str) -> HttpResponse:
    section = found.part.section
    services.save(actor_of(officer_of(request)), section.id, Edit(gone=frozenset({row})), section.revision)
    messages.success(request, _("The row is taken away here. Nothing has crossed."), "good")
    return HttpResponseRedirect(reverse("plans:section", args=[section.id]))


def _tell(request: HttpRequest, *, merged: bool) -> None:
    said = _("Saved here, together with what others wrote meanwhile.") if merged else _("Saved here.")
    messages.success(request, said, "good")


def _may_write(request: HttpRequest) -> bool:
    return not held(request).isdisjoint(WRITERS)
