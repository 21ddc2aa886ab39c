# SPDX-License-Identifier: Apache-2.0
"""The receiver's decision about one opened envelope, in the order that the specification fixes (spec §30.12).

Two questions, kept apart because they have different effects. Is it authentic: from that party, to us, not from
the future? If not, it is refused and leaves no trace in the chain. May it come in: is there a release that covers
it? If not, it is refused too, but its place in the sender's chain is used up, because the sender did send it.
"""

from datetime import datetime

from taawun.kernel.errors import FutureDated, WrongRecipient
from taawun.kernel.release.statement import Statement, check_released
from taawun.kernel.trust.keys import NODE
from taawun.kernel.trust.roster import Roster
from taawun.kernel.wire.envelope import Envelope
from taawun.kernel.wire.limits import CLOCK_SKEW
from taawun.kernel.wire.signing import Verifier


def check_authentic(verifier: Verifier, roster: Roster, envelope: Envelope, us: str, now: datetime) -> None:
    """Refuse an envelope that is not from the roster's party, not to us, or from the future (spec §30.2, §30.3).

    Raises:
        WrongRecipient, FutureDated, UnknownKey, ExpiredKey, RevokedKey, BadSignature, NotEnoughSignatures.
    """
    header = envelope.header
    if header.recipient != us or header.sender != roster.party:
        raise WrongRecipient
    if header.created > now + CLOCK_SKEW:
        raise FutureDated(f"More than {CLOCK_SKEW.seconds // 60} minutes ahead.")
    roster.signed_by(
        verifier,
        "envelope",
        NODE,
        envelope.header_bytes,
        envelope.signatures,
        signed=header.created,
        seen=now,
    )


def check_admissible(verifier: Verifier, roster: Roster, envelope: Envelope, now: datetime) -> Statement:
    """Return the release statement of an authentic envelope, or refuse it (spec §30.11, §50.3)."""
    return check_released(verifier, roster, envelope.release, envelope.header, now)
