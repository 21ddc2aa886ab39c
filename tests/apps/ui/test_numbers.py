# SPDX-License-Identifier: Apache-2.0
"""A number that is missing between two tells nobody of an envelope for a desk of which they know nothing (§80.73)."""

import copy
import re

import pytest
from django.urls import reverse

from taawun.apps.exchange import receiving
from taawun.apps.exchange.models import InEnvelope, OutEnvelope, Peer, Release
from taawun.apps.ids import new_id
from taawun.apps.people.services import grant_role
from taawun.simulator.party import Party
from tests.apps.exchange.conftest import NOW
from tests.apps.exchange.partner import THEM, Partner
from tests.apps.making import INIT

pytestmark = pytest.mark.django_db

PAGES = ("exchange:inbox", "exchange:outbox", "exchange:partners", "ui:home")
DESK = ("asma", "bilal", "huda", "kamran")


def come() -> list[str]:
    """Let three messages come, the second for the watch desk; return their identifiers."""
    peer = Peer.objects.get()
    partner = Partner(Party(THEM, now=NOW), NOW)
    partner.head, partner.counter = receiving.ChainHead(peer.in_seq, peer.in_digest), 2_000
    purposes = ("counter-narcotics", "watch-desk", "counter-narcotics")
    written = [partner.envelope("رسالة / پیغام", purpose=one) for one in purposes]
    receiving.receive(Peer.objects.get(), partner.seal(*written), NOW)
    assert InEnvelope.objects.filter(id__in=[one.header.id for one in written], state="accepted").count() == 3
    return [one.header.id for one in written]


def go(story) -> list[str]:
    """Put three envelopes like the one that was sent into the outbox, the second of a release for the watch desk."""
    first, made = OutEnvelope.objects.get(id=story.outgoing), []
    last = max(OutEnvelope.objects.values_list("seq", flat=True))
    for place, purpose in enumerate(("counter-narcotics", "watch-desk", "counter-narcotics"), 1):
        release, row = copy.copy(first.release), copy.copy(first)
        release.id, release.purpose, release._state.adding = new_id(), purpose, True
        release.save(force_insert=True)
        row.id, row.seq, row.release_id, row._state.adding = new_id(), last + place, release.id, True
        row.save(force_insert=True)
        made.append(row.id)
    return made


def without(came: list[str], went: list[str]) -> None:
    """Take the second of each away as if it had never been: those after it have its number."""
    for rows, ids in ((InEnvelope.objects, came), (OutEnvelope.objects, went)):
        place = rows.get(id=ids[1]).seq
        rows.filter(id=ids[1])._raw_delete("default")
        rows.filter(id=ids[2]).update(seq=place)
    Release.objects.filter(purpose="watch-desk")._raw_delete("default")
    peer = Peer.objects.get()
    Peer.objects.update(in_seq=peer.in_seq - 1, out_seq=peer.out_seq - 1)


def shown(client) -> list[bytes]:
    pages = [client.get(reverse(page)) for page in PAGES]
    assert {page.status_code for page in pages} == {200}
    return [re.sub(rb'value="[A-Za-z0-9]{64}"|datetime="[^"]*"|\d\d:\d\d(:\d\d)?', b"", page.content) for page in pages]


def test_lists_and_figures_are_the_same_with_and_without_an_envelope_for_the_watch_desk(story, sign_in) -> None:
    came, went = come(), go(story)
    before = {name: shown(sign_in(name)) for name in DESK}
    without(came, went)
    for name, pages in before.items():
        for page, was, now in zip(PAGES, pages, shown(sign_in(name)), strict=True):
            assert was == now, (name, page)


def test_who_runs_or_oversees_the_node_is_told_the_numbers(story, sign_in) -> None:
    for name in ("noman", "sara"):
        page = sign_in(name, "en").get(reverse("exchange:inbox")).content.decode()
        assert f'<td class="number">{InEnvelope.objects.get(id=story.incoming).seq}</td>' in page
        assert "<dt>Received</dt>" in sign_in(name, "en").get(reverse("exchange:partners")).content.decode()
    assert "<dt>Received</dt>" not in sign_in("asma", "en").get(reverse("exchange:partners")).content.decode()


def test_an_envelope_is_found_by_its_number_by_whoever_is_told_numbers(story, sign_in) -> None:
    row, url = OutEnvelope.objects.get(id=story.outgoing), reverse("exchange:envelope", args=[story.outgoing])

    def found() -> str:
        return sign_in("asma").post(reverse("ui:find"), {"q": str(row.seq)}).content.decode()

    assert url not in found()
    grant_role(INIT, story.officers["asma"], "operator")
    assert url in found()
