# SPDX-License-Identifier: Apache-2.0
"""The door to bodies and decisions: on what each body rests, what was decided, and how far it is ratified."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from taawun.apps.cases import access as cases
from taawun.apps.cases.models import Case
from taawun.apps.people.models import Officer
from taawun.apps.registers import access as registers
from taawun.apps.registers.queries import Filters
from taawun.kernel.errors import BadMeetingLines, NoSuchPack
from taawun.kernel.instruments.pack import Pack
from taawun.kernel.wire.times import cut
from taawun.sectors.committee import access, rules
from taawun.sectors.committee.sector import SECTOR

BODY, BETWEEN = "committee-body", "committee_decision"
MOST: Final = 200
"""Bodies on a page."""
OWED: Final = frozenset({"agreed", "before_meeting"})
"""States in which a decision between meetings waits to be ratified."""
NOT_HELD: Final = frozenset({"draft", "abandoned", "cancelled"})


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision: its text, basis and dissent, the case in which it was taken, and when.

    Attributes:
        case: of the meeting, or of the decision itself if it was taken between meetings.
        body: who met; empty between meetings.
        ratified_at: the meeting that ratifies it, as its move names it.
        owed: whether it waits to be ratified.
    """

    case: Case
    text: str
    basis: str
    dissent: str
    body: str
    at: datetime
    ratified_at: str = ""
    owed: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the committee, its terms of reference if this node has that pack, and its meetings."""

    row: registers.Row
    terms: Pack | None
    held: int
    next: access.Row | None


def decisions(officer: Officer, *, at: datetime | None = None) -> tuple[list[Taken], bool]:
    """Return the decisions that an officer may see, the last taken first, and whether there are more.

    Raises:
        NoPurpose.
    """
    elements = ("body", "decisions", "text", "basis", "dissent", "ratified_at")
    told, more = cases.table(
        officer, SECTOR.purpose, [access.MEETING, BETWEEN], elements, pack=access.PACK, at=cut(at or timezone.now())
    )
    found = [one for row in told for one in (_between(row) if row.case.kind == BETWEEN else _of_meeting(row))]
    return sorted(found, key=lambda one: one.at, reverse=True), more


def bodies(officer: Officer, *, at: datetime | None = None) -> list[Body]:
    """Return the bodies that an officer may see.

    Raises:
        NoPurpose.
    """
    at = cut(at or timezone.now())
    page = registers.search(officer, Filters(type=BODY), SECTOR.purpose, most=MOST, at=at)
    met, _more = access.meetings(officer, at=at)
    return [_body(row, [one for one in met if row.caption and row.caption in one.body], at) for row in page.rows]


def _body(row: registers.Row, met: list[access.Row], at: datetime) -> Body:
    """Return a body with its meetings: those that name it, with whatever else their title says in other languages."""
    coming = [one for one in met if one.hours and one.hours[0][1] >= at and one.case.state not in NOT_HELD]
    first = min(coming, key=lambda one: one.hours[0][1], default=None)
    return Body(row, _terms(str(row.data.get("instrument", ""))), sum(one.held is not None for one in met), first)


def _terms(slug: str) -> Pack | None:
    try:
        return cases.pack_named(slug)
    except NoSuchPack:
        return None


def _of_meeting(told: cases.Told) -> Iterator[Taken]:
    at = next((one.at for one in told.moves if one.move == "hold"), None)
    text = str(told.values.get("decisions") or "")
    if at is None or not text:
        return
    try:
        found = rules.decisions_of(text)
    except BadMeetingLines:
        return  # the page of the meeting says which line is wrong
    body = str(told.values.get("body", told.case.title))
    for one in found:
        yield Taken(told.case, one.text, one.basis, one.dissent, body, at)


def _between(told: cases.Told) -> Iterator[Taken]:
    if not told.moves:
        return
    said = {slug: str(told.values.get(slug) or "") for slug in ("text", "basis", "dissent", "ratified_at")}
    yield Taken(told.case, body="", at=told.moves[0].at, owed=told.case.state in OWED, **said)
