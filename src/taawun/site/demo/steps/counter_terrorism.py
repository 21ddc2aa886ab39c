# SPDX-License-Identifier: Apache-2.0
"""The story of a forged page: Islamabad publishes an indicator by TAXII, Manama polls it, and an analyst grades it.

The indicator is made up and uses reserved names. What is said to have happened is read from pages and from TAXII, over
HTTP.
"""

import html
import re
from collections.abc import Callable
from contextlib import closing
from typing import Any, Final

import httpx

from taawun.site.demo.browsing import sent, signed_in
from taawun.site.demo.nodes import Node, NotSeen, browser, until
from taawun.site.demo.run import Story

AREA: Final = "counter_terrorism"
PURPOSE: Final = "counter-terrorism"
MEDIA: Final = "application/taxii+json;version=2.1"
PAGES: Final = "/counter-terrorism/"
IMPORTS: Final = "/registers/imports/"
PATTERN: Final = "[domain-name:value = 'login.example']"
INDICATOR: Final = {
    "name": "جعلی لاگ اِن صفحہ", "pattern": PATTERN, "pattern_type": "stix", "valid_from": "2026-11-02T00:00:00Z",
    "valid_until": "2099-01-01T00:00:00Z",
}  # fmt: skip
POSTED: Final[list[dict[str, Any]]] = [
    {
        "type": "indicator", "spec_version": "2.1", "id": "indicator--00000000-0000-4000-8000-000000000001",
        "created": "2026-11-02T00:00:00.000Z", "modified": "2026-11-02T00:00:00.000Z", "name": "عنوان مستعار",
        "pattern": "[ipv4-addr:value = '192.0.2.1']", "pattern_type": "stix", "valid_from": "2026-11-02T00:00:00Z",
        "x_of_the_sender": 1.000,
    },
    {"type": "indicator", "id": "indicator--none"},
]  # fmt: skip
LIST: Final = {"XXi.901": ("FARZI MUSTAAR MISALI", "فرضي مستعار المثالي"), "XXi.902": ("NAMUNA FARZI", "نمونہ فرضی")}
"""Entries that nobody bears, as the consolidated list writes them."""
LIKE: Final = "فرضی مستعار مثالی"
WATCHED: Final = {"title": "قائمة الأمم المتحدة", "source": "un", "threshold": "0.8", "review": "2099-01-01"}
_OPTION: Final = re.compile(r'<option value="([0-9a-f-]{36})"')
_SECRET: Final = re.compile(r'id="secret">([^<]+)<')
_CHOSEN: Final = re.compile(r'name="chosen" value="(\d+)"')
_COUNT: Final = re.compile(r'class="number">(\d+)<')
_ALERT: Final = re.compile(r"/identity/alerts/([0-9a-f-]{36})/")
_RELEASE: Final = re.compile(r'name="release" value="([0-9a-f-]{36})"')


def granted(story: Story) -> str:
    """The operator of Islamabad makes a collection and a client of Manama; its secret is shown once."""
    with closing(signed_in(story.pk, "owais")) as client:
        desk = f"{PAGES}taxii/"
        sent(client, desk, f"{desk}collection/", {"title": "Threats", "description": "Made up"})
        found = _OPTION.search(client.get(desk).text)
        if found is None:
            raise NotSeen("The collection is not on the operator's page.")
        fields: Any = {"name": "manama", "party": "BH", "collection": found[1], "may": ["read", "write"]}
        secret = _SECRET.search(sent(client, desk, f"{desk}client/", fields).text)
        if secret is None or html.unescape(secret[1]) in client.get(desk).text:
            raise NotSeen("The secret was not shown once.")
    story.facts[AREA] = (found[1], html.unescape(secret[1]))
    empty = _taxii(story).get("objects/")
    if empty.json() != {} or "X-TAXII-Date-Added-Last" not in empty.headers:
        raise NotSeen(f"before any release: {empty.text[:200]}")
    return f"collection {found[1]}; before any release it gives {empty.text}"


