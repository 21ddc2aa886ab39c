# SPDX-License-Identifier: Apache-2.0
"""Pairing: two nodes come to trust each other's rosters by a ceremony, with nobody above them (spec §10.7).

Both sides write the same statement from the two rosters. On each side the node and at least two officers, who
compared the fingerprints by another channel, sign it. It counts only when both halves are there.
"""

from datetime import datetime
from typing import Any, Final

from taawun.kernel.errors import BadPairing
from taawun.kernel.trust.keys import NODE, OFFICER
from taawun.kernel.trust.roster import Roster
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.signing import Signature, Verifier
from taawun.kernel.wire.times import to_wire

TYPE: Final = "pairing/1"
OFFICERS_A_SIDE: Final = 2


def statement(one: Roster, other: Roster) -> dict[str, Any]:
    """Return the statement that pairs two rosters; the same whichever side writes it."""
    if one.party == other.party:
        raise BadPairing("A party cannot pair with itself.")
    created = max(one.created, other.created)
    return {
        "type": TYPE,
        "rosters": {roster.party: roster.digest for roster in (one, other)},
        "created": to_wire(created),
    }


def check_half(
    verifier: Verifier, one: Roster, other: Roster, signatures: tuple[Signature, ...], signed: datetime
) -> None:
    """Refuse one side's half: its node and two of its officers must have signed (spec §10.7).

    Args:
        verifier: checks and remembers signatures.
        one: the roster of the side whose half this is.
        other: the other roster.
        signatures: what that side signed.
        signed: when it was seen.
    """
    message = encode(statement(one, other))
    by_use = {use: [s for s in signatures if _use(one, s) == use] for use in (NODE, OFFICER)}
    if len(by_use[NODE]) + len(by_use[OFFICER]) != len(signatures):
        raise BadPairing("A signature is by neither the node nor an officer.")
    if not all(by_use.values()):
        raise BadPairing("The node or the officers did not sign.")
    one.signed_by(verifier, "pairing", NODE, message, by_use[NODE], signed=signed, seen=signed)
    who = one.signed_by(verifier, "pairing", OFFICER, message, by_use[OFFICER], signed=signed, seen=signed)
    if len(who) < OFFICERS_A_SIDE:
        raise BadPairing(f"{len(who)} of {OFFICERS_A_SIDE} officers signed.")


def _use(roster: Roster, signature: Signature) -> str | None:
    entry = roster.by_key.get(signature.key)
    return entry[0].use if entry else None
