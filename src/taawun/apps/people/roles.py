# SPDX-License-Identifier: Apache-2.0
"""The catalogue of roles, as data. A role says what an officer may do; an officer has none by default."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from taawun.kernel.errors import UnknownRole


@dataclass(frozen=True, slots=True)
class RoleKind:
    """One role of the catalogue: its slug, its title in three languages, and what it is for."""

    slug: str
    title_en: str
    title_ar: str
    title_ur: str
    may: str

    def title(self, language: str) -> str:
        """Return the title in a language of the desk, English where it is unknown."""
        return {"ar": self.title_ar, "ur": self.title_ur}.get(language, self.title_en)


# fmt: off
_ALL: Final = (
    RoleKind("desk_officer", "Desk officer", "ضابط المكتب", "ڈیسک افسر", "ask, answer, draft, follow a hit"),
    RoleKind("releasing_officer", "Releasing officer", "ضابط إذن المشاركة", "اجرا کا مجاز افسر",
             "approve a release"),
    RoleKind("legal_reviewer", "Legal reviewer", "المراجع القانوني", "قانونی جائزہ کار",
             "check the legal basis of a release or a case"),
    RoleKind("liaison_officer", "Liaison officer", "ضابط الاتصال", "رابطہ افسر",
             "carry requests between both sides and keep their clocks"),
    RoleKind("analyst", "Analyst", "محلل", "تجزیہ کار", "judge identities, see networks, write assessments"),
    RoleKind("secretary", "Committee secretary", "أمين سر اللجنة", "کمیٹی سیکرٹری",
             "keep agendas, minutes, decisions and actions"),
    RoleKind("planner", "Operations planner", "مخطط العمليات", "آپریشنز منصوبہ ساز",
             "keep joint plans, de-confliction and exercises"),
    RoleKind("watch_officer", "Watch desk officer", "ضابط مكتب المناوبة", "نگران ڈیسک افسر",
             "own the conflicts of operations until they are closed"),
    RoleKind("protection_officer", "Protection officer", "ضابط الحماية", "تحفظ افسر",
             "screen workers for forced labour and refer victims"),
    RoleKind("training_coordinator", "Training coordinator", "منسق التدريب", "تربیتی رابطہ کار",
             "keep courses, nominations and certificates"),
    RoleKind("auditor", "Auditor", "مدقق", "آڈیٹر", "read the audit lines, and never the content"),
    RoleKind("operator", "Operator", "مشغّل النظام", "سسٹم آپریٹر", "install, keep keys and officers, monitor"),
)
# fmt: on

CATALOGUE: Final = MappingProxyType({kind.slug: kind for kind in _ALL})
if len(CATALOGUE) != len(_ALL):
    raise ValueError("the catalogue of roles names a slug twice")


def choices() -> list[tuple[str, str]]:
    """Return the roles as Django wants them for a field."""
    return [(kind.slug, kind.title_en) for kind in _ALL]


def check(slug: str) -> str:
    """Return a slug of the catalogue unchanged, or refuse it.

    Raises:
        UnknownRole: also for the empty text.
    """
    if slug not in CATALOGUE:
        raise UnknownRole
    return slug
