# SPDX-License-Identifier: Apache-2.0
"""The door to sessions and badges: as an officer, for the purpose of training, on the record (spec §80.90, §80.94)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from taawun.apps.audit import services as audit
from taawun.apps.cases import access as cases
from taawun.apps.cases.models import Case
from taawun.apps.people.access import actor_of, roles_of
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as registers
from taawun.apps.registers.models import Record
from taawun.apps.registers.queries import Filters
from taawun.formats.badges.verifying import Verified, verify
from taawun.kernel.errors import NoSuchBadge, NoSuchCourse
from taawun.sectors.police_training import seats, sessions
from taawun.sectors.police_training.models import Badge
from taawun.sectors.police_training.services import OBJECT, current_list

MOST_SESSIONS: Final = 100
"""Sessions on the catalogue."""
MOST_NOMINATED: Final = 500
"""Nominations of one session, as many as a session has seats at the most."""
MOST_DAYS: Final = 120
"""Days of a session among which a sheet chooses."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A session on the catalogue; `taken` is None for one that another party hosts: its seats are not known here."""

    row: registers.Row
    taken: int | None

    @property
    def free(self) -> int | None:
        """Return how many seats are free."""
        return None if self.taken is None else max(0, int(self.row.data.get("seats", 0)) - self.taken)


@dataclass(frozen=True, slots=True)
class Nominated:
    """One nomination to a session: its case, who it is, and the sheets on which the person is present."""

    case: Case
    name: str
    seated: bool
    days: tuple[bool, ...]
    badge: Badge | None


@dataclass(frozen=True, slots=True)
class Course:
    """A session with its nominations and its sheets in the order of their days."""

    record: Record
    data: Mapping[str, Any]
    taken: int
    sheets: tuple[Mapping[str, Any], ...]
    people: tuple[Nominated, ...]

    @property
    def ours(self) -> bool:
        """Tell whether this party hosts it."""
        return _ours(self.record)

    @property
    def id(self) -> str:
        """Return the identifier of its record."""
        return self.record.id

    @property
    def days(self) -> list[str]:
        """Return the days of the session, as far as they are exact."""
        try:
            first, last = (date.fromisoformat(str(self.data[name])) for name in ("starts", "ends"))
        except ValueError:
            return []
        return [(first + timedelta(days=step)).isoformat() for step in range(min((last - first).days + 1, MOST_DAYS))]


def catalogue(officer: Officer, purpose: str) -> list[Listed]:
    """Return the sessions that an officer may see, the last ones first."""
    page = registers.search(officer, Filters(type=sessions.SESSION, sort="-starts"), purpose, most=MOST_SESSIONS)
    return [Listed(row, len(seats.taken(row.record.id)) if _ours(row.record) else None) for row in page.rows]


def course(officer: Officer, identifier: str, purpose: str) -> Course:
    """Return a session with what an officer may see of its nominations.

    Raises:
        NoSuchCourse: the record is no session.
        MarkingForbids, NoSuchRecord, NoPurpose.
    """
    shown = registers.get(officer, identifier, purpose)
    if shown.record.type != sessions.SESSION:
        raise NoSuchCourse
    sheets = tuple(sorted(sessions.sheets(identifier), key=lambda one: (str(one["date"]), str(one["module"]))))
    found = cases.holding(officer, purpose, "course_session", identifier, MOST_NOMINATED, also="trainee")
    badges = {one.case_id: one for one in Badge.objects.filter(session=identifier).order_by("at").defer("document")}
    seated = set(seats.taken(identifier))
    people = tuple(_nominated(case, said, sheets, seated, badges.get(case.id)) for case, said in found)
    return Course(shown.record, shown.data, len(seated), sheets, people)


def badge(officer: Officer, badge_id: str, purpose: str, *, at: datetime | None = None) -> tuple[Badge, Verified]:
    """Return a badge of an authority in which the officer works, and what verifying it comes to now.

    Raises:
        NoSuchBadge.
    """
    at = at or timezone.now()
    with audit.acting(actor_of(officer), "badge.read", OBJECT, badge_id, purpose, at=at):
        rooms = {authority for _, authority in roles_of(officer)}
        found = Badge.objects.filter(id=badge_id, authority__in=rooms).first()
        if found is None:
            raise NoSuchBadge
        return found, verify(bytes(found.document), current_list(found.authority, at), at)


def _ours(record: Any) -> bool:
    return bool(record.originator == settings.TAAWUN_PARTY)


def _nominated(
    case: Case, said: Any, sheets: tuple[Mapping[str, Any], ...], seated: set[str], found: Badge | None
) -> Nominated:
    name = str(said.get("name", "")) if isinstance(said, dict) else ""
    days = tuple(case.id in (one.get("present") or ()) for one in sheets)
    return Nominated(case, name, case.id in seated, days, found)
