# SPDX-License-Identifier: Apache-2.0
"""The pages of training: free seats, and a sheet that is kept."""

import pytest
from django.urls import reverse

from taawun.kernel.errors import NoRole
from taawun.sectors.police_training import services, sessions
from tests.sectors.police_training.story import DAYS, PURPOSE, TRAINEE

pytestmark = pytest.mark.django_db


def test_the_catalogue_tells_the_free_seats(desk, client):
    session = desk.session()
    desk.enrolled(session)
    page = client.get(reverse("police_training:catalogue")).content.decode()
    assert reverse("police_training:session", args=[session]) in page
    assert '<td class="number">2</td><td class="number">1</td>' in page


def test_a_sheet_is_kept_and_kept_anew(desk, client):
    session = desk.session(exercise="البدر ٢٠٢٦")
    case = desk.enrolled(session)
    said = {"day": DAYS["custody"], "module": "custody", "present": [case.id]}
    address = reverse("police_training:attendance", args=[session])
    assert client.post(address, said).status_code == 302
    assert [one["present"] for one in sessions.sheets(session)] == [[case.id]]
    assert client.post(address, said | {"present": []}).status_code == 302
    assert [one.get("present") for one in sessions.sheets(session)] in ([[]], [None])
    assert client.post(address, said | {"day": "2027-01-01"}).status_code == 400
    page = client.get(reverse("police_training:session", args=[session])).content.decode()
    assert TRAINEE["name"] in page
    assert "البدر ٢٠٢٦" in page, "the exercise that the session prepares"


def test_no_coordinator_of_another_authority_keeps_a_sheet(desk):
    session = desk.session()
    case = desk.enrolled(session)
    said = (session, DAYS["custody"], "custody")
    services.keep_sheet(desk.actor("tariq"), *said, [case.id], PURPOSE)
    with pytest.raises(NoRole):
        services.keep_sheet(desk.actor("nadia"), *said, [], PURPOSE)
    assert [one["present"] for one in sessions.sheets(session)] == [[case.id]]
