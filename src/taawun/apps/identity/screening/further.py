# SPDX-License-Identifier: Apache-2.0
"""Further checks of a screening's entries beside their names: offered by a sector, asked for by a setting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from taawun.apps.identity.hits import RankedHit
from taawun.apps.identity.screening.reading import Row
from taawun.apps.people.models import Officer

TOLD: Final = "told"
"""Where an entry keeps what a further check said of it: codes, the answer first."""


@dataclass(frozen=True, slots=True)
class Further:
    """What a further check says of one entry: hits beside those on names, and codes that are kept with the entry."""

    hits: tuple[RankedHit, ...] = ()
    told: tuple[str, ...] = ()


Check = Callable[[Officer, Sequence[Row], str, datetime], Sequence[Further]]
"""A check of a chunk of entries beside their names: (officer, entries, purpose, moment), one answer for each."""
_CHECKS: Final[dict[str, Check]] = {}


def offer(slug: str, check: Check) -> None:
    """Let screenings ask for a further check, by its name in their setting `further`."""
    _CHECKS[slug] = check


def offered(slug: str) -> Check | None:
    """Return the further check of this name, or None."""
    return _CHECKS.get(slug)
