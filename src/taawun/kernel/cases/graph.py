# SPDX-License-Identifier: Apache-2.0
"""The moves of a case as a graph: each stands behind those that its maker knew (spec §60.5).

Sets of moves are integers with a bit for each move, so that asking who knew of whom stays cheap in a long case.
"""

import heapq
from collections.abc import Iterable

from taawun.kernel.cases.moves import MoveMade
from taawun.kernel.cases.workflow import Workflow


class Graph:
    """Moves by digest, each once.

    `order` holds those whose ancestors are all here, in the one order in which they are told: an ancestor before
    what follows it; of several that could come next, the one of higher precedence, then one of the requested
    side, then the lower digest.
    """

    def __init__(self, workflow: Workflow, moves: Iterable[MoveMade]) -> None:
        self.moves = {move.digest(): move for move in moves}
        self.order = self._told(workflow)
        self._bit = {digest: 1 << place for place, digest in enumerate(self.order)}
        self._known: dict[str, int] = {}
        for digest in self.order:
            parents = self.moves[digest].after
            self._known[digest] = 0
            for parent in parents:
                self._known[digest] |= self._known[parent] | self._bit[parent]

    def waiting(self) -> tuple[MoveMade, ...]:
        """Return the moves whose ancestors have not all come, by digest."""
        return tuple(self.moves[digest] for digest in sorted(self.moves) if digest not in self._bit)

    def heads(self) -> tuple[str, ...]:
        """Return the digests of the moves that no other move stands behind, sorted."""
        behind = {parent for digest in self.order for parent in self.moves[digest].after}
        return tuple(sorted(self._bit.keys() - behind))

    def ancestors(self, digest: str) -> tuple[str, ...]:
        """Return all ancestors of a move, in the order of telling."""
        return tuple(one for one in self.order if self.knows(digest, one))

    def newest(self, digest: str) -> tuple[str, ...]:
        """Return the parents of a move that no other parent of it knew; who names more parents makes nobody slower."""
        parents = self.moves[digest].after
        return tuple(one for one in parents if not any(self.knows(other, one) for other in parents))

    def knows(self, later: str, earlier: str) -> bool:
        """Tell whether one move was made in knowledge of another."""
        return bool(self._known[later] & self._bit[earlier])

    def forks(self, digest: str) -> bool:
        """Tell whether a move's own party made another one beside it, neither knowing of the other.

        What waits is not asked: nobody can tell yet what it knows of.
        """
        if digest not in self._bit:
            return False
        party = self.moves[digest].party
        others = [one for one in self.order if one != digest and self.moves[one].party == party]
        return any(not self.knows(one, digest) and not self.knows(digest, one) for one in others)

    def _told(self, workflow: Workflow) -> tuple[str, ...]:
        children: dict[str, list[str]] = {}
        lacks: dict[str, int] = {}
        for digest, made in self.moves.items():
            lacks[digest] = len(made.after)
            for parent in made.after:
                children.setdefault(parent, []).append(digest)
        free = [_key(workflow, digest, self.moves[digest]) for digest, count in lacks.items() if not count]
        heapq.heapify(free)
        told: list[str] = []
        while free:
            told.append(heapq.heappop(free)[2])
            for child in children.get(told[-1], ()):
                lacks[child] -= 1
                if not lacks[child]:
                    heapq.heappush(free, _key(workflow, child, self.moves[child]))
        return tuple(told)


def _key(workflow: Workflow, digest: str, made: MoveMade) -> tuple[int, bool, str]:
    move = workflow.moves.get(made.move)
    return (-move.precedence if move else 0, made.party != made.requested, digest)
