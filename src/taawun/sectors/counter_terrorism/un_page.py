# SPDX-License-Identifier: Apache-2.0
"""The page of the United Nations list: what each version brought, changed and took away, beside its alerts (§85.10)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from taawun.apps.identity.watching import access as watching
from taawun.apps.registers import access as registers
from taawun.apps.registers import queries
from taawun.apps.registers.models import Import
from taawun.apps.registers.services import NOT_LISTED
from taawun.apps.ui.purposes import for_purpose_of
from taawun.apps.ui.reader import officer_of
from taawun.sectors.counter_terrorism.sector import PURPOSE

MOST: Final = 12
"""Versions of the list that are shown."""
CHANGES: Final = 200
"""Changed records that are looked at for the page."""


@dataclass(frozen=True, slots=True)
class Version:
    """One import of the list: when it was, and how many entries came, changed and went by it."""

    imported: Import
    came: int
    changed: int
    went: int


@for_purpose_of(PURPOSE)
def un_list(request: HttpRequest) -> HttpResponse:
    """Show the versions of the list, the entries that went, and the alerts that stand and that were withdrawn."""
    officer = officer_of(request)
    imports = [one for one in registers.imports(officer) if one.source in queries.LISTS and one.undone is None][:MOST]
    gone = queries.delisted(queries.DELISTED, CHANGES)
    shown = registers.visible(officer, gone, PURPOSE, recorded=True)
    context: dict[str, Any] = {
        "versions": [_version(one, imports) for one in imports],
        "gone": [shown[one] for one in gone if one in shown],
        "raised": watching.alerts(officer, PURPOSE).rows,
        "withdrawn": watching.alerts(officer, PURPOSE, closed=True).rows,
    }
    return render(request, "counter_terrorism/un_list.html", context)


def _version(one: Import, imports: list[Import]) -> Version:
    until: datetime | None = min((other.created for other in imports if other.created > one.created), default=None)
    counted = queries.changes_between(queries.LISTS, one.created, until, NOT_LISTED.format(id=one.id))
    return Version(one, int(getattr(one, "loaded", 0)), counted[0], counted[1])
