# SPDX-License-Identifier: Apache-2.0
"""What a program reads of cases and instruments; each reading is on the record, as on the pages (spec §60.17)."""

import uuid
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from taawun.apps.cases import access
from taawun.apps.cases.access import Shown
from taawun.apps.cases.api import shapes
from taawun.apps.cases.api.answering import answers, purpose_of
from taawun.apps.cases.views.case import FORMS_ON_FILE
from taawun.apps.ui.parts import page_number
from taawun.apps.ui.purposes import OVERSIGHT
from taawun.apps.ui.reader import officer_of
from taawun.kernel.cases.gating import GateStanding
from taawun.kernel.errors import MoveClosed, NoSuchElement, NoSuchGate, NoSuchPaper

FILTERS: Final = ("kind", "pack", "state", "phase", "side", "other", "authority", "title")
Told = dict[str, Any]


def shown_to(request: HttpRequest, case_id: uuid.UUID) -> Shown:
    """Return a case to whoever asks for it."""
    return access.case(officer_of(request), str(case_id), purpose_of(request))


def gate_of(shown: Shown, slug: str) -> GateStanding:
    """Return a gate of a case that the officer may know of."""
    found = next((one for one in shown.gates if one.gate.slug == slug), None)
    if found is None:
        raise NoSuchGate
    return found


def cases(request: HttpRequest) -> Told:
    """Return one page of the cases that the officer may see."""
    given: Told = {name: request.GET.get(name, "").replace("\x00", "") for name in FILTERS}
    closed = {"closed": True, "all": None}.get(request.GET.get("closed", ""), False)
    filters = access.Filters(**given, closed=closed)
    page = access.board(officer_of(request), purpose_of(request), filters, page_number(request))
    return {"page": page.number, "more": page.more, "cases": [shapes.row(row) for row in page.rows]}


def case(request: HttpRequest, case_id: uuid.UUID) -> Told:
    """Return one case: where it stands, what it holds, what is missing, its clocks and tasks."""
    shown = shown_to(request, case_id)
    return {
        **shapes.head(shown),
        "flags": sorted(shown.standing.flags),
        "pack": {"slug": shown.case.pack_slug, "version": shown.case.pack_version, "digest": shown.pack.digest},
        "content": {slug: one.to_wire() for slug, one in shown.filled.items()},
        "missing": [one.slug for one in shown.missing],
        "gates": {one.gate.slug: {"outcome": one.outcome.value, "passed": one.passed} for one in shown.gates},
        "clocks": [shapes.clock(one) for one in shown.clocks],
        "tasks": [{"number": one.pk, "task": one.slug, "role": one.role, "due": one.due,
                   "by_hand": one.pk in shown.by_hand} for one in shown.tasks if one.done is None],
        "moves": [{"move": one.move, "party": one.party, "at": one.at, "status": one.status, "digest": one.digest}
                  for one in shown.shared],
        "proposal": shown.proposal and {"move": shown.proposal.move, "release": shown.proposal.release},
        "charges": [{"charge": one.charge, "title": one.title, "outside": one.outside} for one in shown.charges],
    }  # fmt: skip


def verdicts(request: HttpRequest, case_id: uuid.UUID) -> Told:
    """Return which moves of our side are open to the officer, and why the others are not with all that opens them."""
    shown = shown_to(request, case_id)
    return {**shapes.head(shown), "moves": [shapes.verdict(shown, one) for one in shown.moves]}


def verdict(request: HttpRequest, case_id: uuid.UUID, slug: str) -> Told:
    """Return one move with its reasons."""
    shown = shown_to(request, case_id)
    found = next((one for one in shown.moves if one.move.slug == slug), None)
    if found is None:
        raise MoveClosed
    return {**shapes.head(shown), **shapes.verdict(shown, found)}


