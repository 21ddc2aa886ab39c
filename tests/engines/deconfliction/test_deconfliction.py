# SPDX-License-Identifier: Apache-2.0
"""Which operations come too close (spec §87.5, §87.6): rows of places and times, and the grid against every pair."""

import random

import pytest

from taawun.engines.deconfliction import Apart, Entry, Memory, Near, Place, Span, Thresholds, distance, matches
from taawun.kernel.errors import BadDeclaration, BadPlace, BadSpan

HOUR = 3_600
BEGAN = 1_764_000_000
MILE = 1_852.0
DECLARED = {
    "kinds": ["boarding", "raid", "patrol"],
    "usual": {"miles": 2, "minutes": 120, "target_hours": 72},
    "pairs": [{"kinds": ["boarding"], "miles": 5, "minutes": 60}],
}
RULES = Thresholds.of(DECLARED)


def point(lon: float, lat: float, radius: float = 0.0) -> Place:
    return Place.of("point", [(lon, lat)], radius)


def entry(name: str, place: Place, begins: int = 0, hours: float = 1, kind: str = "boarding", **more) -> Entry:
    begun = BEGAN + begins * 60
    return Entry(name, kind, place, Span.of(begun, begun + int(hours * HOUR)), lead=name, **more)


def north(miles: float) -> Place:
    return point(50.6, 26.2 + miles * MILE / 111_195)


def found(new: Entry, *live: Entry):
    return matches(new, Memory(live), RULES)


def test_two_boardings_three_miles_and_forty_minutes_apart_are_a_conflict():
    (one,) = found(entry("a", north(0)), entry("b", north(3), begins=100))
    assert (one.entry, one.same_target, one.near, one.apart) == ("b", False, Near.WITHIN_5, Apart.WITHIN_HOUR)
    assert one.metres == pytest.approx(3 * MILE, rel=0.01)
    assert one.seconds == 40 * 60


NOT = {
    "sixty miles apart": entry("b", north(60)),
    "just beyond five miles": entry("b", north(5.01)),
    "an hour and a minute later": entry("b", north(0), begins=121),
    "one lead": entry("a", north(0)),
    "a raid, for which two miles count": entry("b", north(3), kind="raid"),
}


@pytest.mark.parametrize("other", NOT.values(), ids=NOT)
def test_it_is_no_conflict(other):
    assert not found(entry("a", north(0)), Entry("x" + other.id, other.kind, other.place, other.span, other.lead))


def test_one_target_is_a_conflict_however_far_apart_and_says_nothing_exact_of_the_place():
    key = frozenset({"f" * 64})
    (one,) = found(entry("a", point(50.6, 26.2), targets=key), entry("b", point(67.0, 24.8), 60 * 48, targets=key))
    assert (one.same_target, one.near, one.apart) == (True, Near.FARTHER, Apart.FARTHER)
    assert not found(entry("a", north(0), targets=key), entry("b", point(67.0, 24.8), 60 * 96, targets=key))


