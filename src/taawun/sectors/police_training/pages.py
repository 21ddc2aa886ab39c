# SPDX-License-Identifier: Apache-2.0
"""Pages of training: the catalogue with free seats, a session with its attendance, and a badge that is verified."""

import uuid
from collections.abc import Mapping
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taawun.apps.people.access import actor_of
from taawun.apps.registers.catalogue import type_named
from taawun.apps.ui import errors, languages
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import may, officer_of
from taawun.formats.badges.verifying import SENTENCES, Verified
from taawun.kernel.errors import CallerError
from taawun.sectors.police_training import access, paper, services, sessions, words
from taawun.sectors.police_training.forms import RevokeForm, SheetForm
from taawun.sectors.police_training.sector import SECTOR

for_training = for_purpose_of(SECTOR.purpose)
SINCE: Final = "since"
"""The figure of a sentence of what was checked that is a moment."""


@for_training
def catalogue(request: HttpRequest) -> HttpResponse:
    """List the sessions with their free seats, by month."""
    found = access.catalogue(officer_of(request), SECTOR.purpose)
    context = {"months": words.by_month(found), "fields": type_named(sessions.SESSION).fields}
    return render(request, "police_training/catalogue.html", context)


@for_training
def session(request: HttpRequest, record: uuid.UUID) -> HttpResponse:
    """Show a session: who is nominated, who attended what, and a form for the next sheet."""
    found = access.course(officer_of(request), str(record), SECTOR.purpose)
    return _session(request, found, SheetForm(course=found))


@require_POST
@for_training
def nominate(request: HttpRequest, record: uuid.UUID) -> HttpResponse:
    """Open a nomination to a session of another party."""
    officer = officer_of(request)
    found = access.course(officer, str(record), SECTOR.purpose)
    case = services.nominate(actor_of(officer), found.record, request.POST.get("kind", ""), SECTOR.purpose)
    messages.success(request, _("The case is open. Fill what it must hold; nothing has been sent."), "good")
    return HttpResponseRedirect(reverse("cases:contents", args=[case.id]))


@require_POST
@for_training
def attendance(request: HttpRequest, record: uuid.UUID) -> HttpResponse:
    """Keep a sheet."""
    officer = officer_of(request)
    found = access.course(officer, str(record), SECTOR.purpose)
    form = SheetForm(request.POST, course=found)
    if not form.is_valid():
        return _session(request, found, form, status=400)
    said = form.cleaned_data
    services.keep_sheet(actor_of(officer), found.id, said["day"], said["module"], said["present"], SECTOR.purpose)
    messages.success(request, _("The sheet is kept."), "good")
    return HttpResponseRedirect(reverse("police_training:session", args=[found.id]) + "#sheets")


