# SPDX-License-Identifier: Apache-2.0
"""The page of one gate: what was found and by whom, and the forms to assess it (spec §60.6 to §60.8)."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from taawun.apps.audit.services import Actor
from taawun.apps.cases import access, seeing, services
from taawun.apps.cases.access import Shown
from taawun.apps.cases.moves.filing import other_party
from taawun.apps.cases.showing import speaking
from taawun.apps.cases.showing.forms import AssessForm, AssuranceForm, ConfirmForm, FindingForm, ReassessForm
from taawun.apps.cases.views.case import authorities, common, other_side
from taawun.apps.people import queries as people
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.kernel.cases.gating import GateStanding
from taawun.kernel.cases.words import Outcome
from taawun.kernel.errors import CallerError, NoSuchGate

Act = Callable[[Actor, Shown, str, Any, str], object]


@for_purpose
def gate(request: HttpRequest, case_id: uuid.UUID, slug: str) -> HttpResponse:
    """Show one gate of a case, or act on it."""
    shown = access.case(officer_of(request), str(case_id), chosen(request))
    standing = next((one for one in shown.gates if one.gate.slug == slug), None)
    if standing is None:
        raise NoSuchGate
    forms = _forms(shown, standing)
    act = request.POST.get("act", "")
    if request.method == "POST" and act in forms:
        form = forms[act] = _forms(shown, standing, act, request.POST)[act]
        if form.is_valid():
            try:
                ACTS[act](actor_of(officer_of(request)), shown, slug, form, chosen(request))
                messages.success(request, _("It is noted, with your name."), "good")
                return HttpResponseRedirect(reverse("cases:gate", args=[case_id, slug]))
            except CallerError as error:
                form.add_error(None, errors.said(error))
        return _page(request, shown, standing, forms, 400)
    return _page(request, shown, standing, forms, 200)


def _forms(shown: Shown, standing: GateStanding, act: str = "", data: Any = None) -> dict[str, Form]:
    """Return the forms of a gate; the one that was sent holds what was typed."""
    able = people.authorities_with(seeing.REVIEWER) - {shown.case.authority}
    ours = [one for one in authorities() if one[0] in able]
    makers: dict[str, Callable[[Any], Form]] = {
        "assess": lambda sent: AssessForm(sent, mandatory=standing.gate.mandatory, auto_id="assess_%s"),
        "reassess": lambda sent: ReassessForm(sent, authorities=ours, auto_id="reassess_%s"),
        "confirm": lambda sent: ConfirmForm(sent, auto_id="confirm_%s"),
        "assurance": lambda sent: AssuranceForm(sent, auto_id="assurance_%s"),
        "finding": lambda sent: FindingForm(sent, auto_id="finding_%s"),
    }
    return {name: make(data if name == act else None) for name, make in makers.items()}


def _assess(actor: Actor, shown: Shown, gate_slug: str, form: AssessForm, purpose: str) -> object:
    said = form.cleaned_data
    return services.assess(
        actor, shown.case.id, gate_slug, Outcome(said["outcome"]), said["reason"], said["source"], purpose,
        waived=form.chosen_waiver(), seen=said["seen"],
    )  # fmt: skip


def _reassess(actor: Actor, shown: Shown, gate_slug: str, form: ReassessForm, purpose: str) -> object:
    said = form.cleaned_data
    return services.reassess(
        actor, shown.case.id, gate_slug, said["reason"], said["source"], said["second_authority"], purpose,
        seen=said["seen"],
    )  # fmt: skip


def _confirm(actor: Actor, _shown: Shown, _gate: str, form: ConfirmForm, purpose: str) -> object:
    said = form.cleaned_data
    return services.confirm(actor, said["reassessment"], said["agrees"] == "yes", said["reason"], purpose)


def _assurance(actor: Actor, shown: Shown, gate_slug: str, form: AssuranceForm, purpose: str) -> object:
    said = form.cleaned_data
    return services.record_assurance(actor, shown.case.id, gate_slug, said["text"], said["given_by"], purpose)


def _finding(actor: Actor, _shown: Shown, _gate: str, form: FindingForm, purpose: str) -> object:
    said = form.cleaned_data
    return services.assess_assurance(
        actor, said["assurance"], said["sufficient"] == "yes", form.points, purpose, seen=said["seen"]
    )


ACTS: dict[str, Act] = {
    "assess": _assess, "reassess": _reassess, "confirm": _confirm, "assurance": _assurance, "finding": _finding,
}  # fmt: skip


def _page(
    request: HttpRequest, shown: Shown, standing: GateStanding, forms: dict[str, Form], status: int
) -> HttpResponse:
    slug, computed = standing.gate.slug, standing.computed
    history = [one for one in shown.assessments if one.gate == slug]
    asked = [one for one in shown.reassessments if one.gate == slug]
    assurances = [one for one in shown.assurances if one.row.gate == slug]
    met = standing.outcome is Outcome.MET
    ended = shown.kind.workflow.states[shown.standing.state].final
    by_facts = computed is not None and computed.outcome is Outcome.MET
    context = common(shown) | {
        "standing": standing, "forms": forms, "history": history, "asked": asked, "assurances": assurances,
        "computed": speaking.explained(computed.code, computed.given) if computed else "",
        "open_asked": next((one for one in asked if one.state == "open"), None),
        "ended": ended,
        "may_assess": shown.reviewer and not ended and _assessable(standing, met=met, by_facts=by_facts),
        "may_reassess": shown.reviewer and not ended and standing.by_two,
        "left": speaking.not_looked_at(standing),
        "may_assure": standing.gate.curable and met and not ended,
        "giver": _giver(shown),
        "names": people.labels(_people(history, asked, assurances) - {""}),
    }  # fmt: skip
    return render(request, "cases/gate.html", context, status=status)


def _giver(shown: Shown) -> str:
    """Return who speaks for the other side in a case, in the reader's language, as its instrument says."""
    party = other_side(shown)
    return speaking.said(party.authority) if party else other_party(shown.case)


def _assessable(standing: GateStanding, *, met: bool, by_facts: bool) -> bool:
    """Tell whether one assessor alone may say something about a gate that would count."""
    if met:
        return not standing.gate.mandatory
    return standing.computed is None or standing.computed.person or by_facts


def _people(history: list[Any], asked: list[Any], assurances: list[Any]) -> set[str]:
    found = {one.officer_id for one in [*history, *asked, *(one.row for one in assurances)]}
    found |= {one.second for one in [*history, *asked]}
    return found | {one.finding.officer_id for one in assurances if one.finding}
