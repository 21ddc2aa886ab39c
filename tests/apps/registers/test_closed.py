# SPDX-License-Identifier: Apache-2.0
"""What is kept for a closed purpose leaves no hole in a list, no cursor and no other answer (spec §80.73)."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.ids import new_id
from taawun.apps.people.access import actor_of
from taawun.apps.registers import access, services
from taawun.apps.registers.queries import Filters
from taawun.kernel import errors
from tests.apps.making import T0, officer
from tests.apps.registers.making import PURPOSE, SEIZURE, marking, personal

pytestmark = pytest.mark.django_db

CLOSED = "worker-protection"
ROWS = 60
SCREENED = {
    "reference": "SC-77", "name": ["ذو النور خاصخيلي", "ذوالنور خاصخیلی", "Zulnoor Khaskheli"], "age_group": "adult",
    "screened_on": "2026-11-02", "determination": "open", "answers": ["held-documents=yes"],
}  # fmt: skip


@pytest.fixture
def desk():
    return officer("bilal", "desk_officer", name="بلال احمد")


@pytest.fixture
def ordinary(desk) -> list[str]:
    """So many records as fill a page and begin another, the newest first."""
    made = [
        services.draft_record(actor_of(desk), "seizure", SEIZURE, marking(), PURPOSE, at=T0 - timedelta(minutes=place))
        for place in range(ROWS)
    ]
    return [one.id for one in made]


def kept(desk, *places: int) -> list[str]:
    """Keep screenings of workers at these places of the list."""
    times = [T0 - timedelta(minutes=place - 1, seconds=30 + number) for number, place in enumerate(places)]
    own = personal(purposes={CLOSED})
    return [services.draft_record(actor_of(desk), "worker-screening", SCREENED, own, CLOSED, at=at).id for at in times]


def pages(client: Client) -> list[bytes]:
    """Return every page of the list, forwards and back again, as its links lead."""
    url, found = reverse("registers:list"), []
    while url:
        page = client.get(url)
        assert page.status_code == 200
        found.append(re.sub(rb'value="[A-Za-z0-9]{64}"', b"", page.content))
        older = page.context["page"].older
        url = f"{reverse('registers:list')}?after={older}" if older else ""
    while page.context["page"].newer:
        page = client.get(f"{reverse('registers:list')}?before={page.context['page'].newer}")
        found.append(re.sub(rb'value="[A-Za-z0-9]{64}"', b"", page.content))
    assert len(found) == 3
    return found


PLACES = {"in the middle": (20,), "last of the page": (50,), "first of the next": (51,), "a run": (48, 49, 50, 51, 52)}


@pytest.mark.parametrize("places", PLACES.values(), ids=PLACES)
def test_a_page_is_the_same_with_and_without_a_record_of_a_closed_purpose(desk, ordinary, places):
    client = Client()
    client.force_login(desk)
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    before = pages(client)
    hidden = kept(desk, *places)
    assert pages(client) == before
    for one in (*hidden, new_id()):
        assert client.get(reverse("registers:record", args=[one])).status_code == 404
        after = client.get(reverse("registers:list"), {"after": one})
        assert [row.record.id for row in after.context["page"].rows] == ordinary[:50]
        with pytest.raises(errors.NoSuchRecord):
            access.get(desk, one, PURPOSE)


def test_a_long_run_of_them_is_walked_past(desk, ordinary):
    kept(desk, *range(1, 8))
    page = access.search(desk, Filters(), PURPOSE, most=3)
    assert ([row.record.id for row in page.rows], page.withheld, page.older) == (ordinary[:3], 0, ordinary[2])
    person = services.draft_record(
        actor_of(desk), "person", {"name": ["ذوالنور"]}, personal(purposes={CLOSED}), CLOSED, at=T0 + timedelta(hours=1)
    )
    with pytest.raises(errors.NoSuchRecord):  # a type of the desk, kept for the closed purpose alone
        access.get(desk, person.id, PURPOSE)
    assert access.walk(desk, Filters(type="person"), 4) == []
    assert access.walk(desk, Filters(), 4) == ordinary[:4]
    assert access.walk(desk, Filters(), 4, after=ordinary[3]) == ordinary[4:8]


def test_who_acts_for_the_purpose_finds_them(desk, ordinary):
    hidden = kept(desk, 2)
    keeper = officer("نرگس", "protection_officer", name="نرگس سومرو")
    page = access.search(keeper, Filters(), CLOSED)
    assert hidden[0] in [row.record.id for row in page.rows]
    assert access.get(keeper, hidden[0], CLOSED).data
