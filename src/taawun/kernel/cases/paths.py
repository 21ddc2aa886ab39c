# SPDX-License-Identifier: Apache-2.0
"""Everywhere a case can come to, with its flags, and whether it can end from there (spec §60.3).

A state may be reached only with flags that close every way out of it, so states alone do not tell. All places, a state
with its flags, are walked; workflows are small, and one with more than `PLACES` of them is refused.
"""

from collections.abc import Iterable
from typing import Final

from taawun.kernel.cases.workflow import Move, Workflow
from taawun.kernel.errors import BadWorkflow

PLACES: Final = 20_000
"""Most places that a workflow may have."""

_Place = tuple[str, frozenset[str]]


def check_paths(workflow: Workflow) -> None:
    """Refuse a state that nothing leads to, a move that can never be made, and a place from which no path ends.

    Raises:
        BadWorkflow: naming the first of them.
    """
    if workflow.initial not in workflow.states:
        raise BadWorkflow(f"initial state {workflow.initial}: is not there")
    ways = _walk(workflow)
    reached = {state for state, _ in ways}
    _refuse("state", workflow.states.keys() - reached, "nothing leads there")
    made = {move for after in ways.values() for move, _ in after}
    _refuse("move", workflow.moves.keys() - made, "can never be made")
    trapped = ways.keys() - _ending(workflow, ways)
    _refuse("state", {state for state, _ in trapped}, "no path from there ends")


def _refuse(what: str, slugs: Iterable[str], why: str) -> None:
    names = ", ".join(sorted(slugs))
    if names:
        raise BadWorkflow(f"{what} {names}: {why}")


def _walk(workflow: Workflow) -> dict[_Place, list[tuple[str, _Place]]]:
    """Return every place that can be reached, with the moves from there and where they lead."""
    start = (workflow.initial, frozenset[str]())
    ways: dict[_Place, list[tuple[str, _Place]]] = {}
    front = [start]
    while front:
        place = front.pop()
        if place in ways:
            continue
        if len(ways) == PLACES:
            raise BadWorkflow(f"flags: a case could come to more than {PLACES} places")
        ways[place] = [(move.slug, _after(place, move)) for move in workflow.moves.values() if _starts(place, move)]
        front += [after for _, after in ways[place]]
    return ways


def _starts(place: _Place, move: Move) -> bool:
    state, flags = place
    return state in move.sources and move.when <= flags and move.unless.isdisjoint(flags)


def _after(place: _Place, move: Move) -> _Place:
    state, flags = place
    return move.target or state, (flags - move.clears) | move.sets


def _ending(workflow: Workflow, ways: dict[_Place, list[tuple[str, _Place]]]) -> set[_Place]:
    """Return the places from which some path ends."""
    before: dict[_Place, list[_Place]] = {}
    for place, moves in ways.items():
        for _, after in moves:
            before.setdefault(after, []).append(place)
    ending: set[_Place] = set()
    front = [place for place in ways if workflow.states[place[0]].final]
    while front:
        place = front.pop()
        if place not in ending:
            ending.add(place)
            front += before.get(place, ())
    return ending
