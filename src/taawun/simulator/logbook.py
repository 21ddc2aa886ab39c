# SPDX-License-Identifier: Apache-2.0
"""A node's ledger: accept in the act's own transaction, seal later, have the other nodes witness it."""

from typing import Any

from taawun.kernel.errors import LedgerShrunk, ProofFromElsewhere
from taawun.kernel.ledger import checkpoint as checkpoints
from taawun.kernel.ledger import note as notes
from taawun.kernel.ledger.checkpoint import Checkpoint, origin_of, witness_of
from taawun.kernel.ledger.entry import RANDOM_BYTES, NewEntry, new_entries
from taawun.kernel.ledger.note import LedgerKey
from taawun.kernel.ledger.tiles import HASH_BYTES, Edge, Prover, append
from taawun.kernel.ledger.witness import Evidence, Offer, judge
from taawun.kernel.trust.keys import LEDGER
from taawun.kernel.trust.roster import Roster
from taawun.kernel.wire.signing import ED25519
from taawun.simulator.disk import Disk, Transaction
from taawun.simulator.site import Site
from taawun.simulator.wire import Packet

WITNESS = "/exchange/witness"
COSIGNED = "/exchange/witness/answer"


class DiskTiles:
    """The tiles of a ledger on a simulated disk."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def read(self, level: int, index: int, width: int) -> bytes:
        """Return the first hashes of a tile."""
        data: bytes = self._disk["tiles"][level, index]
        return data[: width * HASH_BYTES]


def ledger_keys(roster: Roster) -> list[LedgerKey]:
    """Return the keys that may sign a party's checkpoints, or cosign those of others."""
    holders = [holder for holder in roster.holders if holder.use == LEDGER]
    return [LedgerKey(key.algorithm, key.public) for holder in holders for key in holder.keys if not key.revoked]


class Logbook:
    """One node's ledger."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def accept(self, tx: Transaction, kind: str, digest: str) -> NewEntry:
        """Promise that an act will be in the ledger."""
        site = self._site
        (entry,) = new_entries([(kind, digest)], site.now(), site.random.randbytes(RANDOM_BYTES))
        tx["pending"][entry.id] = entry
        return entry

    def head(self) -> Checkpoint | None:
        """Return our newest checkpoint."""
        found: Checkpoint | None = self._site.disk["log"].get("head")
        return found

    def seal(self) -> None:
        """Put what was accepted into the tree and sign its new root."""
        site = self._site
        waiting: list[NewEntry] = list(site.disk["pending"].values())
        if not waiting:
            return
        edge, grown = append(site.disk["log"].get("edge", Edge()), [entry.leaf_hash for entry in waiting])
        head = checkpoints.seal_checkpoint(origin_of(site.us), edge.size, edge.root(), site.party.signers(LEDGER))
        with site.disk.transaction() as tx:
            tx["pending"].clear()
            tx["tiles"].update({(tile.level, tile.index): tile.data for tile in grown})
            first = edge.size - len(waiting)
            tx["entries"].update({first + n: entry for n, entry in enumerate(waiting)})
            tx["log"].update({"edge": edge, "head": head})

    def offer(self) -> None:
        """Ask every peer to cosign our newest checkpoint, proving that it continues the last one it cosigned."""
        head = self.head()
        for peer in self._site.peers():
            known: int = self._site.disk["cosigned"].get(peer, 0)
            if head and known < head.size:
                prover = Prover(DiskTiles(self._site.disk))
                offer = Offer(known, tuple(prover.consistency(known, head.size)), head.note)
                self._site.request(peer, WITNESS, offer.to_bytes())

    def witness(self, packet: Packet) -> None:
        """Cosign a peer's checkpoint, or keep the evidence against it."""
        site = self._site
        sender = site.check(packet)
        offer = Offer.from_bytes(packet.body)
        offered = checkpoints.open_checkpoint(offer.note, origin_of(sender), ledger_keys(site.peer(sender).roster))
        known: Checkpoint | None = site.disk["witnessed"].get(sender)
        try:
            evidence = judge(known, offered, offer.old, offer.proof)
        except ProofFromElsewhere as error:
            return self._answer(sender, b"size %d\n" % error.known_size)
        if evidence:
            return self._refuse(sender, evidence, known)
        with site.disk.transaction() as tx:
            tx["witnessed"][sender] = offered
        line = notes.cosignature(witness_of(site.us), offered.text, int(site.now().timestamp()), self._ed25519())
        return self._answer(sender, str(offered.size).encode() + b"\n" + str(line).encode())

    def cosigned(self, packet: Packet) -> None:
        """Keep a witness's cosignature, or learn from which size it wants the proof."""
        self._site.check(packet)
        first, _, line = packet.body.partition(b"\n")
        if first.startswith(b"size ") and first[5:].isdigit():
            return self._remember(packet.source, int(first[5:]))
        head = self.head()
        if head is None or first != str(head.size).encode():
            return None  # of an older checkpoint
        signed = Checkpoint(head.origin, head.size, head.root, head.note + line)
        keys = ledger_keys(self._site.peer(packet.source).roster)
        checkpoints.check_cosigned(signed, witness_of(packet.source), keys)
        return self._remember(packet.source, head.size)

    def _remember(self, peer: str, size: int) -> None:
        """Note what a witness has. If that is more than we have, we lost part of our own ledger."""
        head = self.head()
        with self._site.disk.transaction() as tx:
            if head and size <= head.size:
                tx["cosigned"][peer] = size
            else:
                self._site.alarm(tx, self._site.us, "ledger.damaged")

    def _refuse(self, sender: str, evidence: Evidence, known: Checkpoint | None) -> None:
        """Keep evidence. A smaller checkpoint may be an old message: the answer says what we have cosigned."""
        if isinstance(evidence.error, LedgerShrunk):
            return self._answer(sender, b"size %d\n" % (known.size if known else 0))
        with self._site.disk.transaction() as tx:
            self._site.alarm(tx, sender, evidence.error.code)
        return None

    def _answer(self, target: str, body: bytes) -> None:
        self._site.request(target, COSIGNED, body)

    def _ed25519(self) -> Any:
        return next(s for s in self._site.party.signers(LEDGER) if s.algorithm == ED25519)
