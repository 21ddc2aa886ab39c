# SPDX-License-Identifier: Apache-2.0
"""Pages on which a move is made: at home at once, or proposed so that others approve and send it (spec §60.3).

A page carries the token of the standing that it shows. Of two who press the same button, one makes the move; the
other is told that the case has moved on and sees it as it stands.
"""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taawun.apps.cases import access, services, words
from taawun.apps.cases.access import Shown
from taawun.apps.cases.showing import speaking
from taawun.apps.cases.showing.forms import MoveForm
from taawun.apps.cases.views.case import case as case_page
from taawun.apps.cases.views.case import common, other_side, to_case
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.kernel.cases.deciding import Verdict
from taawun.kernel.cases.reasons import Reason
from taawun.kernel.errors import CallerError, MoveClosed, MovedOn


@for_purpose
def move(request: HttpRequest, case_id: uuid.UUID, slug: str) -> HttpResponse:
    """Show a move with what it asks for, or make it."""
    shown = access.case(officer_of(request), str(case_id), chosen(request))
    verdict = next((one for one in shown.moves if one.move.slug == slug), None)
    if verdict is None:
        raise MoveClosed
    if request.method != "POST":
        return _page(request, shown, verdict, _form(shown, verdict))
    form = _form(shown, verdict, request.POST)
    if not form.is_valid():
        return _page(request, shown, verdict, form)
    try:
        return _made(request, shown, verdict, form)
    except MovedOn as error:
        return case_page(request, case_id, error)
    except CallerError as error:
        return _page(request, shown, verdict, form, error)


@require_POST
@for_purpose
def withdraw(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Take back the proposal that waits; nothing has crossed."""
    try:
        services.withdraw_proposal(actor_of(officer_of(request)), str(case_id), chosen(request))
    except CallerError as error:
        return case_page(request, case_id, error)
    messages.success(request, _("The proposal is withdrawn. Nothing was sent."), "good")
    return to_case(case_id)


def _made(request: HttpRequest, shown: Shown, verdict: Verdict, form: MoveForm) -> HttpResponse:
    actor, said, declared = actor_of(officer_of(request)), form.cleaned_data, verdict.move
    if declared.shared:
        services.propose(
            actor, shown.case.id, declared.slug, chosen(request), token=said["token"], reasons=said["reasons"],
            papers=said.get("papers", ()),
        )  # fmt: skip
        messages.success(
            request, _("Proposed. It is made when others have approved its release and it is sent."), "good"
        )
    else:
        services.make(
            actor, shown.case.id, declared.slug, chosen(request), token=said["token"], reasons=said["reasons"]
        )
        messages.success(request, speaking.said(declared.title), "good")
    return to_case(shown.case.id)


def _form(shown: Shown, verdict: Verdict, data: object = None) -> MoveForm:
    papers = [
        (one.id, f"{one.name} ({words.called(words.LANGUAGES, one.language)})")
        for one in shown.papers
        if one.kind != "reference"
    ]
    return MoveForm(
        data, papers=papers, shared=verdict.move.shared, reasoned=verdict.move.reasoned,
        initial={"token": shown.token},
    )  # fmt: skip


def _page(
    request: HttpRequest, shown: Shown, verdict: Verdict, form: MoveForm, problem: CallerError | None = None
) -> HttpResponse:
    told = _reasons(problem) or verdict.reasons
    carries = [one for one in shown.kind.elements.values() if _carries(verdict, one.slug)]
    context = common(shown) | {
        "verdict": verdict, "m": verdict.move, "form": form, "problem": problem,
        "problem_said": errors.said(problem) if problem else "",
        "reasons": [speaking.why(shown.kind, one) for one in told],
        "untranslated": _untranslated(shown, verdict),
        "carries": carries,
        "carried": [one for one in carries if one.slug in shown.filled or one.slug in shown.reserved],
    }  # fmt: skip
    status = 409 if problem else 400 if form.errors else 200
    return render(request, "cases/move.html", context, status=status)


def _reasons(problem: CallerError | None) -> "list[Reason]":
    return [one for one in getattr(problem, "reasons", ()) if isinstance(one, Reason)]


def _untranslated(shown: Shown, verdict: Verdict) -> tuple[str, ...]:
    """Return the languages in which the other side takes requests, where this move asks and no paper is in one."""
    party = other_side(shown)
    if party is None or verdict.move.slug not in access.asking_moves(shown.kind.slug):
        return ()
    written = {one.language.partition("-")[0] for one in shown.papers if one.kind != "reference"} - {"", "zxx"}
    return party.languages if written and written.isdisjoint(party.languages) else ()


def _carries(verdict: Verdict, slug: str) -> bool:
    return verdict.move.shared and ("*" in verdict.move.carries or slug in verdict.move.carries)
