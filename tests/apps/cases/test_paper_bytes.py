# SPDX-License-Identifier: Apache-2.0
"""The bytes of papers across the wire: asked for, given by the release that names them, kept by digest (§30.19)."""

import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.cases import access
from taawun.apps.cases.models import Arrival, Paper, SharedMove
from taawun.apps.cases.papers import fetching, folder
from taawun.apps.cases.papers.keeping import chosen
from taawun.apps.exchange import endpoint
from taawun.apps.exchange.delivery import Courier
from taawun.apps.exchange.models import OutEnvelope, Release
from taawun.apps.exchange.papers import PAPERS
from taawun.kernel import errors
from taawun.kernel.cases.moves import PaperRef
from taawun.kernel.exchange.pieces import CARRIED_BYTES, Ask, Piece
from taawun.kernel.exchange.post import read_post, write_post
from taawun.kernel.wire.digests import sha256_hex
from taawun.kernel.wire.limits import ATTACHMENT_CHUNK_BYTES
from taawun.kernel.wire.sealing import unseal, unwrap
from tests.apps.cases.making import PURPOSE
from tests.apps.cases.test_exchange import signed
from tests.apps.cases.test_papers import added, evidence
from tests.apps.exchange.partner import THEM, US, Carrier

pytestmark = pytest.mark.django_db

ORDER = "%PDF-1.7 أمر القبض — وارنٹ گرفتاری ".encode() * 9_000  # half a megabyte: eight pieces of the smallest size
NAME = "أمر القبض.pdf"


class Bahrain(Carrier):
    """Bahrain's node, which gives the bytes it has; `change` alters a piece, `lost` answers never come."""

    def __init__(self, desk, data=ORDER):
        super().__init__(desk.partner)
        self.desk, self.data = desk, data
        self.asked, self.lost, self.change = [], 0, lambda piece: piece

    def post(self, url, path, body, signature):
        if path != PAPERS:
            return super().post(url, path, body, signature)
        ask = Ask.from_bytes(body)
        self.asked.append((ask.first, ask.most))
        if self.lost:
            self.lost -= 1
            raise errors.PeerUnreachable("ReadTimeout")
        data = self.data[ask.first : ask.first + ask.most]
        piece = Piece(ask.envelope, ask.paper, sha256_hex(ORDER), len(ORDER), ask.first, data)
        return write_post(THEM, US, self.desk.now, self.desk.partner.seal(self.change(piece).to_bytes()))


def named(data=ORDER, name=NAME):
    return PaperRef(name, "application/pdf", sha256_hex(data), len(data), "ar")


@pytest.fixture(autouse=True)
def _not_here_yet():
    """Papers are kept by their digest for the whole run of the tests: none of ours is left from another."""
    folder._path(sha256_hex(ORDER)).unlink(missing_ok=True)


@pytest.fixture
def came(desk):
    """A case that Bahrain opened with one paper, and Bahrain's node."""
    case = desk.opens(papers=(named(),))
    Arrival.objects.update(most=fetching.LEAST_MOST)
    return case, Bahrain(desk)


def look(desk, bahrain, times=1):
    return [fetching.look(Courier(bahrain, "test"), desk.tick(hours=2)) for _ in range(times)]


def test_a_paper_comes_piece_by_piece_and_opens(desk, came):
    case, bahrain = came
    row = Paper.objects.get()
    look(desk, bahrain)
    arrival = Arrival.objects.get()
    assert (arrival.held, arrival.arrived, folder.has(row.sha256)) == (fetching.LEAST_MOST, None, False)
    with pytest.raises(errors.NoSuchPaper):
        access.read_paper(desk.officers["imran"], row.id, PURPOSE, at=desk.tick())
    look(desk, bahrain, 4)
    _, data = access.read_paper(desk.officers["imran"], row.id, PURPOSE, at=desk.tick())
    assert sha256_hex(data) == row.sha256
    assert Arrival.objects.get().arrived
    assert Line.objects.filter(act="case.paper-came", object_id=case.id, outcome="allowed").count() == 1
    before = len(bahrain.asked)
    look(desk, bahrain, 2)
    assert len(bahrain.asked) == before, "what is here is not asked for again"


