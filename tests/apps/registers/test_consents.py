# SPDX-License-Identifier: Apache-2.0
"""Consents between two nodes: asked by a signed envelope, answered by one, kept at both, and heeded (spec §80.25)."""

import json
from datetime import date, timedelta

import pytest
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from taawun.apps.exchange import services as exchange
from taawun.apps.exchange.models import Peer, Release
from taawun.apps.exchange.receiving import receive
from taawun.apps.people.access import actor_of
from taawun.apps.people.services import grant_role
from taawun.apps.registers import access, releasing
from taawun.apps.registers.consents import services
from taawun.apps.registers.consents.models import ConsentReply, ConsentRequest
from taawun.apps.registers.services import draft_record
from taawun.apps.registers.taking import take_received
from taawun.kernel import errors
from taawun.kernel.marking.codes import COURT, Handling
from taawun.kernel.marking.consents import ANSWERED_KIND, ASKED_KIND, ConsentAnswered, ConsentAsked, Use
from taawun.kernel.wire.canonical import decode
from tests.apps.exchange.conftest import NOW, SECRET, courier, founded, keys, officers, partner, peer
from tests.apps.exchange.partner import THEM
from tests.apps.making import INIT, T0
from tests.apps.registers.making import BASIS, PURPOSE, SEIZURE, header, identifier, marking, payload

__all__ = ["SECRET", "courier", "founded", "keys", "officers", "partner", "peer"]

pytestmark = pytest.mark.django_db
CODES = {"H1", "H2"}
ASK = identifier(70)
BY = date(2099, 12, 31)  # pages ask the real clock


@pytest.fixture
def theirs(peer):
    """A record of Bahrain that we hold: not before a court, and not to others, without Bahrain's consent."""
    bound = marking(THEM, handling=CODES, purposes={PURPOSE, COURT})
    return take_received(header(personal=False), payload(marking=bound, type="seizure", data=SEIZURE).to_wire(), T0)


@pytest.fixture
def ours(peer, officers):
    """A record of ours that Bahrain may hold."""
    return draft_record(actor_of(officers["asma"]), "seizure", SEIZURE, marking(handling=CODES), PURPOSE, at=NOW)


def send(officers, keys, release: Release, now):
    """Let others approve a release, and send it."""
    actor = actor_of(officers["asma"])
    exchange.approve(actor_of(officers["bilal"]), [release.id], keys["bilal"], now)
    exchange.send(actor, [release.id], now)
    return decode(bytes(Release.objects.get(id=release.id).body), limit=1 << 20)


def tell(partner, kind: str, body: dict, at=NOW) -> dict:
    """Let Bahrain send an envelope of this kind, and return our receipt."""
    partner.now = at
    written = partner.envelope(body=body, kind=kind)
    answer = receive(Peer.objects.get(), partner.seal(written), at)
    found = answer if isinstance(answer, dict) else json.loads(answer.to_bytes())
    return found["receipts"][-1]["receipt"]


def asked(officers, keys, record, use, **more) -> dict:
    said = "For the hearing. سماعت کے لیے"
    release = services.ask(officers["asma"], THEM, use, said, PURPOSE, BASIS, at=NOW, **more)
    return send(officers, keys, release, NOW)


def answered(body: dict, given: bool = True, **changes) -> dict:
    use = Use.from_fields(body)
    return ConsentAnswered(body["id"], use, given, "أوافق — منظور", None).to_wire() | changes


def may_go(record, recipient: str = "SA", purpose: str = PURPOSE, at=NOW) -> bool:
    """Tell whether a record may be released to a party; what stands against it can only be H2."""
    try:
        releasing.wish_for(record.id, [recipient], purpose, BASIS, at=at)
    except errors.MarkingForbids as refusal:
        return "marking.h2" not in str(refusal.detail)
    return True


def test_what_the_originator_allows_may_go_there_and_nowhere_else(officers, keys, partner, theirs):
    assert not may_go(theirs)
    body = asked(officers, keys, theirs, Use(theirs.id, Handling.H2, PURPOSE, "SA"))
    assert ConsentRequest.objects.get().envelope
    assert not may_go(theirs)
    assert tell(partner, ANSWERED_KIND, answered(body, until="2026-12-01"))["kind"] == "accepted"
    assert may_go(theirs)
    assert not may_go(theirs, "QA")
    assert may_go(theirs, at=NOW.replace(month=12, day=1))
    assert not may_go(theirs, at=NOW.replace(month=12, day=2))
    (shown,) = services.of_record(officers["asma"], theirs.id, PURPOSE, at=NOW)
    assert (shown.reply.given, shown.ours) == (True, False)


