# SPDX-License-Identifier: Apache-2.0
"""The story of worker protection: an interview in Urdu, a penalty that a safeguard stops, a referral accepted.

The worker is made up. What the interview comes to is read from its page, over HTTP.
"""

import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any, Final

from taawun.sectors.worker_protection import screening
from taawun.site.demo.browsing import sent, signed_in
from taawun.site.demo.nodes import NotSeen
from taawun.site.demo.run import Story
from taawun.site.demo.steps import worker_screening
from taawun.site.demo.steps.casework import Casework, Office, islamabad, manama

AREA: Final = "worker_protection"
PURPOSE: Final = "worker-protection"
SCREENING: Final = "worker_protection.screening"
"""The page of the screening, for the step that refers her."""
REFER: Final = "/cases/new/model-referral/worker_referral/"
NAME: Final = "گل خان دیناری"
DOCUMENT: Final = ("Interview", "1")
PERSON: Final[dict[str, Any]] = {"status": "victim", "name": NAME, "nationalities": ["PK"], "consents": True}
REFERRAL: Final[dict[str, Any]] = {
    "requesting_authority": "هيئة العمل، المنامة — Labour authority, Manama",
    "person": PERSON,
    "consent": {
        "recipient": "welfare_attache", "aim": "documents", "may_tell": "نام، اور یہ کہ پاسپورٹ آجر کے پاس ہے۔",
        "given_on": "2026-11-21", "language": "اردو",
    },
    "needs_now": "نیا پاسپورٹ اور رکی ہوئی تنخواہ — a new passport, and the wages that are kept back.",
}  # fmt: skip

_RECORD: Final = re.compile(r'href="(/[^"]*/records/[0-9a-f-]{36}/)"')


def manama_protection(story: Story) -> Office:
    """Return the protection officers of Manama."""
    return replace(
        manama(story.bh), authority="labour", desk="muna", reviewer="muna", signer="muna", liaison="muna",
        approvers=("fajer", "badria"),
    )  # fmt: skip


def islamabad_protection(story: Story) -> Office:
    """Return the welfare wing of Islamabad."""
    return replace(
        islamabad(story.pk), authority="welfare", desk="gulnaz", reviewer="gulnaz", signer="gulnaz", liaison="gulnaz",
        approvers=("waqar", "tahira"),
    )  # fmt: skip


def screened(story: Story) -> str:
    """A worker is asked in Urdu, page by page: held in the work is positive; of the rest there is more to ask."""
    with closing(signed_in(story.bh, "muna")) as client:
        sent(client, "/", "/language/", {"language": worker_screening.LANGUAGE})
        sent(client, "/purpose/", "/purpose/", {"purpose": PURPOSE})
        page, asked = worker_screening.screened(client, NAME)
    story.facts[SCREENING] = page
    return f"{asked} questions, each in Urdu as declared; positive {screening.HELD}, for the others what to ask next"


def frozen(story: Story) -> str:
    """Who decides on an overstay of the same person is told that a safeguard is open, and no more."""
    bh, asked = manama(story.bh), {"pack": "model-immigration", "kind": "overstay", "other": "PK"}
    made = story.bh.act("case_open", username=bh.desk, purpose="immigration", title="OV-2026-0044", **asked)
    work = Casework(made, "immigration", {})
    values = {
        "requesting_authority": "Manama", "person": {"status": "other", "name": "Gul Khan Dinari"},
        "stay": {"permitted_until": "2026-05-03", "noticed": "2026-11-20", "why": "آجر نے اجازت نامہ نہیں بڑھایا۔"},
        "notice": {"told_on": "2026-11-20", "language": "اردو", "rights": "Counsel, interpreter, consulate."},
        "screening": {"outcome": "none_seen", "screened_by": "Desk", "screened_on": "2026-11-21",
                      "alone": "was_not", "answers": "Asked at the counter."},
        "penalty": "A fine.",
    }  # fmt: skip
    bh.act("case_fill", bh.desk, made, "immigration", values=values, document=DOCUMENT)
    work.make(bh, bh.desk, "tell", "screen")
    said = work.closed(bh, bh.signer, "decide_penalty")
    why = " ".join(work.seen(bh)["closed"]["decide_penalty"])
    if "A safeguard is open" not in why:
        raise NotSeen(why)
    return f"{said}: {why[:120]}"


def referred(story: Story) -> str:
    """With consent to one recipient and one aim she is referred, and Islamabad's welfare wing accepts."""
    bh, pk = manama_protection(story), islamabad_protection(story)
    work = Casework(_opened(story), PURPOSE, {})
    bh.act("case_fill", "muna", work.case, PURPOSE, values=REFERRAL, document=DOCUMENT)
    work.make(bh, "muna", "take_consent", "begin_recovery")
    work.cross(bh, pk, "muna", "refer")
    pk.act("case_assign", "gulnaz", work.case, PURPOSE, authority="welfare")
    services = {"services": "سفارت خانے میں نیا پاسپورٹ، اور تنخواہ کے لیے قانونی مدد۔"}
    pk.act("case_fill", "gulnaz", work.case, PURPOSE, values=services, document=DOCUMENT)
    seen = work.cross(pk, bh, "gulnaz", "accept")
    if seen["phase"] != "accepted":
        raise NotSeen(f"{work.case}: {seen['phase']}")
    clocks = ", ".join(f"{slug} until {due}" for slug, (due, _, _) in work.seen(bh)["clocks"].items())
    story.facts[AREA] = work
    return f"case {work.case}: phase {seen['phase']} at both; {clocks}"


def _opened(story: Story) -> str:
    """Open the referral from the page of the screening, and return its case."""
    with closing(signed_in(story.bh, "muna")) as client:
        sent(client, "/purpose/", "/purpose/", {"purpose": PURPOSE})
        page = client.get(story.facts[SCREENING]).text
        record = _RECORD.search(page)
        if record is None or NAME not in client.get(record[1]).text or f'href="{REFER}"' not in page:
            raise NotSeen(f"{story.facts[SCREENING]} names no {NAME}, or leads to no referral.")
        case = sent(client, REFER, REFER, {"other": "PK", "side": "requesting", "title": "RF-2026-0007"}).url.path
    return case.split("/")[2]


def revoked(story: Story) -> str:
    """She takes her consent back: the other side is told, and nothing more is shared."""
    work: Casework = story.facts[AREA]
    bh, pk = manama_protection(story), islamabad_protection(story)
    values = {"revocation": {"revoked_on": "2026-11-22", "wish": "delete"}, "further_need": "Shelter"}
    bh.act("case_fill", "muna", work.case, PURPOSE, values=values, document=DOCUMENT)
    seen = work.cross(bh, pk, "muna", "revoke")
    more = {"case": work.case, "purpose": PURPOSE, "move": "add_need", "approvers": []}
    refused = story.bh.refusal("case_cross", username="muna", **more)
    open_there = work.seen(pk)["open"]
    if open_there or not re.search("case.move-closed", refused.code):
        raise NotSeen(f"{open_there}; {refused.said}")
    return f"phase {seen['phase']} at both; {refused.said}"


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("A worker is screened in Urdu: what is positive, and what to ask", screened),
    ("An open determination stops the penalty, and says no more", frozen),
    ("A referral with consent crosses and is accepted", referred),
    ("A consent that is revoked is told, and ends the sharing", revoked),
)