def test_a_bad_link_costs_time_and_nothing_else(desk, came):
    _, bahrain = came
    for lost in (1, 0, 2, 0, 0, 1, 0, 0, 0, 0):
        bahrain.lost = lost
        look(desk, bahrain, 1 + lost)
    firsts = [first for first, _ in bahrain.asked]
    assert firsts == sorted(firsts), "nothing that came is asked for twice"
    assert {most for _, most in bahrain.asked} >= {fetching.LEAST_MOST, 2 * fetching.LEAST_MOST}
    assert folder.read(sha256_hex(ORDER)) == ORDER


def _wrong(**changes):
    return lambda piece: replace(piece, **changes)


BAD = {
    "of another paper": _wrong(sha256="0" * 64),
    "of another size": _wrong(size=len(ORDER) + 1),
    "from another place": _wrong(first=1),
    "without a byte": _wrong(data=b""),
    "more than was asked for": _wrong(data=ORDER[: fetching.LEAST_MOST + 1]),
    "of another envelope": _wrong(envelope="01948e6e-2f9a-7c33-9f5e-3f2b1c0d4e5f"),
    "too large to be one": _wrong(data=bytes(ATTACHMENT_CHUNK_BYTES + 1)),
}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD)
def test_a_piece_that_was_not_asked_for_is_not_kept(desk, came, change):
    _, bahrain = came
    bahrain.change = change
    assert look(desk, bahrain) == [0]
    arrival = Arrival.objects.get()
    assert (arrival.held, arrival.tries) == (0, 1)
    assert not folder.whole_part(arrival.pk)


def test_bytes_of_another_digest_are_thrown_away_and_given_up_after_some_tries(desk, came):
    _, bahrain = came
    bahrain.data = ORDER[:-1] + b"!"
    look(desk, bahrain, 60)
    arrival = Arrival.objects.get()
    assert (arrival.held, arrival.next_at, arrival.code) == (0, None, "exchange.bad-piece")
    assert arrival.tries == fetching.MOST_TRIES
    assert not folder.has(sha256_hex(ORDER))
    assert Line.objects.filter(act="case.paper-came", outcome="refused", section="30.19").exists()
    bahrain.data = ORDER
    desk.act("omar", "ask_again", arrival.pk, PURPOSE)
    look(desk, bahrain, 9)
    assert folder.read(sha256_hex(ORDER)) == ORDER
    with pytest.raises(errors.NoSuchPaper):
        desk.act("omar", "ask_again", arrival.pk, PURPOSE)


def test_two_workers_do_not_ask_for_one_piece(desk, came):
    _, bahrain = came
    (row,) = Arrival.objects.select_related("paper__case")
    courier, at = Courier(bahrain, "test"), desk.tick()
    assert [fetching._step(courier, row, at), fetching._step(courier, row, at)] == [1, 0]


def test_what_is_too_large_is_named_and_never_asked_for(desk):
    large = PaperRef("قرص.bin", "application/octet-stream", "1" * 64, CARRIED_BYTES + 1, "zxx")
    desk.opens(papers=(large, PaperRef("empty", "text/plain", "2" * 64, 0, "zxx")))
    bahrain = Bahrain(desk)
    look(desk, bahrain, 2)
    assert bahrain.asked == []
    assert set(Arrival.objects.values_list("code", flat=True)) == {"wire.too-large"}
    with pytest.raises(errors.NoSuchPaper):
        desk.act("omar", "ask_again", Arrival.objects.first().pk, PURPOSE)


def test_a_digest_alone_brings_no_bytes_into_a_case_and_tells_nobody_that_we_hold_them(desk):
    """A partner that names a paper of another case is asked for it, like for any other, and until then has nothing."""
    added(desk, desk.open(), data=ORDER)
    case = desk.opens(papers=(named(),))
    row, bahrain = Paper.objects.get(kind="reference"), Bahrain(desk)
    assert folder.has(row.sha256)
    reads = (
        lambda: access.read_paper(desk.officers["imran"], row.id, PURPOSE, at=desk.tick()),
        lambda: chosen(case, [row.id]),
        lambda: desk.act(
            "imran", "adopt", row.id, PURPOSE, what="حكم", provenance="Given in Manama.", held_by="وزارة العدل"
        ),
    )
    for read in reads:
        with pytest.raises(errors.NoSuchPaper):
            read()
    assert fetching.here(case.id, [row.sha256]) == frozenset()
    look(desk, bahrain)
    assert bahrain.asked
    look(desk, bahrain, 4)
    assert reads[0]()[1] == ORDER
    assert fetching.here(case.id, [row.sha256]) == {row.sha256}


