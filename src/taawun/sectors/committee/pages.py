# SPDX-License-Identifier: Apache-2.0
"""Pages of the committee: meetings and their calendar, minutes, what was promised, and the intake of communiqués."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from taawun.apps.cases.access import Wanted
from taawun.apps.people.access import actor_of
from taawun.apps.registers.purposes import at_work
from taawun.apps.registers.taking_away import as_file, footer
from taawun.apps.ui import errors, languages
from taawun.apps.ui.parts import page_number
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import held, officer_of
from taawun.formats import calendars
from taawun.formats.sheets import FORMS, Sheet
from taawun.kernel.errors import NoSuchFeed, TaawunError
from taawun.sectors.committee import access, bodies_pages, memoranda_pages, minutes, services, showing, taking
from taawun.sectors.committee.following import Action, Stage
from taawun.sectors.committee.forms import FollowForm
from taawun.sectors.committee.sector import SECTOR
from taawun.sectors.committee.words import PARTIES, STAGES

SIGNER: Final = "releasing_officer"
DRAFTER: Final = "desk_officer"
FILLED: Final = {True: frozenset({"draft", "agreed", "held"}), False: frozenset({"convened"})}
"""The states in which the convening side, and the invited one, fill in what their next move carries."""
EXPORTED: Final = 10_000
"""Most actions in one file; what is more is said to be more."""


@for_purpose_of(SECTOR.purpose)
def meetings(request: HttpRequest) -> HttpResponse:
    """Show the meetings, and keep the addresses of this officer's calendar."""
    officer, secret = officer_of(request), ""
    if request.method == "POST":
        try:
            if "close" in request.POST:
                services.close_feed(officer, request.POST["close"])
            else:
                _feed, secret = services.open_feed(officer)
        except TaawunError as error:
            messages.error(request, errors.said(error), "bad")
    found, more = access.meetings(officer)
    context = {
        "rows": [(one, showing.hours(one.hours), showing.state(one.case)) for one in found], "more": more,
        "feeds": services.feeds_of(officer),
        "address": request.build_absolute_uri(reverse("committee:feed", args=[secret])) if secret else "",
        "pack": access.PACK, "may_open": not held(request).isdisjoint(memoranda_pages.OPENERS),
    }  # fmt: skip
    answer = render(request, "committee/meetings.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@for_purpose_of(SECTOR.purpose)
def meeting(request: HttpRequest, meeting: uuid.UUID) -> HttpResponse:
    """Show one meeting: agenda, delegations, minutes in three languages, who approved them, papers; and print them."""
    officer = officer_of(request)
    if request.method == "POST":
        return _acted(request, str(meeting))
    found = access.meeting(officer, str(meeting))
    case, roles, standing = found.shown.case, held(request), found.shown.standing
    may_enter = DRAFTER in at_work(roles, SECTOR.purpose)
    signed = [one for one in found.shown.papers if one.name.startswith("minutes-") and one.media_type.endswith("pdf")]
    files = {one.name: one for one in found.shown.papers}
    host = found.shown.side.value == "requesting"
    can_enter = host and may_enter and standing.state in services.SIGNED and bool(found.actions)
    entered = can_enter and access.entered_from(officer, case.id)
    context = {
        "found": found, "case": case, "papers": signed, "hours": showing.hours(found.hours),
        "approved": [PARTIES[party] for party in found.approved],
        "fallen": [PARTIES[party] for party in found.fallen], "state": showing.state(case),
        "host": PARTIES[case.requesting], "guest": PARTIES[case.requested],
        "actions": [(one, PARTIES[one.owner], showing.choices("track").get(one.track, "")) for one in found.actions],
        "filled": found.shown.filled, "has_minutes": any(text for _code, text in found.texts),
        "named": [
            (one, files.get(one.title), PARTIES[party])
            for party, papers in ((case.requesting, found.named), (case.requested, found.named_guest))
            for one in papers
        ],
        "broken": [(showing.said(element.title), showing.wrong(wrong)) for element, wrong in found.broken],
        "may_print": host and SIGNER in roles and standing.state == "laid" and standing.flags >= minutes.APPROVALS,
        "may_countersign": not host and SIGNER in roles and standing.state == "signed_once",
        "may_enter": can_enter and not entered, "entered": entered,
        "may_fill": standing.state in FILLED[host] and not roles.isdisjoint(memoranda_pages.OPENERS),
    }  # fmt: skip
    return render(request, "committee/meeting.html", context)


def _acted(request: HttpRequest, case: str) -> HttpResponse:
    officer, act = officer_of(request), request.POST.get("act", "")
    try:
        if act == "print":
            minutes.print_minutes(actor_of(officer), case)
            messages.success(request, _("The minutes lie among the papers, signed, in three languages."), "good")
        elif act == "countersign":
            papers = [one.id for one in access.meeting(officer, case).shown.papers if one.kind == "reference"]
            minutes.countersign(actor_of(officer), papers)
            messages.success(request, _("The minutes are countersigned."), "good")
        elif act == "enter":
            found = access.meeting(officer, case)
            made = services.enter_actions(actor_of(officer), found.shown.case, found.actions)
            messages.success(request, _("%(count)s actions were drafted.") % {"count": len(made)}, "good")
    except TaawunError as error:
        messages.error(request, errors.said(error), "bad")
    return HttpResponseRedirect(reverse("committee:meeting", args=[case]))


@for_purpose_of(SECTOR.purpose)
def follow(request: HttpRequest) -> HttpResponse:
    """Show what was promised, done and verified, by sub-group and memorandum, with the late ones first."""
    officer, form, number = officer_of(request), _follow_form(request), page_number(request)
    wanted = _wanted(form)
    shown, more = access.actions(officer, wanted, number)
    counted = access.counted(officer, wanted)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form, "rows": [showing.row(one) for one in shown], "figures": showing.figures(counted),
        "charts": showing.charts(counted), "query": query.urlencode(), "before": number - 1,
        "after": number + 1 if more else 0,
    }  # fmt: skip
    return render(request, "committee/follow.html", context)


