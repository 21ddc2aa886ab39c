# SPDX-License-Identifier: Apache-2.0
"""What a case and its parts look like in JSON: slugs and moments as they are kept, sentences in the officer's language.

docs/reference/api.yaml describes each of these, and is compared with real answers.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from taawun.apps.cases.access import AssuranceShown, ClockShown, Row, Shown
from taawun.apps.cases.models import Assessment, Custody, Evidence, EvidenceTaint, Paper, Reassessment, Task
from taawun.apps.cases.queries import Event
from taawun.apps.cases.showing import speaking, telling
from taawun.kernel.cases.contents import Element, Filled
from taawun.kernel.cases.deciding import Verdict
from taawun.kernel.cases.gating import POINTS, GateStanding
from taawun.kernel.cases.reasons import Reason
from taawun.kernel.instruments.pack import Pack

Told = dict[str, Any]
HEAD: Final = (
    "id", "kind", "state", "phase", "requesting", "requested", "side", "authority", "title", "changed", "closed",
)  # fmt: skip
WAYS: Final = {
    "element": "cases:api-element", "fact": "cases:api-element", "gate": "cases:api-gate",
    "move": "cases:api-move", "moves": "cases:api-move",
}  # fmt: skip
"""What a reason names -> where a program goes to bring it about."""


def head(shown: Shown) -> Told:
    """Return what every answer about one case begins with; the token is that of the standing that was read."""
    return case(shown.case) | {"token": shown.token}


def case(row: Any) -> Told:
    """Return a case as it is in lists."""
    return {name: getattr(row, name) for name in HEAD}


def row(one: Row) -> Told:
    """Return a case with the clock that ends first and how many tasks wait."""
    soonest = None if one.clock is None else {"rule": one.clock.rule, "due": one.clock.due}
    return {**case(one.case), "clock": soonest, "tasks": one.tasks}


def clock(one: ClockShown) -> Told:
    """Return a clock; its number is what acts on it name."""
    return {
        "number": one.row.pk, "rule": one.row.rule, "due": one.row.due, "share": round(one.share, 4),
        "late": one.late, "stopped": one.row.stopped,
    }  # fmt: skip


def reason(one: Reason) -> Told:
    """Return why a move is closed, as codes."""
    return {"code": one.code, "given": dict(one.given), "opens": one.opens}


def verdict(shown: Shown, one: Verdict) -> Told:
    """Return a move, whether it is open, and of a closed one every reason with all that opens it."""
    return {
        "move": one.move.slug, "title": speaking.said(one.move.title), "shared": one.move.shared,
        "reasoned": one.move.reasoned, "open": one.open, "here": shown.standing.state in one.move.sources,
        "reasons": [_explained(shown, told) for told in one.reasons],
    }  # fmt: skip


def _explained(shown: Shown, one: Reason) -> Told:
    why, opens = speaking.why(shown.kind, one)
    return reason(one) | {"why": why, "what_opens_it": opens, "ways": list(_ways(shown, one))}


def _ways(shown: Shown, one: Reason) -> Iterator[str]:
    """Yield the addresses at which what opens a move is done; none where the other side or another officer acts."""
    known = {"cases:api-element": shown.kind.elements, "cases:api-gate": shown.kind.gates}
    known["cases:api-move"] = shown.kind.workflow.moves
    for name, value in one.given.items():
        page = WAYS.get(name, "")
        slugs = [slug for slug in str(value).split(speaking.JOINED) if page and slug in known[page]]
        yield from (reverse(page, args=[shown.case.id, slug]) for slug in slugs)


def element(shown: Shown, one: Element) -> Told:
    """Return an element of a case: what it is, what fills it, or that this is reserved for others."""
    filled = shown.filled.get(one.slug)
    return declared(one) | {
        "missing": one in shown.missing, "filled": None if filled is None else filled.to_wire(),
        "reserved": one.slug in shown.reserved,
    }  # fmt: skip


def declared(one: Element) -> Told:
    """Return an element as its instrument declares it."""
    return {
        "element": one.slug, "title": speaking.said(one.title), "kind": one.kind, "required": one.required,
        "excusable": one.excusable and not one.core, "choices": [word for word, _title in one.choices],
        "fields": [declared(field) for field in one.fields],
    }  # fmt: skip


def filling(one: Any) -> Told:
    """Return one version of an element."""
    found = {"document": one.found_document, "page": one.found_page, "officer": one.found_officer}
    filled = Filled(one.value, one.excuse).to_wire() | ({"found": found} if one.found_document else {})
    return filled | {"number": one.number, "officer": one.officer_id, "authority": one.authority, "at": one.at}


def gate(shown: Shown, one: GateStanding) -> Told:
    """Return a gate with everything that was said about it."""
    slug = one.gate.slug
    return {
        "gate": slug, "title": speaking.said(one.gate.title), "mandatory": one.gate.mandatory,
        "curable": one.gate.curable, "outcome": one.outcome.value, "passed": one.passed, "waived": one.waived,
        "cured": one.cured, "exceptional": one.exceptional, "blocks": list(one.blocks), "computed": _computed(one),
        "beyond": list(one.beyond), "seen": one.mark,
        "questions": {point: _(question) for point, question in POINTS.items()},
        "assessments": [assessment(said) for said in shown.assessments if said.gate == slug],
        "reassessments": [reassessment(said) for said in shown.reassessments if said.gate == slug],
        "assurances": [assurance(said) for said in shown.assurances if said.row.gate == slug],
    }  # fmt: skip


def _computed(one: GateStanding) -> Told | None:
    if one.computed is None:
        return None
    why = speaking.explained(one.computed.code, one.computed.given)
    return {"outcome": one.computed.outcome.value, "code": one.computed.code, "why": why}


def assessment(one: Assessment) -> Told:
    """Return what an assessor said about a gate."""
    return {
        "outcome": one.outcome, "reason": one.reason, "source": one.source, "officer": one.officer_id,
        "authority": one.authority, "at": one.at, "waived": one.waived, "second": one.second,
        "second_authority": one.second_authority,
    }  # fmt: skip


def notice(one: Task) -> Told:
    """Return what oversight is told of a case, and what an auditor said came of it."""
    return {
        "number": one.pk, "case": one.case_id, "gate": one.note, "authority": one.case.authority, "raised": one.raised,
        "done": one.done, "done_by": one.done_by, "why": one.why,
    }  # fmt: skip


def reassessment(one: Reassessment) -> Told:
    """Return what lies, or lay, before a second authority."""
    return {
        "id": one.id, "state": one.state, "reason": one.reason, "source": one.source, "officer": one.officer_id,
        "authority": one.authority, "at": one.at, "second_authority": one.second_authority, "second": one.second,
        "decided": one.decided, "words": one.words,
    }  # fmt: skip


def assurance(one: AssuranceShown) -> Told:
    """Return an assurance, and what a separate assessor found last."""
    return {
        "id": one.row.id, "text": one.row.text, "given_by": one.row.given_by, "given_at": one.row.given_at,
        "sufficient": one.finding.sufficient if one.finding else None,
        "points": one.finding.points if one.finding else {},
    }  # fmt: skip


def paper(one: Paper) -> Told:
    """Return a paper; `here` says whether its bytes have come."""
    return {
        "id": one.id, "kind": one.kind, "name": one.name, "language": one.language, "media_type": one.media_type,
        "sha256": one.sha256, "size": one.size, "translates": one.translates_id, "translator": one.translator,
        "party": one.party, "at": one.at, "here": one.coming is None,
    }  # fmt: skip


def evidence(one: Evidence) -> Told:
    """Return evidence with every hand it went through."""
    links = sorted(one.custody.all(), key=lambda link: link.number)
    return {
        "id": one.id, "paper": one.paper_id, "what": one.what, "provenance": one.provenance,
        "tainted": one.is_tainted, "taints": [taint(said) for said in one.taints.all()],
        "custody": [custody(link) for link in links],
    }  # fmt: skip


def taint(one: EvidenceTaint) -> Told:
    """Return what taints evidence."""
    return {"reason": one.reason, "officer": one.officer_id, "at": one.at}


def custody(one: Custody) -> Told:
    """Return one link of a chain of custody."""
    return {
        "number": one.number, "act": one.act, "held_by": one.held_by, "giver": one.giver, "reason": one.reason,
        "sha256": one.sha256, "officer": one.officer_id, "at": one.at, "previous": one.previous, "digest": one.digest,
    }  # fmt: skip


def event(shown: Shown, one: Event) -> Told:
    """Return one thing that happened, with what the timeline calls it."""
    told = telling.told(shown.kind, one, {}, {}, {})
    return {
        "at": one.at, "ours": one.ours, "what": one.what, "slug": one.slug, "state": one.state,
        "said": str(told.label), "envelope": one.envelope,
    }  # fmt: skip


def instrument(pack: Pack) -> Told:
    """Return an instrument as it is in lists."""
    return {
        "slug": pack.slug, "version": pack.version, "digest": pack.digest, "title": speaking.said(pack.title),
        "status": pack.status.value, "purposes": sorted(pack.purposes), "kinds": sorted(pack.kinds),
    }  # fmt: skip
