# SPDX-License-Identifier: Apache-2.0
"""Events at sea on made-up tracks: what is an encounter, what is loitering, and which gaps are not assessable."""

import numpy as np
import pytest

from taawun.engines.tracks import Kind, Limits, Points, Reason, Tracks, Verdict, events, miles_from_shore
from taawun.engines.tracks.points import apart

BEGAN = 1_700_000_000 // 600 * 600
HOUR = 3600
ONE, OTHER, THIRD = 408999001, 463999002, 422999003
GULF = (52.2, 26.6)
"""Open water north-east of Bahrain, less than 50 nautical miles from any shore."""
SEA = (62.5, 19.0)
"""The Arabian Sea, more than 50 nautical miles from any shore."""


def still(mmsi, place, hours, *, every=300, start=0.0, east=0.0, speed=0.4):
    """Return rows of a vessel that stays near a place; `east` in metres beside it."""
    times = np.arange(start * HOUR, (start + hours) * HOUR + 1, every).astype(int) + BEGAN
    lon = place[0] + east / (111_195 * np.cos(np.radians(place[1])))
    return [(mmsi, int(time), lon, place[1], speed) for time in times]


def passing(mmsi, place, hours, knots, *, every=300):
    """Return rows of a vessel that goes north through a place."""
    times = np.arange(0, hours * HOUR + 1, every)
    degrees = knots * 1852 / 3600 * times / 111_195
    return [
        (mmsi, int(time) + BEGAN, place[0], place[1] + up - degrees[-1] / 2, knots)
        for time, up in zip(times, degrees, strict=True)
    ]


def found(*rows, kind=None, limits=None):
    told = events(Points.of(*zip(*[row for some in rows for row in some], strict=True)), limits)
    return [one for one in told if kind in (None, one.kind)]


ENCOUNTERS = {
    "two hours and a half at 300 metres": ((2.5, 300.0, 0.4), 1),
    "exactly two hours at 499 metres": ((2.0, 499.0, 0.4), 1),
    "an hour and a half": ((1.5, 300.0, 0.4), 0),
    "three hours at 520 metres": ((3.0, 520.0, 0.4), 0),
    "three hours at 300 metres, under way together": ((3.0, 300.0, 8.0), 0),
    "three hours at 300 metres, at just two knots": ((3.0, 300.0, 2.0), 0),
}


@pytest.mark.parametrize(("said", "expected"), ENCOUNTERS.values(), ids=ENCOUNTERS)
def test_an_encounter_is_near_long_and_slow(said, expected):
    hours, metres, knots = said
    rows = still(ONE, GULF, hours, speed=knots), still(OTHER, GULF, hours, east=metres, speed=knots)
    told = found(*rows, kind=Kind.ENCOUNTER)
    assert len(told) == expected
    for one in told:
        assert one.vessels == (ONE, OTHER)
        assert one.metres == pytest.approx(metres, abs=2)
        assert one.end - one.start == hours * HOUR


def test_two_vessels_that_transmit_at_different_seconds_meet_all_the_same():
    other = [(mmsi, time + 137, lon, lat, speed) for mmsi, time, lon, lat, speed in still(OTHER, GULF, 3, east=200)]
    assert len(found(still(ONE, GULF, 3), other, kind=Kind.ENCOUNTER)) == 1


def test_three_vessels_at_one_place_are_three_pairs():
    rows = still(ONE, GULF, 3), still(OTHER, GULF, 3, east=200), still(THIRD, GULF, 3, east=-200)
    assert len({one.vessels for one in found(*rows, kind=Kind.ENCOUNTER)}) == 3


def test_a_vessel_that_passes_meets_nobody():
    assert not found(still(ONE, GULF, 6), passing(OTHER, GULF, 6, 12), kind=Kind.ENCOUNTER)


def test_a_vessel_that_states_no_speed_is_slow_where_it_stays():
    rows = [(mmsi, time, lon, lat, np.nan) for mmsi, time, lon, lat, _ in still(ONE, GULF, 3)]
    assert len(found(rows, still(OTHER, GULF, 3, east=100), kind=Kind.ENCOUNTER)) == 1


LOITERING = {
    "three hours in open water": (GULF, 3, 0.5, 1),
    "one hour": (GULF, 1, 0.5, 0),
    "under way": (GULF, 3, 6.0, 0),
    "at the quay": ((50.6, 26.2), 3, 0.1, 0),
}


@pytest.mark.parametrize(("place", "hours", "knots", "expected"), LOITERING.values(), ids=LOITERING)
def test_loitering_is_slow_long_and_away_from_the_shore(place, hours, knots, expected):
    assert len(found(still(ONE, place, hours, speed=knots), kind=Kind.LOITERING)) == expected


