# SPDX-License-Identifier: Apache-2.0
"""Sets of labelled pairs of names that scorers are measured on. None of them is used for training or tuning.

- `un_scripts`: the UN list's own original names in Arabic script, each with the entry's Latin name (same), and with
  Latin names of other listed persons that some scorer in the run finds most alike (different).
- `un_typos`: Latin names of the list with two typing errors, with the name itself and with mined other names.
- `cases`: nomenklatura's own labelled pairs.
- `dakshina`: Urdu words with their romanisations, and with romanisations of words that sound alike.
- `made_up`: names of the made-up population as two offices write them, with their namesakes in part.

Mining: each scorer of the run names its TOP most alike wrong names of the pool, the union is taken. Two entries that
share a name or an alias are never a wrong pair, for no one can say that it is wrong.
"""

import csv
import gzip
import random
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from taawun.formats import un_list
from taawun.formats.un_list import UnEntry
from tests.bench import population
from tests.bench.names.scorers import Scorer, on_both_cores

DATA: Final = Path(__file__).resolve().parents[4] / "shared" / "data"
UN_LIST: Final = DATA / "UN_consolidated.xml.gz"
CASES: Final = DATA / "names" / "nomenklatura_cases.csv"
DAKSHINA: Final = DATA / "names" / "dakshina_ur_dev.tsv.gz"
SCRIPTS_TOP: Final = 3
"""Wrong names that each scorer mines for a name in Arabic script."""
TYPOS_TOP: Final = 2
TYPOS: Final = 330
"""Names in the set of typing errors."""
ORGANISATIONS: Final = frozenset({"Company", "Organization", "LegalEntity"})
COUNTRY_TRADITIONS: Final = {
    "Pakistani": "PK", "Gulf": "SA AE QA KW BH OM YE", "Levant/Egypt": "EG SY LB JO PS IQ",
    "Maghreb": "TN DZ MA LY MR ML", "Persian/Afghan": "AF IR TJ",
}  # fmt: skip

OTHERS: Final = "Western/other"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labelled pairs: two names, whether they are of one person, of what kind, and of which group."""

    name: str
    left: list[str]
    right: list[str]
    truth: list[bool]
    kinds: list[str]
    groups: list[str]

    def __len__(self) -> int:
        return len(self.truth)

    def of(self, rows: Iterable[int]) -> "Pairs":
        """Return some of the pairs."""
        chosen = list(rows)
        columns = (self.left, self.right, self.truth, self.kinds, self.groups)
        return Pairs(self.name, *([column[i] for i in chosen] for column in columns))  # type: ignore[misc]


@cache
def persons() -> tuple[UnEntry, ...]:
    """Return the persons of the official list, in its order; empty where the list is not beside the project."""
    if not UN_LIST.exists():
        return ()
    with closing(gzip.open(UN_LIST)) as file:
        return tuple(entry for entry in un_list.read(file) if entry.kind == "person")  # type: ignore[arg-type]


def is_arabic(text: str) -> bool:
    """Tell whether a text has letters of the Arabic script."""
    return any("\u0600" <= letter < "\u0700" for letter in text)


def tradition_of(entry: UnEntry) -> str:
    """Return the naming tradition that an entry's first nationality speaks for."""
    first = entry.nationalities[0] if entry.nationalities else ""
    if not first:
        return OTHERS
    return next((name for name, codes in COUNTRY_TRADITIONS.items() if first in codes.split()), OTHERS)


def un_scripts(scorers: Sequence[Scorer]) -> Pairs:
    """Return original names in Arabic script with Latin names."""
    asked = [(i, entry) for i, entry in enumerate(persons()) if is_arabic(entry.original_script)]
    names = [entry.original_script for _, entry in asked]
    return _mined("UN list, Arabic script and Latin", names, [i for i, _ in asked], scorers, SCRIPTS_TOP)


def un_typos(scorers: Sequence[Scorer]) -> Pairs:
    """Return Latin names with typing errors, with Latin names."""
    dice = random.Random(330)
    asked = sorted(dice.sample([i for i, entry in enumerate(persons()) if len(entry.name) > 6], TYPOS))
    names = [_mistyped(persons()[i].name, dice) for i in asked]
    return _mined("UN list, Latin with typing errors", names, asked, scorers, TYPOS_TOP)


def _mistyped(name: str, dice: random.Random) -> str:
    once = population.mistyped(name, dice.random(), dice.random())
    return population.mistyped(once, dice.random(), dice.random())


def _mined(title: str, names: list[str], owners: list[int], scorers: Sequence[Scorer], top: int) -> Pairs:
    pool = [entry.name for entry in persons()]
    allowed = [_wrong_for(owner) for owner in owners]
    hard: list[set[int]] = [set() for _ in names]
    for mined in on_both_cores(lambda scorer: scorer.mine("person", names, pool, allowed, top), scorers):
        for places, found in zip(hard, mined, strict=True):
            places.update(found)
    rows = [
        (name, pool[place], place == owner, "person", tradition_of(persons()[owner]))
        for name, owner, places in zip(names, owners, hard, strict=True)
        for place in [owner, *sorted(places)]
    ]
    return Pairs(title, *map(list, zip(*rows, strict=True)))  # type: ignore[arg-type]


@cache
def _known_as(number: int) -> frozenset[str]:
    entry = persons()[number]
    return frozenset(name.casefold() for name in (entry.name, *(alias.name for alias in entry.aliases)))


