# SPDX-License-Identifier: Apache-2.0
"""Interviews that lie: another officer of the authority goes on with them, and after a year they are gone (§80.76)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.people.services import grant_role
from taawun.kernel.errors import NoSuchRecord
from taawun.sectors.worker_protection import interviewing
from taawun.sectors.worker_protection.models import Interview
from tests.apps.making import INIT, T0
from tests.sectors.worker_protection.making import NAMES, PROTECTOR, PURPOSE

pytestmark = pytest.mark.django_db
LATER = T0 + interviewing.LIES + timedelta(seconds=1)


@pytest.fixture
def begun(protection):
    first = protection.officers["huda"]
    grant_role(INIT, first, "protection_officer")
    return interviewing.begin(first, ["passport_kept"], "adult", {"name": NAMES[2]}, at=T0)


@pytest.fixture
def second(protection, begun):
    found = protection.officers["bilal"]
    grant_role(INIT, found, "protection_officer")
    return found


def test_another_officer_goes_on_with_what_lies_and_with_nothing_else(second, begun):
    with pytest.raises(NoSuchRecord):
        interviewing.take_over(second, begun.id, at=T0 + interviewing.LIES)
    assert interviewing.take_over(second, begun.id, at=LATER).answers == begun.answers
    assert [row.id for row in interviewing.mine(second)] == [begun.id]
    assert Line.objects.filter(act="interview.taken-over", outcome="allowed").count() == 1


def test_nobody_of_another_authority_goes_on_with_it(protection, begun):
    with pytest.raises(NoSuchRecord):
        interviewing.take_over(protection.officers[PROTECTOR], begun.id, at=LATER)


def test_the_desk_shows_that_one_lies_and_not_whose(second, begun):
    Interview.objects.update(kept=T0 - timedelta(days=30))
    client = Client()
    client.force_login(second)
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    page = client.get(reverse("worker_protection:protection")).content.decode()
    assert reverse("worker_protection:interview-take-over", args=[begun.id]) in page
    assert NAMES[2] not in page
    assert reverse("registers:new", args=["worker-hotline"]) in page, "a call is taken in from the desk"
    answer = client.post(reverse("worker_protection:interview-take-over", args=[begun.id]))
    assert answer["Location"] == reverse("worker_protection:interview", args=[begun.id])


def test_after_a_year_it_is_erased_with_a_line(begun):
    assert interviewing.forget(at=T0 + interviewing.ERASED) == 0
    assert interviewing.forget(at=T0 + interviewing.ERASED + timedelta(days=1)) == 1
    assert not Interview.objects.exists()
    assert Line.objects.filter(act="interview.erased").count() == 1
