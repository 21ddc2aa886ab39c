# SPDX-License-Identifier: Apache-2.0
"""What waits on My day: what the watch desk has to end, and for each lead that there is a conflict (§87.9).

A lead's line says less than the pointer does: that there is a conflict with an own entry, by the lead's own words for
it. To see a line is not to be told; whoever follows it is.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from taawun.apps.people.models import Officer
from taawun.apps.sector import Waits
from taawun.sectors.deconfliction import access
from taawun.sectors.deconfliction.models import Conflict, Entry, Side, Stand, State
from taawun.sectors.deconfliction.sector import LEADS, SECTOR, WATCH, WATCH_PURPOSE

_OWNED: Final = "deconfliction:owned"


def waiting(officer: Officer, purpose: str, at: datetime, most: int) -> list[Waits]:
    """Return what waits for an officer at the desks of this sector; nothing to other roles, or for other purposes."""
    roles = officer.role_slugs()
    if purpose == WATCH_PURPOSE and roles & WATCH:
        return [*_owned(at, most), *_out(at, most), *_asked(at)]
    if purpose == SECTOR.purpose and roles & LEADS:
        return list(_pointed(officer, most))
    return []


def _owned(at: datetime, most: int) -> Iterator[Waits]:
    for one in Conflict.objects.exclude(state=Stand.CLOSED).order_by("due", "id")[:most]:
        if one.due < at:
            yield Waits(
                _("Nobody closed a conflict of operations in its time"), _OWNED, (one.id,), due=one.due, late=True
            )
        else:
            yield Waits(_("Close a conflict of operations"), _OWNED, (one.id,), due=one.due)


def _out(at: datetime, most: int) -> Iterator[Waits]:
    for one in access.still_out(at, most):
        there = (one.row.case_id, one.move)
        yield Waits(_("A lead withdrew an entry that was released. End it over there."), "cases:move", there)


def _asked(at: datetime) -> Iterator[Waits]:
    rows = Entry.objects.exclude(asked_for="").filter(case_id="", state=State.LIVE, ends__gte=int(at.timestamp()))
    if rows.exists():
        yield Waits(_("A lead asks for an entry to be released"), "deconfliction:board")


def _pointed(officer: Officer, most: int) -> Iterator[Waits]:
    own = Side.objects.filter(entry__lead_id=officer.id, entry__party="", acknowledged=None)
    rows = own.exclude(conflict__state=Stand.CLOSED).select_related("entry", "conflict")
    for one in rows.order_by("-conflict__opened", "-id")[:most]:
        there, opened = (one.conflict_id,), one.conflict.opened
        yield Waits(_("There is a conflict. Call now."), "deconfliction:conflict", there, one.entry.label, since=opened)