def published(story: Story) -> str:
    """An indicator drafted by one officer and approved for Manama by another is published; Manama's client reads it."""
    pk = story.pk
    record = pk.act("draft_record", username="amina", kind="threat-indicator", data=INDICATOR, party="PK", persons=[],
                    purpose=PURPOSE)  # fmt: skip
    release = pk.act("release_record", username="amina", record=record, to=["BH"], purpose=PURPOSE)
    pk.act("approve", username="bilal", releases=[release])
    with closing(_officer(pk, "amina")) as client:
        page = f"{PAGES}published/"
        if release not in _RELEASE.findall(client.get(page).text):
            raise NotSeen("The release is not ready to be published.")
        sent(client, page, f"{page}add/", {"release": release, "collection": story.facts[AREA][0]})
    with closing(_taxii(story)) as client:
        objects = client.get("objects/").json().get("objects", [])
    (found,) = [one for one in objects if one["type"] == "indicator"] or [{}]
    colours = [one["name"] for one in objects if one["id"] in found.get("object_marking_refs", [])]
    if found.get("pattern") != PATTERN or not any(name.startswith("TLP:") for name in colours):
        raise NotSeen(f"objects: {[one.get('id') for one in objects]}")
    return f"release {release}; {len(objects)} objects by TAXII, {found['id']} marked {', '.join(colours)}"


def polled(story: Story) -> str:
    """Manama's node polls the collection; what came waits in quarantine and is no record."""
    address = f"{story.pk.url}/taxii2/desk/collections/{story.facts[AREA][0]}/"
    with closing(signed_in(story.bh, "noor")) as client:
        fields = {"title": "Islamabad", "way": "poll", "address": address, "username": "manama", "inside": "on",
                  "secret": story.facts[AREA][1]}  # fmt: skip
        answer = sent(client, f"{PAGES}taxii/", f"{PAGES}taxii/server/", fields)
        if address not in answer.text:
            raise NotSeen(f"the server was not noted: HTTP {answer.status_code}")
    with closing(_officer(story.bh, "khalid")) as client:
        page = until(lambda: client.get(f"{PAGES}quarantine/").text, lambda text: INDICATOR["name"] in text, "the poll")
        if INDICATOR["name"] in client.get(f"{PAGES}indicators/").text:
            raise NotSeen("It is a record before it was graded.")
    return f"{len(_CHOSEN.findall(page))} of what waits can become records; none is one"


def graded(story: Story) -> str:
    """The analyst grades what came B2, after seeing what it becomes; the sender's marking stays."""
    with closing(_officer(story.bh, "khalid")) as client:
        page = f"{PAGES}quarantine/"
        chosen: Any = {"chosen": _CHOSEN.findall(client.get(page).text)}
        said = chosen | {"source": "B", "information": "2", "review": "2099-01-01"}
        preview = sent(client, page, f"{page}grade/", said).text
        sent(client, page, f"{page}grade/", said | {"confirm": "yes"})
        shown = client.get(f"{PAGES}indicators/").text
    if INDICATOR["name"] not in shown or "B2" not in preview or "TLP:AMBER" not in shown:
        raise NotSeen("The indicator is not among the records.")
    return f"{len(chosen['chosen'])} graded B2; on the page of indicators with TLP:AMBER"


def sent_in(story: Story) -> str:
    """A client sends to Islamabad: what is good waits, what is not is named, and a bad request is refused."""
    with closing(_taxii(story)) as client:
        status = client.post("objects/", json={"objects": POSTED}, headers={"Content-Type": MEDIA})
        said = status.json()
        wrong = client.get("objects/", params={"added_after": "yesterday"}).status_code
        plain = client.get("objects/", headers={"Accept": "application/taxii+json"}).status_code
    counts = (status.status_code, said["success_count"], said["failure_count"], wrong, plain)
    with closing(_officer(story.pk, "amina")) as browser:
        waits = str(POSTED[0]["name"]) in browser.get(f"{PAGES}quarantine/").text
    if counts != (202, 1, 1, 400, 200) or not waits:
        raise NotSeen(f"{counts}, waits: {waits}")
    return f"1 waits, 1 refused: {said['failures'][0]['message']} added_after=yesterday: {wrong}"


