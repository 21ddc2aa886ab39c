# SPDX-License-Identifier: Apache-2.0
"""What waits on My day and in notices: what was stated for the liaison officer and that nobody closed.

An open notice waits until somebody takes it up; one that is being followed up waits again once its day has passed. What
has no date stands last, and is not left out. Nothing that stands in a notice is said here.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from taawun.apps.people.models import Officer
from taawun.apps.registers import access as registers
from taawun.apps.registers import queries
from taawun.apps.registers.queries import Filters, Narrow
from taawun.apps.sector import Waits
from taawun.sectors.counter_narcotics.liaison import NOTICE
from taawun.sectors.counter_narcotics.sector import LIAISON, SECTOR

LOOKED: Final = 100
"""Most notices of one kind that are looked at."""
_DATED: Final = "0"
"""A notice without a day is kept under the empty text."""


def waiting(officer: Officer, purpose: str, at: datetime, most: int) -> list[Waits]:
    """Return the notices that wait for an officer, by their day; nothing to other roles, or for other purposes."""
    if purpose != SECTOR.purpose or officer.role_slugs().isdisjoint(LIAISON):
        return []
    return list(_notices(officer, at))[:most]


def _notices(officer: Officer, at: datetime) -> Iterator[Waits]:
    yesterday = (at.date() - timedelta(days=1)).isoformat()
    asked = {"open": Narrow("due", low=_DATED), "followed": Narrow("due", low=_DATED, high=yesterday)}
    found = [one for state, days in asked.items() for one in _walked(days, Narrow("state", state))]
    found += queries.walk(Filters(type=NOTICE, narrowed=(Narrow("state", "open"),)), LOOKED)
    shown = registers.visible(officer, found, SECTOR.purpose, at=at)
    due = {record: _day(one.data.get("due")) for record, one in shown.items()}
    for record, day in sorted(due.items(), key=lambda one: one[1] or date.max):
        until = datetime.combine(day, time(23, 59), UTC) if day else None
        late = day is not None and day < at.date()
        yield Waits(_("Follow a notice up"), "registers:record", (record,), due=until, late=late)


def _walked(*narrowed: Narrow) -> list[str]:
    return list(queries.walk(Filters(type=NOTICE, narrowed=narrowed, sort="due"), LOOKED))


def _day(stated: object) -> date | None:
    try:
        return date.fromisoformat(str(stated))
    except ValueError:
        return None
