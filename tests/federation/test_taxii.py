# SPDX-License-Identifier: Apache-2.0
"""TAXII 2.1 over HTTP at a node that is really served: the clients that exist, and what a server is asked.

Medallion's packages bring no tests, its repository does: their cases stand by their names in test_medallion_cases.py.
One node serves the whole module; each test has collections and objects of its own (spec §85.1 to §85.8).
"""

import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from taxii2client.v21 import ApiRoot, Collection, Server, as_pages

from tests import house
from tests.apps.taxii.asking import MEDIA, indicator
from tests.federation.kill.nodes import Node, make_database

pytestmark = pytest.mark.slow
FIRST, LAST = "X-TAXII-Date-Added-First", "X-TAXII-Date-Added-Last"
SECOND, THIRD = "2026-11-03T00:00:00.123456Z", "2026-11-04T00:00:00.000Z"
GRANTS = {
    "misp": ("BH", {"Threats": "read write", "Drop": "write", "Bulletin": "read", "Filters": "read write",
                    "Versions": "read write", "Many": "read write", "Library": "read write", "Poll": "read write",
                    "Cti": "read write", "In": "read write", "Cases": "read write", "Adds": "read write"}),
    "second": ("BH", {"Many": "read write", "Bulletin": "read"}),
    "reader": ("AE", {"Threats": "read", "Bulletin": "read"}),
    "stranger": ("BH", {}),
}  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """A served node, its collections by title, and the secrets of its clients."""

    node: Node
    held: dict[str, str]
    secrets: dict[str, str]

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.node.port}/taxii2/"

    def address(self, title: str) -> str:
        return f"{self.root}desk/collections/{self.held.get(title, title)}/"

    def client(self, name: str, title: str = "") -> httpx.Client:
        return httpx.Client(
            base_url=self.address(title) if title else self.root, auth=(name, self.secrets[name]), timeout=60,
            headers={"Accept": MEDIA, "Content-Type": MEDIA}, trust_env=False,
        )  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("taxii")
    server = os.environ[house.POSTGRESQL_URL] if house.on_postgresql() else None
    node = Node("PK", folder, make_database(server, f"taxii_{uuid4().hex}"))
    try:
        node.ask("begin", party="PK")
        made = {name: node.ask("taxii_client", name=name, party=of, may=may) for name, (of, may) in GRANTS.items()}
        node.start("web")
        node.wait_until_up()
        held = {title: one for of in made.values() for title, one in of.items() if title != "secret"}
        yield Desk(node, held, {name: of["secret"] for name, of in made.items()})
    finally:
        node.close()


def post(client: httpx.Client, *objects: Any) -> httpx.Response:
    return client.post("objects/", json={"objects": objects})


def names(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["name"] for one in answer.json().get("objects", [])]


# --- clients that exist ----------------------------------------------------------------------------


def test_the_client_library_of_oasis_does_all_it_can(desk):
    account = {"user": "misp", "password": desk.secrets["misp"]}
    assert [one.url for one in Server(desk.root, **account).api_roots] == [f"{desk.root}desk/"]
    with ApiRoot(f"{desk.root}desk/", **account) as root:
        assert root.versions == [MEDIA]
        assert {one.title: (one.can_read, one.can_write) for one in root.collections}["Drop"] == (False, True)
    with Collection(desk.address("Library"), **account) as library:
        later = indicator(1, modified=SECOND, name="دوسرا")
        status = library.add_objects({"objects": [*map(indicator, range(5)), later, {"type": "indicator"}]})
        assert (status.status, status.success_count, status.failure_count) == ("complete", 6, 1)
        status.refresh()
        assert status.total_count == 7
        pages = list(as_pages(library.get_objects, per_request=2))
        assert [len(page["objects"]) for page in pages] == [2, 2, 1]
        assert library.get_object(later["id"])["objects"][0]["name"] == "دوسرا"
        assert library.get_object(later["id"], version="first")["objects"][0]["name"] == "Made-up indicator 1"
        assert library.object_versions(later["id"])["versions"] == [SECOND, "2026-11-02T00:00:00.000000Z"]
        assert len(library.get_manifest(type="indicator", version="all")["objects"]) == 6
        added = library.get_manifest()["objects"][-2]["date_added"]
        assert len(library.get_objects(added_after=added)["objects"]) == 1
        library.delete_object(later["id"], version="all")
        assert {one["id"] for one in library.get_objects()["objects"]}.isdisjoint({later["id"]})