def timeline(request: HttpRequest, case_id: uuid.UUID) -> Told:
    """Return what both sides did, oldest first."""
    shown = shown_to(request, case_id)
    events = access.timeline(officer_of(request), str(case_id), purpose_of(request))
    return {**shapes.head(shown), "events": [shapes.event(shown, one) for one in events]}


def contents(request: HttpRequest, case_id: uuid.UUID) -> Told:
    """Return every element of a case: what it asks for, and what fills it."""
    shown = shown_to(request, case_id)
    return {**shapes.head(shown), "elements": [shapes.element(shown, one) for one in shown.kind.elements.values()]}


def element(request: HttpRequest, case_id: uuid.UUID, slug: str) -> Told:
    """Return one element with every version of it, the last one first."""
    shown = shown_to(request, case_id)
    declared = shown.kind.elements.get(slug)
    if declared is None:
        raise NoSuchElement
    versions = access.history(officer_of(request), str(case_id), slug, purpose_of(request))
    return {**shapes.element(shown, declared), "versions": [shapes.filling(one) for one in versions]}


def gate(request: HttpRequest, case_id: uuid.UUID, slug: str) -> Told:
    """Return one gate with everything that was said about it."""
    shown = shown_to(request, case_id)
    return shapes.gate(shown, gate_of(shown, slug))


def papers(request: HttpRequest, case_id: uuid.UUID) -> Told:
    """Return the papers of a case, and its evidence with its custody."""
    shown = shown_to(request, case_id)
    return {
        **shapes.head(shown), "papers": [shapes.paper(one) for one in shown.papers],
        "evidence": [shapes.evidence(one) for one in shown.evidence],
    }  # fmt: skip


def paper(request: HttpRequest, case_id: uuid.UUID, paper_id: uuid.UUID) -> HttpResponse:
    """Return the bytes of a paper of this case."""
    if str(paper_id) not in {one.id for one in shown_to(request, case_id).papers}:
        raise NoSuchPaper
    row, data = access.read_paper(officer_of(request), str(paper_id), purpose_of(request))
    return _file(data, access.media_of(row), row.id)


def bundle(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Return the case on file; `?form=asice` as a container for courts."""
    make, media, ending = FORMS_ON_FILE[request.GET.get("form") == "asice"]
    return _file(make(officer_of(request), str(case_id), purpose_of(request)), media, f"case-{case_id}.{ending}")


def _file(data: bytes, media: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def dashboard(request: HttpRequest) -> Told:
    """Return how requests are answered, and how old those are that wait; to an auditor, what oversight is told too."""
    auditor = "auditor" in officer_of(request).role_slugs()
    rates = access.dashboard(officer_of(request), OVERSIGHT if auditor else purpose_of(request))
    told = [shapes.notice(one) for one in access.oversight(officer_of(request), OVERSIGHT)] if auditor else []
    return ({"notices": told} if auditor else {}) | {
        "rates": [
            {"kind": one.kind, "authority": one.authority, "channel": one.channel, "side": one.side,
             "asked": one.asked, "answered": one.answered, "share": one.share,
             "oldest_open_days": one.oldest_open_days, "median_answer_days": one.median_answer_days}
            for one in rates
        ]
    }  # fmt: skip


def instruments(_request: HttpRequest) -> Told:
    """Return the instruments that this node knows."""
    return {"instruments": [shapes.instrument(pack) for pack in access.packs().values()]}


def instrument(_request: HttpRequest, slug: str) -> Told:
    """Return one instrument in its frozen form, with its digest."""
    pack = access.pack_named(slug)
    return {"digest": pack.digest, "pack": pack.to_wire()}


PAGES: Final = {
    "list": answers(GET=cases), "case": answers(GET=case), "verdicts": answers(GET=verdicts),
    "timeline": answers(GET=timeline), "contents": answers(GET=contents), "gate": answers(GET=gate),
    "paper": answers(GET=paper), "bundle": answers(GET=bundle),
    "instruments": answers(GET=instruments), "instrument": answers(GET=instrument),
}  # fmt: skip
"""Addresses at which only something is read, by name."""
