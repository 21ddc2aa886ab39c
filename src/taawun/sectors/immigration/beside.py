# SPDX-License-Identifier: Apache-2.0
"""What stands beside records of immigration: of a flight its people, of a visa-free passport what holds today."""

from typing import Final

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from taawun.apps.identity.screening import access
from taawun.apps.registers.access import Shown
from taawun.apps.sector import Panel
from taawun.apps.ui.reader import may, officer_of
from taawun.apps.ui.words import Word
from taawun.sectors.immigration import rules
from taawun.sectors.immigration.sector import SECTOR

LIST: Final = _("People of this list")
TODAY: Final = _("Exemption today")
EXEMPT: Final = {
    "exempt": Word(_("Exempt from a visa"), "calm"),
    "not-exempt": Word(_("Not exempt from a visa"), "wait"),
    "cannot-say": Word(_("Cannot be said"), "wait"),
}


def screening(request: HttpRequest, shown: Shown) -> Panel:
    """Return the way to the people of a list, for the officer who took it."""
    named = str(shown.data.get("screening", ""))
    own = access.screenings(officer_of(request), SECTOR.purpose)
    found = own.filter(id=named).first() if may(request, "immigration:passenger-list") else None
    context = {"screening": found.id if found else "", "forgotten": found.settings.get("forgotten") if found else None}
    return Panel(LIST, int(found is not None), "immigration/parts/screening.html", context)


def exemption(_request: HttpRequest, shown: Shown) -> Panel:
    """Return whether the register's entry exempts its holder today; what may not be shown is not answered from."""
    asked = timezone.localdate()
    hidden = {"status", "expires", "valid_from", "valid_until"} & set(shown.withheld)
    answer = "cannot-say" if hidden else rules.is_exempt(shown.data, asked.isoformat())
    days = int(float(shown.data.get("days_free") or 0))
    context = {"answer": EXEMPT[answer], "day": asked, "party": shown.record.originator, "days": days}
    return Panel(TODAY, 1, "immigration/parts/exemption.html", context)