def test_what_the_same_party_gave_in_a_case_is_not_asked_for_twice(desk):
    desk.opens(papers=(named(), named(name="again.pdf")))
    Arrival.objects.filter(place=1).update(next_at=desk.now + timedelta(days=9))
    bahrain = Bahrain(desk)
    look(desk, bahrain, 5)
    before = len(bahrain.asked)
    assert Arrival.objects.filter(arrived__isnull=False).count() == 1
    desk.tick(days=10)
    assert look(desk, bahrain) == [1]
    assert len(bahrain.asked) == before
    assert Arrival.objects.filter(arrived__isnull=False).count() == 2


def test_a_case_does_not_fill_the_disk(desk, monkeypatch):
    monkeypatch.setattr(fetching, "CASE_BYTES", 2 * len(ORDER))
    desk.opens(papers=tuple(named(ORDER + bytes([n]) * 0, f"{n}.pdf") for n in range(3)))
    assert Arrival.objects.filter(next_at=None).count() == 1


def test_bytes_that_came_by_hand_are_not_asked_for(desk, came):
    _, bahrain = came
    desk.act("omar", "take_bytes", Paper.objects.get().id, ORDER, PURPOSE)
    look(desk, bahrain)
    assert (bahrain.asked, Arrival.objects.get().held) == ([], len(ORDER))


def test_the_pages_show_a_paper_arriving_and_open_it(desk, came):
    case, bahrain = came
    row, client = Paper.objects.get(), Client()
    client.force_login(desk.officers["imran"])
    client.post(reverse("ui:purpose"), {"purpose": PURPOSE})
    pages = [reverse(f"cases:{page}", args=[case.id]) for page in ("papers", "case")]
    file = reverse("cases:paper", args=[case.id, row.id])
    look(desk, bahrain)
    for page in pages:
        shown = client.get(page).content.decode()
        assert f'<progress max="{len(ORDER)}" value="{fetching.LEAST_MOST}" aria-label="Is coming">' in shown
        assert file not in shown
    bahrain.lost = 1
    look(desk, bahrain)
    assert "The other side did not give it at the last try." in client.get(pages[0]).content.decode()
    assert client.post(pages[0], {"act": "again", "paper": row.id})["Location"] == pages[0]
    Arrival.objects.update(next_at=desk.tick())  # the page asked at the hour of this machine, not of the story
    look(desk, bahrain, 8)
    assert all(file in client.get(page).content.decode() for page in pages)
    assert client.get(file).content == ORDER
    assert client.post(pages[0], {"act": "again", "paper": row.id}).status_code == 404


# --- what we give -----------------------------------------------------------------------------------------------


@pytest.fixture
def gave(desk, monkeypatch):
    """A request that we sent with one paper, and its envelope."""
    monkeypatch.setattr(endpoint.timezone, "now", lambda: desk.now)
    monkeypatch.setattr(endpoint, "close_old_connections", lambda: None)
    case = signed(desk)
    paper = added(desk, case, data=ORDER)
    desk.cross("omar", case, "transmit", papers=[paper.id])
    return case, SharedMove.objects.get(move="transmit").envelope


def knock(desk, ask: Ask | bytes, **claim):
    """Let Bahrain ask our door; return the status and the answer."""
    body = ask if isinstance(ask, bytes) else ask.to_bytes()
    said = []
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": PAPERS, "CONTENT_LENGTH": str(len(body)),
        "HTTP_TAAWUN_SIGNATURE": desk.partner.sign(PAPERS, body, now=desk.now, **claim), "wsgi.input": io.BytesIO(body),
    }  # fmt: skip
    (answer,) = endpoint.application(environ, lambda status, headers: said.append(status))
    return int(said[0][:3]), answer


