# SPDX-License-Identifier: Apache-2.0
"""From a call to its interview; from a consent on record to that of its case, and back (spec §80.75, §80.76)."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from tests.sectors.worker_protection.making import KIND, NAMES, PACK, PERSON, PROTECTOR, PURPOSE, protected
from tests.sectors.worker_protection.test_referral import CONSENT, consented

pytestmark = pytest.mark.django_db
CALL = {
    "reference": "HL-2026-0777", "received": "2026-11-23", "channel": "phone", "named": "named", "name": [NAMES[2]],
    "language": "سندھی", "urgency": "soon", "concern": ["documents", "wages"], "caller": "worker",
    "safe_contact": "رات دس بجے کے بعد", "summary": "چار ماہ سے تنخواہ نہیں ملی۔",
}  # fmt: skip
RECORD = {
    "reference": "RF-2026-0777", "recipient_kind": "welfare_attache", "aim": "نیا پاسپورٹ", "given_on": "2026-11-20",
    "language": "سندھی",
}  # fmt: skip
BEGIN = "worker_protection:interview-new"


@pytest.fixture
def client(protection):
    found = Client()
    found.force_login(protection.officers[PROTECTOR])
    found.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return found


def stated(desk, kind, data) -> str:
    """State a record as the protection officer, and return its identifier."""
    officer = actor_of(desk.officers[PROTECTOR])
    return registers.draft_record(officer, kind, data, protected(), PURPOSE).id


def page(client, name, *args, **query) -> str:
    """Return a page that is there."""
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_call_leads_to_its_interview_with_what_it_said(protection, client):
    call = stated(protection, "worker-hotline", CALL)
    way = f"{reverse(BEGIN)}?call={call}"
    assert f'href="{way}"' in page(client, "registers:record", call)
    begun = page(client, BEGIN, call=call)
    for said in (NAMES[2], "سندھی", CALL["summary"], CALL["safe_contact"], CALL["reference"]):
        assert said in begun
    ticked = re.findall(r'name="facts" value="(\w+)"[^>]*checked', begun)
    assert ticked == ["passport_kept"], "a call about wages does not say that they are withheld"


def test_a_call_that_is_not_there_or_is_another_kind_of_record_opens_no_interview(protection, client):
    consent = stated(protection, "worker-referral", RECORD)
    for call in (consent, "01890a5d-ac96-774b-bcce-b302099a8057", "no-record"):
        assert client.get(reverse(BEGIN), {"call": call}).status_code == 404


def test_a_consent_on_record_shows_the_consent_of_its_case_and_the_desk_leads_back(protection, client):
    case = consented(protection)
    record = stated(protection, "worker-referral", RECORD | {"case": case.id})
    shown = page(client, "registers:record", record)
    assert CONSENT["may_tell"] in shown
    assert f'href="{reverse("cases:element", args=[case.id, "consent"])}"' in shown
    assert f'href="{reverse("registers:record", args=[record])}"' in page(client, "worker_protection:protection")


def test_a_consent_on_record_says_that_nothing_crosses_by_it(protection, client):
    opened = reverse("cases:new-kind", args=[PACK, KIND])
    for case in ("", "01890a5d-ac96-774b-bcce-b302099a8057"):
        shown = page(client, "registers:record", stated(protection, "worker-referral", RECORD | {"case": case}))
        assert f'href="{opened}"' in shown


def test_a_revoked_consent_says_so_as_long_as_the_case_goes_by_it(protection, client):
    case = protection.open(PROTECTOR, pack=PACK, kind=KIND, purpose=PURPOSE)
    protection.fill(case, "requesting_authority", "needs_now", name=PROTECTOR, person=PERSON, consent=CONSENT)
    record = stated(protection, "worker-referral", RECORD | {"case": case.id, "revoked_on": "2026-11-22"})
    assert "Tell it in the case" not in page(client, "registers:record", record)
    protection.make(PROTECTOR, case, "take_consent")
    assert "Tell it in the case" in page(client, "registers:record", record)


def test_the_desk_names_the_clock_that_it_shows(protection, client):
    case = consented(protection)
    protection.make(PROTECTOR, case, "begin_recovery")
    shown = page(client, "worker_protection:protection")
    assert "Recovery period" in shown
    assert "Answer until" not in shown
