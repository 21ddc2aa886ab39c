# SPDX-License-Identifier: Apache-2.0
"""The cases of medallion's own backend tests, each by its name, against a node over HTTP.

Names and expectations are facts taken from oasis-open/cti-taxii-server, medallion/test/test_backends.py; objects and
code are ours. Where a case asks for what is medallion's alone, or its moments are fixed, what is asked here instead is
said beside it. Versions have six digits of a second here and three there: moments are compared, not how they are
spelled.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from taawun.formats.stix import times
from tests.apps.taxii.asking import MEDIA
from tests.federation.test_taxii import FIRST, LAST, Desk, desk, post  # noqa: F401  # the node and its clients

pytestmark = pytest.mark.slow


def made(kind: str, number: int, created: str, modified: str = "", spec: str = "2.1", **more: Any) -> dict[str, Any]:
    """Return an object; without `modified` it has none, and one of STIX 2.0 does not say of which version it is."""
    said = {"type": kind, "id": f"{kind}--00000000-0000-4000-8000-{number:012x}", "created": created} | more
    said |= {"modified": modified} if modified else {}
    return said | ({"spec_version": spec} if spec == "2.1" else {})


def sign(number: int, modified: str, name: str = "") -> dict[str, Any]:
    """Return an indicator."""
    words = {"pattern": "[domain-name:value = 'a.example']", "pattern_type": "stix", "valid_from": modified}
    return made("indicator", number, "2016-11-03T12:30:59.000Z", modified, name=name or f"مؤشر {number}", **words)


LINK = made("relationship", 1, "2014-05-08T09:00:00.000Z", "2014-05-08T09:00:00.000Z", relationship_type="indicates",
            source_ref="indicator--00000000-0000-4000-8000-000000000002",
            target_ref="malware--00000000-0000-4000-8000-000000000004")  # fmt: skip
ONE = sign(2, "2014-05-08T09:00:00.000Z")
FIRST_OF, SECOND_OF, THIRD_OF = (
    sign(5, modified)
    for modified in ("2016-11-03T12:30:59.000Z", "2016-12-25T12:30:59.444Z", "2017-01-27T13:49:53.935Z")
)
MARKED = made("marking-definition", 3, "2017-01-20T00:00:00.000Z", definition_type="tlp", definition={"tlp": "green"})
VIRUS = made("malware", 4, "2017-01-27T13:49:53.997Z", "2017-01-27T13:49:53.997Z", name="میلویئر", is_family=False)
OLD = made("malware", 4, "2017-01-27T13:49:53.997Z", "2018-02-23T18:30:00.000Z", "2.0", name="برمجية")
ADDED = (LINK, ONE, FIRST_OF, SECOND_OF, MARKED, VIRUS, OLD, THIRD_OF)
"""In the order of medallion's data, so that what comes after what is the same."""
LATEST, ALL = (LINK, ONE, MARKED, VIRUS, THIRD_OF), tuple(one for one in ADDED if one is not OLD)
WITH_BOTH = (LINK, ONE, MARKED, OLD, THIRD_OF)
FIRSTS = (LINK, ONE, FIRST_OF, MARKED, VIRUS)


@dataclass(frozen=True)
class Held:
    """The node, a client of a collection that holds the objects above, and the moments at which they were added."""

    desk: Desk
    client: httpx.Client
    moments: dict[str, str]

    def at(self, one: dict[str, Any]) -> str:
        return self.moments[key(one)]


def key(one: dict[str, Any]) -> str:
    return f"{one['id']} {one.get('modified', one['created'])}"


@pytest.fixture(scope="module")
def held(desk) -> Iterator[Held]:  # noqa: F811 - pytest's way to use one
    with desk.client("misp", "Cases") as client:
        for one in ADDED:
            assert post(client, one).json()["success_count"] == 1
        rows = []
        for spec in ("2.0", "2.1"):
            rows += client.get(f"manifest/?match[version]=all&match[spec_version]={spec}").json()["objects"]
        rows.sort(key=lambda row: row["date_added"])
        assert [row["id"] for row in rows] == [one["id"] for one in ADDED]
        yield Held(desk, client, {key(one): row["date_added"] for one, row in zip(ADDED, rows, strict=True)})


def same(one: str, other: str) -> bool:
    """Tell whether two spellings are one moment."""
    return times.parse(one) == times.parse(other)


def good(answer: httpx.Response) -> Any:
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, MEDIA), answer.text
    return answer.json()


