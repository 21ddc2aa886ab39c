# SPDX-License-Identifier: Apache-2.0
"""Liaison desk: the declaration from which the node serves postings, taskings, contacts and handovers."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from taawun.apps.sector import Kept, Page, Sector
from taawun.sectors.liaison import rules

OFFICERS: Final = frozenset({"analyst", "desk_officer", "legal_reviewer", "liaison_officer", "releasing_officer"})
KEEPERS: Final = frozenset({"liaison_officer"})
"""Who hands a desk over and takes it over."""
TESTERS: Final = frozenset({"desk_officer", "liaison_officer"})

SECTOR: Final = Sector(
    slug="liaison",
    title={"en": "Liaison desk", "ar": "مكتب الاتصال", "ur": "رابطہ ڈیسک"},
    about={
        "en": "Officers posted to the other party: their mandate, what they are asked, and who answers day and night.",
        "ar": "الضباط الموفدون إلى الطرف الآخر: تفويضهم، وما يُطلب منهم، ومن يجيب ليلاً ونهاراً.",
        "ur": "دوسرے فریق کے ہاں تعینات افسر: ان کا اختیار، ان سے کیا کہا گیا، اور دن رات کون جواب دیتا ہے۔",
    },
    purpose="coordination",
    instruments=("pk-bh-working-group", "pk-bh-liaison"),
    roles=OFFICERS,
    records={
        "liaison-posting": Kept(months=60, check=rules.check_posting),
        "liaison-contact": Kept(months=36, check=rules.check_contact),
        "duty-contact": Kept(months=12),
        "duty-test": Kept(months=24, check=rules.check_test),
    },
    waits="taawun.sectors.liaison.waiting:waiting",
    answers={
        "liaison_tasking": frozenset({"answer", "decline"}),
        "liaison_host_request": frozenset({"answer", "decline"}),
    },
    pages=(
        Page("desk", OFFICERS, _("My desk")),
        Page("taskings", OFFICERS, _("Taskings")),
        Page("postings", OFFICERS, _("Postings")),
        Page("log", OFFICERS, _("Contact log")),
        Page("duty", OFFICERS, _("Day and night contacts")),
        Page("handovers", OFFICERS, _("Handovers")),
        Page("handover", OFFICERS),
        Page("handover-paper", OFFICERS),
    ),
    case_kinds=(("pk-bh-liaison", "liaison_tasking"), ("pk-bh-liaison", "liaison_host_request")),
)
