# SPDX-License-Identifier: Apache-2.0
"""True pairs of spellings from the sources and the rules, one list per table: cross, Latin, Arabic."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations

from taawun.engines.names.normalise import fold
from tools.names import spellings
from tools.names.sources import Group, Names

MADE_UP = 60_000  # Urdu words made by rule
MADE_UP_WEIGHT = 2.0
KNOWN_WEIGHT = 4.0
NATIVE = frozenset("عحضظذثصطقخغ")  # letters that Arabic hardly uses to write foreign names
NATIVE_WEIGHT = 2.0
HABIT_SHARE = 0.2  # of the pairs get one more spelling by habit; of native ones, all
HABIT_WEIGHT = 0.5
SAME_WEIGHT = 0.5  # a spelling with itself
SAME_COUNT = 15_000
TYPOS = 15_000  # of each script
TYPO_WEIGHT = 0.5
SEED = 3

Pair = tuple[str, str, float]


@dataclass(slots=True)
class Pairs:
    """True pairs: cross holds (Arabic, Latin), the others two spellings of one script.

    `known` holds the spellings of each name written down by the project: two of them are surely two names.
    """

    cross: list[Pair] = field(default_factory=list)
    latin: list[Pair] = field(default_factory=list)
    arabic: list[Pair] = field(default_factory=list)
    known: list[Group] = field(default_factory=list)


def training_pairs(names: Names) -> Pairs:
    """Return what trains: sources without the held-out part, known names, habits, made-up Urdu words."""
    chance = random.Random(SEED)
    known = [(_folded(a), _folded(b), KNOWN_WEIGHT) for a, b in spellings.known_names()]
    pairs = pairs_of([*names.groups, *known])
    pairs.known = known
    pairs.latin += _bridged(names.groups)
    made = _by_habit(pairs.cross, chance)
    pairs.cross += [(arabic, other, weight) for arabic, _, other, weight in made]
    pairs.latin += [(latin, other, weight) for _, latin, other, weight in made]
    arabic, latin = sorted({a for a, _, _ in pairs.cross}), sorted({b for _, b, _ in pairs.cross})
    pairs.latin += _same(latin, chance) + _typos(latin, chance)
    pairs.arabic += _same(arabic, chance) + _typos(arabic, chance)
    pairs.cross += [(fold(a), b, MADE_UP_WEIGHT) for a, b in spellings.urdu_words(MADE_UP, chance)]
    return pairs


def pairs_of(groups: list[Group]) -> Pairs:
    """Return every two spellings of each group; a large group weighs little more than a small one."""
    pairs = Pairs()
    for arabic, latin, weight in groups:
        worth = weight * (NATIVE_WEIGHT if any(NATIVE & set(a) for a in arabic) else 1.0)
        share = worth * min(1.0, 3 / max(1, len(latin)))
        pairs.cross += [(a, b, share) for a in arabic for b in latin]
        pairs.latin += [(a, b, share) for a, b in combinations(latin, 2)]
        pairs.arabic += [(a, b, worth) for a, b in combinations(arabic, 2)]
    return pairs


def _bridged(groups: list[Group]) -> list[Pair]:
    """Return Latin spellings that meet in one Arabic spelling, for names Arabic writes in full."""
    by_arabic: dict[str, set[str]] = defaultdict(set)
    for arabic, latin, _ in groups:
        if len(arabic) == 1 and len(latin) == 1 and len(arabic[0]) > 3:
            by_arabic[arabic[0]].update(latin)
    return [(a, b, 0.3) for found in by_arabic.values() if len(found) < 8 for a, b in combinations(sorted(found), 2)]


def _by_habit(cross: list[Pair], chance: random.Random) -> list[tuple[str, str, str, float]]:
    made = []
    for arabic, latin, weight in cross:
        if chance.random() < HABIT_SHARE or NATIVE & set(arabic):
            other = spellings.habits_of(arabic, latin, chance)
            if other != latin:
                made.append((arabic, latin, other, weight * HABIT_WEIGHT))
    return made


def _same(words: list[str], chance: random.Random) -> list[Pair]:
    return [(word, word, SAME_WEIGHT) for word in chance.sample(words, min(SAME_COUNT, len(words)))]


def _typos(words: list[str], chance: random.Random) -> list[Pair]:
    long = [word for word in words if len(word) > 4]
    chosen = chance.sample(long, min(TYPOS, len(long)))
    letters = "".join(chosen)
    made = [(word, _slip(word, chance.choice(letters), chance), TYPO_WEIGHT) for word in chosen]
    return [pair for pair in made if pair[0] != pair[1]]


def _slip(word: str, letter: str, chance: random.Random) -> str:
    """Return the word with one slip of the hand: a letter lost, doubled, changed, added, or two swapped."""
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(5)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[: at + 1] + word[at:]
    if kind == 2:
        return word[:at] + letter + word[at + 1 :]
    if kind == 3:
        return word[:at] + letter + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(word) for word in words))
