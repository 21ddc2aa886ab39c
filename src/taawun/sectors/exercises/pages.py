# SPDX-License-Identifier: Apache-2.0
"""Pages of exercises: the list, the design of a plan, the live page, the players' inbox, the evaluation."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taawun.apps.cases import access as cases
from taawun.apps.registers.services import may_draft
from taawun.apps.ui import errors, languages
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import held, officer_of
from taawun.apps.ui.renewing import renew
from taawun.kernel.errors import TaawunError
from taawun.sectors.exercises import access, evaluating, parts, planning, reporting, running, services
from taawun.sectors.exercises.drawing import timeline
from taawun.sectors.exercises.forms import OpenForm
from taawun.sectors.exercises.running import Shape
from taawun.sectors.exercises.sector import SECTOR
from taawun.sectors.exercises.words import CHANNELS, PARTIES, SHAPES, TONES

OPENER: Final = "desk_officer"
AGREED: Final = frozenset({"agreed", "running", "paused", "ended", "closed"})


@for_purpose_of(SECTOR.purpose)
def listed(request: HttpRequest) -> HttpResponse:
    """Show the exercises, and open one."""
    officer, form = officer_of(request), OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            case = services.open_exercise(officer, _other(), form.cleaned_data["name"])
            services.design(officer, case.id, {"name": form.cleaned_data["name"]})
            return HttpResponseRedirect(reverse("exercises:design", args=[case.id]))
        except TaawunError as error:
            messages.error(request, errors.said(error), "bad")
    found, more = access.exercises(officer)
    rows = [(one.case, one.values.get("name") or one.case.title, state_of(one.case)) for one in found]
    context = {"rows": rows, "more": more, "form": form, "may_open": OPENER in held(request), "agreed": AGREED}
    return render(request, "exercises/list.html", context, status=400 if form.errors else 200)


@for_purpose_of(SECTOR.purpose)
def design(request: HttpRequest, exercise: uuid.UUID) -> HttpResponse:
    """Show the plan of an exercise, and take parts of it while it is a draft."""
    officer = officer_of(request)
    found = access.exercise(officer, str(exercise))
    made = planning.forms_of(found, None)
    wrong: planning.Wrong = ()
    if request.method == "POST":
        act = request.POST.get("act", "")
        made = planning.forms_of(found, request.POST, act, request.FILES)
        try:
            wrong = planning.acted(officer, found, act, made, request.POST)
            if not wrong and planning.valid(made, act):
                return HttpResponseRedirect(f"{reverse('exercises:design', args=[exercise])}#{act}")
        except TaawunError as error:
            messages.error(request, errors.said(error), "bad")
    context = {
        "found": found, "case": found.case, "state": state_of(found.case), "forms": made,
        "wrong": [(row, errors.explained(one)) for row, one in wrong],
        "not_whole": errors.explained(found.wrong) if found.wrong and found.controls else "",
        "parts": planning.parts_of(found), "parties": PARTIES, "channels": CHANNELS, "move": "propose_plan",
        "may_design": found.controls and may_draft(officer) and found.shown.standing.state in ("draft", "returned"),
        "agreed": found.shown.standing.state in AGREED,
    }  # fmt: skip
    return render(request, "exercises/design.html", context)


@for_purpose_of(SECTOR.purpose)
def live(request: HttpRequest, exercise: uuid.UUID) -> HttpResponse:
    """Show the clock and what was fired, and controllers what is to come; arm the injects, and say who takes part."""
    officer, now = officer_of(request), timezone.now()
    if request.method == "POST" and request.POST.get("act", "arm") == "arm":
        good = _("The injects of this node are armed. Those for the other side wait to be released.")
        return _acted(request, "exercises:live", exercise, lambda: services.arm(officer, str(exercise)), good)
    if request.method == "POST":
        return _acted(request, "exercises:live", exercise, lambda: parts.acted(officer, str(exercise), request.POST))
    found = access.exercise(officer, str(exercise))
    events = access.events(officer, found, at=now)
    passed, state = found.passed(now), found.shown.standing.state
    rtl = languages.find(get_language()).direction == "rtl"
    minute = passed / running.MINUTE if found.turns and state != "agreed" else None
    parties = (found.case.requesting, found.case.requested)
    waiting = [one for one in events if one.shape in (Shape.PLANNED, Shape.HELD) and one.inject.minute >= (minute or 0)]
    tongue = languages.find(get_language()).code
    context = {
        "found": found, "case": found.case, "state": state_of(found.case), "events": [_shown(one) for one in events],
        "minute": None if minute is None else int(minute), "goes": running.goes(found.turns),
        "armed": access.armed(found.case.id), "next": waiting[0] if waiting else None,
        "drawing": timeline(events, parties, minute, rtl=rtl), "parties": PARTIES,
        "shapes": [(one.value, words) for one, words in SHAPES.items()],
        "may_arm": found.controls and may_draft(officer) and state in services.ARMABLE,
        "ended": state in reporting.REPORTED, "parts": parts.context_of(officer, found),
        "moves": [(one.move.slug, one.move.title[tongue]) for one in found.shown.moves if one.open],
    }  # fmt: skip
    answer = render(request, "exercises/live.html", context)
    return renew(request, answer) if running.goes(found.turns) else answer


def _shown(event: access.Event) -> tuple[access.Event, Any, Any, str]:
    return event, SHAPES[event.shape], CHANNELS[event.inject.channel], TONES[event.shape]


@for_purpose_of(SECTOR.purpose)
def inbox(request: HttpRequest) -> HttpResponse:
    """Show players the injects that were fired for them."""
    rows = [(one, CHANNELS.get(one.channel, one.channel)) for one in access.inbox(officer_of(request))]
    return renew(request, render(request, "exercises/inbox.html", {"rows": rows}))


@for_purpose_of(SECTOR.purpose)
def evaluation(request: HttpRequest, exercise: uuid.UUID) -> HttpResponse:
    """Show what was observed and rated and what is to be improved, and take more of it."""
    officer = officer_of(request)
    found = access.exercise(officer, str(exercise))
    made = evaluating.forms_of(officer, found)
    if request.method == "POST":
        act = request.POST.get("act", "")
        made = evaluating.forms_of(officer, found, request.POST, act)
        try:
            if evaluating.acted(officer, found, act, made, request.POST):
                return HttpResponseRedirect(
                    f"{reverse('exercises:evaluation', args=[exercise])}#{act.partition('-')[0]}"
                )
        except TaawunError as error:
            messages.error(request, errors.said(error), "bad")
    context = evaluating.context_of(officer, found) | {
        "found": found, "case": found.case, "state": state_of(found.case), "forms": made,
        "may_write": may_draft(officer), "ratable": found.shown.standing.state in services.RATABLE,
        "observable": found.shown.standing.state in services.OBSERVABLE,
        "ended": found.shown.standing.state in reporting.REPORTED,
    }  # fmt: skip
    return render(request, "exercises/evaluation.html", context)


@for_purpose_of(SECTOR.purpose)
def report(request: HttpRequest, exercise: uuid.UUID, language: str) -> HttpResponse:
    """Give the report as PDF in a language."""
    if language not in languages.BY_CODE:
        raise Http404
    pdf = reporting.report(officer_of(request), str(exercise), language)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="exercise-{language}-{exercise}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


def _acted(request: HttpRequest, page: str, exercise: uuid.UUID, do: Callable[[], Any], good: str = "") -> HttpResponse:
    try:
        do()
        if good:
            messages.success(request, good, "good")
    except TaawunError as error:
        messages.error(request, errors.said(error), "bad")
    return HttpResponseRedirect(reverse(page, args=[exercise]))


def state_of(case: Any) -> str:
    """Return where an exercise stands, in the reader's language."""
    found = cases.pack_named(access.PACK).kinds[case.kind].workflow.states.get(case.state)
    words: Mapping[str, str] = found.title if found else {}
    return words.get(languages.find(get_language()).code, case.state)


def _other() -> str:
    return next(one for one in cases.pack_named(access.PACK).parties if one != settings.TAAWUN_PARTY)


urlpatterns = [
    path("all/", listed, name="list"),
    path("inbox/", inbox, name="inbox"),
    path("<uuid:exercise>/plan/", design, name="design"),
    path("<uuid:exercise>/live/", live, name="live"),
    path("<uuid:exercise>/evaluation/", evaluation, name="evaluation"),
    path("<uuid:exercise>/report/<slug:language>.pdf", report, name="report"),
]
