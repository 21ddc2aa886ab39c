# SPDX-License-Identifier: Apache-2.0
"""What a program does on cases: the services of the pages, one act each, with the roles and rules of the services.

Whatever an act names by its identifier (a reassessment, an assurance, a clock, evidence) must belong to the case of the
address and be known to the officer: an identifier that was guessed is answered as one that is not there (spec §60.17).
"""

import uuid
from functools import partial
from typing import Any, Final

from django.http import HttpRequest

from taawun.apps.audit.services import Actor
from taawun.apps.cases import services
from taawun.apps.cases.api import reading, shapes
from taawun.apps.cases.api.answering import (
    answers,
    body,
    is_answers,
    is_anything,
    is_flag,
    is_one_of,
    is_text,
    is_texts,
    is_whole,
    purpose_of,
)
from taawun.apps.cases.api.reading import gate_of, shown_to
from taawun.apps.people.access import actor_of
from taawun.apps.ui.purposes import OVERSIGHT
from taawun.apps.ui.reader import officer_of
from taawun.kernel.cases.words import Outcome, Side
from taawun.kernel.errors import MoveClosed, NoSuchAssurance, NoSuchClock, NotTheSecond
from taawun.kernel.wire.limits import BODY_BYTES

Told = dict[str, Any]


def _act(request: HttpRequest) -> tuple[Actor, str]:
    return actor_of(officer_of(request)), purpose_of(request)


def open_case(request: HttpRequest) -> Told:
    """Open a case of a kind under an instrument, with another party; `from` names one from which it goes on."""
    texts = dict.fromkeys(("pack", "kind", "other", "title", "from"), is_text)
    said = body(request, {**texts, "side": is_one_of(*Side)}, "pack", "kind", "other")
    actor, purpose = _act(request)
    opens = partial(services.open_from, origin_id=said["from"]) if "from" in said else services.open_case
    row = opens(
        actor, pack=said["pack"], kind=said["kind"], other=said["other"], purpose=purpose,
        title=said.get("title", ""), side=Side(said.get("side", Side.REQUESTING)),
    )  # fmt: skip
    return shapes.case(row)


def move(request: HttpRequest, case_id: uuid.UUID, slug: str) -> Told:
    """Make a move at home, or propose a shared one; the token is that of the standing that was read."""
    said = body(request, {"token": is_text, "reasons": is_text, "papers": is_texts})
    actor, purpose = _act(request)
    declared = shown_to(request, case_id).kind.workflow.moves.get(slug)
    if declared is None:
        raise MoveClosed
    given = {"token": said.get("token", ""), "reasons": said.get("reasons", "")}
    if declared.shared:
        row = services.propose(actor, str(case_id), slug, purpose, papers=said.get("papers", []), **given)
        return {"proposed": slug, "release": row.release, "digest": row.digest}
    services.make(actor, str(case_id), slug, purpose, **given)
    return {"made": slug}


def withdraw(request: HttpRequest, case_id: uuid.UUID) -> Told:
    """Take back the proposal that waits."""
    body(request, {})
    actor, purpose = _act(request)
    row = services.withdraw_proposal(actor, str(case_id), purpose)
    return {"withdrawn": row.move, "state": row.state}


def assign(request: HttpRequest, case_id: uuid.UUID) -> Told:
    """Give the case to an authority of ours."""
    said = body(request, {"authority": is_text}, "authority")
    actor, purpose = _act(request)
    return shapes.case(services.assign(actor, str(case_id), said["authority"], purpose))


def fill(request: HttpRequest, case_id: uuid.UUID, slug: str) -> Told:
    """Fill an element anew; the versions before are kept."""
    fields = {"value": is_anything, "excuse": is_text, "document": is_text, "page": is_text}
    said = body(request, fields, most=BODY_BYTES)
    actor, purpose = _act(request)
    return shapes.filling(services.fill(actor, str(case_id), slug, purpose, **said))


def assess(request: HttpRequest, case_id: uuid.UUID, slug: str) -> Told:
    """Say what was found about a gate."""
    fields = {
        "outcome": is_one_of(*Outcome), "reason": is_text, "source": is_text,
        "waived": lambda value: value is None or is_flag(value), "seen": is_text,
    }  # fmt: skip
    said = body(request, fields, "outcome", "reason", "source")
    actor, purpose = _act(request)
    outcome, waived = Outcome(said["outcome"]), said.get("waived")
    row = services.assess(
        actor, str(case_id), slug, outcome, said["reason"], said["source"], purpose, waived=waived,
        seen=said.get("seen"),
    )  # fmt: skip
    return shapes.assessment(row)


def reassess(request: HttpRequest, case_id: uuid.UUID, slug: str) -> Told:
    """Lay a met mandatory gate before a second authority."""
    fields = {"reason": is_text, "source": is_text, "second_authority": is_text}
    said = body(request, fields | {"seen": is_text}, *fields)
    actor, purpose = _act(request)
    row = services.reassess(
        actor, str(case_id), slug, said["reason"], said["source"], said["second_authority"], purpose,
        seen=said.get("seen"),
    )  # fmt: skip
    return shapes.reassessment(row)