def alerted(story: Story) -> str:
    """Manama takes the list in and watches it: a likeness in another script alerts, and what is graded X4 does not."""
    bh = story.bh
    said: dict[str, Any] = {"username": "khalid", "kind": "person", "party": "BH", "persons": ["suspect"]}
    said |= {"data": {"name": [LIKE]}, "purpose": PURPOSE}
    with closing(_officer(bh, "khalid")) as client:
        _take_in(client, *LIST)
        sent(client, "/identity/lists/", "/identity/lists/new/", WATCHED)
        unassessed = bh.act("draft_record", grade="X4", **said)
        graded = bh.act("draft_record", grade="B2", **said)
        page = until(lambda: _un_list(client), lambda text: bool(_ALERT.search(text)), "an alert on its page")
        (alert,) = set(_ALERT.findall(page))
        about = client.get(f"/identity/alerts/{alert}/").text
    if graded not in about or unassessed in about:
        raise NotSeen(f"the alert {alert} is about another record")
    story.facts[f"{AREA}/alert"] = alert
    return f"came, changed, went: {_COUNT.findall(page)[:3]}; {LIKE} alerts where graded B2, and not where graded X4"


def delisted(story: Story) -> str:
    """A new version of the list lacks the entry: it stays as one that went, and its alert is withdrawn."""
    alert = story.facts[f"{AREA}/alert"]
    with closing(_officer(story.bh, "khalid")) as client:
        _take_in(client, "XXi.902")
        # A page reads open alerts before withdrawn ones; what is withdrawn between the two stands in both for once.
        page = until(lambda: _un_list(client), lambda text: _only_withdrawn(text, alert), "the alert withdrawn")
    counts = _COUNT.findall(page)[:3]
    if counts != ["0", "0", "1"]:
        raise NotSeen(f"{counts}")
    return f"came, changed, went: {counts}; the alert is withdrawn"


def _only_withdrawn(page: str, alert: str) -> bool:
    before, _heading, withdrawn = page.rpartition("<h2>")
    return alert in withdrawn and alert not in before


def _take_in(client: httpx.Client, *references: str) -> None:
    """Send a version of the list in with the form of the page of imports."""
    people = "".join(
        f"<INDIVIDUAL><FIRST_NAME>{LIST[one][0]}</FIRST_NAME><REFERENCE_NUMBER>{one}</REFERENCE_NUMBER>"
        f"<LISTED_ON>2012-12-31</LISTED_ON><NAME_ORIGINAL_SCRIPT>{LIST[one][1]}</NAME_ORIGINAL_SCRIPT></INDIVIDUAL>"
        for one in references
    )
    file = f"<CONSOLIDATED_LIST><INDIVIDUALS>{people}</INDIVIDUALS></CONSOLIDATED_LIST>".encode()
    answer = sent(client, IMPORTS, f"{IMPORTS}start/", {"source": "un-list"}, {"file": ("list.xml", file)})
    if "/jobs/" not in answer.url.path:
        raise NotSeen(f"{IMPORTS}: HTTP {answer.status_code} at {answer.url.path}")


def _un_list(client: httpx.Client) -> str:
    return client.get(f"{PAGES}un-list/").text.partition("<main")[2]


def _taxii(story: Story) -> httpx.Client:
    collection, secret = story.facts[AREA]
    return browser(
        base_url=f"{story.pk.url}/taxii2/desk/collections/{collection}/", auth=("manama", secret),
        headers={"Accept": MEDIA}, timeout=30,
    )  # fmt: skip


def _officer(node: Node, username: str) -> httpx.Client:
    client = signed_in(node, username)
    sent(client, "/purpose/", "/purpose/", {"purpose": PURPOSE})
    return client


STEPS: Final[tuple[tuple[str, Callable[[Story], str]], ...]] = (
    ("An operator makes a TAXII collection and a client", granted),
    ("An indicator is released by a second officer and published", published),
    ("The other node polls it into quarantine", polled),
    ("An analyst grades it, and it becomes a record", graded),
    ("A client sends objects, good and bad", sent_in),
    ("The United Nations list: a likeness alerts, and what is graded X4 never does", alerted),
    ("A new version of the list: who was delisted alerts no more", delisted),
)
