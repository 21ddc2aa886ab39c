# SPDX-License-Identifier: Apache-2.0
"""How close is too close, for each pair of kinds: data that is checked when it is read (spec §87.5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from taawun.kernel.errors import BadDeclaration

NAUTICAL: Final = 1_852.0
"""Metres of a nautical mile."""
REACH_MOST: Final = 60.0
"""Largest distance of a threshold, in nautical miles."""
MINUTES_MOST: Final = 7 * 1_440
"""Longest time of a threshold, in minutes."""


@dataclass(frozen=True, slots=True)
class Close:
    """What is too close: within these metres and these seconds; or with one target, within `target` seconds."""

    metres: float
    seconds: int
    target: int

    def widest(self, other: "Close") -> "Close":
        """Return what is as wide as both."""
        return Close(
            max(self.metres, other.metres), max(self.seconds, other.seconds), max(self.target, other.target)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The threshold of each pair of kinds; of a pair that is not named, the usual one."""

    kinds: frozenset[str]
    usual: Close
    pairs: Mapping[frozenset[str], Close] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Thresholds":
        """Return the thresholds of a declaration.

        Raises:
            BadDeclaration: naming the place.
        """
        kinds = frozenset(data["kinds"])
        pairs: dict[frozenset[str], Close] = {}
        for one in data.get("pairs", ()):
            pair = frozenset(one["kinds"])
            if not pair <= kinds or pair in pairs or not 1 <= len(pair) <= 2:
                raise BadDeclaration(f"thresholds: pair {one['kinds']}.")
            pairs[pair] = _close(one, data["usual"])
        return cls(kinds, _close(data["usual"], {}), pairs)

    def between(self, one: str, other: str) -> Close:
        """Return the threshold of two kinds, in either order."""
        return self.pairs.get(frozenset((one, other)), self.usual)

    def reach(self, kind: str) -> Close:
        """Return the widest threshold of a kind with any other."""
        found = self.usual
        for close in self._of(kind):
            found = found.widest(close)
        return found

    def _of(self, kind: str) -> Iterable[Close]:
        return (close for pair, close in self.pairs.items() if kind in pair)


def _close(one: Mapping[str, Any], usual: Mapping[str, Any]) -> Close:
    told = {**usual, **one}
    miles, minutes, hours = float(told["miles"]), int(told["minutes"]), int(told["target_hours"])
    if not (0 < miles <= REACH_MOST and 0 < minutes <= MINUTES_MOST and 0 < hours * 60 <= MINUTES_MOST):
        raise BadDeclaration(f"thresholds: {dict(one)}.")
    return Close(miles * NAUTICAL, minutes * 60, hours * 3_600)
