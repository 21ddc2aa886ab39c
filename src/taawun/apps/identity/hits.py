# SPDX-License-Identifier: Apache-2.0
"""From what the index finds to what one officer may see of it.

Namesakes are counted among what the officer may see, never over the whole index: the count would tell of records
that may not be shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from taawun.apps.registers.access import Shown

if TYPE_CHECKING:
    from taawun.engines.matching import Match

PARTS: Final = ("name", "birth", "father", "documents", "countries")
SAME_NAME: Final = 0.9
"""Likeness of names from which two bear the same one, for counting namesakes."""
WHOLE_INDEX: Final = frozenset({"namesakes"})
"""Reasons that count over the whole index, and are therefore not passed on."""

Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RankedHit:
    """A record that may be meant, as far as it may be shown, with its score, parts and reasons."""

    shown: Shown
    score: float
    parts: tuple[tuple[str, float | None], ...]
    reasons: tuple[tuple[str, Params], ...]
    namesakes: int


def rank(matches: "Sequence[Match]", seen: Mapping[str, Shown], least: float, most: int) -> list[RankedHit]:
    """Return the matches that may be shown and score enough, the likeliest first."""
    shown = [one for one in matches if one.record.id in seen and one.score >= least]
    same = sum(map(bears_the_name, shown))
    return [_hit(one, seen[one.record.id], same) for one in shown[:most]]


def bears_the_name(match: "Match") -> bool:
    """Tell whether a record bears the name that was asked about."""
    return (match.parts.name or 0.0) >= SAME_NAME


def _hit(match: "Match", shown: Shown, same: int) -> RankedHit:
    return RankedHit(
        shown=shown,
        score=round(float(match.score), 4),
        parts=tuple((name, _rounded(getattr(match.parts, name))) for name in PARTS),
        reasons=tuple((str(one.code), tuple(one.params)) for one in match.reasons if one.code not in WHOLE_INDEX),
        namesakes=same - 1 if bears_the_name(match) else 0,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 4)