def test_consent_that_is_taken_back_or_refused_opens_nothing(officers, keys, partner, theirs):
    body = asked(officers, keys, theirs, Use(theirs.id, Handling.H2, PURPOSE, "SA"))
    for given in (False, True, False):
        assert tell(partner, ANSWERED_KIND, answered(body, given))["kind"] == "accepted"
        assert may_go(theirs) == given
    assert ConsentReply.objects.count() == 3


def test_before_a_court_only_with_consent(officers, keys, partner, theirs):
    grant_role(INIT, officers["bilal"], "legal_reviewer")
    reader = officers["bilal"]
    with pytest.raises(errors.MarkingForbids, match=r"marking\.h1"):
        access.get(reader, theirs.id, COURT, at=NOW)
    assert access.visible(reader, [theirs.id], COURT, at=NOW) == {}
    body = asked(officers, keys, theirs, Use(theirs.id, Handling.H1, COURT))
    tell(partner, ANSWERED_KIND, answered(body))
    assert access.get(reader, theirs.id, COURT, at=NOW).data
    assert set(access.visible(reader, [theirs.id], COURT, at=NOW)) == {theirs.id}


def test_we_are_asked_and_answer_by_an_approved_envelope(officers, keys, partner, ours):
    use = Use(ours.id, Handling.H2, PURPOSE, "SA")
    assert tell(partner, ASKED_KIND, ConsentAsked(ASK, use, "لماذا", BY).to_wire())["kind"] == "accepted"
    (shown,) = services.of_record(officers["asma"], ours.id, PURPOSE, at=NOW)
    assert (shown.ours, shown.reply, shown.row.asker) == (True, None, THEM)
    with pytest.raises(errors.NoRole):
        services.answer(officers["asma"], ASK, True, "Yes.", PURPOSE, BASIS, at=NOW)
    release = services.answer(officers["huda"], ASK, True, "Yes.", PURPOSE, BASIS, until=date(2027, 1, 1), at=NOW)
    assert not ConsentReply.objects.exists()
    body = send(officers, keys, release, NOW + timedelta(seconds=1))
    assert ConsentAnswered.from_wire(body) == ConsentReply.objects.get().answer


def test_a_request_lapses_where_nobody_answered_in_time(officers, keys, partner, theirs, ours):
    body = asked(officers, keys, theirs, Use(theirs.id, Handling.H2, PURPOSE, "SA"), by=NOW.date())
    late = tell(partner, ANSWERED_KIND, answered(body), NOW + timedelta(days=1))
    assert (late["kind"], late["code"]) == ("rejected", "record.late-consent")
    (shown,) = services.of_record(officers["asma"], theirs.id, PURPOSE, at=NOW)
    assert not may_go(theirs)
    assert shown.reply is None
    with pytest.raises(errors.ConsentLapsed):
        asked(officers, keys, theirs, shown.row.use, by=NOW.date() - timedelta(days=1))

    last, late_by = NOW + timedelta(hours=6), NOW + timedelta(days=1)
    tell(
        partner, ASKED_KIND, ConsentAsked(ASK, Use(ours.id, Handling.H2, PURPOSE, "SA"), "لماذا", NOW.date()).to_wire()
    )
    drafted = services.answer(officers["huda"], ASK, True, "Yes.", PURPOSE, BASIS, at=last)
    with pytest.raises(errors.ConsentLapsed):
        services.answer(officers["huda"], ASK, True, "Yes.", PURPOSE, BASIS, at=late_by)
    with pytest.raises(errors.ConsentLapsed):
        send(officers, keys, drafted, late_by)
    assert not ConsentReply.objects.exists()


def test_consent_given_in_time_is_taken_back_at_any_time(officers, keys, partner, theirs):
    body = asked(officers, keys, theirs, Use(theirs.id, Handling.H2, PURPOSE, "SA"), by=NOW.date())
    for given, at in ((True, NOW), (False, NOW + timedelta(days=2))):
        assert tell(partner, ANSWERED_KIND, answered(body, given), at)["kind"] == "accepted"
        assert may_go(theirs) == given


