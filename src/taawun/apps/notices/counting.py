# SPDX-License-Identifier: Apache-2.0
"""How much waits for an officer: numbers and nothing else, over all purposes that their roles act for."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from taawun.apps.cases import access as cases
from taawun.apps.exchange import access as exchange
from taawun.apps.exchange import services as releases
from taawun.apps.exchange.models import ReleaseState
from taawun.apps.identity.watching import access as watching
from taawun.apps.people.models import Officer
from taawun.apps.registers.purposes import purposes_of
from taawun.apps.sector import waiting as at_sectors

MOST: Final = 50
"""Things of one kind up to which they are counted."""
WORKING: Final = "exchange"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many things of each kind wait."""

    hits: int = 0
    cases: int = 0
    releases: int = 0
    desks: int = 0
    """At the desks of sectors."""
    late: int = 0
    """Of these, past their time."""

    @property
    def all(self) -> int:
        """Return how many in all."""
        return self.hits + self.cases + self.releases + self.desks

    def said(self) -> dict[str, int]:
        """Return the numbers by their names."""
        return asdict(self)


def waiting(officer: Officer, at: datetime | None = None) -> Waiting:
    """Return how much waits for an officer; of the exchange nothing for roles that do not exchange."""
    roles = officer.role_slugs()
    desks = _desks(officer, roles, at or timezone.now())
    late = sum(desks.values())
    if roles.isdisjoint(exchange.READERS):
        return Waiting(cases=len(_tasks(officer, roles)), desks=len(desks), late=late)
    hits: set[str] = set()
    for purpose in sorted(purposes_of(roles)):
        hits |= {one.alert.id for one in watching.waiting(officer, purpose, MOST)}
    drafts = exchange.releases(officer, WORKING, (ReleaseState.DRAFT.value,))
    roster = releases.own_roster() if drafts else None
    waits = [row for row in drafts if releases.waits_for(row, officer.id, roles, roster)]
    return Waiting(len(hits), len(_tasks(officer, roles)), len(waits), len(desks), late)


def _desks(officer: Officer, roles: frozenset[str], at: datetime) -> dict[tuple[str, tuple[str, ...]], bool]:
    """Return what waits at the desks of sectors, over all purposes, each once: where it is, and whether it is late.

    A record that is shown for two purposes may wait at two desks; it is late where either of them says so.
    """
    found: dict[tuple[str, tuple[str, ...]], bool] = {}
    for purpose in sorted(purposes_of(roles)):
        for one in at_sectors(officer, purpose, at, MOST):
            found[one.page, one.args] = one.late or found.get((one.page, one.args), False)
    return found


def _tasks(officer: Officer, roles: frozenset[str]) -> set[object]:
    """Return what waits in the cases of an officer, over all purposes, each once."""
    tasks: set[object] = set()
    for purpose in sorted(purposes_of(roles)):
        found = cases.waiting(officer, purpose, MOST)
        tasks |= {("clock", one.pk) for one in found.clocks} | {("task", one.pk) for one in found.tasks}
        tasks |= {("gate", one.pk) for one in found.reassessments}
    return tasks
