# SPDX-License-Identifier: Apache-2.0
"""Notices say how much waits, through a real mail server and a real webhook, and never what."""

import dataclasses
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from taawun.apps.audit.models import Line
from taawun.apps.notices import counting, sending, services
from taawun.apps.notices.counting import Waiting
from taawun.apps.notices.models import Wish
from taawun.kernel.errors import NoticeNotSent
from tests.apps.making import T0, officer

pytestmark = pytest.mark.django_db

FOUND = Waiting(hits=1, cases=2, releases=3, desks=4, late=1)
SECRET = b"a secret that the ministry keeps"


class Letters:
    """What a mail server was handed."""

    def __init__(self) -> None:
        self.taken: list[Message] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.taken.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"


@pytest.fixture
def letters(settings) -> Iterator[list[Message]]:
    """A mail server on this machine, and what it was handed."""
    handler = Letters()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    changed = {"mail_server": f"127.0.0.1:{port}", "mail_security": "none", "mail_from": "desk@node.example"}
    settings.NODE = dataclasses.replace(settings.NODE, **changed)
    yield handler.taken
    server.stop()


@pytest.fixture
def calls(settings, tmp_path) -> Iterator[list[tuple[str, bytes]]]:
    """A webhook on this machine, and what was posted to it."""
    taken: list[tuple[str, bytes]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((self.headers[sending.SIGNATURE], body))
            self.send_response(204 if self.path == "/hook" else 500)
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.NODE = dataclasses.replace(settings.NODE, webhook_url=f"http://127.0.0.1:{server.server_port}/hook")
    secret = settings.NODE.keys / sending.SECRET
    secret.write_bytes(SECRET)
    yield taken
    secret.unlink()
    server.shutdown()
    server.server_close()


@pytest.fixture
def desk(monkeypatch):
    monkeypatch.setattr(counting, "waiting", lambda _officer: FOUND)
    return officer("bilal", "desk_officer", name="بلال احمد")


def wish(desk, **changes):
    said = {"every": "hour", "mail": "bilal@ministry.example", "webhook": False} | changes
    return services.wish(desk, said["every"], said["mail"], webhook=said["webhook"], at=T0)


SAID = {"en": "1 hit waits.", "ar": "", "ur": ""}


@pytest.mark.parametrize("language", SAID)
def test_a_mail_says_how_much_waits_and_never_a_name(desk, letters, language):
    desk.language = language
    desk.save(update_fields=["language"])
    wish(desk)
    assert services.tell(T0) == 1
    (letter,) = letters
    text = letter.get_content()  # type: ignore[attr-defined]
    assert letter["To"] == "bilal@ministry.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert SAID[language] in text
    assert "http://localhost:8440" in text
    assert "بلال" not in text + letter["Subject"]
    assert desk.id not in text


def test_the_webhook_gets_numbers_with_a_signature_that_can_be_checked(desk, calls):
    wish(desk, mail="", webhook=True)
    services.tell(T0)
    ((signed, body),) = calls
    assert json.loads(body)["waiting"] == {"hits": 1, "cases": 2, "releases": 3, "desks": 4, "late": 1}
    assert json.loads(body)["officer"] == desk.id
    at, _, mac = signed.removeprefix("t=").partition(",v1=")
    assert mac == hmac.new(SECRET, at.encode() + b"." + body, hashlib.sha256).hexdigest()


def test_nobody_is_told_twice_of_the_same_nor_too_often(desk, letters, monkeypatch):
    wish(desk)
    assert services.tell(T0) == 1
    assert services.tell(T0 + timedelta(hours=2)) == 0
    monkeypatch.setattr(counting, "waiting", lambda _officer: Waiting(hits=2))
    assert services.tell(T0 + timedelta(minutes=30)) == 0
    assert services.tell(T0 + timedelta(hours=2)) == 1
    assert len(letters) == 2


UNTOLD: dict[str, dict[str, Any]] = {"never": {"every": "never"}}


@pytest.mark.parametrize("changes", UNTOLD.values(), ids=UNTOLD)
def test_who_does_not_want_to_be_told_is_not(desk, letters, changes):
    wish(desk, **changes)
    assert services.tell(T0) == 0


def test_a_closed_account_and_an_empty_desk_are_not_told(desk, letters, monkeypatch):
    wish(desk)
    monkeypatch.setattr(counting, "waiting", lambda _officer: Waiting())
    assert services.tell(T0) == 0
    monkeypatch.setattr(counting, "waiting", lambda _officer: FOUND)
    desk.active = False
    desk.save(update_fields=["active"])
    assert services.tell(T0) == 0
    assert not letters


def test_a_server_that_does_not_answer_is_noted_and_tried_again(desk, letters, settings):
    wish(desk)
    working, settings.NODE = settings.NODE, dataclasses.replace(settings.NODE, mail_server="127.0.0.1:1")
    assert services.tell(T0) == 0
    assert Wish.objects.get().failed
    settings.NODE = working
    assert services.tell(T0) == 1
    assert not Wish.objects.get().failed


def test_a_webhook_that_refuses_is_an_error(desk, calls, settings):
    settings.NODE = dataclasses.replace(settings.NODE, webhook_url=settings.NODE.webhook_url + "/other")
    with pytest.raises(NoticeNotSent, match="500"):
        sending.call(desk.id, FOUND, timezone.now())


def test_an_officer_chooses_on_a_page_and_it_is_recorded(desk):
    client = Client()
    client.force_login(desk)
    url = reverse("notices:wish")
    assert "never a name" in client.get(url).content.decode()
    assert client.post(url, {"every": "day", "mail": "not an address"}).status_code == 400
    assert client.post(url, {"every": "day", "mail": "b@ministry.example"}).status_code == 302
    assert (Wish.objects.get().every, Wish.objects.get().mail) == ("day", "b@ministry.example")
    assert Line.objects.filter(act="notices.chosen", officer_id=desk.id).count() == 1


def test_an_officer_without_a_role_that_exchanges_has_nothing_waiting():
    assert counting.waiting(officer("sana", "auditor")) == Waiting()
