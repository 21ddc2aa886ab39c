# SPDX-License-Identifier: Apache-2.0
"""The mandate of a posting as a condition on what a posted officer is asked to do, and does (spec §89.2).

It is asked at the node of whoever moves, on the legal day of that side: when a move is proposed and again when it is
sent. Moves that only end, give back or decline something are always possible.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from taawun.apps.cases.clocks.calendars import today
from taawun.apps.cases.services import Held
from taawun.apps.registers import queries as registers
from taawun.kernel.cases.words import Side
from taawun.kernel.cases.workflow import Move
from taawun.kernel.errors import (
    CallerError,
    MandateEnded,
    MandateNotBegun,
    NoSuchPosting,
    OtherInstrument,
    OutsideMandate,
)
from taawun.sectors.liaison.rules import Outside, outside

TASKING, HOST_REQUEST = "liaison_tasking", "liaison_host_request"
POSTING: Final = "liaison-posting"
ASKED: Final[Mapping[str, frozenset[str]]] = {
    TASKING: frozenset({"task", "take_on", "put", "put_urgent", "supply"}),
    HOST_REQUEST: frozenset({"ask", "accept", "answer"}),
}
"""Of each kind, the moves that are an act under the mandate or lead to one."""
_WHY: Final[Mapping[Outside, type[CallerError]]] = {
    Outside.NOT_BEGUN: MandateNotBegun,
    Outside.ENDED: MandateEnded,
    Outside.SECTOR: OutsideMandate,
    Outside.INSTRUMENT: OtherInstrument,
}


def condition(held: Held, move: Move, at: datetime, made: bool) -> None:
    """Refuse a move that lies outside the mandate of the posting that the case names.

    Raises:
        NoSuchPosting, MandateNotBegun, MandateEnded, OutsideMandate, OtherInstrument.
    """
    del made
    if move.slug not in ASKED[held.case.kind]:
        return
    posting = _posting(held)
    day = today(held.case, Side(held.case.side), at)
    check(posting, _text(held, "field"), _text(held, "under"), day)


def check(posting: Mapping[str, Any], sector: str, instrument: str, day: date) -> None:
    """Refuse an act outside the mandate of a posting. Raises what `condition` raises."""
    why = outside(posting, sector, instrument, day)
    if why is not None:
        raise _WHY[why]


def _posting(held: Held) -> Mapping[str, Any]:
    """Return what the posting states; it must be of the side whose officer is meant, stated by that side."""
    found = registers.version_of(_text(held, "posting"))
    asked, asking = held.case.requested, held.case.requesting
    sides = (asking, asked) if held.case.kind == TASKING else (asked, asking)
    if found is None or found.record.type != POSTING or found.record.originator != sides[0]:
        raise NoSuchPosting
    data: Mapping[str, Any] = found.data
    if (data.get("party"), data.get("host")) != sides:
        raise NoSuchPosting
    return data


def _text(held: Held, element: str) -> str:
    found = held.file.filled.get(element)
    return str(found.value).strip() if found is not None and isinstance(found.value, str) else ""
