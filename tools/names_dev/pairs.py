# SPDX-License-Identifier: Apache-2.0
"""Pairs of whole names with a label: the same subject written twice, or two that are easily taken for one."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tools.names_dev import organisations
from tools.names_dev.inventory import Inventory, Name
from tools.names_dev.mining import ASKED, CROWD, crowd, nearest
from tools.names_dev.noise import disturb, dress, mistype
from tools.names_dev.people import Person, lookalikes, person, relative, write

TRADITIONS = ("pakistan", "pakistan", "gulf", "levant", "levant", "persian", "western", "western")
SCRIPTS = (
    ("latin", "latin"),
    ("latin", "arabic"),
    ("arabic", "latin"),
    ("latin", "arabic"),
    ("arabic", "arabic"),
)
MUCH = 0.25  # chance of a mishap
ALIKE = 0.2  # chance of one more pair of look-alikes, for they are what slips are mistaken for
TYPED = 0.2  # share of names that are typed in haste, and written as usual but for that


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of the set."""

    kind: str
    same: bool
    tradition: str
    done: str
    left: str
    right: str


def people(rng: random.Random, inventory: Inventory, count: int) -> Iterator[Pair]:
    """Yield pairs of persons: of six, two the same."""
    alike = lookalikes(inventory)
    crowd = {name: [person(rng, inventory, name) for _ in range(400)] for name in set(TRADITIONS)}
    for _ in range(count // 6):
        tradition = rng.choice(TRADITIONS)
        whole = person(rng, inventory, tradition)
        for _ in range(2):
            yield _written(rng, True, tradition, "", whole, whole)
        for _ in range(2):
            how, someone, at = relative(rng, inventory, whole, tradition)
            yield _written(rng, False, tradition, how, whole, someone, at)
        how, someone, at = _lookalike(rng, whole, alike, inventory, tradition)
        yield _written(rng, False, tradition, how, whole, someone, at)
        if rng.random() < ALIKE:  # Hassan and Hussain of one family, each spelled as usual: no slip
            yield _typed(rng, False, tradition, how, whole, someone)
        yield _written(rng, False, tradition, "common parts", whole, _sharing(rng, whole, crowd[tradition]))


def _lookalike(
    rng: random.Random, whole: Person, alike: dict[int, list[Name]], inventory: Inventory, tradition: str
) -> tuple[str, Person, int]:
    places = [at for at, part in enumerate(whole) if alike.get(id(part.name))]
    if not places:
        return relative(rng, inventory, whole, tradition)
    at = rng.choice(places)
    part = whole[at]
    other = replace(part, name=rng.choice(alike[id(part.name)]))
    return "lookalike", (*whole[:at], other, *whole[at + 1 :]), at


def _sharing(rng: random.Random, whole: Person, crowd: list[Person]) -> Person:
    """Return somebody of the crowd who shares most parts, but not all, with a person."""
    mine = {id(part.name) for part in whole}

    def shared(someone: Person) -> float:
        theirs = {id(part.name) for part in someone}
        return -1.0 if theirs <= mine or mine <= theirs else len(mine & theirs) + rng.random()

    return max(rng.sample(crowd, 120), key=shared)


def _written(
    rng: random.Random, same: bool, tradition: str, how: str, left: Person, right: Person, keep: int = -1
) -> Pair:
    scripts = rng.choice(SCRIPTS)
    sides, done = [], [how] if how else []
    if rng.random() < TYPED:
        return _typed(rng, same, tradition, how, left, right)
    for whole, script, much in ((left, scripts[0], MUCH * 0.5), (right, scripts[1], MUCH * 1.5)):
        words, mishaps = disturb(rng, write(rng, whole, script, 0.45), script, much, keep)
        sides.append(dress(rng, words))
        done += mishaps
    script = "-".join(sorted(scripts))
    return Pair("person", same, f"{tradition} {script}", "+".join(done), sides[0], sides[1])


def _typed(rng: random.Random, same: bool, tradition: str, how: str, left: Person, right: Person) -> Pair:
    """Return a name as it is usually spelled and the same name, or another, with slips of the keyboard."""
    script = rng.choice(("latin", "latin", "latin", "arabic"))
    written = write(rng, left, script, 0.6)
    spelled = {id(part.name): text for part, text in zip(left, written, strict=True)}
    fresh = zip(right, write(rng, right, script, 0.6), strict=True)
    other = [spelled.get(id(part.name), text) for part, text in fresh]  # what they share is spelled alike
    if same or rng.random() < 0.5:  # else another name is all that differs
        other = mistype(rng, other, script)
    sides = dress(rng, written), dress(rng, other)
    return Pair("person", same, f"{tradition} {script}-{script}", "+".join(filter(None, (how, "typed"))), *sides)


def searched(rng: random.Random, inventory: Inventory) -> Iterator[Pair]:
    """Yield each person of a crowd with another spelling, and with the nearest others of the crowd."""
    people = crowd(rng, inventory, TRADITIONS)
    listed = [_side(rng, whole, rng.choice(("latin", "arabic")), MUCH) for _, whole in people]
    asked = [_asked(rng, whole, name) for (_, whole), name in zip(people[:ASKED], listed, strict=False)]
    for place, others in nearest(asked, listed, "person"):
        tradition = f"{people[place][0]} crowd"
        yield Pair("person", True, tradition, "", asked[place], listed[place])
        for other in others:
            yield Pair("person", False, tradition, "nearest", asked[place], listed[other])


def _asked(rng: random.Random, whole: Person, listed: str) -> str:
    """Return how a listed person is asked about: by a name of any spelling, or the listed one typed in haste."""
    if rng.random() < TYPED:
        return dress(rng, mistype(rng, listed.split(), "latin" if listed.isascii() else "arabic"))
    return _side(rng, whole, rng.choice(("latin", "arabic")), MUCH)


def _crowd_of_things(rng: random.Random, everything: list[organisations.Thing], kind: str) -> Iterator[Pair]:
    asked, listed, done = zip(*(organisations.same(rng, thing) for thing in everything), strict=True)
    for place, others in nearest(list(asked), list(listed), kind):
        yield Pair(kind, True, "crowd", done[place], asked[place], listed[place])
        for other in others:
            if everything[other].core != everything[place].core:
                yield Pair(kind, False, "crowd", "nearest", asked[place], listed[other])


def _side(rng: random.Random, whole: Person, script: str, much: float) -> str:
    return dress(rng, disturb(rng, write(rng, whole, script, 0.45), script, much)[0])


def things(rng: random.Random, inventory: Inventory, kind: str, count: int) -> Iterator[Pair]:
    """Yield pairs of organisations, vessels or places: of four, two the same; then the nearest of a crowd."""
    make = organisations.MAKERS[kind]
    yield from _crowd_of_things(rng, [make(rng, inventory) for _ in range(CROWD // 2)], kind)
    for _ in range(count // 4):
        thing = make(rng, inventory)
        for _ in range(2):
            left, right, done = organisations.same(rng, thing)
            yield Pair(kind, True, "", done, left, right)
        for _ in range(2):
            how, another = organisations.other(rng, inventory, thing, kind)
            left, _, _ = organisations.same(rng, thing)
            right, _, _ = organisations.same(rng, another)
            yield Pair(kind, False, "", how, left, right)
