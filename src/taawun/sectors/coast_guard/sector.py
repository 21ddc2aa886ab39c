# SPDX-License-Identifier: Apache-2.0
"""Coast guard operations: the declaration from which the node serves this sector."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from taawun.apps.sector import Kept, Page, Sector
from taawun.sectors.coast_guard import rules

ROLES: Final = frozenset({"analyst", "desk_officer", "liaison_officer", "planner", "releasing_officer"})
TAKERS: Final = frozenset({"analyst", "desk_officer", "liaison_officer"})

SECTOR: Final = Sector(
    slug="coast_guard",
    title={"en": "Coast guard operations", "ar": "عمليات خفر السواحل", "ur": "کوسٹ گارڈ کارروائیاں"},
    about={
        "en": "What is seen at sea, by radio, by eye and by patrol, and what can be said of it and what cannot.",
        "ar": "ما يُرصد في البحر بالإشارة والعين والدوريات وما يجوز قوله فيه وما لا يجوز.",
        "ur": "سمندر میں ریڈیو، آنکھ اور گشت سے جو دیکھا گیا، اور اس کے بارے میں کیا کہا جا سکتا ہے اور کیا نہیں۔",
    },
    purpose="coast-guard",
    instruments=("pk-bh-working-group", "un-1988", "flag-state-authorisation"),
    roles=ROLES,
    records={
        "sighting": Kept(months=24, check=rules.check_sighting),
        "radar-contact": Kept(months=12, check=rules.check_contact),
        "boarding": Kept(months=60, check=rules.check_boarding),
        "patrol-log": Kept(months=36, check=rules.check_log, fill=rules.fill_log),
        "patrol-area": Kept(months=12, check=rules.check_area, fill=rules.fill_area),
        "vessel": Kept(months=60, check=rules.check_vessel),
    },
    pages=(
        Page("watch", ROLES, label=_("Watch at sea")),
        Page("take", TAKERS),
        Page("take-away", TAKERS),
    ),
    answers={"vessel_authorisation": frozenset({"authorise", "refuse", "refute_registry"})},
    case_kinds=(("flag-state-authorisation", "vessel_authorisation"),),
)
