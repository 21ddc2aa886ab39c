# SPDX-License-Identifier: Apache-2.0
"""The words of a case: sides, outcomes, and titles, which every declared thing has in three languages (spec §60.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LANGUAGES: Final = ("en", "ar", "ur")

Words = Mapping[str, str]
"""A text in each of `LANGUAGES`."""


class Side(StrEnum):
    """Which party to a case makes a move."""

    REQUESTING = "requesting"
    REQUESTED = "requested"

    @property
    def other(self) -> "Side":
        """Return the side across the table."""
        return Side.REQUESTED if self is Side.REQUESTING else Side.REQUESTING


class Outcome(StrEnum):
    """What an assessor found about a gate. What nobody assessed is never a yes."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_ASSESSED = "not_assessed"


class PersonStatus(StrEnum):
    """What the person of a request is in the proceedings."""

    SUSPECT = "suspect"
    ACCUSED = "accused"
    CONVICTED = "convicted"
    WITNESS = "witness"
    VICTIM = "victim"
    EXPERT = "expert"
    DETAINED = "detained"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from: an instrument or a law, and the place in it."""

    slug: str
    title: str
    article: str = ""

    def __str__(self) -> str:
        """Return it as a lawyer cites it."""
        return f"{self.title}, {self.article}" if self.article else self.title
