# SPDX-License-Identifier: Apache-2.0
"""Pages of a lead: own entries, a new one, and conflicts as pointers (spec §87.7). The watch desk has `desk.py`."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.apps.exchange.queries import paired_partners
from taawun.apps.people.access import actor_of
from taawun.apps.registers.taking_away import as_file, footer
from taawun.apps.ui import errors, languages
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import officer_of
from taawun.formats.sheets import FORMS, Sheet
from taawun.kernel.errors import NoSuchConflict, NoSuchEntry, TaawunError
from taawun.sectors.deconfliction import access, api, desk, owning, services, showing
from taawun.sectors.deconfliction.forms import EntryForm
from taawun.sectors.deconfliction.sector import SECTOR
from taawun.sectors.deconfliction.words import APART, KINDS, NEAR, STANDS, STATES


@for_purpose_of(SECTOR.purpose)
def entries(request: HttpRequest) -> HttpResponse:
    """Show a lead's entries on a map and in a table, and the conflicts that wait."""
    officer = officer_of(request)
    found, more = access.entries(officer)
    shown = [one for one in found if one.state in ("draft", "live")]
    past = [one for one in found if one.state not in ("draft", "live")]
    pointers, more_pointers = access.pointers(officer)
    context = {
        "rows": [_row(one) for one in (*shown, *past)], "shapes": [showing.shape(one.row) for one in (*shown, *past)],
        "pointers": [_said(one) for one in pointers], "more": more, "more_pointers": more_pointers,
    }  # fmt: skip
    return render(request, "deconfliction/entries.html", context)


@for_purpose_of(SECTOR.purpose)
def new(request: HttpRequest) -> HttpResponse:
    """Take a new entry as a draft; it is shown once more before it is compared with anything."""
    officer = officer_of(request)
    form = EntryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.draft(actor_of(officer), form.wish())
        except TaawunError as error:
            form.add_error(None, errors.said(error))
        else:
            return HttpResponseRedirect(reverse("deconfliction:entry", args=[made.id]))
    answer = render(request, "deconfliction/new.html", {"form": form, "drawn": ()}, status=400 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@for_purpose_of(SECTOR.purpose)
def entry(request: HttpRequest, entry: uuid.UUID) -> HttpResponse:
    """Show an entry to its lead: make it live or discard it, withdraw it, ask for its release."""
    officer, identifier = officer_of(request), str(entry)
    if request.method == "POST":
        return _acted(request, identifier)
    try:
        found = access.entry(officer, identifier)
    except NoSuchEntry:
        raise Http404 from None
    context = {
        "one": _row(found), "shapes": [showing.shape(found.row)],
        "partners": paired_partners() if found.state == "live" and (found.kept or not found.row.asked_for) else [],
    }  # fmt: skip
    return render(request, "deconfliction/entry.html", context)


def _acted(request: HttpRequest, identifier: str) -> HttpResponse:
    actor, act = actor_of(officer_of(request)), request.POST.get("act", "")
    there = reverse("deconfliction:entry", args=[identifier])
    try:
        if act == "live":
            return _lived(request, services.make_live(actor, identifier), there)
        if act == "discard":
            services.discard(actor, identifier)
            messages.success(request, _("The draft is erased."), "good")
            there = reverse("deconfliction:entries")
        elif act == "withdraw":
            services.withdraw(actor, identifier)
            messages.success(request, _("The entry is withdrawn."), "good")
        elif act == "ask":
            services.ask_release(actor, identifier, request.POST.get("party", ""))
            messages.success(request, _("The watch desk is asked. Nothing has crossed."), "good")
    except NoSuchEntry:
        raise Http404 from None
    except TaawunError as error:
        messages.error(request, errors.said(error), "bad")
    return HttpResponseRedirect(there)


def _lived(request: HttpRequest, found: list[Any], there: str) -> HttpResponse:
    if not found:
        messages.success(request, _("The entry is live. You are told here if a conflict is found."), "good")
        return HttpResponseRedirect(there)
    messages.error(request, _("There is a conflict. Call now."), "bad")
    return HttpResponseRedirect(reverse("deconfliction:conflict", args=[found[0].id]))


@for_purpose_of(SECTOR.purpose)
def conflict(request: HttpRequest, conflict: uuid.UUID) -> HttpResponse:
    """Show a conflict to one of its leads, as a pointer; and take the word that it is known."""
    officer, identifier = officer_of(request), str(conflict)
    try:
        if request.method == "POST":
            owning.acknowledge(actor_of(officer), identifier)
            messages.success(request, _("The watch desk sees that you know."), "good")
            return HttpResponseRedirect(reverse("deconfliction:conflict", args=[identifier]))
        found = access.pointer(officer, identifier)
    except NoSuchConflict:
        raise Http404 from None
    except TaawunError as error:
        messages.error(request, errors.said(error), "bad")
        return HttpResponseRedirect(reverse("deconfliction:conflict", args=[identifier]))
    answer = render(request, "deconfliction/conflict.html", {"one": _said(found)})
    answer["Cache-Control"] = "no-store"
    return answer


@for_purpose_of(SECTOR.purpose)
def export(request: HttpRequest, what: str, form: str) -> HttpResponse:
    """Give a lead's entries or pointers as CSV, Excel or PDF."""
    if form not in FORMS or what not in ("entries", "conflicts"):
        raise Http404
    officer, at = officer_of(request), timezone.now()
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    if what == "entries":
        found, more = access.entries(officer, at=at)
        columns = (_("Your own words for it"), _("Kind"), _("Begins"), _("Ends"), _("Place"), _("Around it"),
                   _("State"), _("Whom to call"), _("Telephone"), _("Identifier"))  # fmt: skip
        title, rows = _("My entries"), [showing.entry_cells(one) for one in found]
    else:
        columns = (_("Your own words for it"), _("By the same target"), _("In space"), _("In time"),
                   _("Whom to call"), _("Telephone"), _("State"), _("My entry"))  # fmt: skip
        pointers, more = access.pointers(officer, at=at)
        title, rows = _("My conflicts"), [showing.pointer_cells(one) for one in pointers]
    notes = (_("The list goes on: this is its beginning only."),) if more else ()
    foot = (*footer(officer, SECTOR.purpose, at), *notes)
    sheet = Sheet(title, "H1", columns, tuple(rows), foot, languages.find(get_language()).code)
    return as_file(sheet, form, what, at)


def _row(one: access.Own) -> dict[str, Any]:
    return {
        "own": one, "kind": KINDS[one.row.kind], "state": STATES[one.state], "around": showing.around(one.row),
        "shape": showing.shape(one.row),
    }  # fmt: skip


def _said(one: access.Pointer) -> dict[str, Any]:
    dialled = "".join(sign for sign in one.phone if sign.isdigit() or sign == "+")
    return {
        "pointer": one, "near": NEAR[one.near], "apart": APART[one.apart], "state": STANDS[one.state],
        "dialled": dialled,
    }  # fmt: skip


urlpatterns = [
    path("", entries, name="entries"),
    path("new/", new, name="new"),
    path("entries/<uuid:entry>/", entry, name="entry"),
    path("conflicts/<uuid:conflict>/", conflict, name="conflict"),
    path("export/<slug:what>.<slug:form>", export, name="export"),
    path("board/", desk.board, name="board"),
    path("board/<uuid:conflict>/", desk.owned, name="owned"),
    path("board.<slug:form>", desk.board_export, name="board-export"),
    path("api/entries/", api.entries, name="api-entries"),
    path("api/entries/<uuid:entry>/", api.entry, name="api-entry"),
    path("api/conflicts/", api.conflicts, name="api-conflicts"),
]
