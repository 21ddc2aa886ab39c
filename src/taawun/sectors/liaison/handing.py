# SPDX-License-Identifier: Apache-2.0
"""Pages of handovers: sign one over, take it over, and print its report in three languages (spec §89.7)."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.people.queries import holders_of, labels
from taawun.apps.registers import access as registers
from taawun.apps.registers.taking_away import as_file, footer
from taawun.apps.ui import errors, languages
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import held, officer_of
from taawun.formats.papers.letter import Language
from taawun.formats.papers.words import gregorian
from taawun.formats.sheets import Sheet
from taawun.kernel.errors import NoHandover, TaawunError
from taawun.sectors.liaison import access, handovers_access, reporting, services, showing
from taawun.sectors.liaison.forms import HandoverForm
from taawun.sectors.liaison.models import Handover
from taawun.sectors.liaison.sector import KEEPERS, SECTOR

ACTS: Final[dict[str, Callable[..., Handover]]] = {"take-over": services.take_over, "take-back": services.take_back}


@for_purpose_of(SECTOR.purpose)
def handovers(request: HttpRequest) -> HttpResponse:
    """Show the handovers of the officer's authority, and hand a desk over."""
    officer = officer_of(request)
    posts = [(one.row.record.id, one.row.caption) for one in access.postings(officer) if one.state != "ended"]
    others = holders_of(services.ROLE, officer.authority.code)
    others.pop(officer.id, None)
    form = HandoverForm(request.POST or None, posts, list(others.items()))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = services.hand_over(actor_of(officer), said["posting"], said["incoming"])
            messages.success(request, _("You have signed the handover. It waits for the other officer."), "good")
            return HttpResponseRedirect(reverse("liaison:handover", args=[made.id]))
        except TaawunError as error:
            form.add_error(None, errors.said(error))
    rows = handovers_access.listed(officer)
    context = {
        "rows": rows, "names": _names(rows), "form": form, "officer": officer,
        "may_sign": not held(request).isdisjoint(KEEPERS), "posts": posts, "others": others,
    }  # fmt: skip
    return render(request, "liaison/handovers.html", context, status=400 if form.errors else 200)


@for_purpose_of(SECTOR.purpose)
def handover(request: HttpRequest, handover: uuid.UUID) -> HttpResponse:
    """Show one handover with its report; take it over, or back."""
    officer = officer_of(request)
    act = ACTS.get(request.POST.get("act", ""))
    if request.method == "POST" and act is not None:
        try:
            act(actor_of(officer), str(handover))
            messages.success(request, _("Your signature is on the record."), "good")
        except TaawunError as error:
            messages.error(request, errors.said(error), "bad")
        return HttpResponseRedirect(reverse("liaison:handover", args=[handover]))
    row = _row(officer, handover)
    open_ = row.taken_over is None and row.taken_back is None
    context: dict[str, Any] = {
        "row": row, "names": _names([row]), "parts": showing.parts(reporting.read(officer, row)),
        "may_take": open_ and row.incoming == officer.id, "may_take_back": open_ and row.outgoing == officer.id,
        "languages": languages.ALL, "posting": _posting(officer, row),
    }  # fmt: skip
    return render(request, "liaison/handover.html", context)


@for_purpose_of(SECTOR.purpose)
def paper(request: HttpRequest, handover: uuid.UUID, language: str) -> HttpResponse:
    """Give the report of a handover as a PDF in one language."""
    if language not in {one.code for one in languages.ALL}:
        raise Http404
    officer, at = officer_of(request), timezone.now()
    row = _row(officer, handover)
    return as_file(printed(officer, row, language, at), "pdf", f"handover-{language}", at)


def printed(officer: Officer, row: Handover, language: str, at: datetime) -> Sheet:
    """Return the report of a handover in one language, as it is printed, read as an officer."""
    with translation.override(language):
        lines = reporting.read(officer, row, at=at)
        signed = (*_signatures(row), f"SHA-256 {row.digest}")
        purpose, taken, _when = footer(officer, SECTOR.purpose, at)
        foot = (purpose, taken, f"{_written(at)} UTC")
        return showing.sheet(lines, _("Handover of the liaison desk"), signed, foot)


def _row(officer: Officer, handover: uuid.UUID) -> Handover:
    try:
        return handovers_access.get(officer, str(handover))
    except NoHandover:
        raise Http404 from None


def _posting(officer: Officer, row: Handover) -> str:
    """Return what the posting is called, or nothing to whoever may not be shown it."""
    shown = registers.visible(officer, [row.posting], SECTOR.purpose).get(row.posting)
    return str(shown.data.get("name", "")) if shown else ""


def _signatures(row: Handover) -> tuple[str, ...]:
    names = _names([row])
    said = [_("Handed over by %(name)s, %(at)s UTC") % _who(names, row.outgoing, row.handed_over)]
    if row.taken_over:
        said.append(_("Taken over by %(name)s, %(at)s UTC") % _who(names, row.incoming, row.taken_over))
    elif row.taken_back:
        said.append(_("Taken back by %(name)s, %(at)s UTC") % _who(names, row.outgoing, row.taken_back))
    else:
        said.append(_("Not yet taken over by %(name)s") % {"name": names.get(row.incoming, "")})
    return tuple(said)


def _who(names: dict[str, str], officer: str, at: Any) -> dict[str, str]:
    return {"name": names.get(officer, ""), "at": _written(at)}


def _written(at: datetime) -> str:
    """Return a moment of UTC as papers write it, in the reader's language."""
    day = gregorian(at.date(), Language(languages.find(get_language()).code))
    return f"{day} {at:%H:%M}"


def _names(rows: Any) -> dict[str, str]:
    return labels(who for row in rows for who in (row.outgoing, row.incoming))
