# SPDX-License-Identifier: Apache-2.0
"""The list of any type of record, from its declaration: columns, filters, order, and pages by key."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from taawun.apps.registers import access, drafts
from taawun.apps.registers.declarations import RecordType
from taawun.apps.registers.list_forms import ListForm
from taawun.apps.registers.services import may_draft
from taawun.apps.registers.speaking import said
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.apps.ui.templatetags.desk import UUID


@for_purpose
def records(request: HttpRequest) -> HttpResponse:
    """Search the registers; what the marking withholds is counted, not shown."""
    known = access.types_for(officer_of(request))
    declared = known.get(request.GET.get("type", ""))
    form = ListForm(request.GET or None, declared=declared, known=known)
    filters = form.filters(_asked(request, "imported"))
    after, before = _asked(request, "after"), _asked(request, "before")
    page = access.search(officer_of(request), filters, chosen(request), after=after, before=before)
    context = {
        "form": form,
        "page": page,
        "declared": declared,
        "columns": [declared.fields[name] for name in declared.layout.columns] if declared else [],
        "counts": _counts(request, known),
        "filtered": any(value for name, value in request.GET.items() if name not in ("type", "after", "before")),
        "query": _query(request),
        "may_state": may_draft(officer_of(request)),
        "drafts": drafts.of(officer_of(request)),
    }
    return render(request, "registers/list.html", context)


def _counts(request: HttpRequest, known: dict[str, RecordType]) -> list[dict[str, Any]]:
    """Return each register that holds something for the reader, with how much, as far as a page counts."""
    found = access.counts(officer_of(request), list(known), chosen(request))
    return [
        {"slug": slug, "title": said(one.title), "count": found[slug]}
        for slug, one in known.items()
        if found[slug].seen or found[slug].more
    ]


def _asked(request: HttpRequest, name: str) -> str:
    """Return an identifier from the address; what is none asks for nothing."""
    asked = request.GET.get(name, "")
    return asked if UUID.fullmatch(asked) else ""


def _query(request: HttpRequest) -> str:
    """Return the address of this list without the place in it."""
    query = request.GET.copy()
    for name in ("after", "before", "page"):
        query.pop(name, None)
    return query.urlencode()
