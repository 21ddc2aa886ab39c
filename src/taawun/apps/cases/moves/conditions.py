# SPDX-License-Identifier: Apache-2.0
"""Conditions that a sector sets to moves of its own kinds, beside the gates and never in their place (spec §80.40).

A condition is asked wherever a move of ours is made: at home, when it is proposed, and again in the transaction that
sends it, in which it may take what there is only once, such as a seat. It can close a move and never open one.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from taawun.apps.cases.moves.filing import Held
from taawun.kernel.cases.workflow import Move

Condition = Callable[[Held, Move, datetime, bool], None]
"""Takes the case, the move, the moment, and whether it is made now (or only proposed); raises a CallerError."""
_of_kinds: Final[dict[str, Condition]] = {}


def add_conditions(found: Mapping[str, Condition]) -> None:
    """Add the conditions of a sector, by kind of case."""
    _of_kinds.update(found)


def ask(held: Held, move: Move, at: datetime, *, made: bool) -> None:
    """Ask the condition of a kind, if there is one.

    Raises:
        CallerError: what stands in the way.
    """
    condition = _of_kinds.get(held.case.kind)
    if condition is not None:
        condition(held, move, at, made)
