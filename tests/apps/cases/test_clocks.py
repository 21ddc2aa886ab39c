# SPDX-License-Identifier: Apache-2.0
"""Clocks warn in time, end with a task and never act; only service clocks stand still."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from taawun.apps.audit.models import Line
from taawun.apps.cases import jobs, library
from taawun.apps.cases.clocks import clockwork
from taawun.apps.cases.clocks.calendars import calendars_of
from taawun.apps.cases.models import Clock, ClockEvent, MoveStatus, SharedMove, Task
from taawun.apps.cases.templatetags.cases import length_of
from taawun.apps.jobs.registry import recurring
from taawun.kernel import errors
from taawun.kernel.cases.words import Outcome
from tests.apps.cases.beginning import begun
from tests.apps.cases.making import EXTRADITION, PURPOSE, state
from tests.apps.cases.test_exchange import signed
from tests.apps.cases.test_gates import WEIGHED, examined, to_decision

pytestmark = pytest.mark.django_db

ECE = "european-extradition"


@begun
def arrested(desk, pack: str = ECE):
    """Bahrain asks for provisional arrest, and we report it."""
    case = desk.opens(move="request_arrest", pack=pack)
    desk.fill(case, "arrest_record")
    desk.cross("sana", case, "arrest")
    assert state(case) == "request_awaited"
    return case


def told(case) -> list[tuple[str, str]]:
    return list(ClockEvent.objects.filter(case=case).order_by("at", "id").values_list("kind", "what"))


def test_the_worker_looks_each_minute():
    (task,) = [one for one in recurring() if one.name == "cases.clocks"]
    assert (task.seconds, task.run) == (60.0, jobs.look_at_clocks)


def test_provisional_arrest_warns_by_day_18_and_at_day_40_a_person_must_decide_on_release(desk):
    case = arrested(desk)
    clock = Clock.objects.get(case=case, rule="provisional_arrest")
    begun = clock.started
    for day in range(1, 43):
        clockwork.run_due(begun + timedelta(days=day))
        if day == 18:
            assert ("warned", "day:18") in told(case)
            assert not Task.objects.filter(case=case, slug="release_person").exists()
    assert [what for kind, what in told(case) if kind == "warned"] == ["day:18", "50 %", "75 %", "90 %"]
    task = Task.objects.get(case=case, slug="release_person")
    assert (task.source, task.done) == (f"clock:{clock.pk}", None)
    assert task.raised.date() - begun.date() in (timedelta(days=40), timedelta(days=41))
    assert state(case) == "request_awaited"
    assert "in_custody" in case.flags
    desk.now = begun + timedelta(days=43)
    desk.cross("sana", case, "release_provisionally_arrested", reasons="The forty days have passed.")
    assert Task.objects.get(pk=task.pk).done_by == desk.officers["sana"].id
    assert "in_custody" not in case.flags


def test_each_warning_is_given_once_however_often_the_worker_looks(desk):
    case = arrested(desk)
    for _ in range(3):
        clockwork.run_due(desk.now + timedelta(days=60))
    assert len(told(case)) == len(set(told(case)))
    assert Task.objects.filter(case=case, slug="release_person").count() == 1
    assert Line.objects.filter(act="clock.ended").count() == 1


def test_what_stops_a_clock_in_time_leaves_no_task(desk):
    case = arrested(desk)
    desk.now += timedelta(days=10)
    desk.answers(case, "transmit")
    assert Clock.objects.get(case=case, rule="provisional_arrest").stopped is not None
    clockwork.run_due(desk.now + timedelta(days=60))
    assert not Task.objects.filter(case=case, slug="release_person").exists()


def test_a_request_that_comes_too_late_is_not_in_time_because_it_says_so(desk):
    """The worker was down on day 40; the request comes on day 42 and is dated on day 39."""
    case = arrested(desk)
    said = desk.now + timedelta(days=39)
    desk.now = desk.partner.now = desk.now + timedelta(days=42)
    receipt = desk.answers(case, "transmit", at=said)
    assert receipt["kind"] == "accepted", receipt
    clock = Clock.objects.get(case=case, rule="provisional_arrest")
    assert clock.ended is not None
    task = Task.objects.get(case=case, slug="release_person")
    assert (task.source, task.done) == (f"clock:{clock.pk}", None)
    clockwork.run_due(desk.now + timedelta(days=60))
    assert Task.objects.filter(case=case, slug="release_person").count() == 1


# --- surrender -----------------------------------------------------------------------------------------------


def granted(desk):
    """Our request, granted by Bahrain: its clock of surrender runs at both nodes."""
    case = signed(desk)
    desk.cross("omar", case, "transmit")
    for move in ("acknowledge", "grant"):
        assert desk.answers(case, move)["kind"] == "accepted"
    return case


def running(case, rule: str = "surrender") -> int:
    return Clock.objects.filter(case=case, rule=rule, stopped=None).count()


def test_the_clock_of_surrender_runs_again_after_a_postponement(desk):
    case = granted(desk)
    assert running(case) == 1
    desk.answers(case, "postpone_surrender")
    assert (state(case), running(case)) == ("granted_postponed", 0)
    scheduled = desk.drafts(case.id, library.kind_of(case), "schedule_surrender")
    assert desk.receives(scheduled)["code"] == "case.unlawful-move"
    desk.now += timedelta(days=100)
    desk.partner.now = desk.now
    assert desk.answers(case, "end_postponement")["kind"] == "accepted"
    clock = Clock.objects.get(case=case, rule="surrender", stopped=None)
    assert (state(case), "postponed" in case.flags) == ("granted", False)
    assert timedelta(days=58) < clock.due - desk.now < timedelta(days=64)


def test_who_was_surrendered_for_a_time_is_owed_back_and_the_clock_runs_after_the_return(desk):
    case = granted(desk)
    for move in ("postpone_surrender", "hand_over_temporarily"):
        assert desk.answers(case, move)["kind"] == "accepted"
    owed = Task.objects.get(case=case, slug="return_owed")
    assert (owed.role, owed.done) == ("liaison_officer", None)
    desk.fill(case, "return_record")
    desk.cross("omar", case, "return_person")
    owed.refresh_from_db()
    assert (state(case), owed.done_by) == ("granted_postponed", desk.officers["omar"].id)
    desk.answers(case, "end_postponement")
    assert running(case) == 1


def test_at_the_end_of_the_second_time_a_person_decides_on_release_too(desk):
    """Bahrain asks, so the two months of Pakistan's Act are ours."""
    case = examined(desk, leave=())
    to_decision(desk, case)
    desk.fill(case, granted_offences=[WEIGHED])
    desk.cross("sana", case, "grant_and_postpone", reasons="He serves a sentence here.")
    assert running(case) == 0
    desk.cross("sana", case, "end_postponement", reasons="He has served it.")
    assert running(case) == 1
    clockwork.run_due(desk.now + timedelta(days=64))
    assert Task.objects.get(case=case, slug="release_person").done is None


