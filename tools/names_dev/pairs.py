# SPDX-License-Identifier: Apache-2.0
"""Pairs of whole names with a label: the same subject written twice, or two that are easily taken for one."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tools.names_dev import organisations
from tools.names_dev.inventory import Inventory, Name
from tools.names_dev.mining import ASKED, CROWD, crowd, nearest
from tools.names_dev.noise import disturb, dress
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
    for whole, script, much in ((left, scripts[0], MUCH * 0.5), (right, scripts[1], MUCH * 1.5)):
        words, mishaps = disturb(rng, write(rng, whole, script, 0.45), script, much, keep)
        sides.append(dress(rng, words))
        done += mishaps
    script = "-".join(sorted(scripts))
    return Pair("person", same, f"{tradition} {script}", "+".join(done), sides[0], sides[1])


def searched(rng: random.Random, inventory: Inventory) -> Iterator[Pair]:
    """Yield each person of a crowd with another spelling, and with the nearest others of the crowd."""
    people = crowd(rng, inventory, TRADITIONS)
    asked = [_side(rng, whole, rng.choice(("latin", "arabic")), MUCH) for _, whole in people[:ASKED]]
    listed = [_side(rng, whole, rng.choice(("latin", "arabic")), MUCH) for _, whole in people]
    for place, others in nearest(asked, listed, "person"):
        tradition = f"{people[place][0]} crowd"
        yield Pair("person", True, tradition, "", asked[place], listed[place])
        for other in others:
            yield Pair("person", False, tradition, "nearest", asked[place], listed[other])


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
