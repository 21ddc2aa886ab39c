# SPDX-License-Identifier: Apache-2.0
"""The TAXII server answers as the specification says, also where other servers fail (spec §85.1 to §85.5)."""

import json
from base64 import b64encode
from importlib import import_module

import pytest
from django.apps import apps

from taawun.apps.audit.models import Line
from taawun.apps.taxii import endpoint, limits
from taawun.apps.taxii.models import Client, Object, Status
from taawun.apps.taxii.resources import CONTENT_BYTES
from tests.apps.taxii.asking import COLLECTIONS, Asker, client, collection, indicator, operator

pytestmark = pytest.mark.django_db
FIRST, LAST = "X-TAXII-Date-Added-First", "X-TAXII-Date-Added-Last"


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch):
    monkeypatch.setattr(endpoint, "close_old_connections", lambda: None)  # the test's transaction is on it


@pytest.fixture
def actor():
    return operator()


@pytest.fixture
def misp(actor) -> Asker:
    return client(actor, collection(actor))


def test_discovery_leads_to_the_collection(misp):
    root = misp.ask("/taxii2/").said["api_roots"][0]
    assert root.endswith("/taxii2/desk/")
    assert misp.ask("/taxii2/desk/").said["max_content_length"] == CONTENT_BYTES
    (found,) = misp.ask(COLLECTIONS).said["collections"]
    assert (found["id"], found["can_read"], found["can_write"]) == (misp.collection, True, True)
    assert misp.ask(f"{COLLECTIONS}{misp.collection}/").said == found


def test_misp_finds_the_collection_from_one_base(misp):
    """MISP joins its base with /taxii2/, and then with the last part of an API root (TaxiiServersController)."""
    base, key = "/taxii2", b64encode(f"misp:{misp.secret}".encode()).decode()
    sent = {"HTTP_AUTHORIZATION": f"basic {key}"}
    roots = misp.ask(f"{base}/taxii2/", **sent).said["api_roots"]
    root = roots[0].strip("/").rpartition("/")[2]
    (found,) = misp.ask(f"{base}/{root}/collections/", **sent).said["collections"]
    assert (found["id"], found["can_write"]) == (misp.collection, True)
    assert misp.ask(f"{base}/{root}", **sent).said["max_content_length"] == CONTENT_BYTES
    body = json.dumps({"objects": [indicator(1)]}).encode()
    assert misp.ask(f"{base}/{root}/collections/{found['id']}/objects/", method="POST", body=body, **sent).status == 202


def test_properties_of_the_senders_own_stand_beside_the_objects(misp):
    one = indicator(1, x_of_the_sender="اپنا")
    body = json.dumps({"x_note": {"any": 1}, "objects": [one]}).encode()
    assert misp.ask(misp.objects, method="POST", body=body).said["success_count"] == 1
    assert misp.ask(misp.objects).said["objects"] == [one]


ACCEPTED = {
    "with a version": ("application/taxii+json;version=2.1", 200),
    "without a version": ("application/taxii+json", 200),
    "with a blank": ("application/taxii+json; version=2.1", 200),
    "in quotes": ('application/taxii+json; version="2.1"', 200),
    "anything": ("*/*", 200),
    "any application": ("application/*;q=0.5", 200),
    "one of several": ("text/html, application/taxii+json;version=2.1;q=0.9", 200),
    "no header": (None, 200),
    "TAXII 2.0": ("application/vnd.oasis.taxii+json; version=2.0", 406),
    "another version": ("application/taxii+json;version=2.0", 406),
    "JSON": ("application/json", 406),
    "a page": ("text/html", 406),
}


@pytest.mark.parametrize(("header", "status"), ACCEPTED.values(), ids=ACCEPTED)
def test_what_is_asked_for_is_spoken_or_refused(misp, header, status):
    assert misp.ask(COLLECTIONS, HTTP_ACCEPT=header).status == status


SENT = {name: (header, 202 if status == 200 else 415) for name, (header, status) in ACCEPTED.items()} | {
    "anything": ("*/*", 415), "any application": ("application/*", 415), "no header": (None, 415),
    "one of several": ("text/html, application/taxii+json", 415),
}  # fmt: skip


@pytest.mark.parametrize(("header", "status"), SENT.values(), ids=SENT)
def test_what_is_sent_is_read_or_refused(misp, header, status):
    assert misp.post(indicator(1), CONTENT_TYPE=header).status == status


