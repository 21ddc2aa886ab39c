# SPDX-License-Identifier: Apache-2.0
"""The story of immigration: a passenger list, an overstay that a screening stops, a readmission asked and answered.

Everybody and every flight in it are made up. The list is written from a table on one page and screened on another; what
it comes to is read from its page, over HTTP.
"""

import re
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx

from taawun.site.demo.browsing import sent, signed_in
from taawun.site.demo.nodes import NotSeen
from taawun.site.demo.run import Story
from taawun.site.demo.steps.casework import Casework, islamabad, manama

AREA: Final = "immigration"
PURPOSE: Final = "immigration"
PACK: Final = "model-immigration"
PAGE: Final = "/immigration/passengers/"
OUT: Final = "/immigration/passengers/out/"
TABLE: Final = """first name,last name,birth,sex,country,passport
RASHEEDA,NONARI CHACHAR,1994-06-11,f,PK,ZX7654321
ORHANWALA,TUMBEKZAI,,,PK,QQ1112223
ELSANDRA,VIRDIGARH,,,PK,QQ4445556
"""
_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TRIES: Final = 8
WAIT: Final = 120.0
"""Seconds that a page may take on a busy machine: the engine of names is loaded by the first list."""
SOUGHT: Final = {"name": ["رشیدہ نوناری چاچڑ", "Rasheeda Nonari Chachar"], "passport_number": ["ZX7654321"]}
"""A record of Manama's own about a person who is made up."""
DOCUMENT: Final = ("File OV-2026-0017", "1")
GATE: Final = {"reason": "نظر فيه ولم يوجد ما يدل عليه — looked at, nothing points to it.", "source": "ملف القضية"}
SCREENING: Final = {
    "outcome": "indicators", "screened_by": "ريم العلوي", "screened_on": "2026-11-21", "alone": "was_alone",
    "answers": "آجر نے پاسپورٹ رکھا ہوا ہے؛ تین ماہ سے تنخواہ نہیں ملی۔ Passport kept, three months of wages withheld.",
}  # fmt: skip
OVERSTAY: Final[dict[str, Any]] = {
    "requesting_authority": "وزارة العدل — Ministry of Justice, Manama",
    "person": {"status": "other", "born": "1994-06-11", "nationalities": ["PK"]},
    "stay": {"permitted_until": "2026-05-03", "noticed": "2026-11-20", "why": "آجر نے اجازت نامہ نہیں بڑھایا۔"},
    "notice": {"told_on": "2026-11-20", "language": "اردو", "rights": "An interpreter, counsel and the consulate."},
    "penalty": "A fine under the law on residence.",
}
READMISSION: Final[dict[str, Any]] = {
    "requesting_authority": "وزارة العدل — Ministry of Justice, Manama",
    "person": {"status": "other", "born": "1988-02-02", "nationalities": ["PK"]},
    "facts_summary": "لا يحمل وثيقة سفر ويرغب في العودة — no travel document, and wishes to return.",
    "evidence": ["Copy of an expired passport"],
    "needs": "کوئی خاص ضرورت نہیں — none stated.",
    "screening": SCREENING | {"outcome": "none_seen", "answers": "All questions asked, through an interpreter."},
}


def listed(story: Story) -> str:
    """A list is written from a table, read and screened at Manama: one question for an officer, and no verdict."""
    bh = story.bh
    made = {"kind": "person", "data": SOUGHT, "party": "BH", "persons": ["other"], "purpose": PURPOSE}
    bh.act("draft_record", username="reem", **made)
    with closing(signed_in(bh, "reem")) as client:
        client.timeout = httpx.Timeout(WAIT)
        sent(client, "/purpose/", "/purpose/", {"purpose": PURPOSE})
        data = _written(client)
        for _ in range(TRIES):  # the index takes the new record in while the first list is read
            page = _taken(client, data)
            figures = [int(one) for one in re.findall(r"<dd>(\d+)</dd>", page)[:3]]
            if figures[:1] + figures[2:] == [3, 0] and figures[1] > 0 and "ZX7654321" in page:
                return "flight ZQ0417: entries {}, questions for an officer {}, not read {}".format(*figures)
            time.sleep(1)
    raise NotSeen(f"figures of the list: {figures}")


def _handed_in(client: httpx.Client, page: str, name: str, data: bytes, fields: dict[str, str]) -> httpx.Response:
    """Hand in a file and what belongs to it on a page."""
    found = _TOKEN.search(client.get(page).text)
    if found is None:
        raise NotSeen(f"{page} has no form.")
    return client.post(
        page, data=fields | {"csrfmiddlewaretoken": found[1]}, files={"file": (name, data)},
        headers={"Referer": f"{client.base_url}{page}"},
    )  # fmt: skip


def _taken(client: httpx.Client, data: bytes) -> str:
    """Hand in the list on its page, and return the page of the results once its job has ended."""
    answer = _handed_in(client, PAGE, "list.edi", data, {})
    for _ in range(50):
        if "Refresh" not in answer.headers:
            break
        time.sleep(0.2)
        answer = client.get(answer.url)
    return answer.text


