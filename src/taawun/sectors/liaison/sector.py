# SPDX-License-Identifier: Apache-2.0
"""Liaison: the declaration from which the node serves this sector."""

from typing import Final

from taawun.apps.sector import Kept, Sector
from taawun.sectors.liaison import rules

SECTOR: Final = Sector(
    slug="liaison",
    title={"en": "Liaison desk", "ar": "مكتب الاتصال", "ur": "رابطہ ڈیسک"},
    about={
        "en": "Officers posted to the other party: their mandate, what they are asked, and who answers day and night.",
        "ar": "الضباط الموفدون إلى الطرف الآخر: تفويضهم، وما يُطلب منهم، ومن يجيب ليلاً ونهاراً.",
        "ur": "دوسرے فریق کے ہاں تعینات افسر: ان کا اختیار، ان سے کیا کہا گیا، اور دن رات کون جواب دیتا ہے۔",
    },
    purpose="coordination",
    instruments=("pk-bh-working-group",),
    roles=frozenset({"desk_officer", "liaison_officer", "analyst"}),
    records={"liaison-note": Kept(months=12, check=rules.check_note)},
)