def confirm(request: HttpRequest, case_id: uuid.UUID, slug: str) -> Told:
    """Confirm or decline as the second assessor."""
    said = body(request, {"reassessment": is_text, "agrees": is_flag, "reason": is_text},
                "reassessment", "agrees", "reason")  # fmt: skip
    shown = shown_to(request, case_id)
    if not any(one.id == said["reassessment"] and one.gate == slug for one in shown.reassessments):
        raise NotTheSecond
    actor, purpose = _act(request)
    return shapes.reassessment(services.confirm(actor, said["reassessment"], said["agrees"], said["reason"], purpose))


def assure(request: HttpRequest, case_id: uuid.UUID, slug: str) -> Told:
    """Enter an assurance about a gate."""
    said = body(request, {"text": is_text, "given_by": is_text}, "text", "given_by")
    actor, purpose = _act(request)
    row = services.record_assurance(actor, str(case_id), slug, said["text"], said["given_by"], purpose)
    return {"id": row.id}


def find(request: HttpRequest, case_id: uuid.UUID, slug: str) -> Told:
    """Find an assurance sufficient or not, with the whole form answered."""
    said = body(request, {"assurance": is_text, "sufficient": is_flag, "points": is_answers, "seen": is_text},
                "assurance", "sufficient", "points")  # fmt: skip
    shown = shown_to(request, case_id)
    gate_of(shown, slug)
    if not any(one.row.id == said["assurance"] and one.row.gate == slug for one in shown.assurances):
        raise NoSuchAssurance
    actor, purpose = _act(request)
    row = services.assess_assurance(
        actor, said["assurance"], said["sufficient"], said["points"], purpose, seen=said.get("seen")
    )
    return {"assurance": said["assurance"], "sufficient": row.sufficient}


def clock(request: HttpRequest, case_id: uuid.UUID, number: int) -> Told:
    """Pause, resume or prolong a clock."""
    said = body(request, {"act": is_one_of("pause", "resume", "extend"), "reason": is_text, "by": is_whole}, "act")
    shown, (actor, purpose), reason = shown_to(request, case_id), _act(request), said.get("reason", "")
    if not any(one.row.pk == number for one in shown.clocks):
        raise NoSuchClock
    if said["act"] == "pause":
        services.pause(actor, number, reason, purpose)
    elif said["act"] == "extend":
        services.extend(actor, number, said.get("by", 0), reason, purpose)
    else:
        services.resume(actor, number, purpose)
    return {"clocks": [shapes.clock(one) for one in shown_to(request, case_id).clocks]}


def stop(request: HttpRequest, case_id: uuid.UUID) -> Told:
    """Stop a case in secret because of a claim for asylum, or lift the stop."""
    said = body(request, {"reason": is_text, "lift": is_flag}, "reason")
    actor, purpose = _act(request)
    act = services.unblock if said.get("lift") else services.block
    return {"stopped": not act(actor, str(case_id), said["reason"], purpose).lifted}


def task(request: HttpRequest, case_id: uuid.UUID, number: int) -> Told:
    """Say that a task is done which no move ends, and why."""
    said = body(request, {"reason": is_text}, "reason")
    actor, purpose = _act(request)
    row = services.end_task(actor, str(case_id), number, said["reason"], purpose)
    return {"task": row.slug, "done": row.done}


def notice(request: HttpRequest) -> Told:
    """Say, as an auditor, what came of what oversight was told."""
    said = body(request, {"notice": is_whole, "reason": is_text}, "notice", "reason")
    services.note_oversight(actor_of(officer_of(request)), said["notice"], said["reason"], OVERSIGHT)
    return reading.dashboard(request)


def charge(request: HttpRequest, case_id: uuid.UUID) -> Told:
    """Note a charge that was brought after surrender."""
    fields = {"charge": is_text, "offence": is_text, "title": is_text, "source": is_text}
    said = body(request, fields, "charge", "title", "source")
    actor, purpose = _act(request)
    row = services.report_charge(
        actor, str(case_id), said["charge"], said.get("offence", ""), said["title"], said["source"], purpose
    )
    return {"charge": row.charge, "outside": row.outside}


def letter(request: HttpRequest, case_id: uuid.UUID) -> Told:
    """Print the case as a letter, and keep it among its papers."""
    fields = {"letter": is_text, "language": is_text, "papers": is_texts, "final": is_flag}
    said = body(request, fields, "letter", "language")
    actor, purpose = _act(request)
    row = services.write_letter(
        actor, str(case_id), said["letter"], said["language"], purpose, papers=said.get("papers", []),
        final=said.get("final", False),
    )  # fmt: skip
    return shapes.paper(row)


PAGES: Final = {
    "open": answers(POST=open_case), "withdraw": answers(POST=withdraw),
    "dashboard": answers(GET=reading.dashboard, POST=notice),
    "move": answers(GET=reading.verdict, POST=move),
    "assign": answers(POST=assign), "element": answers(GET=reading.element, POST=fill), "assess": answers(POST=assess),
    "reassess": answers(POST=reassess), "confirm": answers(POST=confirm), "assurance": answers(POST=assure),
    "finding": answers(POST=find), "clock": answers(POST=clock), "stop": answers(POST=stop),
    "task": answers(POST=task), "charge": answers(POST=charge), "letter": answers(POST=letter),
}  # fmt: skip
"""Addresses at which something is done, by name."""
