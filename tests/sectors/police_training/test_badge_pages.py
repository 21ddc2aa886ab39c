# SPDX-License-Identifier: Apache-2.0
"""The pages of a badge: it is verified, printed, revoked and signed anew (spec §80.94, §80.97)."""

import pypdfium2
import pytest
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.formats.badges.verifying import Answer, verify
from taawun.sectors.police_training import services
from taawun.sectors.police_training.models import Badge
from tests.sectors.police_training.story import HOST, PURPOSE, TRAINEE

pytestmark = pytest.mark.django_db


def test_a_badge_is_shown_revoked_and_signed_anew(issued, client):
    _desk, case, badge = issued
    shown = reverse("police_training:badge", args=[badge.id])
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
    assert client.get(_certificate(badge, "ur")).status_code == 409, "a revoked badge has no certificate"
    signed = client.post(reverse("police_training:issue", args=[case.id]))
    second = Badge.objects.get(revoked=None)
    assert signed["Location"] == reverse("police_training:badge", args=[second.id])


SAID = {"en": "Certificate of training", "ar": "شهادة تدريب", "ur": "سندِ تربیت"}


@pytest.mark.parametrize("language", SAID)
def test_the_certificate_names_its_holder_and_carries_the_badge(issued, client, language):
    desk, _case, badge = issued
    address = _certificate(badge, language)
    assert address in client.get(reverse("police_training:badge", args=[badge.id])).content.decode()
    made = client.get(address)
    assert (made["Content-Type"], made["Cache-Control"]) == ("application/pdf", "no-store")
    listed = services.status_list(desk.actor("tariq"), HOST, PURPOSE, at=desk.tick())
    asked = {"holder": TRAINEE["service_number"], "issuer": badge.issuer}
    assert verify(made.content, listed, desk.now, **asked).answer is Answer.VALID
    (title, pages) = _read(made.content)
    assert title == SAID[language]
    assert pages == 1
    assert Line.objects.filter(act="badge.printed", outcome="allowed").count() == 1


def test_there_is_no_certificate_in_another_language(issued, client):
    _desk, _case, badge = issued
    assert client.get(_certificate(badge, "fr")).status_code == 404


def _certificate(badge: Badge, language: str) -> str:
    return reverse("police_training:certificate", args=[badge.id, language])


def _read(pdf: bytes) -> tuple[str, int]:
    document = pypdfium2.PdfDocument(pdf)
    return document.get_metadata_value("Title"), len(document)
