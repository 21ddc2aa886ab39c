# SPDX-License-Identifier: Apache-2.0
"""The pages of a badge: it is verified, printed, revoked and signed anew (spec §80.94, §80.97)."""

import re

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import translation

from taawun.apps.audit.models import Line
from taawun.apps.registers.templatetags.registers import version_reason
from taawun.formats.badges.verifying import Answer, verify
from taawun.sectors.police_training import sector, services
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


def test_moments_of_what_was_checked_are_written_as_the_page_writes_moments(issued, client):
    _desk, _case, badge = issued
    page = client.get(reverse("police_training:badge", args=[badge.id])).content.decode()
    checks = page.partition("What was checked")[2].partition("</ul>")[0]
    assert "It is valid from" in checks
    assert not re.search(r"\d{4}-\d\d-\d\dT", checks)


WHYS = {"revoked": sector.WHY_REVOKED, "signed anew": sector.WHY_ANEW, "attendance": sector.WHY_ATTENDED}


@pytest.mark.parametrize("why", WHYS.values(), ids=WHYS)
def test_why_the_node_states_a_training_anew_is_said_in_the_language_of_the_reader(why):
    with translation.override("ar"):
        assert version_reason(why) == translation.gettext(why)
    assert version_reason("Misspelt.") == '<bdi dir="auto">Misspelt.</bdi>', "an officer's words stay as they are"


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
