# SPDX-License-Identifier: Apache-2.0
"""Who acts: an officer, or a part of the node itself."""

from dataclasses import dataclass
from typing import Self

OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts, as an audit line names it. An officer always has an identifier."""

    officer_id: str
    authority: str
    kind: str

    def __post_init__(self) -> None:
        if not self.kind or (self.kind == OFFICER) != bool(self.officer_id):
            raise ValueError("an actor is an officer with an identifier, or a named part of the node without one")

    @property
    def is_officer(self) -> bool:
        """Tell whether a person acts."""
        return self.kind == OFFICER

    @classmethod
    def system(cls, name: str) -> Self:
        """Return a part of the node, such as "worker", "init" or "inbox"."""
        return cls("", "", name)
