# SPDX-License-Identifier: Apache-2.0
"""The story of the liaison desk: a posting with its mandate, a tasking across, contacts tested, a desk handed over."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from taawun.site.demo.nodes import NotSeen, until
from taawun.site.demo.run import Story
from taawun.site.demo.steps.casework import Casework, Office, islamabad, manama

AREA: Final = "liaison"
PURPOSE: Final = "coordination"
PACK: Final = "pk-bh-liaison"
DOCUMENT: Final = ("Letter of the desk", "1")
OPERATOR: Final = "owais"
SUCCESSOR: Final = "rabia"
TASKING: Final[dict[str, Any]] = {
    "field": "counter_narcotics", "under": "pk-bh-working-group",
    "what": "متى يمكن مقابلة الشاهد في المنامة؟ — منامہ میں گواہ کا انٹرویو کب ممکن ہے؟",
    "result": "A day and an hour, confirmed by the host.",
}  # fmt: skip
ANSWER: Final = "الثلاثاء الساعة العاشرة صباحاً بحضور مترجم أردي."
CONTACT: Final = {
    "name": "غرفة العمليات", "authority": "إدارة مكافحة المخدرات", "party": "BH", "phone": "+973-0000-0000",
    "languages": ["ar", "en"], "state": "in_use",
}  # fmt: skip


def posted(story: Story) -> str:
    """Islamabad states the posting of its officer with a mandate, and releases the record to Manama."""
    pk, bh = islamabad(story.pk), manama(story.bh)
    today = datetime.now(UTC).date()
    data = {
        "name": "منشیات رابطہ افسر — ضابط اتصال لشؤون المخدرات", "officer": "Hamid Raza", "party": "PK", "host": "BH",
        "place": "سفارة باكستان، المنامة", "sectors": ["counter_narcotics"], "instruments": ["pk-bh-working-group"],
        "since": (today - timedelta(days=1)).isoformat(), "until": (today + timedelta(days=730)).isoformat(),
    }  # fmt: skip
    record = _stated(pk, "liaison-posting", data, ["other"])
    release = pk.node.act("release_record", username=pk.desk, record=record, to=["BH"], purpose=PURPOSE)
    for name in pk.approvers:
        pk.node.act("approve", username=name, releases=[release])
    pk.node.act("send", username=pk.desk, releases=[release])
    seen = until(
        lambda: bh.node.act("liaison_postings", username=bh.desk), lambda found: record in found, "the posting"
    )
    story.facts[AREA] = record
    return f"posting {record}: {seen[record]} in Manama"


def tasked(story: Story) -> str:
    """The home authority tasks its officer, who puts it to the host; the host answers; it is reported home."""
    pk, bh = islamabad(story.pk), manama(story.bh)
    work = _opened(story, {})
    work.make(pk, pk.desk, "task")
    work.make(pk, pk.liaison, "take_on")
    work.cross(pk, bh, pk.liaison, "put")
    clock = pk.node.act("liaison_due", username=pk.liaison, case=work.case)
    bh.act("case_assign", bh.liaison, work.case, PURPOSE, authority=bh.authority)
    bh.act("case_fill", bh.desk, work.case, PURPOSE, values={"answer": ANSWER}, document=DOCUMENT)
    work.cross(bh, pk, bh.desk, "answer")
    said = {"outcome": "منگل دس بجے؛ مترجم ساتھ ہو گا۔"}
    pk.act("case_fill", pk.liaison, work.case, PURPOSE, values=said, document=DOCUMENT)
    seen = work.cross(pk, bh, pk.liaison, "report")
    return f"case {work.case}: {clock['clock']} until {clock['due']}; answered by Manama; phase {seen['phase']} at both"


def outside(story: Story) -> str:
    """An act in a sector that the mandate does not name is refused."""
    pk, work = islamabad(story.pk), _opened(story, {"field": "immigration"})
    return work.closed(pk, pk.desk, "task", code="liaison.other-sector")


def tested(story: Story) -> str:
    """Who answers at night is on a list; the month's test is asked for, fails loudly, and is done again."""
    pk = islamabad(story.pk)
    contact = _stated(pk, "duty-contact", CONTACT, [])
    asked = pk.node.act("liaison_ask", username=pk.liaison)
    results = ({"result": "no_answer"}, {"result": "answered", "seconds": "14"})
    stood = [pk.node.act("liaison_standing", username=pk.liaison, contact=contact)]
    stood += [pk.node.act("liaison_test", username=pk.liaison, contact=contact, said=said) for said in results]
    if asked < 1 or stood != ["untested", "failed", "good"]:
        raise NotSeen(f"{asked} asked for; {stood}")
    return f"{asked} asked for; {' → '.join(stood)}, after 14 seconds"


def handed_over(story: Story) -> str:
    """The desk is handed over with a report; both officers sign; the report is a PDF in three languages."""
    pk = islamabad(story.pk)
    _opened(story, {})
    pk.node.act("liaison_role", operator=OPERATOR, username=SUCCESSOR)
    made = pk.node.act("liaison_hand_over", username=pk.liaison, posting=story.facts[AREA], to=SUCCESSOR)
    folder = story.folder / "papers"
    folder.mkdir(exist_ok=True)
    asked = {"handover": made, "folder": str(folder)}
    refused = story.pk.refusal("liaison_take_over", username=pk.liaison, **asked)
    if refused.code != "liaison.no-handover":
        raise NotSeen(refused.said)
    taken = pk.node.act("liaison_take_over", username=SUCCESSOR, **asked)
    if set(taken["papers"]) != {"en", "ar", "ur"}:
        raise NotSeen(str(taken))
    return f"{taken['parts']}, digest {taken['digest'][:12]}; PDF of {taken['papers']} bytes in {folder}"


def _stated(office: Office, kind: str, data: dict[str, Any], persons: list[str]) -> str:
    asked = {"kind": kind, "data": data, "party": "PK", "persons": persons, "purpose": PURPOSE}
    return str(office.node.act("draft_record", username=office.desk, **asked))


def _opened(story: Story, changes: dict[str, Any]) -> Casework:
    pk, values = islamabad(story.pk), TASKING | {"posting": story.facts[AREA]} | changes
    asked = {"pack": PACK, "kind": "liaison_tasking", "other": "BH", "purpose": PURPOSE, "title": "گواہ کا انٹرویو"}
    work = Casework(pk.node.act("case_open", username=pk.desk, **asked), PURPOSE, {})
    pk.act("case_fill", pk.desk, work.case, PURPOSE, values=values, document=DOCUMENT)
    return work


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("An officer is posted with a mandate, and the host is told", posted),
    ("A tasking crosses and is answered within its clock", tasked),
    ("An act outside the mandate is refused", outside),
    ("Who answers day and night is tested", tested),
    ("The desk is handed over, and both officers sign", handed_over),
)
