# SPDX-License-Identifier: Apache-2.0
"""The story of a lost passport: reported in Islamabad, found at a counter in Manama, confirmed before anybody acts.

The passport, its number and its holder are made up. What the counter answers is read from its page, over HTTP.
"""

import re
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any, Final

import httpx

from taawun.formats.mrz import Form, write
from taawun.site.demo.browsing import sent, signed_in
from taawun.site.demo.nodes import NotSeen, until
from taawun.site.demo.run import Story
from taawun.site.demo.steps.casework import Casework, Office, islamabad, manama

AREA: Final = "border_security"
PURPOSE: Final = "border-security"
CASE_PURPOSE: Final = "investigation"
BROWSER: Final = "browser at the counter"
COUNTER: Final = "/border-security/counter/"
NUMBER: Final = "AB1234567"
NOTICE: Final = {
    "number": NUMBER, "document_type": "passport", "country": "PK", "status": "lost", "reported": "2026-11-02",
    "holder_name": ["احمد خالد گوندل", "Ahmad Khalid Gondal"], "place": "اسلام آباد ہوائی اڈہ",
    "contact": "Passport Office, Islamabad",
}  # fmt: skip
ZONE: Final = "\r\n".join(
    write(
        Form.TD3, code="P", issuer="PAK", number=NUMBER, surname="Gondal", given="Ahmad Khalid", birth="1971-03-02",
        sex="male", expires="2031-04-30",
    )
)  # fmt: skip
DATA: Final[dict[str, Any]] = {
    "document": ["Counter of Manama", "1"],
    "held": "Nobody is held. The traveller waits for the answer of his own accord.",
    "comparison": "Number, name and date of birth compared with the report of loss; the holder reported it himself.",
    "permitted_action": "Keep the document and give the holder a receipt; he travels on an emergency document.",
    "gate": {"reason": "Nothing of the kind is known or alleged.", "source": "File of the case"},
    "outcome": "The document was kept and sent to the mission with a receipt; the holder travelled on.",
}
_ANSWER: Final = re.compile(r'class="notice (\w+) register"')
_HIT: Final = re.compile(r'name="record" value="([0-9a-f-]{36})"')


def cannot_say(story: Story) -> str:
    """Manama holds no notice of Islamabad yet: the counter says that it cannot check, and never that all is well."""
    page, seconds = _asked(story)
    tone = _tone(page)
    if tone != "wait" or NUMBER not in page:
        raise NotSeen(f"the counter answered {tone}")
    return f"zone read, {page.count('<mark class=')} check digits drawn, answer “{tone}” in {seconds * 1000:.0f} ms"


def reported(story: Story) -> str:
    """A passport is reported lost in Islamabad; the notice is approved by two others and released to Manama."""
    pk = story.pk
    record = pk.act(
        "draft_record", username="nadia", kind="document-notice", data=NOTICE, party="PK", persons=["other"],
        purpose=PURPOSE,
    )  # fmt: skip
    release = pk.act("release_record", username="nadia", record=record, to=["BH"], purpose=PURPOSE)
    for name in ("bilal", "sana"):
        pk.act("approve", username=name, releases=[release])
    (envelope,) = pk.act("send", username="nadia", releases=[release])
    until(lambda: pk.act("positions", envelopes=[envelope]), bool, "the envelope")
    story.facts[AREA] = record
    return f"record {record}, envelope {envelope}, approved by bilal and sana"


def found(story: Story) -> str:
    """The passport is read at a counter in Manama: a hit, and the first thing to do is to ask the issuer."""
    page, seconds = until(lambda: _asked(story), lambda seen: _tone(seen[0]) == "bad", "the hit")
    hits = _HIT.findall(page)
    if story.facts[AREA] not in hits:
        raise NotSeen(f"records offered: {hits}")
    return f"hit on record {story.facts[AREA]} of PK, answered in {seconds * 1000:.0f} ms"


