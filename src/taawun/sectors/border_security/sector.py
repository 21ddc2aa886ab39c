# SPDX-License-Identifier: Apache-2.0
"""Border security: the declaration from which the node serves this sector."""

from typing import Final

from taawun.apps.sector import Kept, Sector
from taawun.sectors.border_security import rules

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
    records={"border-note": Kept(months=12, check=rules.check_note)},
)
