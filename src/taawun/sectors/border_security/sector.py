# SPDX-License-Identifier: Apache-2.0
"""Border security: the declaration from which the node serves this sector."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from taawun.apps.sector import Kept, Page, Sector
from taawun.sectors.border_security import rules

MONTHS: Final = 120
"""Months until a notice of a document is reviewed: ten years, as long as most passports are valid."""
AT_THE_COUNTER: Final = frozenset({"analyst", "desk_officer"})
"""Roles that check documents and travellers; the same as those that screen names."""
ASKERS: Final = frozenset({"desk_officer"})
"""Roles that ask the issuer of a hit."""

SECTOR: Final = Sector(
    slug="border_security",
    title={"en": "Border security", "ar": "أمن الحدود", "ur": "سرحدی سلامتی"},
    about={
        "en": "Travel documents are checked, travellers are screened, a hit is confirmed before anybody acts on it.",
        "ar": "قراءة وثائق السفر وفحص المسافرين، ولا إجراء قبل تأكيد التطابق.",
        "ur": "سفری دستاویزات اور مسافروں کی جانچ، اور توثیق سے پہلے کوئی کارروائی نہیں۔",
    },
    purpose="border-security",
    instruments=("pk-bh-working-group",),
    roles=frozenset({"analyst", "desk_officer", "liaison_officer", "releasing_officer"}),
    records={
        "document-notice": Kept(months=MONTHS, check=rules.check_notice),
        "document": Kept(months=MONTHS, check=rules.check_document),
    },
    case_kinds=(("pk-bh-working-group", "hit_follow_up"),),
    pages=(
        Page("counter", AT_THE_COUNTER, label=_("Counter")),
        Page("travellers", AT_THE_COUNTER, label=_("Files of travellers")),
        Page("traveller-file", AT_THE_COUNTER),
        Page("travellers-export", AT_THE_COUNTER),
        Page("follow-up", ASKERS),
        Page("traveller-follow-up", ASKERS),
    ),
)
