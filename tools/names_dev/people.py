# SPDX-License-Identifier: Apache-2.0
"""Persons of five traditions, and the ways in which their names are written.

A person is a tuple of parts; each part has a kind that says how it may be written ("abd" + attribute, "al" + family).
"""

import random
from dataclasses import dataclass, replace

from tools.names_dev.inventory import Inventory, Name


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a person's name."""

    kind: str  # given | father | family | nisba | abd | uddin | ullah | tail | title
    name: Name


Person = tuple[Part, ...]
MOST_COMPARED = 300
ABD_LATIN = (
    "abdul {}",
    "abdul{}",
    "abd al-{}",
    "abdel {}",
    "abdel{}",
    "abdul-{}",
    "abd el {}",
    "abdu{0[0]}{0}",
    "abd ul {}",
)
ABD_ARABIC = ("عبد ال{}", "عبدال{}", "عبد ال{}")
UDDIN_LATIN = ("{}uddin", "{} uddin", "{} al-din", "{} ud din", "{}uddeen", "{}eddin", "{} al din", "{}-ud-din")
UDDIN_ARABIC = ("{} الدين", "{}الدين", "{} الدین")
ULLAH_LATIN = ("{}ullah", "{} ullah", "{}allah", "{} ullah", "{}-ullah")
ULLAH_ARABIC = ("{} الله", "{}الله", "{} اللہ")
NISBA_LATIN = ("al-{}", "al {}", "al{}", "el-{}", "{}", "al-{}", "el {}", "as-{}")
NISBA_ARABIC = ("ال{}", "ال{}", "ال{}", "{}")
BIN_LATIN = ("bin {}", "ibn {}", "{}", "{}", "ben {}", "b. {}", "bin {}")
BIN_ARABIC = ("بن {}", "{}", "{}", "بن {}", "ابن {}")


def given(rng: random.Random, inventory: Inventory, tradition: str, kind: str = "given") -> Part:
    """Return a given name, at times a compound one."""
    chance = rng.random()
    if tradition not in {"western"} and chance < 0.16:
        compound = rng.choice(("abd", "abd", "uddin", "ullah")) if kind == "given" else "abd"
        return Part(compound, inventory.draw(rng, compound))
    return Part(kind, inventory.draw(rng, f"{tradition} given", 0.12))


def person(rng: random.Random, inventory: Inventory, tradition: str) -> Person:
    """Return one invented person of a tradition."""
    if tradition == "western":
        count = rng.choice((2, 2, 2, 3))
        return tuple(Part("western", inventory.draw_western(rng)) for _ in range(count))
    first = given(rng, inventory, tradition)
    family = inventory.draw(rng, f"{tradition} family", 0.2)
    if tradition == "pakistan":
        return _pakistani(rng, inventory, first, family)
    if tradition == "persian":
        return (
            (first, Part("family", family))
            if rng.random() < 0.75
            else (*_two(rng, inventory, first), Part("family", family))
        )
    parts: list[Part] = [first]
    parts += [given(rng, inventory, tradition, "father") for _ in range(rng.choice((0, 1, 1, 2, 2, 3)))]
    return (*parts, Part("nisba", family)) if len(parts) < 2 or rng.random() < 0.85 else tuple(parts)


def _two(rng: random.Random, inventory: Inventory, first: Part) -> tuple[Part, Part]:
    return first, Part("given", inventory.draw(rng, "persian given"))


def _pakistani(rng: random.Random, inventory: Inventory, first: Part, family: Name) -> Person:
    muhammad = Part("given", inventory.lists["pakistan given"][0])
    parts = [muhammad, first] if rng.random() < 0.3 else [first]
    if rng.random() < 0.25:
        parts.append(given(rng, inventory, "pakistan"))
    if rng.random() < 0.8 or len(parts) == 1:
        parts.append(Part("family", family))
    return tuple(parts)


def write(rng: random.Random, whole: Person, script: str, usual: float) -> list[str]:
    """Write each part of a person in a script; `usual` is the chance of the usual spelling."""
    return [_part(rng, part, script, usual) for part in whole]


def _part(rng: random.Random, part: Part, script: str, usual: float) -> str:
    forms = part.name.latin if script == "latin" else part.name.arabic
    word = forms[0] if rng.random() < usual else rng.choice(forms)
    return rng.choice(_patterns(part.kind, script)).format(word)


def _patterns(kind: str, script: str) -> tuple[str, ...]:
    latin = script == "latin"
    return {
        "abd": ABD_LATIN if latin else ABD_ARABIC,
        "uddin": UDDIN_LATIN if latin else UDDIN_ARABIC,
        "ullah": ULLAH_LATIN if latin else ULLAH_ARABIC,
        "nisba": NISBA_LATIN if latin else NISBA_ARABIC,
        "father": BIN_LATIN if latin else BIN_ARABIC,
    }.get(kind, ("{}",))


def relative(rng: random.Random, inventory: Inventory, whole: Person, tradition: str) -> tuple[str, Person, int]:
    """Return somebody else who shares much of a name: how, who, and the part that differs."""
    place = rng.choice([0, 0, 0, rng.randrange(len(whole))])
    how = "brother" if place == 0 else "other part"
    old = whole[place]
    other = old
    for _ in range(20):
        if other.name is not old.name:
            break
        other = _instead(rng, inventory, old, tradition)
    if other.name is old.name:
        other = replace(old, name=rng.choice(inventory.tail))
    return how, (*whole[:place], other, *whole[place + 1 :]), place


def _instead(rng: random.Random, inventory: Inventory, old: Part, tradition: str) -> Part:
    if old.kind in {"abd", "uddin", "ullah"}:
        return replace(old, name=inventory.draw(rng, old.kind))
    if tradition == "western":
        return replace(old, name=inventory.draw_western(rng))
    slot = "family" if old.kind in {"family", "nisba"} else "given"
    return replace(old, name=inventory.draw(rng, f"{tradition} {slot}", 0.2))


def lookalikes(inventory: Inventory) -> dict[int, list[Name]]:
    """Return, for each name, other names whose consonants or letters are nearly the same (Hassan, Hussain)."""
    from rapidfuzz.distance import OSA

    found: dict[int, list[Name]] = {}
    for key, names in inventory.lists.items():
        everyone = [*names, *inventory.tail] if "given" in key else list(names[:MOST_COMPARED])
        for name in names:
            found[id(name)] = [
                other
                for other in everyone
                if not set(other.latin) & set(name.latin)
                and not set(other.arabic) & set(name.arabic)
                and OSA.normalized_similarity(name.latin[0], other.latin[0]) >= 0.62
            ]
    return found
