# SPDX-License-Identifier: Apache-2.0
"""The pages of training: free seats, a sheet that is kept, a badge that is signed, verified and revoked."""

import pytest
from django.test import Client
from django.urls import reverse

from taawun.sectors.police_training import sessions
from taawun.sectors.police_training.models import Badge
from tests.sectors.police_training.story import DAYS, PURPOSE, TRAINEE

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(desk, monkeypatch) -> Client:
    """A coordinator at work, who has just proved to be there."""
    made = Client()
    made.force_login(desk.officers["tariq"])
    made.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    monkeypatch.setattr("taawun.site.gate.proved_lately", lambda *_: True, raising=False)
    return made


def test_the_catalogue_tells_the_free_seats(desk, client):
    session = desk.session()
    desk.enrolled(session)
    page = client.get(reverse("police_training:catalogue")).content.decode()
    assert reverse("police_training:session", args=[session]) in page
    assert '<td class="number">2</td><td class="number">1</td>' in page


def test_a_sheet_is_kept_and_kept_anew(desk, client):
    session = desk.session()
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


def test_a_badge_is_signed_shown_and_revoked(desk, client):
    session = desk.session()
    case = desk.certified(session)
    signed = client.post(reverse("police_training:issue", args=[case.id]))
    badge = Badge.objects.get()
    shown = reverse("police_training:badge", args=[badge.id])
    assert signed["Location"] == shown
    assert "Valid" in client.get(shown).content.decode()
    file = client.get(reverse("police_training:badge-file", args=[badge.id]))
    assert file.content == bytes(badge.document)
    revoke = reverse("police_training:revoke", args=[badge.id])
    assert client.post(revoke, {"reason": ""}).status_code == 400
    assert client.post(revoke, {"reason": "غلط نام"})["Location"] == shown
    page = client.get(shown).content.decode()
    assert "Not valid" in page
    assert "غلط نام" in page
    assert client.post(reverse("police_training:status-list", args=[badge.id])).status_code == 200
