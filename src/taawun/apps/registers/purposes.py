# SPDX-License-Identifier: Apache-2.0
"""The purposes for which officers read and share, with the roles that may act for each (spec §80.8, §80.13).

An officer acts for a purpose only through a role held in an authority; auditors and operators act for none of
these, because they never see content.
"""

from dataclasses import dataclass
from typing import Final

from taawun.kernel.marking import COURT, EXERCISE, REVIEW

DESK_OFFICER: Final = "desk_officer"
_DESK: Final = frozenset({DESK_OFFICER, "liaison_officer", "analyst", "releasing_officer", "legal_reviewer"})

_PROTECTION: Final = frozenset({"protection_officer"})
_SECRETARY: Final = frozenset({"secretary"})
_COORDINATOR: Final = frozenset({"training_coordinator"})


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose: its slug, its title ×3, and the roles that may act for it.

    `desk` are roles of one sector that do in its cases whatever a pack leaves to the desk officer, and nowhere else.
    """

    slug: str
    title_en: str
    title_ar: str
    title_ur: str
    roles: frozenset[str]
    desk: frozenset[str] = frozenset()

    def title(self, language: str) -> str:
        """Return the title in a language of the desk, English where it is unknown."""
        return {"ar": self.title_ar, "ur": self.title_ur}.get(language, self.title_en)


_ALL: Final = (
    Purpose("counter-narcotics", "Counter-narcotics", "مكافحة المخدرات", "انسدادِ منشیات", _DESK),
    Purpose("counter-terrorism", "Counter-terrorism", "مكافحة الإرهاب", "انسدادِ دہشت گردی", _DESK),
    Purpose("coast-guard", "Coast guard operations", "عمليات خفر السواحل", "کوسٹ گارڈ کارروائیاں", _DESK | {"planner"}),
    Purpose("border-security", "Border security", "أمن الحدود", "سرحدی سلامتی", _DESK),
    Purpose("immigration", "Immigration", "الهجرة", "امیگریشن", _DESK),
    Purpose(
        "police-training", "Police training", "تدريب الشرطة", "پولیس تربیت", _DESK | _COORDINATOR, desk=_COORDINATOR
    ),
    Purpose(
        "worker-protection", "Worker protection", "حماية العمال", "کارکنوں کا تحفظ", frozenset({"protection_officer"})
    ),
    Purpose("watch-desk", "Watch desk", "مكتب المناوبة", "نگران ڈیسک", frozenset({"watch_officer"})),
    Purpose("sanctions", "United Nations sanctions", "جزاءات الأمم المتحدة", "اقوام متحدہ کی پابندیاں", _DESK),
    Purpose("prosecution", "Prosecution", "الملاحقة القضائية", "مقدمے کی پیروی", _DESK),
    Purpose("investigation", "Investigation", "التحقيق", "تفتیش", _DESK),
    Purpose("extradition", "Extradition", "تسليم المطلوبين", "ملزمان کی حوالگی", _DESK),
    Purpose("transfer", "Transfer of prisoners", "نقل السجناء", "قیدیوں کی منتقلی", _DESK),
    Purpose("social_rehabilitation", "Social rehabilitation", "إعادة التأهيل", "سماجی بحالی", _DESK),
    Purpose("coordination", "Coordination", "التنسيق", "رابطہ کاری", _DESK | _SECRETARY | {"planner"}, desk=_SECRETARY),
    Purpose("training", "Training", "التدريب", "تربیت", _DESK | {"training_coordinator"}),
    Purpose(EXERCISE, "Exercise", "تمرين", "مشق", _DESK | {"planner", "training_coordinator"}),
    Purpose(COURT, "Evidence in court", "الإثبات أمام المحكمة", "عدالتی شہادت", frozenset({"legal_reviewer"})),
    Purpose(REVIEW, "Review of a record", "مراجعة قيد", "ریکارڈ کا جائزہ", _DESK | _PROTECTION),
)
EXERCISE_WORDS: Final = (("en", "ltr", "EXERCISE"), ("ar", "rtl", "تمرين"), ("ur", "rtl", "مشق"))
EXERCISE_BANNER: Final = " · ".join(word for _language, _direction, word in EXERCISE_WORDS)
"""What stands on every page, file and paper of an exercise, in three languages whatever the reader's is (§88.1)."""
PURPOSES: Final = {purpose.slug: purpose for purpose in _ALL}


CLOSED: Final = frozenset(purpose.slug for purpose in _ALL if purpose.roles.isdisjoint(_DESK))
"""Purposes of which the desk knows nothing: what is kept for one is used for it alone (spec §80.73)."""


AT_ONE_DESK: Final = frozenset(role for purpose in _ALL for role in purpose.desk)
"""Roles that are the desk of their own sector's cases and of no others."""


def desks_of(roles: frozenset[str]) -> frozenset[str]:
    """Return the purposes of which one of these roles of a sector is the desk."""
    return frozenset(purpose.slug for purpose in _ALL if purpose.desk & roles)


def at_work(roles: frozenset[str], purpose: str) -> frozenset[str]:
    """Return what an officer with these roles is in a case of a purpose: the desk of a sector is its desk officer."""
    return roles | {DESK_OFFICER} if purpose in desks_of(roles) else roles


def closed_to(roles: frozenset[str]) -> frozenset[str]:
    """Return the closed purposes for which an officer with these roles may not act."""
    return CLOSED - purposes_of(roles)


def purposes_of(roles: frozenset[str]) -> frozenset[str]:
    """Return the purposes for which an officer with these roles may act; no role, no purpose."""
    return frozenset(purpose.slug for purpose in _ALL if purpose.roles & roles)
