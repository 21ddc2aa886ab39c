# SPDX-License-Identifier: Apache-2.0
"""Pages of protection: the desk with referrals that came, the guided interview, its result, and the way out."""

from functools import cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import yaml
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from taawun.apps.cases import access as cases
from taawun.apps.cases.access import Filters
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as registers
from taawun.apps.registers.access import Shown
from taawun.apps.registers.catalogue import type_named
from taawun.apps.ui.parts import whole_number
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import officer_of
from taawun.kernel.errors import NoSuchRecord
from taawun.sectors.worker_protection import beside, drawing, interviewing, screening
from taawun.sectors.worker_protection.beside import CALL, KIND, PACK
from taawun.sectors.worker_protection.interviewing import PURPOSE
from taawun.sectors.worker_protection.screening import Answer, Conclusion

FIGURES: Final = Path(__file__).parent / "figures.yaml"
FINISH: Final = "finish"
KEPT: Final = 204
WORDS: Final = {
    Answer.YES: _("Yes"),
    Answer.NO: _("No"),
    Answer.UNKNOWN: _("Does not know"),
    Answer.REFUSED: _("Does not wish to say"),
    Answer.NOT_ASKED: _("Not asked"),
}
CONCLUSIONS: Final = {
    Conclusion.TRAFFICKING: (_("Indicators of trafficking for forced labour"), "bad"),
    Conclusion.FORCED_LABOUR: (_("Indicators of forced labour; ask how the person was recruited"), "bad"),
    Conclusion.ASK: (_("Ask further"), "wait"),
}
YES_NO: Final = (("", "–"), ("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known")))
FACTS: Final = {"documents": "passport_kept"}
"""What a call may be about, and the fact that it states. Debt, wages and a contract are asked about: to call about them
does not say what an interview asks."""
TOLD: Final = ("received", "caller", "safe_contact", "urgency", "concern", "summary")
"""Fields of a call that are read beside the questions."""
AGES: Final = (("adult", _("Adult")), ("minor", _("Under 18, or it may be so")))


