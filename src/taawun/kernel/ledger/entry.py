# SPDX-License-Identifier: Apache-2.0
"""Ledger entries: what is written for each act, and what is not (spec §40.3 to §40.5).

An entry names the act and commits to a digest under a salt. The content is never in it, and once salt and
digest are erased nobody can tell what it was about, while the tree still verifies.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from taawun.kernel.errors import BadCommitment, BadEntry, BadShape, SenderError, UnknownEntryKind
from taawun.kernel.ledger.merkle import leaf_hash
from taawun.kernel.wire import canonical, shapes
from taawun.kernel.wire.digests import check_digest
from taawun.kernel.wire.ids import check_id
from taawun.kernel.wire.times import from_wire, to_wire

SALT_BYTES: Final = 32
DIGEST_BYTES: Final = 32
ENTRY_BYTES: Final = 512
"""Largest entry, in bytes (spec §40.18)."""
RANDOM_BYTES: Final = SALT_BYTES + 10
"""Random bytes that one new entry needs: its salt, then its identifier."""

_FIELDS = frozenset({"v", "id", "kind", "at", "commit"})
_HEX = re.compile(r"[0-9a-f]{64}")


class Kind(StrEnum):
    """Every kind of act that is logged (spec §40.5). The list grows with the protocol version only."""

    ENVELOPE_SENT = "envelope.sent"
    ENVELOPE_RECEIVED = "envelope.received"
    RECEIPT_SENT = "receipt.sent"
    RECEIPT_RECEIVED = "receipt.received"
    REFUSAL = "refusal"
    RELEASE_REQUESTED = "release.requested"
    RELEASE_GRANTED = "release.granted"
    RELEASE_REFUSED = "release.refused"
    RELEASE_WITHDRAWN = "release.withdrawn"
    APPROVAL = "approval"
    MOVE = "move"
    GATE = "gate"
    RECALL = "recall"
    COMPLIANCE = "compliance"
    ERASURE = "erasure"
    RECORD = "record"
    JUDGEMENT = "judgement"
    PRIVATE_CHECK = "private-check"
    KEY_ADDED = "key.added"
    KEY_ROTATED = "key.rotated"
    KEY_REVOKED = "key.revoked"
    AUTHORITY = "authority"
    OFFICER = "officer"
    ROLE = "role"
    ROSTER = "roster"
    PAIRING = "pairing"
    PAIRING_ENDED = "pairing.ended"
    AUDIT_ROOT = "audit.root"
    WITNESS_ALERT = "witness.alert"


KINDS: Final = frozenset(kind.value for kind in Kind)


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in the ledger for one act."""

    id: str
    kind: Kind
    at: datetime
    commit: str


class NewEntry(NamedTuple):
    """An entry as it is accepted. A plain tuple, because a node makes thousands a second."""

    id: str
    kind: str
    salt: bytes
    digest: bytes
    leaf: bytes
    leaf_hash: bytes


def commitment(salt: bytes, digest: bytes) -> str:
    """Return what an entry commits to: the hash of salt and digest (spec §40.4)."""
    return hashlib.sha256(salt + digest).hexdigest()


def new_entries(rows: Sequence[tuple[str, str]], at: datetime, random: bytes) -> list[NewEntry]:
    """Return the entries of acts that happened at one moment.

    Args:
        rows: kind and digest (64 hex digits) of each act.
        at: the moment.
        random: `RANDOM_BYTES` fresh random bytes for each act.

    Raises:
        UnknownEntryKind: for a kind that is not in `Kind`.
    """
    if len(random) != RANDOM_BYTES * len(rows):
        raise ValueError(f"{len(rows)} entries need {RANDOM_BYTES * len(rows)} random bytes")
    time, stamp = to_wire(at), f"{int(at.timestamp() * 1000):012x}"
    head, starts = f'{{"at":"{time}","commit":"', range(0, len(random), RANDOM_BYTES)
    return [
        _new_entry(kind, digest, head, stamp, random[start : start + RANDOM_BYTES])
        for (kind, digest), start in zip(rows, starts, strict=True)
    ]


def _new_entry(kind: str, digest: str, head: str, stamp: str, random: bytes) -> NewEntry:
    """Write one entry by hand: the bytes are those of `canonical.encode`, at a fifth of its cost."""
    if kind not in KINDS:
        raise UnknownEntryKind(f"Kind: {kind}.")
    if not _HEX.fullmatch(digest):
        raise BadShape("A digest is not 64 lower-case hex digits.")
    salt, raw, dice = random[:SALT_BYTES], bytes.fromhex(digest), random[SALT_BYTES:].hex()
    variant = "89ab"[random[-1] & 3]
    identifier = f"{stamp[:8]}-{stamp[8:]}-7{dice[:3]}-{variant}{dice[3:6]}-{dice[6:18]}"
    text = f'{head}{commitment(salt, raw)}","id":"{identifier}","kind":"{kind}","v":1}}'
    leaf = text.encode()
    return NewEntry(identifier, kind, salt, raw, leaf, leaf_hash(leaf))


def write_entry(entry: Entry) -> bytes:
    """Return the canonical bytes of an entry."""
    fields = {"at": to_wire(entry.at), "commit": entry.commit, "id": entry.id, "kind": str(entry.kind), "v": 1}
    return canonical.encode(fields)


def read_entry(leaf: bytes) -> Entry:
    """Return the entry in a leaf, or refuse every other form of it (spec §40.3)."""
    try:
        raw = shapes.fields(canonical.decode(leaf, limit=ENTRY_BYTES), "entry", _FIELDS)
        if type(raw["v"]) is not int or raw["v"] != 1:
            raise BadEntry("Only version 1 is known.")
        kind = Kind(shapes.one_of(raw["kind"], KINDS, "kind"))
        return Entry(check_id(raw["id"]), kind, from_wire(raw["at"]), check_digest(raw["commit"]))
    except SenderError as error:
        raise BadEntry(error.detail) from None


def check_commitment(entry: Entry, salt: bytes, digest: str) -> None:
    """Refuse a salt and digest that the entry does not commit to (spec §40.4)."""
    right = len(salt) == SALT_BYTES and _HEX.fullmatch(digest)
    if not right or commitment(salt, bytes.fromhex(digest)) != entry.commit:
        raise BadCommitment