def polled(client: httpx.Client, after: str, **filters: str) -> tuple[list[str], str]:
    """Poll as MISP and OpenCTI do: follow `next`, then keep the last moment exactly as the server spelled it."""
    asked = filters | ({"added_after": after} if after else {})
    found, more, last = [], "", after
    while True:
        answer = client.get("objects/", params={"limit": "3"} | asked | ({"next": more} if more else {}))
        found += names(answer)
        last = answer.headers[LAST]
        if not answer.json().get("more"):
            return found, last
        more = answer.json()["next"]


@pytest.mark.parametrize("title", ["Poll", "Cti"])
def test_polling_gives_each_object_once_whatever_came_meanwhile(desk, title):
    filters = {} if title == "Poll" else {"match[type]": "indicator", "match[spec_version]": "2.1"}
    with desk.client("misp", title) as client:
        found, last = polled(client, "", **filters)
        assert (found, bool(last)) == ([], True), "an empty collection says from when on to ask"
        for round_ in range(3):
            wanted = [indicator(10 * round_ + n, name=f"مؤشر {round_} {n}") for n in range(7)]
            post(client, *wanted)
            found, last = polled(client, last, **filters)
            assert found == [one["name"] for one in wanted]
        assert polled(client, last, **filters) == ([], last)


# --- what a server is asked ---------------------------------------------------------------------------


def test_discovery_and_roots(desk):
    with desk.client("stranger") as client:
        said = client.get("").json()
        assert said["default"] in said["api_roots"]
        root = client.get("desk/").json()
        assert root["versions"] == [MEDIA]
        assert root["max_content_length"] > 0
        assert client.get("desk/collections/").json() == {}, "a client without a grant sees no collection"
    with desk.client("reader") as client:
        rows = client.get("desk/collections/").json()["collections"]
        assert {one["title"]: (one["can_read"], one["can_write"]) for one in rows} == {
            "Threats": (True, False), "Bulletin": (True, False)
        }  # fmt: skip


def query(text: str, status: int = 400) -> tuple[str, str, str, dict[str, str], bytes, int]:
    return "misp", "GET", f"Threats objects/?{text}", {}, b"", status


PLAIN = {"Accept": "application/taxii+json", "Content-Type": "application/taxii+json"}
OLD = {"Accept": "application/taxii+json;version=2.0", "Content-Type": "application/taxii+json;version=2.0"}
OLDER = {"Accept": "application/vnd.oasis.taxii+json", "Content-Type": "application/json"}
SENT = {"Accept": MEDIA}
GOOD = b'{"objects":[]}'
ASKED = {
    "a media type without a version": ("misp", "GET", "Threats objects/", PLAIN, b"", 200),
    "sent without a version": ("misp", "POST", "Threats objects/", PLAIN, GOOD, 202),
    "TAXII 2.0 is asked for": ("misp", "GET", "Threats objects/", OLDER, b"", 406),
    "version 2.0 is asked for": ("misp", "GET", "Threats objects/", OLD, b"", 406),
    "JSON is sent": ("misp", "POST", "Threats objects/", OLDER | SENT, GOOD, 415),
    "version 2.0 is sent": ("misp", "POST", "Threats objects/", OLD | SENT, GOOD, 415),
    "an object that there is not": ("misp", "GET", f"Threats objects/{indicator(999)['id']}/", {}, b"", 404),
    "its versions": ("misp", "GET", f"Threats objects/{indicator(999)['id']}/versions/", {}, b"", 404),
    "its removal": ("misp", "DELETE", f"Threats objects/{indicator(999)['id']}/", {}, b"", 404),
    "a collection that there is not": ("misp", "GET", f"{uuid4()} objects/", {}, b"", 404),
    "one that is not granted": ("stranger", "GET", "Threats objects/", {}, b"", 404),
    "one that is not granted, written": ("stranger", "POST", "Threats objects/", {}, GOOD, 404),
    "no right to write": ("reader", "POST", "Threats objects/", {}, GOOD, 403),
    "no right to read": ("misp", "GET", "Drop objects/", {}, b"", 403),
    "no right to read a manifest": ("misp", "GET", "Drop manifest/", {}, b"", 403),
    "no right to remove": ("reader", "DELETE", f"Threats objects/{indicator(1)['id']}/", {}, b"", 403),
    "a collection is not replaced": ("misp", "PUT", "Threats objects/", {}, GOOD, 405),
    "no envelope": ("misp", "POST", "Threats objects/", {}, b"[]", 422),
    "an envelope of nothing": ("misp", "POST", "Threats objects/", {}, b"{}", 422),
    "a bare object": ("misp", "POST", "Threats objects/", {}, json.dumps(indicator(1)).encode(), 422),
    "half an envelope": ("misp", "POST", "Threats objects/", {}, b'{"objects":[', 422),
    "too long": ("misp", "POST", "Threats objects/", {}, b" " * ((16 << 20) + 1), 413),
    "a limit of none": query("limit=0"), "a limit below none": query("limit=-5"), "a limit in words": query("limit=x"),
    "a huge limit is cut": query("limit=999999999", 200), "a limit without end": query("limit=" + "9" * 40),
    "a time in words": query("added_after=yesterday"), "a day": query("added_after=2026-11-22"),
    "a local time": query("added_after=2026-11-22T10:00:00%2B05:00"),
    "a version in words": query("match[version]=newest"),
    "a next that nobody gave": query("next=abc"), "a filter that is not known": query("match[name]=x"),
    "a filter twice": query("match[type]=a&match[type]=b"),
}  # fmt: skip


