# SPDX-License-Identifier: Apache-2.0
"""Counter-terrorism: the declaration from which the node serves this sector."""

from typing import Final

from taawun.apps.sector import Kept, Sector
from taawun.sectors.counter_terrorism import rules

OFFICERS: Final = frozenset({"analyst", "desk_officer", "legal_reviewer", "liaison_officer", "releasing_officer"})
ANALYSTS: Final = frozenset({"analyst", "desk_officer"})
"""Roles that grade what came in; the same as those that judge names."""
PURPOSE: Final = "counter-terrorism"

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
    records={
        "threat-indicator": Kept(months=12, check=rules.check_indicator),
        "threat-report": Kept(months=24, check=rules.check_report),
        "threat-sighting": Kept(months=12, check=rules.check_sighting),
        "threat-assessment": Kept(months=12, check=rules.check_assessment, fill=rules.fill_assessment),
        "un-listing": Kept(months=12, check=rules.check_listing),
    },
)
