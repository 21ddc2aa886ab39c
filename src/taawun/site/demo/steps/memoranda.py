# SPDX-License-Identifier: Apache-2.0
"""The committee between meetings: its body, a late action, a decision that is ratified, a memorandum to its force."""

from collections.abc import Callable
from typing import Any, Final

from taawun.site.demo.nodes import NotSeen
from taawun.site.demo.run import Story
from taawun.site.demo.steps.casework import Casework, islamabad, manama
from taawun.site.demo.steps.committee import ACTION, fill, flags, opened

AREA: Final = "committee"
BODY: Final = {
    "title": "Joint Working Group", "instrument": "pk-bh-working-group", "since": "2025-09-26",
    "tracks": [
        "counter_narcotics", "counter_terrorism", "coast_guard", "border_security", "immigration", "police_training",
    ],
}  # fmt: skip
LATE: Final[dict[str, Any]] = ACTION | {
    "what": "قائمة بجهات الاتصال في الموانئ — بندرگاہوں کے رابطوں کی فہرست",
    "due": "2026-09-30", "track": "coast_guard", "memorandum": "extradition",
}  # fmt: skip
DECISION: Final[dict[str, Any]] = {
    "text": "يُعقد الاجتماع الثاني في المنامة — دوسرا اجلاس منامہ میں ہو گا", "basis": "Terms of reference",
    "why_now": "دعوت نامے اجلاس سے پہلے بھیجنے ہیں۔",
}  # fmt: skip
MEMORANDUM: Final[dict[str, Any]] = {
    "heading": "Extradition — تسليم المطلوبين — ملزمان کی حوالگی",
    "subject": "extradition",
    "text_en": "Article 1\nEach side names a central authority.\nArticle 2\nA request is answered within sixty days.",
    "text_ar": "المادة 1\nيسمي كل طرف سلطة مركزية.\nالمادة 2\nيُجاب على الطلب خلال ستين يوماً.",
    "text_ur": "دفعہ 1\nہر فریق ایک مرکزی اتھارٹی نامزد کرے گا۔\nدفعہ 2\nدرخواست کا جواب ساٹھ دن میں دیا جائے گا۔",
    "milestones": "Signature in Islamabad | 2027-03-23\nتبادل وثائق التصديق | 2027-06-30",
}
THEIRS: Final = {
    "text_en": MEMORANDUM["text_en"].replace("sixty", "forty-five") + "\nArticle 3\nUrgent requests come first.",
    "text_ar": MEMORANDUM["text_ar"].replace("ستين", "خمسة وأربعين") + "\nالمادة 3\nتُقدَّم الطلبات العاجلة.",
    "text_ur": MEMORANDUM["text_ur"].replace("ساٹھ", "پینتالیس") + "\nدفعہ 3\nفوری درخواستیں پہلے لی جائیں گی۔",
}


def named(story: Story) -> str:
    """The body that meets is entered with its terms of reference, which are an instrument, and its sub-groups."""
    found = story.pk.act("committee_body", username=islamabad(story.pk).desk, **BODY)
    if found["tracks"] != len(BODY["tracks"]) or not found["terms"] or found["held"] != 1:
        raise NotSeen(str(found))
    return f"{found['terms']}: {found['tracks']} sub-groups, {found['held']} meeting held"


def reminded(story: Story) -> str:
    """Manama is late with an action: its node reminds the owner, and Islamabad's whoever follows it, once each."""
    pk, bh = islamabad(story.pk), manama(story.bh)
    work = opened(story, "committee_action", "Contacts at ports", LATE)
    work.cross(pk, bh, pk.desk, "assign")
    bh.act("case_assign", bh.liaison, work.case, work.purpose, authority=bh.authority)
    asked = [one.node.act("committee_remind", username=one.desk, case=work.case) for one in (pk, bh)]
    if asked != [["overdue_follow"], ["overdue"]]:
        raise NotSeen(str(asked))
    (late,) = [one["late"] for one in pk.node.act("committee_actions", username=pk.desk) if one["case"] == work.case]
    return f"{late} shared working days late; one reminder on each side, on My day of its desk"