# --- release after the end of a request ----------------------------------------------------------------------


def to_refuse(desk, *, held: bool):
    """A request that rests on a political offence, consulted on; the person is held here or not."""
    case = desk.opens()
    desk.cross("omar", case, "acknowledge")
    desk.fill(case, "identity_check", "arrest_record")
    if held:
        desk.cross("sana", case, "record_arrest")
    desk.make("imran", case, "verify")
    desk.assess(case, "political_offence", outcome=Outcome.MET)
    desk.cross("sana", case, "consult", reasons="The acts were political. سياسية")
    desk.answers(case, "answer_consultation")
    return case


def test_who_is_held_is_owed_release_after_a_refusal_and_the_release_ends_the_case(desk):
    case = to_refuse(desk, held=True)
    with pytest.raises(errors.MoveClosed) as refusal:
        desk.propose("sana", case, "refuse", reasons="Political.")
    assert {one.code for one in refusal.value.reasons} == {"flag_forbids"}
    desk.cross("sana", case, "refuse_in_custody", reasons="Political.")
    task = Task.objects.get(case=case, slug="release_person")
    assert (state(case), case.closed, task.done) == ("refused_release_owed", None, None)
    desk.cross("sana", case, "release_after_refusal", reasons="Released today. أُفرج عنه")
    task.refresh_from_db()
    assert task.done_by == desk.officers["sana"].id
    assert (state(case), "in_custody" in case.flags) == ("refused", False)
    assert case.closed is not None


