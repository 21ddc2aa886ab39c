# SPDX-License-Identifier: Apache-2.0
"""What a program may try at the interface: each is a refusal with a sentence (4xx), and nothing is changed (§60.17)."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from taawun.apps.cases import access
from taawun.apps.cases.models import Case, Clock
from taawun.apps.exchange.models import Release
from taawun.apps.sign_in import proof
from taawun.kernel.cases.gating import POINTS
from taawun.kernel.cases.words import Outcome
from taawun.site import standing
from tests.apps.cases.asking import ask, refused
from tests.apps.cases.making import PURPOSE
from tests.apps.cases.test_gates import LAST, examined

pytestmark = pytest.mark.django_db
MET = "political_offence"
NOBODY = "0192f5a0-0000-7000-8000-0000000000aa"
SAID = {"outcome": "not_met", "reason": "Looked at.", "source": "Report"}
FOUND = {"sufficient": True, "points": dict.fromkeys(POINTS, "Yes.")}
DEEP: Any = "x"
for _level in range(60):
    DEEP = [DEEP]


def paper(name: str = "a.pdf", media: str = "application/pdf", **more: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, b"%PDF-1.7", media), "language": "en"} | more


def kept() -> dict[str, list[Any]]:
    """Return every row of cases, and every release."""
    models = [*apps.get_app_config("cases").get_models(), Release]
    return {one.__name__: list(one.objects.order_by("pk").values_list()) for one in models}


@pytest.fixture
def cases_of_ours(desk):
    """Two cases of the central authority: one examined with a gate met and laid before two, and a stranger to it."""
    case, other = examined(desk), desk.open()
    desk.assess(case, MET, LAST, outcome=Outcome.MET)
    asked = desk.act("imran", "reassess", case.id, MET, "New file.", "Judgment", "interior", PURPOSE)
    given = desk.act("omar", "record_assurance", case.id, LAST, "We promise.", "The ministry", PURPOSE)
    what = {"what": "A call", "provenance": "Court order", "held_by": "Room"}
    item = desk.act("asma", "take_evidence", other.id, "a.pdf", b"%PDF", "application/pdf", "en", PURPOSE, **what)
    clock = Clock.objects.get(case=case, rule="decision", stopped=None)
    return {"case": case.id, "other": other.id, "asked": asked.id, "given": given.id, "item": item.id,
            "foreign": item.paper_id, "clock": clock.pk}  # fmt: skip


def rows(w: dict[str, Any]) -> dict[str, tuple[str, str, list[Any], Any, Any]]:
    """Return what is tried: who, at which page, with what in the address, which body, which form."""
    case, other = w["case"], w["other"]

    def says(who: str, page: str, *given: Any, **body: Any) -> tuple[str, str, list[Any], Any, Any]:
        return who, page, [case, *given], body, None

    def brings(who: str, page: str, **form: Any) -> tuple[str, str, list[Any], Any, Any]:
        return who, page, [case], None, form

    raw = {name: ("asma", "element", [case, "facts_summary"], body, None) for name, body in BODIES.items()}
    return raw | {
        # somebody else's
        "a gate by a desk officer": says("asma", "assess", MET, **SAID),
        "a gate by the reviewer of another authority": says("yusuf", "assess", LAST, **SAID),
        "a gate by a releasing officer": says("bilal", "assess", LAST, **SAID),
        "an element by another authority": says("zara", "element", "facts_summary", value="x"),
        "a paper by another authority": brings("zara", "papers", **paper()),
        "a stop by a desk officer": says("asma", "stop", reason="I know."),
        "a case given away by another authority": says("yusuf", "assign", authority="interior"),
        "a case given to nobody": says("omar", "assign", authority="moon"),
        "a move of the other side": says("bilal", "move", "withdraw", reasons="x"),
        "a final letter by a desk officer": says("asma", "letter", letter="refusal", language="en", final=True),
        "nobody at all": ("", "move", [case, "grant"], {}, None),
        "a case opened by a releasing officer": (
            "bilal", "open", [], {"pack": "pk-bh-extradition", "kind": "extradition", "other": "BH"}, None),
        "a case with ourselves": (
            "asma", "open", [], {"pack": "pk-bh-extradition", "kind": "extradition", "other": "PK"}, None),
        "a case under no instrument": ("asma", "open", [], {"pack": "x", "kind": "y", "other": "BH"}, None),
        # what is not theirs to pass
        "a mandatory ground waived": says("imran", "assess", MET, **SAID | {"outcome": "met", "waived": True}),
        "a met ground taken back": says("imran", "assess", MET, **SAID),
        "an outcome of one's own": says("imran", "assess", MET, **SAID | {"outcome": "passed"}),
        "a gate that is none": says("imran", "assess", "rank", **SAID),
        "an attestation in a move": says("bilal", "move", "grant", gates={MET: "passed"}),
        "a grant out of turn": says("bilal", "move", "grant", reasons="Because."),
        "a move that is none": says("bilal", "move", "free_everybody"),
        "a move with another's papers": says("bilal", "move", "ask_more_information", papers=[w["foreign"]]),
        "a move with an old token": says("imran", "move", "verify", token="0" * 64),
        # forged identifiers
        "a reassessment that is none": says("yusuf", "confirm", MET, reassessment=NOBODY, agrees=True, reason="x"),
        "one at another gate": says("yusuf", "confirm", LAST, reassessment=w["asked"], agrees=True, reason="."),
        "a reassessment by who asked": says("imran", "confirm", MET, reassessment=w["asked"], agrees=True, reason="x"),
        "an assurance that is none": says("rabia", "finding", LAST, assurance=NOBODY, **FOUND),
        "an assurance at another gate": says("rabia", "finding", MET, assurance=w["given"], **FOUND),
        "an assurance of another case": ("rabia", "finding", [other, LAST], {"assurance": w["given"], **FOUND}, None),
        "an assurance by who assessed": says("imran", "finding", LAST, assurance=w["given"], **FOUND),
        "an assurance with a form half filled": says(
            "rabia", "finding", LAST, assurance=w["given"], sufficient=True, points={"monitoring": "Yes."}),
        "a clock of another case": ("asma", "clock", [other, w["clock"]], {"act": "pause", "reason": "x"}, None),
        "a clock beyond counting": says("asma", "clock", 10**30, act="pause", reason="x"),
        "a clock without a reason": says("asma", "clock", w["clock"], act="pause"),
        "a clock longer than its rule": says("asma", "clock", w["clock"], act="extend", reason="x", by=10**9),
        "a clock turned back": says("asma", "clock", w["clock"], act="extend", reason="x", by=-1),
        "evidence of another case": says("asma", "custody", w["item"], act="destroyed", held_by="x", reason="y"),
        "evidence that is none": says("asma", "custody", NOBODY, act="destroyed", held_by="x", reason="y"),
        "custody by a word of one's own": (
            "asma", "custody", [other, w["item"]], {"act": "lost", "held_by": "x", "reason": "y"}, None),
        "a translation of another case's paper": brings(
            "asma", "translations", **paper(of=w["foreign"], translator="x")),
        "a paper of another case": ("asma", "paper", [case, w["foreign"]], None, None),
        "a case that is none": ("asma", "element", [NOBODY, "facts_summary"], {"value": "x"}, None),
        # wrong files
        "a page that runs": brings("asma", "papers", **paper("a.html", "text/html")),
        "no file": brings("asma", "papers", language="en"),
        "a file without bytes": brings("asma", "papers", file=SimpleUploadedFile("a.pdf", b""), language="en"),
        "a name of two lines": brings("asma", "papers", **paper(), name="a\nb.pdf\u202e"),
        "a translation without translator": brings("asma", "translations", **paper(of=NOBODY)),
        "evidence from nowhere": brings("asma", "evidence", **paper(what="x", held_by="y", provenance=" ")),
        # wrong words
        "a letter that is none": says("asma", "letter", letter="pardon", language="en"),
        "a letter in no language": says("asma", "letter", letter="request", language="tlh"),
        "a letter with another's annex": says("asma", "letter", letter="request", language="en", papers=[w["foreign"]]),
        "a refusal that nobody made": says("asma", "letter", letter="refusal", language="en"),
        "a charge without its source": says("asma", "charge", charge="1", title="x", source=" "),
        "a form where an object is asked": ("asma", "assess", [case, MET], None, SAID),
        "an element that is none": says("asma", "element", "rank", value="x"),
        "an element neither filled nor excused": says("asma", "element", "facts_summary"),
        "an element filled and excused": says("asma", "element", "facts_summary", value="x", excuse="y"),
        "a person of another form": says("asma", "element", "person", value=["Ahmad"]),
        "no proposal to take back": says("omar", "withdraw"),
    }  # fmt: skip


BODIES: dict[str, Any] = {
    "no JSON": "{",
    "no letters": b"\xff\xfe{}",
    "a list": [1],
    "a number": "7",
    "a field that nobody knows": {"value": "x", "found": {"officer": "asma"}},
    "a text that is a number": {"value": "x", "document": 7},
    "a text with NUL": {"value": "a\x00b"},
    "a document with NUL": {"value": "x", "document": "a\x00b"},
    "half a character": '{"value": "\\ud800"}',
    "a key with NUL": {"value": {"a\x00": 1}},
    "a number that is none": '{"value": NaN}',
    "a number without end": '{"value": 1e999}',
    "a whole number beyond counting": {"value": 10**400},
    "a whole number of ten thousand digits": '{"value": ' + "9" * 10_000 + "}",
    "nested deep": {"value": DEEP},
    "nested deeper than a reader": '{"value": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "more than the limit": {"value": "x" * (1 << 20)},
    "much more than the limit": {"value": "x" * (3 << 20)},
    "a text longer than any": {"value": "ض" * 20_001},
    "a page longer than any": {"value": "x", "document": "x" * 201},
}


def test_whatever_is_tried_is_refused_with_a_sentence_and_changes_nothing(desk, cases_of_ours):
    before, wrong = kept(), {}
    for name, (who, page, given, body, form) in rows(cases_of_ours).items():
        answer = ask(desk.officers[who] if who else None, page, *given, post=body, files=form)
        if not 400 <= answer.status_code < 500:
            wrong[name] = f"{answer.status_code}: {answer.content[:200]!r}"
            continue
        refused(answer, answer.status_code)
        if kept() != before:
            wrong[name] = "something was changed"
            before = kept()
    assert wrong == {}


def test_what_may_not_be_known_is_answered_as_what_is_not_there(desk, cases_of_ours):
    of_others = refused(ask(desk.officers["zara"], "case", cases_of_ours["case"]), 404)
    of_nobody = refused(ask(desk.officers["zara"], "case", NOBODY), 404)
    assert of_others == of_nobody


def test_a_secret_gate_is_not_there_for_who_does_not_review(desk, cases_of_ours):
    desk.act("imran", "block", cases_of_ours["case"], "A claim.", PURPOSE)
    secret = next(
        one.gate.slug for one in desk.show("imran", Case.objects.get(id=cases_of_ours["case"])).gates if one.gate.secret
    )
    assert ask(desk.officers["imran"], "gate", cases_of_ours["case"], secret).status_code == 200
    assert refused(ask(desk.officers["asma"], "gate", cases_of_ours["case"], secret), 404)
    for page in ("case", "verdicts", "timeline"):
        told = ask(desk.officers["asma"], page, cases_of_ours["case"]).content.decode()
        assert secret not in told
        assert "asylum" not in told.replace("asylum_decision", "")


DOORS = {
    "an address that is none": ("GET", "/api/weather/", {}, 404, "interface.no-such-address"),
    "an identifier that is none": ("GET", "/api/cases/../../etc/", {}, 404, "interface.no-such-address"),
    "a method that is none": ("DELETE", "/api/cases/", {}, 405, "interface.wrong-method"),
    "a body put": ("PUT", f"/api/cases/{NOBODY}/contents/person/", {}, 405, "interface.wrong-method"),
    "without the token against forged requests": ("POST", "/api/cases/new/", {}, 403, "interface.forged-request"),
}


@pytest.mark.parametrize(("method", "url", "body", "status", "code"), DOORS.values(), ids=DOORS)
def test_a_program_is_refused_in_json_whatever_refuses_it(desk, method, url, body, status, code):
    client = Client(enforce_csrf_checks=method == "POST")
    client.force_login(desk.officers["asma"])
    answer = client.generic(method, f"{url}?purpose={PURPOSE}", json.dumps(body), content_type="application/json")
    refused(answer, status, code)


def test_a_failure_of_the_node_is_told_in_json_without_its_story(desk, monkeypatch):
    def fails(*_given, **_more):
        raise RuntimeError("SELECT secret")

    monkeypatch.setattr(access, "case", fails)
    client = Client(raise_request_exception=False)
    client.force_login(desk.officers["asma"])
    answer = client.get(reverse("cases:api-case", args=[NOBODY]) + f"?purpose={PURPOSE}")
    assert "secret" not in refused(answer, 500, "interface.went-wrong")["detail"]


def test_an_officer_without_the_required_factor_is_told_so_in_json(desk, settings, ask):
    settings.NODE = replace(settings.NODE, second_factor="required")
    refused(ask("asma", "list"), 403, "people.needs-factor")


def test_a_session_that_is_over_is_told_so_in_json(desk, monkeypatch, ask):
    monkeypatch.setattr(proof, "LONGEST", -1)
    refused(ask("asma", "list"), 401, "people.not-signed-in")


def test_an_act_that_asks_for_proof_says_so_in_json(desk, monkeypatch, ask):
    monkeypatch.setattr(standing, "STEP_UP", frozenset({"cases:api-move"}))
    monkeypatch.setattr(standing.proof, "is_recent", lambda _request: False)
    refused(ask("asma", "move", NOBODY, "sign", post={}), 403, "people.needs-proof")
