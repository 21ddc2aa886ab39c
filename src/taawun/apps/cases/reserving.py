# SPDX-License-Identifier: Apache-2.0
"""Elements that a kind of case reserves for those who direct the case at a node (spec §60.9i).

A sector says who directs the cases of its own kinds; without its word, whoever opened a case here does. What a move
carries is read as well by the releasing officers who are to approve it, while its proposal waits: nobody signs unread.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from taawun.apps.cases import library
from taawun.apps.cases.models import Case, Proposal, ProposalState
from taawun.apps.people import access as people
from taawun.apps.people.models import Officer
from taawun.kernel.cases.contents import reserved
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.moves import MoveMade
from taawun.kernel.errors import ElementReserved
from taawun.kernel.wire.canonical import decode
from taawun.kernel.wire.limits import BODY_BYTES

APPROVER: Final = "releasing_officer"
Directs = Callable[[Officer, Case], bool]
_of_kinds: dict[str, Directs] = {}


def add_directors(found: Mapping[str, Directs]) -> None:
    """Add who directs the cases of a sector's own kinds, by kind of case."""
    _of_kinds.update(found)


def hidden(officer: Officer, case: Case, kind: CaseKind) -> frozenset[str]:
    """Return the elements of a case that an officer who may read it may not read."""
    slugs = reserved(kind.elements)
    if not slugs or _directs(officer, case):
        return frozenset()
    return slugs - _to_approve(officer, case)


def require(officer: Officer, case: Case, elements: Iterable[str]) -> None:
    """Refuse whoever may not read one of these elements.

    Raises:
        ElementReserved.
    """
    if not hidden(officer, case, library.kind_of(case)).isdisjoint(elements):
        raise ElementReserved


def _directs(officer: Officer, case: Case) -> bool:
    asked = _of_kinds.get(case.kind)
    return asked(officer, case) if asked else case.opened_by == officer.id


def _to_approve(officer: Officer, case: Case) -> frozenset[str]:
    """Return the elements of the move that waits to be released, if this officer may be the one who approves it."""
    waits = Proposal.objects.filter(case=case, state=ProposalState.OPEN).first()
    if waits is None or (APPROVER, case.authority) not in people.roles_of(officer):
        return frozenset()
    return frozenset(MoveMade.from_wire(decode(bytes(waits.wire), limit=BODY_BYTES)).content)
