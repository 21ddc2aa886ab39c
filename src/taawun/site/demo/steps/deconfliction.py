# SPDX-License-Identifier: Apache-2.0
"""The story of two boardings: one conflict found across the nodes, and one pair sixty miles apart that is not.

What is shown was read at the pages and the interface of both nodes, by the officers who lead the operations.
"""

import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import httpx

from taawun.site.demo.browsing import sent, signed_in
from taawun.site.demo.nodes import Node, NotSeen, until
from taawun.site.demo.run import Story

AREA: Final = "plans"
LEADS: Final = {"PK": "amina", "BH": "khalid"}
WATCH: Final = {"PK": ("sadaf", ("murad", "noreen")), "BH": ("aisha", ("faisal", "hind"))}
PHONES: Final = {"PK": "+92 21 5550 101", "BH": "+973 3655 0202"}
NAMES: Final = {"PK": "نگران افسر آمنہ", "BH": "القائد المناوب"}
PLACE: Final = (26.2, 50.9)
"""Off Bahrain: latitude, longitude."""
MILE: Final = 1 / 60
LIST: Final = "/deconfliction/"
NEW: Final = "/deconfliction/new/"
POINTERS: Final = "/deconfliction/api/conflicts/"


def entered(story: Story) -> str:
    """A lead at each node enters a boarding by the page, looks once more, and makes it live: nobody learns anything."""
    pages = [_enter(story.pk, 0, 0, "Boarding north of the bank"), _enter(story.bh, 3, 100, "تفتيش قارب")]
    if _told(story.pk) or _told(story.bh):
        raise NotSeen("A lead was told of a conflict before anything crossed.")
    return f"{len(pages)} entries live, 3 nm and 40 min apart at two nodes; no lead is told of any conflict"


def found(story: Story) -> str:
    """Islamabad's watch desk releases the entry; Manama's lead is told whom to call, and nothing else."""
    _release(story)
    (seen,) = until(lambda: _told(story.bh), bool, "a conflict at Manama")
    with closing(_client(story.bh)) as client:
        page = client.get(f"/deconfliction/conflicts/{seen['conflict']}/").text
    if PHONES["PK"] not in page or "north of the bank" in page or seen["phone"] != PHONES["PK"] or _told(story.pk):
        raise NotSeen(json.dumps(seen, ensure_ascii=False))
    return f"{LEADS['BH']} is told: call {seen['contact']} {seen['phone']}; {seen['near']}, {seen['apart']}"


def answered(story: Story) -> str:
    """Manama's watch desk points the conflict out; only now does Islamabad's lead learn whom to call."""
    watch, approvers = WATCH["BH"]
    story.bh.act("watch_point", username=watch, approvers=approvers)
    (seen,) = until(lambda: _told(story.pk), bool, "a pointer at Islamabad")
    if seen["phone"] != PHONES["BH"] or "تفتيش" in json.dumps(seen, ensure_ascii=False):
        raise NotSeen(json.dumps(seen, ensure_ascii=False))
    return f"{LEADS['PK']} is told: call {seen['contact']} {seen['phone']}; {seen['near']}, {seen['apart']}"


def apart(story: Story) -> str:
    """A boarding sixty miles from all others is released too: both leads' answers stay the same to the byte."""
    before = {node.side.party: _answer(node) for node in (story.pk, story.bh)}
    _enter(story.pk, 60, 0, "Boarding far away")
    envelopes = _release(story)
    until(lambda: story.bh.act("watch_came", username=WATCH["BH"][0]), lambda many: many == 2, "both entries at Manama")
    after = {node.side.party: _answer(node) for node in (story.pk, story.bh)}
    if before != after or len(story.bh.act("watch_board", username=WATCH["BH"][0])) != 1:
        raise NotSeen("Somebody learnt of an operation sixty miles away.")
    return f"envelope {envelopes[0]} arrived and was compared; {len(after['BH'])} bytes of Manama's answer are the same"


def _enter(node: Node, miles: float, minutes: int, label: str) -> str:
    """Enter a boarding by the page of a lead and make it live; return the page where that led."""
    noon = (datetime.now(UTC) + timedelta(days=2)).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(
        minutes=minutes
    )
    party = node.side.party
    fields = {
        "label": label, "kind": "boarding", "place": f"{PLACE[0] - miles * MILE:.5f} {PLACE[1]:.5f}", "radius": "0",
        "unit": "nm", "begins": _local(noon, node), "ends": _local(noon + timedelta(hours=1), node),
        "contact": NAMES[party], "phone": PHONES[party],
    }  # fmt: skip
    with closing(_client(node)) as client:
        made = sent(client, NEW, NEW, fields)
        page = made.url.path
        live = sent(client, page, page, {"act": "live"})
        if live.status_code != httpx.codes.OK or "/entries/" not in page:
            raise NotSeen(f"{page}: HTTP {live.status_code}")
        if party == "PK":
            sent(client, page, page, {"act": "ask", "party": "BH"})
    return page


def _local(moment: datetime, node: Node) -> str:
    return moment.astimezone(ZoneInfo(node.side.time_zone)).strftime("%Y-%m-%dT%H:%M")


def _release(story: Story) -> list[str]:
    watch, approvers = WATCH["PK"]
    found: list[str] = story.pk.act("watch_release", username=watch, approvers=approvers)
    return found


def _told(node: Node) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(_answer(node))["conflicts"]
    return found


def _answer(node: Node) -> bytes:
    with closing(_client(node)) as client:
        return client.get(POINTERS).content


def _client(node: Node) -> httpx.Client:
    client = signed_in(node, LEADS[node.side.party])
    sent(client, "/purpose/", "/purpose/", {"purpose": "coordination", "next": "/"})
    return client


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("Two boardings are entered at two nodes, and nobody learns of the other", entered),
    ("A released entry finds a conflict: a pointer to one lead", found),
    ("The other watch desk points it out: a pointer to the other lead", answered),
    ("Sixty miles apart neither lead learns that the other exists", apart),
)
