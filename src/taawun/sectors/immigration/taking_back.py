# SPDX-License-Identifier: Apache-2.0
"""Nobody is taken back, at the request of the other side, whom a safeguard of this node holds (spec §80.74).

The gates of a readmission are assessed where the person is. Who is asked to take the person back issues the travel
document on which the sending back rests: without it nobody is handed over.
"""

from datetime import datetime
from typing import Final

from taawun.apps.cases.services import Held
from taawun.kernel.cases.words import Side
from taawun.kernel.cases.workflow import Move
from taawun.kernel.errors import SafeguardOpen

KIND: Final = "readmission"
ACCEPT: Final = "accept"


def condition(held: Held, move: Move, _at: datetime, _made: bool) -> None:
    """Refuse to accept a person whom a safeguard holds.

    Raises:
        SafeguardOpen.
    """
    if held.case.side == Side.REQUESTED and move.slug == ACCEPT and held.file.facts.safeguarded:
        raise SafeguardOpen
