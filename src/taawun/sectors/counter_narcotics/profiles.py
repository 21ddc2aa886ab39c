# SPDX-License-Identifier: Apache-2.0
"""Do the impurity profiles of two samples support a common source? A number with its words, never a name.

Likeness is the Pearson correlation of the square roots of normalised peaks. The threshold is the likeness that a stated
part (`FALSE_RATE`) of pairs from known different sources reaches. The likelihood ratio compares normal densities of
Fisher's z among pairs of one known source and of different ones, and is cut at what so many pairs can carry. Without
enough pairs of known origin nothing is assessed. A common source is a batch or a process; nobody is linked to it.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean, stdev
from typing import Final

from taawun.apps.sector import Data, Level, Remark
from taawun.formats.drugs import drug_of

FALSE_RATE: Final = 0.01
"""Part of pairs from different sources that the threshold lets through."""
FEWEST_DIFFERENT: Final = 100
FEWEST_SAME: Final = 10
LEAST_PEAKS: Final = 4
NARROWEST: Final = 0.05
"""Least standard deviation of Fisher's z: few pairs are never that sure."""
TOP: Final = 0.999999
SCALE: Final = (
    (1_000_000.0, "extremely strong"), (10_000.0, "very strong"), (1_000.0, "strong"), (100.0, "moderately strong"),
    (10.0, "moderate"), (2.0, "weak"),
)  # fmt: skip
"""Least likelihood ratio of each word of the ENFSI guideline for evaluative reporting (2015)."""

Peaks = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Reference:
    """What pairs of known origin say: the threshold at `FALSE_RATE`, and Fisher's z of both kinds."""

    threshold: float
    same: tuple[float, float]
    different: tuple[float, float]
    pairs_same: int
    pairs_different: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What two profiles say; `ratio` and `words` are empty where it is not assessable."""

    likeness: float | None
    linked: bool | None
    ratio: float | None
    words: str


def peaks(lines: Iterable[str]) -> dict[str, float]:
    """Return the peaks of lines "component=area"; lines without a number above or at zero are left out."""
    found = {}
    for line in lines:
        name, _sign, value = line.partition("=")
        try:
            area = float(value)
        except ValueError:
            continue
        if math.isfinite(area) and area >= 0:
            found[" ".join(name.lower().split())] = area
    return found


def likeness(left: Peaks, right: Peaks) -> float | None:
    """Return how alike two profiles are, -1 to 1; None with fewer than `LEAST_PEAKS` common components."""
    names = sorted(left.keys() & right.keys())
    if len(names) < LEAST_PEAKS:
        return None
    a, b = ([math.sqrt(one[name]) for name in names] for one in (left, right))
    mean_a, mean_b = fmean(a), fmean(b)
    apart_a, apart_b = [one - mean_a for one in a], [one - mean_b for one in b]
    scale = math.sqrt(sum(one * one for one in apart_a) * sum(one * one for one in apart_b))
    return sum(x * y for x, y in zip(apart_a, apart_b, strict=True)) / scale if scale else None


def reference(known: Sequence[tuple[str, Peaks]]) -> Reference | None:
    """Return what profiles of known sources say, or None where they are too few.

    Args:
        known: the name of the source and the peaks of each profile.
    """
    same: list[float] = []
    different: list[float] = []
    for (one, left), (other, right) in combinations(known, 2):
        found = likeness(left, right)
        if found is not None:
            (same if one == other else different).append(found)
    if len(same) < FEWEST_SAME or len(different) < FEWEST_DIFFERENT:
        return None
    place = min(len(different) - 1, math.ceil((1 - FALSE_RATE) * len(different)))
    return Reference(sorted(different)[place], _spread(same), _spread(different), len(same), len(different))


def compare(left: Peaks, right: Peaks, known: Reference | None) -> Verdict:
    """Return what two profiles say in the light of pairs of known origin."""
    found = likeness(left, right)
    if found is None or known is None:
        return Verdict(found, None, None, "not assessable")
    z = _fisher(found)
    ratio = math.exp(min(_log_density(z, known.same) - _log_density(z, known.different), 50.0))
    bounded = max(1 / known.pairs_same, min(ratio, float(known.pairs_different)))
    return Verdict(found, found > known.threshold, bounded, verbal(bounded))


def verbal(ratio: float) -> str:
    """Return the words for a likelihood ratio."""
    if ratio <= 1 / SCALE[-1][0]:
        return "support for different sources"
    return next(
        (f"{word} support for a common source" for least, word in SCALE if ratio >= least), "no support either way"
    )


def check_profile(data: Data) -> Iterator[Remark]:
    """Say where a profile can be compared with nothing."""
    if len(peaks(data.get("peaks", []))) < LEAST_PEAKS:
        yield Remark("profile.few", "peaks", "A profile with fewer than four components is not assessable.")
    if not data.get("method"):
        yield Remark(
            "profile.no-method", "method", "Without its method a profile is compared with no other.", Level.NOTE
        )


def kind_of(data: Data) -> tuple[str, str] | None:
    """Return what profiles must share to be compared: the drug, in whatever script it is written, and the method.

    None where one of them is not stated.
    """
    written, method = _folded(data, "substance"), _folded(data, "method")
    known = drug_of(written)
    return (known.slug if known else written, method) if written and method else None


def comparable(left: Data, right: Data) -> bool:
    """Tell whether two profiles may be compared: one drug, one method, one laboratory's scale of peaks."""
    kind = kind_of(left)
    return kind is not None and kind == kind_of(right)


def _folded(data: Data, name: str) -> str:
    return " ".join(str(data.get(name, "")).casefold().split())


def _fisher(value: float) -> float:
    return math.atanh(max(-TOP, min(TOP, value)))


def _spread(values: Sequence[float]) -> tuple[float, float]:
    found = [_fisher(one) for one in values]
    return fmean(found), max(stdev(found), NARROWEST)


def _log_density(z: float, spread: tuple[float, float]) -> float:
    mean, deviation = spread
    return -0.5 * ((z - mean) / deviation) ** 2 - math.log(deviation)
