# SPDX-License-Identifier: Apache-2.0
"""Pages of the registers: one record with its versions and marking, and the draft of its release."""

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
from taawun.apps.registers import access, releasing
from taawun.apps.registers.access import Shown
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.forms import ReleaseForm
from taawun.apps.registers.services import may_draft
from taawun.apps.registers.speaking import said
from taawun.apps.registers.views import panels
from taawun.apps.ui import errors
from taawun.apps.ui.languages import find
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import may, officer_of
from taawun.kernel.errors import CallerError
from taawun.kernel.wire.envelope import Basis


@for_purpose
def record(request: HttpRequest, record_id: uuid.UUID, number: int | None = None) -> HttpResponse:
    """Show a record as this officer may see it, with its marking and all its versions."""
    purpose = chosen(request)
    shown = access.get(officer_of(request), str(record_id), purpose, number=number)
    versions = access.history(officer_of(request), str(record_id), purpose)
    context = {
        "shown": shown,
        "rows": _rows(shown),
        "title": said(type_named(shown.record.type).title),
        "versions": versions,
        "names": people.labels(version.officer_id for version in versions if version.officer_id),
        "purposes": sorted(shown.marking.purposes),
        "panels": panels.beside(request, shown),
        "may_state": may(request, "registers:edit") and may_draft(officer_of(request)),
        "authority": _title(shown.record.originator, shown.record.authority),
        "ours": shown.record.originator == officer_of(request).authority.party,
    }
    return render(request, "registers/record.html", context)


@for_purpose
def release(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Draft the release of a record's current version, or say why the rules stand against it."""
    shown = access.get(officer_of(request), str(record_id), chosen(request))
    peers = exchange.paired_partners()
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


def _title(party: str, code: str) -> str:
    """Return what an authority is called in the reader's language; those of another party are known by code alone."""
    titles = {one["code"]: one for one in people.authorities(party)}
    return str(titles[code][f"title_{find(get_language()).code}"]) if code in titles else ""


def _rows(shown: Shown) -> list[dict[str, Any]]:
    """Return the fields of a record in the order of its type, with what is withheld named."""
    fields = type_named(shown.record.type).fields.values()
    held = [field for field in fields if field.name in shown.withheld or field.name in shown.data]
    return [{"field": field, "withheld": shown.withheld.get(field.name)} for field in held]
