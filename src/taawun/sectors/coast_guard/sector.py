# SPDX-License-Identifier: Apache-2.0
"""Coast guard operations: the declaration from which the node serves this sector."""

from typing import Final

from taawun.apps.sector import Kept, Sector
from taawun.sectors.coast_guard import rules

SECTOR: Final = Sector(
    slug="coast_guard",
    title={"en": "Coast guard operations", "ar": "عمليات خفر السواحل", "ur": "کوسٹ گارڈ کارروائیاں"},
    about={
        "en": "What is seen at sea, by radio, by eye and by patrol, and what can be said of it and what cannot.",
        "ar": "ما يُرصد في البحر بالإشارة والعين والدوريات وما يجوز قوله فيه وما لا يجوز.",
        "ur": "سمندر میں ریڈیو، آنکھ اور گشت سے جو دیکھا گیا، اور اس کے بارے میں کیا کہا جا سکتا ہے اور کیا نہیں۔",
    },
    purpose="coast-guard",
    instruments=("pk-bh-working-group",),
    roles=frozenset({"analyst", "desk_officer", "liaison_officer", "planner", "releasing_officer"}),
    records={"coast-note": Kept(months=12, check=rules.check_note)},
)
