# SPDX-License-Identifier: Apache-2.0
"""What waits on My day for the liaison desk: tests, late follow-ups and notices, mandates that end (spec §89.8)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from taawun.apps.audit.models import Line
from taawun.apps.notices import counting
from taawun.sectors.liaison import access, services
from taawun.sectors.liaison.testing import Standing
from taawun.sectors.liaison.waiting import ENDS, waiting
from tests.sectors.liaison.making import PURPOSE, contact, duty, posting, record
from tests.sectors.liaison.test_desk import client_of

pytestmark = pytest.mark.django_db


def lines(desk, name="omar", purpose=PURPOSE, at=None):
    """What waits for an officer, as (page, identifiers, whether it is late)."""
    found = waiting(desk.officers[name], purpose, at or desk.now, 20)
    assert not [one for one in found if one.note]
    return [(one.page, one.args, one.late) for one in found]


def notice(actor, now, days: int, **changes):
    """A notice of some days ago; a routine one is due after fourteen."""
    date = (now - timedelta(days=days)).date().isoformat()
    data = {"name": "کلو آئس", "date": date, "state": "open", "urgency": "routine"} | changes
    return record(actor, now, "liaison-notice", data, personal=False)


def test_a_test_that_is_asked_for_waits_until_it_is_recorded_and_is_late_in_the_next_month(desk):
    one, _ended = duty(desk.actor("asma"), desk.tick()), duty(desk.actor("asma"), desk.tick(), state="ended")
    assert lines(desk) == []
    services.ask_for_tests(desk.now)
    assert lines(desk) == lines(desk, "asma") == [("liaison:duty", (), False)]
    assert lines(desk, "bilal") == lines(desk, "nadia") == lines(desk, purpose="exchange") == []
    assert lines(desk, at=desk.now + timedelta(days=31)) == [("liaison:duty", (), True)]
    assert counting.waiting(desk.officers["omar"], desk.now + timedelta(days=31)).late == 1
    services.record_test(desk.actor("omar"), one, {"result": "answered", "seconds": "9"}, at=desk.tick())
    assert lines(desk) == []


def test_a_test_of_a_contact_that_is_no_longer_in_use_does_not_wait_for_ever(desk):
    from taawun.apps.registers import services as registers
    from taawun.apps.registers.models import Record

    one = duty(desk.actor("asma"), desk.tick())
    services.ask_for_tests(desk.now)
    shown = Record.objects.get(id=one).versions.get(number=1)
    marking = registers.versions.payload_of(shown).marking
    ended = {**shown.data, "state": "ended"}
    registers.new_version(desk.actor("asma"), one, ended, marking, PURPOSE, "Closed.", at=desk.tick())
    assert lines(desk) == []


def test_a_follow_up_and_a_notice_wait_once_their_day_has_passed_until_something_came_of_them(desk):
    actor, now = desk.actor("asma"), desk.tick()
    yesterday = (now - timedelta(days=1)).date().isoformat()
    contact(actor, now)
    contact(actor, now, follow_up=yesterday, outcome="منگل طے ہوا")
    late = contact(actor, now, follow_up=yesterday)
    notice(actor, now, 14)
    notice(actor, now, 15, state="closed", outcome="Answered.")
    told = notice(actor, now, 15)
    read = Line.objects.count()
    assert lines(desk) == [("registers:record", (late,), True), ("registers:record", (told,), True)]
    assert Line.objects.count() == read  # what waits shows no content and leaves no line


def test_a_mandate_that_ends_within_a_month_is_told(desk):
    actor, now = desk.actor("asma"), desk.tick()
    for days in (-1, ENDS.days + 1):
        posting(actor, now, until=(now + timedelta(days=days)).date().isoformat())
    ends = posting(actor, now, until=(now + ENDS).date().isoformat())
    assert lines(desk) == [("registers:record", (ends,), False)]


def test_a_contact_that_is_due_is_named_wherever_the_desk_is_shown_and_my_day_leads_to_it(desk):
    desk.now = timezone.now().replace(microsecond=0)
    one = duty(desk.actor("asma"), desk.now - timedelta(days=40), name="غرفة العمليات")
    last = desk.now.replace(day=1) - timedelta(days=2)
    services.record_test(desk.actor("omar"), one, {"result": "answered", "seconds": "9"}, at=last)
    services.ask_for_tests(desk.now)
    (found,) = access.duty(desk.officers["omar"], at=desk.now)
    assert found.standing is Standing.DUE
    client = client_of(desk, "omar")
    for page in ("liaison:desk", "liaison:duty"):
        said = client.get(reverse(page)).content.decode()
        assert '<ul id="due"><li>' in said
        assert "Test them this month" in said
    assert reverse("liaison:duty") in client.get(reverse("ui:home")).content.decode()
