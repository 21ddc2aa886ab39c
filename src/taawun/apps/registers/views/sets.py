# SPDX-License-Identifier: Apache-2.0
"""The release of many records of a list together: which of them, to whom, on what legal basis (spec §80.26)."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from taawun.apps.exchange import queries as exchange
from taawun.apps.exchange import services as releases
from taawun.apps.people.access import actor_of
from taawun.apps.registers import access, releasing
from taawun.apps.registers.access import Shown
from taawun.apps.registers.forms import ReleaseForm
from taawun.apps.registers.list_forms import ListForm
from taawun.apps.ui import errors
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.apps.ui.templatetags.desk import UUID
from taawun.kernel.errors import BadRecordSet, CallerError
from taawun.kernel.marking.decisions import Reason
from taawun.kernel.wire.envelope import Basis

MOST: Final = 200
"""Records that one page chooses from: what an officer can still look through before they sign."""


@for_purpose
def release(request: HttpRequest) -> HttpResponse:
    """Draft one release of the records that are chosen, or say which of them the rules stand against."""
    posted = request.method == "POST"
    shown = _posted(request) if posted else _listed(request)
    peers = exchange.paired_partners()
    form = ReleaseForm(request.POST if posted else None, peers=peers)
    wanted = set(request.POST.getlist("record")) if posted else set(shown)
    chosen_ids = [record for record in shown if record in wanted]
    against: dict[str, tuple[Reason, ...]] = {}
    if posted and form.is_valid():
        try:
            if len(chosen_ids) < len(wanted):
                raise BadRecordSet
            terms = form.cleaned_data
            basis = Basis(terms["instrument"], terms["article"])
            against = releasing.obstacles(chosen_ids, terms["recipients"], chosen(request), basis)
            if not against or not chosen_ids:
                return _draft(request, chosen_ids, terms["recipients"], basis)
        except CallerError as error:
            form.add_error(None, errors.said(error))
    rows = [_row(one, record in wanted, against.get(record, ())) for record, one in shown.items()]
    context = {"rows": rows, "form": form, "peers": peers, "against": len(against), "most": MOST}
    return render(request, "registers/release_set.html", context, status=400 if form.errors or against else 200)


def _draft(request: HttpRequest, records: list[str], recipients: list[str], basis: Basis) -> HttpResponse:
    now = timezone.now()
    wish = releasing.wish_for_set(records, recipients, chosen(request), basis, at=now)
    row = releases.draft_release(actor_of(officer_of(request)), wish, now)
    return HttpResponseRedirect(reverse("exchange:release", args=[row.id]))


def _listed(request: HttpRequest) -> dict[str, Shown]:
    """Return the first records that the filters of the list find, each on the record."""
    known = access.types_for(officer_of(request))
    form = ListForm(request.GET or None, declared=known.get(request.GET.get("type", "")), known=known)
    imported = request.GET.get("imported", "")
    filters = form.filters(imported if UUID.fullmatch(imported) else "")
    found = access.walk(officer_of(request), filters, MOST)
    return access.visible(officer_of(request), found, chosen(request), recorded=True)


def _posted(request: HttpRequest) -> dict[str, Shown]:
    """Return the records that stood on the page, as far as they may be shown, each on the record."""
    stood = [one for one in request.POST.getlist("stood")[:MOST] if UUID.fullmatch(one)]
    return access.visible(officer_of(request), stood, chosen(request), recorded=True)


def _row(shown: Shown, is_chosen: bool, against: tuple[Reason, ...]) -> dict[str, Any]:
    return {"shown": shown, "chosen": is_chosen and not against, "against": against, "caption": access.caption(shown)}
