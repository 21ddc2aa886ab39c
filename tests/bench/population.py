# SPDX-License-Identifier: Apache-2.0
"""A population of people who do not exist, with names as frequent and as variously spelled as in life.

Pakistan six in ten, the Gulf a quarter, the rest from the Levant and Egypt, Afghanistan, the Maghreb and elsewhere.
Within a section of lexicon.txt names are as frequent as Zipf and Mandelbrot say (1 / (rank + 2.7)); rare names are
spread over 160,000 others with a flatter law. How often Muhammad stands in front, a clan's name or the father's at
the end, how many write "bin", is set below by the project's own judgement, not counted in anyone's register.
Everything follows from the seed: people(1_000_000, s) begins with people(1_000, s), and a block is made at once by
vectors, so that ten millions can be streamed. It uses no watch list and no data that the engine is trained on.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tests.bench.names.lexicon import ARABIC, ARABIC_LETTERS, lexicon

BLOCK: Final = 10_000
"""People made at once."""
TRADITIONS: Final = ("pakistani", "gulf", "levant", "afghan", "maghreb", "western")
SHARES: Final = (0.60, 0.25, 0.06, 0.06, 0.015, 0.015)
COUNTRIES: Final = {
    "pakistani": ("PK",), "gulf": ("SA", "AE", "QA", "KW", "BH", "OM"), "levant": ("EG", "SY", "LB", "JO", "PS"),
    "afghan": ("AF",), "maghreb": ("MA", "DZ", "TN"), "western": ("GB", "PH", "IN"),
}  # fmt: skip
YEARS: Final = (1930, 2008)
MEAN_YEAR, SPREAD = 1984, 14  # years
SLOTS: Final = 9
NOBODY: Final = -1

Slots = NDArray[np.int32]
Dice = np.random.Generator


@dataclass(frozen=True, slots=True)
class Population:
    """People, a row each: what is written of them, and of which names (rows of the lexicon) they are made.

    `births` is int16[n, 3]: year, month, day, zero where unknown. `slots` is int32[n, SLOTS], `first` the number of
    the first person, so that blocks of a stream keep their numbers.
    """

    names: list[str]
    fathers: list[str]
    births: NDArray[np.int16]
    traditions: NDArray[np.int8]
    countries: list[str]
    female: NDArray[np.bool_]
    slots: Slots
    father_slots: Slots
    true_births: NDArray[np.int16]
    first: int = 0

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True, slots=True)
class Queries:
    """What is asked: names and dates as another office wrote them, and who is meant (NOBODY: not in the population)."""

    names: list[str]
    fathers: list[str]
    births: NDArray[np.int16]
    truth: NDArray[np.int64]
    traditions: NDArray[np.int8]
    arabic: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True, slots=True)
class Writing:
    """How an office writes: shares of people written in Arabic script, unusually spelled, mistyped, and so on."""

    arabic: float
    unusual: float
    typo: float
    dropped: float = 0.0
    turned: float = 0.0
    shouted: float = 0.2


LISTED: Final = Writing(arabic=0.35, unusual=0.25, typo=0.01)
ASKED: Final = Writing(arabic=0.45, unusual=0.35, typo=0.15, dropped=0.15, turned=0.10)


def mark() -> str:
    """Return a mark of how people are made up: another when this file, the names or the sounds change."""
    here = Path(__file__).parent
    files = [here / "population.py", *(here / "names" / name for name in ("lexicon.txt", "lexicon.py", "tail.py"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def people(n: int, seed: int) -> Population:
    """Return n people."""
    return joined(list(stream(n, seed)))


def stream(n: int, seed: int) -> Iterator[Population]:
    """Yield n people in blocks of BLOCK."""
    for number in range(-(-n // BLOCK)):
        yield part(n, seed, number)


def part(n: int, seed: int, number: int) -> Population:
    """Return one block of n people."""
    made, left = _block(seed, number), n - number * BLOCK
    return made if left >= BLOCK else _cut(made, left)


def joined(blocks: list[Population]) -> Population:
    """Return blocks as one population."""
    return Population(
        [name for block in blocks for name in block.names],
        [name for block in blocks for name in block.fathers],
        np.concatenate([block.births for block in blocks]),
        np.concatenate([block.traditions for block in blocks]),
        [code for block in blocks for code in block.countries],
        np.concatenate([block.female for block in blocks]),
        np.concatenate([block.slots for block in blocks]),
        np.concatenate([block.father_slots for block in blocks]),
        np.concatenate([block.true_births for block in blocks]),
        blocks[0].first,
    )


def queries(population: Population, m: int, seed: int, *, hits: float = 1.0) -> Queries:
    """Return m queries, in random order; a share of `hits` is about people of the population, the others are not.

    Names: other script, other spelling, a part dropped or the order turned, a letter mistyped (ASKED). Dates: 55 %
    full (of these 3 % with day and month swapped and 3 % put on 1 January), 25 % the year, 10 % a year beside it,
    10 % none. The father is named in every second query of those who have one.
    """
    dice = np.random.default_rng([seed, 77])
    found = round(m * hits)
    meant = dice.choice(len(population), found, replace=found > len(population))
    others = people(m - found, seed + 1_000_003) if m > found else None
    known = [population.slots[meant]] + ([others.slots] if others else [])
    fathers = [population.father_slots[meant]] + ([others.father_slots] if others else [])
    births = [population.true_births[meant]] + ([others.true_births] if others else [])
    traditions = [population.traditions[meant]] + ([others.traditions] if others else [])
    truth = np.concatenate([meant + population.first, np.full(m - found, NOBODY)]).astype(np.int64)
    order = dice.permutation(m)
    kinds, slots = np.concatenate(traditions)[order], np.concatenate(known)[order]
    names, arabic = written(dice, slots, kinds, ASKED)
    of, _ = written(dice, np.concatenate(fathers)[order], kinds, ASKED, arabic)
    said = dice.random(m) < 0.5
    of = [name if tell else "" for name, tell in zip(of, said, strict=True)]
    return Queries(names, of, _asked_dates(dice, np.concatenate(births)[order]), truth[order], kinds, arabic)


def together(asked: list[Queries]) -> Queries:
    """Return queries of several blocks as one file."""
    return Queries(
        [name for one in asked for name in one.names],
        [name for one in asked for name in one.fathers],
        np.concatenate([one.births for one in asked]),
        np.concatenate([one.truth for one in asked]),
        np.concatenate([one.traditions for one in asked]),
        np.concatenate([one.arabic for one in asked]),
    )


def _cut(block: Population, n: int) -> Population:
    return Population(
        block.names[:n], block.fathers[:n], block.births[:n], block.traditions[:n], block.countries[:n],
        block.female[:n], block.slots[:n], block.father_slots[:n], block.true_births[:n], block.first,
    )  # fmt: skip


def _block(seed: int, number: int) -> Population:
    dice = np.random.default_rng([seed, number])
    traditions = dice.choice(len(TRADITIONS), BLOCK, p=SHARES).astype(np.int8)
    female = dice.random(BLOCK) < 0.3
    slots, fathers = np.full((BLOCK, SLOTS), NOBODY, np.int32), np.full((BLOCK, SLOTS), NOBODY, np.int32)
    for kind, make in enumerate(MAKERS):
        rows = np.flatnonzero(traditions == kind)
        slots[rows], fathers[rows] = make(dice, female[rows])
    names, arabic = written(dice, slots, traditions, LISTED)
    of, _ = written(dice, fathers, traditions, LISTED, arabic)
    births = _births(dice, traditions)
    choice = dice.random(BLOCK)
    countries = [
        COUNTRIES[TRADITIONS[kind]][int(u * len(COUNTRIES[TRADITIONS[kind]]))]
        for kind, u in zip(traditions.tolist(), choice.tolist(), strict=True)
    ]
    return Population(
        names, of, _listed_dates(dice, births), traditions, countries, female, slots, fathers, births, number * BLOCK
    )


# --- who they are ---------------------------------------------------------------------------------


def _pick(dice: Dice, section: str, n: int) -> NDArray[np.int32]:
    """Return n names of a section, as frequent as their rank says."""
    start, end = lexicon().sections[section]
    rank = np.arange(end - start)
    weight = 1 / (rank + 30.0) ** 0.8 if section.endswith("_tail") else 1 / (rank + 2.7)
    total = np.cumsum(weight)
    return (start + np.searchsorted(total, dice.random(n) * total[-1], side="right")).astype(np.int32)


def _maybe(dice: Dice, chosen: NDArray[np.int32], share: float) -> NDArray[np.int32]:
    return np.where(dice.random(len(chosen)) < share, chosen, NOBODY).astype(np.int32)


def _unlike(chosen: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the names that differ from their neighbour: nobody is called Hassan Hassan."""
    same = lexicon().same
    return np.where(same[chosen] == same[other], NOBODY, chosen).astype(np.int32)