def _wrong_for(owner: int) -> list[int]:
    """Return the entries whose names are wrong for an entry: all that share no name or alias with it."""
    mine = _known_as(owner)
    return [i for i in range(len(persons())) if i != owner and not mine & _known_as(i)]


def cases() -> Pairs:
    """Return nomenklatura's labelled pairs."""
    if not CASES.exists():
        return Pairs("nomenklatura's cases", [], [], [], [], [])
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = ["organisation" if row["schema"] in ORGANISATIONS else row["schema"].lower() for row in rows]
    left, right = [row["name1"] for row in rows], [row["name2"] for row in rows]
    same = [row["is_match"] == "true" for row in rows]
    return Pairs("nomenklatura's cases", left, right, same, kinds, [row["case_group"] for row in rows])


def dakshina(wrong: int = 5, seed: int = 5) -> Pairs:
    """Return Urdu words with each attested romanisation, and with `wrong` romanisations of other words.

    Half of the wrong ones are the nearest by their consonants (one may differ), the others are anyone's.
    """
    if not DAKSHINA.exists():
        return Pairs("Dakshina, Urdu words", [], [], [], [], [])
    with gzip.open(DAKSHINA, "rt", encoding="utf-8") as file:
        attested = [line.split("\t")[:2] for line in file]
    of: dict[str, set[str]] = {}
    for word, latin in attested:
        of.setdefault(word, set()).add(latin)
    everyone = sorted({latin for _, latin in attested})
    alike: dict[str, list[str]] = {}
    for latin in everyone:
        for key in _consonant_keys(latin):
            alike.setdefault(key, []).append(latin)
    dice, rows = random.Random(seed), []
    for word, latin in attested:
        rows.append((word, latin, True, "person", "ur"))
        near = sorted({one for key in _consonant_keys(latin) for one in alike[key]} - of[word])
        chosen = set(dice.sample(near, min(len(near), wrong // 2 + 1)))
        while len(chosen) < wrong:
            one = dice.choice(everyone)
            chosen |= {one} - of[word]
        rows += [(word, one, False, "person", "ur") for one in sorted(chosen)]
    return Pairs("Dakshina, Urdu words", *map(list, zip(*rows, strict=True)))  # type: ignore[arg-type]


def _consonant_keys(latin: str) -> set[str]:
    """Return the consonants of a word, and each way to leave one of them out."""
    found = "".join(letter for letter in latin if letter not in "aeiouyhw")
    return {found} | ({found[:i] + found[i + 1 :] for i in range(len(found))} if len(found) > 2 else set())


def made_up(n: int = 3_000, wrong: int = 10, seed: int = 11) -> Pairs:
    """Return n names of the made-up population as asked and as listed, and `wrong` others for each.

    The others share a name of the same sound with the one who is meant (where there is one, else anyone), but not
    all of them: who has all the same names is a namesake, and no name tells namesakes apart.
    """
    listed = population.people(20 * n, seed)
    asked = population.queries(listed, n, seed + 1)
    same = population.lexicon().same
    sets = [frozenset(same[row[row >= 0]].tolist()) for row in listed.slots]
    holders: dict[int, list[int]] = {}
    for number, names in enumerate(sets):
        for one in names:
            holders.setdefault(one, []).append(number)
    dice, rows = np.random.default_rng(seed), []
    for i, meant in enumerate(asked.truth.tolist()):
        group = population.TRADITIONS[asked.traditions[i]]
        rows.append((asked.names[i], listed.names[meant], True, "person", group))
        rows += [
            (asked.names[i], listed.names[other], False, "person", group)
            for other in _others(meant, sets, holders, wrong, dice)
        ]
    return Pairs("made-up names", *map(list, zip(*rows, strict=True)))  # type: ignore[arg-type]


def made_up_typos(n: int = 500, wrong: int = 8, seed: int = 13) -> Pairs:
    """Return n made-up Latin names with two typing errors each, with themselves and with others that share a name."""
    listed = population.people(20 * n, seed)
    same = population.lexicon().same
    sets = [frozenset(same[row[row >= 0]].tolist()) for row in listed.slots]
    holders: dict[int, list[int]] = {}
    latin = [i for i, name in enumerate(listed.names) if not is_arabic(name) and len(name) > 8]
    for number in latin:
        for one in sets[number]:
            holders.setdefault(one, []).append(number)
    dice, typing, rows = np.random.default_rng(seed), random.Random(seed), []
    for meant in latin[:n]:
        typed, group = _mistyped(listed.names[meant], typing), population.TRADITIONS[listed.traditions[meant]]
        rows.append((typed, listed.names[meant], True, "person", group))
        others = [other for other in _others(meant, sets, holders, wrong, dice) if not is_arabic(listed.names[other])]
        rows += [(typed, listed.names[other], False, "person", group) for other in others]
    return Pairs("made-up Latin names with typing errors", *map(list, zip(*rows, strict=True)))  # type: ignore[arg-type]


def _others(
    meant: int, sets: list[frozenset[int]], holders: dict[int, list[int]], wrong: int, dice: np.random.Generator
) -> list[int]:
    """Return people of whom each shares a name with the one who is meant, rarer names as often as frequent ones."""
    found: set[int] = set()
    names = sorted(sets[meant])
    for _ in range(10 * wrong):
        near = holders[names[int(dice.integers(len(names)))]] if dice.random() < 0.9 else range(len(sets))
        other = int(near[int(dice.integers(len(near)))])
        if not (sets[meant] <= sets[other] or sets[other] <= sets[meant]):
            found.add(other)
        if len(found) == wrong:
            break
    return sorted(found)