def test_every_answer_of_success_says_which_moments_it_covers(misp):
    empty = misp.ask(misp.objects)
    assert empty.said == {}
    assert empty.headers[FIRST] == empty.headers[LAST]
    misp.post(indicator(1), indicator(2))
    full = misp.ask(misp.objects)
    assert full.headers[FIRST] < full.headers[LAST]
    nothing = misp.ask(misp.objects, f"added_after={full.headers[LAST]}")
    assert (nothing.said, nothing.headers[LAST]) == ({}, full.headers[LAST])
    for path in ("manifest/", f"objects/{indicator(1)['id']}/", f"objects/{indicator(1)['id']}/versions/"):
        answer = misp.ask(f"{COLLECTIONS}{misp.collection}/{path}")
        assert answer.status == 200
        assert {FIRST, LAST} <= answer.headers.keys()
        assert answer.headers["Content-Type"] == "application/taxii+json;version=2.1"


BAD_QUERIES = {
    "a word for a time": "added_after=yesterday",
    "a day": "added_after=2026-11-22",
    "a time without a zone": "added_after=2026-11-22T10:00:00",
    "a day that is none": "added_after=2026-02-30T10:00:00Z",
    "Arabic digits": "added_after=%D9%A2%D9%A0%D9%A2%D9%A6-11-22T10:00:00Z",
    "given twice": "limit=1&limit=2",
    "no limit": "limit=0",
    "a limit below": "limit=-1",
    "a limit in words": "limit=ten",
    "a forged next": "next=abc",
    "a filter of our own": "match[name]=x",
    "an identifier that is none": "match[id]=indicator",
    "a version that is none": "match[version]=latest",
    "a version of the specification": "match[spec_version]=3.0",
    "NUL": "match[type]=a%00b",
    "bytes that are no text": "match[type]=%ff",
    "nothing to match": "match[type]=",
    "too many parameters": "&".join(f"a{n}=1" for n in range(40)),
}


@pytest.mark.parametrize("query", BAD_QUERIES.values(), ids=BAD_QUERIES)
def test_a_malformed_filter_is_never_ignored(misp, query):
    answer = misp.ask(misp.objects, query)
    assert answer.status == 400
    assert {"title", "http_status"} <= answer.said.keys()


def test_versions_are_matched(misp):
    one, two = indicator(1), indicator(1, modified="2026-11-03T00:00:00.123456Z", name="Later")
    misp.post(two)
    misp.post(one, indicator(2))
    stix = one["id"]
    assert misp.ids("match[version]=all").count(stix) == 2
    names = {
        query: [each["name"] for each in misp.ask(misp.objects, query).said["objects"] if each["id"] == stix]
        for query in ("", "match[version]=first", "match[version]=first,last", f"match[version]={one['modified']}")
    }
    assert names == {
        "": ["Later"], "match[version]=first": ["Made-up indicator 1"],
        "match[version]=first,last": ["Later", "Made-up indicator 1"],
        f"match[version]={one['modified']}": ["Made-up indicator 1"],
    }  # fmt: skip
    answer = misp.ask(f"{misp.objects}{stix}/versions/").said
    assert answer["versions"] == ["2026-11-03T00:00:00.123456Z", "2026-11-02T00:00:00.000000Z"]


def test_pages_follow_one_another_and_next_holds_for_its_request_alone(misp, actor):
    misp.post(*map(indicator, range(7)))
    other = client(actor, misp.collection, "opencti")
    seen, query = [], "limit=3"
    while query:
        answer = misp.ask(misp.objects, query).said
        seen += [one["id"] for one in answer["objects"]]
        query = f"limit=3&next={answer['next']}" if answer["more"] else ""
    assert seen == [indicator(number)["id"] for number in range(7)]
    place = misp.ask(misp.objects, "limit=3").said["next"]
    assert other.ask(misp.objects, f"next={place}").status == 400
    assert misp.ask(misp.objects, f"next={place}&match[type]=report").status == 400
    assert misp.ask(f"{COLLECTIONS}{misp.collection}/manifest/", f"next={place}").status == 400
    assert misp.ask(misp.objects, f"next={place[:-2]}xx").status == 400


def test_types_identifiers_and_specifications_are_matched(misp):
    old = indicator(3) | {"modified": "2026-11-09T00:00:00Z"}
    del old["spec_version"]
    address = {"type": "ipv4-addr", "id": "ipv4-addr--00000000-0000-4000-8000-000000000009", "value": "192.0.2.1"}
    misp.post(indicator(1), indicator(3), old, address)
    assert misp.ids("match[type]=ipv4-addr") == [address["id"]]
    assert misp.ids(f"match[id]={indicator(1)['id']},{address['id']}") == [indicator(1)["id"], address["id"]]
    assert misp.ids("match[spec_version]=2.0") == [old["id"]]
    newest = misp.ask(misp.objects, f"match[id]={old['id']}").said["objects"]
    assert [one.get("spec_version") for one in newest] == ["2.1"]
    assert len(misp.ids("match[spec_version]=2.0,2.1&match[version]=all")) == 4


