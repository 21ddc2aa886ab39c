# SPDX-License-Identifier: Apache-2.0
"""The rows of a simulated node's disk. All frozen: a change is a new row."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from taawun.kernel.exchange.chain import ChainHead
from taawun.kernel.release.statement import Statement
from taawun.kernel.trust.roster import Roster
from taawun.kernel.wire.envelope import Header
from taawun.kernel.wire.receipt import Receipt, ReceiptKind

FINAL = frozenset({ReceiptKind.ACCEPTED, ReceiptKind.REJECTED})


@dataclass(frozen=True, slots=True)
class Peer:
    """A party we are paired with: its roster, its chain to us, ours to it, and which of our rosters it has."""

    roster: Roster
    inward: ChainHead = field(default_factory=ChainHead)
    outward: ChainHead = field(default_factory=ChainHead)
    has_version: int = 1


@dataclass(frozen=True, slots=True)
class Release:
    """A draft, its approvals so far, and whether it was sent."""

    statement: Statement
    body: bytes
    signatures: tuple[dict[str, Any], ...] = ()
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One envelope in the outbox: everything but signatures and seal, which are made afresh for each attempt."""

    header: Header
    digest: str
    body: bytes
    release: bytes
    items: frozenset[str] = frozenset()  # digests of every sealed form it was sent in
    receipts: tuple[Receipt, ...] = ()

    @property
    def verdict(self) -> Receipt | None:
        """Return the final receipt, if there is one."""
        return next((receipt for receipt in self.receipts if receipt.kind in FINAL), None)


class State(StrEnum):
    """What became of an envelope that came in."""

    HELD = "held"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One authentic envelope that came in, when it was first seen, and our receipt for it."""

    state: State
    header: Header
    digest: str
    data: bytes
    seen: datetime
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Alarm:
    """Proof that a peer told two stories, or tried to."""

    party: str
    code: str
    detail: str = ""
