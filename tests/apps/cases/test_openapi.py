# SPDX-License-Identifier: Apache-2.0
"""The description of the JSON interface (docs/reference/api.yaml) says what the node really takes and answers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from taawun.apps.cases.models import Clock
from taawun.kernel.cases.gating import POINTS
from taawun.kernel.errors import NoSuchCase
from tests.apps.cases.asking import description, interface, refused, wrong
from tests.apps.cases.making import PACK, PERSON
from tests.apps.cases.test_gates import LAST, examined

pytestmark = pytest.mark.django_db
MET, OPTIONAL, CURABLE = "political_offence", "humanitarian", LAST


def file(name: str = "وارنٹ.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 a warrant", "application/pdf")


def test_every_address_of_the_interface_is_described_and_no_other():
    assert set(interface().values()) == set(description()["paths"])


def test_every_schema_of_the_description_is_used():
    text = str(description())
    assert [name for name in description()["components"]["schemas"] if f"schemas/{name}'" not in text] == []


def test_what_is_read_is_as_described(desk, told):
    case = desk.opens()
    desk.open(title="قضية / کیس / Case")
    assert len(told("asma", "list")["cases"]) == 2
    assert told("asma", "case", case.id)["moves"]
    assert told("asma", "verdicts", case.id)["moves"]
    assert told("asma", "timeline", case.id)["events"]
    assert told("asma", "contents", case.id)["elements"]
    assert told("asma", "element", case.id, "person")["versions"]
    assert told("asma", "papers", case.id)["papers"] == []
    assert told("asma", "dashboard")["rates"]
    assert PACK in {one["slug"] for one in told("asma", "instruments")["instruments"]}
    assert told("asma", "instrument", PACK)["pack"]["slug"] == PACK


def test_a_case_is_opened_filled_moved_proposed_and_withdrawn_as_described(desk, told):
    case = told("asma", "open", post={"pack": PACK, "kind": "extradition", "other": "BH", "title": "مقدمہ"})["id"]
    filled = told("asma", "element", case, "person", post={"value": PERSON, "document": "Annex 1", "page": "2"})
    assert filled["found"]["document"] == "Annex 1"
    desk.fill_all(desk.show("asma", type("Row", (), {"id": case, "purpose": "extradition"})).case)
    assert told("asma", "case", case)["missing"] == []
    assert told("asma", "move", case, "check_completeness", post={}) == {"made": "check_completeness"}
    assert told("imran", "move", case, "review_legally", post={"reasons": "Read."}) == {"made": "review_legally"}
    assert told("bilal", "move", case, "sign", post={}) == {"made": "sign"}
    told("omar", "move", case, "transmit", post={"papers": []})
    assert told("omar", "case", case)["proposal"]["move"] == "transmit"
    assert told("omar", "withdraw", case, post={}) == {"withdrawn": "transmit", "state": "withdrawn"}
    assert told("omar", "assign", case, post={"authority": "interior"})["authority"] == "interior"


def test_a_gate_is_assessed_reassessed_and_cured_as_described(desk, told):
    case = examined(desk).id
    said = {"outcome": "met", "reason": "رأي", "source": "Report of 2026"}
    assert told("imran", "assess", case, MET, post=said)["outcome"] == "met"
    asked = told("imran", "reassess", case, MET, post={"reason": "x", "source": "y", "second_authority": "interior"})
    agreed = {"reassessment": asked["id"], "agrees": True, "reason": "I agree."}
    assert told("yusuf", "confirm", case, MET, post=agreed)["state"] == "confirmed"
    assert told("imran", "gate", case, MET)["exceptional"]
    told("imran", "assess", case, OPTIONAL, post=said | {"waived": True})
    told("imran", "assess", case, CURABLE, post=said)
    assured = told("asma", "assurance", case, CURABLE, post={"text": "We promise.", "given_by": "Ministry"})
    found = {"assurance": assured["id"], "sufficient": True, "points": dict.fromkeys(POINTS, "Yes, as annexed.")}
    assert told("rabia", "finding", case, CURABLE, post=found)["sufficient"]
    gate = told("imran", "gate", case, CURABLE)
    assert (gate["cured"], gate["passed"], len(gate["assurances"])) == (True, True, 1)


def test_papers_and_evidence_come_in_as_described(desk, told, ask):
    case = desk.open()
    desk.fill_all(case)
    paper = told("asma", "papers", case.id, files={"file": file(), "language": "ur"})
    translated = {"file": file("warrant.pdf"), "language": "en", "of": paper["id"], "translator": "Sara Naveed"}
    assert told("asma", "translations", case.id, files=translated)["translates"] == paper["id"]
    taken = {"file": file("call.pdf"), "language": "ar", "what": "A call", "provenance": "Court order",
             "held_by": "Evidence room"}  # fmt: skip
    kept = told("asma", "evidence", case.id, files=taken)
    link = told(
        "asma", "custody", case.id, kept["id"], post={"act": "handed_over", "held_by": "Court", "reason": "Asked"}
    )
    assert (link["number"], link["previous"]) == (2, kept["custody"][0]["digest"])
    letter = told("asma", "letter", case.id, post={"letter": "request", "language": "en", "papers": [paper["id"]]})
    assert len(told("asma", "papers", case.id)["papers"]) == 4
    assert ask("asma", "paper", case.id, letter["id"]).content.startswith(b"%PDF")


def test_clocks_stops_and_charges_are_as_described(desk, told):
    case = examined(desk)
    assert told("imran", "stop", case.id, post={"reason": "A claim."}) == {"stopped": True}
    assert told("imran", "stop", case.id, post={"reason": "Decided.", "lift": True}) == {"stopped": False}
    charged = {"charge": "1-2026", "title": "Forgery", "source": "The court"}
    assert told("asma", "charge", case.id, post=charged) == {"charge": "1-2026", "outside": True}
    number = Clock.objects.get(case=case, rule="decision", stopped=None).pk
    assert told("asma", "clock", case.id, number, post={"act": "pause", "reason": "Papers are awaited."})["clocks"]


def test_a_bundle_is_given(desk, ask):
    assert ask("asma", "bundle", desk.opens().id).status_code in (200, 409)


REFUSED = {
    "nobody": ("", 401, "people.not-signed-in"),
    "a role that reads no case": ("nadia", 403, "people.no-role"),
    "an officer of another authority": ("zara", 404, NoSuchCase.code),
}


@pytest.mark.parametrize(("name", "status", "code"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_is_a_problem(desk, ask, name, status, code):
    refused(ask(name, "case", desk.open().id), status, code)


def test_a_closed_move_is_a_problem_with_reasons_and_its_verdict_says_where_it_is_opened(desk, ask, told):
    case = desk.opens()
    assert refused(ask("bilal", "move", case.id, "grant", post={"reasons": "Because"}), 409)["reasons"]
    verdict = told("bilal", "move", case.id, "grant")
    assert not verdict["open"]
    ways = {way for one in verdict["reasons"] for way in one["ways"]}
    assert f"/api/cases/{case.id}/gates/{MET}/" in ways
    assert not wrong("Problem", refused(ask("bilal", "move", case.id, "lose"), 409))
