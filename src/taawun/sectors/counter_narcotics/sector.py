# SPDX-License-Identifier: Apache-2.0
"""Counter-narcotics: the declaration from which the node serves this sector."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from taawun.apps.sector import Kept, Page, Sector
from taawun.sectors.counter_narcotics import rules

OFFICERS: Final = frozenset({"analyst", "desk_officer", "legal_reviewer", "liaison_officer", "releasing_officer"})
DRAFTERS: Final = frozenset({"analyst", "desk_officer", "liaison_officer"})

SECTOR: Final = Sector(
    slug="counter_narcotics",
    title={"en": "Counter-narcotics", "ar": "مكافحة المخدرات", "ur": "انسدادِ منشیات"},
    about={
        "en": "Seizures as reported, precursors, controlled delivery, notices of the Drug Liaison Officer.",
        "ar": "المضبوطات كما أُبلغ عنها والسلائف والتسليم المراقب وإشعارات ضابط الاتصال لشؤون المخدرات.",
        "ur": "ضبطیاں جیسی رپورٹ ہوئیں، پیش رو کیمیکل، زیرِ نگرانی ترسیل اور منشیات رابطہ افسر کے نوٹس۔",
    },
    purpose="counter-narcotics",
    instruments=("pk-bh-working-group",),
    roles=OFFICERS,
    pages=(
        Page("statistics", OFFICERS, _("Public seizure statistics")),
        Page("statistics-export", OFFICERS),
        Page("take", DRAFTERS),
    ),
    records={"counter-note": Kept(months=12, check=rules.check_note)},
)