def _mixed(dice: Dice, n: int, *sections: tuple[str, float]) -> NDArray[np.int32]:
    """Return n names, each from one of the sections, by their shares."""
    of = dice.choice(len(sections), n, p=[share for _, share in sections])
    found = np.empty(n, np.int32)
    for number, (section, _) in enumerate(sections):
        rows = np.flatnonzero(of == number)
        found[rows] = _pick(dice, section, len(rows))
    return found


def _slots(n: int, *columns: NDArray[np.int32]) -> Slots:
    found = np.full((n, SLOTS), NOBODY, np.int32)
    found[:, : len(columns)] = np.stack(columns, axis=1)
    return found


PK_MALE = (("pk_male", 0.78), ("divine", 0.07), ("ullah", 0.05), ("din", 0.03), ("pk_given_tail", 0.07))
PK_FAMILY = (("pk_family", 0.75), ("pk_family_tail", 0.25))
GULF_MALE = (("gulf_male", 0.83), ("divine", 0.11), ("gulf_given_tail", 0.06))
GULF_FAMILY = (("gulf_family", 0.65), ("gulf_family_tail", 0.35))


def _pakistani(dice: Dice, female: NDArray[np.bool_]) -> tuple[Slots, Slots]:
    """Two to five parts: (Syed) (Muhammad) Given (Second) (clan or father's name)."""
    n = len(female)
    given, second = _mixed(dice, n, *PK_MALE), _maybe(dice, _pick(dice, "pk_second", n), 0.40)
    family, father = _maybe(dice, _mixed(dice, n, *PK_FAMILY), 0.50), _mixed(dice, n, *PK_MALE)
    muhammad = _maybe(dice, _pick(dice, "muhammad", n), 0.42)
    second, family = _unlike(second, given), _unlike(_unlike(family, given), second)
    alone = (muhammad < 0) & (second < 0) & (family < 0)
    last = np.where(alone | (dice.random(n) < 0.10), father, NOBODY).astype(np.int32)
    men = _slots(n, _maybe(dice, _pick(dice, "prefix", n), 0.06), muhammad, given, second, family, last)
    hers = _mixed(dice, n, ("pk_female", 0.93), ("pk_given_tail", 0.07))
    her_second = _maybe(dice, _pick(dice, "pk_female_second", n), 0.55)
    named = np.where((her_second < 0) | (dice.random(n) < 0.2), father, NOBODY).astype(np.int32)
    women = _slots(n, hers, her_second, named, _maybe(dice, family, 0.3))
    rest = _maybe(dice, _pick(dice, "pk_second", n), 0.4)
    of = _slots(n, _maybe(dice, _pick(dice, "muhammad", n), 0.42), father, rest, family)
    return np.where(female[:, None], women, men).astype(np.int32), of


