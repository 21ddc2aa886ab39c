# SPDX-License-Identifier: Apache-2.0
"""The story of a joint plan: both nodes write it apart, sections merge as they are released, an annex stays at home."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from taawun.site.demo.nodes import NotSeen, until
from taawun.site.demo.run import Story
from taawun.site.demo.steps.casework import Office, islamabad, manama

AREA: Final = "plans"
PURPOSE: Final = "coordination"
HEAD: Final = {
    "title": "مشترکہ بحری گشت — دورية بحرية مشتركة",
    "begins": "2027-03-01",
    "ends": "2027-03-31",
    "owner": "PK",
}
FIRST: Final = "The patrol begins in the north."
OURS: Final = "At dawn the patrol begins in the north."
THEIRS: Final = "The patrol begins in the north and ends in the south. تنتهي جنوبًا."
BOTH: Final = "At dawn the patrol begins in the north and ends in the south. تنتهي جنوبًا."
ANNEX: Final = "گھاٹ نمبر سات پر ہمارے اپنے آدمی انتظار کریں گے"
BOAT: Final = {"rsrcrsrc": {"name": "تیز کشتی ۳", "owner": "PK: کوسٹ گارڈ"}}
AREAS: Final = {
    "northsea": {
        "name": "شمالی پٹی — القطاع الشمالي", "area": "26.6 50.6; 26.6 51.1; 26.3 51.1; 26.3 50.6", "owner": "BH",
        "begins": "2027-03-08", "ends": "2027-03-20",
    },
}  # fmt: skip
PHASES: Final = {
    "phaseaaa": {"name": "تیاری", "owner": "PK", "begins": "2027-03-01", "ends": "2027-03-10", "resources": "rsrcrsrc"},
    "phasebbb": {
        "name": "دورية", "owner": "BH", "begins": "2027-03-08", "ends": "2027-03-20", "resources": "rsrcrsrc",
        "areas": "northsea",
    },
}  # fmt: skip


def opened(story: Story) -> str:
    """Islamabad opens a plan with an annex of its own, and releases its overview to Manama."""
    pk, bh = islamabad(story.pk), manama(story.bh)
    plan = pk.node.act("plans_open", username=pk.desk, other="BH", head=HEAD)
    _save(pk, plan["overview"], FIRST)
    said = {"plan": plan["plan"], "title": "قومی ضمیمہ", "text": ANNEX}
    pk.node.act("plans_annex", username=pk.desk, **said)
    _cross(pk, bh, plan["plan"], plan["overview"], lambda found: found["text"] == FIRST)
    story.facts[AREA] = plan
    return f"plan {plan['plan']}: its overview is in Manama"


def merged(story: Story) -> str:
    """Both write the same sentence apart; each releases, and both nodes then hold one sentence."""
    pk, bh, plan = islamabad(story.pk), manama(story.bh), story.facts[AREA]
    _save(pk, plan["overview"], OURS)
    _save(bh, plan["overview"], THEIRS)
    _cross(bh, pk, plan["plan"], plan["overview"], lambda found: found["text"] == BOTH)
    _cross(pk, bh, plan["plan"], plan["overview"], lambda found: found["text"] == BOTH)
    return f"at both nodes: {BOTH}"


def conflicting(story: Story) -> str:
    """One boat is in two phases that overlap: both nodes list it once the sections have crossed."""
    pk, bh, plan = islamabad(story.pk), manama(story.bh), story.facts[AREA]
    for form, rows in (("resources", BOAT), ("areas", AREAS), ("phases", PHASES)):
        _save(pk, plan[form], None, rows)
        _cross(pk, bh, plan["plan"], plan[form], partial(_has, rows))
    found = [_shown(one, plan["plan"])["conflicts"] for one in (pk, bh)]
    if found != [["resource-twice"]] * 2:
        raise NotSeen(str(found))
    return f"conflicts at both nodes: {found[0]}"


def kept(story: Story) -> str:
    """The annex stays at home: Manama has none, and a section that repeats a line of it does not leave."""
    pk, bh, plan = islamabad(story.pk), manama(story.bh), story.facts[AREA]
    _save(pk, plan["overview"], f"{BOTH} {ANNEX}.")
    refused = story.pk.refusal("plans_release", username=pk.desk, section=plan["overview"])
    _save(pk, plan["overview"], BOTH)
    theirs = _shown(bh, plan["plan"])
    if refused.code != "plan.annex-would-leave" or theirs["annexes"] or ANNEX in str(theirs):
        raise NotSeen(f"{refused.said} {theirs}")
    return f"refused: {refused.said} Manama has {theirs['annexes']} annexes"


def _has(rows: dict[str, Any], found: dict[str, Any]) -> bool:
    return bool(found["rows"].keys() == rows.keys())


def _save(office: Office, section: str, text: str | None, rows: dict[str, Any] | None = None) -> None:
    office.node.act("plans_save", username=office.desk, section=section, text=text, rows=rows or {})


def _shown(office: Office, plan: str) -> dict[str, Any]:
    found: dict[str, Any] = office.node.act("plans_shown", username=office.desk, plan=plan)
    return found


def _cross(sender: Office, receiver: Office, plan: str, section: str, wanted: Callable[[dict[str, Any]], bool]) -> None:
    """Release a section, and wait until it stands at the other node as it should."""
    release = sender.node.act("plans_release", username=sender.desk, section=section)
    sender.node.act("approve", username=sender.approvers[0], releases=[release])
    sender.node.act("send", username=sender.desk, releases=[release])
    until(
        lambda: _shown(receiver, plan)["sections"].get(section, {"text": "", "rows": {}}), wanted, f"section {section}"
    )


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("A plan is opened, and its overview crosses", opened),
    ("Both sides write apart, and both nodes hold one text", merged),
    ("A boat in two phases at once is listed as a conflict at both nodes", conflicting),
    ("A national annex stays at home, and so does a section that repeats it", kept),
)
