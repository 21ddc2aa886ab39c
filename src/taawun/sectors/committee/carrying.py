# SPDX-License-Identifier: Apache-2.0
"""What a move of a meeting carries can be read, as a condition on the move (spec §80.112): hours, agenda and papers.

A page, a calendar and a printed paper read them. Nothing is asked of what came from the other side.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from taawun.apps.cases.services import Held
from taawun.kernel.cases.contents import EVERYTHING
from taawun.kernel.cases.workflow import Move
from taawun.kernel.errors import BadMeetingLines
from taawun.sectors.committee import access, rules

READERS: Final[Mapping[str, Any]] = {
    "meets": access.hours_of, "agenda": rules.agenda_of, "papers": rules.papers_of, "papers_guest": rules.papers_of,
}  # fmt: skip
"""How each element is read; the lines of minutes are printed as they were written (§80.113d)."""


def condition(held: Held, move: Move, at: datetime, made: bool) -> None:
    """Refuse a move that carries hours, an agenda or papers that nobody can read.

    Raises:
        BadMeetingLines.
    """
    del at, made
    carried = held.kind.elements if EVERYTHING in move.carries else move.carries
    for slug in READERS.keys() & carried:
        found = held.file.filled.get(slug)
        if found is not None and found.value and not READERS[slug](found.value):
            raise BadMeetingLines(rules.SENTENCES["hours"])
