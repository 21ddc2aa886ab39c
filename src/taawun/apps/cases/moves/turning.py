# SPDX-License-Identifier: Apache-2.0
"""Moves of ours that the other side refused for good: they must not count here alone (spec §60.5).

The row stays, with the code and paragraph of the refusal, and is told of; what was built on it waits. State, clocks
and tasks follow in the transaction that stores the receipt.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from taawun.apps.audit import services as audit
from taawun.apps.audit.lines import REFUSED
from taawun.apps.audit.services import Actor
from taawun.apps.cases.acting import OBJECT, moment
from taawun.apps.cases.models import MoveStatus, SharedMove
from taawun.apps.cases.moves import filing
from taawun.apps.cases.moves.following import follow
from taawun.apps.exchange.kinds import TurnedBack

INBOX: Final = Actor.system("inbox")


def turned_back(items: Sequence[TurnedBack], now: datetime) -> None:
    """Take out the moves whose envelopes were refused for good; one that is out already stays so."""
    told = {one.envelope: one for one in items}
    cases = SharedMove.objects.filter(envelope__in=list(told)).values_list("case_id", flat=True)
    for case_id in sorted(set(cases)):  # in one order, so that two who do this never wait for each other
        _take_out(case_id, told, moment(now))


def _take_out(case_id: str, told: dict[str, TurnedBack], at: datetime) -> None:
    case = filing.locked(case_id)
    rows = SharedMove.objects.filter(case=case, envelope__in=list(told)).exclude(status=MoveStatus.REFUSED)
    for row in rows.exclude(release=""):
        said = told[row.envelope]
        why = {"code": said.code, "section": said.section}
        SharedMove.objects.filter(pk=row.pk).update(status=MoveStatus.REFUSED, place=None, why=why)
        audit.record(INBOX, "case.move-refused", OBJECT, case.id, case.purpose, REFUSED, said.section, at=at)
    follow(filing.hold(case, at), at)
