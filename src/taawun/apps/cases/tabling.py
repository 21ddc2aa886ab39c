# SPDX-License-Identifier: Apache-2.0
"""Cases of some kinds as a table: chosen elements and the moves that count, as an officer may see them, on the record.

For pages that follow many cases at once, where reading each one whole would be slow. Nothing secret is asked for, and
what a kind reserves for those who direct a case (spec §60.9i) stands in no table.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from taawun.apps.audit import services as audit
from taawun.apps.audit.services import Entry
from taawun.apps.cases import library, seeing
from taawun.apps.cases.acting import OBJECT, moment
from taawun.apps.cases.models import Case, ElementValue, MoveStatus, SharedMove
from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.kernel.cases.contents import reserved

MOST: Final = 500
"""Cases of one table; what is more is said to be more."""


@dataclass(frozen=True, slots=True)
class Made:
    """A shared move that has its effect."""

    move: str
    party: str
    at: datetime


@dataclass(slots=True)
class Told:
    """A case with the elements that were asked for, as they count, and its effective shared moves in their order."""

    case: Case
    values: dict[str, Any] = field(default_factory=dict)
    moves: list[Made] = field(default_factory=list)


def table(
    officer: Officer,
    purpose: str,
    kinds: Collection[str],
    elements: Collection[str],
    *,
    pack: str = "",
    closed: bool | None = None,
    at: datetime | None = None,
) -> tuple[list[Told], bool]:
    """Return the cases of these kinds that an officer may see, the last opened first, and whether there are more.

    With `closed` only those that are closed, or that are not: of open ones the first opened come first, because none of
    them is to fall out for being old.

    Raises:
        NoPurpose.
    """
    wanted = seeing.open_to(officer, purpose)
    rows = Case.objects.filter(wanted, kind__in=kinds, **({"pack_slug": pack} if pack else {}))
    if closed is not None:
        rows = rows.filter(closed__isnull=not closed)
    order = ("opened", "id") if closed is False else ("-opened", "-id")
    found = list(rows.order_by(*order)[: MOST + 1])
    return listed(officer, purpose, found[:MOST], elements, at=at), len(found) > MOST


def listed(
    officer: Officer, purpose: str, found: Iterable[Case], elements: Collection[str], *, at: datetime | None = None
) -> list[Told]:
    """Return cases that an officer may see as rows of a table, in their order; each is recorded."""
    told = {row.id: Told(row) for row in found}
    _add_moves(told, add_values(told, elements))
    for one in told.values():
        for slug in one.values.keys() & reserved(library.kind_of(one.case).elements):
            del one.values[slug]
    actor = actor_of(officer)
    lines = [Entry(actor, "case.listed", OBJECT, one, purpose) for one in told]
    audit.record_many(lines or [Entry(actor, "case.listed", OBJECT, "none", purpose)], at=moment(at))
    return list(told.values())


def add_values(told: Mapping[str, Told], elements: Collection[str]) -> frozenset[str]:
    """Put the elements of each case, as they count, into its row; return the digests of the moves that count."""
    applied = SharedMove.objects.filter(case__in=list(told), status=MoveStatus.APPLIED)
    counting = frozenset(applied.values_list("digest", flat=True))
    rows = ElementValue.objects.filter(case__in=list(told), slug__in=elements).order_by("number")
    for row in rows:
        if not row.move or row.move in counting:
            told[row.case_id].values[row.slug] = row.value
    return counting


def _add_moves(told: Mapping[str, Told], counting: frozenset[str]) -> None:
    rows = SharedMove.objects.filter(case__in=list(told), digest__in=counting).order_by("place")
    for case, move, party, at in rows.values_list("case_id", "move", "party", "at"):
        told[case].moves.append(Made(move, party, at))
