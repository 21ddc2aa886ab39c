# SPDX-License-Identifier: Apache-2.0
"""What waits on My day: plans of which a version came after we last wrote or released that section (spec §86.9).

It is merged already; somebody has to read what it says now. It waits until somebody saves or releases the section, and
at most some weeks: who read it and has nothing to change does neither.
"""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext_lazy as _

from taawun.apps.people.models import Officer
from taawun.apps.sector import Waits
from taawun.sectors.plans.models import Revision, Version
from taawun.sectors.plans.sector import SECTOR, WRITERS

WAITS: Final = timedelta(days=30)
"""How long a version that came waits to be read."""


def waiting(officer: Officer, purpose: str, at: datetime, most: int) -> list[Waits]:
    """Return the plans that changed, the newest first; nothing for who writes none, or for another purpose."""
    if purpose != SECTOR.purpose or officer.role_slugs().isdisjoint(WRITERS):
        return []
    ours = settings.TAAWUN_PARTY
    later = {"section": OuterRef("section"), "at__gte": OuterRef("at")}
    saved = Revision.objects.filter(**later).exclude(officer_id="")
    sent = Version.objects.filter(**later, party=ours)
    came = Version.objects.exclude(party=ours).filter(~Exists(saved), ~Exists(sent), at__gt=at - WAITS)
    plans = came.order_by().values_list("section__plan", "section__plan__other").annotate(newest=Max("at"))
    said = _("The other side changed a joint plan. Read what it says now.")
    found = plans.order_by("-newest")[:most]
    return [Waits(said, "plans:plan", (plan,), other, since=newest) for plan, other, newest in found]
