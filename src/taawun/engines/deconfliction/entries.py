# SPDX-License-Identifier: Apache-2.0
"""One entry as matching sees it: its kind, place, time and target keys; never whose case it is (spec §87.1)."""

from dataclasses import dataclass, field
from typing import Final

from taawun.engines.deconfliction.places import Place
from taawun.kernel.errors import BadSpan

LASTS_MOST: Final = 31 * 86_400
"""Longest time that one entry may last, in seconds."""
SENTENCES: Final = {"turned": "It ends before it begins.", "long": "At most {most} days."}


@dataclass(frozen=True, slots=True)
class Span:
    """When, in seconds since 1970; built by `of`, which checks it."""

    begins: int
    ends: int

    @classmethod
    def of(cls, begins: int, ends: int) -> "Span":
        """Return a checked span.

        Raises:
            BadSpan: it ends before it begins, or lasts too long.
        """
        if ends < begins:
            raise BadSpan(SENTENCES["turned"])
        if ends - begins > LASTS_MOST:
            raise BadSpan(SENTENCES["long"], most=LASTS_MOST // 86_400)
        return cls(begins, ends)

    def apart(self, other: "Span") -> int:
        """Return the seconds between two spans; 0 where they overlap."""
        return max(0, other.begins - self.ends, self.begins - other.ends)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `lead` is whoever leads it: entries of one lead are no conflict. `targets` are keyed digests."""

    id: str
    kind: str
    place: Place
    span: Span
    lead: str = ""
    targets: frozenset[str] = field(default_factory=frozenset)
