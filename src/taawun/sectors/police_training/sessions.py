# SPDX-License-Identifier: Apache-2.0
"""What the register of this node says of courses, sessions and sheets, for rules and never for showing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

from taawun.apps.registers import queries
from taawun.apps.registers.keys import fold
from taawun.apps.registers.queries import Filters, Narrow
from taawun.kernel.errors import NoSuchCourse
from taawun.kernel.wire.ids import check_id

COURSE: Final = "training-course"
SESSION: Final = "training-session"
SHEET: Final = "training-attendance"
OUTCOME: Final = "training-outcome"
MOST_SHEETS: Final = 2_000
"""Sheets of one session that are looked at."""


@dataclass(frozen=True, slots=True)
class Held:
    """A session of ours, by the record that it is, with its course where the register has one."""

    id: str
    authority: str
    data: Mapping[str, Any]
    course_id: str
    course: Mapping[str, Any]

    @property
    def seats(self) -> int:
        """Return how many seats it has."""
        return int(self.data["seats"])


def session(identifier: str) -> Held:
    """Return a session of ours, stated by this party.

    Raises:
        NoSuchCourse: there is none.
    """
    version = queries.version_of(identifier) if _is_id(identifier) else None
    if version is None or version.record.type != SESSION or version.record.originator != settings.TAAWUN_PARTY:
        raise NoSuchCourse
    course_id, course = course_of(str(version.data["course"]))
    return Held(version.record_id, version.record.authority, version.data, course_id, course)


def course_of(code: str) -> tuple[str, Mapping[str, Any]]:
    """Return the newest course of ours with a code, and the identifier of its record; nothing where there is none."""
    found = queries.walk(Filters(type=COURSE, narrowed=(Narrow("code", fold(code)),)), MOST_SHEETS)
    for version in queries.current_versions_of(found):
        if version.record.originator == settings.TAAWUN_PARTY and version.data.get("code") == code:
            return version.record_id, version.data
    return "", {}


def sheets(identifier: str) -> list[Mapping[str, Any]]:
    """Return the sheets of a session, stated by this party."""
    return [one.data for one in _sheets(identifier)]


def sheet_of(identifier: str, day: str, module: str) -> str | None:
    """Return the record of the sheet of a session for a day and a module, if there is one."""
    return next(
        (one.record_id for one in _sheets(identifier) if (one.data["date"], one.data["module"]) == (day, module)), None
    )


def _sheets(identifier: str) -> list[Any]:
    found = queries.walk(Filters(type=SHEET, narrowed=(Narrow("session", fold(identifier)),)), MOST_SHEETS)
    versions = queries.current_versions_of(found)
    ours = [one for one in versions if one.record.originator == settings.TAAWUN_PARTY]
    return [one for one in ours if one.data.get("session") == identifier]


def _is_id(text: str) -> bool:
    from taawun.kernel.errors import BadShape

    try:
        return bool(check_id(text))
    except BadShape:
        return False
