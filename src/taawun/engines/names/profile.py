# SPDX-License-Identifier: Apache-2.0
"""What a profile says: how much each role of unit weighs in a kind of name, and which forms stand for each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from taawun.engines.names.lexicon import Role

NO_CLASS = 0


@dataclass(frozen=True, slots=True, eq=False)  # a profile is itself: compared and hashed by identity
class Profile:
    """How one kind of name is compared; `kind` also names its trees.

    `by_role` are weights in bits; a role that is not in it is weighed by how rare the unit is, at most `rarest`.
    `words` are names by their role that say as little as here given, in bits.
    `classes` gives the legal forms that are taken for each other a common number.
    """

    kind: str
    by_role: Mapping[Role, float]
    rarest: float
    acronyms: bool = False
    words: Mapping[str, float] = field(default_factory=dict)
    classes: Mapping[str, int] = field(default_factory=dict)

    def class_of(self, unit: str) -> int:
        """Return the class of a legal form, or NO_CLASS."""
        return self.classes.get(unit, NO_CLASS)
