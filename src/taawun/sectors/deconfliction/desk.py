# SPDX-License-Identifier: Apache-2.0
"""Pages of the watch desk: conflicts with their clocks, what is asked to be released, and who asks often (§87.9)."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.apps.people.access import actor_of
from taawun.apps.people.queries import labels
from taawun.apps.registers.taking_away import as_file, footer
from taawun.apps.ui import errors, languages
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import officer_of
from taawun.formats.sheets import FORMS, Sheet
from taawun.kernel.errors import NoSuchConflict, TaawunError
from taawun.sectors.deconfliction import access, crossing, owning, showing
from taawun.sectors.deconfliction.access import Owned, moment
from taawun.sectors.deconfliction.forms import CloseForm
from taawun.sectors.deconfliction.sector import WATCH_PURPOSE
from taawun.sectors.deconfliction.words import APART, KINDS, NEAR, REASONS, STANDS


@for_purpose_of(WATCH_PURPOSE)
def board(request: HttpRequest) -> HttpResponse:
    """Show open conflicts with their clocks on a map and in a table; release what a lead asked for."""
    officer = officer_of(request)
    if request.method == "POST":
        return _released(request)
    found = access.board(officer, closed="closed" in request.GET)
    shown = [(one, entry) for one in found.conflicts for entry in one.entries]
    context = {
        "rows": [_said(one) for one in found.conflicts], "closed": "closed" in request.GET, "more": found.more,
        "places": [(one.row, entry, KINDS[entry.kind], showing.shape(entry)) for one, entry in shown],
        "shapes": [showing.shape(entry) for _one, entry in shown], "probes": found.probes,
        "asked": [(one, KINDS[one.kind], moment(one.begins), moment(one.ends)) for one in found.asked],
        "out": [(one, KINDS[one.row.kind], moment(one.row.begins), moment(one.row.ends)) for one in found.out],
        "names": labels([one.officer_id for one in found.probes]),
    }  # fmt: skip
    answer = render(request, "deconfliction/board.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _released(request: HttpRequest) -> HttpResponse:
    try:
        proposal = crossing.release(actor_of(officer_of(request)), request.POST.get("entry", ""))
    except TaawunError as error:
        messages.error(request, errors.said(error), "bad")
        return HttpResponseRedirect(reverse("deconfliction:board"))
    messages.success(request, _("The release waits for approval. Nothing has crossed."), "good")
    return HttpResponseRedirect(reverse("cases:case", args=[proposal.case_id]))


@for_purpose_of(WATCH_PURPOSE)
def owned(request: HttpRequest, conflict: uuid.UUID) -> HttpResponse:
    """Show one conflict: both entries, whom to call, who is told; and take what the watch desk did."""
    officer, identifier = officer_of(request), str(conflict)
    try:
        found = access.owned(officer, identifier)
    except NoSuchConflict:
        raise Http404 from None
    form = CloseForm(request.POST if request.POST.get("act") == "close" else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        return _acted(request, identifier, form)
    context = {
        "one": _said(found), "form": form, "shapes": [showing.shape(one) for one in found.entries],
        "entries": [(one, KINDS[one.kind], moment(one.begins), moment(one.ends), showing.shape(one))
                    for one in found.entries],
    }  # fmt: skip
    answer = render(request, "deconfliction/owned.html", context, status=400 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _acted(request: HttpRequest, identifier: str, form: CloseForm) -> HttpResponse:
    actor, act = actor_of(officer_of(request)), request.POST.get("act", "")
    there = reverse("deconfliction:owned", args=[identifier])
    try:
        if act == "told":
            owning.tell(actor, identifier)
            messages.success(request, _("It is on the record that the leads were called."), "good")
        elif act == "point":
            there = reverse("cases:case", args=[crossing.point(actor, identifier).case_id])
            messages.success(request, _("The release waits for approval. Nothing has crossed."), "good")
        elif act == "close":
            owning.close(actor, identifier, form.cleaned_data["reason"], form.cleaned_data["note"])
            messages.success(request, _("The conflict is closed."), "good")
            there = reverse("deconfliction:board")
    except TaawunError as error:
        messages.error(request, errors.said(error), "bad")
    return HttpResponseRedirect(there)


@for_purpose_of(WATCH_PURPOSE)
def board_export(request: HttpRequest, form: str) -> HttpResponse:
    """Give the open conflicts as CSV, Excel or PDF: contacts and clocks, and no place."""
    if form not in FORMS:
        raise Http404
    officer, at = officer_of(request), timezone.now()
    found = access.board(officer, at=at)
    columns = (_("State"), _("Opened"), _("Answer until"), _("In space"), _("In time"), _("By the same target"),
               _("Whom to call"), _("In words"), _("Identifier"))  # fmt: skip
    rows = tuple(showing.owned_cells(one) for one in found.conflicts)
    notes = (_("The list goes on: this is its beginning only."),) if found.more else ()
    foot = (*footer(officer, WATCH_PURPOSE, at), *notes)
    sheet = Sheet(_("Watch desk board"), "H1", columns, rows, foot, languages.find(get_language()).code)
    return as_file(sheet, form, "board", at)


def _said(one: Owned) -> dict[str, Any]:
    row = one.row
    return {
        "owned": one, "row": row, "near": NEAR[row.near], "apart": APART[row.apart], "state": STANDS[row.state],
        "tone": "bad" if one.late else "good" if row.closed_at else "wait", "reason": REASONS.get(row.reason, ""),
    }  # fmt: skip
