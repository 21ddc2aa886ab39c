# SPDX-License-Identifier: Apache-2.0
"""What waits on My day: tests of contacts, late follow-ups and notices, and mandates that end (spec §89.5, §89.8).

Of records only those are told that the officer may be shown, and nothing that stands in them.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from taawun.apps.people.models import Officer
from taawun.apps.registers import access as registers
from taawun.apps.registers import queries
from taawun.apps.registers.queries import Filters, Narrow
from taawun.apps.sector import Waits
from taawun.sectors.liaison import access, testing
from taawun.sectors.liaison.mandates import POSTING
from taawun.sectors.liaison.models import Ask
from taawun.sectors.liaison.sector import OFFICERS, SECTOR, TESTERS

ENDS: Final = timedelta(days=30)
"""How long before a mandate ends that is told."""
BACK: Final = timedelta(days=365)
"""How far back a late follow-up or notice is looked for."""
LOOKED: Final = 300
"""Most records of one kind that are looked at."""
_RECORD: Final = "registers:record"


def waiting(officer: Officer, purpose: str, at: datetime, most: int) -> list[Waits]:
    """Return what waits for an officer at the liaison desk; nothing to other roles, or for other purposes."""
    roles = officer.role_slugs()
    if purpose != SECTOR.purpose or roles.isdisjoint(OFFICERS):
        return []
    tests = [] if roles.isdisjoint(TESTERS) else list(_tests(at))
    found = [*tests, *_following(officer, at), *_notices(officer, at), *_mandates(officer, at)]
    return sorted(found, key=lambda one: not one.late)[:most]


def _tests(at: datetime) -> Iterator[Waits]:
    """Yield one line for all tests that are asked for: late once a month went by without one that was asked for."""
    asked = dict(Ask.objects.filter(done=None).order_by("-raised").values_list("contact", "raised"))
    used = Filters(type=access.DUTY, narrowed=(Narrow("state", "in_use"),))
    raised = [asked[one] for one in (queries.walk(used, LOOKED) if asked else ()) if one in asked]
    if raised:
        late = testing.month_of(min(raised)) < testing.month_of(at)
        yield Waits(_("Test who answers day and night"), "liaison:duty", since=min(raised), late=late)


def _following(officer: Officer, at: datetime) -> Iterator[Waits]:
    for record, data in _late(officer, access.CONTACT, "follow_up", at):
        if not data.get("outcome"):
            yield Waits(_("Follow a contact up"), _RECORD, (record,), due=_end_of(data["follow_up"]), late=True)


def _notices(officer: Officer, at: datetime) -> Iterator[Waits]:
    for state in access.OPEN_NOTICES:
        for record, data in _late(officer, access.NOTICE, "due", at, Narrow("state", state)):
            yield Waits(_("Answer a notice"), _RECORD, (record,), due=_end_of(data["due"]), late=True)


def _mandates(officer: Officer, at: datetime) -> Iterator[Waits]:
    today, last = at.date().isoformat(), (at + ENDS).date().isoformat()
    for record, data in _seen(officer, POSTING, Narrow("until", low=today, high=last), at):
        yield Waits(
            _("A mandate ends: renew it, or hand the desk over"), _RECORD, (record,), due=_end_of(data["until"])
        )


def _late(
    officer: Officer, kind: str, field: str, at: datetime, *narrowed: Narrow
) -> Iterator[tuple[str, dict[str, Any]]]:
    days = Narrow(field, low=(at - BACK).date().isoformat(), high=(at - timedelta(days=1)).date().isoformat())
    return _seen(officer, kind, days, at, *narrowed)


def _seen(
    officer: Officer, kind: str, days: Narrow, at: datetime, *narrowed: Narrow
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the records of a kind whose day is in a range, as far as the officer may be shown that day."""
    wanted = Filters(type=kind, narrowed=(days, *narrowed), sort=days.field)
    shown = registers.visible(officer, queries.walk(wanted, LOOKED), SECTOR.purpose, at=at)
    for record, one in shown.items():
        if _is_day(one.data.get(days.field)):
            yield record, dict(one.data)


def _is_day(value: object) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def _end_of(day: object) -> datetime:
    """Return until when something is due that has a day."""
    return datetime.combine(date.fromisoformat(str(day)), time(23, 59), UTC)
