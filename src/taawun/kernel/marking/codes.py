# SPDX-License-Identifier: Apache-2.0
"""The words a marking is made of: grades, handling codes, colours, categories (spec §80.5-80.11).

Grades and handling codes are the 4x4 system in use between European police forces. None of the words is a
clearance level: a marking is a set of conditions, and each condition is checked on its own.
"""

from enum import IntEnum, StrEnum
from typing import Final


class SourceGrade(StrEnum):
    """How far the source can be relied on (§80.5)."""

    A = "A"
    """No doubt of authenticity, trustworthiness or competence, or reliable in all instances so far."""
    B = "B"
    """Reliable in most instances."""
    C = "C"
    """Unreliable in most instances."""
    X = "X"
    """Cannot be assessed."""


class InformationGrade(IntEnum):
    """How the information is known (§80.5)."""

    TRUE = 1
    """Known to be true without reservation."""
    KNOWN_TO_SOURCE = 2
    """Known personally to the source, not to the officer who passes it on."""
    CORROBORATED = 3
    """Not known personally to the source, but supported by other information."""
    UNKNOWN = 4
    """Not known personally to the source and not supported."""


class Handling(StrEnum):
    """What a holder may do only on conditions (§80.6)."""

    H0 = "H0"
    """The floor: only for the stated purposes, by the authorities of the parties. In every set."""
    H1 = "H1"
    """Not as evidence in court without the originator's consent."""
    H2 = "H2"
    """Not to anybody else without the originator's consent."""
    H3 = "H3"
    """Other restrictions, stated in words for a person to read."""


class Tlp(StrEnum):
    """Traffic Light Protocol 2.0, from the widest audience to the narrowest (§80.7)."""

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    AMBER_STRICT = "amber+strict"
    RED = "red"


class PersonCategory(StrEnum):
    """In which quality a person stands in a record (§80.9)."""

    SUSPECT = "suspect"
    CONVICTED = "convicted"
    VICTIM = "victim"
    WITNESS = "witness"
    OTHER = "other"


class Care(StrEnum):
    """Why content needs special care, whatever its other codes say (§80.11)."""

    SOURCE_IDENTITY = "source-identity"
    """Could show who the source is. Never leaves the node."""
    ASYLUM = "asylum"
    """Tells of a claim for asylum. Never leaves the node."""
    TAINTED = "tainted"
    """Possibly obtained by torture or ill-treatment (CAT 15). Never evidence, whoever consents."""
    BIOMETRIC = "biometric"
    HEALTH = "health"
    MINOR = "minor"


COURT: Final = "court-evidence"
"""The purpose that H1 guards: use as evidence before a court."""

REVIEW: Final = "review"
"""The purpose that every marking implies: is the record still right, and still needed (§80.10)?"""

EXERCISE: Final = "exercise"
"""The purpose of what is made up for an exercise: alone in its marking, implied by nothing, in no figure (§88.1)."""

NEVER_SENT: Final = frozenset({Care.SOURCE_IDENTITY, Care.ASYLUM})
NEVER_LINKED: Final = frozenset({PersonCategory.VICTIM, PersonCategory.WITNESS})

TLP_ORDER: Final = tuple(Tlp)
SOURCE_ORDER: Final = tuple(SourceGrade)


def strictest(colours: list[Tlp]) -> Tlp:
    """Return the colour with the narrowest audience."""
    return max(colours, key=TLP_ORDER.index)


def worst_source(grades: list[SourceGrade]) -> SourceGrade:
    """Return the grade of the least reliable source."""
    return max(grades, key=SOURCE_ORDER.index)
