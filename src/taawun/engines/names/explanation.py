# SPDX-License-Identifier: Apache-2.0
"""Why a score is what it is: which unit met which, what was left over, and what each observation added.

`parts` sum, with `base`, exactly to the log-odds of the score. Reasons are codes with parameters, so that a page can
say them in any language; nothing here is a sentence.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from taawun.engines.names import assignment as at
from taawun.engines.names.calibration import Trees, contributions
from taawun.engines.names.drawing import draw
from taawun.engines.names.lexicon import Role
from taawun.engines.names.units import Unit

if TYPE_CHECKING:
    from taawun.engines.names.scoring import Scratch
    from taawun.engines.names.vocabulary import Vocabulary

THIN: Final = 6.0  # bits; of a name of fewer it is told that it says little
SAME: Final = 0.999
ALIKE: Final = 0.5
SLIGHT: Final = 0.005  # log-odds; contributions below it are not told


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing to tell a person: a code and what it is about, such as ("only-left", (("text", "Khan"),))."""

    code: str
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Units of both names that were taken for one another, as they were written."""

    left: str
    right: str
    similarity: float
    weight: float  # bits: the lesser of the two sides
    left_units: tuple[int, ...]
    right_units: tuple[int, ...]
    role: Role

    @property
    def earned(self) -> float:
        """Bits of evidence that this pair gives."""
        return self.similarity * self.weight

    @property
    def cost(self) -> float:
        """Bits that it lacks to be equal."""
        return self.weight - self.earned


@dataclass(frozen=True, slots=True)
class Leftover:
    """A unit that nothing on the other side explains."""

    text: str
    role: Role
    weight: float
    unit: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one observation (a name of `assignment.FEATURES`) was, and what it added to the log-odds."""

    code: str
    value: float
    added: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that can be said about one comparison."""

    left: str
    right: str
    score: float
    pairs: tuple[Pair, ...]
    unexplained_a: tuple[Leftover, ...]
    unexplained_b: tuple[Leftover, ...]
    order: float  # share of pairs of links that cross, 0..1
    base: float
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]

    def picture(self) -> str:
        """Return the alignment drawn for a terminal, a line for each pair and each leftover."""
        return draw(self)


def explain(
    names: tuple[str, str],
    units: tuple[tuple[Unit, ...], tuple[Unit, ...]],
    vocabulary: "Vocabulary",
    scratch: "Scratch",
    score: float,
    model: Trees,
) -> Explanation:
    """Put into words what the kernel left in `scratch` about one pair."""
    bits = vocabulary.bits[vocabulary.ids]
    weights = bits[: len(units[0])], bits[len(units[0]) :]
    count = int(scratch.counts[0])
    linked = (
        _pair(names, units, weights, link, float(p))
        for link, p in zip(scratch.links[:count], scratch.links_p, strict=False)
    )
    pairs = tuple(sorted(linked, key=lambda pair: pair.left_units))
    left, right = (_leftovers(names[side], units[side], weights[side], scratch.found[side]) for side in (0, 1))
    seen = scratch.features.copy()
    base, parts = _parts(seen, model, bool(score))
    reasons = tuple(_reasons(units, pairs, left, right, seen))
    return Explanation(*names, score, pairs, left, right, float(seen[at.DISORDER]), base, parts, reasons)


def _pair(
    names: tuple[str, str],
    units: tuple[tuple[Unit, ...], tuple[Unit, ...]],
    weights: tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]],
    link: npt.NDArray[np.int32],
    similarity: float,
) -> Pair:
    spans = tuple(range(link[0], link[0] + link[1])), tuple(range(link[2], link[2] + link[3]))
    texts = [_written(names[side], units[side], spans[side]) for side in (0, 1)]
    weight = min(float(weights[side][list(spans[side])].sum()) for side in (0, 1))
    return Pair(texts[0], texts[1], similarity, weight, *spans, role=units[0][spans[0][0]].role)


def _written(name: str, units: tuple[Unit, ...], span: tuple[int, ...]) -> str:
    """Return units as they stand in the name as given."""
    return " ".join(dict.fromkeys(name[units[place].start : units[place].end].strip(" ,،") for place in span))


def _leftovers(
    name: str, units: tuple[Unit, ...], weights: npt.NDArray[np.float32], found: npt.NDArray[np.float32]
) -> tuple[Leftover, ...]:
    return tuple(
        Leftover(_written(name, units, (place,)), unit.role, float(weights[place]), place)
        for place, unit in enumerate(units)
        if found[place] == 0
    )


def _parts(seen: npt.NDArray[np.float32], model: Trees, scored: bool) -> tuple[float, tuple[Part, ...]]:
    if not scored:
        return -math.inf, ()
    base, added = contributions(seen, model)
    parts = (Part(code, float(seen[k]), float(added[k])) for k, code in enumerate(at.FEATURES) if added[k])
    return base, tuple(sorted(parts, key=lambda part: -abs(part.added)))


def _reasons(
    units: tuple[tuple[Unit, ...], tuple[Unit, ...]],
    pairs: tuple[Pair, ...],
    left: tuple[Leftover, ...],
    right: tuple[Leftover, ...],
    seen: npt.NDArray[np.float32],
) -> list[Reason]:
    if not units[0] or not units[1]:
        return [Reason("nothing-to-compare")]
    told = [_of_pair(pair, units) for pair in pairs if pair.role not in {Role.PARTICLE, Role.TITLE, Role.LEGAL_FORM}]
    for code, leftovers in (("only-left", left), ("only-right", right)):
        told += [
            Reason(code, (("text", gone.text),)) for gone in leftovers if gone.role not in {Role.PARTICLE, Role.TITLE}
        ]
    told += [Reason(code) for code, holds in _general(units, seen) if holds]
    return told


def _of_pair(pair: Pair, units: tuple[tuple[Unit, ...], tuple[Unit, ...]]) -> Reason:
    params = (("left", pair.left), ("right", pair.right), ("similarity", f"{pair.similarity:.2f}"))
    roles = {units[0][pair.left_units[0]].role, units[1][pair.right_units[0]].role}
    most = max(len(pair.left_units), len(pair.right_units))
    if Role.INITIAL in roles:
        code = "initial"
    elif most > 1:
        code = "joined" if most == 2 else "acronym"
    else:
        code = "same" if pair.similarity >= SAME else "alike" if pair.similarity >= ALIKE else "doubtful"
    return Reason(code, params)


def _general(
    units: tuple[tuple[Unit, ...], tuple[Unit, ...]], seen: npt.NDArray[np.float32]
) -> tuple[tuple[str, bool], ...]:
    no_core = not all(
        any(unit.role not in {Role.TITLE, Role.PARTICLE, Role.LEGAL_FORM} for unit in side) for side in units
    )
    return (
        ("titles-only", no_core),
        ("order-differs", seen[at.DISORDER] > 0),
        ("numbers-differ", seen[at.NUMBERS] <= -1),
        ("number-on-one-side", seen[at.NUMBERS] == -0.5),
        ("legal-forms-differ", seen[at.LEGAL_FORMS] < 0),
        ("thin-evidence", bool(seen[at.LIGHTER] < THIN)),
    )