def asked(story: Story) -> str:
    """One button opens the follow-up with the hit in it; nothing is asked before it is said whether anybody is held."""
    pk, bh = _issuer(story), _finder(story)
    with closing(_counter(story)) as client:
        fields = {"zone": ZONE, "record": story.facts[AREA]}
        answer = sent(client, COUNTER, "/border-security/follow-up/", fields)
    match = re.search(r"/cases/([0-9a-f-]{36})/contents/held/", str(answer.url))
    if match is None:
        raise NotSeen(f"the button led to {answer.url}: HTTP {answer.status_code}")
    work = Casework(match[1], CASE_PURPOSE, DATA)
    story.facts[AREA] = work
    missing = work.seen(bh)["missing"]
    if missing != ["held"]:
        raise NotSeen(f"missing: {missing}")
    bh.act("case_fill", bh.desk, work.case, CASE_PURPOSE, values={"held": DATA["held"]}, document=DATA["document"])
    seen = work.cross(bh, replace(pk, reviewer=pk.liaison), bh.desk, "ask")  # nobody there has been given it yet
    return f"case {work.case}; missing before: {', '.join(missing)}; phase {seen['phase']} at both"


def confirmed(story: Story) -> str:
    """Islamabad compares and confirms, by two people; until then Manama may not close it as done."""
    work: Casework = story.facts[AREA]
    pk, bh = _issuer(story), _finder(story)
    early = work.closed(bh, bh.desk, "close")
    pk.act("case_assign", pk.liaison, work.case, CASE_PURPOSE, authority=pk.authority)
    values = {name: DATA[name] for name in ("comparison", "permitted_action")}
    pk.act("case_fill", "rabia", work.case, CASE_PURPOSE, values=values, document=DATA["document"])
    work.make(pk, "rabia", "compare")
    gates = list(work.seen(pk)["gates"])
    pk.act("case_assess", pk.reviewer, work.case, CASE_PURPOSE, gates=gates, outcome="not_met", **DATA["gate"])
    seen = work.cross(pk, bh, pk.desk, "confirm")
    if "confirmed" not in seen["flags"]:
        raise NotSeen(f"flags: {seen['flags']}")
    return f"before: {early} Then compared by rabia, confirmed by {pk.desk}; flags {', '.join(seen['flags'])}"


def closed(story: Story) -> str:
    """Manama says what was done, and the case ends at both."""
    work: Casework = story.facts[AREA]
    pk, bh = _issuer(story), _finder(story)
    bh.act(
        "case_fill", bh.desk, work.case, CASE_PURPOSE, values={"outcome": DATA["outcome"]}, document=DATA["document"]
    )
    seen = work.cross(bh, pk, bh.desk, "close")
    return f"phase {seen['phase']} at both: {DATA['outcome']}"


def _issuer(story: Story) -> Office:
    return islamabad(story.pk)


def _finder(story: Story) -> Office:
    here = manama(story.bh)
    return replace(
        here, authority="npra", desk="layla", reviewer="layla", liaison="layla", approvers=("maha", "rashid")
    )


def _counter(story: Story) -> httpx.Client:
    """Return the browser of the officer at the counter, who signs in once and works for this purpose."""
    if BROWSER not in story.facts:
        story.facts[BROWSER] = client = signed_in(story.bh, "layla")
        sent(client, "/purpose/", "/purpose/", {"purpose": PURPOSE})
    browser: httpx.Client = story.facts[BROWSER]
    return browser


def _asked(story: Story) -> tuple[str, float]:
    """Let the officer at the counter read the passport, and return the page and the seconds it took."""
    client = _counter(story)
    began = time.monotonic()
    page = sent(client, COUNTER, COUNTER, {"zone": ZONE})
    return page.text, time.monotonic() - began


def _tone(page: str) -> str:
    match = _ANSWER.search(page)
    return match[1] if match else ""


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("A counter that holds no notice says that it cannot check", cannot_say),
    ("A passport is reported lost, and the notice released", reported),
    ("It is found at the counter of the other party", found),
    ("One button asks the issuer, with what was read", asked),
    ("The issuer compares and confirms; nobody acts before", confirmed),
    ("What was done is said, and the case ends", closed),
)
