# SPDX-License-Identifier: Apache-2.0
"""Secret stops, and charges after surrender (spec §60.6, §60.15).

A claim for asylum stops an extradition. Who asked for the person must never learn of it, nor do officers of ours
who do not assess: the stop is set, lifted and shown to legal reviewers of the authority that has the case, alone.
"""

from datetime import datetime
from typing import Final

from taawun.apps.audit.services import Actor
from taawun.apps.cases import seeing
from taawun.apps.cases.acting import acting, moment, written
from taawun.apps.cases.models import Block, Charge, Task
from taawun.apps.cases.moves import filing
from taawun.kernel.cases import speciality
from taawun.kernel.errors import BadAssessment, NotReasoned
from taawun.kernel.ledger.entry import Kind

ASYLUM: Final = "asylum_pending"
REVIEWERS: Final = frozenset({seeing.REVIEWER})
SPECIALITY_TASK: Final = "speciality_alarm"
"""The task that a charge outside the grant raises."""


def block(
    actor: Actor, case_id: str, reason: str, purpose: str, *, kind: str = ASYLUM, at: datetime | None = None
) -> Block:
    """Stop a case in secret.

    Raises:
        NotReasoned: without a reason.
        BadAssessment: it is stopped already.
    """
    return _turn(actor, case_id, reason, purpose, kind, False, at)


def unblock(
    actor: Actor, case_id: str, reason: str, purpose: str, *, kind: str = ASYLUM, at: datetime | None = None
) -> Block:
    """Lift a secret stop, with the reason (the decision on the claim)."""
    return _turn(actor, case_id, reason, purpose, kind, True, at)


def _turn(actor: Actor, case_id: str, reason: str, purpose: str, kind: str, lifted: bool, at: datetime | None) -> Block:
    at = moment(at)
    # The line says that a gate was assessed: that there is a claim must not be read off the record either.
    with acting(actor, "case.assessed", case_id, purpose, at, ledger=Kind.GATE, roles=REVIEWERS) as case:
        if not reason.strip():
            raise NotReasoned
        if (kind in filing.blocks(case)) != lifted:
            raise BadAssessment("It is so already.")  # as of a gate: the § on the record gives nothing away
        row = Block.objects.create(
            case=case, kind=kind, lifted=lifted, reason=written(reason), officer_id=actor.officer_id,
            authority=case.authority, at=at,
        )  # fmt: skip
        if kind == ASYLUM and not lifted:
            Task.objects.create(
                case=case, slug=seeing.COUNSEL_TASK, source=f"block:{row.pk}", role=seeing.REVIEWER, raised=at
            )
        return row


def report_charge(
    actor: Actor,
    case_id: str,
    charge: str,
    offence: str,
    title: str,
    source: str,
    purpose: str,
    *,
    at: datetime | None = None,
) -> Charge:
    """Put a charge that was brought after surrender into the case; one outside the grant raises the alarm.

    `charge` is its number as the court has it and `title` its words; `offence` is the id of the offence of the case
    on which it rests, empty for none; `source` says where this is known from. A charge with `outside` touches
    speciality: a task for legal reviewers then stands.
    """
    at = moment(at)
    with acting(actor, "case.charge", case_id, purpose, at, ledger=Kind.RECORD) as case:
        if not charge.strip() or not source.strip():
            raise NotReasoned("The charge, and where it is known from.")
        granted = speciality.granted(filing.hold(case, at).standing.applied)
        outside = speciality.outside(granted, [speciality.Charge(charge, offence)])
        row = Charge.objects.create(
            case=case, charge=charge.strip()[:80], title=title.strip()[:200], source=written(source),
            outside=bool(outside), officer_id=actor.officer_id, authority=case.authority, at=at,
        )  # fmt: skip
        if row.outside:
            Task.objects.create(
                case=case,
                slug=SPECIALITY_TASK,
                source=f"charge:{row.pk}",
                role=seeing.REVIEWER,
                note=row.charge,
                raised=at,
            )
        return row
