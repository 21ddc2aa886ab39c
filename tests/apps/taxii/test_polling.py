# SPDX-License-Identifier: Apache-2.0
"""The client: places kept exactly, pages resumed, and no way to an address that nobody wrote (spec §85.8)."""

import json
import stat
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from django.conf import settings

from taawun.apps.audit.models import Line
from taawun.apps.taxii import asking_out, holding, polling
from taawun.apps.taxii.models import Object, Server
from taawun.apps.taxii.polling import Wish
from taawun.formats.stix import reading
from taawun.kernel.errors import BadServerAddress, ServerUnreachable
from tests.apps.making import T0
from tests.apps.taxii.asking import indicator, operator

pytestmark = pytest.mark.django_db
ADDRESS = "https://taxii.example/root/collections/one/"
SPELLED = "2026-11-22T10:00:00.1234567Z"


@pytest.fixture
def actor():
    return operator()


@pytest.fixture
def server(actor, monkeypatch):
    monkeypatch.setattr(asking_out, "resolved", lambda host, port, *, inside: "192.0.2.10")
    wish = Wish("Feed", "poll", ADDRESS, "counter-terrorism", "anf", username="us", secret="گہرا راز")
    made = polling.add_server(actor, wish, at=T0)
    yield made
    polling.end_server(actor, made.id, at=T0)


