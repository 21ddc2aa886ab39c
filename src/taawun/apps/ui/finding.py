# SPDX-License-Identifier: Apache-2.0
"""One search over the desk: records by key and by likeness of names in any script, cases, envelopes by number.

Each door is asked as the officer, for the purpose of the session; what may not be shown is as good as not there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest

from taawun.apps.cases import access as cases
from taawun.apps.cases.models import Case
from taawun.apps.exchange import access as exchange
from taawun.apps.identity import access as identity
from taawun.apps.identity import engine
from taawun.apps.identity.hits import RankedHit
from taawun.apps.identity.screening.services import Entry
from taawun.apps.registers import access as records
from taawun.apps.registers.access import Row
from taawun.apps.registers.queries import Filters
from taawun.apps.ui.purposes import chosen
from taawun.apps.ui.reader import may, officer_of
from taawun.kernel.errors import CallerError

if TYPE_CHECKING:
    from taawun.apps.people.models import Officer

FEW: Final = 5
"""Results of each kind while somebody types."""
MANY: Final = 15
"""Results of each kind on the page."""
LEAST_LETTERS: Final = 2
MOST_LETTERS: Final = 200
LIKE: Final = 0.5
"""Score from which a record is shown as alike."""
KINDS: Final = ("person", "organisation", "vessel")
_LOOKED_AT: Final[Mapping[int, tuple[int, int]]] = {FEW: (20, 160), MANY: (50, 3_200)}
"""Nearest records that are looked at first and, where too few of them may be shown, at the most."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, by kind."""

    asked: str
    records: tuple[Row, ...] = ()
    alike: tuple[RankedHit, ...] = ()
    cases: tuple[Case, ...] = ()
    envelopes: tuple[Any, ...] = ()
    indexed: bool = True
    more: bool = False

    @property
    def nothing(self) -> bool:
        """Return whether nothing was found."""
        return not (self.records or self.alike or self.cases or self.envelopes)


def find(request: HttpRequest, text: str, most: int) -> Found:
    """Return what an officer may see of what a text may mean; too short a text finds nothing."""
    asked = " ".join(text.replace("\x00", "").split())[:MOST_LETTERS]
    if len(asked) < LEAST_LETTERS and not asked.isdecimal():
        return Found(asked)
    officer, purpose = officer_of(request), chosen(request)
    by_key: tuple[Row, ...] = ()
    more = False
    if may(request, "registers:list"):
        page = records.search(officer, Filters(text=asked), purpose, most=most)
        by_key, more = page.rows, bool(page.older)
    return Found(
        asked,
        by_key,
        _alike(request, officer, asked, purpose, most, {row.record.id for row in by_key}),
        tuple(cases.named(officer, purpose, asked, most)) if may(request, "cases:list") else (),
        tuple(exchange.numbered(officer, asked, purpose, most)) if may(request, "exchange:envelope") else (),
        engine.exists(),
        more,
    )


def _alike(
    request: HttpRequest, officer: "Officer", asked: str, purpose: str, most: int, known: set[str]
) -> tuple[RankedHit, ...]:
    """Return records whose names are like the text in any script and that were not found by key, likeliest first."""
    if not may(request, "identity:search") or not engine.exists() or asked.isdecimal():
        return ()
    found: list[RankedHit] = []
    first, last = _LOOKED_AT[most]
    for kind in KINDS:
        try:
            meant = Entry(asked, kind).record()
            hits = identity.search(officer, meant, purpose, most=most, first=first, last=last)
        except CallerError:
            continue
        found += [hit for hit in hits if hit.score >= LIKE and hit.shown.record.id not in known]
    return tuple(sorted(found, key=lambda hit: -hit.score)[:most])
