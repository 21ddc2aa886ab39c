# SPDX-License-Identifier: Apache-2.0
"""De-confliction: the declaration from which the node serves this sector."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from taawun.apps.sector import Kept, Page, Sector
from taawun.sectors.deconfliction import rules

LEADS: Final = frozenset({"analyst", "desk_officer", "liaison_officer"})
WATCH: Final = frozenset({"watch_officer"})
WATCH_PURPOSE: Final = "watch-desk"
"""A closed purpose (§80.73): what crosses between watch desks is seen by nobody else."""
PACK: Final = "pk-bh-deconfliction"

SECTOR: Final = Sector(
    slug="deconfliction",
    title={"en": "De-confliction", "ar": "منع تعارض العمليات", "ur": "کارروائیوں میں ٹکراؤ کی روک تھام"},
    about={
        "en": "Operations that come too close learn of each other, and nothing else about each other.",
        "ar": "تعلم العمليات المتقاربة بعضها ببعض، ولا تعلم شيئاً آخر عنها.",
        "ur": "بہت قریب آنے والی کارروائیاں ایک دوسرے کی خبر پاتی ہیں، اور اس سے زیادہ کچھ نہیں۔",
    },
    purpose="coordination",
    instruments=("pk-bh-working-group", PACK),
    roles=LEADS | WATCH,
    records={"keep-clear-area": Kept(months=12, check=rules.check_area)},
    answers={"deconfliction_check": frozenset({"point"})},
    waits="taawun.sectors.deconfliction.waiting:waiting",
    case_kinds=((PACK, "deconfliction_check"),),
    pages=(
        Page("entries", LEADS, _("My entries")),
        Page("new", LEADS, _("New entry")),
        Page("entry", LEADS),
        Page("conflict", LEADS),
        Page("export", LEADS),
        Page("board", WATCH, _("Watch desk board")),
        Page("owned", WATCH),
        Page("board-export", WATCH),
        Page("api-entries", LEADS),
        Page("api-entry", LEADS),
        Page("api-conflicts", LEADS),
    ),
)
