# SPDX-License-Identifier: Apache-2.0
"""De-confliction: the declaration from which the node serves this sector."""

from typing import Final

from taawun.apps.sector import Kept, Sector
from taawun.sectors.deconfliction import rules

LEADS: Final = frozenset({"analyst", "desk_officer", "liaison_officer"})

SECTOR: Final = Sector(
    slug="deconfliction",
    title={"en": "De-confliction", "ar": "منع تعارض العمليات", "ur": "کارروائیوں میں ٹکراؤ کی روک تھام"},
    about={
        "en": "Operations that come too close learn of each other, and nothing else about each other.",
        "ar": "تعلم العمليات المتقاربة بعضها ببعض، ولا تعلم شيئاً آخر عنها.",
        "ur": "بہت قریب آنے والی کارروائیاں ایک دوسرے کی خبر پاتی ہیں، اور اس سے زیادہ کچھ نہیں۔",
    },
    purpose="coordination",
    instruments=("pk-bh-working-group",),
    roles=LEADS,
    records={"keep-clear-area": Kept(months=12, check=rules.check_area)},
)
