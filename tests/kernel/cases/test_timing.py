# SPDX-License-Identifier: Apache-2.0
"""Clocks: legal days of a named zone, shared working days, warnings, pauses (spec §60.11 to §60.13)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from taawun.kernel.cases.clocks import ClockRule, Unit
from taawun.kernel.cases.days import Calendar, add_months, add_working_days, is_shared, last_moment, legal_day
from taawun.kernel.cases.timing import Pause, Running, due, extend, has_lapsed, pause, resume, share, warnings
from taawun.kernel.errors import NotExtendable, NoWorkingDays, StatutoryClock
from tests.kernel.cases.making import ANSWER, CLOCKS, SOURCE, words

KARACHI, BAHRAIN, PARIS, CAIRO = map(ZoneInfo, ("Asia/Karachi", "Asia/Bahrain", "Europe/Paris", "Africa/Cairo"))
PAKISTAN = Calendar(frozenset({5, 6}), frozenset({date(2026, 12, 25)}))
BAHRAINI = Calendar(frozenset({4, 5}), frozenset({date(2026, 12, 16), date(2026, 12, 17)}))
BOTH = (PAKISTAN, BAHRAINI)


def rule(length, unit=Unit.DAYS, statutory=False, **more):
    starts, stops = frozenset({"arrest"}), frozenset({"free"})
    return ClockRule("c", words(), statutory, length, unit, ANSWER, SOURCE, starts, stops, **more)


def at(text, zone=UTC):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def running(length, started, unit=Unit.DAYS, zone=BAHRAIN, **more):
    return Running(rule(length, unit), at(started, zone), zone, **more)


DUE = {
    "hours": (running(48, "2026-11-22T09:00", Unit.HOURS), "2026-11-24T09:00", BAHRAIN),
    "hours over a change of clocks": (
        running(48, "2026-03-28T09:00", Unit.HOURS, PARIS),
        "2026-03-30T10:00",
        PARIS,
    ),
    "a day, to its last moment": (running(1, "2026-11-22T09:00"), "2026-11-23T23:59:59.999", BAHRAIN),
    "forty days": (running(40, "2026-11-22T09:00"), "2027-01-01T23:59:59.999", BAHRAIN),
    "started in the last minute of a legal day": (running(1, "2026-11-22T23:59"), "2026-11-23T23:59:59.999", BAHRAIN),
    "started in the first minute of the next": (running(1, "2026-11-23T00:00"), "2026-11-24T23:59:59.999", BAHRAIN),
    "two months": (running(2, "2026-11-22T09:00", Unit.MONTHS), "2027-01-22T23:59:59.999", BAHRAIN),
    "a month from the 31st": (running(1, "2027-01-31T09:00", Unit.MONTHS), "2027-02-28T23:59:59.999", BAHRAIN),
    "a month from the 31st in a leap year": (
        running(1, "2028-01-31T09:00", Unit.MONTHS),
        "2028-02-29T23:59:59.999",
        BAHRAIN,
    ),
    "a year from a leap day": (running(12, "2028-02-29T09:00", Unit.MONTHS), "2029-02-28T23:59:59.999", BAHRAIN),
    "days over a leap day": (running(2, "2028-02-28T09:00"), "2028-03-01T23:59:59.999", BAHRAIN),
    "days over a day of 23 hours": (running(1, "2026-03-28T09:00", zone=PARIS), "2026-03-29T23:59:59.999", PARIS),
    "days over a day of 25 hours": (running(1, "2026-10-24T09:00", zone=PARIS), "2026-10-25T23:59:59.999", PARIS),
    "a day after which midnight is skipped": (
        running(1, "2026-04-22T09:00", zone=CAIRO),
        "2026-04-23T23:59:59.999",
        CAIRO,
    ),
    # Thu 10 Dec 2026: only Mon-Thu are shared; 16 and 17 are holidays in Bahrain
    "three shared working days": (
        running(3, "2026-12-10T09:00", Unit.SHARED_WORKING_DAYS),
        "2026-12-21T23:59:59.999",
        BAHRAIN,
    ),
    "shared working days that a pause takes out": (
        running(
            3,
            "2026-12-10T09:00",
            Unit.SHARED_WORKING_DAYS,
            pauses=(Pause(at("2026-12-13T09:00"), at("2026-12-15T09:00"), "asked"),),
        ),
        "2026-12-23T23:59:59.999",
        BAHRAIN,
    ),
    "hours that a pause takes out": (
        running(
            48, "2026-11-22T09:00", Unit.HOURS, pauses=(Pause(at("2026-11-22T10:00"), at("2026-11-22T11:30"), "x"),)
        ),
        "2026-11-24T10:30",
        BAHRAIN,
    ),
    "hours, paused after they had passed": (
        running(
            1, "2026-11-22T09:00", Unit.HOURS, pauses=(Pause(at("2026-11-23T10:00"), at("2026-11-23T11:30"), "x"),)
        ),
        "2026-11-22T10:00",
        BAHRAIN,
    ),
    "days that a pause takes out": (
        running(30, "2026-11-22T09:00", pauses=(Pause(at("2026-11-25T10:00"), at("2026-11-28T11:30"), "x"),)),
        "2026-12-25T23:59:59.999",
        BAHRAIN,
    ),
    "a pause within one legal day takes out none": (
        running(30, "2026-11-22T09:00", pauses=(Pause(at("2026-11-25T10:00"), at("2026-11-25T11:30"), "x"),)),
        "2026-12-22T23:59:59.999",
        BAHRAIN,
    ),
    "months that a pause takes out": (
        running(
            1, "2026-11-22T09:00", Unit.MONTHS, pauses=(Pause(at("2026-11-25T10:00"), at("2026-11-28T11:30"), "x"),)
        ),
        "2026-12-25T23:59:59.999",
        BAHRAIN,
    ),
}


@pytest.mark.parametrize(("clock", "end", "zone"), DUE.values(), ids=DUE)
def test_a_clock_ends_with_its_last_unit(clock, end, zone):
    assert due(clock, BOTH) == at(end, zone)


def test_the_same_moment_is_another_legal_day_in_another_zone():
    moment = at("2026-11-22T20:30")
    assert (legal_day(moment, KARACHI), legal_day(moment, BAHRAIN)) == (date(2026, 11, 23), date(2026, 11, 22))
    assert due(Running(rule(1), moment, KARACHI)) - due(Running(rule(1), moment, BAHRAIN)) == timedelta(hours=22)
    with pytest.raises(ValueError, match="zone"):
        legal_day(datetime(2026, 11, 22), KARACHI)  # noqa: DTZ001


def test_only_monday_to_thursday_are_shared():
    week = [date(2026, 11, 23) + timedelta(days=n) for n in range(7)]
    assert [is_shared(day, BOTH) for day in week] == [True, True, True, True, False, False, False]


def test_nobodys_working_days_are_not_everybodys():
    with pytest.raises(NoWorkingDays):
        is_shared(date(2026, 11, 23), ())
    with pytest.raises(NoWorkingDays):
        due(running(0, "2026-12-10T09:00", Unit.SHARED_WORKING_DAYS), ())
    never = Calendar(frozenset(range(7)))
    with pytest.raises(NoWorkingDays):
        add_working_days(date(2026, 11, 23), 1, (PAKISTAN, never))


def test_months_and_days_are_counted_from_the_day_after():
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert add_working_days(date(2026, 11, 23), 0, BOTH) == date(2026, 11, 23)
    assert last_moment(date(2026, 11, 22), BAHRAIN) == at("2026-11-22T20:59:59.999")


# --- warnings ---------------------------------------------------------------------------------------------


def arrest(started="2026-11-22T09:00"):
    return Running(CLOCKS[0], at(started, BAHRAIN), BAHRAIN)


def test_a_provisional_arrest_warns_on_the_18th_day_and_ends_with_the_40th():
    told = [(one.at.astimezone(BAHRAIN).date(), one.percent, one.day) for one in warnings(arrest())]
    assert told == [
        (date(2026, 12, 10), None, 18),
        (date(2026, 12, 12), 50, None),
        (date(2026, 12, 22), 75, None),
        (date(2026, 12, 28), 90, None),
    ]
    eighteenth = next(one for one in warnings(arrest()) if one.day)
    assert eighteenth.at == at("2026-12-10T00:00", BAHRAIN)
    assert due(arrest()) == at("2027-01-01T23:59:59.999", BAHRAIN)
    assert CLOCKS[0].at_end == "release"
    assert not has_lapsed(arrest(), due(arrest()))
    assert has_lapsed(arrest(), due(arrest()) + timedelta(milliseconds=1))


def test_a_clock_of_hours_warns_at_full_hours():
    clock = Running(rule(48, Unit.HOURS, warn_on=(8,)), at("2026-11-22T09:00"), KARACHI)
    assert [(one.at, one.percent, one.day) for one in warnings(clock)] == [
        (at("2026-11-22T17:00"), None, 8),
        (at("2026-11-23T09:00"), 50, None),
        (at("2026-11-23T21:00"), 75, None),
        (at("2026-11-24T04:12"), 90, None),
    ]


def test_a_warning_moves_with_a_pause():
    stood = Pause(at("2026-11-22T10:00"), at("2026-11-22T20:00"), "asked for more")
    clock = Running(rule(10, Unit.HOURS), at("2026-11-22T09:00"), KARACHI, (stood,))
    assert [one.at for one in warnings(clock)] == [
        at("2026-11-23T00:00"),
        at("2026-11-23T02:30"),
        at("2026-11-23T04:00"),
    ]


# --- pauses, shares, extensions -----------------------------------------------------------------------------


def test_nothing_pauses_what_law_set():
    with pytest.raises(StatutoryClock):
        pause(arrest(), at("2026-11-30T09:00"), "the judge is ill")
    with pytest.raises(StatutoryClock):
        Running(CLOCKS[0], at("2026-11-22T09:00"), BAHRAIN, (Pause(at("2026-11-23T09:00"), None, "ill"),))


def test_a_service_clock_stands_still_with_a_reason_and_goes_on():
    clock = running(30, "2026-11-22T09:00")
    still = pause(clock, at("2026-11-25T09:00"), "مزید معلومات")
    assert (still.paused, due(still), warnings(still)) == (True, None, ())
    assert not has_lapsed(still, at("2030-01-01T00:00"))
    on = resume(still, at("2026-11-28T09:00"))
    assert due(on) == due(clock) + timedelta(days=3)
    assert resume(on, at("2026-12-24T09:00")) == on
    again = pause(on, at("2026-12-01T09:00"), "again")
    assert due(resume(again, at("2026-12-02T09:00"))) == due(clock) + timedelta(days=4)


NO_PAUSE = {
    "without a reason": (running(30, "2026-11-22T09:00"), " "),
    "a clock that stands still": (
        running(30, "2026-11-22T09:00", pauses=(Pause(at("2026-11-23T09:00"), None, "x"),)),
        "again",
    ),
    "a clock that has ended": (running(30, "2026-11-22T09:00", stopped=at("2026-11-23T09:00")), "late"),
}


@pytest.mark.parametrize(("clock", "reason"), NO_PAUSE.values(), ids=NO_PAUSE)
def test_a_pause_needs_a_reason_and_a_clock_that_runs(clock, reason):
    with pytest.raises(NotExtendable):
        pause(clock, at("2026-11-25T09:00"), reason)


def decision(**more):
    return Running(rule(30, extendable=30), at("2026-11-22T09:00", BAHRAIN), BAHRAIN, **more)


def test_a_clock_is_prolonged_once_with_reasons():
    longer = extend(decision(), 30, "many annexes")
    assert due(longer) == due(decision()) + timedelta(days=30)


NO_EXTENSION = {
    "by nothing": (decision(), 0, "many"),
    "by too much": (decision(), 31, "many"),
    "twice": (decision(extended=10), 10, "many"),
    "without reasons": (decision(), 10, ""),
    "after its end": (decision(stopped=at("2026-11-25T09:00")), 10, "many"),
    "where the rule allows none": (running(30, "2026-11-22T09:00"), 1, "many"),
}


@pytest.mark.parametrize(("clock", "by", "reason"), NO_EXTENSION.values(), ids=NO_EXTENSION)
def test_a_clock_is_not_prolonged(clock, by, reason):
    with pytest.raises(NotExtendable):
        extend(clock, by, reason)


def test_a_running_clock_was_not_prolonged_beyond_its_rule():
    with pytest.raises(NotExtendable):
        decision(extended=31)


SHARES = {
    "before it started": (running(10, "2026-11-22T09:00", Unit.HOURS), "2026-11-22T00:00", 0.0),
    "half": (running(10, "2026-11-22T09:00", Unit.HOURS, UTC), "2026-11-22T14:00", 0.5),
    "late": (running(10, "2026-11-22T09:00", Unit.HOURS, UTC), "2026-11-23T05:00", 2.0),
    "standing still": (
        running(10, "2026-11-22T09:00", Unit.HOURS, UTC, pauses=(Pause(at("2026-11-22T12:00"), None, "x"),)),
        "2026-11-25T00:00",
        0.3,
    ),
    "after a pause": (
        running(
            10,
            "2026-11-22T09:00",
            Unit.HOURS,
            UTC,
            pauses=(Pause(at("2026-11-22T12:00"), at("2026-11-22T13:00"), "x"),),
        ),
        "2026-11-22T15:00",
        0.5,
    ),
    "before a pause": (
        running(
            10,
            "2026-11-22T09:00",
            Unit.HOURS,
            UTC,
            pauses=(Pause(at("2026-11-22T12:00"), at("2026-11-22T13:00"), "x"),),
        ),
        "2026-11-22T11:00",
        0.2,
    ),
    "stopped": (
        running(10, "2026-11-22T09:00", Unit.HOURS, UTC, stopped=at("2026-11-22T10:00")),
        "2026-12-22T09:00",
        0.1,
    ),
}


@pytest.mark.parametrize(("clock", "now", "part"), SHARES.values(), ids=SHARES)
def test_the_share_counts_no_pauses(clock, now, part):
    assert share(clock, at(now), BOTH) == pytest.approx(part)


def test_a_clock_stopped_in_time_has_not_lapsed():
    stopped = Running(rule(1), at("2026-11-22T09:00"), BAHRAIN, stopped=at("2026-11-23T09:00"))
    assert not has_lapsed(stopped, at("2027-01-01T00:00"))
    late = Running(rule(1), at("2026-11-22T09:00"), BAHRAIN, stopped=at("2026-11-24T09:00"))
    assert has_lapsed(late, at("2027-01-01T00:00"))