def silent(place, hours):
    """Return a vessel that is heard for twelve hours, is silent for some, and is heard again."""
    return [*still(ONE, place, 12), *still(ONE, place, 1, start=12 + hours)]


def around(place, hours):
    return still(OTHER, place, 24 + hours, east=5_000)


GAPS = {
    "five hours": (SEA, 5.9, True, None, ()),
    "eight hours far out": (SEA, 8, True, Verdict.NOT_ASSESSABLE, (Reason.SHORT,)),
    "fourteen hours far out, others heard": (SEA, 14, True, Verdict.TO_ASSESS, ()),
    "fourteen hours far out, nobody heard": (SEA, 14, False, Verdict.NOT_ASSESSABLE, (Reason.RECEPTION,)),
    "thirty hours near Bahrain, others heard": (GULF, 30, True, Verdict.NOT_ASSESSABLE, (Reason.NEAR_SHORE,)),
    "seven hours near Bahrain": (GULF, 7, True, Verdict.NOT_ASSESSABLE, (Reason.SHORT, Reason.NEAR_SHORE)),
}


@pytest.mark.parametrize(("place", "hours", "heard", "verdict", "reasons"), GAPS.values(), ids=GAPS)
def test_a_gap_is_assessable_only_where_silence_can_mean_something(place, hours, heard, verdict, reasons):
    told = found(silent(place, hours), *([around(place, hours)] if heard else []), kind=Kind.GAP)
    assert [(one.verdict, one.reasons) for one in told] == ([(verdict, reasons)] if verdict else [])


def test_a_vessel_that_was_hardly_heard_before_is_not_assessable():
    few = [*still(ONE, SEA, 12, every=2 * HOUR), *still(ONE, SEA, 1, start=26)]
    (gap,) = found(few, around(SEA, 14), kind=Kind.GAP)
    assert gap.reasons == (Reason.RECEPTION,)


def test_no_answer_is_a_suspicion():
    assert {str(one) for one in Verdict} == {"noted", "not-assessable", "to-assess"}


def test_nowhere_around_bahrain_is_assessable():
    lon, lat = np.meshgrid(np.linspace(49.5, 52.5, 60), np.linspace(25.0, 27.5, 60))
    assert miles_from_shore(lon, lat).max() < Limits().offshore


SHORE = {
    "Manama": (50.58, 26.23, 0, 0),
    "the middle of Pakistan": (69.3, 30.4, 0, 0),
    "the Arabian Sea": (64.0, 18.0, 200, 250),
    "the southern Pacific": (-125.0, -48.0, 250, 250),
    "beside the line at 180 degrees": (180.0, 10.0, 250, 250),
    "the north pole": (0.0, 90.0, 200, 250),
}


@pytest.mark.parametrize(("lon", "lat", "least", "most"), SHORE.values(), ids=SHORE)
def test_the_distance_from_the_shore_is_never_more_than_it_is(lon, lat, least, most):
    assert least <= float(miles_from_shore(lon, lat)) <= most


def test_order_and_doubles_of_positions_do_not_matter():
    rows = [*still(ONE, GULF, 3), *still(OTHER, GULF, 3, east=100)]
    mixed = [*rows[::-1], *rows[::3]]
    assert found(rows) == found(mixed)


WRONG = {
    "columns of different lengths": ([1, 2], [1], [0.0], [0.0]),
    "a latitude of 91": ([1], [1], [0.0], [91.0]),
    "a place that is no number": ([1], [1], [float("nan")], [0.0]),
}


@pytest.mark.parametrize("columns", WRONG.values(), ids=WRONG)
def test_wrong_columns_are_refused(columns):
    with pytest.raises(ValueError, match=r"columns|Earth"):
        Points.of(*columns)


def test_nothing_gives_nothing():
    assert events(Points.of([], [], [], [])) == []


def test_the_newest_position_of_each_vessel_is_kept():
    tracks = Tracks(most=2)
    for rows in (still(ONE, GULF, 1), still(OTHER, SEA, 2), still(ONE, GULF, 0, start=-5), still(THIRD, SEA, 3)):
        tracks.take(*map(np.array, zip(*rows, strict=True)))
    last = tracks.latest()
    assert last.mmsi.tolist() == [THIRD, OTHER]
    assert last.time.tolist() == [BEGAN + 3 * HOUR, BEGAN + 2 * HOUR]
    assert tracks.positions == 13 + 25 + 1 + 37


def test_distances_are_those_of_a_sphere():
    assert float(apart(0.0, 0.0, 1.0, 0.0)) == pytest.approx(111_195, rel=1e-4)
    assert float(apart(179.9, 0.0, -179.9, 0.0)) == pytest.approx(22_239, rel=1e-4)
