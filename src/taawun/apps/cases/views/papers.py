# SPDX-License-Identifier: Apache-2.0
"""Pages of papers: what lies in a case, taking papers, translations and evidence in, and custody (spec §60.9)."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from taawun.apps.audit.services import Actor
from taawun.apps.cases import access, services
from taawun.apps.cases.access import Shown
from taawun.apps.cases.models import Evidence, Paper
from taawun.apps.cases.papers.forms import (
    AdoptForm,
    BytesForm,
    CustodyForm,
    EvidenceForm,
    LetterForm,
    PaperForm,
    TaintForm,
    TranslationForm,
)
from taawun.apps.cases.showing import speaking
from taawun.apps.cases.views.case import common, other_side
from taawun.apps.people import queries as people
from taawun.apps.people.access import actor_of
from taawun.apps.ui import errors
from taawun.apps.ui.purposes import chosen, for_purpose
from taawun.apps.ui.reader import officer_of
from taawun.kernel.errors import NoSuchPaper, TaawunError

Act = Callable[[Actor, Shown, dict[str, Any], str], object]


@for_purpose
def papers(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Show the papers of a case and its evidence, or take one in."""
    shown = access.case(officer_of(request), str(case_id), chosen(request))
    act = request.POST.get("act", "")
    if act == "again":
        return _again(request, case_id)
    if request.method != "POST" or act not in ACTS:
        return _page(request, shown, _forms(shown), 200)
    made = _forms(shown, act, request)
    form = made[act]
    if form.is_valid():
        try:
            ACTS[act](actor_of(officer_of(request)), shown, form.cleaned_data, chosen(request))
            messages.success(request, _("It is noted, with your name."), "good")
            return HttpResponseRedirect(reverse("cases:papers", args=[case_id]))
        except TaawunError as error:
            form.add_error(None, errors.said(error))
    return _page(request, shown, made, 400)


