# SPDX-License-Identifier: Apache-2.0
"""Assessing gates and assurances; the exceptional way that needs two authorities (spec §60.6 to §60.8).

Rank passes nothing. A legal reviewer of the authority that has the case assesses; what a rule computed as met is
changed only by changing the facts; a met mandatory gate is found not met after all only by two assessors of two
authorities, and the auditors are told.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.cases import seeing
from taawun.apps.cases.acting import OBJECT, acting, moment, written
from taawun.apps.cases.models import Assessment, Assurance, AssuranceFinding, Reassessment, Task
from taawun.apps.cases.models.assessing import ReassessmentState
from taawun.apps.cases.moves import filing
from taawun.apps.cases.moves.ending import OVERSEER, REASSESSED
from taawun.apps.cases.moves.filing import Held, hold
from taawun.apps.ids import new_id
from taawun.apps.people import access as people
from taawun.apps.people.queries import authorities
from taawun.kernel.cases import gates as kernel
from taawun.kernel.cases.gates import Gate
from taawun.kernel.cases.gating import check_assessment, check_assurance, mark_of, subjects_of
from taawun.kernel.cases.words import Outcome
from taawun.kernel.errors import BadAssessment, MovedOn, NoSuchAssurance, NoSuchGate, NotReasoned, NotTheSecond
from taawun.kernel.ledger.entry import Kind

REVIEWERS: Final = frozenset({seeing.REVIEWER})
OVERSIGHT_TASK: Final = "oversight_notice"
"""What auditors are told: that two authorities found a met gate not met after all, in which case and at which gate."""


def assess(
    actor: Actor,
    case_id: str,
    gate: str,
    outcome: Outcome,
    reason: str,
    source: str,
    purpose: str,
    *,
    waived: bool | None = None,
    seen: str | None = None,
    at: datetime | None = None,
) -> Assessment:
    """Say what was found about a gate, for the offences and the person as they are stated now.

    The actor is a legal reviewer of the authority that has the case. `reason` says why and `source` what it rests on;
    neither may be empty. `waived` is for an optional gate that is met: waived (True) or exercised (False). `seen` is
    the mark of what the assessor saw (GateStanding.mark), where they read it before and not in this transaction.

    Raises:
        BadAssessment: it would not count; see `reassess` for a met mandatory gate.
        MovedOn: an offence or the person was stated otherwise since it was seen.
        NoSuchGate.
    """
    at = moment(at)
    with acting(actor, "case.assessed", case_id, purpose, at, ledger=Kind.GATE, roles=REVIEWERS) as case:
        held = _seen(hold(case, at), seen)
        new = kernel.Assessment(
            gate, Outcome(outcome), written(reason), written(source), actor.officer_id, case.authority, at, waived,
            covers=_looked_at(held),
        )  # fmt: skip
        check_assessment(_gate(held, gate), held.file.facts, held.file.assessments, new)
        return _store(held, new)


def reassess(
    actor: Actor,
    case_id: str,
    gate: str,
    reason: str,
    source: str,
    second_authority: str,
    purpose: str,
    *,
    seen: str | None = None,
    at: datetime | None = None,
) -> Reassessment:
    """Lay a met mandatory gate before a second authority, to be found not met after all.

    Nothing is changed before a legal reviewer of that authority has confirmed it; see `confirm`. `seen` is as in
    `assess`.

    Raises:
        BadAssessment: the gate is not one that two could find otherwise (its facts decide, or it is not met).
        NotTheSecond: the second authority is the first one, or is none of ours.
        MovedOn.
    """
    at = moment(at)
    with acting(actor, "case.reassessment-asked", case_id, purpose, at, ledger=Kind.GATE, roles=REVIEWERS) as case:
        held = _seen(hold(case, at), seen)
        if second_authority == case.authority or second_authority not in _ours():
            raise NotTheSecond("Another authority of ours is needed.")
        new = kernel.Assessment(
            gate, Outcome.NOT_MET, written(reason), written(source), actor.officer_id, case.authority, at,
            second="-", second_authority=second_authority, covers=_looked_at(held),
        )  # fmt: skip
        check_assessment(_gate(held, gate), held.file.facts, held.file.assessments, new)
        if Reassessment.objects.filter(case=case, gate=gate, state=ReassessmentState.OPEN).exists():
            raise BadAssessment("It lies before a second authority already.")
        return Reassessment.objects.create(
            id=new_id(at), case=case, gate=gate, outcome=Outcome.NOT_MET, reason=new.reason, source=new.source,
            officer_id=actor.officer_id, authority=case.authority, at=at, second_authority=second_authority,
            covers=sorted(new.covers),
        )  # fmt: skip


def confirm(
    actor: Actor, reassessment_id: str, agrees: bool, reason: str, purpose: str, *, at: datetime | None = None
) -> Reassessment:
    """Confirm or decline, as the second assessor, that a met gate is not met after all. The auditors are told.

    Raises:
        BadAssessment: it would not count any more, e.g. for an offence that came since; it is declined and asked anew.
        NotTheSecond: not a legal reviewer of the second authority, or who asked for it.
        NotReasoned, NoPurpose, NoSuchCase.
    """
    at = moment(at)
    row = Reassessment.objects.filter(id=reassessment_id).first()
    case_id = row.case_id if row else "unknown"
    with audit.acting(actor, "case.reassessed", OBJECT, case_id, purpose, ledger=Kind.GATE, at=at):
        if row is None:
            raise NotTheSecond
        case = filing.locked(case_id)
        row = Reassessment.objects.select_for_update().get(id=reassessment_id)
        _require_second(actor, row)
        seeing.readable(people.find(actor.officer_id), case_id, purpose)
        if not reason.strip():
            raise NotReasoned
        if agrees:
            held = hold(case, at)
            new = kernel.Assessment(
                row.gate, Outcome(row.outcome), row.reason, row.source, row.officer_id, row.authority, at,
                second=actor.officer_id, second_authority=row.second_authority, covers=frozenset(row.covers or ()),
            )  # fmt: skip
            # As of when the first of the two said it: what became known between them, the first did not know.
            check_assessment(_gate(held, row.gate), held.file.facts, held.file.assessments, replace(new, at=row.at))
            _store(held, new)
            Task.objects.create(
                case=case,
                slug=OVERSIGHT_TASK,
                source=f"{REASSESSED}:{row.id}",
                role=OVERSEER,
                note=row.gate,
                raised=at,
            )
        row.state = ReassessmentState.CONFIRMED if agrees else ReassessmentState.DECLINED
        row.second, row.decided, row.words = actor.officer_id, at, written(reason)
        row.save(update_fields=["state", "second", "decided", "words"])
        return row


def record_assurance(
    actor: Actor, case_id: str, gate: str, text: str, given_by: str, purpose: str, *, at: datetime | None = None
) -> Assurance:
    """Enter an assurance about a gate, in the words in which it was given.

    Raises:
        BadAssessment: no assurance cures this gate, or its words or giver are missing.
    """
    at = moment(at)
    with acting(actor, "case.assurance", case_id, purpose, at, ledger=Kind.GATE) as case:
        held = hold(case, at)
        new = kernel.Assurance(gate, written(text), given_by, at)
        check_assurance(_gate(held, gate), held.file.facts, held.file.assessments, new)
        return Assurance.objects.create(
            id=new_id(at), case=case, gate=gate, text=written(text), given_by=given_by.strip()[:200], given_at=at,
            officer_id=actor.officer_id, authority=case.authority, at=at,
        )  # fmt: skip


def assess_assurance(
    actor: Actor,
    assurance_id: str,
    sufficient: bool,
    points: dict[str, str],
    purpose: str,
    *,
    seen: str | None = None,
    at: datetime | None = None,
) -> AssuranceFinding:
    """Find an assurance sufficient or not, with the whole form (gating.POINTS) answered. `seen` is as of `assess`.

    Raises:
        BadAssessment: by somebody who assessed the gate, or with an incomplete form.
        NoSuchAssurance, MovedOn.
    """
    at = moment(at)
    row = Assurance.objects.filter(id=assurance_id).first()
    case_id = row.case_id if row else "unknown"
    with acting(actor, "case.assurance-assessed", case_id, purpose, at, ledger=Kind.GATE, roles=REVIEWERS) as case:
        if row is None:
            raise NoSuchAssurance
        held = _seen(hold(case, at), seen)
        answers = {str(point): str(said).strip() for point, said in points.items()}
        new = kernel.Assurance(
            row.gate, row.text, row.given_by, row.given_at, sufficient, actor.officer_id, at, answers, _looked_at(held)
        )
        check_assurance(_gate(held, row.gate), held.file.facts, held.file.assessments, new)
        return AssuranceFinding.objects.create(
            assurance=row, sufficient=sufficient, points=answers, officer_id=actor.officer_id,
            authority=case.authority, at=at, covers=sorted(new.covers),
        )  # fmt: skip


def _seen(held: Held, seen: str | None) -> Held:
    """Return the case, or refuse what was judged on other charges than those that stand now."""
    if seen is not None and seen != mark_of(held.file.facts):
        raise MovedOn
    return held


def _looked_at(held: Held) -> frozenset[str]:
    return frozenset(subjects_of(held.file.facts))


def _gate(held: Held, slug: str) -> Gate:
    found = held.kind.gates.get(slug)
    if found is None:
        raise NoSuchGate
    return found


def _store(held: Held, new: kernel.Assessment) -> Assessment:
    said: dict[str, Any] = {
        "gate": new.gate, "outcome": new.outcome.value, "reason": new.reason, "source": new.source,
        "officer_id": new.officer, "authority": new.authority, "at": new.at, "waived": new.waived,
        "second": new.second, "second_authority": new.second_authority, "covers": sorted(new.covers),
    }  # fmt: skip
    return Assessment.objects.create(case=held.case, **said)


def _require_second(actor: Actor, row: Reassessment) -> None:
    if not actor.is_officer or actor.officer_id == row.officer_id or row.state != ReassessmentState.OPEN:
        raise NotTheSecond
    if (seeing.REVIEWER, row.second_authority) not in people.roles_of(people.find(actor.officer_id)):
        raise NotTheSecond


def _ours() -> set[str]:
    return {row["code"] for row in authorities(settings.TAAWUN_PARTY)}