REFUSED = {
    "an answer asked for by no day": (ASKED_KIND, {"by": "2026-02-30"}, "wire.bad-shape"),
    "about a record of nobody": (ASKED_KIND, {"record": identifier(5)}, "record.not-the-originator"),
    "about a record of theirs": (ASKED_KIND, {}, "record.not-the-originator"),
    "a code that is none": (ASKED_KIND, {"code": "H9"}, "wire.bad-shape"),
    "about H0": (ASKED_KIND, {"code": "H0"}, "wire.bad-shape"),
    "H1 for something else": (ASKED_KIND, {"code": "H1", "recipient": None}, "wire.bad-shape"),
    "onward to nobody": (ASKED_KIND, {"recipient": None}, "wire.bad-shape"),
    "a reason with NUL": (ASKED_KIND, {"reason": "a\x00"}, "wire.bad-shape"),
    "an answer to nothing": (ANSWERED_KIND, {"asked": identifier(6)}, "wire.bad-shape"),
    "an answer for another party": (ANSWERED_KIND, {"recipient": "QA"}, "wire.bad-shape"),
    "an answer for another purpose": (ANSWERED_KIND, {"purpose": "extradition"}, "wire.bad-shape"),
    "an answer for another code": (ANSWERED_KIND, {"code": "H3"}, "wire.bad-shape"),
    "an answer that is neither": (ANSWERED_KIND, {"given": "yes"}, "wire.bad-shape"),
    "an answer until no day": (ANSWERED_KIND, {"until": "2026-02-30"}, "wire.bad-shape"),
    "a field that nobody knows": (ANSWERED_KIND, {"for": "all"}, "wire.bad-shape"),
}


def test_what_a_partner_may_not_say_is_refused_and_keeps_nothing(officers, keys, partner, theirs):
    use = Use(theirs.id, Handling.H2, PURPOSE, "SA")
    body = asked(officers, keys, theirs, use)
    good = {ASKED_KIND: ConsentAsked(ASK, use, "Why", BY).to_wire(), ANSWERED_KIND: answered(body)}
    for name, (kind, changes, code) in REFUSED.items():
        receipt = tell(partner, kind, good[kind] | changes)
        assert (receipt["kind"], receipt["code"]) == ("rejected", code), name
    assert (ConsentRequest.objects.count(), ConsentReply.objects.count()) == (1, 0)
    assert not may_go(theirs)


def test_who_was_not_asked_and_what_does_not_bind_is_not_asked(officers, theirs, ours):
    for record, originator, code in ((theirs, "SA", "H2"), (theirs, THEM, "H3"), (ours, "PK", "H2")):
        use = Use(record.id, Handling(code), PURPOSE, "SA")
        with pytest.raises(errors.NoConsentNeeded):
            services.ask(officers["asma"], originator, use, "Why.", PURPOSE, BASIS, at=NOW)
    with pytest.raises(errors.NotReasoned):
        services.ask(officers["asma"], THEM, Use(theirs.id, Handling.H2, PURPOSE, "SA"), " ", PURPOSE, BASIS, at=NOW)
    with pytest.raises(errors.NoSuchConsentRequest):
        services.answer(officers["huda"], identifier(8), True, "Yes.", PURPOSE, BASIS, at=NOW)


def test_what_was_asked_and_answered_is_never_changed(officers, keys, partner, theirs):
    body = asked(officers, keys, theirs, Use(theirs.id, Handling.H2, PURPOSE, "SA"))
    tell(partner, ANSWERED_KIND, answered(body, False))
    for model, change in ((ConsentReply, {"given": True}), (ConsentRequest, {"recipient": "QA"})):
        with pytest.raises(Error), transaction.atomic():
            model.objects.update(**change)


def test_the_page_shows_asks_and_answers(officers, partner, theirs, ours):
    tell(partner, ASKED_KIND, ConsentAsked(ASK, Use(ours.id, Handling.H2, PURPOSE, "SA"), "لماذا", BY).to_wire())
    came = reverse("exchange:envelope", args=[ConsentRequest.objects.get().envelope])
    soon = (timezone.now() + timedelta(days=20)).date()
    terms = {"instrument": BASIS.instrument, "article": BASIS.article, "reason": "وجہ", "by": str(soon)}
    tried = {
        "asked": ("asma", theirs, {"act": "ask", "originator": THEM, "code": "H2", "recipient": "sa"}, 302),
        "onward to nobody": ("asma", theirs, {"act": "ask", "originator": THEM, "code": "H2"}, 400),
        "answered": ("huda", ours, {"act": "answer", "asked": ASK, "given": "no"}, 302),
        "answered by a desk": ("asma", ours, {"act": "answer", "asked": ASK, "given": "yes"}, 400),
        "an answer to nothing": ("huda", ours, {"act": "answer", "asked": identifier(4), "given": "yes"}, 400),
        "nothing of ours to ask": ("asma", ours, {"act": "ask", "originator": "PK", "code": "H2"}, 400),
    }
    for name, (who, record, said, status) in tried.items():
        client = Client()
        client.force_login(officers[who])
        client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
        url = reverse("registers:consents", args=[record.id])
        assert client.get(url).status_code == 200, name
        assert reverse("registers:consents", args=[ours.id]) in client.get(came).content.decode()
        assert client.post(url, terms | said).status_code == status, name
    assert list(Release.objects.values_list("kind", flat=True).order_by("created", "id")) == [ASKED_KIND, ANSWERED_KIND]
