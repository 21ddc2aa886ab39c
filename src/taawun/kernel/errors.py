# SPDX-License-Identifier: Apache-2.0
"""One tree of errors: a stable code, a sentence for people, and the § that decides.

Three branches say whose fault it was, because each is answered differently: a `SenderError` becomes a
refusal receipt, a `CallerError` goes back to the officer or program that asked, and a `NodeError` is ours.
A sentence never repeats personal data; it is translated where it is shown.
"""

from typing import ClassVar


class TaawunError(Exception):
    """The root of all errors. `detail` may add facts (sizes, codes, names of fields), never personal data."""

    code: ClassVar[str] = "taawun.error"
    section: ClassVar[str] = ""
    sentence: ClassVar[str] = "Something went wrong."

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        """Return the sentence, the detail and the §, for a log line or a terminal."""
        said = f"{self.sentence} {self.detail}".rstrip()
        return f"{said} [{self.code}, §{self.section}]" if self.section else f"{said} [{self.code}]"


class SenderError(TaawunError):
    """What came from outside broke a rule; the sender gets a refusal with this code and §."""

    code = "sender.error"
    sentence = "What was sent breaks a rule."


class CallerError(TaawunError):
    """Our own officer or program asked for something that is not allowed."""

    code = "caller.error"
    sentence = "This is not allowed."


class NodeError(TaawunError):
    """Our own node failed; nothing was changed."""

    code = "node.error"
    sentence = "This node could not do it; nothing was changed."


# --- wire: bytes, sizes, canonical form (spec 20) ---------------------------------------------------


class TooLarge(SenderError):
    """More bytes, items or levels than the limit allows."""

    code = "wire.too-large"
    section = "20.3"
    sentence = "This is larger than the limit allows."


class TooDeep(SenderError):
    """JSON nested deeper than the limit."""

    code = "wire.too-deep"
    section = "20.3"
    sentence = "This is nested deeper than the limit allows."


class NotJson(SenderError):
    """Truncated or broken JSON."""

    code = "wire.not-json"
    section = "20.1"
    sentence = "These bytes are not valid JSON."


class NotCanonical(SenderError):
    """Valid JSON, but not the one canonical form."""

    code = "wire.not-canonical"
    section = "20.1"
    sentence = "This JSON is not in canonical form."


class NotCanonicalisable(CallerError):
    """A value that JSON cannot carry."""

    code = "wire.not-canonicalisable"
    section = "20.1"
    sentence = "This value cannot be written as canonical JSON."


class BadShape(SenderError):
    """A field is missing, unknown or of the wrong type."""

    code = "wire.bad-shape"
    section = "20.4"
    sentence = "A field is missing, unknown or of the wrong form."


class UnknownVersion(SenderError):
    """A protocol version this node does not speak."""

    code = "wire.unknown-version"
    section = "20.2"
    sentence = "This protocol version is not spoken here."


class BadSeal(SenderError):
    """The sealed bytes do not open with our key."""

    code = "seal.not-openable"
    section = "20.9"
    sentence = "The seal does not open with this node's key."


# --- signatures ------------------------------------------------------------------------------------


class BadSignature(SenderError):
    """A signature does not fit the message, the key or the algorithm."""

    code = "signature.bad"
    section = "20.7"
    sentence = "A signature does not fit what it should sign."


class NotEnoughSignatures(SenderError):
    """A required algorithm or signer is missing."""

    code = "signature.not-enough"
    section = "20.8"
    sentence = "A required signature is missing."


# --- trust (spec 10) -------------------------------------------------------------------------------


class UnknownSender(SenderError):
    """No pairing with this party."""

    code = "trust.unknown-sender"
    section = "10.8"
    sentence = "This party is not paired with this node."


class UnknownKey(SenderError):
    """The key is not in the sender's roster, or not for this use."""

    code = "trust.unknown-key"
    section = "10.4"
    sentence = "The key is not in the sender's roster for this use."


class RevokedKey(SenderError):
    """The key was revoked before the time in question."""

    code = "trust.revoked-key"
    section = "10.6"
    sentence = "The key was revoked before this was signed."


class ExpiredKey(SenderError):
    """The key is outside its time of validity."""

    code = "trust.expired-key"
    section = "10.4"
    sentence = "The key was not valid at that time."


class BadRoster(SenderError):
    """A roster that contradicts itself or its predecessor."""

    code = "trust.bad-roster"
    section = "10.5"
    sentence = "The roster is not a valid successor of the one we hold."


class BadPairing(SenderError):
    """A pairing statement that does not name both rosters and four officers."""

    code = "trust.bad-pairing"
    section = "10.7"
    sentence = "The pairing statement is not complete."


# --- exchange (spec 30) ----------------------------------------------------------------------------


class WrongRecipient(SenderError):
    """Sealed or addressed to somebody else."""

    code = "exchange.wrong-recipient"
    section = "30.2"
    sentence = "This is not addressed to this node."


class FutureDated(SenderError):
    """Created further ahead than the clock skew allows."""

    code = "exchange.future-dated"
    section = "30.3"
    sentence = "This is dated in the future."


class Replayed(SenderError):
    """An id that was seen before, with other bytes."""

    code = "exchange.replayed"
    section = "30.4"
    sentence = "This identifier was used before for something else."


class Forked(SenderError):
    """A second envelope in the same place of the sender's chain."""

    code = "exchange.forked"
    section = "30.5"
    sentence = "The sender's chain has two envelopes in one place."


class UnknownKind(SenderError):
    """No register or workflow here takes this kind."""

    code = "exchange.unknown-kind"
    section = "30.7"
    sentence = "This node does not take envelopes of this kind."


class BadReceipt(SenderError):
    """A receipt that does not fit what we sent."""

    code = "exchange.bad-receipt"
    section = "30.6"
    sentence = "The receipt does not fit what was sent."


# --- release (spec 50) -----------------------------------------------------------------------------


class Unreleased(SenderError):
    """No release statement, or one that does not cover this content, recipient, purpose or basis."""

    code = "release.not-covered"
    section = "50.3"
    sentence = "The release statement does not cover this."


class ReleaseExpired(SenderError):
    """The release statement has expired."""

    code = "release.expired"
    section = "50.4"
    sentence = "The release has expired."


class NotApproved(SenderError):
    """The approvals that the sender's rules require are not all there."""

    code = "release.not-approved"
    section = "50.5"
    sentence = "An approval that the rules require is missing."


class DrafterApproved(SenderError):
    """The drafter of a release is among those who approved it."""

    code = "release.drafter-approved"
    section = "50.6"
    sentence = "The drafter may not approve the release."


class NoRecipients(CallerError):
    """An empty recipient list delivers to nobody."""

    code = "release.no-recipients"
    section = "50.2"
    sentence = "No recipient is named, so nothing may be sent."


class NoRule(CallerError):
    """No release rule covers the content, so the answer is no."""

    code = "release.no-rule"
    section = "50.7"
    sentence = "No release rule covers this, so it may not be released."


# --- ledger (spec 40): see taawun.kernel.ledger ----------------------------------------------------

# --- marking (spec 80): see taawun.kernel.marking --------------------------------------------------

# --- node: people, audit, jobs, registers, configuration -------------------------------------------
