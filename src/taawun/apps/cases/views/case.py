# SPDX-License-Identifier: Apache-2.0
"""The page of one case: where it stands, what may be done and why the rest may not, and what both sides did."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taawun.apps.cases import access, services
from taawun.apps.cases.access import Shown
from taawun.apps.cases.models import Task
from taawun.apps.cases.moves.filing import other_party
from taawun.apps.cases.seeing import ASSIGNERS
from taawun.apps.cases.showing import bars, speaking, telling
from taawun.apps.cases.showing.forms import AssignForm, ChargeForm, ReasonForm
from taawun.apps.exchange import queries as exchange
from taawun.apps.people import queries as people
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import may, officer_of
from taawun.kernel.cases.deciding import Verdict
from taawun.kernel.errors import CallerError, KeyFileMissing, TaawunError
from taawun.kernel.instruments.pack import PartyPart

SURRENDERED = "granted_offences"


@dataclass(frozen=True, slots=True)
class Closed:
    """A move that is closed, with why and what opens it, each in words."""

    verdict: Verdict
    reasons: tuple[tuple[str, str], ...]
    here: bool  # whether it starts from where the case is, so that somebody may want it now


@for_purpose
def case(
    request: HttpRequest,
    case_id: uuid.UUID,
    problem: TaawunError | None = None,
    assign_form: AssignForm | None = None,
    stop_form: ReasonForm | None = None,
    charge_form: ChargeForm | None = None,
    task_form: tuple[int, ReasonForm] | None = None,
) -> HttpResponse:
    """Show one case; `problem` is what has just been refused on it."""
    shown = access.case(officer_of(request), str(case_id), chosen(request))
    events = access.timeline(officer_of(request), str(case_id), chosen(request))
    names, closed = _names(shown, [event.who for event in events]), _closed(shown)
    proofs = exchange.ledger_entries([event.envelope for event in events if event.envelope])
    said = telling.said_with(shown.kind, shown.standing, shown.shared)
    context = common(shown) | {
        "events": telling.all_told(shown.kind, events, names, proofs, said),
        "names": names,
        "open_moves": [one for one in shown.moves if one.open and not (one.move.shared and shown.proposal)],
        "closed_here": [one for one in closed if one.here],
        "closed_moves": [one for one in closed if not one.here],
        "clocks": [bars.clock_bar(one) for one in shown.clocks],
        "tasks": _open_tasks(shown, task_form),
        "progress": bars.progress(shown.kind, shown.filled, shown.missing, shown.reserved),
        "may_release": may(request, "exchange:release"),
        "offences": _offences(shown),
        "stopped": bool(shown.blocks) and not shown.blocks[-1].lifted,
        "problem": problem,
        "problem_said": errors.said(problem) if problem else "",
        "assign_form": assign_form or _assign_form(request, shown),
        "stop_form": stop_form or ReasonForm(auto_id="stop_%s"),
        "charge_form": charge_form or _charge_form(shown),
    }
    wrong = assign_form or stop_form or charge_form or task_form
    return render(request, "cases/case.html", context, status=409 if problem else 400 if wrong else 200)


def other_side(shown: Shown) -> PartyPart | None:
    """Return what the instrument of a case says of the party across the table; None where it names no such party."""
    return shown.pack.parties.get(other_party(shown.case))


def common(shown: Shown) -> dict[str, Any]:
    """Return what every page of one case shows around it."""
    return {
        "shown": shown, "row": shown.case, "kind": shown.kind, "chosen": shown.kind,
        "state": shown.kind.workflow.states[shown.standing.state],
        "other": shown.case.requested if shown.side == "requesting" else shown.case.requesting,
        "titles_of": dict(authorities()),
    }  # fmt: skip


@require_POST
@for_purpose
def assign(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Give the case to an authority of ours."""
    form = AssignForm(request.POST, authorities=authorities())
    if not form.is_valid():
        return case(request, case_id, assign_form=form)
    services.assign(actor_of(officer_of(request)), str(case_id), form.cleaned_data["authority"], chosen(request))
    messages.success(request, _("The authority has the case."), "good")
    return to_case(case_id)


