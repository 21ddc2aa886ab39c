# SPDX-License-Identifier: Apache-2.0
"""Pages of pairs: the queue, two records side by side with the buttons to judge them, and a subject."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taawun.apps.identity import access, comparing, services
from taawun.apps.identity.forms import ReasonForm
from taawun.apps.identity.models import Verdict
from taawun.apps.people import queries as people
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors
from taawun.apps.ui.parts import page_number
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import may, officer_of
from taawun.apps.ui.templatetags.desk import UUID
from taawun.kernel.errors import CallerError, NoSuchRecord


@for_purpose
def queue(request: HttpRequest) -> HttpResponse:
    """Show the pairs that wait for a judgement, the likeliest first."""
    page = access.queue(officer_of(request), chosen(request), page_number(request))
    claims = [row.pair.claimed_by for row in page.rows if services.is_kept(row.pair, timezone.now())]
    context = {
        "page": page,
        "names": people.labels(claims),
        "claims": set(claims),
        "newer": page.number - 1,
        "older": page.number + 1 if page.more else 0,
    }
    return render(request, "identity/pairs.html", context)


@for_purpose
def pair(request: HttpRequest, pair_id: uuid.UUID, form: ReasonForm | None = None) -> HttpResponse:
    """Show two records side by side, where they agree and where not, and what was judged of them."""
    found = access.pair(officer_of(request), str(pair_id), chosen(request))
    judged = list(access.judgements(found))
    kept = services.is_kept(found.pair, timezone.now())
    officers = {one.officer_id for one in judged} | {found.pair.claimed_by}
    context = {
        "found": found,
        "sides": comparing.side_by_side(found.left, found.right),
        "pictures": comparing.pictures(found.left, found.right),
        "namesakes": access.namesakes(officer_of(request), found, chosen(request)),
        "judged": judged,
        "names": people.labels(officers - {""}),
        "mine": kept and found.pair.claimed_by == officer_of(request).id,
        "theirs": kept and found.pair.claimed_by != officer_of(request).id,
        "stands": found.pair.verdict != Verdict.OPEN,
        "may_judge": may(request, "identity:judge"),
        "form": form or ReasonForm(),
    }
    return render(request, "identity/pair.html", context, status=400 if form else 200)


@require_POST
@for_purpose
def open_pair(request: HttpRequest) -> HttpResponse:
    """Put two records side by side that an officer takes for one subject, or not."""
    left, right = (request.POST.get(side, "") for side in ("left", "right"))
    if not (UUID.fullmatch(left) and UUID.fullmatch(right)):
        raise NoSuchRecord
    found = services.open_pair(actor_of(officer_of(request)), left, right, chosen(request))
    return HttpResponseRedirect(reverse("identity:pair", args=[found.id]))


@require_POST
@for_purpose
def claim(request: HttpRequest, pair_id: uuid.UUID) -> HttpResponse:
    """Keep a pair for this officer."""
    services.claim(actor_of(officer_of(request)), str(pair_id), chosen(request))
    return HttpResponseRedirect(reverse("identity:pair", args=[pair_id]))


@require_POST
@for_purpose
def give_back(request: HttpRequest, pair_id: uuid.UUID) -> HttpResponse:
    """Give a pair back to the queue."""
    services.give_back(actor_of(officer_of(request)), str(pair_id), chosen(request))
    return HttpResponseRedirect(reverse("identity:pairs"))


@require_POST
@for_purpose
def judge(request: HttpRequest, pair_id: uuid.UUID) -> HttpResponse:
    """Say whether both records are about one subject."""
    form, verdict = ReasonForm(request.POST), request.POST.get("verdict", "")
    if verdict not in (Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE):
        form.add_error(None, _("Choose one of the three answers."))
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            services.judge(actor_of(officer_of(request)), str(pair_id), verdict, reason, chosen(request))
        except CallerError as error:
            form.add_error(None, errors.said(error))
        else:
            messages.success(request, _("Your judgement stands. It can be taken back."), "good")
            return HttpResponseRedirect(reverse("identity:pair", args=[pair_id]))
    return pair(request, pair_id, form)


@require_POST
@for_purpose
def undo(request: HttpRequest, pair_id: uuid.UUID) -> HttpResponse:
    """Take the judgement on a pair back."""
    services.undo(actor_of(officer_of(request)), str(pair_id), chosen(request))
    messages.success(request, _("The judgement is taken back; the pair is open again."), "good")
    return HttpResponseRedirect(reverse("identity:pair", args=[pair_id]))


@for_purpose
def subject(request: HttpRequest, subject_id: uuid.UUID) -> HttpResponse:
    """Show a subject: the records that were judged to be about it."""
    found = access.subject(officer_of(request), str(subject_id), chosen(request))
    return render(request, "identity/subject.html", {"found": found})
