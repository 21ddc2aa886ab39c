# SPDX-License-Identifier: Apache-2.0
"""What an officer with a session, or somebody at an officer's open session, may try."""

import pytest
from django.urls import reverse
from django.utils import timezone

from taawun.apps.audit.models import Line
from taawun.apps.exchange import receiving
from taawun.apps.exchange.models import Approval, Peer, Release
from taawun.apps.people import signers
from taawun.apps.people.services import grant_role
from taawun.simulator.party import Party
from tests.apps.exchange.conftest import NOW
from tests.apps.exchange.partner import THEM, Partner
from tests.apps.making import INIT
from tests.apps.ui.story import SECRET

pytestmark = pytest.mark.django_db


def test_a_passphrase_cannot_be_guessed_at_an_open_session(story, sign_in, monkeypatch) -> None:
    """Spec §10.10: each wrong one leaves a line, and after ten of them the right one does not work either."""
    url = reverse("exchange:approve", args=[story.draft])
    for _ in range(signers.MOST_TRIES):
        assert sign_in("huda").post(url, {"passphrase": "not this one"}).status_code == 400
    refused = Line.objects.filter(act="key.opened", outcome="refused", officer_id=story.officers["huda"].id)
    assert refused.count() == signers.MOST_TRIES
    assert sign_in("huda").post(url, {"passphrase": SECRET}).status_code == 400
    assert not Approval.objects.filter(release_id=story.draft, officer_id=story.officers["huda"].id).exists()
    later = timezone.now() + signers.TRIES_WITHIN
    monkeypatch.setattr(signers.timezone, "now", lambda: later)
    assert sign_in("huda").post(url, {"passphrase": SECRET}).status_code == 302


def test_who_may_only_read_sends_and_withdraws_nothing(story, sign_in) -> None:
    grant_role(INIT, story.officers["zaid"], "analyst")
    for act in ("exchange:send", "exchange:withdraw"):
        assert sign_in("zaid").post(reverse(act, args=[story.draft])).status_code == 403
    assert Release.objects.get(id=story.draft).state == "draft"


def test_what_a_partner_put_into_a_refused_envelope_breaks_no_page(story, sign_in) -> None:
    """Its body once went into a link, and the page ended in a 500."""
    peer = Peer.objects.get()
    partner = Partner(Party(THEM, now=NOW), NOW)
    partner.head = receiving.ChainHead(peer.in_seq, peer.in_digest)
    partner.counter = 1_000
    evil = {"record": "not-an-identifier", "text": {"<script>": ["\u202e"]}}
    for body in (evil, evil | {"text": ""}):
        written = partner.envelope(body=body, kind="weather.report")
        receiving.receive(Peer.objects.get(), partner.seal(written), NOW)
        page = sign_in("asma").get(reverse("exchange:envelope", args=[written.header.id]))
        assert page.status_code == 200
        assert "script&gt;" not in page.content.decode()