@require_POST
@for_training
def issue(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Sign the badge of a nomination that has come to its certificate."""
    made = services.issue(actor_of(officer_of(request)), str(case_id), SECTOR.purpose)
    messages.success(request, _("The badge is signed. Give its file to the holder."), "good")
    return HttpResponseRedirect(reverse("police_training:badge", args=[made.id]))


@for_training
def badge(request: HttpRequest, badge_id: uuid.UUID) -> HttpResponse:
    """Show a badge, what verifying it comes to, and its files."""
    return _badge(request, badge_id, RevokeForm())


@require_POST
@for_training
def revoke(request: HttpRequest, badge_id: uuid.UUID) -> HttpResponse:
    """Revoke a badge with a reason."""
    form = RevokeForm(request.POST)
    if form.is_valid():
        try:
            services.revoke(actor_of(officer_of(request)), str(badge_id), form.cleaned_data["reason"], SECTOR.purpose)
        except CallerError as error:
            form.add_error(None, errors.said(error))
        else:
            messages.success(request, _("The badge is revoked. The next status list says so."), "good")
            return HttpResponseRedirect(reverse("police_training:badge", args=[badge_id]))
    return _badge(request, badge_id, form, status=400)


@for_training
def badge_file(request: HttpRequest, badge_id: uuid.UUID) -> HttpResponse:
    """Give the file of a badge."""
    found, _verified = access.badge(officer_of(request), str(badge_id), SECTOR.purpose)
    return _file(bytes(found.document), f"badge-{found.id[-12:]}.json")


@for_training
def certificate(request: HttpRequest, badge_id: uuid.UUID, language: str) -> HttpResponse:
    """Give the certificate of a badge as PDF, in a language."""
    if language not in languages.BY_CODE:
        raise Http404
    made = paper.certificate(officer_of(request), str(badge_id), language, SECTOR.purpose)
    return _file(made, f"certificate-{str(badge_id)[-12:]}-{language}.pdf", "application/pdf")


@require_POST
@for_training
def status_list(request: HttpRequest, badge_id: uuid.UUID) -> HttpResponse:
    """Sign and give the status list of the authority that issued a badge."""
    officer = officer_of(request)
    found, _verified = access.badge(officer, str(badge_id), SECTOR.purpose)
    return _file(services.status_list(actor_of(officer), found.authority, SECTOR.purpose), "status-list.json")


def _session(request: HttpRequest, found: access.Course, form: SheetForm, status: int = 200) -> HttpResponse:
    context = {
        "course": found, "form": form, "fields": type_named(sessions.SESSION).fields,
        "sheets": [(one, words.module(str(one["module"]))) for one in found.sheets],
        "people": [(one, words.phase(one.case), one.case.phase in services.CERTIFIED) for one in found.people],
        "may_keep": found.ours and may(request, "police_training:attendance"),
        "may_issue": found.ours and may(request, "police_training:issue"),
    }  # fmt: skip
    return render(request, "police_training/session.html", context, status=status)


def _badge(request: HttpRequest, badge_id: uuid.UUID, form: RevokeForm, status: int = 200) -> HttpResponse:
    found, verified = access.badge(officer_of(request), str(badge_id), SECTOR.purpose)
    context = {
        "badge": found, "form": form, "answer": words.ANSWERS[verified.answer], "checks": _told(verified),
        "may_revoke": found.revoked is None and may(request, "police_training:revoke"),
        "may_list": may(request, "police_training:status-list"), "languages": languages.ALL,
    }  # fmt: skip
    return render(request, "police_training/badge.html", context, status=status)


def _told(verified: Verified) -> list[tuple[str, str]]:
    return [(one.answer.value, _(SENTENCES[one.code]).format_map(_apart(one.given))) for one in verified.checks]


def _apart(given: Mapping[str, str]) -> dict[str, str]:
    """Return moments as the page writes them, and keys so that they run from the left in a sentence from the right."""
    return {name: _moment(value) if name == SINCE else f"\u2066{value}\u2069" for name, value in given.items()}


def _moment(text: str) -> str:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        return f"\u2066{text}\u2069"
    return date_format(timezone.localtime(found), "DATETIME_FORMAT")


def _file(data: bytes, name: str, kind: str = "application/json") -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


urlpatterns = [
    path("sessions/", catalogue, name="catalogue"),
    path("sessions/<uuid:record>/", session, name="session"),
    path("sessions/<uuid:record>/nominate/", nominate, name="nominate"),
    path("sessions/<uuid:record>/attendance/", attendance, name="attendance"),
    path("nominations/<uuid:case_id>/badge/", issue, name="issue"),
    path("badges/<uuid:badge_id>/", badge, name="badge"),
    path("badges/<uuid:badge_id>/file/", badge_file, name="badge-file"),
    path("badges/<uuid:badge_id>/certificate/<slug:language>/", certificate, name="certificate"),
    path("badges/<uuid:badge_id>/list/", status_list, name="status-list"),
    path("badges/<uuid:badge_id>/revoke/", revoke, name="revoke"),
]
