# SPDX-License-Identifier: Apache-2.0
"""What stands beside records of immigration on their pages: of a flight, the list whose people were screened."""

from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from taawun.apps.identity.screening import access
from taawun.apps.registers.access import Shown
from taawun.apps.sector import Panel
from taawun.apps.ui.reader import may, officer_of
from taawun.sectors.immigration.sector import SECTOR

LIST: Final = _("People of this list")


def screening(request: HttpRequest, shown: Shown) -> Panel:
    """Return the way to the people of a list, for the officer who took it."""
    named = str(shown.data.get("screening", ""))
    own = access.screenings(officer_of(request), SECTOR.purpose)
    found = own.filter(id=named).first() if may(request, "immigration:passenger-list") else None
    context = {"screening": found.id if found else "", "forgotten": found.settings.get("forgotten") if found else None}
    return Panel(LIST, int(found is not None), "immigration/parts/screening.html", context)
