# SPDX-License-Identifier: Apache-2.0
"""Police training: the declaration from which the node serves police and battalion training."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from taawun.apps.sector import Kept, Page, Sector
from taawun.sectors.police_training import rules

COORDINATORS: Final = frozenset({"training_coordinator"})
OFFICERS: Final = COORDINATORS | {"analyst", "desk_officer", "legal_reviewer", "liaison_officer", "releasing_officer"}

WHY_REVOKED: Final = gettext_noop("The badge was revoked. The reason stands with it.")
WHY_ANEW: Final = gettext_noop("The badge was signed anew.")
WHY_ATTENDED: Final = gettext_noop("Attendance.")

SECTOR: Final = Sector(
    slug="police_training",
    title={"en": "Police training", "ar": "تدريب الشرطة", "ur": "پولیس تربیت"},
    about={
        "en": "Courses for police and specialised battalions: vetted nominations, mandatory modules, badges.",
        "ar": "دورات للشرطة والكتائب المتخصصة: ترشيحات مدقَّقة ووحدات إلزامية وشهادات رقمية.",
        "ur": "پولیس اور خصوصی بٹالین کے کورس: جانچ شدہ نامزدگیاں، لازمی ماڈیول اور ڈیجیٹل اسناد۔",
    },
    purpose="police-training",
    instruments=("pk-bh-working-group", "pk-bh-battalion-training", "model-training"),
    roles=OFFICERS,
    records={
        "training-course": Kept(months=60, check=rules.check_course),
        "training-session": Kept(months=60, check=rules.check_session),
        "training-attendance": Kept(months=24, check=rules.check_sheet),
        "training-outcome": Kept(months=120),
        "training-instructor": Kept(months=24),
        "training-evaluation": Kept(months=60, check=rules.check_evaluation),
    },
    answers={
        "nomination": frozenset({"accept", "wait", "refuse"}),
        "battalion_nomination": frozenset({"accept", "wait", "refuse"}),
        "instructor_exchange": frozenset({"offer", "decline"}),
    },
    case_kinds=(
        ("model-training", "nomination"),
        ("model-training", "battalion_nomination"),
        ("model-training", "instructor_exchange"),
    ),
    reasons=(WHY_REVOKED, WHY_ANEW, WHY_ATTENDED),
    pages=(
        Page("catalogue", OFFICERS, _("Sessions and free seats")),
        Page("session", OFFICERS),
        Page("nominate", OFFICERS),
        Page("badge", OFFICERS),
        Page("badge-file", OFFICERS),
        Page("certificate", OFFICERS),
        Page("attendance", COORDINATORS),
        Page("issue", COORDINATORS, steps_up=True),
        Page("status-list", COORDINATORS),
        Page("revoke", COORDINATORS, steps_up=True),
    ),
)
