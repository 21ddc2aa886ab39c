# SPDX-License-Identifier: Apache-2.0
"""What every part of one simulated node shares: its party, disk, clock, dice, faults and the way out."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import Any

from taawun.kernel.errors import SenderError, UnknownSender
from taawun.kernel.exchange import post
from taawun.kernel.trust.keys import NODE
from taawun.kernel.trust.roster import Roster
from taawun.kernel.wire.ids import RANDOM_BYTES, uuid7
from taawun.kernel.wire.signing import Verifier
from taawun.kernel.wire.times import cut
from taawun.simulator.clock import NodeClock
from taawun.simulator.disk import Disk, Faults, Transaction
from taawun.simulator.keys import SeedSigner
from taawun.simulator.party import Party
from taawun.simulator.rows import Alarm, Peer
from taawun.simulator.wire import Packet

Send = Callable[[Packet], None]


@dataclass(slots=True)
class Site:
    """One node's surroundings. `verifier` and `refused` are volatile: a restart makes new ones."""

    party: Party
    disk: Disk
    clock: NodeClock
    random: Random
    faults: Faults
    send: Send
    verifier: Verifier = field(default_factory=Verifier)
    refused: list[SenderError] = field(default_factory=list)

    @property
    def us(self) -> str:
        """Return our party's code."""
        return self.party.code

    @property
    def roster(self) -> Roster:
        """Return our own newest roster."""
        return self.party.roster

    def now(self) -> datetime:
        """Return our own time, cut to what the wire can carry."""
        return cut(self.clock.now())

    def new_id(self) -> str:
        """Return a fresh identifier."""
        return uuid7(self.now(), self.random.randbytes(RANDOM_BYTES))

    def node_signers(self) -> tuple[SeedSigner, ...]:
        """Return the node's signers that policy asks for on envelopes, receipts and requests."""
        needed = self.roster.required("envelope")
        return tuple(signer for signer in self.party.signers(NODE) if signer.algorithm in needed)

    def peer(self, code: str) -> Peer:
        """Return a paired peer, or refuse a stranger."""
        found: Peer | None = self.disk["peers"].get(code)
        if found is None:
            raise UnknownSender
        return found

    def peers(self) -> dict[str, Peer]:
        """Return all peers."""
        return dict(self.disk["peers"])

    def request(self, target: str, path: str, body: bytes) -> None:
        """Sign a request and put it on the wire."""
        header = post.sign_request(path, self.us, target, self.now(), body, self.node_signers())
        self.faults.step(f"send {path}")
        self.send(Packet(self.us, target, path, body, header))

    def check(self, packet: Packet) -> str:
        """Return the party that really signed a request, or refuse it."""
        code = post.claimed_sender(packet.header)
        known: Peer | None = self.disk["peers"].get(code)
        roster = known.roster if known else None
        post.check_request(self.verifier, roster, packet.header, packet.path, self.us, self.now(), packet.body)
        return code

    def alarm(self, tx: Transaction, party: str, code: str, detail: str = "") -> None:
        """Keep proof that a peer told two stories."""
        tx["alarms"][Alarm(party, code, detail)] = self.now()

    def change_peer(self, tx: Transaction, code: str, **changes: Any) -> None:
        """Change some fields of a peer's row."""
        tx["peers"][code] = replace(tx["peers"][code], **changes)
