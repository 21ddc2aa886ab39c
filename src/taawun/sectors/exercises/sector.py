# SPDX-License-Identifier: Apache-2.0
"""Exercises: the declaration from which the node serves this sector."""

from typing import Final

from taawun.apps.sector import Kept, Sector
from taawun.sectors.exercises import rules

SECTOR: Final = Sector(
    slug="exercises",
    title={"en": "Exercises", "ar": "التمارين", "ur": "مشقیں"},
    about={
        "en": "Joint exercises: injects on a clock at both nodes, ratings, and lessons that become actions.",
        "ar": "تمارين مشتركة: مُدخلات على ساعة واحدة في العقدتين، وتقديرات، ودروس تصير إجراءات.",
        "ur": "مشترکہ مشقیں: دونوں نوڈز پر ایک گھڑی کے واقعات، درجہ بندی، اور اسباق جو کارروائیاں بنتے ہیں۔",
    },
    purpose="coordination",
    instruments=("pk-bh-working-group",),
    roles=frozenset({"desk_officer", "liaison_officer", "analyst"}),
    records={"exercises-note": Kept(months=12, check=rules.check_note)},
)
