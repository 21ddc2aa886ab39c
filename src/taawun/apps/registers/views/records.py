# SPDX-License-Identifier: Apache-2.0
"""Pages of the registers: search, one record with its versions and marking, and the draft of its release."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from taawun.apps.exchange import queries as exchange
from taawun.apps.exchange import services as releases
from taawun.apps.people import queries as people
from taawun.apps.people.access import actor_of
from taawun.apps.registers import access, queries, releasing
from taawun.apps.registers.access import Shown
from taawun.apps.registers.catalogue import type_named, types
from taawun.apps.registers.forms import ReleaseForm, SearchForm
from taawun.apps.registers.queries import Filters
from taawun.apps.ui import errors, languages
from taawun.apps.ui.parts import page_number
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.apps.ui.templatetags.desk import UUID
from taawun.kernel.errors import CallerError
from taawun.kernel.wire.envelope import Basis


@for_purpose
def records(request: HttpRequest) -> HttpResponse:
    """Search the registers; what the marking withholds is counted, not shown."""
    titles = [(slug, _title(declared.title)) for slug, declared in types().items()]
    form = SearchForm(request.GET or None, types=titles)
    found = form.cleaned_data if form.is_bound and form.is_valid() else {}
    filters = Filters(
        type=found.get("type", ""),
        originator=found.get("originator", "").upper(),
        text=found.get("text", ""),
        imported=_import_id(request),
    )
    page = access.search(officer_of(request), filters, chosen(request), page_number(request))
    counts = queries.counts_by_type()
    context = {
        "form": form,
        "page": page,
        "types": dict(titles),
        "counts": [(slug, title, counts.get(slug, 0)) for slug, title in titles],
        "newer": page.number - 1,
        "older": page.number + 1 if page.more else 0,
    }
    return render(request, "registers/list.html", context)


@for_purpose
def record(request: HttpRequest, record_id: uuid.UUID, number: int | None = None) -> HttpResponse:
    """Show a record as this officer may see it, with its marking and all its versions."""
    purpose = chosen(request)
    shown = access.get(officer_of(request), str(record_id), purpose, number=number)
    versions = access.history(officer_of(request), str(record_id), purpose)
    context = {
        "shown": shown,
        "rows": _rows(shown),
        "title": _title(type_named(shown.record.type).title),
        "versions": versions,
        "names": people.labels(version.officer_id for version in versions if version.officer_id),
        "purposes": sorted(shown.marking.purposes),
        "ours": shown.record.originator == officer_of(request).authority.party,
    }
    return render(request, "registers/record.html", context)


@for_purpose
def release(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Draft the release of a record's current version, or say why the rules stand against it."""
    shown = access.get(officer_of(request), str(record_id), chosen(request))
    peers = [(peer.party, f"{peer.party} – {peer.name}") for peer in exchange.peer_statuses() if peer.state == "paired"]
    form = ReleaseForm(request.POST or None, peers=peers)
    if request.method == "POST" and form.is_valid():
        try:
            return _draft(request, str(record_id), form.cleaned_data)
        except CallerError as error:
            form.add_error(None, errors.said(error))
    context = {"shown": shown, "form": form, "peers": peers}
    return render(request, "registers/release.html", context, status=400 if form.errors else 200)


def _draft(request: HttpRequest, record_id: str, terms: dict[str, Any]) -> HttpResponse:
    now = timezone.now()
    basis = Basis(terms["instrument"], terms["article"])
    wish = releasing.wish_for(record_id, terms["recipients"], chosen(request), basis, at=now)
    row = releases.draft_release(actor_of(officer_of(request)), wish, now)
    return HttpResponseRedirect(reverse("exchange:release", args=[row.id]))


def _rows(shown: Shown) -> list[dict[str, Any]]:
    """Return the fields of a record in the order of its type, with what is withheld named."""
    rows = []
    for name, field in type_named(shown.record.type).fields.items():
        value = shown.data.get(name)
        values = value if isinstance(value, list) else [] if value is None else [value]
        if field.choices:
            values = [_title(field.choices[one]) if one in field.choices else one for one in values]
        if values or name in shown.withheld:
            rows.append({"label": _title(field.label), "values": values, "kind": field.kind,
                         "withheld": shown.withheld.get(name)})  # fmt: skip
    return rows


def _import_id(request: HttpRequest) -> str:
    asked = request.GET.get("imported", "")
    return asked if UUID.fullmatch(asked) else ""


def _title(words: Any) -> str:
    return str(words[languages.find(get_language()).code])
