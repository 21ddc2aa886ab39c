# SPDX-License-Identifier: Apache-2.0
"""A workflow: the states of a case and its lawful moves, as data (spec §60.2, §60.3).

A workflow is declared once, checked when it is built, and then only read. Both sides run the same one. What
both know of a case is its *phase*; between two shared moves each side may make moves of its own within the
phase, which the other never learns of. Flags hold what goes on beside the state (in custody, consent given).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from taawun.kernel.cases.words import Side, Source, Words

LATE: Final = MappingProxyType({"late": True})
"""Marks a field that came after the first packs: it is not written where it says nothing, so their digests hold."""


@dataclass(frozen=True, slots=True)
class State:
    """One state of a case.

    Attributes:
        slug: its name.
        title: in three languages.
        phase: what the other side calls it; empty while the other side knows of no case yet. States of one
            phase differ only inside the node that holds the case.
        holder: the side whose turn it is; only that side's private moves start here.
        final: whether the case ends here.
    """

    slug: str
    title: Words
    phase: str
    holder: Side
    final: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """Something a person must do, raised by a move or at the end of a clock.

    Attributes:
        slug: its name, unique in the workflow.
        title: in three languages.
        side: whose people do it.
        role: the role whose holders see it.
        owed_days: calendar days after which it is late; None for no limit.
        done_by: the moves that finish it.
    """

    slug: str
    title: Words
    side: Side
    role: str
    owed_days: int | None = None
    done_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Move:
    """One lawful move.

    Attributes:
        slug: its name.
        title: in three languages.
        by: the side that makes it.
        role: the role that its officer must hold.
        sources: the states it starts from.
        target: the state after it; empty to stay where the case is.
        shared: whether it crosses to the other node as a signed move. A private one stays at home.
        when, unless: flags that must be, or must not be, set.
        sets, clears: flags that it sets or clears.
        needs: elements of the contents that must be filled (or excused) before it; `*` for all that the kind requires.
        carries: elements that travel with it.
        gates: "" for none; "mandatory" to need all mandatory gates passed; "all" to need the optional ones too;
            "ground" to need at least one ground to refuse; "ground:RULE" to need one that this rule looks for.
        reasoned: whether written reasons are needed.
        apart_from: moves whose officers may not make this one (drafter, reviewer and signer are different people).
        tasks: tasks it raises.
        answers: element of choices -> the one word of it on which the move stands.
        among: element of offences -> the elements among whose offences each of its own must stand, by number and acts,
            as they crossed: what is granted was asked for.
        precedence: which of two moves counts that were made in ignorance of each other; the higher one.
        basis: the articles that allow it; at least one.
    """

    slug: str
    title: Words
    by: Side
    role: str
    sources: frozenset[str]
    target: str
    basis: tuple[Source, ...]
    shared: bool = False
    when: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()
    clears: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    carries: frozenset[str] = frozenset()
    gates: str = ""
    reasoned: bool = False
    apart_from: frozenset[str] = frozenset()
    tasks: tuple[str, ...] = ()
    precedence: int = 0
    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), metadata=LATE)
    among: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}), metadata=LATE)


@dataclass(frozen=True, slots=True)
class Workflow:
    """States, moves, flags and tasks of one kind of case. Build it with `make_workflow`, which checks it."""

    slug: str
    version: int
    title: Words
    initial: str
    states: Mapping[str, State]
    moves: Mapping[str, Move]
    flags: Mapping[str, Words] = field(default_factory=lambda: MappingProxyType({}))
    tasks: Mapping[str, Task] = field(default_factory=lambda: MappingProxyType({}))


def shared_flags(workflow: Workflow) -> frozenset[str]:
    """Return the flags that both nodes know: those that no private move sets or clears."""
    private = [move.sets | move.clears for move in workflow.moves.values() if not move.shared]
    return frozenset(workflow.flags) - frozenset[str]().union(*private)


def beginners(workflow: Workflow) -> tuple[Side, ...]:
    """Return the sides that can make a first move of a case: it is opened by no other."""
    first = {one.by for one in workflow.moves.values() if workflow.initial in one.sources}
    return tuple(side for side in Side if side in first)


def leading(workflow: Workflow, state: str) -> tuple[Move, ...]:
    """Return the ordinary moves by which the side whose turn it is leads a case on from a state.

    A move that needs reasons is out of the ordinary. Such a one, one that ends the case and one that goes back are
    left out where there is another.
    """
    order, holder = list(workflow.states), workflow.states[state].holder
    own = [one for one in workflow.moves.values() if state in one.sources and one.by is holder and one.target]
    away = [one for one in own if one.target != state]
    plain = [one for one in away if not one.reasoned]
    lasting = [one for one in plain if not workflow.states[one.target].final]
    onward = [one for one in lasting if order.index(one.target) > order.index(state)]
    return tuple(onward or lasting or plain or [one for one in away if one.sources == {state}])