def _gulf(dice: Dice, female: NDArray[np.bool_]) -> tuple[Slots, Slots]:
    """(Abu X) Given (bin) Father ((bin) Grandfather) (family)."""
    n = len(female)
    given = np.where(female, _pick(dice, "gulf_female", n), _mixed(dice, n, *GULF_MALE)).astype(np.int32)
    father, grandfather = _mixed(dice, n, *GULF_MALE), _maybe(dice, _mixed(dice, n, *GULF_MALE), 0.55)
    links = dice.random(n) < 0.35
    of = np.where(female, _pick(dice, "bint", n), _pick(dice, "bin", n))
    link = np.where(links, of, NOBODY).astype(np.int32)
    second_link = np.where(links & (grandfather >= 0), _pick(dice, "bin", n), NOBODY).astype(np.int32)
    family = _maybe(dice, _mixed(dice, n, *GULF_FAMILY), 0.85)
    abu = _maybe(dice, _pick(dice, "abu", n), 0.015)
    son = np.where(abu >= 0, _pick(dice, "gulf_male", n), NOBODY).astype(np.int32)
    slots = _slots(n, abu, son, given, link, father, second_link, grandfather, family)
    return slots, _slots(n, father, grandfather, family)


def _plain(
    given: tuple[tuple[str, float], ...], family: tuple[tuple[str, float], ...], middle: float, last: float
) -> Callable[[Dice, NDArray[np.bool_]], tuple[Slots, Slots]]:
    """Return a maker of names like Given (Father) (Grandfather) (family)."""

    def make(dice: Dice, female: NDArray[np.bool_]) -> tuple[Slots, Slots]:
        n = len(female)
        first, father = _mixed(dice, n, *given), _mixed(dice, n, *given)
        kin = _maybe(dice, _mixed(dice, n, *family), last)
        named = np.where((kin < 0) | (dice.random(n) < middle), father, NOBODY).astype(np.int32)
        grandfather = np.where(named >= 0, _maybe(dice, _mixed(dice, n, *given), middle / 2), NOBODY).astype(np.int32)
        return _slots(n, first, named, grandfather, kin), _slots(n, father, grandfather, kin)

    return make