def _written(client: httpx.Client) -> bytes:
    """Write the table as a list of a flight that leaves in three hours."""
    leaves = datetime.now(UTC) + timedelta(hours=3)
    departs, arrives = (one.strftime("%Y-%m-%dT%H:%M") for one in (leaves, leaves + timedelta(hours=1)))
    flight = {"number": "ZQ0417", "leaves": "KHI", "departs": departs, "lands": "BAH", "arrives": arrives}
    said = flight | {"kind": "FL", "sender": "ZQAIR", "recipient": "BHAPIS"}
    answer = _handed_in(client, OUT, "travellers.csv", TABLE.encode(), said)
    if b"UNH+" not in answer.content:
        raise NotSeen(f"{OUT}: HTTP {answer.status_code}")
    return answer.content


def penalty_closed(story: Story) -> str:
    """An overstay: no penalty is decided before the person was screened for trafficking."""
    bh = manama(story.bh)
    work = _opened(story, "overstay", "OV-2026-0017", OVERSTAY)
    work.make(bh, bh.desk, "tell")
    story.facts[AREA] = work
    return f"case {work.case}: {work.closed(bh, bh.signer, 'decide_penalty')}"


def frozen(story: Story) -> str:
    """The screening sees indicators: penalty and removal are frozen, and the way leads to protection."""
    work: Casework = story.facts[AREA]
    bh = manama(story.bh)
    referral = {"recipient": "مكتب الحماية", "consent": "given", "referred_on": "2026-11-21"}
    _fill(work, story, {"screening": SCREENING, "referral": referral, "removal_case": "none"})
    work.make(bh, bh.desk, "screen", "record_indicators")
    said = [work.closed(bh, bh.signer, move) for move in ("decide_penalty", "propose_removal")]
    state = work.make(bh, bh.desk, "refer")
    flags = work.seen(bh)["flags"]
    if (state, flags) != ("referred", ["indicators"]):
        raise NotSeen(f"{state}: {flags}")
    return f"{state}, {', '.join(flags)}; penalty and removal closed: {said[0]}"


def not_named(story: Story) -> str:
    """Readmission: the person is not named to Islamabad before each ground that forbids it was assessed."""
    bh = manama(story.bh)
    work = _opened(story, "readmission", "RA-2026-0004", READMISSION)
    work.make(bh, bh.reviewer, "review")
    asked = {"case": work.case, "purpose": PURPOSE, "move": "transmit", "approvers": []}
    refused = story.bh.refusal("case_cross", username=bh.signer, **asked)
    if refused.code != "case.move-closed":
        raise NotSeen(refused.said)
    story.facts[AREA] = work
    return f"case {work.case}: {refused.said}"


def answered(story: Story) -> str:
    """Every gate assessed, it is asked; Islamabad verifies and issues a travel document, by two people."""
    work: Casework = story.facts[AREA]
    pk, bh = islamabad(story.pk), manama(story.bh)
    gates = list(work.seen(bh)["gates"])
    bh.act("case_assess", bh.second, work.case, PURPOSE, gates=gates, outcome="not_met", **GATE)
    work.cross(bh, replace(pk, reviewer=pk.liaison), bh.signer, "transmit")
    pk.act("case_assign", pk.liaison, work.case, PURPOSE, authority=pk.authority)
    seen = work.cross(pk, bh, pk.liaison, "acknowledge")
    clock = ", ".join(f"{slug} until {due}" for slug, (due, _, _) in seen["clocks"].items())
    document = {"number": "EPD-000117", "valid_until": "2027-02-20"}
    values = {"evidence_check": "پرانے پاسپورٹ کا ریکارڈ مل گیا۔", "travel_document": document}
    pk.act("case_fill", pk.desk, work.case, PURPOSE, values=values, document=DOCUMENT)
    work.make(pk, pk.desk, "verify")
    seen = work.cross(pk, bh, pk.signer, "accept")
    return f"{len(gates)} gates assessed by {bh.second}; phase {seen['phase']} at both; {clock}"


def _opened(story: Story, kind: str, title: str, values: dict[str, Any]) -> Casework:
    bh = manama(story.bh)
    asked = {"pack": PACK, "kind": kind, "other": "PK", "purpose": PURPOSE, "title": title}
    work = Casework(story.bh.act("case_open", username=bh.desk, **asked), PURPOSE, {})
    _fill(work, story, values)
    return work


def _fill(work: Casework, story: Story, values: dict[str, Any]) -> None:
    bh = manama(story.bh)
    bh.act("case_fill", bh.desk, work.case, PURPOSE, values=values, document=DOCUMENT)


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("A passenger list is screened; a hit is a question", listed),
    ("No penalty before a screening for trafficking", penalty_closed),
    ("Indicators freeze penalty and removal, and lead to protection", frozen),
    ("Nobody is named to the other side before each gate was assessed", not_named),
    ("A readmission is asked, verified and answered", answered),
)