# --- what is asked with one GET: the address, the query, and the objects that come, in order ----------

V, B, R = VIRUS["id"], FIRST_OF["id"], LINK["id"]
BOTH = "match[spec_version]=2.0,2.1"
EXACT = "match[version]=2016-12-25T12:30:59.444Z"
OBJECTS: dict[str, tuple[str, str, tuple[dict[str, Any], ...]]] = {
    "test_get_objects": ("objects/", "", LATEST),
    "test_get_object": (f"objects/{V}/", "", (VIRUS,)),
    "test_get_object_manifests": ("manifest/", "", LATEST),
    "test_get_objects_added_after": ("objects/", "added_after={ONE}", (MARKED, VIRUS, THIRD_OF)),
    "test_get_objects_id": ("objects/", f"match[id]={V}", (VIRUS,)),
    "test_get_objects_type": ("objects/", "match[type]=indicator", (ONE, THIRD_OF)),
    "test_objects_version_match_specific_date": ("objects/", EXACT, (SECOND_OF,)),
    "test_objects_version_match_first": ("objects/", "match[version]=first", FIRSTS),
    "test_objects_version_match_last": ("objects/", "match[version]=last", LATEST),
    "test_objects_version_match_all": ("objects/", "match[version]=all", ALL),
    "test_get_objects_spec_version_20": ("objects/", "match[spec_version]=2.0", (OLD,)),
    "test_get_objects_spec_version_21_20": ("objects/", BOTH, WITH_BOTH),
    "test_get_objects_spec_version_21": ("objects/", "match[spec_version]=2.1", LATEST),
    "test_get_objects_spec_version_default": ("objects/", "", LATEST),
    "test_get_object_added_after_case1": (f"objects/{V}/", "added_after={VIRUS}", ()),
    "test_get_object_added_after_case2": (f"objects/{V}/", "added_after={MARKED}", (VIRUS,)),
    "test_get_object_version_single: an exact one": (f"objects/{B}/", EXACT, (SECOND_OF,)),
    "test_get_object_version_single: first": (f"objects/{B}/", "match[version]=first", (FIRST_OF,)),
    "test_get_object_version_single: last": (f"objects/{B}/", "match[version]=last", (THIRD_OF,)),
    "test_get_object_version_match_all": (f"objects/{B}/", "match[version]=all", (FIRST_OF, SECOND_OF, THIRD_OF)),
    "test_get_object_spec_version_20": (f"objects/{V}/", "match[spec_version]=2.0", (OLD,)),
    "test_get_object_spec_version_21": (f"objects/{V}/", "match[spec_version]=2.1", (VIRUS,)),
    "test_get_object_spec_version_2021": (f"objects/{V}/", BOTH, (OLD,)),
    "test_get_object_spec_version_default": (f"objects/{V}/", "", (VIRUS,)),
    "test_get_manifest_added_after": ("manifest/", "added_after={MARKED}", (VIRUS, THIRD_OF)),
    "test_get_manifest_id": ("manifest/", f"match[id]={V}", (VIRUS,)),
    "test_get_manifest_type": ("manifest/", "match[type]=indicator", (ONE, THIRD_OF)),
    "test_get_manifest_version_specific": ("manifest/", EXACT, (SECOND_OF,)),
    "test_get_manifest_version_first": ("manifest/", "match[version]=first", FIRSTS),
    "test_get_manifest_version_last": ("manifest/", "match[version]=last", LATEST),
    "test_get_manifest_version_all": ("manifest/", "match[version]=all", ALL),
    "test_manifest_spec_version_20": ("manifest/", "match[spec_version]=2.0", (OLD,)),
    "test_manifest_spec_version_21": ("manifest/", "match[spec_version]=2.1", LATEST),
    "test_manifest_spec_version_2021": ("manifest/", BOTH, WITH_BOTH),
    "test_manifest_spec_version_default": ("manifest/", "", LATEST),
    "test_get_objects_match_type_version": (
        "objects/", "match[type]=incident&match[version]=2016-01-01T01:01:01.000Z", ()),
    "test_get_objects_match_type_spec_version": (
        "objects/", "match[type]=indicator&match[spec_version]=2.1", (ONE, THIRD_OF)),
    "test_get_version": (f"objects/{R}/versions/", "", (LINK,)),
    "test_get_version_added_after: nothing": (f"objects/{R}/versions/", "added_after={LINK}", ()),
    "test_get_version_added_after: one": (
        f"objects/{R}/versions/", "added_after=2014-05-08T08:00:00Z", (LINK,)),
    "test_get_version_spec_version_20": (f"objects/{V}/versions/", "match[spec_version]=2.0", (OLD,)),
    "test_get_version_spec_version_21": (f"objects/{V}/versions/", "match[spec_version]=2.1", (VIRUS,)),
    "test_get_version_spec_version_2021": (f"objects/{V}/versions/", BOTH, (VIRUS, OLD)),
    "test_get_version_spec_version_default": (f"objects/{V}/versions/", "", (VIRUS,)),
}  # fmt: skip