MAKERS: Final = (
    _pakistani,
    _gulf,
    _plain(
        (("levant_male", 0.86), ("divine", 0.10), ("gulf_given_tail", 0.04)),
        (("levant_family", 0.7), ("gulf_family_tail", 0.3)),
        0.7,
        0.75,
    ),
    _plain(
        (("afghan_male", 0.55), ("ullah", 0.25), ("divine", 0.10), ("din", 0.04), ("pk_given_tail", 0.06)),
        (("afghan_family", 0.6), ("afghan_family_tail", 0.4)),
        0.35,
        0.6,
    ),
    _plain(
        (("maghreb_male", 0.9), ("divine", 0.1)), (("maghreb_family", 0.6), ("maghreb_family_tail", 0.4)), 0.15, 0.95
    ),
    _plain((("western", 1.0),), (("western", 1.0),), 0.2, 0.95),
)


def _births(dice: Dice, traditions: NDArray[np.int8]) -> NDArray[np.int16]:
    """Return true dates as they stand in papers: some born on 1 January, some in round years, for want of knowing."""
    n = len(traditions)
    year = np.clip(np.rint(dice.normal(MEAN_YEAR, SPREAD, n)), *YEARS).astype(np.int16)
    guessed = dice.random(n) < np.array([0.06, 0.04, 0.02, 0.25, 0.02, 0.0])[traditions]
    year = np.where(guessed & (dice.random(n) < 0.5), year // 5 * 5, year)
    month = np.where(guessed, 1, dice.integers(1, 13, n))
    day = np.where(guessed, 1, dice.integers(1, 29, n))
    return np.stack([year, month, day], axis=1).astype(np.int16)


def _listed_dates(dice: Dice, births: NDArray[np.int16]) -> NDArray[np.int16]:
    """Return the dates as a list has them: 92 % full, 6 % the year, 2 % none."""
    found, u = births.copy(), dice.random(len(births))
    found[u < 0.08, 1:] = 0
    found[u < 0.02] = 0
    return found


def _asked_dates(dice: Dice, births: NDArray[np.int16]) -> NDArray[np.int16]:
    found, u, n = births.copy(), dice.random(len(births)), len(births)
    swapped = (dice.random(n) < 0.03) & (births[:, 2] <= 12)
    found[swapped] = found[swapped][:, [0, 2, 1]]
    found[dice.random(n) < 0.03, 1:] = 1
    found[u >= 0.55, 1:] = 0
    beside = (u >= 0.80) & (u < 0.90)
    found[beside, 0] += np.where(dice.random(n) < 0.5, 1, -1)[beside].astype(np.int16)
    found[u >= 0.90] = 0
    return found


# --- how they are written -------------------------------------------------------------------------


def written(
    dice: Dice, slots: Slots, traditions: NDArray[np.int8], how: Writing, arabic: NDArray[np.bool_] | None = None
) -> tuple[list[str], NDArray[np.bool_]]:
    """Write names down; returns the texts and which of them are in Arabic script."""
    n = len(slots)
    slots = _changed(dice, slots, how)
    table = lexicon()
    table.spell(slots)
    if arabic is None:
        arabic = dice.random(n) < how.arabic
    unusual = dice.random(slots.shape) < how.unusual
    ways = np.where(arabic[:, None], table.arabic[slots], table.latin[slots] - 1)
    pick = (dice.random(slots.shape) * ways).astype(np.int64)
    latin = np.where(unusual & (table.latin[slots] > 1), pick + 1, 0)
    column = np.where(arabic[:, None], np.where(unusual, pick, 0), ARABIC + latin)
    forms = table.forms[slots, column]
    forms[slots == NOBODY] = ""
    texts = [" ".join(filter(None, row)) for row in forms.tolist()]
    return _finish(dice, texts, arabic, traditions, how), arabic


def _changed(dice: Dice, slots: Slots, how: Writing) -> Slots:
    """Drop a part of some names of three or more, and turn others round (first to last)."""
    if not how.dropped and not how.turned:
        return slots
    slots, n = slots.copy(), len(slots)
    count = (slots != NOBODY).sum(axis=1)
    packed = np.take_along_axis(slots, np.argsort(slots == NOBODY, axis=1, kind="stable"), axis=1)
    drop = np.flatnonzero((dice.random(n) < how.dropped) & (count > 2))
    packed[drop, (1 + dice.random(len(drop)) * (count[drop] - 1)).astype(np.int64)] = NOBODY
    turn = np.flatnonzero((dice.random(n) < how.turned) & (count > 1))
    packed[turn] = np.roll(packed[turn], -1, axis=1)
    return packed


def _finish(
    dice: Dice, texts: list[str], arabic: NDArray[np.bool_], traditions: NDArray[np.int8], how: Writing
) -> list[str]:
    """Write Pakistani names also in Arabic letters, some names in capitals, and mistype a letter here and there."""
    n = len(texts)
    u, typo = dice.random(n), dice.random(n) < how.typo
    for i in np.flatnonzero(arabic & (u < 0.25) & (traditions == 0)):
        texts[i] = texts[i].translate(ARABIC_LETTERS)
    for i in np.flatnonzero(~arabic & (u < how.shouted)):
        texts[i] = texts[i].upper()
    for i, where, which in zip(np.flatnonzero(typo), dice.random(n), dice.random(n), strict=False):
        texts[i] = mistyped(texts[i], where, which)
    return texts


def mistyped(text: str, where: float, which: float) -> str:
    """Return a text with one letter lost, doubled or swapped with the next, in a word of more than three letters."""
    places = [i for i in range(len(text) - 1) if text[i] != " " != text[i + 1] and len(_word(text, i)) > 3]
    if not places:
        return text
    i = places[int(where * len(places))]
    if which < 0.4:
        return text[:i] + text[i + 1 :]
    if which < 0.7:
        return text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    return text[: i + 1] + text[i:]


def _word(text: str, i: int) -> str:
    start = text.rfind(" ", 0, i) + 1
    end = text.find(" ", i)
    return text[start : end if end >= 0 else len(text)]
