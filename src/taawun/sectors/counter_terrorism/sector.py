# SPDX-License-Identifier: Apache-2.0
"""Counter-terrorism: the declaration from which the node serves this sector."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from taawun.apps.sector import Kept, Page, Sector
from taawun.sectors.counter_terrorism import rules

OFFICERS: Final = frozenset({"analyst", "desk_officer", "legal_reviewer", "liaison_officer", "releasing_officer"})
ANALYSTS: Final = frozenset({"analyst", "desk_officer"})
"""Roles that grade what came in; the same as those that judge names."""
SENDERS: Final = frozenset({"desk_officer", "liaison_officer", "releasing_officer"})
SEEKERS: Final = frozenset({"analyst", "desk_officer", "liaison_officer"})
RUNNING: Final = frozenset({"operator"})
OPERATING: Final = (
    "new-collection", "close-collection", "withdraw", "new-client", "end-client", "new-server", "end-server",
)  # fmt: skip
"""Acts of an operator, each after a recent proof of who sits here."""
PURPOSE: Final = "counter-terrorism"

LATER: Final = gettext_noop("A later version came by TAXII.")
"""Why a record that came by TAXII is stated anew."""

RECORDS: Final = {
    "threat-indicator": Kept(months=12, check=rules.check_indicator),
    "threat-report": Kept(months=24, check=rules.check_report),
    "threat-sighting": Kept(months=12, check=rules.check_sighting),
    "threat-assessment": Kept(months=12, check=rules.check_assessment, fill=rules.fill_assessment),
    "un-listing": Kept(months=12, check=rules.check_listing),
}

SECTOR: Final = Sector(
    slug="counter_terrorism",
    title={"en": "Counter-terrorism", "ar": "مكافحة الإرهاب", "ur": "انسدادِ دہشت گردی"},
    about={
        "en": "Indicators and reports by STIX and TAXII, graded by a person; assessments; the United Nations list.",
        "ar": "مؤشرات وتقارير عبر STIX وTAXII يقيّمها شخص، وتقديرات، وقائمة الأمم المتحدة.",
        "ur": "STIX اور TAXII سے اشارے اور رپورٹیں جنھیں انسان درجہ دیتا ہے؛ تخمینے؛ اقوام متحدہ کی فہرست۔",
    },
    purpose=PURPOSE,
    instruments=("pk-bh-working-group",),
    roles=OFFICERS,
    reasons=(LATER,),
    beside=dict.fromkeys(RECORDS, "taawun.sectors.counter_terrorism.files:beside"),
    pages=(
        Page("quarantine", ANALYSTS, _("Quarantine")),
        Page("take", ANALYSTS),
        Page("stix", OFFICERS),
        Page("grade", ANALYSTS),
        Page("refuse", ANALYSTS),
        Page("indicators", OFFICERS, _("Indicators and how long they hold")),
        Page("published", SENDERS, _("Publish by TAXII")),
        Page("publish", SENDERS, steps_up=True),
        Page("un-list", SEEKERS, _("United Nations list")),
        Page("desk", RUNNING, _("TAXII clients and servers")),
        *(Page(one, RUNNING, steps_up=True) for one in OPERATING),
    ),
    records=RECORDS,
)
