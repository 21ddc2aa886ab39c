# SPDX-License-Identifier: Apache-2.0
"""The story of an exercise: an hour in fast time on one clock at both nodes, and what came of it."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from taawun.site.demo.nodes import NotSeen, until
from taawun.site.demo.run import Story
from taawun.site.demo.steps.casework import Casework, Office, islamabad, manama

AREA: Final = "exercises"
PURPOSE: Final = "exercise"
LIVE: Final = "counter-narcotics"
DOCUMENT: Final = ("Exercise file 1", "1")
INTERDICTION, NOTIFICATION = "Maritime interdiction — الاعتراض البحري", "Notification — اطلاع"
PLAN: Final[dict[str, Any]] = {
    "name": "مشق محفوظ بندرگاہ — تمرين الميناء الآمن — Safe Harbour",
    "scenario": "A dhow with a made-up cargo leaves a made-up port. زورق وهمي. فرضی لانچ۔",
    "timing": {"speed": 600, "late_after": 2},
    "players": "MCC | PK | کوسٹ گارڈ آپریشنز روم\nOPS | BH | غرفة عمليات خفر السواحل",
    "objectives": f"1 | Stop a dhow together | {INTERDICTION}\n2 | إبلاغ جهة الاتصال في ربع ساعة | {NOTIFICATION}",
    "injects": """
        1 | 0 | PK | MCC | radio | ایک لانچ جواب نہیں دیتی | کنٹرول کو اطلاع | Raza | 1
        2 | 5 | PK | OPS | desk | A dhow heads for Bahrain | اتصل بجهة الاتصال | Raza | 2
        3 | 15 | BH | MCC | desk | غيّر الزورق مساره | گشت کا رخ بدلیں | Mona | 1
        4 | 25 | BH | OPS | phone | زورق الدورية متعطل | أرسل بديلاً | Mona | 1
        5 | 35 | PK | OPS | desk | لانچ نے نام بدل لیا | أبلغ الدورية | Raza | 2
        6 | 60 | BH | MCC | desk | أوقف الزورق وبلا حمولة | خلاصہ لکھیں | Mona | 1""",
}  # fmt: skip
LATE_ONE: Final = 5
SEIZURE: Final = {"name": "Practice: 40 kg of sugar", "date": "2026-11-20", "substance": "Heroin", "amount": "40",
                  "unit": "kg", "transport": "sea"}  # fmt: skip


def planned(story: Story) -> str:
    """The plan is laid before Manama and agreed; both arm their injects, whose releases officers approve beforehand."""
    pk, bh = islamabad(story.pk), manama(story.bh)
    asked = {"pack": "pk-bh-exercises", "kind": "exercise", "other": "BH", "purpose": PURPOSE, "title": PLAN["name"]}
    work = Casework(story.pk.act("case_open", username=pk.desk, **asked), PURPOSE, {})
    pk.act("case_fill", pk.desk, work.case, PURPOSE, values=PLAN, document=DOCUMENT)
    work.cross(pk, bh, pk.desk, "propose_plan")
    bh.act("case_assign", bh.liaison, work.case, PURPOSE, authority=bh.authority)
    seen = work.cross(bh, pk, bh.desk, "agree_plan")
    held, early = _armed(pk, work), _armed(bh, work)
    story.facts[AREA] = work, held.pop(LATE_ONE)
    for office, releases in ((pk, held), (bh, early)):
        office.node.act("approve", username=office.approvers[0], releases=list(releases.values()))
    return f"phase {seen['phase']} at both; injects {sorted(held)} and {sorted(early)} are released beforehand"


def run(story: Story) -> str:
    """The hour runs; an inject is fired while Manama is down, and arrives once, marked late."""
    work, release = story.facts[AREA]
    pk, bh = islamabad(story.pk), manama(story.bh)
    work.cross(pk, bh, pk.desk, "start")
    began = time.monotonic()
    _inbox(bh, {2})
    story.bh.stop()
    story.pk.act("approve", username=pk.approvers[0], releases=[release])
    until(lambda: _events(pk, work), lambda seen: seen[LATE_ONE] == "fired", "inject 5 fired")
    story.bh.start()
    story.bh.wait_until_up()
    came = _inbox(bh, {2, 4, LATE_ONE})
    _inbox(pk, {1, 3, 6})
    late = [one for one in came if one["number"] == LATE_ONE]
    if len(late) != 1 or not late[0]["late"]:
        raise NotSeen(str(came))
    shapes = until(lambda: _events(bh, work), lambda seen: seen[LATE_ONE] == "late", "late at Manama")
    work.cross(bh, pk, bh.desk, "end_other")
    told = f"fired {late[0]['fired'][11:19]}, arrived {late[0]['arrived'][11:19]}"
    return f"60 minutes in {time.monotonic() - began:.1f} s; at Manama {shapes}; inject {LATE_ONE}: {told}"


def rated(story: Story) -> str:
    """Capabilities are rated, the report is printed in three languages, and the lesson becomes an action."""
    work, _release = story.facts[AREA]
    pk, folder = islamabad(story.pk), story.folder / "papers"
    folder.mkdir(exist_ok=True)
    ratings = {INTERDICTION: "S", NOTIFICATION: "M"}
    text = "رابطے کا نمبر پرانا تھا — رقم الاتصال قديم"
    figures = pk.node.act("exercise_rate", username=pk.desk, case=work.case, ratings=ratings, text=text)
    if figures != {"P": 0, "S": 1, "M": 1, "U": 0, "": 0}:
        raise NotSeen(str(figures))
    item = {"capability": NOTIFICATION, "text": "Correct the contact list — تصحيح قائمة الاتصال", "owner": "BH"}
    made = pk.node.act("exercise_improve", username=pk.desk, case=work.case, due="2027-05-01", **item)
    for name in pk.approvers:
        pk.node.act("approve", username=name, releases=[made["release"]])
    pk.node.act("send", username=pk.desk, releases=[made["release"]])
    papers = [Path(one) for one in pk.node.act("exercise_report", username=pk.desk, case=work.case, folder=str(folder))]
    if not all(one.read_bytes().startswith(b"%PDF") for one in papers):
        raise NotSeen(str(papers))
    found = [one for one in pk.node.act("committee_actions", username=pk.desk) if one["case"] == made["action"]]
    if [(one["owner"], one["stage"]) for one in found] != [("BH", "open")]:
        raise NotSeen(str(found))
    return f"ratings {figures}; action {made['action']} of BH is open; {', '.join(one.name for one in papers)}"


def kept_apart(story: Story) -> str:
    """A practice seizure crosses with its flag, and no figure of either node changes."""
    pk, bh = islamabad(story.pk), manama(story.bh)
    before = {one.node.side.name: _figures(one) for one in (pk, bh)}
    record = pk.node.act(
        "draft_record", username=pk.desk, kind="seizure", data=SEIZURE, party="PK", persons=[], purpose=PURPOSE
    )
    release = pk.node.act("release_record", username=pk.desk, record=record, to=["BH"], purpose=PURPOSE)
    pk.node.act("approve", username=pk.approvers[0], releases=[release])
    pk.node.act("send", username=pk.desk, releases=[release])
    for office in (pk, bh):
        _seizures(office, record)
    after = {one.node.side.name: _figures(one) for one in (pk, bh)}
    if before != after:
        raise NotSeen("A practice seizure changed a figure.")
    counted = sum(len(one["charts"]) for one in after.values())
    return f"{record} is flagged at both; counts and {counted} charts are unchanged"


def _armed(office: Office, work: Casework) -> dict[int, str]:
    found: Mapping[str, str] = office.node.act("exercise_arm", username=office.desk, case=work.case)
    return {int(number): release for number, release in found.items()}


def _events(office: Office, work: Casework) -> dict[int, str]:
    found: Mapping[str, str] = office.node.act("exercise_events", username=office.desk, case=work.case)
    return {int(number): shape for number, shape in found.items()}


def _inbox(office: Office, wanted: set[int]) -> list[dict[str, Any]]:
    """Wait until players of a node see these injects, and return all that they see."""
    found: list[dict[str, Any]] = until(
        lambda: office.node.act("exercise_inbox", username=office.desk),
        lambda seen: wanted <= {one["number"] for one in seen},
        f"injects {sorted(wanted)} at {office.node.side.name}",
    )
    return found


def _seizures(office: Office, record: str) -> None:
    until(
        lambda: office.node.act("exercise_seizures", username=office.desk, kind="seizure"),
        lambda seen: record in seen,
        f"the practice seizure at {office.node.side.name}",
    )


def _figures(office: Office) -> dict[str, Any]:
    found: dict[str, Any] = office.node.act("exercise_figures", username=office.desk, purpose=LIVE, kinds=["seizure"])
    return found


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("The plan of an exercise is agreed, and its injects are released beforehand", planned),
    ("An hour runs on one clock in fast time; an inject that was fired with the link down comes once, late", run),
    ("Capabilities are rated, the report is printed, and its lesson is an action of the committee", rated),
    ("A practice seizure crosses with its flag and stands in no figure", kept_apart),
)
