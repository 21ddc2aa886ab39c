# SPDX-License-Identifier: Apache-2.0
"""One peer cannot take the whole node: over its limits it is told when to come again, and nothing is lost."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest

from taawun.apps.counting import Bucket
from taawun.apps.exchange import delivery, endpoint
from taawun.apps.exchange.delivery import ENVELOPES
from taawun.apps.exchange.limits import HELD_WAIT, LIMITS, held_bytes
from taawun.apps.exchange.models import InEnvelope, Peer, Refusal
from taawun.kernel.errors import PeerUnreachable
from tests.apps.exchange.conftest import NOW
from tests.apps.exchange.test_endpoint import _now, call

__all__ = ["_now"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counted_anew():
    LIMITS.forget()
    yield
    LIMITS.forget()


@pytest.fixture
def limits(settings):
    """Return a way to set the limits of this node."""

    def set_limits(**values):
        settings.NODE = replace(settings.NODE, **values)
        LIMITS.forget()

    return set_limits


def bring(partner, *written):
    body = partner.post(*partner.seal(*written))
    return call(ENVELOPES, body, partner.sign(ENVELOPES, body))


BUCKETS = {
    "nothing was taken": (0, 0, 0),
    "something is left": (59, 0, 0),
    "all is taken": (60, 0, 1),
    "overdrawn by a large batch": (90, 0, 30),
    "overdrawn, and half a minute later": (90, 31, 0),
    "a clock that goes back gives nothing": (61, -100, 1),
}


@pytest.mark.parametrize(("taken", "later", "wait"), BUCKETS.values(), ids=BUCKETS)
def test_a_bucket_fills_evenly(taken, later, wait) -> None:
    bucket = Bucket(per_minute=60)
    assert bucket.wait(NOW) == 0
    bucket.take(taken, NOW)
    assert bucket.wait(NOW + timedelta(seconds=later)) == wait


def test_over_the_limit_a_post_is_refused_and_later_taken(partner, peer, limits) -> None:
    limits(peer_envelopes_per_minute=2)
    first, second = (partner.envelope(text=text) for text in ("السلام علیکم", "مرحبا"))
    assert bring(partner, first, second)[0] == 200
    third = partner.envelope(text="hello")
    status, problem = bring(partner, third)
    assert (status, problem["code"], problem["section"]) == (429, "exchange.too-often", "30.15")
    assert InEnvelope.objects.count() == 2, "nothing of it is stored"
    assert Refusal.objects.get().code == "exchange.too-often"
    partner.now += timedelta(seconds=31)
    assert bring(partner, third)[0] == 200
    assert InEnvelope.objects.filter(state="accepted").count() == 3


def test_bytes_are_counted_too(partner, peer, limits) -> None:
    limits(peer_mib_per_minute=8)
    LIMITS.take("BH", 1, 9 << 20, partner.now)
    assert bring(partner, partner.envelope())[0] == 429
    assert LIMITS.wait("OM", partner.now) == 0, "another party is not held to it"


def test_the_answer_says_when_to_come_again(partner, peer, limits, monkeypatch) -> None:
    limits(peer_envelopes_per_minute=60)
    LIMITS.take("BH", 100, 0, partner.now)
    said = {}
    body = partner.post(*partner.seal(partner.envelope()))
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": ENVELOPES,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_TAAWUN_SIGNATURE": partner.sign(ENVELOPES, body),
        "wsgi.input": io.BytesIO(body),
    }
    list(endpoint.application(environ, lambda status, headers: said.update(headers)))
    assert said["Retry-After"] == "40"


def test_what_is_held_has_a_limit_and_the_gap_can_still_be_filled(partner, peer, limits, monkeypatch) -> None:
    partner.envelope(text="lost on the way")
    assert bring(partner, partner.envelope(text="behind the gap"))[0] == 200
    assert held_bytes("BH") > 0
    monkeypatch.setattr("taawun.apps.exchange.limits.MIB", 1)
    limits(peer_held_mib=8, peer_mib_per_minute=1_000_000)
    assert LIMITS.wait("BH", partner.now) == HELD_WAIT
    assert bring(partner, partner.envelope(text="more"))[0] == 429
    assert InEnvelope.objects.filter(state="held").count() == 1


def test_a_sender_that_is_told_to_wait_keeps_everything_and_waits_longer(partner, peer) -> None:
    pauses = []
    for _ in range(3):
        row = Peer.objects.get()
        delivery._fail(row, PeerUnreachable("HTTP 429, exchange.too-often."), partner.now)
        pauses.append(Peer.objects.get().next_attempt - partner.now)
    assert pauses == sorted(set(pauses)), "each pause is longer"
    assert delivery.due_peers(partner.now) == []