class BeginForm(forms.Form):
    """What is told first. Nothing in it must be given."""

    facts = forms.MultipleChoiceField(
        required=False, label=_("What was told first"), widget=forms.CheckboxSelectMultiple
    )
    age = forms.ChoiceField(choices=AGES, initial="adult", label=_("Adult or minor"), widget=forms.RadioSelect)
    alone = forms.ChoiceField(
        choices=YES_NO, required=False, label=_("Spoken to alone, in a language that is understood")
    )
    language = forms.CharField(required=False, max_length=80, label=_("Language that the person speaks best"))
    agreed = forms.ChoiceField(
        choices=YES_NO, required=False, label=_("Whether the person once agreed to the work"),
        help_text=_("Once a means was used, agreement does not matter."),
    )  # fmt: skip
    name = forms.CharField(
        required=False, max_length=500, label=_("Name"), help_text=_("May stay empty: help does not depend on it.")
    )
    birth_date = forms.DateField(required=False, label=_("Date of birth"), widget=forms.DateInput({"type": "date"}))
    document_number = forms.CharField(required=False, max_length=40, label=_("Number of the travel document"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        facts = [(one.id, one.title[_language()]) for one in screening.facts()]
        self.fields["facts"].choices = facts  # type: ignore[attr-defined]

    def said(self) -> dict[str, str]:
        """Return what was stated, as text."""
        found = self.cleaned_data
        born = found["birth_date"]
        return {name: str(found[name] or "") for name in interviewing.STATED} | {
            "birth_date": born.isoformat() if born else ""
        }


@for_purpose_of(PURPOSE)
def protection(request: HttpRequest) -> HttpResponse:
    """Show what waits for a protection officer: referrals that came, interviews not finished, and public figures."""
    officer = officer_of(request)
    came = cases.board(officer, PURPOSE, Filters(kind=KIND, side="requested"))
    went = cases.board(officer, PURPOSE, Filters(kind=KIND, side="requesting"))
    context = {
        "came": [_shown(row) for row in came.rows], "went": [_shown(row) for row in went.rows],
        "consents": beside.on_record(officer, {row.case.id for row in went.rows}),
        "waiting": cases.waiting(officer, PURPOSE).tasks, "interviews": interviewing.mine(officer),
        "left": interviewing.left(officer),
        "figures": [_in_language(one) for one in figures()], "pack": PACK, "kind": KIND,
    }  # fmt: skip
    return render(request, "worker_protection/protection.html", context)


@for_purpose_of(PURPOSE)
def interview_new(request: HttpRequest) -> HttpResponse:
    """Ask what is told first, and begin; what a call said already stands there."""
    call = _call(officer_of(request), request.GET.get("call", ""))
    form = BeginForm(request.POST or None, initial=_told(call) if call else None)
    if request.method == "POST" and form.is_valid():
        made = interviewing.begin(
            officer_of(request), form.cleaned_data["facts"], form.cleaned_data["age"], form.said()
        )
        return HttpResponseRedirect(reverse("worker_protection:interview", args=[made.id]))
    context = {"form": form, "call": call, "told": [type_named(CALL).fields[one] for one in TOLD]}
    answer = render(request, "worker_protection/begin.html", context, status=400 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@for_purpose_of(PURPOSE)
def interview(request: HttpRequest, interview_id: str) -> HttpResponse:
    """Ask one group of questions at a time; each step keeps what was answered."""
    officer = officer_of(request)
    if request.method == "POST":
        row = interviewing.keep(officer, interview_id, request.POST)
        if request.headers.get("X-Kept-By-Script"):
            return HttpResponse(status=KEPT)
        if request.POST.get("go") == FINISH:
            made = interviewing.finish(officer, row.id)
            return HttpResponseRedirect(reverse("worker_protection:screening", args=[made.id]))
        wanted = request.POST.get("go", "0")
        step = int(wanted) if wanted.isascii() and wanted.isdecimal() else 0
        return HttpResponseRedirect(f"{reverse('worker_protection:interview', args=[row.id])}?step={step}")
    row = interviewing.one(officer, interview_id)
    groups = [_group(one, row) for one in screening.dimensions()]
    step = min(whole_number(request, "step") or 0, len(groups) - 1)
    context = {"row": row, "groups": groups, "step": step, "last": len(groups) - 1, "words": WORDS, "finish": FINISH}
    answer = render(request, "worker_protection/interview.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@for_purpose_of(PURPOSE)
def interview_leave(_request: HttpRequest) -> HttpResponse:
    """Leave at once, for a page that says nothing."""
    answer = HttpResponseRedirect(reverse("ui:month"))
    answer["Clear-Site-Data"] = '"storage"'
    return answer


@require_POST
@for_purpose_of(PURPOSE)
def interview_drop(request: HttpRequest, interview_id: str) -> HttpResponse:
    """Throw an interview away that was not finished."""
    interviewing.drop(officer_of(request), interview_id)
    return HttpResponseRedirect(reverse("worker_protection:protection"))


@require_POST
@for_purpose_of(PURPOSE)
def interview_take_over(request: HttpRequest, interview_id: str) -> HttpResponse:
    """Go on with an interview that another officer left lying."""
    row = interviewing.take_over(officer_of(request), interview_id)
    return HttpResponseRedirect(reverse("worker_protection:interview", args=[row.id]))


@for_purpose_of(PURPOSE)
def screened(request: HttpRequest, record_id: str) -> HttpResponse:
    """Show what a screening came to, dimension by dimension, and what to ask next."""
    shown = registers.get(officer_of(request), record_id, PURPOSE)
    if shown.record.type != interviewing.TYPE:
        raise NoSuchRecord
    age = shown.data.get("age_group", "adult")
    found = screening.judge(screening.read_answers(shown.data.get("answers", [])), age)
    label, tone = CONCLUSIONS[found.conclusion]
    rows = [
        {"finding": one, "title": one.dimension.title[_language()], "strip": drawing.strip(one, shown.data, age),
         "ask": [each.ask[_language()] for each in one.ask]}
        for one in found.findings
    ]  # fmt: skip
    context = {
        "shown": shown, "rows": rows, "label": label, "tone": tone, "found": found, "pack": PACK, "kind": KIND,
        "source": screening.source(), "note": screening.source()["note"][_language()],
    }  # fmt: skip
    return render(request, "worker_protection/screening.html", context)


@cache
def figures() -> tuple[dict[str, Any], ...]:
    """Return the public figures, each with its year, source and population."""
    return tuple(yaml.safe_load(FIGURES.read_text(encoding="utf-8")))


def _call(officer: Officer, identifier: str) -> Shown | None:
    """Return the call that an interview begins from.

    Raises:
        NoSuchRecord: it is none, or none for this officer.
    """
    if not identifier:
        return None
    try:
        found = registers.get(officer, str(UUID(identifier)), PURPOSE)
    except ValueError:
        raise NoSuchRecord from None
    if found.record.type != CALL:
        raise NoSuchRecord
    return found


def _told(call: Shown) -> dict[str, Any]:
    """Return what a call said, as the form asks it; only what it said in as many words is answered."""
    facts = [fact for concern, fact in FACTS.items() if concern in (call.data.get("concern") or ())]
    names = call.data.get("name") or ()
    return {"facts": facts, "language": call.data.get("language", ""), "name": names[0] if names else ""}


def _in_language(one: dict[str, Any]) -> dict[str, Any]:
    return {name: value[_language()] if isinstance(value, dict) else value for name, value in one.items()}


def _group(dimension: screening.Dimension, row: Any) -> dict[str, Any]:
    given = interviewing.answers_of(row)
    asked = [one for one in dimension.indicators if one.weight(row.age)]
    return {
        "title": dimension.title[_language()],
        "questions": [
            {"id": one.id, "ask": one.ask[_language()], "given": given.get(one.id, Answer.NOT_ASKED)} for one in asked
        ],
    }


def _shown(row: Any) -> dict[str, Any]:
    kind = cases.kind_of(row.case)
    state = kind.workflow.states[row.case.state]
    return {
        "case": row.case, "state": state.title[_language()], "clock": row.clock, "clocks": kind.clocks,
        "tasks": row.tasks,
    }  # fmt: skip


def _language() -> str:
    return (get_language() or "en")[:2]


urlpatterns = [
    path("", protection, name="protection"),
    path("interviews/", interview_new, name="interview-new"),
    path("interviews/leave/", interview_leave, name="interview-leave"),
    path("interviews/<str:interview_id>/", interview, name="interview"),
    path("interviews/<str:interview_id>/take-over/", interview_take_over, name="interview-take-over"),
    path("interviews/<str:interview_id>/drop/", interview_drop, name="interview-drop"),
    path("screenings/<str:record_id>/", screened, name="screening"),
]
