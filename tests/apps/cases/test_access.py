# SPDX-License-Identifier: Apache-2.0
"""Who sees which case, for what; and the figures that a dashboard shows of them."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from taawun.apps.audit.models import Line
from taawun.apps.audit.services import Actor
from taawun.apps.cases import access, library, queries
from taawun.apps.cases.models import Case, SharedMove, Task
from taawun.apps.exchange import access as exchange
from taawun.apps.exchange.messages import write_message
from taawun.apps.exchange.models import InEnvelope
from taawun.apps.ids import new_id
from taawun.apps.people import services as people
from taawun.kernel import errors
from taawun.kernel.cases.moves import KIND
from tests.apps.cases.making import PURPOSE
from tests.apps.cases.test_exchange import signed

pytestmark = pytest.mark.django_db

SEEN = {
    "a desk officer of the authority": ("asma", PURPOSE, None),
    "its liaison officer": ("omar", PURPOSE, None),
    "its reviewer, for a review": ("imran", "review", None),
    "its reviewer, for a court": ("imran", "court-evidence", None),
    "an officer of another authority": ("zara", PURPOSE, errors.NoSuchCase),
    "a reviewer of another authority": ("yusuf", PURPOSE, errors.NoSuchCase),
    "an auditor": ("nadia", PURPOSE, errors.NoPurpose),
    "for another purpose": ("asma", "counter-narcotics", errors.NoSuchCase),
    "for a purpose of no role of theirs": ("asma", "court-evidence", errors.NoPurpose),
    "for no purpose": ("asma", "", errors.NoPurpose),
}


@pytest.mark.parametrize(("name", "purpose", "error"), SEEN.values(), ids=SEEN)
def test_a_case_is_seen_by_its_authority_for_its_purpose(desk, name, purpose, error):
    case = desk.open()
    if error is None:
        assert access.case(desk.officers[name], case.id, purpose, at=desk.tick()).case == case
        assert Line.objects.get(act="case.read").outcome == "allowed"
        return
    for read in (access.case, access.timeline, access.bundle):
        with pytest.raises(error):
            read(desk.officers[name], case.id, purpose, at=desk.tick())
    assert Line.objects.get(act="case.read").outcome == "refused"


def test_a_role_that_was_taken_away_opens_nothing(desk):
    case = desk.open()
    people.revoke_role(Actor.system("init"), desk.officers["omar"], "liaison_officer", at=desk.tick())
    with pytest.raises((errors.NoSuchCase, errors.NoPurpose)):
        desk.show("omar", case)


def test_a_board_lists_what_may_be_seen_and_records_it(desk):
    mine, other = desk.open(title="One. الأولى"), desk.open(title="دوسرا")
    desk.act("omar", "assign", other.id, "interior", PURPOSE)
    page = access.board(desk.officers["asma"], PURPOSE, at=desk.tick())
    assert [row.case for row in page.rows] == [mine]
    assert Line.objects.filter(act="case.listed", object_id=mine.id).count() == 1
    assert access.counts(desk.officers["asma"], PURPOSE) == [
        {"kind": "extradition", "pack_slug": "pk-bh-extradition", "state": "draft", "phase": "", "count": 1}
    ]
    assert access.board(desk.officers["zara"], PURPOSE, access.Filters(title="One")).rows == ()
    assert [row.case for row in access.board(desk.officers["zara"], PURPOSE).rows] == [other]


def test_a_move_in_the_inbox_is_read_by_who_may_read_its_case(desk):
    desk.opens()
    identifier = InEnvelope.objects.get(kind=KIND).id
    assert exchange.envelope(desk.officers["imran"], identifier, PURPOSE).body["move"] == "transmit"
    refused = (("zara", PURPOSE, errors.NoSuchEnvelope), ("imran", "counter-narcotics", errors.OtherPurpose))
    for name, purpose, error in refused:
        with pytest.raises(error):
            exchange.envelope(desk.officers[name], identifier, purpose)


def test_a_message_is_read_by_who_may_read_what_it_is_about(desk):
    desk.opens()
    moved = InEnvelope.objects.get(kind=KIND).id
    about_case = desk.partner.envelope(body=write_message("متى الجلسة؟", "ar", moved))
    about_that = desk.partner.envelope(body=write_message("یاد دہانی", "ur", about_case.header.id))
    about_nothing = desk.partner.envelope(body=write_message("سلام", "ur"))
    desk.receive(about_case, about_that, about_nothing)
    for written in (about_case, about_that):
        opened = exchange.envelope(desk.officers["imran"], written.header.id, PURPOSE)
        assert opened.body["type"] == "message/1"
        with pytest.raises(errors.NoSuchEnvelope):
            exchange.envelope(desk.officers["zara"], written.header.id, PURPOSE)
    assert exchange.envelope(desk.officers["zara"], about_nothing.header.id, PURPOSE).body["text"] == "سلام"


def test_the_timeline_tells_what_both_sides_did_in_one_order(desk):
    case = signed(desk)
    desk.cross("omar", case, "transmit")
    desk.deliver()
    desk.answers(case, "acknowledge")
    told = access.timeline(desk.officers["imran"], case.id, PURPOSE, at=desk.tick())
    assert [one.at for one in told] == sorted(one.at for one in told)
    short = [(one.what, one.slug, one.ours) for one in told if one.what in ("opened", "private", "proposed", "move")]
    assert short == [
        ("opened", "extradition", True), ("private", "check_completeness", True), ("private", "review_legally", True),
        ("private", "sign", True), ("proposed", "transmit", True), ("move", "transmit", True),
        ("move", "acknowledge", False),
    ]  # fmt: skip
    assert [(one.slug, one.ours, one.state) for one in told if one.what == "receipt"] == [
        ("transmit", False, "accepted"), ("acknowledge", True, "accepted"),
    ]  # fmt: skip
    assert len([one for one in told if one.what == "approved"]) == 2


def test_what_follows_from_a_move_stands_where_it_became_known_and_not_before_the_case(desk):
    case = desk.opens("give", "spontaneous_information", "untoc", purpose="prosecution", to="")
    task, move = Task.objects.get(case=case), SharedMove.objects.get(case=case)
    assert task.raised < move.known
    told = queries.timeline(case, frozenset())
    assert [one.what for one in told if one.what in ("opened", "move", "task")] == ["opened", "move", "task"]


FIGURES = {
    "mutual_legal_assistance": ("central_authority", 34, 13),
    "information_request": ("police", 14, 3),
    "extradition": ("diplomatic", 3, 0),
}
"""What one Pakistani agency reported: asked and answered by channel."""


def test_the_dashboard_gives_the_figures_that_were_reported(desk):
    for kind, (channel, asked, answered) in FIGURES.items():
        for number in range(asked):
            reported(desk, kind, channel, answered=number < answered)
        reported(desk, kind, channel, answered=True, purpose="exercise")
    told = {one.kind: one for one in access.dashboard(desk.officers["imran"], PURPOSE, at=desk.now)}
    assert {kind: (one.channel, one.asked, one.answered) for kind, one in told.items()} == FIGURES
    assert round(told["mutual_legal_assistance"].share, 3) == 0.382
    assert told["extradition"].oldest_open_days == 100
    assert told["extradition"].median_answer_days is None
    assert told["information_request"].median_answer_days == 20
    assert access.dashboard(desk.officers["zara"], PURPOSE, at=desk.now) == []
    assert len(access.dashboard(desk.officers["nadia"], "oversight", at=desk.now)) == 3
    with pytest.raises(errors.NoPurpose):
        access.dashboard(desk.officers["imran"], "", at=desk.now)


def reported(desk, kind: str, channel: str, *, answered: bool, purpose: str = "prosecution") -> None:
    """Put a case into the table as its moves would have left it a hundred days after it was asked."""
    pack = library.freeze(library.pack_named("untoc"), desk.now)
    asked = desk.now - timedelta(days=100)
    Case.objects.create(
        id=new_id(desk.tick()), kind=kind, pack=pack, pack_slug="untoc", pack_version=1, requesting="PK",
        requested="BH", side="requesting", state="transmitted", phase="transmitted", authority="central",
        channel=channel, purpose=purpose, opened=asked, changed=asked, asked=asked, review=asked.date(),
        answered=asked + timedelta(days=20) if answered else None,
    )  # fmt: skip


def test_a_surrender_answers_an_extradition_and_an_acknowledgement_answers_nothing(desk):
    case = signed(desk)
    desk.cross("omar", case, "transmit")
    desk.answers(case, "acknowledge")
    case.refresh_from_db()
    assert case.asked is not None
    assert case.answered is None
    for move in ("grant", "schedule_surrender", "hand_over"):
        desk.answers(case, move)
    case.refresh_from_db()
    assert case.state == "handed_over"
    assert case.answered is not None


def test_a_draft_for_comment_or_an_arrest_asks_nothing_until_the_request_crosses(desk):
    case = desk.opens("request_arrest")
    assert case.asked is None
    case = desk.opens("share_draft", kind="mutual_legal_assistance", pack="untoc")
    assert case.asked is None
    assert access.dashboard(desk.officers["nadia"], "oversight", at=desk.now) == []
    desk.answers(case, "transmit")
    case.refresh_from_db()
    (rate,) = access.dashboard(desk.officers["nadia"], "oversight", at=desk.now)
    assert (case.asked is not None, rate.asked, rate.answered) == (True, 1, 0)


def test_every_move_that_asks_is_a_shared_move_of_the_requesting_side():
    from taawun.apps.cases.moves.answers import ANSWERS, ASKS

    assert ASKS.keys() == ANSWERS.keys()
    for pack in library.packs().values():
        for kind in pack.kinds.values():
            for slug in ASKS.get(kind.slug, ()):
                move = kind.workflow.moves[slug]
                assert (move.shared, move.by) == (True, "requesting"), (pack.slug, kind.slug, slug)


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_the_dashboard_says_what_its_figures_count(desk, language):
    from taawun.apps.cases.moves.answers import answers_of

    client = Client()
    client.force_login(desk.officers["nadia"])
    client.post(reverse("ui:language"), {"language": language, "next": "/"})
    page = client.get(reverse("cases:dashboard")).content.decode()
    said = re.search(r'<p class="lead">(.*?)</p>', page, re.DOTALL)[1]
    assert not any(move.startswith("refuse") for move in answers_of("extradition"))
    assert "surrender or the refusal" not in said
    assert language != "en" or "by the surrender alone" in said


def test_every_purpose_that_a_pack_covers_is_one_that_officers_act_for():
    from taawun.apps.registers.purposes import PURPOSES

    covered = {purpose for pack in library.packs().values() for purpose in pack.purposes}
    assert covered
    assert covered <= PURPOSES.keys()


def test_every_move_that_answers_is_a_shared_move_of_the_requested_side():
    from taawun.apps.cases.moves.answers import answers_of

    kinds = [kind for pack in library.packs().values() for kind in pack.kinds.values()]
    assert kinds
    for kind in kinds:
        moves = {move.slug for move in kind.workflow.moves.values() if move.shared and move.by == "requested"}
        assert answers_of(kind.slug), f"{kind.slug}: say which moves answer"
        assert answers_of(kind.slug) <= moves
