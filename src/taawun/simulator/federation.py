# SPDX-License-Identifier: Apache-2.0
"""Some nodes, paired with each other, in one world with one clock, one wire and one seed."""

from itertools import permutations
from random import Random
from typing import Any, Final

from taawun.kernel.trust import pairing
from taawun.kernel.trust.keys import NODE
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import digest_of
from taawun.kernel.wire.signing import Verifier, sign
from taawun.simulator.clock import WorldClock
from taawun.simulator.node import Node
from taawun.simulator.outbox import LONGEST_WAIT
from taawun.simulator.party import Party
from taawun.simulator.rows import Peer
from taawun.simulator.wire import FAIR, Wire

STEP_SECONDS: Final = 5.0
CEREMONY_OFFICERS: Final = ("chief", "lawyer")


class Federation:
    """The world of a story."""

    def __init__(self, nodes: dict[str, Node], world: WorldClock, wire: Wire) -> None:
        self.nodes = nodes
        self.world = world
        self.wire = wire

    @classmethod
    def of(cls, *codes: str, seed: int = 0, **party: Any) -> "Federation":
        """Return nodes that are all paired with each other.

        Args:
            codes: at least two parties.
            seed: everything random comes from it.
            party: further arguments for each party, e.g. `rules`.
        """
        world, random = WorldClock(), Random(seed)  # noqa: S311  # a story that can be told again
        wire = Wire(world, random)
        nodes = {code: Node(Party(code, seed, **party), world, random, wire.send) for code in codes}
        federation = cls(nodes, world, wire)
        for one, other in permutations(codes, 2):
            federation._pair(nodes[one], nodes[other])
        return federation

    def __getitem__(self, code: str) -> Node:
        """Return a party's node."""
        return self.nodes[code]

    def run(self, *, minutes: float = 0, seconds: float = 0) -> None:
        """Let the world go on for a while."""
        end = self.world.now().timestamp() + minutes * 60 + seconds
        while self.world.now().timestamp() < end:
            self.step()

    def step(self, seconds: float = STEP_SECONDS) -> None:
        """Let some seconds pass: what has arrived is handled, then every node does its work once."""
        self.world.advance(seconds)
        self.deliver()
        for node in self.nodes.values():
            node.tick()
        self.deliver()

    def deliver(self) -> None:
        """Handle everything that has arrived, and what that causes at once."""
        while packet := self.wire.arrived():
            self.nodes[packet.target].handle(packet)

    def settle(self, most_steps: int = 60) -> bool:
        """Make the network fair, the clocks right and every node run, and go on until nothing waits.

        Returns:
            whether it came to rest.
        """
        self.wire.weather = FAIR
        self.wire.cut.clear()
        for node in self.nodes.values():
            node.skew()
            if not node.up or node.faults.left is not None:
                node.restart()
        for _ in range(most_steps):
            self.step(LONGEST_WAIT.total_seconds() / 10)
            if self.quiet():
                return True
        return False

    def quiet(self) -> bool:
        """Tell whether every envelope has its final receipt and every ledger is sealed and witnessed."""
        return all(self._is_quiet(node) for node in self.nodes.values())

    def _is_quiet(self, node: Node) -> bool:
        head, peers = node.log.head(), node.site.peers()
        sealed = head is None or not node.disk["pending"]
        witnessed = head is None or all(node.disk["cosigned"].get(peer) == head.size for peer in peers)
        known = all(peer.has_version == len(node.party.documents) for peer in peers.values())
        return sealed and witnessed and known and not any(node.outbox.waiting(peer) for peer in peers)

    def _pair(self, here: Node, there: Node) -> None:
        """Hold one side's half of the ceremony: node and two officers sign, the other side checks (spec §10.7)."""
        one, other = here.party, there.party
        statement = pairing.statement(one.roster, other.roster)
        signers = [s for name in (NODE, *CEREMONY_OFFICERS) for s in one.signers(name)]
        half = sign("pairing", encode(statement), signers)
        pairing.check_half(Verifier(), one.roster, other.roster, half, self.world.now())
        with there.disk.transaction() as tx:
            tx["peers"][one.code] = Peer(one.roster)
            there.log.accept(tx, "pairing", digest_of(statement))

    def unrest(self) -> list[str]:
        """Return what still waits, for the sentence of a failed test."""
        return [
            f"{code}: waits={[r.header.seq for p in node.site.peers() for r in node.outbox.waiting(p)]} "
            f"refused={[error.code for error in node.site.refused[-3:]]} alarms={node.alarms()} "
            f"versions={[(c, p.has_version) for c, p in node.site.peers().items()]} of {len(node.party.documents)} "
            f"ledger={node.disk['cosigned']} pending={len(node.disk['pending'])}"
            for code, node in self.nodes.items()
            if not self._is_quiet(node)
        ]