METRES = {
    "one place": (point(50, 26), point(50, 26), 0),
    "across the line at 180 degrees": (point(179.99, 0), point(-179.99, 0), 2_224),
    "across the pole": (point(0, 89.99), point(180, 89.99), 2_224),
    "the south pole itself": (point(0, -90), point(123, -90), 0),
    "edges of two circles": (point(50, 0, 1_000), point(50.1, 0, 2_000), 8_119),
    "inside a circle": (point(50, 26, 5_000), point(50.01, 26), 0),
    "a point inside an area": (Place.of("area", [(50, 26), (51, 26), (51, 27), (50, 27)]), point(50.5, 26.5), 0),
    "a point beside a line": (Place.of("line", [(50, 0), (51, 0)]), point(50.5, 0.1), 11_119),
    "lines that cross": (Place.of("line", [(50, 26), (51, 27)]), Place.of("line", [(50, 27), (51, 26)]), 0),
    "an area across 180 degrees": (
        Place.of("area", [(179.9, -1), (-179.9, -1), (-179.9, 1), (179.9, 1)]), point(-179.95, 0), 0,
    ),
    "an area around the pole": (Place.of("area", [(0, 88), (120, 88), (-120, 88)]), point(77, 90), 0),
    "a point beside an area across 180 degrees": (
        Place.of("area", [(179.9, -1), (-179.9, -1), (-179.9, 1), (179.9, 1)]), point(179.8, 0), 11_119,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other", "metres"), METRES.values(), ids=METRES)
def test_the_distance_of_two_places(one, other, metres):
    assert distance(one, other) == pytest.approx(metres, rel=0.005, abs=1)
    assert distance(other, one) == pytest.approx(metres, rel=0.005, abs=1)
    assert one.box.grown(metres + 50).meets(other.box)
    if metres <= 5 * MILE:
        assert found(entry("a", one), entry("b", other))


WRONG = {
    "no place": ("point", [], 0),
    "two places of a point": ("point", [(1, 1), (2, 2)], 0),
    "an area of two corners": ("area", [(1, 1), (2, 2), (1, 1)], 0),
    "too many corners": ("line", [(0.001 * n, 0) for n in range(101)], 0),
    "north of the pole": ("point", [(0, 90.01)], 0),
    "beyond 180 degrees": ("point", [(180.01, 0)], 0),
    "no number": ("point", [(float("nan"), 0)], 0),
    "a radius below zero": ("point", [(0, 0)], -1),
    "a radius over the limit": ("point", [(0, 0)], 100_001),
    "a radius without end": ("point", [(0, 0)], float("inf")),
    "too far across": ("line", [(0, 0), (10, 0)], 0),
    "no such form": ("blob", [(0, 0)], 0),
}


@pytest.mark.parametrize(("form", "places", "radius"), WRONG.values(), ids=WRONG)
def test_a_place_that_is_none_is_refused(form, places, radius):
    with pytest.raises(BadPlace):
        Place.of(form, places, radius)


@pytest.mark.parametrize(("begins", "ends"), [(10, 9), (0, 31 * 86_400 + 1)], ids=["turned round", "too long"])
def test_times_that_are_impossible_are_refused(begins, ends):
    with pytest.raises(BadSpan):
        Span.of(begins, ends)


BROKEN = {
    "an unknown kind": {"pairs": [{"kinds": ["boarding", "party"]}]},
    "a pair twice": {"pairs": [{"kinds": ["raid", "patrol"]}, {"kinds": ["patrol", "raid"]}]},
    "no distance": {"usual": {"miles": 0, "minutes": 1, "target_hours": 1}},
    "farther than the grid is asked": {"usual": {"miles": 61, "minutes": 1, "target_hours": 1}},
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_thresholds_that_are_wrong_do_not_load(change):
    with pytest.raises(BadDeclaration):
        Thresholds.of(DECLARED | change)


def test_a_threshold_holds_for_both_orders():
    rules = Thresholds.of(DECLARED | {"pairs": [{"kinds": ["raid", "patrol"], "miles": 9}]})
    assert rules.between("raid", "patrol") == rules.between("patrol", "raid")
    assert rules.reach("patrol").metres == 9 * MILE


def _anywhere(chance: random.Random, number: int) -> Entry:
    lon, lat = chance.choice([(50.6, 26.2), (179.95, 0), (0, 89.9), (66.9, -89.95)])
    around = (chance.uniform(-0.4, 0.4), chance.uniform(-0.4, 0.4))
    place = ((lon + around[0] + 180) % 360 - 180, max(-90.0, min(90.0, lat + around[1])))
    form = chance.choice(["point", "point", "line"])
    places = [place] if form == "point" else [place, ((place[0] + 0.3 + 180) % 360 - 180, place[1])]
    made = Place.of(form, places, chance.choice([0, 500, 30_000]))
    hours = chance.choice([0, 1, 30, 24 * 20])
    kind = chance.choice(DECLARED["kinds"])
    return entry(f"e{number}", made, chance.randint(-2_000, 2_000), hours, kind)


@pytest.mark.parametrize("seed", range(3))
def test_the_grid_finds_exactly_what_comparing_with_every_entry_finds(seed):
    chance = random.Random(seed)
    live = [_anywhere(chance, number) for number in range(100)]

    class Every:
        def near(self, box, span):
            return live

        def aimed(self, targets, span):
            return ()

    memory, total = Memory(live), 0
    for number in range(10):
        new = _anywhere(chance, 1_000 + number)
        assert matches(new, memory, RULES) == matches(new, Every(), RULES)
        total += len(matches(new, memory, RULES))
    assert total
