# SPDX-License-Identifier: Apache-2.0
"""Counter-narcotics: the declaration from which the node serves this sector."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from taawun.apps.sector import Kept, Page, Sector, Source
from taawun.sectors.counter_narcotics import rules

OFFICERS: Final = frozenset({"analyst", "desk_officer", "legal_reviewer", "liaison_officer", "releasing_officer"})
DRAFTERS: Final = frozenset({"analyst", "desk_officer", "liaison_officer"})
LIAISON: Final = frozenset({"desk_officer", "liaison_officer", "releasing_officer"})
"""Who keeps the follow-up of what came for the liaison: the posted officer, and the desk at home that stands in."""

SECTOR: Final = Sector(
    slug="counter_narcotics",
    title={"en": "Counter-narcotics", "ar": "مكافحة المخدرات", "ur": "انسدادِ منشیات"},
    about={
        "en": "Seizures as reported, precursors, controlled delivery, notices of the Drug Liaison Officer.",
        "ar": "المضبوطات كما أُبلغ عنها والسلائف والتسليم المراقب وإشعارات ضابط الاتصال لشؤون المخدرات.",
        "ur": "ضبطیاں جیسی رپورٹ ہوئیں، پیش رو کیمیکل، زیرِ نگرانی ترسیل اور منشیات رابطہ افسر کے نوٹس۔",
    },
    purpose="counter-narcotics",
    instruments=("pk-bh-working-group", "un-1988", "un-1988-operations"),
    roles=OFFICERS,
    answers={
        "controlled_delivery": frozenset({"consent", "decline"}),
        "pre_export_notification": frozenset({"not_object", "object"}),
    },
    case_kinds=(
        ("un-1988-operations", "controlled_delivery"),
        ("un-1988-operations", "pre_export_notification"),
        ("un-1988", "information_request"),
        ("un-1988", "mutual_legal_assistance"),
    ),
    beside={
        "seizure": (
            "taawun.sectors.counter_narcotics.beside:custody",
            "taawun.sectors.counter_narcotics.telling:notices",
        ),
        "press-report": "taawun.sectors.counter_narcotics.telling:notices",
    },
    waits="taawun.sectors.counter_narcotics.waiting:waiting",
    pages=(
        Page("liaison", LIAISON, _("Notices of the liaison officer")),
        Page("statistics", OFFICERS, _("Public seizure statistics")),
        Page("statistics-export", OFFICERS),
        Page("take", DRAFTERS),
        Page("take-away", DRAFTERS),
        Page("profiles", OFFICERS, _("Pairs of impurity profiles")),
        Page("custody", OFFICERS),
    ),
    sources=(
        Source(
            slug="counter-narcotics-press",
            title={"en": "Announcements in the press", "ar": "إعلانات الصحافة", "ur": "اخباری اعلانات"},
            help={
                "en": "A JSON list of announcements. Each becomes a claim; what is bound for a party raises a notice.",
                "ar": "قائمة إعلانات بصيغة JSON. يصبح كل منها ادعاء، وما كانت وجهته بلد طرف يثير إشعارا.",
                "ur": "اعلانات کی JSON فہرست۔ ہر ایک دعویٰ بنتا ہے؛ کسی فریق کی طرف جانے والی مد نوٹس بناتی ہے۔",
            },
            type="press-report",
            items="taawun.sectors.counter_narcotics.reading:announcements",
        ),
    ),
    records={
        "seizure": Kept(months=60, check=rules.check_seizure, fill=rules.fill_seizure),
        "custody-step": Kept(months=120, check=rules.check_step),
        "drug-valuation": Kept(months=36, check=rules.check_valuation, fill=rules.fill_valuation),
        "press-report": Kept(months=24, check=rules.check_press, fill=rules.fill_press),
        "liaison-notice": Kept(months=24, check=rules.check_notice, fill=rules.fill_notice),
        "precursor-notification": Kept(months=60, check=rules.check_precursor),
        "drug-profile": Kept(months=60, check=rules.check_profile),
    },
)
