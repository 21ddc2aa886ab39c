# SPDX-License-Identifier: Apache-2.0
"""Nobody is enrolled without current vetting, a session, what was to be passed before, and a seat (spec §80.92)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from taawun.apps.cases.models import Case, SharedMove
from taawun.kernel.errors import (
    BadContents,
    CallerError,
    MoveClosed,
    NoSeat,
    NoSuchCourse,
    PrerequisiteMissing,
    PrerequisiteRevoked,
)
from taawun.sectors.police_training import outcomes, seats, services
from taawun.sectors.police_training.models import Awarded, Badge
from tests.apps.cases.making import state
from tests.sectors.police_training.story import COURSE, PURPOSE, SESSION, TRAINEE, kind_of, vetting
from tests.sectors.police_training.ways import WAYS

pytestmark = pytest.mark.django_db

LACKING = {
    "the sending side's vetting is too old": {"sending_vetting": vetting("2025-11-01")},
    "the sending side did not clear": {"sending_vetting": vetting(outcome="not_cleared")},
    "the host's vetting is too old": {"host": vetting("2025-01-01")},
    "the host did not clear": {"host": vetting(outcome="not_cleared")},
}


@pytest.mark.parametrize("lacking", LACKING.values(), ids=LACKING)
def test_no_way_leads_past_the_vetting(desk, lacking):
    case = desk.accepted(desk.session(), **lacking)
    for attempt in WAYS.values():
        for name in ("tariq", "asma", "imran", "bilal", "omar"):
            attempt(desk, name, case, "enrol")
    assert state(case) == "accepted"
    assert not SharedMove.objects.filter(move="enrol").exists()
    assert seats.taken(case_session(case)) == []


def case_session(case) -> str:
    return str(case.elements.get(slug="course_session").value)


def test_of_a_battalion_the_unit_is_vetted_too(desk):
    session = desk.session()
    case = desk.accepted(session, "battalion_nomination", unit_sending_vetting=vetting("2025-01-01"))
    with pytest.raises(MoveClosed):
        desk.propose("tariq", case, "enrol")
    good = desk.enrolled(session, "battalion_nomination")
    assert state(good) == "enrolled"


def test_a_vetting_that_runs_out_before_the_enrolment_is_sent_stops_it(desk):
    case = desk.accepted(desk.session(), host=vetting("2025-11-24"))
    proposal = desk.propose("tariq", case, "enrol")
    desk.approve(proposal)
    desk.tick(days=4)
    with pytest.raises(CallerError):
        desk.send(proposal)
    assert state(case) == "accepted"


FILES = {
    "the file": vetting(file="Report of 14 pages"),
    "a score": vetting(score=7),
}


@pytest.mark.parametrize("value", FILES.values(), ids=FILES)
def test_a_vetting_takes_no_other_field(desk, value):
    case = desk.proposes(desk.session())
    with pytest.raises(BadContents):
        desk.fill(case, name="tariq", host_vetting=value)


def test_a_move_of_the_other_side_does_not_carry_the_file_of_a_vetting(desk):
    session, kind = desk.session(), kind_of()
    content = desk.carrying("nomination", session, sending_vetting=vetting(file="Report"))
    made = desk.drafts("0192f5a0-0000-7000-8000-0000000000aa", kind, "propose", content=content)
    receipt = desk.receives(made)
    assert (receipt["kind"], receipt["code"]) == ("rejected", "case.incomplete-move")


SESSIONS = {
    "no such session": ("0192f5a0-0000-7000-8000-0000000000bb", NoSuchCourse),
    "no identifier": ("Custody, winter", NoSuchCourse),
}


@pytest.mark.parametrize(("named", "error"), SESSIONS.values(), ids=SESSIONS)
def test_nobody_is_accepted_for_a_session_that_is_not_there(desk, named, error):
    desk.session()
    case = desk.proposes(named)
    desk.fill(case, name="tariq", host_vetting=vetting())
    with pytest.raises(error):
        desk.propose("tariq", case, "accept")


def test_nobody_is_accepted_for_a_session_that_takes_nobody_any_more(desk):
    case = desk.proposes(desk.session(state="closed"))
    desk.fill(case, name="tariq", host_vetting=vetting())
    with pytest.raises(NoSuchCourse):
        desk.propose("tariq", case, "accept")


def test_a_course_that_was_to_be_passed_before_is_asked_for(desk):
    session = asks_for_the_first(desk)
    case = desk.proposes(session)
    desk.fill(case, name="tariq", host_vetting=vetting())
    with pytest.raises(PrerequisiteMissing, match="PT-101"):
        desk.propose("tariq", case, "accept")
    other = desk.proposes(session, earlier_courses=[" pt-101 "])
    desk.fill(other, name="tariq", host_vetting=vetting())
    assert desk.propose("tariq", other, "accept").move == "accept"


def asks_for_the_first(desk) -> str:
    """State a course that asks for PT-101, and a session of it."""
    desk.state("training-course", COURSE, code="PT-201", prerequisites=["PT-101"])
    return desk.state("training-session", SESSION, course="PT-201")


def nominated(desk, session: str, number: str) -> Case:
    """Let Bahrain propose somebody who states that PT-101 was passed."""
    case = desk.proposes(session, earlier_courses=["PT-101"], trainee=TRAINEE | {"service_number": number})
    desk.fill(case, name="tariq", host_vetting=vetting())
    return case


def test_a_course_whose_badge_was_revoked_is_not_passed_until_it_is_signed_anew(desk):
    passed = desk.certified(desk.session())
    badge = services.issue(desk.actor("tariq"), passed.id, PURPOSE, at=desk.tick())
    session = asks_for_the_first(desk)
    case = nominated(desk, session, TRAINEE["service_number"].lower())
    desk.cross("tariq", case, "accept")
    services.revoke(desk.actor("tariq"), badge.id, "Forged attendance.", PURPOSE, at=desk.tick())
    with pytest.raises(PrerequisiteRevoked, match="PT-101"):  # also of who was accepted before
        desk.propose("tariq", case, "enrol")
    with pytest.raises(PrerequisiteRevoked, match="PT-101"):
        desk.propose("tariq", nominated(desk, session, TRAINEE["service_number"]), "accept")
    assert desk.propose("tariq", nominated(desk, session, "BH-0999"), "accept").move == "accept"
    services.issue(desk.actor("tariq"), passed.id, PURPOSE, at=desk.tick())
    assert desk.propose("tariq", case, "enrol").move == "enrol"


def test_whose_badge_was_revoked_is_asked_by_number_without_reading_a_badge(desk):
    passed = desk.certified(desk.session())
    badge = services.issue(desk.actor("tariq"), passed.id, PURPOSE, at=desk.tick())
    services.revoke(desk.actor("tariq"), badge.id, "Forged attendance.", PURPOSE, at=desk.tick())
    with CaptureQueriesContext(connection) as asked:
        assert outcomes.revoked(["pt-101 "], TRAINEE["service_number"].lower()) == ["PT-101"]
        assert outcomes.revoked(["PT-101"], "BH-0999") == outcomes.revoked(["PT-102"], TRAINEE["service_number"]) == []
    assert not Badge.objects.filter(awarded=None).exists()
    assert all('"police_training_awarded"' in one["sql"] for one in asked)


def test_a_badge_that_was_signed_before_its_holder_was_noted_is_read(desk):
    passed = desk.certified(desk.session())
    badge = services.issue(desk.actor("tariq"), passed.id, PURPOSE, at=desk.tick())
    services.revoke(desk.actor("tariq"), badge.id, "Forged attendance.", PURPOSE, at=desk.tick())
    Awarded.objects.filter(badge=badge).delete()
    assert outcomes.revoked(["PT-101"], TRAINEE["service_number"].lower()) == ["PT-101"]
    assert outcomes.revoked(["PT-101"], "BH-0999") == []
    services.issue(desk.actor("tariq"), passed.id, PURPOSE, at=desk.tick())
    assert outcomes.revoked(["PT-101"], TRAINEE["service_number"]) == []


def test_nobody_is_accepted_for_a_session_of_a_course_that_is_not_there(desk):
    case = desk.proposes(desk.state("training-session", SESSION, course="PT-999"))
    desk.fill(case, name="tariq", host_vetting=vetting())
    with pytest.raises(NoSuchCourse):
        desk.propose("tariq", case, "accept")


def test_the_last_seat_is_given_once_and_comes_back_when_a_nomination_is_withdrawn(desk):
    session = desk.session(seats="1")
    first, second = desk.accepted(session), desk.accepted(session)
    desk.cross("tariq", first, "enrol")
    assert seats.taken(session) == [first.id]
    with pytest.raises(NoSeat):
        desk.propose("tariq", second, "enrol")
    assert desk.answers(first, "withdraw")["kind"] == "accepted"
    assert seats.taken(session) == []
    desk.cross("tariq", second, "enrol")
    assert seats.taken(session) == [second.id]


def test_of_two_proposals_for_the_last_seat_the_second_is_not_sent(desk):
    session = desk.session(seats="1")
    cases = [desk.accepted(session), desk.accepted(session)]
    proposals = [desk.propose("tariq", case, "enrol") for case in cases]
    for proposal in proposals:
        desk.approve(proposal)
    desk.send(proposals[0])
    with pytest.raises(NoSeat):
        desk.send(proposals[1])
    assert [state(case) for case in cases] == ["enrolled", "accepted"]


def test_the_sending_side_computes_the_gate_of_an_enrolment_that_comes(desk):
    """Pakistan nominates; an enrolment by Bahrain that attests what does not follow is refused."""
    case = desk.open(name="tariq", pack="model-training", kind="nomination", purpose=PURPOSE)
    values = {"trainee": {"name": "علی رضا", "service_number": "PK-1", "unit": "A"}, "course_session": "BH-1"}
    desk.fill(case, name="tariq", **values, earlier_courses=["none"], sending_vetting=vetting())
    desk.make("tariq", case, "vet")
    desk.cross("tariq", case, "propose")
    found = {"document": "Annex 1", "page": "2", "officer": desk.partner.party.members["lawyer"].id}
    old = {"host_vetting": {"value": vetting("2024-01-01"), "found": found}}
    assert desk.answers(case, "accept", content=old)["kind"] == "accepted"
    refused = desk.receives(desk.drafts(case.id, kind_of(), "enrol", content=old))
    assert (refused["kind"], refused["code"]) == ("rejected", "case.not-attested")
    new = {"host_vetting": {"value": vetting("2026-11-20"), "found": found}}
    assert desk.receives(desk.drafts(case.id, kind_of(), "enrol", content=new))["kind"] == "accepted"
    assert state(case) == "enrolled"


def test_an_instructor_is_lent_on_request_and_only_when_vetted(desk):
    """Bahrain asks for an instructor; ours is offered with current vetting, agreed on, and reported on."""
    case = desk.opens("ask", "instructor_exchange", "model-training")
    desk.fill(case, "instructor", name="tariq", instructor_vetting=vetting("2024-01-01"))
    with pytest.raises(MoveClosed):
        desk.propose("tariq", case, "offer")
    desk.fill(case, name="tariq", instructor_vetting=vetting())
    desk.cross("tariq", case, "offer")
    assert [desk.answers(case, move)["kind"] for move in ("agree", "report")] == ["accepted", "accepted"]
    assert state(case) == "taught"