@for_purpose_of(SECTOR.purpose)
def follow_export(request: HttpRequest, form: str) -> HttpResponse:
    """Give the actions as CSV, Excel or PDF."""
    if form not in FORMS:
        raise Http404
    at, officer = timezone.now(), officer_of(request)
    shown, more = access.actions(officer, _wanted(_follow_form(request)), most=EXPORTED, at=at)
    return as_file(_sheet(shown, (*footer(officer, SECTOR.purpose, at),), more=more), form, "actions", at)


def _sheet(actions: list[Action], foot: tuple[str, ...], *, more: bool) -> Sheet:
    notes = (_("The list goes on: this is its beginning only."),) if more else ()
    return Sheet(
        title=_("What was promised, done and verified"),
        banner="H1",
        columns=(
            _("Action"), pgettext("action", "Owner"), _("Authority"), _("Sub-group"), _("Memorandum"), _("Due"),
            _("State"), _("Working days late"), _("Carried over"), _("Identifier"),
        ),
        rows=tuple(showing.cells(one) for one in actions),
        footer=(*foot, *notes),
        language=languages.find(get_language()).code,
    )  # fmt: skip


def _follow_form(request: HttpRequest) -> FollowForm:
    choices: dict[str, Sequence[tuple[str, Any]]] = {
        "track": list(showing.choices("track").items()), "memorandum": list(showing.choices("memorandum").items()),
        "stage": [(stage.value, words) for stage, words in STAGES.items()],
    }  # fmt: skip
    form = FollowForm(request.GET, choices)
    form.is_valid()
    return form


def _wanted(form: FollowForm) -> Wanted:
    """Return which actions a reader asks for; what was dropped only by name."""
    said = form.cleaned_data
    stages = {Stage(said["stage"])} if said.get("stage") else set(Stage) - {Stage.DROPPED}
    return access.narrowed(stages, track=said.get("track", ""), memorandum=said.get("memorandum", ""))


@for_purpose_of(SECTOR.purpose)
def invitation(request: HttpRequest, meeting: uuid.UUID) -> HttpResponse:
    """Give one meeting as a file for a calendar."""
    found = access.invitation(officer_of(request), str(meeting))
    data = calendars.write(showing.said(SECTOR.title), [found], access.ZONES)
    return _calendar(data, f'attachment; filename="meeting-{meeting}.ics"')


def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Give the calendar behind a secret address to a program that cannot sign in; nothing says why there is none."""
    del request
    try:
        return _calendar(services.read_feed(secret, at=_now()), "inline")
    except NoSuchFeed:
        raise Http404 from None


def _calendar(data: bytes, disposition: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=calendars.MEDIA)
    answer["Content-Disposition"] = disposition
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _now() -> datetime:
    return timezone.now()


urlpatterns = [
    path("meetings/", meetings, name="meetings"),
    path("meetings/<uuid:meeting>/", meeting, name="meeting"),
    path("meetings/<uuid:meeting>/invitation.ics", invitation, name="invitation"),
    path("follow/", follow, name="follow"),
    path("follow/export/<slug:form>/", follow_export, name="follow-export"),
    path("decisions/", bodies_pages.decisions, name="decisions"),
    path("bodies/", bodies_pages.bodies_list, name="bodies"),
    path("memoranda/", memoranda_pages.memoranda_list, name="memoranda"),
    path("memoranda/<uuid:memorandum>/", memoranda_pages.memorandum, name="memorandum"),
    path("intake/", taking.intake, name="intake"),
    path("calendar/<str:secret>.ics", feed, name="feed"),
]