@pytest.mark.parametrize(("path", "query", "wanted"), OBJECTS.values(), ids=OBJECTS)
def test_what_comes(held, path, query, wanted):
    """Answers as medallion's do, with the first and the last moment of what came."""
    for name, one in {"ONE": ONE, "LINK": LINK, "MARKED": MARKED, "VIRUS": VIRUS}.items():
        query = query.replace(f"{{{name}}}", held.at(one))
    answer = held.client.get(f"{path}?{query}")
    said = good(answer)
    if not wanted:
        assert said == {}
        return
    assert said["more"] is False
    assert (answer.headers[FIRST], answer.headers[LAST]) == (held.at(wanted[0]), held.at(wanted[-1]))
    if path == "manifest/":
        assert [(row["id"], row["date_added"]) for row in said["objects"]] == [(o["id"], held.at(o)) for o in wanted]
        assert all(same(row["version"], stated(one)) for row, one in zip(said["objects"], wanted, strict=True))
        assert [row["media_type"][-3:] for row in said["objects"]] == [one.get("spec_version", "2.0") for one in wanted]
    elif path.endswith("versions/"):
        newest_first = sorted(map(stated, wanted), reverse=True)
        assert all(same(*pair) for pair in zip(said["versions"], newest_first, strict=True))
    else:
        assert said["objects"] == list(wanted)


def stated(one: dict[str, Any]) -> str:
    return str(one.get("modified", one["created"]))


# --- what is asked in several steps ------------------------------------------------------------------


def discovery(held: Held) -> None:
    said = good(held.client.get(held.desk.root))
    assert said["api_roots"] == [f"{held.desk.root}desk/"]


def root(held: Held) -> None:
    """Its title is the node's, and not medallion's."""
    assert good(held.client.get(f"{held.desk.root}desk/"))["title"]


def status(held: Held) -> None:
    """A status of medallion's data is made here: one taken, one refused; nothing is ever pending, and so not listed."""
    said = post(held.client, LINK, {"type": "indicator", "id": "indicator--x"}).json()
    found = good(held.client.get(f"{held.desk.root}desk/status/{said['id']}"))
    assert (len(found["successes"]), len(found["failures"]), found["pending_count"]) == (1, 1, 0)


def collections(held: Held) -> None:
    """A collection that a client may neither read nor write is not shown to it (spec §85.2)."""
    rows = good(held.client.get(f"{held.desk.root}desk/collections/"))["collections"]
    assert {held.desk.held["Cases"], held.desk.held["Drop"]} <= {row["id"] for row in rows}


def pages(held: Held, path: str, size: int, wanted: tuple[dict[str, Any], ...], query: str = "") -> list[Any]:
    """Read page by page; each says the moments that it covers."""
    found: list[Any] = []
    said: Any = {}
    for at in range(0, len(wanted), size):
        covered = wanted[at : at + size]
        more = f"&next={said['next']}" if at else ""
        answer = held.client.get(f"{path}?limit={size}{query}{more}")
        said = good(answer)
        assert said["more"] is (at + size < len(wanted))
        assert (answer.headers[FIRST], answer.headers[LAST]) == (held.at(covered[0]), held.at(covered[-1]))
        found += said.get("objects") or said["versions"]
    return found


def limit_of_objects(held: Held) -> None:
    assert pages(held, "objects/", 3, LATEST) == list(LATEST)


def limit_of_one(held: Held) -> None:
    assert pages(held, f"objects/{B}/", 1, (THIRD_OF,)) == [THIRD_OF]
    three = (FIRST_OF, SECOND_OF, THIRD_OF)
    assert pages(held, f"objects/{B}/", 2, three, "&match[version]=all") == list(three)


def limit_of_manifest(held: Held) -> None:
    rows = pages(held, "manifest/", 2, LATEST)
    assert [row["date_added"] for row in rows] == [held.at(one) for one in LATEST]


