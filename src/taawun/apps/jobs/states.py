# SPDX-License-Identifier: Apache-2.0
"""The life of a job as data, checked when this module loads.

A wrong table (a state nobody reaches, a state that traps) fails at import, not on a Friday.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models

from taawun.kernel.errors import NotFromThisState


class State(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", "queued"
    RUNNING = "running", "running"
    DONE = "done", "done"
    FAILED = "failed", "failed"
    CANCELLED = "cancelled", "cancelled"


INITIAL: Final = State.QUEUED
FINAL: Final = frozenset({State.DONE, State.FAILED, State.CANCELLED})
MOVES: Final[Mapping[str, tuple[frozenset[State], State]]] = MappingProxyType(
    {
        "claim": (frozenset({State.QUEUED}), State.RUNNING),
        "take_over": (frozenset({State.RUNNING}), State.RUNNING),
        "finish": (frozenset({State.RUNNING}), State.DONE),
        "fail": (frozenset({State.RUNNING}), State.FAILED),
        "put_back": (frozenset({State.RUNNING}), State.QUEUED),
        "cancel": (frozenset({State.QUEUED, State.RUNNING}), State.CANCELLED),
        "retry": (frozenset({State.FAILED, State.CANCELLED}), State.QUEUED),
    }
)


def step(state: str, move: str) -> State:
    """Return the state after a move, or say that it does not start here.

    Raises:
        NotFromThisState: naming the move and the state, both words of this file.
    """
    sources, target = MOVES[move]
    if state not in sources:
        raise NotFromThisState(f"'{move}' does not start from '{state}'.")
    return target


def check_graph(moves: Mapping[str, tuple[frozenset[State], State]], initial: State, final: frozenset[State]) -> None:
    """Refuse a table in which a state cannot be reached or cannot end."""
    if not moves or not final:
        raise ValueError("a state graph needs moves and at least one final state")
    forward = {state: {to for sources, to in moves.values() if state in sources} for state in State}
    backward = {state: {s for s in State if state in forward[s]} for state in State}
    unreachable = set(State) - _closure({initial}, forward)
    trapped = set(State) - _closure(set(final), backward)
    if unreachable or trapped:
        raise ValueError(f"unreachable: {', '.join(sorted(unreachable))}; trapped: {', '.join(sorted(trapped))}")


def _closure(seed: set[State], edges: Mapping[State, set[State]]) -> set[State]:
    seen, todo = set(seed), list(seed)
    while todo:
        new = edges[todo.pop()] - seen
        seen |= new
        todo.extend(new)
    return seen


check_graph(MOVES, INITIAL, FINAL)
