# SPDX-License-Identifier: Apache-2.0
"""The story of the committee: two communiqués, a meeting to minutes that both sides signed, a verified action."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from taawun.formats.papers.checking import check_signature
from taawun.site.demo.nodes import NotSeen, until
from taawun.site.demo.run import Story
from taawun.site.demo.steps.casework import Casework, islamabad, manama

AREA: Final = "committee"
PURPOSE: Final = "coordination"
PACK: Final = "pk-bh-committee"
DOCUMENT: Final = ("Secretaries' file 1", "1")
MEETS: Final = {"day": "2027-03-04", "begins": "10:00", "minutes": 120, "zone": "asia_bahrain", "place": "المنامة"}
MEETING: Final[dict[str, Any]] = {
    "body": "Joint Working Group — فريق العمل المشترك — مشترکہ ورکنگ گروپ",
    "meets": MEETS,
    "agenda": "* Minutes of the first meeting\nCounter-narcotics\nتدريب الشرطة\nسرحدی سلامتی",
    "papers": ["ورقة عمل: التدريب المشترك | amber", "سرحدی سلامتی کی رپورٹ | green"],
    "delegation_host": "نادیہ شاہ، وزارتِ داخلہ",
}
MINUTES: Final[dict[str, Any]] = {
    "minutes_en": "The group met in Manama and went through its six tracks.",
    "minutes_ar": "اجتمع الفريق في المنامة واستعرض مساراته الستة.",
    "minutes_ur": "گروپ کا اجلاس منامہ میں ہوا اور اس نے اپنے چھ شعبوں کا جائزہ لیا۔",
    "decisions": "Tracks report each quarter | Terms\nیادداشتوں کا مسودہ تیار ہو | دائرۂ کار | تحفظ: بحرین",
    "actions": "Name the contact of each track | BH | Ministry of Interior | 2027-04-01",
}
ACTION: Final[dict[str, Any]] = {
    "what": "تسمية ضابط اتصال لكل مسار — name the contact of each track", "authority": "BH: Ministry of Interior",
    "due": "2027-04-01", "result": "ہر شعبے کا رابطہ افسر نامزد ہو", "track": "committee",
}  # fmt: skip


def taken(story: Story) -> str:
    """Both communiqués are read by rules; a person confirms each proposal, and each action is given to its owner."""
    pk, said = islamabad(story.pk), []
    cases: list[str] = []
    releases: list[str] = []
    for name, language, wanted in (("july", "ar", 2), ("september", "ur", 10)):
        found = story.pk.act("committee_take", username=pk.desk, communique=name, language=language, other="BH")
        if sum(found["kinds"].values()) != wanted or len(found["actions"]) != wanted:
            raise NotSeen(f"{name}: {found}")
        cases, releases = [*cases, *found["actions"]], [*releases, *found["releases"]]
        said.append(f"{name} ({language}): {found['kinds']}")
    for name in pk.approvers:
        story.pk.act("approve", username=name, releases=releases)
    story.pk.act("send", username=pk.desk, releases=releases)
    seen = [one for one in story.pk.act("committee_actions", username=pk.desk) if one["case"] in cases]
    owned = [(one["owner"], one["stage"]) for one in seen]
    if len(owned) != len(releases) or any(not owner or stage != "open" for owner, stage in owned):
        raise NotSeen(str(owned))
    return "; ".join([*said, f"{len(owned)} actions, each with its owner"])


def held(story: Story) -> str:
    """A meeting is convened, its agenda agreed by the other side, held, and its minutes laid before both."""
    pk, bh = islamabad(story.pk), manama(story.bh)
    work = opened(story, "committee_meeting", "Second meeting", MEETING)
    work.cross(pk, bh, pk.desk, "convene")
    bh.act("case_assign", bh.liaison, work.case, PURPOSE, authority=bh.authority)
    fill(work, bh, {"delegation_guest": "ريم العلوي، وزارة الداخلية"})
    work.cross(bh, pk, bh.desk, "agree_agenda")
    fill(work, pk, {"attendance": "Both delegations; no apologies."})
    work.cross(pk, bh, pk.desk, "hold")
    fill(work, pk, MINUTES)
    seen = work.cross(pk, bh, pk.desk, "lay_minutes")
    story.facts[AREA] = work
    return f"case {work.case}: phase {seen['phase']} at both"


def changed(story: Story) -> str:
    """Manama changes a sentence after Islamabad approved: both approvals fall, and the new text is approved by both."""
    work: Casework = story.facts[AREA]
    pk, bh = islamabad(story.pk), manama(story.bh)
    work.cross(pk, bh, pk.signer, "approve_host")
    before = flags(work, bh, {"approved_host"})
    fill(work, bh, {"minutes_en": "The group met in Manama and agreed on the next steps of its six tracks."})
    work.cross(bh, pk, bh.desk, "change_guest", reasons="أدق — more exact.")
    after = flags(work, pk, set())
    work.cross(pk, bh, pk.desk, "take_up_host")
    work.cross(pk, bh, pk.signer, "approve_host")
    flags(work, bh, {"approved_host"})
    work.cross(bh, pk, bh.signer, "approve_guest")
    both = flags(work, pk, {"approved_host", "approved_guest"})
    return f"flags {before}, after the change {after}, then {both}"


def signed(story: Story) -> str:
    """The minutes are printed in three languages and signed by Islamabad, then countersigned by Manama."""
    work: Casework = story.facts[AREA]
    pk, bh, folder = islamabad(story.pk), manama(story.bh), story.folder / "papers"
    folder.mkdir(exist_ok=True)
    for office, name in ((pk, "Ministry of Interior, Pakistan"), (bh, "Ministry of Justice, Bahrain")):
        Casework(work.case, PURPOSE, {"title": name})._key(office)  # noqa: SLF001 - made by the operator as for letters
    printed = pk.node.act("committee_print", username=pk.signer, case=work.case, folder=str(folder))
    work.cross(pk, bh, pk.signer, "sign_host", papers=[one["paper"] for one in printed])
    digests = [one["sha256"] for one in printed]
    work.opened(bh, digests, story.folder)
    asked = {"case": work.case, "papers": digests, "folder": str(folder)}
    both = bh.node.act("committee_countersign", username=bh.signer, **asked)
    work.cross(bh, pk, bh.signer, "sign_guest", papers=[one["paper"] for one in both])
    found = work.opened(pk, [one["sha256"] for one in both], story.folder)
    seen = work.cross(pk, bh, pk.desk, "close")
    return f"phase {seen['phase']}; " + " · ".join(f"{path}: {_signatures(path)} signatures" for path in found.values())


def verified(story: Story) -> str:
    """An action of Manama is done, cannot be closed by Manama, and is closed when Islamabad has verified it."""
    pk, bh = islamabad(story.pk), manama(story.bh)
    work = opened(story, "committee_action", "Contacts of the tracks", ACTION)
    work.cross(pk, bh, pk.desk, "assign")
    bh.act("case_assign", bh.liaison, work.case, PURPOSE, authority=bh.authority)
    fill(work, bh, {"evidence": "مذكرة رقم 17 بأسماء ضباط الاتصال."})
    work.cross(bh, pk, bh.desk, "show")
    asked = {"case": work.case, "purpose": PURPOSE, "move": "verify", "approvers": []}
    refused = story.bh.refusal("case_cross", username=bh.desk, **asked)
    if refused.code != "case.move-closed":
        raise NotSeen(refused.said)
    fill(work, pk, {"verification": "نوٹ 17 پڑھا گیا؛ چھ نام درج ہیں۔"})
    work.cross(pk, bh, pk.desk, "verify")
    (found,) = [one for one in bh.node.act("committee_actions", username=bh.desk) if one["case"] == work.case]
    if found["stage"] != "verified" or found["owner"] != "BH":
        raise NotSeen(str(found))
    return f"refused to its owner: {refused.said} Then {found['stage']} at both"


def opened(story: Story, kind: str, title: str, values: dict[str, Any]) -> Casework:
    """Open a case of the committee in Islamabad with these contents."""
    pk = islamabad(story.pk)
    asked = {"pack": PACK, "kind": kind, "other": "BH", "purpose": PURPOSE, "title": title}
    work = Casework(story.pk.act("case_open", username=pk.desk, **asked), PURPOSE, {"title": title})
    fill(work, pk, values)
    return work


def flags(work: Casework, office: Any, wanted: set[str]) -> list[str]:
    """Wait until a case has these flags at an office: an approval changes no phase that could be waited for."""
    until(lambda: work.theirs(office), lambda seen: set(seen.get("flags", ["?"])) == wanted, f"{sorted(wanted)}")
    return sorted(wanted)


def fill(work: Casework, office: Any, values: dict[str, Any]) -> None:
    """Let the desk of an office fill elements of a case."""
    office.act("case_fill", office.desk, work.case, PURPOSE, values=values, document=DOCUMENT)


def _signatures(path: str) -> int:
    """Return how many signatures a paper bears, each of which must cover it."""
    from taawun.formats.papers.signer import self_signed

    at = datetime.now(UTC)
    root = self_signed("Reader", "PK", at=at).certificate  # whose signatures they are is not asked here
    found = check_signature(Path(path).read_bytes(), [root], at=at)
    if not all(one.intact and one.whole for one in found):
        raise NotSeen(path)
    return len(found)


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("Two communiqués are read; a person confirms each proposal", taken),
    ("A meeting is convened, agreed, held, and its minutes are laid before both sides", held),
    ("A change after an approval takes both approvals away", changed),
    ("The minutes are signed by both sides in three languages", signed),
    ("An action is closed only by the side that does not own it", verified),
)
