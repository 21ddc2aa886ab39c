# SPDX-License-Identifier: Apache-2.0
"""Pairs of spellings that look alike and name two people: what the model must learn to tell apart.

For each spelling the candidates are its neighbours when all spellings of the other script are sorted by their
rough consonants, read forwards and backwards, and a few at random. The hardest by the current tables are kept.
A pair is never a negative when the sources join the two spellings, even through a third one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import combinations, islice

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from tools.names.pairs import Pair
from tools.names.sources import Group

AROUND = 25  # neighbours on either side of a sorted list
AT_RANDOM = 30
HARDEST = 8
FEW = 3  # random ones that are kept, so that the easy stays easy
KNOWN_WEIGHT = 1.5
DOUBTFUL_WEIGHT = 0.3  # same rough consonants: may be one name that no source joins

_ROUGH = (
    ("kh", "x"), ("gh", "g"), ("sh", "S"), ("ch", "S"), ("th", "t"), ("dh", "d"), ("ph", "f"), ("zh", "z"), ("q", "k"),
    ("c", "k"), ("v", "f"), ("p", "b"), ("z", "s"), ("j", "g"),
)  # fmt: skip
_ROUGH_ARABIC = str.maketrans("بتثجحخدذرزسشصضطظغفقكلمنپچژگٹڈڑ", "btsgHxdsrssSsdtsgfkklmnbSsgtdr", "اعهويح")
_SILENT = str.maketrans("", "", "aeiouyhwH")

Ints = npt.NDArray[np.int32]
Score = Callable[[list[str], list[str], Ints, Ints], npt.NDArray[np.float64]]


@cache
def rough(unit: str) -> str:
    """Return the rough consonants of a folded unit, comparable between the scripts."""
    if unit.isascii():
        for letters, sound in _ROUGH:
            unit = unit.replace(letters, sound)
        text = unit.translate(_SILENT)
    else:
        text = unit.translate(_ROUGH_ARABIC)
    return "".join(c for c, before in zip(text, " " + text, strict=False) if c != before)


class Neighbours:
    """All spellings of one script, found by their rough consonants."""

    def __init__(self, units: list[str]) -> None:
        self.count = len(units)
        self.lists = []
        for turn in (1, -1):
            keys = np.array([rough(unit)[::turn] for unit in units])
            order = np.argsort(keys, kind="stable").astype(np.int32)
            self.lists.append((turn, keys[order], order))

    def of(self, unit: str, chance: np.random.Generator) -> npt.NDArray[np.int32]:
        """Return the distinct numbers of candidates for a spelling, sorted."""
        found = [chance.integers(0, self.count, AT_RANDOM, dtype=np.int32)]
        for turn, keys, order in self.lists:
            key = rough(unit)[::turn]
            low, high = np.searchsorted(keys, (key, key + "~"))
            middle = (low + high) // 2
            found += [order[max(0, at - AROUND) : at + AROUND] for at in {int(low), int(middle), int(high)}]
        return np.unique(np.concatenate(found))


def joined(pairs: Iterable[Pair]) -> dict[str, set[str]]:
    """Return for each spelling those that the sources join with it directly."""
    links: dict[str, set[str]] = defaultdict(set)
    for a, b, _ in pairs:
        links[a].add(b)
        links[b].add(a)
    return links


def hard(
    units: list[str], others: list[str], links: dict[str, set[str]], score: Score, count: int, seed: int
) -> list[Pair]:
    """Return the hardest false pairs (unit, other, weight), and a few easy ones, for `count` of the units."""
    chance = np.random.default_rng(seed)
    anchors = [units[k] for k in np.sort(chance.permutation(len(units))[:count])]
    near = Neighbours(others)
    found = [near.of(anchor, chance) for anchor in anchors]
    i = np.repeat(np.arange(len(anchors), dtype=np.int32), [len(row) for row in found])
    values = score(anchors, others, i, np.concatenate(found))
    kept: list[Pair] = []
    start = 0
    for anchor, row in zip(anchors, found, strict=True):
        order = np.argsort(-values[start : start + len(row)], kind="stable")
        start += len(row)
        kept += [(anchor, b, _doubt(anchor, b)) for b in _chosen(anchor, [others[k] for k in row[order]], links)]
    return kept


def of_known(groups: list[Group]) -> tuple[list[Pair], list[Pair], list[Pair]]:
    """Return false pairs (cross, Latin, Arabic) of known names whose rough consonants are alike: surely two names."""
    cross: list[Pair] = []
    latin: list[Pair] = []
    arabic: list[Pair] = []
    for a, b in combinations(groups, 2):
        if set(a[0]) & set(b[0]) or not _alike(rough((a[0] or a[1])[0]), rough((b[0] or b[1])[0])):
            continue
        ours, theirs = [one for one in a[1] if one not in b[1]], [one for one in b[1] if one not in a[1]]
        cross += [(x, y, KNOWN_WEIGHT) for x in a[0] for y in theirs] + [
            (x, y, KNOWN_WEIGHT) for x in b[0] for y in ours
        ]
        latin += [(x, y, KNOWN_WEIGHT) for x in ours for y in theirs]
        arabic += [(x, y, KNOWN_WEIGHT) for x in a[0] for y in b[0]]
    return cross, latin, arabic


def _alike(a: str, b: str) -> bool:
    """Return whether rough consonants are equal, or of three and more only one is lost, added or changed."""
    return a == b or (max(len(a), len(b)) > 2 and Levenshtein.distance(a, b) == 1)


def _chosen(anchor: str, ranked: list[str], links: dict[str, set[str]]) -> Iterator[str]:
    """Yield the first that no source joins with the anchor, directly or through a third spelling; then the last."""
    near = links[anchor] | {anchor}
    apart = (b for b in ranked[:-FEW] if b not in near and links[b].isdisjoint(near))
    yield from islice(apart, HARDEST)
    yield from (b for b in ranked[-FEW:] if b not in near and links[b].isdisjoint(near))


def _doubt(a: str, b: str) -> float:
    return DOUBTFUL_WEIGHT if rough(a) == rough(b) else 1.0