@pytest.mark.parametrize(("who", "method", "what", "headers", "body", "status"), ASKED.values(), ids=ASKED)
def test_a_request_is_answered_by_its_rule(desk, who, method, what, headers, body, status):
    title, _, path = what.partition(" ")
    with desk.client(who, title) as client:
        answer = client.request(method, path, headers=headers, content=body or None)
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == MEDIA
    if status >= 400:
        assert answer.json()["http_status"] == str(status)
    elif method == "GET":
        assert answer.headers[FIRST] <= answer.headers[LAST]


@pytest.fixture(scope="module")
def filled(desk):
    """A collection with versions, types, and both versions of the specification."""
    report = {"type": "report", "spec_version": "2.1", "id": "report--00000000-0000-4000-8000-000000000001",
              "created": THIRD, "modified": THIRD, "name": "تقرير", "published": THIRD}  # fmt: skip
    old, later = indicator(3, name="old"), indicator(4, name="2.0 of both", modified=THIRD)
    del old["spec_version"], later["spec_version"]
    with desk.client("misp", "Filters") as client:
        post(client, indicator(1, name="1a"), indicator(2, name="2a"))
        moments = client.get("manifest/").headers
        post(client, indicator(1, name="1b", modified=SECOND), indicator(1, name="1c", modified=THIRD), report, old)
        post(client, indicator(4, name="2.1 of both"), later)
        yield client, moments


FIRST_ONE, BOTH = indicator(1)["id"], f"{indicator(1)['id']},{indicator(2)['id']}"
ALL_OF_BOTH = f"match[id]={BOTH}&match[type]=indicator&match[version]=all"
FILTERS = {
    "nothing asked": ("", ["2a", "1c", "تقرير", "old", "2.1 of both"]),
    "the last versions": ("match[version]=last", ["2a", "1c", "تقرير", "old", "2.1 of both"]),
    "the first versions": ("match[version]=first", ["1a", "2a", "تقرير", "old", "2.1 of both"]),
    "all versions": ("match[version]=all", ["1a", "2a", "1b", "1c", "تقرير", "old", "2.1 of both"]),
    "an exact version": (f"match[version]={SECOND}", ["1b"]),
    "the first and an exact one": (f"match[version]=first,{SECOND}", ["1a", "2a", "1b", "تقرير", "old", "2.1 of both"]),
    "a type": ("match[type]=report", ["تقرير"]),
    "two types": ("match[type]=report,indicator", ["2a", "1c", "تقرير", "old", "2.1 of both"]),
    "a type that is not there": ("match[type]=malware", []),
    "an identifier": (f"match[id]={FIRST_ONE}", ["1c"]),
    "two identifiers": (f"match[id]={BOTH}", ["2a", "1c"]),
    "a version of the specification": ("match[spec_version]=2.0", ["old", "2.0 of both"]),
    "type and version": ("match[type]=indicator&match[version]=first", ["1a", "2a", "old", "2.1 of both"]),
    "identifier, type and version": (ALL_OF_BOTH, ["1a", "2a", "1b", "1c"]),
    "what contradicts itself": (f"match[id]={FIRST_ONE}&match[type]=report", []),
    "everything at once": (f"{ALL_OF_BOTH}&match[spec_version]=2.1&limit=9", ["1a", "2a", "1b", "1c"]),
    "the last versions of both specifications": (
        "match[spec_version]=2.0,2.1", ["2a", "1c", "تقرير", "old", "2.0 of both"]),
    "the first versions of both specifications": (
        "match[spec_version]=2.0,2.1&match[version]=first", ["1a", "2a", "تقرير", "old", "2.1 of both"]),
    "all versions of both specifications": (
        f"match[spec_version]=2.0,2.1&match[version]=all&match[id]={indicator(4)['id']}",
        ["2.1 of both", "2.0 of both"]),
}  # fmt: skip


