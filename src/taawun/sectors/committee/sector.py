# SPDX-License-Identifier: Apache-2.0
"""Committee: the declaration from which the node serves its meetings, actions, decisions and communiqués."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from taawun.apps.sector import Kept, Page, Sector
from taawun.sectors.committee import rules

DRAFTERS: Final = frozenset({"analyst", "desk_officer", "liaison_officer"})
ANYONE: Final = frozenset({"(anyone)"})
"""The address of a calendar is a secret: the program that reads it cannot sign in."""
DESK: Final = frozenset({"analyst", "desk_officer", "legal_reviewer", "liaison_officer", "releasing_officer"})
OFFICERS: Final = DESK | {"secretary"}

SECTOR: Final = Sector(
    slug="committee",
    title={"en": "Committee", "ar": "اللجنة", "ur": "کمیٹی"},
    about={
        "en": "Meetings to minutes that both sides signed, and actions that only the other side can close.",
        "ar": "اجتماعات حتى محضر يوقعه الطرفان، وإجراءات لا يغلقها إلا الطرف الآخر.",
        "ur": "اجلاس سے دونوں فریقوں کی دستخط شدہ روداد تک، اور کارروائیاں جنہیں صرف دوسرا فریق بند کر سکتا ہے۔",
    },
    purpose="coordination",
    instruments=("pk-bh-working-group", "pk-bh-committee"),
    roles=OFFICERS,
    records={
        "committee-body": Kept(months=60, check=rules.check_body),
        "communique": Kept(months=120),
        "committee-decision": Kept(months=120, check=rules.check_decision),
        "committee-memorandum": Kept(months=120, check=rules.check_memorandum),
        "committee-posting": Kept(months=60, check=rules.check_posting),
    },
    answers={
        "committee_meeting": frozenset({"agree_agenda", "cancel_guest"}),
        "committee_action": frozenset({"show", "verify_own"}),
        "committee_decision": frozenset({"agree", "refuse"}),
        "committee_memorandum": frozenset({"counter", "initial_guest", "give_up_guest"}),
    },
    pages=(
        Page("follow", OFFICERS, _("What was promised")),
        Page("meetings", OFFICERS, _("Meetings")),
        Page("decisions", OFFICERS, _("Decisions")),
        Page("memoranda", OFFICERS, _("Memoranda")),
        Page("bodies", OFFICERS, _("Bodies")),
        Page("intake", DRAFTERS, _("Take a communiqué in")),
        Page("meeting", OFFICERS),
        Page("memorandum", OFFICERS),
        Page("invitation", OFFICERS),
        Page("follow-export", OFFICERS),
        Page("feed", ANYONE),
    ),
    case_kinds=(
        ("pk-bh-committee", "committee_meeting"),
        ("pk-bh-committee", "committee_action"),
        ("pk-bh-committee", "committee_decision"),
        ("pk-bh-committee", "committee_memorandum"),
    ),
)
