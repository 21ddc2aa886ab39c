# SPDX-License-Identifier: Apache-2.0
"""What was got by torture stays so: the pages say it, and show the one way that there is (spec §60.7d, CAT 15)."""

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.cases.models import Evidence, Reassessment
from taawun.kernel import errors
from taawun.kernel.cases.gating import TAINTED
from taawun.kernel.cases.words import Outcome, Side
from tests.apps.cases.making import PURPOSE
from tests.apps.cases.test_gates import closed_by, examined, gate_of

pytestmark = pytest.mark.django_db

SAID = {"what": "Statement إفادة", "provenance": "Sent by the bank.", "held_by": "State Bank"}
KEPT = "Nothing takes this back"
OTHERWISE = "Evidence of this case is tainted"


def tainted(desk):
    """A request of Bahrain in whose file a statement turns out to have been got by torture."""
    case = examined(desk, leave=())
    desk.make("imran", case, "verify")
    row = desk.act("imran", "take_evidence", case.id, "a.pdf", b"%PDF-1.7 a", "application/pdf", "ar", PURPOSE, **SAID)
    desk.act("imran", "taint", row.id, "A cell. زنزانة — ایک کوٹھڑی", PURPOSE)
    return case


def browsing(desk, name: str) -> Client:
    client = Client()
    client.force_login(desk.officers[name])
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return client


def page(desk, case, name: str, *where: str) -> str:
    return browsing(desk, name).get(reverse(f"cases:{where[0]}", args=[case.id, *where[1:]])).content.decode()


def test_the_papers_say_beside_what_is_tainted_that_it_stays_so(desk):
    case = tainted(desk)
    found = page(desk, case, "asma", "papers")
    assert "nobody lifts it" in found
    assert KEPT in found


def test_why_the_gate_of_tainted_evidence_is_closed_is_said(desk):
    case = tainted(desk)
    assert closed_by(desk, "imran", case, "pass_mandatory") == {TAINTED}
    with pytest.raises(errors.MoveClosed) as refusal:
        desk.make("imran", case, "pass_mandatory")
    (why,) = refusal.value.reasons
    assert (why.code, why.opens, dict(why.given)) == ("gate_tainted", "two_assessors", {"gate": TAINTED})


def test_the_page_of_that_gate_has_the_way_of_two_assessors(desk):
    case = tainted(desk)
    found = page(desk, case, "imran", "gate", TAINTED)
    assert OTHERWISE in found
    assert 'value="reassess"' in found
    mark = gate_of(desk, case, TAINTED).mark
    alone = {"act": "assess", "outcome": "not_met", "reason": "No.", "source": "Report", "seen": mark}
    asked = {"act": "reassess", "second_authority": "interior", "reason": "دع", "source": "Report", "seen": mark}
    url = reverse("cases:gate", args=[case.id, TAINTED])
    assert browsing(desk, "imran").post(url, alone).status_code == 400
    assert browsing(desk, "imran").post(url, asked).status_code == 302
    said = {
        "act": "confirm",
        "reassessment": Reassessment.objects.get().id,
        "agrees": "yes",
        "reason": "It is left out.",
    }
    assert browsing(desk, "yusuf").post(url, said).status_code == 302
    assert gate_of(desk, case, TAINTED).outcome is Outcome.NOT_MET
    assert KEPT in page(desk, case, "imran", "papers"), "the case may go on, and the statement still goes to no court"


def test_what_becomes_known_between_the_two_is_asked_of_both(desk):
    case = desk.open(pack="untoc", kind="mutual_legal_assistance", purpose="prosecution", side=Side.REQUESTED)
    data = ("a.pdf", b"%PDF-1.7 a", "application/pdf", "en", case.purpose)
    row = desk.act("imran", "take_evidence", case.id, *data, **SAID)
    desk.act("imran", "taint", row.id, "A cell.", case.purpose)
    asked = desk.act("imran", "reassess", case.id, TAINTED, "Left out.", "Report", "interior", case.purpose)
    desk.act("rabia", "taint", Evidence.objects.get().id, "A second cell.", case.purpose)
    with pytest.raises(errors.BadAssessment):
        desk.act("yusuf", "confirm", asked.id, True, "It is left out.", case.purpose)
