# SPDX-License-Identifier: Apache-2.0
"""Further checks of a screening's entries beside their names: offered by a sector, asked for by a setting.

Who offers a check says its answers too, so that the page of another sector shows them in the same words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from taawun.apps.identity.hits import RankedHit
from taawun.apps.identity.screening.reading import Row
from taawun.apps.people.models import Officer
from taawun.apps.ui.words import Word

if TYPE_CHECKING:
    from taawun.apps.identity.screening.access import RowShown

TOLD: Final = "told"
"""Where an entry keeps what a further check said of it: codes, the answer first."""


@dataclass(frozen=True, slots=True)
class Further:
    """What a further check says of one entry: hits beside those on names, and codes that are kept with the entry."""

    hits: tuple[RankedHit, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """The answer of a further check about one entry, and why nothing more can be said, in words."""

    answer: Word
    why: tuple[Any, ...] = ()


Check = Callable[[Officer, Sequence[Row], str, datetime], Sequence[Further]]
"""A check of a chunk of entries beside their names: (officer, entries, purpose, moment), one answer for each."""
Say = Callable[["RowShown"], Said]
"""What a check says of an entry, as far as its hits may be shown."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A further check, how its answers are said, and the words of its reasons."""

    check: Check
    say: Say
    reasons: Mapping[str, Any]


_OFFERS: Final[dict[str, Offer]] = {}


def offer(slug: str, check: Check, say: Say, reasons: Mapping[str, Any]) -> None:
    """Let screenings ask for a further check, by its name in their setting `further`."""
    _OFFERS[slug] = Offer(check, say, reasons)


def offered(slug: str) -> Offer | None:
    """Return the further check of this name, or None."""
    return _OFFERS.get(slug)