def decided(story: Story) -> str:
    """Both sides agree on something between meetings; it is owed until the next meeting ratifies it."""
    pk, bh = islamabad(story.pk), manama(story.bh)
    work = opened(story, "committee_decision", "Place of the second meeting", DECISION)
    work.cross(pk, bh, pk.signer, "propose")
    bh.act("case_assign", bh.liaison, work.case, work.purpose, authority=bh.authority)
    work.cross(bh, pk, bh.signer, "agree")
    owed = [one["owed"] for one in pk.node.act("committee_decisions", username=pk.desk) if one["case"] == work.case]
    fill(work, pk, {"ratified_at": "الاجتماع الثاني — دوسرا اجلاس"})
    work.cross(pk, bh, pk.desk, "lay")
    seen = work.cross(bh, pk, bh.desk, "ratify")
    left = [one["owed"] for one in bh.node.act("committee_decisions", username=bh.desk) if one["case"] == work.case]
    if (owed, left) != ([True], [False]):
        raise NotSeen(f"{owed} {left}")
    return f"owed after it was agreed, {seen['phase']} at both"


def negotiated(story: Story) -> str:
    """A memorandum is drafted by Islamabad, changed by Manama, compared in three languages, and initialled by both."""
    pk, bh = islamabad(story.pk), manama(story.bh)
    work = opened(story, "committee_memorandum", "Extradition", MEMORANDUM)
    work.cross(pk, bh, pk.desk, "propose")
    bh.act("case_assign", bh.liaison, work.case, work.purpose, authority=bh.authority)
    fill(work, bh, THEIRS)
    work.cross(bh, pk, bh.desk, "counter")
    work.cross(pk, bh, pk.signer, "initial_host")
    work.cross(bh, pk, bh.signer, "confirm_guest")
    found = _memorandum(story, work, "initialled")
    changed = [2, 3]
    if found["drafts"] != ["PK", "BH"] or any(one != changed for one in found["changed"].values()):
        raise NotSeen(str(found))
    story.facts["memorandum"] = work
    return f"drafts of {found['drafts']}; articles {changed} differ in each language, {found['beside']} side by side"


def in_force(story: Story) -> str:
    """It is signed, ratified and in force by acts of both sides; its pack is a model, and permits nothing yet."""
    work: Casework = story.facts["memorandum"]
    pk, bh = islamabad(story.pk), manama(story.bh)
    fill(work, pk, {"signed_on": "2026-11-20"})
    work.cross(pk, bh, pk.signer, "sign_host")
    work.cross(bh, pk, bh.signer, "sign_guest")
    work.cross(pk, bh, pk.signer, "ratify_host")
    flags(work, bh, {"ratified_host"})
    work.cross(bh, pk, bh.signer, "ratify_guest")
    flags(work, pk, {"ratified_host", "ratified_guest"})
    work.cross(pk, bh, pk.desk, "both_ratified")
    fill(work, pk, {"force_on": "2026-11-21", "becomes": "pk-bh-extradition"})
    work.cross(pk, bh, pk.signer, "enter_into_force")
    found = _memorandum(story, work, "in_force")
    if found["permits"] or found["becomes"] != "pk-bh-extradition":
        raise NotSeen(str(found))
    return f"in force at both; becomes {found['becomes']}, a model, which permits nothing today"


def _memorandum(story: Story, work: Casework, stage: str) -> dict[str, Any]:
    """Return the memorandum as both nodes show it, which must be the same."""
    offices = (islamabad(story.pk), manama(story.bh))
    ours, theirs = (one.node.act("committee_memorandum", username=one.desk, case=work.case) for one in offices)
    if ours != theirs or ours["stage"] != stage:
        raise NotSeen(f"{ours} {theirs}")
    return dict(ours)


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("The body that met has its terms of reference and its sub-groups", named),
    ("A late action is remembered on both sides, once", reminded),
    ("A decision between meetings is owed until it is ratified", decided),
    ("A memorandum is drafted, compared by article and language, and initialled", negotiated),
    ("It is signed, ratified and in force, and permits nothing while its pack is a model", in_force),
)
