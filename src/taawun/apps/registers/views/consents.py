# SPDX-License-Identifier: Apache-2.0
"""The page of a record's consents: what was asked of whom and answered, asking, and answering (spec §80.25)."""

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from taawun.apps.exchange.models import Release
from taawun.apps.registers import access
from taawun.apps.registers.access import Shown
from taawun.apps.registers.consents import services
from taawun.apps.registers.consents.forms import AnswerForm, AskForm
from taawun.apps.registers.consents.services import ConsentShown
from taawun.apps.ui import errors
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.kernel.errors import CallerError
from taawun.kernel.marking.codes import COURT, Handling
from taawun.kernel.marking.consents import Use
from taawun.kernel.wire.envelope import Basis


@for_purpose
def consents(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Show what was asked and answered about a record, or draft a request or an answer."""
    shown = access.get(officer_of(request), str(record_id), chosen(request))
    asked = services.of_record(officer_of(request), str(record_id), chosen(request))
    ask, answers = _ask_form(shown, request), _answer_forms(request, asked)
    for form in (ask, *(form for _one, form in answers)):
        if form is not None and form.is_bound and form.is_valid():
            try:
                row = _ask(request, shown, form) if isinstance(form, AskForm) else _answer(request, form)
                return HttpResponseRedirect(reverse("exchange:release", args=[row.id]))
            except CallerError as error:
                form.add_error(None, errors.said(error))
    context = {"shown": shown, "asked": asked, "ask": ask, "answers": answers}
    return render(request, "registers/consents.html", context, status=400 if request.method == "POST" else 200)


def _ask_form(shown: Shown, request: HttpRequest) -> AskForm | None:
    """Return the form to ask with; there is none where no code of another originator binds."""
    marking = shown.marking.whole()
    others = sorted(marking.originators - {settings.TAAWUN_PARTY})
    codes = sorted(code.value for code in services.codes_of(marking))
    sent = request.POST if request.POST.get("act") == "ask" else None
    return AskForm(sent, originators=others, codes=codes, auto_id="ask_%s") if others and codes else None


def _answer_forms(request: HttpRequest, asked: list[ConsentShown]) -> list[tuple[ConsentShown, AnswerForm]]:
    """Return a form for each request that is ours to answer, to officers who may."""
    if officer_of(request).role_slugs().isdisjoint(services.ANSWERERS):
        return []
    sent = request.POST.get("asked") if request.POST.get("act") == "answer" else None
    return [
        (one, AnswerForm(request.POST if sent == one.row.id else None, auto_id=f"answer{number}_%s"))
        for number, one in enumerate(one for one in asked if one.ours and not one.lapsed)
    ]


def _ask(request: HttpRequest, shown: Shown, form: AskForm) -> Release:
    said, code = form.cleaned_data, Handling(form.cleaned_data["code"])
    purpose = COURT if code is Handling.H1 else chosen(request)
    use = Use(shown.record.id, code, purpose, said["recipient"].upper())
    basis = Basis(said["instrument"], said["article"])
    return services.ask(
        officer_of(request), said["originator"], use, said["reason"], chosen(request), basis, by=said["by"]
    )


def _answer(request: HttpRequest, form: AnswerForm) -> Release:
    said = form.cleaned_data
    return services.answer(
        officer_of(request), said["asked"], said["given"] == "yes", said["reason"], chosen(request),
        Basis(said["instrument"], said["article"]), until=said["until"],
    )  # fmt: skip