def opened(desk, answer):
    (item,) = read_post(answer).items
    secret = desk.partner.party.secrets()[0]
    return Piece.from_bytes(unseal(US, THEM, unwrap(US, THEM, secret, item.wrap), item))


def test_the_other_side_gets_the_bytes_of_a_paper_that_a_sent_move_names(desk, gave):
    _, envelope = gave
    got, asked = b"", 0
    while len(got) < len(ORDER):
        status, answer = knock(desk, Ask(envelope, 0, len(got), 200_000))
        assert status == 200
        got, asked = got + opened(desk, answer).data, asked + 1
    assert sha256_hex(got) == sha256_hex(ORDER)
    assert Line.objects.filter(act="paper.given").count() == asked > 1
    assert ORDER[:64] not in answer


def _expired(desk, case, envelope):
    desk.tick(days=31)


def _turned_back(desk, case, envelope):
    OutEnvelope.objects.filter(id=envelope).update(state="rejected")


def _withdrawn(desk, case, envelope):
    Release.objects.filter(envelopes__id=envelope).update(state="withdrawn")


def _for_another(desk, case, envelope):
    Release.objects.filter(envelopes__id=envelope).update(recipients=["OM"])


def _nothing(desk, case, envelope):
    pass


NOT_GIVEN = {
    "the release has expired": (_expired, {}, "release.expired"),
    "the envelope was refused there": (_turned_back, {}, "exchange.no-such-piece"),
    "the release was not sent": (_withdrawn, {}, "exchange.no-such-piece"),
    "the release is for another": (_for_another, {}, "exchange.no-such-piece"),
    "the move names no second paper": (_nothing, {"paper": 1}, "exchange.no-such-piece"),
    "beyond its end": (_nothing, {"first": len(ORDER)}, "exchange.no-such-piece"),
    "an envelope that is none": (
        _nothing,
        {"envelope": "01948e6e-2f9a-7c33-9f5e-3f2b1c0d4e5f"},
        "exchange.no-such-piece",
    ),
}


@pytest.mark.parametrize(("happens", "asks", "code"), NOT_GIVEN.values(), ids=NOT_GIVEN)
def test_no_byte_leaves_without_its_release(desk, gave, happens, asks, code):
    case, envelope = gave
    happens(desk, case, envelope)
    status, answer = knock(desk, replace(Ask(envelope, 0, 0, 1_000), **asks))
    assert (status, json.loads(answer)["code"]) == (400, code)


def test_a_stranger_gets_nothing(desk, gave):
    _, envelope = gave
    assert knock(desk, Ask(envelope, 0, 0, 1_000), sender="OM")[0] == 401
    assert knock(desk, b'{"envelope":1}')[0] == 400
    assert knock(desk, Ask(envelope, 0, 0, ATTACHMENT_CHUNK_BYTES + 1))[0] == 400


def test_a_paper_of_a_case_that_no_move_named_stays_at_home(desk, gave):
    case, envelope = gave
    added(desk, case, "draft.pdf", b"%PDF-1.7 ours alone")
    assert knock(desk, Ask(envelope, 1, 0, 1_000))[0] == 400


def test_a_proposal_that_waits_gives_nothing(desk, monkeypatch):
    case = signed(desk)
    paper = added(desk, case, data=ORDER)
    desk.propose("omar", case, "transmit", papers=[paper.id])
    assert not OutEnvelope.objects.exists()


def test_what_turns_out_tainted_is_not_given_any_more(desk, gave):
    case, envelope = gave
    evidence(desk, case, tainted=True)
    (row,) = Paper.objects.filter(kind="evidence")
    assert row.sha256 != sha256_hex(ORDER)
    desk.act(
        "imran", "take_evidence", case.id, "again.pdf", ORDER, "application/pdf", "ur", PURPOSE, what="The order",
        provenance="A cell.", held_by="Police", tainted=True,
    )  # fmt: skip
    assert knock(desk, Ask(envelope, 0, 0, 1_000))[0] == 400


def test_a_paper_that_was_damaged_at_home_is_not_given(desk, gave):
    _, envelope = gave
    folder._path(sha256_hex(ORDER)).write_bytes(b"other")
    assert knock(desk, Ask(envelope, 0, 0, 1_000))[0] == 503
