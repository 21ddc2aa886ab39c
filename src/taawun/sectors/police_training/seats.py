# SPDX-License-Identifier: Apache-2.0
"""The conditions of the host on moves of a nomination: session, prerequisites, seat, sheets (spec §80.92, §80.93).

They stand beside the gate on vetting, which the case itself computes at both nodes.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from taawun.apps.cases.queries import phases_of
from taawun.apps.cases.services import Held
from taawun.kernel.cases.contents import Filled
from taawun.kernel.cases.words import Side
from taawun.kernel.cases.workflow import Move
from taawun.kernel.errors import ModuleNotAttended, NoSeat, NoSuchCourse, PrerequisiteMissing, PrerequisiteRevoked
from taawun.sectors.police_training import outcomes, rules, sessions
from taawun.sectors.police_training.models import Place, Session

KINDS: Final = ("nomination", "battalion_nomination")
OPEN: Final[Mapping[str, frozenset[str]]] = {"accept": frozenset({"open"}), "enrol": frozenset({"open", "closed"})}
"""States of a session in which a nomination to it is accepted, or enrolled."""
SEATED: Final = frozenset({"enrolled", "certified", "evaluated"})
"""Phases in which a nomination has its seat; who withdrew or did not pass has given it back."""


def condition(held: Held, move: Move, at: datetime, made: bool) -> None:
    """Refuse a move of the host for which something is missing; take the seat in the transaction that enrols.

    Raises:
        NoSuchCourse, PrerequisiteMissing, PrerequisiteRevoked, NoSeat, ModuleNotAttended.
    """
    if held.case.side != Side.REQUESTED:
        return
    if move.slug in OPEN:
        _check_taking(held, move, at, made=made)
    if move.slug in ("close_attendance", "certify"):
        check_attended(held)


def taken(session: str) -> list[str]:
    """Return the cases that have a seat of a session now, in the order in which they took it."""
    cases = list(Place.objects.filter(session_id=session).values_list("case_id", flat=True))
    phases = phases_of(cases)
    return [one for one in cases if phases.get(one) in SEATED]


def check_attended(held: Held) -> None:
    """Refuse attendance that the sheets of the session do not show.

    Raises:
        ModuleNotAttended: naming the modules.
    """
    shown = rules.attended(sessions.sheets(_text(held.file.filled, "course_session")), held.case.id)
    stated = _value(held.file.filled, "attendance")
    missing = rules.unattended(stated if isinstance(stated, Mapping) else {}, shown)
    if missing:
        raise ModuleNotAttended(f"{', '.join(missing)}.")


def _check_taking(held: Held, move: Move, at: datetime, *, made: bool) -> None:
    filled = held.file.filled
    found = sessions.session(_text(filled, "course_session"))
    if found.data.get("state") not in OPEN[move.slug]:
        raise NoSuchCourse
    if not found.course_id:  # what is to be passed before stands in the course alone: without it nothing would be asked
        raise NoSuchCourse(f"No course {found.data['course']} in the register.")
    _check_earlier(filled, found.course.get("prerequisites") or ())
    if move.slug == "enrol":
        _seat(held.case.id, found, at, made=made)


def _check_earlier(filled: Mapping[str, Filled], prerequisites: Collection[str]) -> None:
    """Refuse who does not show a course that was to be passed before, or whose badge of it was revoked here."""
    shown, trainee = _value(filled, "earlier_courses"), _value(filled, "trainee")
    missing = rules.lacking(prerequisites, map(_named, shown if isinstance(shown, list) else ()))
    if missing:
        raise PrerequisiteMissing(f"{', '.join(missing)}.")
    number = str(trainee.get("service_number", "")) if isinstance(trainee, Mapping) else ""
    ended = outcomes.revoked(prerequisites, number) if prerequisites else []
    if ended:
        raise PrerequisiteRevoked(f"{', '.join(ended)}.")


def _seat(case_id: str, found: sessions.Held, at: datetime, *, made: bool) -> None:
    """Take a seat under the lock of the session; a proposal only looks whether one is free."""
    if made:
        Session.objects.get_or_create(record=found.id)
        Session.objects.select_for_update().get(record=found.id)
    if len([one for one in taken(found.id) if one != case_id]) >= found.seats:
        raise NoSeat
    if made:
        Place.objects.get_or_create(case_id=case_id, defaults={"session_id": found.id, "at": at})


def _text(filled: Mapping[str, Filled], slug: str) -> str:
    value = _value(filled, slug)
    return value.strip() if isinstance(value, str) else ""


def _value(filled: Mapping[str, Filled], slug: str) -> Any:
    one = filled.get(slug)
    return one.value if one else None


def _named(document: object) -> str:
    return str(document.get("name", "") if isinstance(document, Mapping) else document)