def test_who_was_not_held_is_owed_nothing_after_a_refusal(desk):
    case = to_refuse(desk, held=False)
    desk.cross("sana", case, "refuse", reasons="Political.")
    assert state(case) == "refused"
    assert not Task.objects.filter(case=case, done=None).exists()


def test_who_is_held_is_owed_release_after_a_withdrawal(desk):
    case = arrested(desk)
    withdrawn = desk.drafts(case.id, library.kind_of(case), "withdraw")
    assert desk.receives(withdrawn)["code"] == "case.unlawful-move"
    assert desk.answers(case, "withdraw_in_custody")["kind"] == "accepted"
    assert Task.objects.get(case=case, slug="release_person").done is None
    assert Clock.objects.get(case=case, rule="provisional_arrest").stopped is not None
    desk.cross("sana", case, "release_after_withdrawal", reasons="Released today. رہا")
    assert Task.objects.get(case=case, slug="release_person").done is not None
    assert state(case) == "withdrawn"


def test_a_withdrawal_in_ignorance_of_the_arrest_is_made_again(desk):
    """Else the request would be over, and nobody would owe the release of who was arrested meanwhile."""
    case = desk.opens(move="request_arrest", pack=ECE)
    desk.fill(case, "arrest_record")
    withdrawn = desk.drafts(case.id, library.kind_of(case), "withdraw")
    desk.cross("sana", case, "arrest")
    desk.known.append(withdrawn)
    assert desk.receives(withdrawn)["kind"] == "accepted"
    assert (state(case), sorted(case.flags)) == ("request_awaited", ["in_custody", "provisional_arrest"])
    assert SharedMove.objects.get(move="withdraw").status == MoveStatus.VOID


def decision(desk):
    case = desk.opens()
    desk.cross("omar", case, "acknowledge")
    return case, Clock.objects.get(case=case, rule="decision")


def test_a_service_clock_stands_still_with_a_reason_and_goes_on(desk):
    case, clock = decision(desk)
    due = clock.due
    with pytest.raises(errors.NotExtendable):
        desk.act("imran", "pause", clock.pk, " ", PURPOSE)
    paused = desk.act("imran", "pause", clock.pk, "Waiting for a translation. ترجمہ", PURPOSE)
    assert (paused.due, paused.next_at) == (None, None)
    assert clockwork.run_due(desk.now + timedelta(days=400)) == 0
    desk.now += timedelta(days=10)
    resumed = desk.act("imran", "resume", clock.pk, PURPOSE)
    assert resumed.due == due + timedelta(days=10)
    assert desk.show("imran", case).clocks[0].share < 0.02
    longer = desk.act("imran", "extend", clock.pk, 30, "The court asked for a report.", PURPOSE)
    assert longer.due == due + timedelta(days=40)
    with pytest.raises(errors.NotExtendable):
        desk.act("imran", "extend", clock.pk, 30, "Again.", PURPOSE)


def test_nothing_pauses_what_law_set(desk):
    clock = Clock.objects.get(case=arrested(desk), rule="provisional_arrest")
    with pytest.raises(errors.StatutoryClock):
        desk.act("imran", "pause", clock.pk, "We are busy.", PURPOSE)
    assert Line.objects.filter(act="clock.paused", outcome="refused", section="60.13").count() == 1


def test_pakistan_and_bahrain_share_four_working_days_and_their_holidays(desk):
    case = desk.open(kind=EXTRADITION)
    pk, bh = calendars_of(case, datetime(2026, 11, 22, tzinfo=UTC))
    week = [datetime(2026, 11, 16, tzinfo=UTC).date() + timedelta(days=day) for day in range(7)]
    assert [pk.works(day) and bh.works(day) for day in week] == [True] * 4 + [False] * 3
    assert not pk.works(datetime(2026, 3, 23, tzinfo=UTC).date())  # Pakistan Day, a Monday
    assert not bh.works(datetime(2026, 12, 16, tzinfo=UTC).date())  # National Day, a Wednesday


@pytest.mark.parametrize(
    ("length", "said"), [(3, "3 أيام تقويمية"), (90, "90 يومًا تقويميًا"), (2, "يومان تقويميان (2)")]
)
def test_how_long_a_clock_runs_is_said_in_the_form_that_its_number_asks_for(length, said):
    with override("ar"):
        assert length_of(length, "days") == said
