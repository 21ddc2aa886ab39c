# SPDX-License-Identifier: Apache-2.0
"""What officers who do not assess are not told: why a secret gate or stop holds a move (spec §60.6).

They learn that a legal reviewer has not cleared the move, and nothing from which the claim could be guessed: a
secret gate that is not assessed and one that is met say the same.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from taawun.apps.cases.moves.filing import Held, mover
from taawun.kernel.cases.deciding import Verdict, check_move
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.reasons import Reason, reason
from taawun.kernel.cases.workflow import Move
from taawun.kernel.errors import MoveClosed

SECRET_CODES: Final = frozenset({"asylum_pending", "blocked"})


def masked(kind: CaseKind, reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return reasons as an officer who does not assess may know them, each only once."""
    held = reason("held_for_review", "ask_reviewer")
    told = [held if _is_secret(kind, one) else one for one in reasons]
    return tuple(one for number, one in enumerate(told) if one not in told[:number])


def mask(kind: CaseKind, verdict: Verdict) -> Verdict:
    """Return a verdict as an officer who does not assess may know it."""
    return Verdict(verdict.move, verdict.open, masked(kind, verdict.reasons))


def checked(
    held: Held, officer_id: str, move: str, now: datetime, reasons: str = "", *, reviewer: bool = False
) -> Move:
    """Return the move if the officer may make it now; the reasons of a refusal are masked unless they review.

    Raises:
        MoveClosed: with `reasons`.
    """
    try:
        return check_move(held.kind, held.file, mover(held.case, officer_id), move, now, reasons)
    except MoveClosed as closed:
        if reviewer:
            raise
        told = masked(held.kind, [one for one in closed.reasons if isinstance(one, Reason)])
        codes = ", ".join(dict.fromkeys(one.code for one in told))
        raise MoveClosed(f"{move}: {codes}." if told else closed.detail, told) from None


def _is_secret(kind: CaseKind, one: Reason) -> bool:
    gate = kind.gates.get(one.given.get("gate", ""))
    return one.code in SECRET_CODES or (gate is not None and gate.secret)