@for_purpose
def paper(request: HttpRequest, case_id: uuid.UUID, paper_id: uuid.UUID) -> HttpResponse:
    """Give the bytes of one paper; never shown inside a page, whatever their type."""
    row, data = access.read_paper(officer_of(request), str(paper_id), chosen(request))
    if row.case_id != str(case_id):
        raise NoSuchPaper
    answer = HttpResponse(data, content_type=access.media_of(row))
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=access.file_name(row))
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
@for_purpose
def letter(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Print the case as a letter: to look at only, or to be kept among its papers."""
    shown = access.case(officer_of(request), str(case_id), chosen(request))
    made = _forms(shown, "letter", request)
    form = made["letter"]
    if form.is_valid():
        try:
            return _written(request, shown, form.cleaned_data)
        except TaawunError as error:
            form.add_error(None, errors.said(error))
    return _page(request, shown, made, 400)


def _written(request: HttpRequest, shown: Shown, said: dict[str, Any]) -> HttpResponse:
    actor, purpose, papers = actor_of(officer_of(request)), chosen(request), said.get("papers", [])
    if "look" in request.POST:
        pdf = services.preview(actor, shown.case.id, said["letter"], said["language"], purpose, papers=papers)
        answer = HttpResponse(pdf, content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="{said["letter"]}-{said["language"]}.pdf"'
        return answer
    services.write_letter(
        actor, shown.case.id, said["letter"], said["language"], purpose, papers=papers, final=said["final"]
    )
    messages.success(request, _("The letter lies among the papers."), "good")
    return HttpResponseRedirect(reverse("cases:papers", args=[shown.case.id]))


def _again(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Ask the other side anew for a paper that has not come."""
    services.ask_again(actor_of(officer_of(request)), request.POST.get("paper", ""), chosen(request))
    messages.success(request, _("It is asked for again."), "good")
    return HttpResponseRedirect(reverse("cases:papers", args=[case_id]))


def originals(shown: Shown) -> list[tuple[str, str]]:
    """Return the papers of a case that may be translated, as choices."""
    return [(one.id, one.name) for one in shown.papers if one.kind != "translation"]


def unanswered(shown: Shown) -> list[Paper]:
    """Return the papers of the other side that are here, and of which nobody has said where they come from."""
    answered = {one.paper_id for one in shown.evidence}
    return [one for one in shown.papers if one.kind == "reference" and not one.coming and one.id not in answered]


def coming(shown: Shown) -> list[str]:
    """Return the papers of the other side whose bytes are not here."""
    return [one.id for one in shown.papers if one.coming]


def _takers(shown: Shown, bound: forms.Form) -> dict[str, forms.Form]:
    """Return for each paper that has not come the form that takes its bytes; `bound` is one that was just refused."""
    made: dict[str, forms.Form] = {
        one: BytesForm(coming=[one], auto_id=f"bytes-{one}_%s", initial={"paper": one}) for one in coming(shown)
    }
    return made | ({bound.data.get("paper", ""): bound} if bound.is_bound else {})


def _forms(shown: Shown, act: str = "", request: HttpRequest | None = None) -> dict[str, forms.Form]:
    annexes = [(one.id, one.name) for one in shown.papers if one.kind in ("document", "translation")]
    kept = [(one.id, one.what) for one in shown.evidence]
    makers: dict[str, Callable[..., forms.Form]] = {
        "paper": partial(PaperForm, auto_id="paper_%s"),
        "translation": partial(TranslationForm, originals=originals(shown), auto_id="translation_%s"),
        "evidence": partial(EvidenceForm, auto_id="evidence_%s"),
        "bytes": partial(BytesForm, coming=coming(shown), auto_id="bytes_%s"),
        "adopt": partial(AdoptForm, came=[(one.id, one.name) for one in unanswered(shown)], auto_id="adopt_%s"),
        "taint": partial(TaintForm, evidence=kept, auto_id="taint_%s"),
        "letter": partial(
            LetterForm,
            annexes=annexes,
            fitting=access.fitting_letters(shown.kind, shown.side),
            auto_id="letter_%s",
            initial={"language": _taken(shown)},
        ),
        "custody": partial(CustodyForm, evidence=kept, auto_id="custody_%s"),
    }
    return {
        name: make(request.POST, request.FILES) if request is not None and name == act else make()
        for name, make in makers.items()
    }


def _taken(shown: Shown) -> str:
    """Return the language in which the other side takes papers, the reader's own where that is one of them."""
    party, own = other_side(shown), speaking.reader()
    return own if party is None or own in party.languages else next(iter(party.languages), own)


def _page(request: HttpRequest, shown: Shown, made: dict[str, forms.Form], status: int) -> HttpResponse:
    chains = [(one, sorted(one.custody.all(), key=lambda link: link.number)) for one in shown.evidence]
    officers = {one.officer_id for one in shown.papers} | {link.officer_id for _e, chain in chains for link in chain}
    officers |= {taint.officer_id for one in shown.evidence for taint in one.taints.all()}
    context = common(shown) | {
        "forms": made, "chains": chains, "names": people.labels(officers - {""}),
        "takers": _takers(shown, made["bytes"]),
        "unanswered": {one.id for one in unanswered(shown)}, "originals": {one.id: one.name for one in shown.papers},
    }  # fmt: skip
    return render(request, "cases/papers.html", context, status=status)


def add_paper(actor: Actor, shown: Shown, said: dict[str, Any], purpose: str) -> Paper:
    """Take in what the form of a paper took."""
    data, media = _file(said)
    return services.add_paper(actor, shown.case.id, _name(said), data, media, said["language"], purpose)


def add_translation(actor: Actor, _shown: Shown, said: dict[str, Any], purpose: str) -> Paper:
    """Take in what the form of a translation took."""
    data, media = _file(said)
    return services.add_translation(
        actor, said["of"], _name(said), data, media, said["language"], said["translator"], purpose
    )


def add_evidence(actor: Actor, shown: Shown, said: dict[str, Any], purpose: str) -> Evidence:
    """Take in what the form of evidence took."""
    data, media = _file(said)
    return services.take_evidence(
        actor, shown.case.id, _name(said), data, media, said["language"], purpose, what=said["what"],
        provenance=said["provenance"], held_by=said["held_by"], tainted=said["tainted"],
    )  # fmt: skip


def adopt(actor: Actor, paper_id: str, said: dict[str, Any], purpose: str) -> Evidence:
    """Say where a paper of the other side comes from, as a form or a program says it."""
    return services.adopt(
        actor, paper_id, purpose, what=said["what"], provenance=said["provenance"], held_by=said["held_by"],
        tainted=said.get("tainted", False),
    )  # fmt: skip


def _adopt(actor: Actor, _shown: Shown, said: dict[str, Any], purpose: str) -> object:
    return adopt(actor, said["paper"], said, purpose)


def _taint(actor: Actor, _shown: Shown, said: dict[str, Any], purpose: str) -> object:
    return services.taint(actor, said["evidence"], said["reason"], purpose)


def _bytes(actor: Actor, _shown: Shown, said: dict[str, Any], purpose: str) -> object:
    return services.take_bytes(actor, said["paper"], said["file"].read(), purpose)


def _custody(actor: Actor, _shown: Shown, said: dict[str, Any], purpose: str) -> object:
    return services.hand_on(actor, said["evidence"], said["done"], said["held_by"], said["reason"], purpose)


ACTS: dict[str, Act] = {
    "paper": add_paper, "translation": add_translation, "evidence": add_evidence, "custody": _custody,
    "adopt": _adopt, "taint": _taint, "bytes": _bytes,
}  # fmt: skip


def _file(said: dict[str, Any]) -> tuple[bytes, str]:
    file = said["file"]
    return file.read(), (file.content_type or "application/octet-stream").partition(";")[0].strip().lower()


def _name(said: dict[str, Any]) -> str:
    return str(said["name"] or said["file"].name)
