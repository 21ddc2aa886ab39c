# SPDX-License-Identifier: Apache-2.0
"""One node: what survives a crash (its party's keys, its disk) and what does not (everything else)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any, Final, TypeVar

from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.moves import KIND as CASE_MOVE
from taawun.kernel.errors import BadRoster, SenderError
from taawun.kernel.trust.roster import check_successor
from taawun.kernel.wire import shapes
from taawun.kernel.wire.canonical import decode, encode
from taawun.kernel.wire.limits import BATCH_BYTES
from taawun.simulator.casebook import Casebook
from taawun.simulator.clock import NodeClock, WorldClock
from taawun.simulator.desk import Desk
from taawun.simulator.disk import Crash, Disk, Faults
from taawun.simulator.inbox import Inbox
from taawun.simulator.logbook import COSIGNED, WITNESS, Logbook
from taawun.simulator.outbox import ANSWER, ENVELOPES, RESEND, Outbox
from taawun.simulator.party import Party
from taawun.simulator.rows import Alarm, Incoming, Outgoing
from taawun.simulator.site import Send, Site
from taawun.simulator.wire import Packet

ROSTER: Final = "/exchange/roster"
ROSTER_KNOWN: Final = "/exchange/roster/answer"
APPROVERS: Final = ("chief", "lawyer")
T = TypeVar("T")


class Node:
    """A party's node. `crash_at` chooses the step at which it stops; `restart` brings it back from its disk."""

    def __init__(self, party: Party, world: WorldClock, random: Random, send: Send) -> None:
        self.party = party
        self.faults = Faults()
        self.disk = Disk(self.faults)
        self.clock = NodeClock(world)
        self.kinds: dict[str, CaseKind] = {}
        self.up = True
        self._random = random
        self._send = send
        self._start()

    def _start(self) -> None:
        self.site = Site(self.party, self.disk, self.clock, self._random, self.faults, self._send)
        self.log = Logbook(self.site)
        self.cases = Casebook(self.site, self.kinds)
        self.desk = Desk(self.site, self.log, self.cases)
        self.outbox = Outbox(self.site, self.log, self.cases)
        self.inbox = Inbox(self.site, self.log, self.cases)

    # --- what people do -----------------------------------------------------------------------------

    def draft(self, body: Mapping[str, Any], to: Sequence[str], **how: Any) -> str | None:
        """Draft a release; None if the node is down or crashes meanwhile."""
        return self._act(self.desk.draft, body, to, **how)

    def approve(self, release: str, by: str) -> None:
        """Approve a release as an officer."""
        self._act(self.desk.approve, release, by)

    def send(self, release: str) -> list[str]:
        """Send an approved release; none if the node is down or crashes meanwhile."""
        return self._act(self.desk.send, release) or []

    def release(
        self, body: Mapping[str, Any], to: Sequence[str], *, approvers: Sequence[str] = APPROVERS, **how: Any
    ) -> str:
        """Draft, approve and send in one go; return the identifier of the first envelope."""
        release = self.desk.draft(body, to, **how)
        for officer in approvers:
            self.desk.approve(release, officer)
        return self.desk.send(release)[0]

    def move(
        self, case: str, kind: str, parties: tuple[str, str], slug: str, *, by: str = "desk", **how: Any
    ) -> str | None:
        """Make a shared move: propose, approve by others, send; return the envelope, None if it did not leave."""
        if not self.up:
            return None
        body = self.cases.propose(case, kind, parties, slug, by, **how)
        other = next(code for code in parties if code != self.party.code)
        release = self.draft(body, [other], by=by, kind=CASE_MOVE)
        if release is None:
            return None
        for officer in APPROVERS:
            if officer != by:
                self.approve(release, officer)
        return next(iter(self.send(release)), None)

    def stay(self, case: str, kind: str, slug: str, *, by: str = "desk") -> None:
        """Make a private move."""
        self._act(self.cases.stay, case, kind, slug, by)

    def _act(self, act: Callable[..., T], *args: Any, **how: Any) -> T | None:
        if not self.up:
            return None
        try:
            return act(*args, **how)
        except Crash:
            self.up = False
            return None

    # --- what the invariants ask --------------------------------------------------------------------

    def applied(self, envelope: str) -> int:
        """Return how often an envelope's content was taken into the register."""
        times: int = self.disk["applied"].get(envelope, 0)
        return times

    def sent(self) -> dict[str, Outgoing]:
        """Return everything that was ever put into the outbox."""
        return dict(self.disk["outbox"])

    def received(self) -> dict[str, Incoming]:
        """Return every authentic envelope that came in."""
        return dict(self.disk["inbox"])

    def alarms(self) -> set[tuple[str, str]]:
        """Return whom this node caught, and at what."""
        rows: list[Alarm] = list(self.disk["alarms"])
        return {(alarm.party, alarm.code) for alarm in rows}

    # --- crash and restart --------------------------------------------------------------------------

    def crash_at(self, step: int) -> None:
        """Crash at the n-th step from now."""
        self.faults.left = step

    def restart(self) -> None:
        """Come back with nothing but keys and disk."""
        self.faults.left = None
        self.up = True
        self._start()

    def skew(self, **by: float) -> None:
        """Set the node's clock off, e.g. `skew(minutes=10)`."""
        self.clock.skew = timedelta(**by)

    # --- what the world makes it do -----------------------------------------------------------------

    def handle(self, packet: Packet) -> None:
        """Take one packet. Whatever is wrong with it is refused by name; anything else is our own bug."""
        self._guarded(lambda: self._dispatch(packet))

    def tick(self) -> None:
        """Do the background work once."""
        self._guarded(self._work)

    def _guarded(self, act: Callable[[], None]) -> None:
        if not self.up:
            return
        try:
            act()
        except SenderError as refusal:
            self.site.refused.append(refusal)
        except Crash:
            self.up = False

    def _work(self) -> None:
        self.log.seal()
        self._push_roster()
        for work in (self.outbox.tick, self.inbox.tick, self.log.offer):
            work()

    def _dispatch(self, packet: Packet) -> None:
        if packet.target != self.party.code:
            return
        acts = {
            ENVELOPES: self.inbox.take,
            ANSWER: self.outbox.answered,
            RESEND: self.outbox.resend,
            WITNESS: self.log.witness,
            COSIGNED: self.log.cosigned,
            ROSTER: self._take_rosters,
            ROSTER_KNOWN: self._roster_known,
        }
        self.faults.step(f"handle {packet.path}")
        acts[packet.path](packet)

    # --- rosters ------------------------------------------------------------------------------------

    def _push_roster(self) -> None:
        """Send each peer all versions of our roster that it lacks.

        Roots sign them, so the request is not signed: nothing here may wait for a key that the other side does not
        know yet, or two nodes that both change their keys would never hear each other again.
        """
        for code, peer in self.site.peers().items():
            if peer.has_version < len(self.party.documents):
                body = encode({"rosters": self.party.documents[peer.has_version :]})
                self._send(Packet(self.party.code, code, ROSTER, body))

    def _take_rosters(self, packet: Packet) -> None:
        value = decode(packet.body, limit=BATCH_BYTES)
        raw = shapes.fields(value, "rosters", frozenset({"rosters"}))
        for document in shapes.items(raw["rosters"], "rosters", 1_000):
            self._take_roster(packet.source, document)
        version = self.site.peer(packet.source).roster.version
        self.site.request(packet.source, ROSTER_KNOWN, encode({"version": version}))

    def _take_roster(self, sender: str, document: object) -> None:
        """Take a version that follows the one we hold; others are passed over."""
        peer = self.site.peer(sender)
        try:
            roster = check_successor(self.site.verifier, peer.roster, document, self.site.now())
        except BadRoster:
            return
        with self.site.disk.transaction() as tx:
            self.site.change_peer(tx, sender, roster=roster)
            self.log.accept(tx, "roster", roster.digest)
            self.inbox.recheck(tx, sender)

    def _roster_known(self, packet: Packet) -> None:
        sender = self.site.check(packet)
        raw = shapes.fields(decode(packet.body, limit=BATCH_BYTES), "answer", frozenset({"version"}))
        version = shapes.whole(raw["version"], "version", 1)
        if self.site.peer(sender).has_version < version <= len(self.party.documents):
            with self.site.disk.transaction() as tx:
                self.site.change_peer(tx, sender, has_version=version)
