# SPDX-License-Identifier: Apache-2.0
"""Interviews: begun, kept step by step, ended as a screening of the registers, or left (spec §80.76).

An interview is its officer's alone. It becomes a record with an open determination, and is gone; leaving it on a
device keeps the answers here until its officer goes on or throws it away. It holds up a removal meanwhile, so one that
lies is offered, without a name, to the other protection officers of the authority, and is erased after a year.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Actor
from taawun.apps.ids import new_id
from taawun.apps.people.access import actor_of, find, require, roles_of
from taawun.apps.people.models import Officer
from taawun.apps.registers import services as registers
from taawun.apps.registers.models import Record
from taawun.kernel.errors import NoSuchRecord
from taawun.kernel.marking import Marking, make_marking
from taawun.kernel.wire.times import cut
from taawun.sectors.worker_protection import screening
from taawun.sectors.worker_protection.models import Interview
from taawun.sectors.worker_protection.screening import Answer

ROLE: Final = "protection_officer"
PURPOSE: Final = "worker-protection"
TYPE: Final = "worker-screening"
OBJECT: Final = "interview"
REVIEW: Final = timedelta(days=5 * 365)
REFERENCE_CHARACTERS: Final = 8
LIES: Final = timedelta(days=3)
"""After which time without an answer another officer may go on with an interview."""
ERASED: Final = timedelta(days=365)
"""After which time without an answer an interview is erased."""
STATED: Final = ("language", "alone", "agreed", "name", "birth_date", "document_number")


def begin(
    officer: Officer, facts: list[str], age: str, said: Mapping[str, str], *, at: datetime | None = None
) -> Interview:
    """Begin an interview with what was told first.

    Raises:
        NoRole: whoever is no protection officer.
    """
    at = cut(at or timezone.now())
    identifier = new_id(at)
    with audit.acting(actor_of(officer), "interview.begun", OBJECT, identifier, PURPOSE, at=at):
        require(officer, ROLE)
        answers = {name: str(answer) for name, answer in screening.answers_of_facts(facts).items()}
        told = {name: said.get(name, "") for name in STATED}
        return Interview.objects.create(
            id=identifier, officer_id=officer.id, age=age, answers=answers, begun=at, kept=at, **told
        )


def mine(officer: Officer) -> list[Interview]:
    """Return the interviews of an officer that are not finished, the last kept first."""
    return list(Interview.objects.filter(officer_id=officer.id).order_by("-kept", "-id"))


def one(officer: Officer, interview_id: str) -> Interview:
    """Return an interview of this officer.

    Raises:
        NoSuchRecord: there is none, or it is another's.
    """
    found = Interview.objects.filter(officer_id=officer.id, id=interview_id).first()
    if found is None:
        raise NoSuchRecord
    return found


def left(officer: Officer, *, at: datetime | None = None) -> list[Interview]:
    """Return the interviews of others that lie and that this officer may go on with, the longest first."""
    before = (at or timezone.now()) - LIES
    rooms = {authority for role, authority in roles_of(officer) if role == ROLE}
    lying = Interview.objects.filter(kept__lt=before).exclude(officer_id=officer.id).order_by("kept", "id")
    return [row for row in lying if find(row.officer_id).authority.code in rooms]


def take_over(officer: Officer, interview_id: str, *, at: datetime | None = None) -> Interview:
    """Go on with an interview that another officer of the authority left lying.

    Raises:
        NoSuchRecord: there is none that lies, or it is of another authority.
    """
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "interview.taken-over", OBJECT, interview_id, PURPOSE, at=at):
        row = next((each for each in left(officer, at=at) if each.id == interview_id), None)
        taken = row and Interview.objects.filter(id=row.id, officer_id=row.officer_id)
        if not taken or not taken.update(officer_id=officer.id, kept=at):
            raise NoSuchRecord
        return one(officer, interview_id)


def forget(*, at: datetime) -> int:
    """Erase the interviews that nobody went on with for a year, and return how many."""
    rows = list(Interview.objects.filter(kept__lt=at - ERASED))
    for row in rows:
        with audit.acting(Actor.system("worker_protection"), "interview.erased", OBJECT, row.id, PURPOSE, at=at):
            row.delete()
    return len(rows)


def keep(officer: Officer, interview_id: str, said: Mapping[str, str], *, at: datetime | None = None) -> Interview:
    """Keep answers in place of those that were kept before; what is no answer is left as it was."""
    at = cut(at or timezone.now())
    with audit.acting(actor_of(officer), "interview.kept", OBJECT, interview_id, PURPOSE, at=at):
        row = one(officer, interview_id)
        row.answers = row.answers | {name: str(answer) for name, answer in _answers(said).items()}
        row.kept = at
        row.save(update_fields=["answers", "kept"])
        return row


def drop(officer: Officer, interview_id: str, *, at: datetime | None = None) -> None:
    """Throw an interview away with its answers."""
    with audit.acting(actor_of(officer), "interview.dropped", OBJECT, interview_id, PURPOSE, at=at):
        one(officer, interview_id).delete()


def finish(officer: Officer, interview_id: str, *, at: datetime | None = None) -> Record:
    """State the interview as a screening with an open determination, and forget the draft."""
    at = cut(at or timezone.now())
    with transaction.atomic():
        row = one(officer, interview_id)
        data: dict[str, Any] = {
            "reference": f"SC-{at.year}-{row.id[-REFERENCE_CHARACTERS:].upper()}",
            "name": [row.name] if row.name else [],
            "birth_date": row.birth_date,
            "document_number": row.document_number,
            "screened_on": at.date().isoformat(),
            "age_group": row.age,
            "language": row.language,
            "alone": row.alone,
            "agreed": row.agreed,
            "answers": screening.write_answers(answers_of(row)),
            "determination": "open",
        }
        made = registers.draft_record(actor_of(officer), TYPE, data, marking(at.date()), PURPOSE, at=at)
        row.delete()
    return made


def answers_of(row: Interview) -> dict[str, Answer]:
    """Return the answers of an interview."""
    return _answers(row.answers)


def marking(on: date) -> Marking:
    """Return how a screening is marked: of a victim, for protection alone, within the authority that holds it."""
    return make_marking(
        settings.TAAWUN_PARTY, "A", 2, purposes={PURPOSE}, review=on + REVIEW, tlp="amber+strict", persons={"victim"}
    )


def _answers(said: Mapping[str, str]) -> dict[str, Answer]:
    return screening.read_answers(f"{name}={word}" for name, word in said.items())
