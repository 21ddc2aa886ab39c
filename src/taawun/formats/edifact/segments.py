# SPDX-License-Identifier: Apache-2.0
"""One segment: its number in the file, its tag, its elements with their components, and what was wrong with it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ELEMENTS: Final = 500
"""Most elements of a segment, and most components of an element; the rest is left out and reported."""


class Wrong(StrEnum):
    """What can be wrong with one segment, in words for people; never what stood in it."""

    NO_TAG = "has no tag of three letters"
    BREAKS_OFF = "breaks off: the file ends in the middle of it"
    BAD_BYTES = "has letters outside the character set that the interchange declares"
    MANY = "has more parts than a segment may have; the rest was left out"


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment, numbered from 1 in the file, UNA not counted. Without a tag it could not be read."""

    number: int
    tag: str
    elements: tuple[tuple[str, ...], ...] = ()
    wrong: tuple[Wrong, ...] = ()

    def part(self, element: int, component: int = 0) -> str:
        """Return a component without blanks around it, or the empty text where there is none; both count from 0."""
        if element >= len(self.elements) or component >= len(self.elements[element]):
            return ""
        return self.elements[element][component].strip()

    def parts(self, element: int) -> tuple[str, ...]:
        """Return the components of an element that say something."""
        found = self.elements[element] if element < len(self.elements) else ()
        return tuple(one.strip() for one in found if one.strip())