def test_a_status_names_what_was_wrong_and_is_its_clients_alone(misp, actor):
    bad = {"type": "indicator", "id": "indicator--none"}
    answer = misp.post(indicator(1), bad, 7, indicator(2, modified="soon"))
    said = answer.said
    assert (answer.status, said["success_count"], said["failure_count"], said["status"]) == (202, 1, 3, "complete")
    assert Status.objects.count() == 1
    path = f"/taxii2/desk/status/{said['id']}/"
    assert misp.ask(path).said == said
    assert client(actor, misp.collection, "opencti").ask(path).status == 404


ADDRESS = {"type": "ipv4-addr", "id": "ipv4-addr--00000000-0000-4000-8000-000000000009", "value": "192.0.2.1"}
UNCHANGED = {name: value for name, value in indicator(1).items() if name != "modified"}
AGAIN = {
    "the same bytes": (indicator(1), (1, 0), "Held already."),
    "other bytes under the same 'modified'": (indicator(1, name="دوسرا"), (0, 1), "later 'modified'"),
    "other bytes, and no 'modified'": (UNCHANGED, (1, 0), "nothing is kept"),
    "an object without versions": (ADDRESS, (1, 0), "Held already."),
    "other bytes of one without versions": (ADDRESS | {"value": "192.0.2.2"}, (1, 0), "nothing is kept"),
}


@pytest.mark.parametrize(("again", "counts", "message"), AGAIN.values(), ids=AGAIN)
def test_what_is_held_already_is_no_failure_and_is_not_stored_again(misp, again, counts, message):
    misp.post(indicator(1), ADDRESS)
    said = misp.post(again).said
    assert (said["success_count"], said["failure_count"]) == counts
    (detail,) = said["successes" if counts[0] else "failures"]
    assert message in detail["message"]
    assert Object.objects.count() == 2
    twice = misp.post(indicator(2), indicator(2)).said
    assert (twice["success_count"], [one.get("message", "") for one in twice["successes"]]) == (
        2,
        ["", "Held already."],
    )


def test_one_version_in_both_specifications_is_kept_in_both(misp):
    old = indicator(1)
    del old["spec_version"]
    assert misp.post(indicator(1), old).said["success_count"] == 2
    assert len(misp.ids("match[spec_version]=2.0")) == 1
    both = "match[spec_version]=2.0,2.1"
    for asked in (both, f"{both}&match[version]=first", "", "match[version]=first"):
        assert [one.get("spec_version") for one in misp.ask(misp.objects, asked).said["objects"]] == ["2.1"]


BAD_BODIES = {
    "nothing in it": (b"[]", 422),
    "a bare object": (json.dumps(indicator(1)).encode(), 422),
    "{}": (b"{}", 422),
    "not JSON": (b'{"objects": [', 422),
    "not UTF-8": (b'{"objects": ["\xff"]}', 422),
    "a key twice": (b'{"objects": [{"id": 1, "id": 2}]}', 422),
    "deep": (b'{"objects": [' + b"[" * 100_000 + b"]" * 100_000 + b"]}", 422),
    "a bit too deep": (b'{"objects": [' + b"[" * 40 + b"]" * 40 + b"]}", 422),
    "a huge number": (b'{"objects": [' + b"9" * 10_000 + b"]}", 422),
    "no number": (b'{"objects": [NaN]}', 422),
    "no list": (b'{"objects": {}}', 422),
    "NUL": (b"\x00", 422),
}


@pytest.mark.parametrize(("body", "status"), BAD_BODIES.values(), ids=BAD_BODIES)
def test_a_bad_body_is_refused_whole(misp, body, status):
    answer = misp.ask(misp.objects, method="POST", body=body)
    assert answer.status == status
    assert answer.said["http_status"] == str(status)
    assert not Object.objects.exists()


def test_a_body_is_refused_by_its_length_before_it_is_read(misp):
    class Unread:
        def read(self, _size):
            raise AssertionError("read")

    for length, status in (("104857600", 413), ("0", 413), (None, 400), ("٣", 400), ("-1", 400)):
        sent = {"CONTENT_LENGTH": length, "wsgi.input": Unread()}
        assert misp.ask(misp.objects, method="POST", **sent).status == status
    packed = {"HTTP_CONTENT_ENCODING": "gzip", "wsgi.input": Unread()}
    assert misp.ask(misp.objects, method="POST", body=b"x", **packed).status == 415


