# SPDX-License-Identifier: Apache-2.0
"""What a case has come to: the moves of both sides, told in one order (spec §60.5).

The same set of moves gives the same standing at both nodes, whatever order they came in. A move is lawful by its
own ancestors alone; of lawful moves made in ignorance of each other, all are told in one order, and one that no
longer fits when its turn comes is void: kept and explained, without effect.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from taawun.kernel.cases.contents import Filled
from taawun.kernel.cases.graph import Graph
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.lawful import Known, carried, check_alone, check_lawful, nothing_yet, why_not
from taawun.kernel.cases.moves import MoveMade, PrivateMove
from taawun.kernel.cases.reasons import Reason, reason
from taawun.kernel.cases.workflow import Move, Workflow
from taawun.kernel.errors import ForkedMove, NotTheMover, OtherCase, UnlawfulMove


@dataclass(frozen=True, slots=True)
class Step:
    """One move that had its effect, shared or private, and the states before and after it."""

    move: str
    officer: str
    at: datetime
    shared: bool
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a case has come to at one node.

    Attributes:
        state: where it is at this node; private moves lead it within its phase.
        phase: what both nodes know of that.
        flags: everything set; those that private moves set are known only here.
        shared_flags: the ones that both nodes know.
        applied: shared moves that had their effect, in the order they were told.
        void: shared moves without effect, each with its reason.
        waiting: shared moves whose ancestors have not come.
        heads: digests of the newest moves known here, sorted; what the next move names in `after`.
        steps: every move that had its effect, of both kinds, in order.
    """

    state: str
    phase: str
    flags: frozenset[str]
    shared_flags: frozenset[str]
    applied: tuple[MoveMade, ...]
    void: tuple[tuple[MoveMade, Reason], ...]
    waiting: tuple[MoveMade, ...]
    heads: tuple[str, ...]
    steps: tuple[Step, ...]


def standing(kind: CaseKind, shared: Iterable[MoveMade], private: Sequence[PrivateMove] = ()) -> Standing:
    """Return what a case has come to.

    Args:
        kind: of the case, as frozen when it was opened.
        shared: the shared moves known here, in any order, copies allowed.
        private: this node's own private moves, in the order they were made.
    """
    workflow, graph = kind.workflow, Graph(kind.workflow, shared)
    replay, telling = _Replay(kind, graph), _Telling(workflow, private)
    known, applied, void = nothing_yet(workflow), [], []
    for digest in graph.order:
        made, against = graph.moves[digest], replay.why_void(known, digest)
        if against:
            void.append((made, against))
            continue
        known = known.after(workflow, made, replay.content[digest])
        applied.append(made)
        telling.take(digest, made)
    return Standing(
        state=telling.state,
        phase=workflow.states[telling.state].phase,
        flags=telling.flags,
        shared_flags=known.flags,
        applied=tuple(applied),
        void=tuple(void),
        waiting=graph.waiting(),
        heads=graph.heads(),
        steps=tuple(telling.steps),
    )


def check_incoming(kind: CaseKind, known: Iterable[MoveMade], move: MoveMade, sender: str) -> None:
    """Refuse a shared move that is not lawful (spec §60.4 to §60.6, §60.9). One whose ancestors have not come may wait.

    Args:
        kind: of the case.
        known: the shared moves of the case that are here already.
        move: the one that came.
        sender: the party whose envelope carried it.

    Raises:
        NotTheMover, OtherCase, OtherPack, UnlawfulMove, NotAttested, IncompleteMove, SameOfficer, ForkedMove.
    """
    before = list(known)
    if move.party != sender:
        raise NotTheMover
    if any((move.case, move.requesting, move.requested) != (one.case, one.requesting, one.requested) for one in before):
        raise OtherCase
    check_alone(kind, move, carried(move))
    graph, digest = Graph(kind.workflow, [*before, move]), move.digest()
    if graph.forks(digest):
        raise ForkedMove
    refusal = _Replay(kind, graph).refusals.get(digest)
    if refusal:
        raise refusal


def check_purpose(stated: str, held: str) -> None:
    """Refuse a move whose envelope states another purpose than its case has (spec §60.5i).

    Raises:
        OtherCase.
    """
    if stated != held:
        raise OtherCase("A case has one purpose, and each of its envelopes states it.")


class _Replay:
    """The lawfulness of every move of a graph, worked out once, ancestors first."""

    def __init__(self, kind: CaseKind, graph: Graph) -> None:
        self._workflow = kind.workflow
        self._graph = graph
        self.content = {digest: carried(graph.moves[digest]) for digest in graph.order}
        self.refusals: dict[str, UnlawfulMove | None] = {}
        self._after: dict[str, Known] = {}
        for digest in graph.order:
            made, before = graph.moves[digest], self._before(digest)
            self.refusals[digest] = _refusal(kind, before, made, self.content[digest])
            self._after[digest] = self._next(before, digest)

    def _before(self, digest: str) -> Known:
        """Return what the ancestors of a move come to. What stands behind one head alone is told up to that head."""
        heads = self._graph.newest(digest)
        if len(heads) == 1:
            return self._after[heads[0]]
        known = nothing_yet(self._workflow)
        for one in self._graph.ancestors(digest):
            known = self._next(known, one)
        return known

    def _next(self, known: Known, digest: str) -> Known:
        if self.why_void(known, digest):
            return known
        return known.after(self._workflow, self._graph.moves[digest], self.content[digest])

    def why_void(self, known: Known, digest: str) -> Reason | None:
        """Return why a move is without effect when its turn comes, or None."""
        refusal = self.refusals[digest]
        if refusal:
            return reason("unlawful", "nothing", error=refusal.code)
        return why_not(self._workflow, known, self._workflow.moves[self._graph.moves[digest].move])


def _refusal(kind: CaseKind, before: Known, made: MoveMade, content: Mapping[str, Filled]) -> UnlawfulMove | None:
    try:
        check_alone(kind, made, content)
        check_lawful(kind, before, made, content)
    except UnlawfulMove as refusal:
        return refusal
    return None


class _Telling:
    """The one telling of all moves, with this node's private moves where they hang."""

    def __init__(self, workflow: Workflow, private: Sequence[PrivateMove]) -> None:
        self._workflow = workflow
        self._private = private
        self.state = workflow.initial
        self.flags: frozenset[str] = frozenset()
        self.steps: list[Step] = []
        self.stay_at_home("")

    def take(self, digest: str, made: MoveMade) -> None:
        """Let a shared move have its effect, then the private ones that hang on it."""
        self._step(self._workflow.moves[made.move], made.officer, made.at)
        self.stay_at_home(digest)

    def stay_at_home(self, base: str) -> None:
        """Let the private moves that hang on a shared one have their effect, each if it still fits."""
        for one in self._private:
            move = self._workflow.moves.get(one.move)
            if one.base == base and move is not None and self._fits(move):
                self._step(move, one.officer, one.at)

    def _fits(self, move: Move) -> bool:
        flags = move.when <= self.flags and move.unless.isdisjoint(self.flags)
        return not move.shared and self.state in move.sources and flags

    def _step(self, move: Move, officer: str, at: datetime) -> None:
        before, self.state = self.state, move.target or self.state
        self.flags = (self.flags - move.clears) | move.sets
        self.steps.append(Step(move.slug, officer, at, move.shared, before, self.state))
