# SPDX-License-Identifier: Apache-2.0
"""Exercises: the declaration from which the node serves their plans, clock, injects, ratings and reports."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from taawun.apps.sector import Kept, Page, Sector
from taawun.sectors.exercises import rules

OFFICERS: Final = frozenset({"analyst", "desk_officer", "legal_reviewer", "liaison_officer", "releasing_officer"})
DRAFTERS: Final = frozenset({"analyst", "desk_officer", "liaison_officer"})
PLAYERS: Final = OFFICERS | {"planner", "training_coordinator"}

SECTOR: Final = Sector(
    slug="exercises",
    title={"en": "Exercises", "ar": "التمارين", "ur": "مشقیں"},
    about={
        "en": "Joint exercises: injects on a clock at both nodes, ratings, and lessons that become actions.",
        "ar": "تمارين مشتركة: مُدخلات على ساعة واحدة في العقدتين، وتقديرات، ودروس تصير إجراءات.",
        "ur": "مشترکہ مشقیں: دونوں نوڈز پر ایک گھڑی کے واقعات، درجہ بندی، اور اسباق جو کارروائیاں بنتے ہیں۔",
    },
    purpose="exercise",
    instruments=("pk-bh-exercises",),
    roles=PLAYERS,
    records={
        "exercise-inject": Kept(months=36),
        "exercise-observation": Kept(months=36, check=rules.check_observation),
        "exercise-rating": Kept(months=36, check=rules.check_rating),
    },
    answers={"exercise": frozenset({"agree_plan", "return_plan", "cancel_other"})},
    pages=(
        Page("list", OFFICERS, _("All exercises")),
        Page("inbox", PLAYERS, _("Injects for us")),
        Page("design", OFFICERS),
        Page("live", OFFICERS),
        Page("evaluation", OFFICERS),
        Page("report", OFFICERS),
    ),
    case_kinds=(("pk-bh-exercises", "exercise"),),
)
