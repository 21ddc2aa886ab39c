# SPDX-License-Identifier: Apache-2.0
"""The owner of an action as a condition on the move that enters it: what names one side is not given to the other.

Who owns an action follows from that move (spec §80.114); the authority is written for people, and may name its side.
"""

from datetime import datetime

from django.conf import settings

from taawun.apps.cases.services import Held
from taawun.kernel.cases.workflow import Move
from taawun.kernel.errors import OtherOwner
from taawun.sectors.committee import following


def condition(held: Held, move: Move, at: datetime, made: bool) -> None:
    """Refuse a move that gives an action to another side than its authority names.

    Raises:
        OtherOwner.
    """
    del at, made
    if move.slug not in (following.OWNED_BY_OTHER, following.OWNED_BY_US):
        return
    filled = held.file.filled.get("authority")
    authority = str(filled.value) if filled is not None else ""
    owner = following.meant(authority, (held.case.requesting, held.case.requested))
    if owner and following.entering(owner, settings.TAAWUN_PARTY) != move.slug:
        raise OtherOwner