def limit_of_versions(held: Held) -> None:
    found = pages(held, f"objects/{B}/versions/", 1, (FIRST_OF, SECOND_OF, THIRD_OF))
    assert all(same(one, stated(of)) for one, of in zip(found, (FIRST_OF, SECOND_OF, THIRD_OF), strict=True))


def changed_pages(held: Held) -> None:
    """The title of the error is ours."""
    first = good(held.client.get("objects/?match[version]=all&limit=2"))
    second = good(held.client.get(f"objects/?match[version]=all&limit=2&next={first['next']}"))
    assert second["more"]
    assert held.client.get(f"objects/?match[version]=first&limit=2&next={second['next']}").status_code == 400


def added_and_deleted(held: Held) -> None:
    one = made("course-of-action", 6, "2017-01-27T13:49:53.935Z", "2017-01-27T13:49:53.935Z", name="تدبیر")
    with held.desk.client("misp", "Adds") as client:
        said = post(client, one)
        assert (said.status_code, said.headers["Content-Type"]) == (202, MEDIA)
        assert one in good(client.get("objects/"))["objects"]
        assert good(client.get(f"objects/?match[id]={one['id']}"))["objects"] == [one]
        assert good(client.get(f"{held.desk.root}desk/status/{said.json()['id']}/"))["success_count"] == 1
        assert [row["id"] for row in good(client.get(f"manifest/?match[id]={one['id']}"))["objects"]] == [one["id"]]
        good(client.delete(f"objects/{one['id']}"))
        assert client.get(f"objects/{one['id']}").status_code == 404
        assert client.get(f"manifest/{one['id']}").status_code == 404


def versions_deleted(held: Held) -> None:
    moments = [f"{year}-01-27T13:49:53.935Z" for year in (2014, 2015, 2016, 2018, 2019)]
    with held.desk.client("misp", "Adds") as client:
        path = f"objects/{sign(7, moments[0])['id']}/"
        assert post(client, *[sign(7, one) for one in moments]).json()["success_count"] == 5
        for asked, went in ((moments[3], 3), ("first", 0), ("last", 4)):
            good(client.delete(f"{path}?match[version]={asked}"))
            left = good(client.get(f"{path}versions/"))["versions"]
            assert not any(same(one, moments[went]) for one in left)
        assert len(left) == 2
        good(client.delete(f"{path}?match[version]=all"))
        assert client.get(f"{path}versions/").status_code == 404


def specifications_deleted(held: Held) -> None:
    new, old = sign(8, "2018-01-27T13:49:53.935Z"), sign(8, "2019-01-27T13:49:53.935Z") | {"spec_version": "2.0"}
    path = f"objects/{new['id']}/"
    with held.desk.client("misp", "Adds") as client:
        assert post(client, new, old).json()["success_count"] == 2
        good(client.delete(f"{path}?match[spec_version]=2.0"))
        (left,) = good(client.get(f"{path}versions/"))["versions"]
        assert same(left, stated(new))
        good(client.delete(f"{path}?match[spec_version]=2.1"))
        assert client.get(f"{path}versions/").status_code == 404


def without_versions(held: Held) -> None:
    one = {"type": "artifact", "spec_version": "2.1", "id": "artifact--00000000-0000-5000-8000-000000000009",
           "mime_type": "application/zip"}  # fmt: skip
    path = f"objects/{one['id']}/"
    with held.desk.client("misp", "Adds") as client:
        post(client, one)
        for word in ("all", "first", "last"):
            assert good(client.get(f"{path}?match[version]={word}"))["objects"] == [one]
        last = client.get(path).headers[LAST]
        assert good(client.get(f"{path}?added_after=2017-01-27T13:49:53.935Z"))["objects"] == [one]
        assert good(client.get(f"{path}?added_after={last}")) == {}


def present_already(held: Held) -> None:
    with held.desk.client("misp", "Adds") as client:
        post(client, LINK)
        answer = post(client, LINK, {name: value for name, value in LINK.items() if name != "modified"})
        assert answer.status_code == 202
        assert "failures" not in answer.json()
        assert len(answer.json()["successes"]) == 2
        assert len(good(client.get(f"objects/{LINK['id']}/versions/"))["versions"]) == 1


def of_403(held: Held) -> None:
    with held.desk.client("misp", "Drop") as client:
        assert client.get("objects/").status_code == 403
    with held.desk.client("misp", "Bulletin") as client:
        assert post(client, LINK).status_code == 403