@pytest.mark.parametrize(("asked", "wanted"), FILTERS.values(), ids=FILTERS)
def test_filters_narrow_together(filled, asked, wanted):
    client, _ = filled
    answer = client.get(f"objects/?{asked}")
    assert names(answer) == wanted
    assert answer.headers[FIRST] <= answer.headers[LAST]
    manifest = client.get(f"manifest/?{asked}").json().get("objects", [])
    assert len(manifest) == len(wanted)
    assert sorted({one["date_added"] for one in manifest}) == [one["date_added"] for one in manifest]
    if manifest:
        assert (answer.headers[FIRST], answer.headers[LAST]) == (manifest[0]["date_added"], manifest[-1]["date_added"])


def test_added_after_and_filters_narrow_together(filled):
    client, moments = filled
    after = f"added_after={moments[LAST]}"
    assert names(client.get(f"objects/?{after}&match[type]=indicator&match[version]=all")) == [
        "1b",
        "1c",
        "old",
        "2.1 of both",
    ]
    assert names(client.get("objects/?added_after=2099-01-01T00:00:00Z")) == []
    assert client.get("objects/?added_after=2099-01-01T00:00:00Z").headers[LAST] == "2099-01-01T00:00:00.000000Z"


def test_a_next_is_opaque_and_holds_for_its_request_alone(filled, desk):
    client, _ = filled
    asked = "match[version]=all&limit=2"
    place = client.get(f"objects/?{asked}").json()["next"]
    assert names(client.get("objects/", params={"next": place, "limit": "2"})) == ["1b", "1c"]
    for changed in (place[:-1], place[:-2] + "zz", place[::-1], "A" + place, place.upper(), ""):
        assert client.get("objects/", params={"next": changed}).status_code == 400
    assert client.get("manifest/", params={"next": place}).status_code == 400
    assert client.get("objects/", params={"next": place, "match[type]": "report"}).status_code == 400
    with desk.client("misp", "Threats") as other:
        assert other.get("objects/", params={"next": place}).status_code == 400


def test_versions_of_an_object_are_asked_for_and_taken_away(desk):
    first, second, third = (
        indicator(1, name="a"),
        indicator(1, name="b", modified=SECOND),
        indicator(1, name="c", modified=THIRD),
    )
    path = f"objects/{first['id']}/"
    with desk.client("misp", "Versions") as client:
        assert post(client, third, first, second).json()["success_count"] == 3
        again = post(client, second, second | {"name": "دوسرا"}).json()
        assert (again["success_count"], again["failure_count"]) == (1, 1)
        exact = {f"?match[version]={SECOND}": ["b"], "?match[version]=first": ["a"], "": ["c"],
                 "?match[version]=all": ["c", "a", "b"], "?match[version]=2001-01-01T00:00:00Z": []}  # fmt: skip
        assert {asked: names(client.get(f"{path}{asked}")) for asked in exact} == exact
        empty = client.get(f"{path}?match[version]=2001-01-01T00:00:00Z")
        assert (empty.json(), empty.headers[FIRST]) == ({}, empty.headers[LAST])
        assert client.delete(f"{path}?match[version]={THIRD}").status_code == 200
        assert (names(client.get(path)), len(client.get(f"{path}versions/").json()["versions"])) == (["b"], 2)
        assert client.delete(f"{path}?match[version]={THIRD}").status_code == 404
        assert client.delete(f"{path}?match[version]=all").status_code == 200
        assert client.get(path).status_code == 404
        assert post(client, first).json()["success_count"] == 1, "what was taken away may come again"