@require_POST
@for_purpose
def stop(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Stop a case in secret because of a claim for asylum, or lift the stop."""
    form = ReasonForm(request.POST, auto_id="stop_%s")
    if not form.is_valid():
        return case(request, case_id, stop_form=form)
    act = services.unblock if "lift" in request.POST else services.block
    try:
        act(actor_of(officer_of(request)), str(case_id), form.cleaned_data["reason"], chosen(request))
    except CallerError as error:
        return case(request, case_id, error)
    messages.success(request, _("It is noted. The other side does not learn of it."), "good")
    return to_case(case_id)


@require_POST
@for_purpose
def charge(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Note a charge that was brought after surrender."""
    form = ChargeForm(request.POST, offences=None)
    if not form.is_valid():
        return case(request, case_id, charge_form=form)
    said = form.cleaned_data
    row = services.report_charge(
        actor_of(officer_of(request)), str(case_id), said["charge"], said["offence"], said["title"], said["source"],
        chosen(request),
    )  # fmt: skip
    if row.outside:
        messages.error(
            request, _("This charge lies outside what was granted. Speciality is touched: a task stands."), "bad"
        )
    else:
        messages.success(request, _("The charge rests on an offence that was granted."), "good")
    return to_case(case_id)


@require_POST
@for_purpose
def task(request: HttpRequest, case_id: uuid.UUID, number: int) -> HttpResponse:
    """Take that a task is done which no move ends, and why."""
    form = _task_form(number, request.POST)
    if not form.is_valid():
        return case(request, case_id, task_form=(number, form))
    try:
        services.end_task(
            actor_of(officer_of(request)), str(case_id), number, form.cleaned_data["reason"], chosen(request)
        )
    except CallerError as error:
        return case(request, case_id, error)
    messages.success(request, _("It is noted, with your name."), "good")
    return to_case(case_id)


FORMS_ON_FILE: Final = {
    False: (access.bundle, "application/json", "json"),
    True: (access.court_bundle, "application/vnd.etsi.asic-e+zip", "asice"),
}
"""How a case is put on file, for a court or for anybody: what makes it, its media type, the ending of its name."""


@for_purpose
def bundle(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Give the case on file, with everything that proves what crossed; `?form=asice` as a container for courts."""
    court = request.GET.get("form") == "asice"
    make, media, ending = FORMS_ON_FILE[court]
    try:
        data = make(officer_of(request), str(case_id), chosen(request))
    except (CallerError, KeyFileMissing) as error:
        return case(request, case_id, error)
    answer = HttpResponse(data, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="case-{case_id}.{ending}"'
    return answer


def to_case(case_id: object) -> HttpResponseRedirect:
    """Lead to the page of a case."""
    return HttpResponseRedirect(reverse("cases:case", args=[case_id]))


def _names(shown: Shown, more: list[str]) -> dict[str, str]:
    found = {shown.case.opened_by, *more} | {one.officer_id for one in shown.assessments}
    if shown.proposal:
        found.add(shown.proposal.officer_id)
    return people.labels(found - {""})


def _closed(shown: Shown) -> list[Closed]:
    state = shown.standing.state
    return [
        Closed(one, tuple(speaking.why(shown.kind, reason) for reason in one.reasons), state in one.move.sources)
        for one in shown.moves if not one.open
    ]  # fmt: skip


def _offences(shown: Shown) -> list[dict[str, Any]]:
    filled = shown.filled.get("offences")
    value = filled.value if filled else None
    rows = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return [one | {"law_day": date.fromisoformat(one["law_date"])} for one in rows]


def _open_tasks(shown: Shown, wrong: tuple[int, ReasonForm] | None) -> list[tuple[Task, str, ReasonForm | None]]:
    """Return the tasks that wait, each with its title, and with the form that ends it if this officer may."""
    filled = dict([wrong]) if wrong else {}
    return [
        (one, telling.task_title(shown.kind, one.slug),
         filled.get(one.pk, _task_form(one.pk)) if one.pk in shown.by_hand else None)
        for one in shown.tasks if one.done is None
    ]  # fmt: skip


def _task_form(number: int, data: Mapping[str, Any] | None = None) -> ReasonForm:
    form = ReasonForm(data, auto_id=f"task{number}_%s")
    form.fields["reason"].label = _("Done, because")
    return form


def _charge_form(shown: Shown) -> ChargeForm | None:
    if SURRENDERED not in shown.filled or shown.standing.state not in shown.kind.workflow.states:
        return None
    return ChargeForm(offences=_offences(shown), auto_id="charge_%s")


def _assign_form(request: HttpRequest, shown: Shown) -> AssignForm | None:
    officer = officer_of(request)
    if officer.role_slugs().isdisjoint(ASSIGNERS):
        return None
    first = shown.case.authority or officer.authority.code
    return AssignForm(authorities=authorities(), auto_id="assign_%s", initial={"authority": first})


def authorities() -> list[tuple[str, str]]:
    """Return our authorities as choices, in the reader's language."""
    from django.conf import settings

    language = speaking.reader()
    return [(row["code"], row[f"title_{language}"]) for row in people.authorities(settings.TAAWUN_PARTY)]