def serving(*answers: httpx.Response) -> tuple[httpx.Client, list[httpx.Request]]:
    asked: list[httpx.Request] = []
    left = list(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return left.pop(0)

    return httpx.Client(transport=httpx.MockTransport(answer)), asked


def page(*objects: dict, more: str = "", last: str = SPELLED) -> httpx.Response:
    said = {"objects": list(objects), "more": bool(more)} | ({"next": more} if more else {})
    return came(200, json.dumps(said).encode(), {asking_out.LAST: last})


def came(status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> httpx.Response:
    return httpx.Response(status, stream=httpx.ByteStream(body), headers=headers)


def test_the_place_is_kept_exactly_and_pages_are_followed(server):
    client, asked = serving(page(indicator(1), more="p2"), page(indicator(2)))
    assert polling.go(T0, client) == 1
    server.refresh_from_db()
    assert (server.after, server.page, server.count, Object.objects.count()) == (SPELLED, "", 2, 2)
    assert [one.url.params.get("next") for one in asked] == [None, "p2"]
    assert asked[0].headers["Host"] == "taxii.example"
    assert asked[0].url.host == "192.0.2.10", "the address that was judged is the one that is used"
    client, asked = serving(page(indicator(2), indicator(3)))
    polling.go(server.due + timedelta(seconds=1), client)
    assert asked[0].url.params["added_after"] == SPELLED
    assert Object.objects.count() == 3, "the same version is kept once"


def test_a_stopped_poll_goes_on_at_its_page_and_waits_longer_each_time(server):
    client, _ = serving(page(indicator(1), more="p2"), came(500))
    polling.go(T0, client)
    server.refresh_from_db()
    assert (server.page, server.after, server.failures, server.due) == ("p2", "", 1, T0 + polling.PERIOD)
    client, asked = serving(came(302, b"", {"Location": "https://other.example/"}))
    polling.go(server.due, client)
    first = server.due
    server.refresh_from_db()
    assert (asked[0].url.params["next"], server.failures, server.due) == ("p2", 2, first + 2 * polling.PERIOD)
    client, asked = serving(came(400), page(indicator(1), indicator(2)))
    polling.go(server.due, client)
    assert "next" not in asked[1].url.params
    assert Object.objects.count() == 2


BAD = {
    "not JSON": came(200, b"<html>"),
    "packed": came(200, b"x", {"Content-Encoding": "gzip"}),
    "deep": came(200, b'{"objects":[' + b"[" * 99 + b"]" * 99 + b"]}"),
    "forbidden": came(403),
}


@pytest.mark.parametrize("answer", BAD.values(), ids=BAD)
def test_a_bad_answer_stores_nothing_and_is_said(server, answer):
    client, _ = serving(answer)
    polling.go(T0, client)
    server.refresh_from_db()
    assert (server.failures, server.after, Object.objects.count()) == (1, "", 0)
    assert server.said


@pytest.fixture
def pushing(actor, monkeypatch):
    """A server to which three objects are to be pushed."""
    monkeypatch.setattr(asking_out, "resolved", lambda host, port, *, inside: "192.0.2.10")
    held = holding.create_collection(actor, "Bulletin", "", "counter-terrorism", "anf", at=T0)
    publish(actor, held, 1, 2, 3)
    wish = Wish("To", "push", ADDRESS, "counter-terrorism", "anf", collection=held.id, party="BH")
    return polling.add_server(actor, wish, at=T0)


def publish(actor, held, *numbers: int) -> None:
    pieces = reading.envelope(json.dumps({"objects": list(map(indicator, numbers))}).encode())
    holding.publish(actor, held, "BH", pieces, f"release {numbers}", T0)


def status(taken: int, *refused: dict, pending: int = 0) -> httpx.Response:
    bad = [{"id": one["id"], "version": one["modified"], "message": "<b>none</b>"} for one in refused]
    counts = {"success_count": taken, "failure_count": len(bad), "pending_count": pending, "failures": bad}
    return came(202, json.dumps(counts).encode())


def test_what_a_server_refuses_of_a_push_is_said(pushing, actor):
    client, _ = serving(status(2, indicator(2)))
    polling.go(T0, client)
    pushing.refresh_from_db()
    refused = indicator(2)["id"]
    assert (pushing.said, pushing.failures, pushing.count) == (f"+2, 1 refused: {refused}", 1, 2)
    assert [one.object_id for one in Line.objects.filter(act="taxii.not-taken")] == [
        str(Object.objects.get(stix=refused).id)
    ]
    client, asked = serving()
    polling.go(pushing.due, client)
    pushing.refresh_from_db()
    assert (asked, pushing.failures, refused in pushing.said) == ([], 1, True), "it stays said while nothing is new"
    publish(actor, pushing.collection, 4)
    client, _ = serving(status(1))
    polling.go(pushing.due, client)
    pushing.refresh_from_db()
    assert (pushing.said, pushing.failures, pushing.count) == ("+1", 0, 3)


PUSHED = {
    "what waits there": (status(1, pending=2), "+1, 2 pending", 1),
    "more refused than it names": (status(1), "+1, 2 refused", 1),
    "nothing said of any": (came(202, b"{}"), "+0, 3 refused", 1),
    "identifiers that are not ours": (status(0, {"id": "x" * 999, "modified": ""}), "+0, 3 refused", 1),
    "more taken than was sent": (status(99), "+3", 0),
}


@pytest.mark.parametrize(("answer", "said", "failures"), PUSHED.values(), ids=PUSHED)
def test_only_what_a_server_says_it_took_counts_as_pushed(pushing, answer, said, failures):
    client, _ = serving(answer)
    polling.go(T0, client)
    pushing.refresh_from_db()
    assert (pushing.said, pushing.failures) == (said, failures)


NO_STATUS = {
    "no body": came(202),
    "a list": came(202, b"[]"),
    "words for numbers": came(202, b'{"success_count":"all"}'),
    "a number below none": came(202, b'{"success_count":-1}'),
    "deep": came(202, b"[" * 100_000),
}


@pytest.mark.parametrize("answer", NO_STATUS.values(), ids=NO_STATUS)
def test_without_a_status_nothing_counts_as_pushed_and_it_is_pushed_again(pushing, answer):
    client, _ = serving(answer)
    polling.go(T0, client)
    pushing.refresh_from_db()
    assert (pushing.after, pushing.count, pushing.failures) == ("", 0, 1)
    client, asked = serving(status(3))
    polling.go(pushing.due, client)
    assert len(asked) == 1


def test_a_secret_stands_in_a_file_that_only_the_node_reads(server, actor):
    file = Path(settings.NODE.keys) / f"taxii-{server.id}.secret"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "گہرا راز" not in str(Server.objects.values())


WRONG = {
    "no TLS": "http://taxii.example/root/collections/one/",
    "no collection": "https://taxii.example/root/",
    "with a secret in it": "https://us:word@taxii.example/root/collections/one/",
    "a file": "file:///etc/collections/passwd/",
    "no host": "https:///root/collections/one/",
}


@pytest.mark.parametrize("address", WRONG.values(), ids=WRONG)
def test_an_address_to_which_the_node_does_not_go(actor, address):
    with pytest.raises(BadServerAddress):
        polling.add_server(actor, Wish("x", "poll", address, "counter-terrorism", "anf"), at=T0)


INSIDE = ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "0.0.0.0"]


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_refused_unless_the_operator_said_so(monkeypatch, address):
    monkeypatch.setattr(asking_out.socket, "getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", (address, 443))])
    with pytest.raises(BadServerAddress):
        asking_out.resolved("taxii.example", 443, inside=False)
    assert asking_out.resolved("taxii.example", 443, inside=True) == address


def test_a_name_that_there_is_not_is_unreachable(monkeypatch):
    def missing(*_a, **_k):
        raise OSError

    monkeypatch.setattr(asking_out.socket, "getaddrinfo", missing)
    with pytest.raises(ServerUnreachable):
        asking_out.resolved("taxii.example", 443, inside=False)