def test_a_status_is_found_again_by_its_client(desk):
    with desk.client("misp", "Threats") as client, desk.client("reader") as other:
        said = post(client, indicator(50), {"type": "indicator", "id": "indicator--x"}, 7).json()
        assert (said["total_count"], said["success_count"], said["failure_count"], said["pending_count"]) == (
            3,
            1,
            2,
            0,
        )
        assert {one["id"] for one in said["successes"]} == {indicator(50)["id"]}
        assert client.get(f"{desk.root}desk/status/{said['id']}/").json() == said
        assert other.get(f"desk/status/{said['id']}/").status_code == 404


# --- at once -------------------------------------------------------------------------------------------


def test_who_posts_at_once_loses_nothing_and_each_moment_is_its_own(desk):
    """Two clients post, while one of them polls: nothing is passed over, and nothing comes twice."""
    rounds, size = 8, 20
    answers: list[int] = []

    def send(name: str, start: int) -> None:
        with desk.client(name, "Many") as client:
            for n in range(rounds):
                objects = [indicator(start + size * n + k, name=f"{start + size * n + k}") for k in range(size)]
                answers.append(post(client, *objects).json()["success_count"])

    threads = [threading.Thread(target=send, args=of) for of in (("misp", 0), ("misp", 10_000), ("second", 20_000))]
    for thread in threads:
        thread.start()
    with desk.client("misp", "Many") as client:
        seen, last = polled(client, "")
        while any(thread.is_alive() for thread in threads):
            more, last = polled(client, last)
            seen += more
        for thread in threads:
            thread.join()
        seen += polled(client, last)[0]
        rows = client.get("manifest/?limit=1000").json()["objects"]
    assert answers == [size] * rounds * 3
    assert sorted(map(int, seen)) == [*range(rounds * size), *range(10_000, 10_000 + rounds * size)]
    moments = [one["date_added"] for one in rows]
    assert len(moments) == len(set(moments)) == 2 * rounds * size
    assert moments == sorted(moments)


# --- publishing, pushing and polling ------------------------------------------------------------------


def test_what_leaves_was_released_to_that_party_and_its_colour_allows_it(desk):
    """Approved for BH: seen by every client of BH and by no other; a draft, and TLP:RED, do not leave at all."""
    ask, bulletin = desk.node.ask, desk.held["Bulletin"]
    good = ask("taxii_release", name="جاری شدہ", to=["BH"])
    assert ask("taxii_publish", release=good, collection=bulletin)["BH"] > 0
    assert ask("taxii_publish", release=good, collection=bulletin) == {"BH": 0}, "once"
    for more in ({"approved": False}, {"tlp": "red"}):
        release = ask("taxii_release", name="روکا ہوا", to=["BH"], **more)
        assert ask("taxii_publish", release=release, collection=bulletin) == {"code": "taxii.not-released"}, more
    for name, wanted in (("misp", ["جاری شدہ"]), ("second", ["جاری شدہ"]), ("reader", [])):
        with desk.client(name, "Bulletin") as client:
            found = client.get("objects/?match[type]=indicator")
            assert names(found) == wanted
            assert post(client, indicator(1)).status_code == 403
            if wanted:
                assert found.json()["objects"][0]["object_marking_refs"]
                assert client.delete(f"objects/{found.json()['objects'][0]['id']}/").status_code == 403


def test_the_node_pushes_what_was_released_and_polls_into_quarantine(desk):
    """The node's own client goes over HTTP to a served node; what it pushes is what was released, and nothing else."""
    ask, secret = desk.node.ask, desk.secrets["misp"]
    release = ask("taxii_release", name="دھکیلا گیا", to=["BH"])
    ask("taxii_publish", release=release, collection=desk.held["Bulletin"])
    with desk.client("misp", "In") as client:
        to = {"address": desk.address("In"), "username": "misp", "secret": secret}
        ask("taxii_server", way="push", collection=desk.held["Bulletin"], party="BH", **to)
        (said,) = ask("taxii_go")
        assert said.startswith("+"), said
        pushed = names(client.get("objects/?match[type]=indicator"))
        assert "دھکیلا گیا" in pushed
        assert ask("taxii_go") == ["+0"], "what was pushed once is not pushed again"
        ask("taxii_server", way="poll", **to)
        assert ask("taxii_go")[1] == f"+{len(client.get('objects/').json()['objects'])}"
        post(client, indicator(70, name="بعد میں آیا"))
        assert ask("taxii_go")[1] == "+1"
    polled_in = ask("taxii_held", owner="s")
    assert {state for _, state in polled_in} == {"waiting"}
    assert polled_in[-1][0] == "بعد میں آیا"
