# SPDX-License-Identifier: Apache-2.0
"""The node page tells an operator how the node is; the ceremony at the desk is the one of the command line."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from taawun.apps.audit.models import Line
from taawun.apps.exchange.models import Peer
from taawun.apps.exchange.services import own_words
from taawun.apps.node import health
from taawun.apps.node.jobs import ALIVE, beat
from taawun.apps.node.models import Backup, Heartbeat
from tests.apps.exchange.conftest import NOW, SECRET, half_of

PASSPHRASE = "nine herons over the harbour"
URL = "http://127.0.0.1:9"


def text(answer):
    return answer.content.decode()


def test_the_page_shows_keys_words_and_versions(operator, officers):
    page = text(operator.get("/node/"))
    assert own_words() in page
    assert all(algorithm in page for algorithm in ("ed25519", "ml-dsa-65", "mlkem768-x25519"))
    assert Line.objects.filter(act="node.read", officer_id=officers["asma"].id).exists()


def test_nobody_but_an_operator_sees_it(desk_officer):
    for path in ("", "pairing/", "pairing/compare/", "statement/", "backup/1/"):
        assert desk_officer.get(f"/node/{path}").status_code == 403
    assert desk_officer.post("/node/backup/", {"passphrase": PASSPHRASE, "again": PASSPHRASE}).status_code == 403
    assert not Backup.objects.exists()


SIGNS = {
    "a worker that lives": (timedelta(), "good"),
    "a worker that fell silent": (ALIVE + timedelta(seconds=1), "bad"),
}


@pytest.mark.parametrize(("ago", "tone"), SIGNS.values(), ids=SIGNS)
def test_a_worker_that_is_silent_is_dead(officers, ago, tone):
    beat(NOW - ago)
    assert next(one.tone for one in health.signs(NOW) if one.label == "Worker") == tone


def test_a_worker_long_gone_is_forgotten(officers):
    Heartbeat.objects.create(worker="old:1", at=NOW - timedelta(days=2), version="0")
    beat(NOW)
    assert not Heartbeat.objects.filter(worker="old:1").exists()


WRONG = {
    "too short": ({"passphrase": "short", "again": "short"}, "At least 12 characters"),
    "typed in two ways": ({"passphrase": PASSPHRASE, "again": PASSPHRASE + "!"}, "not the same"),
    "nothing": ({}, "required"),
}


@pytest.mark.parametrize(("form", "said"), WRONG.values(), ids=WRONG)
def test_a_passphrase_that_will_not_do_makes_no_backup(operator, form, said):
    page = text(operator.post("/node/backup/", form))
    assert said in page
    assert PASSPHRASE not in page
    assert not Backup.objects.exists()


def sign(operator, words, **other):
    fields = {
        "words": words,
        "first": "bilal",
        "first_passphrase": SECRET,
        "second": "huda",
        "second_passphrase": SECRET,
    }
    return operator.post("/node/pairing/compare/", fields | other, follow=True)


def test_the_ceremony_pairs_both_nodes(operator, partner, line):
    page = text(operator.post("/node/pairing/", {"url": URL}, follow=True))
    words = partner_words(partner)
    assert words in page
    assert own_words() in page
    assert "the other node has it" in text(sign(operator, words.replace("-", " ").upper()))
    assert Peer.objects.get().state == "confirmed"
    assert [path for path, *_ in line.posts] == ["/exchange/pair"]
    half = SimpleUploadedFile("half.json", json.dumps(half_of(partner)).encode())
    assert "Paired." in text(operator.post("/node/pairing/", {"file": half}, follow=True))
    assert Peer.objects.get().state == "paired"


def test_a_statement_that_was_carried_is_as_good_as_one_that_was_fetched(operator, partner):
    card = {"roster": partner.party.document, "name": "المنامة", "url": URL}
    page = text(operator.post("/node/pairing/", {"text": json.dumps(card)}, follow=True))
    assert partner_words(partner) in page
    assert "المنامة" in page


REFUSED = {
    "other words": ({"words": "badab-badab-badab-badab-badab-badab-badab-badab"}, "trust"),
    "one officer twice": ({"second": "BILAL"}, "Two different officers"),
    "a wrong passphrase": ({"first_passphrase": "not the one at all"}, "people.wrong-passphrase"),
    "an unknown officer": ({"first": "nobody"}, "people.wrong-passphrase"),
}


@pytest.mark.parametrize(("other", "said"), REFUSED.values(), ids=REFUSED)
def test_a_ceremony_that_is_not_right_signs_nothing(operator, partner, line, other, said):
    operator.post("/node/pairing/", {"url": URL})
    page = text(sign(operator, **{"words": partner_words(partner)} | other))
    assert said in page
    assert SECRET not in page
    assert not Peer.objects.exclude(state="offered").exists()
    assert line.posts == []


STATEMENTS = {
    "nothing": ({}, "Give one of the three"),
    "two ways at once": ({"url": URL, "text": "{}"}, "Give one of the three"),
    "no JSON": ({"text": "السلام علیکم"}, "no statement of a node"),
    "a JSON that is none": ({"text": "[1]"}, "§20"),
    "a very deep one": ({"text": "[" * 100_000}, "no statement of a node"),
    "an address on another machine without TLS": ({"url": "http://node.example"}, "§"),
}


@pytest.mark.parametrize(("form", "said"), STATEMENTS.values(), ids=STATEMENTS)
def test_a_statement_that_is_none_is_refused_with_its_reason(operator, line, form, said):
    answer = operator.post("/node/pairing/", form)
    assert answer.status_code == 200
    assert said in text(answer)


def test_our_statement_is_what_the_endpoint_shows(operator):
    from taawun.apps.exchange.pairing import own_card

    assert json.loads(operator.get("/node/statement/").content) == own_card()


def partner_words(partner):
    from taawun.kernel.trust import fingerprint

    return fingerprint.words(partner.roster.digest)