def test_a_client_that_has_brought_all_that_is_kept_of_it_is_told_so(misp, actor, monkeypatch):
    size = len(json.dumps(indicator(1)))
    monkeypatch.setattr(limits, "KEPT", 2 * size + 1)
    assert misp.post(indicator(1), indicator(2)).status == 202
    for again in (indicator(1), indicator(2)):
        assert misp.post(again).status == 202, "what is held already adds nothing"
    refused = misp.post(indicator(3))
    assert (refused.status, refused.said["error_code"]) == (403, "taxii.full")
    assert Object.objects.count() == 2, "nothing of it is stored"
    misp.ask(f"{misp.objects}{indicator(1)['id']}/", method="DELETE")
    assert misp.post(indicator(3)).status == 403, "what it takes away is kept too"
    assert client(actor, misp.collection, "opencti").post(indicator(3)).status == 202
    kept = list(Client.objects.order_by("name").values_list("kept", flat=True))
    Client.objects.update(kept=0)
    import_module("taawun.apps.taxii.migrations.0005_kept").count(apps, None)
    assert list(Client.objects.order_by("name").values_list("kept", flat=True)) == kept == [2 * size, size]


def test_bytes_come_back_as_they_came(misp):
    raw = (
        b'{"type":"x-unknown-thing" , "id":"x-unknown-thing--00000000-0000-4000-8000-000000000001",'
        b'"number":1.000, "big":123456789012345678901234567890, "\\u0633":"\\u0000 \xd8\xb3"}'
    )
    assert misp.ask(misp.objects, method="POST", body=b'{"objects":[' + raw + b"]}").said["success_count"] == 1
    assert raw in misp.ask(misp.objects).body
    assert bytes(Object.objects.get().content) == raw


def test_only_a_granted_client_finds_a_collection(misp, actor):
    misp.post(indicator(1))
    stranger = client(actor, misp.collection, "stranger", may="")
    reader = client(actor, misp.collection, "reader", may="read")
    writer = client(actor, misp.collection, "writer", may="write")
    assert stranger.ask(COLLECTIONS).said == {}
    assert stranger.ask(misp.objects).status == 404
    assert reader.ids() == [], "what another client posted is not shown"
    assert (reader.post(indicator(2)).status, writer.ask(misp.objects).status) == (403, 403)
    assert writer.post(indicator(2)).status == 202
    for wrong in (
        {"HTTP_AUTHORIZATION": None},
        {"HTTP_AUTHORIZATION": "Basic eA=="},
        {"HTTP_AUTHORIZATION": "Bearer x"},
    ):
        answer = misp.ask(COLLECTIONS, **wrong)
        assert (answer.status, answer.headers["WWW-Authenticate"][:5]) == (401, "Basic")
    assert misp.ask(COLLECTIONS, HTTP_AUTHORIZATION=f"Bearer {misp.secret}").status == 200
    assert Asker("other", misp.secret, misp.collection).ask(COLLECTIONS).status == 401


def test_wrong_secrets_are_counted(misp):
    statuses = [Asker("misp", f"wrong {n}", misp.collection).ask(COLLECTIONS).status for n in range(70)]
    assert set(statuses) == {401, 429}
    assert statuses[-1] == 429


def test_a_client_takes_away_only_what_it_posted(misp, actor):
    misp.post(indicator(1), indicator(1, modified="2026-11-03T00:00:00Z"), indicator(2))
    path = f"{misp.objects}{indicator(1)['id']}/"
    assert client(actor, misp.collection, "opencti").ask(path, method="DELETE").status == 404
    assert misp.ask(path, method="DELETE").status == 200
    left = misp.ask(misp.objects, f"match[id]={indicator(1)['id']}").said["objects"]
    assert [one["modified"] for one in left] == ["2026-11-02T00:00:00.000Z"]
    assert misp.ask(path, "match[version]=all", method="DELETE").status == 200
    assert misp.ask(path).status == 404
    assert Object.objects.count() == 3, "the bytes stay at the node"


METHODS = {"": "DELETE", "collections/": "POST", "collections/{}/manifest/": "PUT", "collections/{}/objects/": "DELETE"}


@pytest.mark.parametrize(("path", "method"), METHODS.items())
def test_a_method_that_an_address_does_not_have(misp, path, method):
    answer = misp.ask(f"/taxii2/desk/{path.format(misp.collection)}", method=method)
    assert (answer.status, "GET" in answer.headers["Allow"]) == (405, True)


@pytest.mark.parametrize(
    "path", ["other/", "desk/other/", "desk/collections/x/", "desk/status/x/", "desk/collections/{}/x/"]
)
def test_an_address_that_there_is_not(misp, path):
    assert misp.ask(f"/taxii2/{path.format(misp.collection)}").status == 404


def test_every_read_and_act_is_on_the_record(misp):
    misp.post(indicator(1))
    misp.ask(misp.objects)
    misp.ask(COLLECTIONS, HTTP_AUTHORIZATION="Bearer wrong")
    lines = list(Line.objects.filter(actor_kind__startswith="taxii").order_by("id").values_list("act", "outcome"))
    assert [act for act, _ in lines] == ["taxii.posted", "taxii.read", "taxii.asked"]
    assert misp.secret not in json.dumps(list(Line.objects.values()), default=str)
