# SPDX-License-Identifier: Apache-2.0
"""What an officer with a session, or somebody at an officer's open session, may try."""

import pytest
from django.urls import reverse
from django.utils import timezone

from taawun.apps.audit.models import Line
from taawun.apps.exchange import receiving
from taawun.apps.exchange import services as exchange
from taawun.apps.exchange.models import Approval, Peer, Release
from taawun.apps.ids import new_id
from taawun.apps.people import signers
from taawun.apps.people.access import actor_of
from taawun.apps.people.services import grant_role
from taawun.apps.registers import releasing
from taawun.apps.registers import services as registers
from taawun.apps.registers.purposes import purposes_of
from taawun.simulator.party import Party
from tests.apps.exchange.conftest import NOW
from tests.apps.exchange.partner import THEM, Partner
from tests.apps.making import INIT, authority
from tests.apps.registers.making import BASIS, PURPOSE, SEIZURE, marking
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


ACTS = {
    "exchange:approve": ("approval", {"passphrase": SECRET}),
    "exchange:send": ("release.send", {}),
    "exchange:withdraw": ("release.withdrawn", {}),
}


def test_who_is_not_shown_a_release_does_nothing_with_it(story, sign_in) -> None:
    """An officer of another authority, with all the roles of the desk there: of a record and of a move (§30.20)."""
    other, roles = authority("customs"), ("desk_officer", "releasing_officer", "liaison_officer", "legal_reviewer")
    for role in roles:
        grant_role(INIT, story.officers["zaid"], role, other)
    move, red = Release.objects.get(kind="case.move", state="draft").id, _red(story)
    client, known = sign_in("zaid"), {row.id: (row.state, row.approvals.count()) for row in Release.objects.all()}
    for purpose in sorted(purposes_of(frozenset(roles))):
        client.post(reverse("ui:purpose"), {"purpose": purpose})
        for release in (red, move):
            assert client.get(reverse("exchange:release", args=[release])).status_code == 404, purpose
    for page, (act, given) in ACTS.items():
        for release in (red, move, new_id()):
            assert client.post(reverse(page, args=[release]), given).status_code == 404
            assert Line.objects.filter(act=act, object_id=release, outcome="refused", section="30.20").count() == 1
    assert {row.id: (row.state, row.approvals.count()) for row in Release.objects.all()} == known
    assert sign_in("asma").post(reverse("exchange:withdraw", args=[red])).status_code == 302


def _red(story) -> str:
    """Let the desk draft a release of a record that only its authority and Bahrain's may see."""
    desk, readers = actor_of(story.officers["asma"]), {"PK:anf", "BH:anti-drug"}
    record = registers.draft_record(desk, "seizure", SEIZURE, marking(tlp="red", named=readers), PURPOSE, at=NOW)
    wish = releasing.wish_for(record.id, [THEM], PURPOSE, BASIS, at=NOW)
    return exchange.draft_release(desk, wish, NOW).id


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
