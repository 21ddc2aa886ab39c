# SPDX-License-Identifier: Apache-2.0
"""Opening what came: from sealed items to authentic envelopes, before any row is touched (spec §30.2).

All costly work is here, outside the transaction, so that the lock on a peer's chain is held briefly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from taawun.apps.exchange.identity import VERIFIER
from taawun.apps.people.signers import sealing_keys
from taawun.kernel.errors import BadSeal, SenderError
from taawun.kernel.exchange.acceptance import check_admissible, check_authentic
from taawun.kernel.trust.roster import Roster
from taawun.kernel.wire.envelope import Envelope, read_envelope
from taawun.kernel.wire.sealing import Sealed, unseal, unwrap


@dataclass(frozen=True, slots=True)
class Opened:
    """One item, opened as far as it would go.

    `envelope` is there only if the item is authentic; `refusal` says why it is not, or why an authentic one
    may not come in.
    """

    item: str
    size: int
    data: bytes = b""
    envelope: Envelope | None = None
    refusal: SenderError | None = None


def open_items(items: Sequence[Sealed], roster: Roster, us: str, now: datetime) -> list[Opened]:
    """Open items from the roster's party, each on its own: one bad item spoils no other."""
    keys: dict[bytes, bytes] = {}
    return [_open(item, keys, roster, us, now) for item in items]


def judge(envelope: Envelope, roster: Roster, now: datetime) -> SenderError | None:
    """Return why an authentic envelope may not come in, or None."""
    try:
        check_admissible(VERIFIER, roster, envelope, now)
    except SenderError as refusal:
        return refusal
    return None


def unsealed(item: Sealed, sender: str, us: str) -> bytes:
    """Return what is in one item, or refuse what none of our sealing keys opens."""
    return _unseal(item, {}, sender, us)


def _open(item: Sealed, keys: dict[bytes, bytes], roster: Roster, us: str, now: datetime) -> Opened:
    digest, size, data = item.digest, len(item.ciphertext), b""
    try:
        data = _unseal(item, keys, roster.party, us)
        envelope = read_envelope(data)
        check_authentic(VERIFIER, roster, envelope, us, now)
    except SenderError as refusal:
        return Opened(digest, size, data, None, refusal)
    return Opened(digest, size, data, envelope, judge(envelope, roster, now))


def _unseal(item: Sealed, keys: dict[bytes, bytes], sender: str, us: str) -> bytes:
    """Open one item; the content key of a wrap is opened once for all items that share it."""
    if item.wrap not in keys:
        keys[item.wrap] = _unwrap(item.wrap, sender, us)
    if not keys[item.wrap]:
        raise BadSeal
    return unseal(sender, us, keys[item.wrap], item)


def _unwrap(wrap: bytes, sender: str, us: str) -> bytes:
    """Return the content key under any of our sealing keys, the newest first; empty if none opens it."""
    for key in sealing_keys():
        try:
            return unwrap(sender, us, key.secret, wrap)
        except SenderError:
            continue
    return b""
