# SPDX-License-Identifier: Apache-2.0
"""Pages of imports: start one, see what it added and what it left out, undo it while nothing was sent."""

import uuid
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from taawun.apps.jobs import queries as jobs
from taawun.apps.people.access import actor_of
from taawun.apps.registers import access
from taawun.apps.registers.catalogue import types
from taawun.apps.registers.declarations import RecordType
from taawun.apps.registers.forms import ImportForm
from taawun.apps.registers.importing import services
from taawun.apps.registers.jobs import TALLY
from taawun.apps.registers.services import DRAFTERS, may_take_back
from taawun.apps.sector import Sector, sectors, source_named
from taawun.apps.ui.parts import page_of
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.kernel.errors import NoSuchImport

SEEN_BEFORE: Final = ("changed", "same")
"""What an import counts of things that were here already."""


def imports(request: HttpRequest, form: ImportForm | None = None) -> HttpResponse:
    """Show the files that became records, and offer to start another."""
    context = {
        "page": page_of(request, access.imports(officer_of(request))),
        "form": form or ImportForm(),
        "may_import": _may_import(request),
        "groups": _tables(request),
        "sources": [one for sector in sectors().values() for one in sector.sources],
    }
    return render(request, "registers/imports.html", context, status=400 if form else 200)


def _tables(request: HttpRequest) -> list[tuple[Sector | None, list[RecordType]]]:
    """Return what may be imported as a table: the general registers first, then those that each sector keeps."""
    groups: dict[str, list[RecordType]] = {"": []}
    keeper = {slug: one.slug for one in sectors().values() for slug in one.records}
    for slug, one in access.types_for(officer_of(request)).items():
        groups.setdefault(keeper.get(slug, ""), []).append(one)
    return [(sectors().get(slug), group) for slug, group in groups.items() if group]


@require_POST
@for_purpose
def start(request: HttpRequest) -> HttpResponse:
    """Start an import; its job shows how far it is."""
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return imports(request, form)
    actor, purpose = actor_of(officer_of(request)), chosen(request)
    if form.cleaned_data["source"] == "un-list":
        begun = services.import_un_list(actor, form.cleaned_data["file"], purpose)
    else:
        begun = services.import_un_extract(actor, purpose)
    return HttpResponseRedirect(reverse("jobs:job", args=[begun.job]))


def one(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Show one import and the rows it left out, each with its reason and never with its content."""
    officer = officer_of(request)
    found = access.imports(officer).filter(id=str(import_id)).first()
    if found is None:
        raise NoSuchImport
    declared = source_named(found.source)
    job = jobs.find(found.job) if found.job else None
    result = (job.result if job else None) or {}
    context = {
        "one": found,
        "job": job,
        "declared": types().get(declared.type if declared else found.settings.get("type", "")),
        "seen_before": [(TALLY[name], result[name]) for name in SEEN_BEFORE if result.get(name)],
        "page": page_of(request, found.problems.all()),
        "may_undo": found.undone is None and may_take_back(actor_of(officer), found.authority, found.purpose),
    }
    return render(request, "registers/import.html", context)


@require_POST
@for_purpose
def undo(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """Erase what an import added, as long as nothing of it was changed or put up for release."""
    count = services.undo(actor_of(officer_of(request)), str(import_id), chosen(request))
    said = ngettext(
        "The import is undone: %(count)s record erased.", "The import is undone: %(count)s records erased.", count
    )
    messages.success(request, said % {"count": count}, "good")
    return HttpResponseRedirect(reverse("registers:import", args=[import_id]))


def _may_import(request: HttpRequest) -> bool:
    return not officer_of(request).role_slugs().isdisjoint(DRAFTERS)
