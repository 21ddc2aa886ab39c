# SPDX-License-Identifier: Apache-2.0
"""Papers, translations and evidence that a program brings: as `multipart/form-data`, by the forms of the pages."""

import uuid
from typing import Any, Final

from django.http import HttpRequest

from taawun.apps.cases import services
from taawun.apps.cases.api import reading, shapes
from taawun.apps.cases.api.answering import answers, body, is_flag, is_text, purpose_of, sent
from taawun.apps.cases.api.reading import shown_to
from taawun.apps.cases.papers.forms import BytesForm, EvidenceForm, PaperForm, TranslationForm
from taawun.apps.cases.views.papers import add_evidence, add_paper, add_translation, adopt, originals
from taawun.apps.people.access import actor_of
from taawun.apps.ui.reader import officer_of
from taawun.kernel.errors import NoSuchPaper

Told = dict[str, Any]


def paper(request: HttpRequest, case_id: uuid.UUID) -> Told:
    """Take a document into a case."""
    shown, said = shown_to(request, case_id), sent(PaperForm(request.POST, request.FILES))
    return shapes.paper(add_paper(actor_of(officer_of(request)), shown, said, purpose_of(request)))


def translation(request: HttpRequest, case_id: uuid.UUID) -> Told:
    """Take in the translation of a paper of this case, with its translator."""
    shown = shown_to(request, case_id)
    said = sent(TranslationForm(request.POST, request.FILES, originals=originals(shown)))
    return shapes.paper(add_translation(actor_of(officer_of(request)), shown, said, purpose_of(request)))


def evidence(request: HttpRequest, case_id: uuid.UUID) -> Told:
    """Take evidence in, with where it comes from and who holds it."""
    shown, said = shown_to(request, case_id), sent(EvidenceForm(request.POST, request.FILES))
    return shapes.evidence(add_evidence(actor_of(officer_of(request)), shown, said, purpose_of(request)))


def custody(request: HttpRequest, case_id: uuid.UUID, evidence_id: uuid.UUID) -> Told:
    """Add a link to the custody of evidence of this case."""
    said = body(request, {"act": is_text, "held_by": is_text, "reason": is_text}, "act", "held_by", "reason")
    if not any(one.id == str(evidence_id) for one in shown_to(request, case_id).evidence):
        raise NoSuchPaper
    link = services.hand_on(
        actor_of(officer_of(request)), str(evidence_id), said["act"], said["held_by"], said["reason"],
        purpose_of(request),
    )  # fmt: skip
    return shapes.custody(link)


def given_bytes(request: HttpRequest, case_id: uuid.UUID, paper_id: uuid.UUID) -> Told:
    """Take in the bytes of a paper of the other side, by whatever way they came."""
    _require_paper(request, case_id, paper_id)
    said = sent(BytesForm({"paper": str(paper_id)}, request.FILES, coming=[str(paper_id)]))
    actor, purpose = actor_of(officer_of(request)), purpose_of(request)
    return shapes.paper(services.take_bytes(actor, str(paper_id), said["file"].read(), purpose))


def again(request: HttpRequest, case_id: uuid.UUID, paper_id: uuid.UUID) -> Told:
    """Ask the other side at once for a paper that has not come."""
    body(request, {})
    _require_paper(request, case_id, paper_id)
    actor, purpose = actor_of(officer_of(request)), purpose_of(request)
    return shapes.paper(services.ask_again(actor, str(paper_id), purpose))


def _require_paper(request: HttpRequest, case_id: uuid.UUID, paper_id: uuid.UUID) -> None:
    if not any(one.id == str(paper_id) for one in shown_to(request, case_id).papers):
        raise NoSuchPaper


def provenance(request: HttpRequest, case_id: uuid.UUID, paper_id: uuid.UUID) -> Told:
    """Say where a paper of the other side comes from."""
    needed = {"what": is_text, "provenance": is_text, "held_by": is_text}
    said = body(request, {**needed, "tainted": is_flag}, *needed)
    _require_paper(request, case_id, paper_id)
    return shapes.evidence(adopt(actor_of(officer_of(request)), str(paper_id), said, purpose_of(request)))


def taint(request: HttpRequest, case_id: uuid.UUID, evidence_id: uuid.UUID) -> Told:
    """Say that evidence of this case may have been got by torture."""
    said = body(request, {"reason": is_text}, "reason")
    if not any(one.id == str(evidence_id) for one in shown_to(request, case_id).evidence):
        raise NoSuchPaper
    actor, purpose = actor_of(officer_of(request)), purpose_of(request)
    return shapes.taint(services.taint(actor, str(evidence_id), said["reason"], purpose))


PAGES: Final = {
    "papers": answers(GET=reading.papers, POST=paper), "translations": answers(POST=translation),
    "evidence": answers(POST=evidence), "custody": answers(POST=custody),
    "bytes": answers(POST=given_bytes), "again": answers(POST=again), "provenance": answers(POST=provenance),
    "taint": answers(POST=taint),
}  # fmt: skip
"""Addresses at which papers come in, by name."""
