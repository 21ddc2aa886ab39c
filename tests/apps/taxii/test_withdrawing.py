# SPDX-License-Identifier: Apache-2.0
"""What was published is taken back: one release of several, or a whole collection (spec §85.3d)."""

import json
from datetime import timedelta

import pytest

from taawun.apps.audit.models import Line
from taawun.apps.taxii import access, endpoint, holding, polling, services
from taawun.apps.taxii.models import Collection, Object
from taawun.apps.taxii.withdrawing import published
from taawun.formats.stix import reading
from taawun.kernel.errors import NoRole, NoSuchCollection
from tests.apps.making import T0, officer
from tests.apps.taxii.asking import client, collection, indicator, operator

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(hours=1)
CREATOR, MINE, SHARED = (
    {"type": kind, "spec_version": "2.1", "id": f"{kind}--00000000-0000-4000-8000-{number:012x}",
     "created": "2026-11-02T00:00:00.000Z", "name": name}
    for kind, number, name in (
        ("identity", 1, "PK anf"), ("marking-definition", 2, "صرف اس ایک کے لیے"), ("marking-definition", 3, "للجميع"),
    )
)  # fmt: skip
SHARED |= {"created_by_ref": CREATOR["id"]}
NAMED = {"type": "identity", "spec_version": "2.1", "id": "identity--00000000-0000-4000-8000-000000000009",
         "created": "2026-11-02T00:00:00.000Z", "name": "قيد", "object_marking_refs": [SHARED["id"]]}  # fmt: skip
FIRST = indicator(1, object_marking_refs=[MINE["id"], SHARED["id"]])
SECOND = indicator(2, object_marking_refs=[SHARED["id"]], object_refs=[NAMED["id"]])


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch):
    monkeypatch.setattr(endpoint, "close_old_connections", lambda: None)  # the test's transaction is on it


@pytest.fixture
def actor():
    return operator()


@pytest.fixture
def misp(actor):
    return client(actor, collection(actor))


def publish(actor, misp, release: str, *objects: dict, party: str = "BH") -> None:
    pieces = reading.envelope(json.dumps({"objects": objects}).encode())
    holding.publish(actor, Collection.objects.get(id=misp.collection), party, pieces, release, LATER)


def ids(*objects: dict) -> set[str]:
    return {one["id"] for one in objects}


def test_a_release_is_taken_back_and_what_others_need_stays(actor, misp):
    publish(actor, misp, "one", CREATOR, MINE, SHARED, FIRST)
    publish(actor, misp, "two", CREATOR, SHARED, SECOND)
    assert [(one.release, one.party, one.count) for one in published()] == [("two", "BH", 1), ("one", "BH", 4)]
    assert services.withdraw(actor, "one", at=LATER + timedelta(seconds=1)) == 2
    assert set(misp.ids()) == ids(CREATOR, SHARED, SECOND)
    assert [one.release for one in published()] == ["two"]
    assert services.withdraw(actor, "two", at=LATER + timedelta(seconds=2)) == 3, "and what the first left"
    assert misp.ids() == []
    assert not published()
    assert Object.objects.count() == 5, "the bytes stay at the node"
    assert Line.objects.filter(act="taxii.withdrawn", outcome="allowed").count() == 2


def test_what_an_object_is_about_does_not_keep_it(actor, misp):
    publish(actor, misp, "listing", SHARED, NAMED)
    publish(actor, misp, "other", SHARED, SECOND)
    services.withdraw(actor, "listing", at=LATER + timedelta(seconds=1))
    assert set(misp.ids()) == ids(SHARED, SECOND)


def test_what_was_withdrawn_can_be_published_again_and_withdrawn_again(actor, misp):
    publish(actor, misp, "one", MINE, FIRST)
    services.withdraw(actor, "one", at=LATER)
    later = LATER + timedelta(hours=1)
    pieces = reading.envelope(json.dumps({"objects": [FIRST]}).encode())
    held = Collection.objects.get(id=misp.collection)
    assert holding.publish(actor, held, "BH", pieces, "one", later).stored == 1
    assert len(published()) == 1
    services.withdraw(actor, "one", at=later + timedelta(seconds=1))
    assert misp.ids() == []


def test_another_party_and_what_a_client_posted_are_not_touched(actor, misp):
    publish(actor, misp, "one", FIRST)
    publish(actor, misp, "two", FIRST, party="AE")
    misp.post(SECOND)
    services.withdraw(actor, "one", at=LATER + timedelta(seconds=1))
    assert misp.ids() == [SECOND["id"]]
    assert client(actor, misp.collection, "gulf", party="AE").ids() == [FIRST["id"]]


def test_only_an_operator_withdraws_and_only_what_is_published(actor, misp):
    publish(actor, misp, "one", FIRST)
    misp.post(SECOND)
    other = access.actor_of(officer("amina", "analyst", name="آمنہ"))
    with pytest.raises(NoRole):
        services.withdraw(other, "one")
    for release in ("", "nothing"):
        with pytest.raises(NoSuchCollection):
            services.withdraw(actor, release)
    assert set(misp.ids()) == ids(FIRST, SECOND)


def test_a_closed_collection_is_there_for_nobody(actor, misp):
    publish(actor, misp, "one", FIRST)
    address = "https://taxii.example/root/collections/one/"
    wish = polling.Wish("To", "push", address, "counter-terrorism", "anf", collection=misp.collection, party="BH")
    services.add_server(actor, wish, at=T0)
    services.close_collection(actor, misp.collection)
    assert misp.ask(misp.objects).status == 404
    assert not published()
    assert polling.go(LATER) == 0, "nothing is pushed from it"
    with pytest.raises(NoSuchCollection):
        services.close_collection(actor, misp.collection)
