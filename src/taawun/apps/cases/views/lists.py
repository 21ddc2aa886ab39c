# SPDX-License-Identifier: Apache-2.0
"""Pages over many cases: the list with its filters, the board with a column for each phase, the dashboard."""

import csv
import io
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from taawun.apps.cases import access, library, services
from taawun.apps.cases.showing import bars, board, speaking
from taawun.apps.cases.showing.forms import FilterForm, ReasonForm
from taawun.apps.cases.views.case import authorities
from taawun.apps.people import queries as people
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors
from taawun.apps.ui.parts import page_number
from taawun.apps.ui.purposes import OVERSIGHT, chosen, for_purpose
from taawun.apps.ui.reader import may, officer_of
from taawun.kernel.errors import NoSuchTask

DIGITS = 18  # more than any number of a notice has
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would take for a formula


@for_purpose
def cases(request: HttpRequest) -> HttpResponse:
    """Show the cases that this officer may see, the last changed first."""
    form = FilterForm(request.GET, kinds=_kinds(), packs=_packs(), authorities=authorities())
    page = access.board(officer_of(request), chosen(request), _filters(request, form), page_number(request))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form, "page": page, "rows": [(row, library.kind_of(row.case)) for row in page.rows],
        "newer": page.number - 1, "older": page.number + 1 if page.more else 0, "query": query.urlencode(),
        "filtered": bool(query), "titles_of": dict(authorities()),
        "may_open": may(request, "cases:new"), "ours": settings.TAAWUN_PARTY,
    }  # fmt: skip
    return render(request, "cases/list.html", context, status=200)


@for_purpose
def columns(request: HttpRequest) -> HttpResponse:
    """Show the open cases of one kind, a column for each phase, with how many stand there in all."""
    counts = access.counts(officer_of(request), chosen(request))
    kinds = board.kinds(counts)
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else next(iter(kinds), "")
    context: dict[str, Any] = {
        "kinds": [(slug, board.kind_title(slug), number) for slug, number in kinds.items()], "current": kind,
        "may_open": may(request, "cases:new"),
    }  # fmt: skip
    if kind:
        context["columns"] = board.columns(officer_of(request), chosen(request), kind, counts)
    return render(request, "cases/board.html", context)


def dashboard(request: HttpRequest) -> HttpResponse:
    """Show how requests are answered, and how old those are that wait; to an auditor, what oversight is told too.

    A POST says what came of one of these.
    """
    form, wrong, number = ReasonForm(), "", request.POST.get("notice", "")
    if request.method == "POST":
        form = ReasonForm(request.POST)
        if form.is_valid():
            try:
                services.note_oversight(
                    actor_of(officer_of(request)), int(number) if number.isdecimal() and len(number) < DIGITS else 0,
                    form.cleaned_data["reason"], OVERSIGHT,
                )  # fmt: skip
            except NoSuchTask as error:
                wrong = errors.said(error)
            else:
                messages.success(request, _("It is noted, with your name."), "good")
                return HttpResponseRedirect(reverse("cases:dashboard"))
    rows = bars.rate_bars(access.dashboard(officer_of(request), _purpose(request)))
    titles = _authority_titles()
    named = [(row, board.kind_title(row.rate.kind), titles.get(row.rate.authority, row.rate.authority)) for row in rows]
    context = {"rows": named, "wrong": wrong, **_told(request, number, form)}
    return render(request, "cases/dashboard.html", context, status=409 if wrong else 400 if form.errors else 200)


def _told(request: HttpRequest, number: str, form: ReasonForm) -> dict[str, Any]:
    """Return what oversight is told, for an auditor: each notice with its gate, and the form that ends it."""
    if "auditor" not in officer_of(request).role_slugs():
        return {"notices": []}
    found = access.oversight(officer_of(request), OVERSIGHT)
    shown = [
        (one, library.kind_of(one.case).gates.get(one.note), form if str(one.pk) == number else _reason_form(one.pk))
        for one in found
    ]  # fmt: skip
    return {"notices": shown, "names": people.labels({one.done_by for one in found} - {""})}


def _reason_form(number: int) -> ReasonForm:
    return ReasonForm(auto_id=f"notice{number}_%s")


def export(request: HttpRequest) -> HttpResponse:
    """Give the figures of the dashboard as CSV. They are numbers only and carry no marking of persons."""
    rates = access.dashboard(officer_of(request), _purpose(request))
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(["kind", "authority", "channel", "side", "asked", "answered", "share", "oldest_open_days",
                     "median_answer_days"])  # fmt: skip
    for one in rates:
        share = "" if one.share is None else f"{one.share:.4f}"
        row = [one.kind, one.authority, one.channel, one.side, one.asked, one.answered, share, one.oldest_open_days,
               one.median_answer_days]  # fmt: skip
        writer.writerow([_cell(value) for value in row])
    answer = HttpResponse("\ufeff" + sheet.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="cases.csv"'
    return answer


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _purpose(request: HttpRequest) -> str:
    return chosen(request) or OVERSIGHT


def _filters(request: HttpRequest, form: FilterForm) -> access.Filters:
    """Return the filters of an address; what makes no sense in it filters nothing."""
    form.is_valid()
    said = {
        name: form.cleaned_data.get(name, "")
        for name in ("kind", "pack", "side", "authority", "state", "phase", "title")
    }
    closed = {"closed": True, "all": None}.get(form.cleaned_data.get("closed", ""), False)
    mine = officer_of(request).id if request.GET.get("mine") else ""
    return access.Filters(**said, closed=closed, opened_by=mine, warned=bool(request.GET.get("warned")))


def _packs() -> list[tuple[str, str]]:
    return [(pack.slug, speaking.said(pack.title)) for pack in library.packs().values()]


def _kinds() -> list[tuple[str, str]]:
    slugs = {slug for pack in library.packs().values() for slug in pack.kinds}
    return sorted(((slug, board.kind_title(slug)) for slug in slugs), key=lambda one: one[1])


def _authority_titles() -> dict[str, str]:
    return dict(authorities())
