# SPDX-License-Identifier: Apache-2.0
"""Plans: the declaration from which the node serves this sector."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from taawun.apps.sector import Kept, Page, Sector
from taawun.sectors.plans import rules

ROLES: Final = frozenset({"analyst", "desk_officer", "liaison_officer", "planner", "releasing_officer"})

WRITERS: Final = ROLES - {"releasing_officer"}
"""Who writes a plan; who approves what leaves does not draft it."""

SECTOR: Final = Sector(
    slug="plans",
    title={"en": "Joint plans", "ar": "الخطط المشتركة", "ur": "مشترکہ منصوبے"},
    about={
        "en": "Plans that both sides write apart and merge section by section, with national annexes that never leave.",
        "ar": "خطط يكتبها الطرفان كلٌّ على حدة وتُدمج قسمًا قسمًا، ومعها ملاحق وطنية لا تغادر أبدًا.",
        "ur": "منصوبے جو دونوں فریق الگ الگ لکھتے اور حصہ بہ حصہ یکجا کرتے ہیں، اور قومی ضمیمے جو کبھی باہر نہیں جاتے۔",
    },
    purpose="coordination",
    instruments=("pk-bh-working-group",),
    roles=ROLES,
    records={"plan-asset": Kept(months=24, check=rules.check_asset)},
    waits="taawun.sectors.plans.waiting:waiting",
    pages=(
        Page("list", ROLES, _("Plans with the other side")),
        Page("plan", ROLES),
        Page("paper", ROLES),
        Page("section", ROLES),
        Page("release", WRITERS),
        Page("annex", ROLES),
    ),
)
