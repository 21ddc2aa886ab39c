# SPDX-License-Identifier: Apache-2.0
"""A notice reaches the liaison officer: it waits on My day and in the digest, and a record says what is not stated."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from taawun.apps.notices import counting
from taawun.apps.people.access import actor_of
from taawun.apps.registers import services as registers
from taawun.apps.registers.taking import take_received
from taawun.sectors.counter_narcotics.waiting import waiting
from tests.apps.making import T0, officer
from tests.apps.registers.making import PURPOSE, SEIZURE, header, marking, payload

pytestmark = pytest.mark.django_db

REPORT = {
    "name": "آٹھ کارروائیاں", "date": "2026-11-20", "reference": "anf-2026-11-20",
    "items": ["ice | 1 | kg | مطار | البحرين", "heroin | 6 | kg | parcel | UK"],
}  # fmt: skip
BOUND = SEIZURE | {"country": "PK", "destination": "BH"}


@pytest.fixture
def liaison():
    return officer("hamid", "liaison_officer", name="حامد رضا")


@pytest.fixture(autouse=True)
def _partner(monkeypatch):
    """Pakistan with Bahrain as its partner."""
    monkeypatch.setattr("taawun.apps.exchange.queries.parties", lambda: ["BH", "PK"])


def stated(who, kind: str, data: dict[str, object], **more: object) -> str:
    return str(registers.draft_record(actor_of(who), kind, data, marking(**more), PURPOSE, at=T0).id)


def noticed(who, day: int, urgency: str = "immediate", state: str = "open", **more: object) -> str:
    date = (T0.date() + timedelta(days=day)).isoformat()
    said = {"name": f"إشعار {day}", "date": date, "urgency": urgency, "state": state}
    return stated(who, "liaison-notice", said | ({"outcome": "پوچھا گیا"} if state == "closed" else {}), **more)


def lines(who, purpose: str = PURPOSE, at=T0) -> list[tuple[str, bool]]:
    return [(one.args[0], one.late) for one in waiting(who, purpose, at, 20)]


def test_an_open_notice_waits_by_its_day_until_somebody_closes_it(liaison):
    later, soon, late = noticed(liaison, 0, "urgent"), noticed(liaison, 0), noticed(liaison, -9)
    followed, overdue = noticed(liaison, 0, state="followed"), noticed(liaison, -3, state="followed")
    noticed(liaison, -9, state="closed")
    noticed(liaison, -9, purposes={"coordination"})
    undated = stated(liaison, "liaison-notice", {"name": "x", "date": "2026", "urgency": "urgent", "state": "open"})
    assert lines(liaison) == [(late, True), (overdue, True), (soon, False), (later, False), (undated, False)]
    assert followed not in dict(lines(liaison))
    assert lines(liaison, "coordination") == []
    assert lines(officer("rabia", "analyst")) == []


def test_a_notice_of_the_other_side_waits_too(liaison):
    data = {"name": "إشعار", "date": "2026-11-21", "urgency": "immediate", "state": "open", "concerns": "PK"}
    made = payload(type="liaison-notice", data=data, marking=marking("BH"))
    record = take_received(header(personal=False), made.to_wire(), T0)
    assert lines(liaison) == [(record.id, False)]


def test_what_waits_stands_on_my_day_and_is_counted_in_the_digest(liaison):
    noticed(liaison, -9)
    assert counting.waiting(liaison, T0).said()["late"] >= 1
    page = opened(liaison).get("/").content.decode()
    assert "Follow a notice up" in page
    assert "إشعار" not in page


def test_a_notice_that_waits_at_two_desks_is_counted_once_and_is_late_where_either_says_so(liaison):
    noticed(liaison, -9, purposes={PURPOSE, "coordination"})
    noticed(liaison, 0, "routine", purposes={PURPOSE, "coordination"})
    said = counting.waiting(liaison, T0).said()
    assert (said["desks"], said["late"]) == (2, 1)


def opened(who) -> Client:
    client = Client()
    client.force_login(who)
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    return client


@pytest.mark.parametrize(("kind", "data", "origin"), {
    "an announcement": ("press-report", REPORT, "press"),
    "an announcement without a reference": ("press-report", {**REPORT, "reference": ""}, "press"),
    "a seizure": ("seizure", BOUND, "register"),
}.values())  # fmt: skip
def test_what_is_bound_for_the_partner_leads_to_a_notice_that_is_filled_in(liaison, kind, data, origin):
    client, record = opened(liaison), stated(liaison, kind, data)
    page = client.get(reverse("registers:record", args=[record])).content.decode()
    assert "This was bound for Bahrain, and nothing is stated" in page
    (link,) = re.findall(r'href="(/registers/new/liaison-notice/[^"]+)"', page)
    form = client.get(link.replace("&amp;", "&")).content.decode()
    for name, value in (("d-about", record), ("d-date", timezone.now().date().isoformat())):
        assert re.search(rf'name="{name}"[^>]* value="{re.escape(value)}"', form), name
    for value in (origin, "urgent", "open"):
        assert re.search(rf'value="{value}" selected', form), value
    said = {"name": "شبو", "date": "2026-11-22", "urgency": "urgent", "state": "open", "about": record}
    stated(liaison, "liaison-notice", said | {"concerns": "BH"})
    page = client.get(reverse("registers:record", args=[record])).content.decode()
    assert "nothing is stated for the liaison officer" not in page
    assert "شبو" in page


def test_a_notice_that_an_import_made_of_an_announcement_stands_beside_it(liaison):
    record = stated(liaison, "press-report", REPORT)
    said = {"name": "شبو", "date": "2026-11-20", "urgency": "urgent", "state": "open", "concerns": "BH"}
    stated(liaison, "liaison-notice", said | {"reference": "anf-2026-11-20#BH"})
    stated(liaison, "liaison-notice", said | {"reference": "anf-2026-11-201#BH", "name": "Another"})
    page = opened(liaison).get(reverse("registers:record", args=[record])).content.decode()
    assert "شبو" in page
    assert "Another" not in page
    assert "nothing is stated for the liaison officer" not in page


UNBOUND = {"nowhere": {}, "to who seized it": {"destination": "PK"}, "to a third country": {"destination": "QA"}}


@pytest.mark.parametrize("more", UNBOUND.values(), ids=UNBOUND)
def test_what_concerns_no_partner_says_nothing(liaison, more):
    record = stated(liaison, "seizure", SEIZURE | more)
    page = opened(liaison).get(reverse("registers:record", args=[record])).content.decode()
    assert "Notices for the liaison officer" not in page