STEPS: dict[str, Callable[[Held], None]] = {
    "test_server_discovery": discovery,
    "test_get_api_root_information": root,
    "test_get_status": status,
    "test_get_collections": collections,
    "test_add_and_delete_object": added_and_deleted,
    "test_get_objects_limit": limit_of_objects,
    "test_get_object_limit": limit_of_one,
    "test_get_manifest_limit": limit_of_manifest,
    "test_get_version_limit": limit_of_versions,
    "test_delete_objects_version": versions_deleted,
    "test_delete_objects_spec_version": specifications_deleted,
    "test_SCO_versioning": without_versions,
    "test_object_pagination_changing_params_400": changed_pages,
    "test_object_already_present": present_already,
    "get_or_add_objects_403": of_403,
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_what_follows(held, step):
    """Goes through the steps of a case."""
    step(held)


# --- what is refused: who asks ("" for nobody), how, under the root, with which body, and the status --

NOWHERE, MISSING = "00000000-0000-4000-8000-000000000000", "malware--00000000-0000-4000-8000-00000000ffff"
REFUSED: dict[str, tuple[str, str, str, Any, int]] = {
    "test_get_api_root_information_not_existent": ("misp", "GET", "trustgroup2/", None, 404),
    "test_get_collection_not_existent": ("misp", "GET", f"desk/collections/{NOWHERE}/", None, 404),
    "test_get_collections_401": ("", "GET", "desk/collections/", None, 401),
    "test_get_collections_404": ("misp", "GET", "carbon1/collections/", None, 404),
    "test_get_collection_404": ("misp", "GET", f"carbon1/collections/{NOWHERE}/", None, 404),
    "test_get_status_401": ("", "GET", "desk/status/2223/", None, 401),
    "test_get_status_404": ("misp", "GET", "desk/status/22101993/", None, 404),
    "test_get_object_manifest_401": ("", "GET", "desk/collections/24042009/manifest/", None, 401),
    "test_get_object_manifest_403": ("misp", "GET", "{Drop}manifest/", None, 403),
    "test_get_object_manifest_404": ("misp", "GET", "desk/collections/24042009/manifest/", None, 404),
    "test_get_object_401": ("", "GET", f"{{Cases}}objects/{V}/", None, 401),
    "test_get_object_403": ("misp", "GET", f"{{Drop}}objects/{B}/", None, 403),
    "test_get_object_404": ("misp", "GET", f"{{Cases}}objects/{MISSING}/", None, 404),
    "test_get_or_add_objects_401: read": ("", "GET", "{Cases}objects/", None, 401),
    "test_get_or_add_objects_401: added": ("", "POST", "{Cases}objects/", {"objects": [LINK]}, 401),
    "test_get_or_add_objects_404: read": ("misp", "GET", f"desk/collections/{NOWHERE}/objects/", None, 404),
    "test_get_or_add_objects_404: added": (
        "misp", "POST", f"desk/collections/{NOWHERE}/objects/", {"objects": [LINK]}, 404),
    "test_get_or_add_objects_422": ("misp", "POST", "{Cases}objects/", LINK, 422),
    "test_object_pagination_bad_limit_value_400": ("misp", "GET", "{Cases}objects/?limit=-20", None, 400),
}  # fmt: skip


@pytest.mark.parametrize(("who", "method", "path", "body", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(held, who, method, path, body, code):
    """Refuses with the status of medallion, and an error message of TAXII in our words."""
    address = path.format(Drop=held.desk.address("Drop"), Cases=held.desk.address("Cases"))
    with held.desk.client(who or "misp") as client:
        client.auth = client.auth if who else None
        answer = client.request(method, address, **({} if body is None else {"json": body}))
    assert (answer.status_code, answer.headers["Content-Type"]) == (code, MEDIA)
    assert answer.json()["http_status"] == str(code)


OF_MEDALLION = {
    "test_default_userpass_no_config": "its own settings",
    "test_default_backend_no_config": "its own settings",
    "test_default_taxii_config_no_config": "its own settings",
    "test_default_taxii_no_taxii_section": "its own settings",
    "test_default_userpass_no_auth_section": "its own settings",
    "test_default_backend_no_backend_section": "its own settings",
    "test_save_to_file": "how its memory is written to a file",
}
"""Cases that ask nothing of a server over HTTP."""


def test_each_case_is_here():
    """Counts what was read there: 79 tests, and one that medallion does not run, as its name lacks "test_"."""
    named = {name.partition(":")[0] for rows in (OBJECTS, STEPS, REFUSED, OF_MEDALLION) for name in rows}
    assert len(named) == 80
