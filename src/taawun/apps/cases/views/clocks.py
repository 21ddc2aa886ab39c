# SPDX-License-Identifier: Apache-2.0
"""The page of one clock: its source, what it told, and pausing or prolonging it where it may be (spec §60.13)."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from taawun.apps.cases import access, queries, services
from taawun.apps.cases.access import ClockShown, Shown
from taawun.apps.cases.clocks import calendars
from taawun.apps.cases.showing import bars
from taawun.apps.cases.showing.forms import ClockForm
from taawun.apps.cases.views.case import common, to_case
from taawun.apps.people import queries as people
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.kernel.errors import CallerError, NoSuchClock

ACTS = frozenset({"pause", "resume", "extend"})


@for_purpose
def clock(request: HttpRequest, case_id: uuid.UUID, number: int) -> HttpResponse:
    """Show one clock, or pause, resume or prolong it."""
    shown = access.case(officer_of(request), str(case_id), chosen(request))
    one = next((one for one in shown.clocks if one.row.pk == number), None)
    if one is None:
        raise NoSuchClock
    act = request.POST.get("act", "")
    if request.method != "POST" or act not in ACTS:
        return _page(request, shown, one, ClockForm())
    form = ClockForm(request.POST)
    if act == "resume":
        form.fields["reason"].required = False
    if act == "extend":
        form.fields["by"].required = True
    if form.is_valid():
        try:
            _act(request, number, act, form)
            messages.success(request, _("It is noted, with your name."), "good")
            return to_case(case_id)
        except CallerError as error:
            form.add_error(None, errors.said(error))
    return _page(request, shown, one, form)


def _act(request: HttpRequest, number: int, act: str, form: ClockForm) -> None:
    actor, said, purpose = actor_of(officer_of(request)), form.cleaned_data, chosen(request)
    if act == "pause":
        services.pause(actor, number, said["reason"], purpose)
    elif act == "extend":
        services.extend(actor, number, said["by"], said["reason"], purpose)
    else:
        services.resume(actor, number, purpose)


def _page(request: HttpRequest, shown: Shown, one: ClockShown, form: ClockForm) -> HttpResponse:
    row = one.row
    runs = row.stopped is None and row.ended is None
    events = queries.clock_events(row)
    context = common(shown) | {
        "bar": bars.clock_bar(one), "one": one, "form": form, "events": events,
        "names": people.labels({event.officer_id for event in events} - {""}),
        "zone": str(calendars.zone_of(shown.case, one.rule.side)),
        "may_pause": runs and not one.rule.statutory and row.due is not None,
        "may_resume": runs and row.due is None,
        "may_extend": runs and one.rule.extendable and not row.extended,
    }  # fmt: skip
    return render(request, "cases/clock.html", context, status=400 if form.errors else 200)
