# SPDX-License-Identifier: Apache-2.0
"""One tree of errors: a stable code, a sentence for people, and the § that decides.

Three branches say whose fault it was, because each is answered differently: a `SenderError` becomes a
refusal receipt, a `CallerError` goes back to the officer or program that asked, and a `NodeError` is ours.
A sentence never repeats personal data; it is translated where it is shown.
"""

from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    from taawun.kernel.instruments.problems import Problem


class TaawunError(Exception):
    """The root of all errors. `detail` may add facts (sizes, codes, names of fields), never personal data.

    A detail with places, as `Line {line}`, is given with what stands there: `told` (its parts, between colons) and
    `given` are for whoever says it in another language, as the sentence is.
    """

    code: ClassVar[str] = "taawun.error"
    section: ClassVar[str] = ""
    sentence: ClassVar[str] = "Something went wrong."

    def __init__(self, detail: str = "", *, where: str = "", **given: object) -> None:
        self.told, self.given = tuple(one for one in (where, detail) if one), given
        self.detail = ": ".join(one.format_map(given) if given else one for one in self.told)
        super().__init__(self.detail)

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


class WrongContent(SenderError):
    """Body and attachments whose digest the header does not name."""

    code = "wire.wrong-content"
    section = "20.10"
    sentence = "The content is not what the header names."


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


class SelfRecipient(CallerError):
    """Our own party is named as a recipient."""

    code = "release.self-recipient"
    section = "50.2"
    sentence = "A release goes to other parties, not to our own."


class ReleaseClosed(CallerError):
    """A release that is missing, or no longer in the state that this act needs."""

    code = "release.closed"
    section = "50.10"
    sentence = "This release is not in a state that allows this; look at it again."


class NotInRoster(CallerError):
    """An officer or key that our published roster does not name."""

    code = "release.not-in-roster"
    section = "50.5"
    sentence = "The published roster does not name this officer with these keys; publish a new version first."


class NotYetApproved(CallerError):
    """Sending before the approvals are there."""

    code = "release.not-yet-approved"
    section = "50.5"
    sentence = "Approvals are still missing, so it cannot be sent."


# --- this node's own part of the exchange ----------------------------------------------------------


class NoRoster(NodeError):
    """This node has not published a roster."""

    code = "exchange.no-roster"
    section = "10.2"
    sentence = "This node has no roster yet; run `taawun init`."


class WrongFingerprint(CallerError):
    """The words that were read out are not the fingerprint of the roster that came."""

    code = "trust.wrong-fingerprint"
    section = "10.7"
    sentence = "These words are not the fingerprint of that node's roster. Do not pair; ask again by telephone."


class PeerUnreachable(NodeError):
    """No usable answer from the other node; the work stays queued."""

    code = "exchange.unreachable"
    section = "30.9"
    sentence = "The other node did not answer. What was queued stays queued and is tried again."


class BadAnswer(SenderError):
    """The other node answered with something that is not an answer."""

    code = "exchange.bad-answer"
    section = "30.9"
    sentence = "The other node's answer does not have the right form."


class NoSuchPath(SenderError):
    """A path or method that the exchange endpoint does not have."""

    code = "exchange.no-such-path"
    section = "30.14"
    sentence = "There is nothing at this path."


class NoSuchEnvelope(CallerError):
    """No envelope or release with this identifier, or none that this officer may see."""

    code = "exchange.no-such-envelope"
    section = "30.20"
    sentence = "There is no such envelope or release here."


class OtherPurpose(CallerError):
    """A content that this officer may be shown, but for another purpose than the one chosen; `purpose` is its slug."""

    code = "exchange.other-purpose"
    section = "30.20"
    sentence = "This can be opened for another of your purposes. Choose that purpose and open it again."

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose


class BadPiece(SenderError):
    """A piece of a paper that is not what was asked for, or bytes that are not those a move names."""

    code = "exchange.bad-piece"
    section = "30.19"
    sentence = "These are not the bytes of the paper that was named."


class NoSuchPiece(SenderError):
    """A request for bytes that no released move names, or that may not leave."""

    code = "exchange.no-such-piece"
    section = "30.19"
    sentence = "No such paper is given out here."


class TooOften(SenderError):
    """A stranger asks while another one is being served; the same request is good a little later."""

    code = "exchange.too-often"
    section = "30.15"
    sentence = "This node is asked too often; ask again later."


class TooManyOffers(SenderError):
    """More pairing offers than a person could look at."""

    code = "trust.too-many-offers"
    section = "10.7"
    sentence = "This node already holds as many pairing offers as it keeps."


# --- ledger (spec 40): see taawun.kernel.ledger ----------------------------------------------------


class BadEntry(SenderError):
    """A ledger entry that is not exactly five known fields in canonical form."""

    code = "ledger.bad-entry"
    section = "40.3"
    sentence = "The ledger entry is not of the one form."


class BadCommitment(SenderError):
    """Salt and digest do not give the commitment in the entry."""

    code = "ledger.bad-commitment"
    section = "40.4"
    sentence = "The ledger entry commits to something else."


class BadTile(SenderError):
    """A tile path or tile of another form."""

    code = "ledger.bad-tile"
    section = "40.7"
    sentence = "The tile is not of the one form."


class BadCheckpoint(SenderError):
    """A signed note that is not exactly a checkpoint."""

    code = "ledger.bad-checkpoint"
    section = "40.8"
    sentence = "The checkpoint is not of the one form."


class WrongLedger(SenderError):
    """A checkpoint of another party's ledger."""

    code = "ledger.wrong-ledger"
    section = "40.8"
    sentence = "The checkpoint belongs to another ledger."


class BadNoteSignature(BadSignature):
    """A line of a known key that does not verify, or stands there twice."""

    code = "ledger.bad-signature"
    section = "40.9"
    sentence = "A signature on the checkpoint does not verify."


class CheckpointNotSigned(NotEnoughSignatures):
    """An algorithm that the policy requires is missing from a checkpoint."""

    code = "ledger.not-signed"
    section = "40.9"
    sentence = "The checkpoint lacks a signature that is required."


class NotCosigned(SenderError):
    """No valid cosignature of the witness."""

    code = "ledger.not-cosigned"
    section = "40.10"
    sentence = "The checkpoint is not cosigned by the witness."


class NotIncluded(SenderError):
    """An inclusion proof that does not lead to the signed root."""

    code = "ledger.not-included"
    section = "40.11"
    sentence = "The entry is not shown to be in the ledger."


class NotConsistent(SenderError):
    """A consistency proof that does not lead from one signed root to the other."""

    code = "ledger.not-consistent"
    section = "40.12"
    sentence = "The ledger is not shown to continue the one known here."


class BadOffer(SenderError):
    """A request for a cosignature of another form."""

    code = "ledger.bad-offer"
    section = "40.13"
    sentence = "The request for a cosignature is not of the one form."


class ProofFromElsewhere(SenderError):
    """The proof starts from another size than the one this witness cosigned last; nobody is at fault."""

    code = "ledger.proof-from-elsewhere"
    section = "40.13"
    sentence = "The proof must start from the size that this witness cosigned last."

    def __init__(self, known_size: int) -> None:
        super().__init__(f"Known size: {known_size}.")
        self.known_size = known_size


class LedgerRewritten(SenderError):
    """Two signed checkpoints of one size with two roots: proof of two histories."""

    code = "ledger.rewritten"
    section = "40.14"
    sentence = "The ledger was rewritten: one size has two roots."


class LedgerShrunk(SenderError):
    """A signed checkpoint smaller than one already cosigned."""

    code = "ledger.shrunk"
    section = "40.14"
    sentence = "The ledger is smaller than the one known here."


class BadProof(SenderError):
    """A proof part or export of another form."""

    code = "ledger.bad-proof"
    section = "40.15"
    sentence = "The proof is not of the one form."


class ExportMismatch(SenderError):
    """The entries of an export do not give the size and root that were signed."""

    code = "ledger.export-mismatch"
    section = "40.16"
    sentence = "The exported entries are not those of the signed checkpoint."


class UnknownEntryKind(CallerError):
    """A kind of act that the ledger does not know."""

    code = "ledger.unknown-kind"
    section = "40.5"
    sentence = "The ledger has no such kind of entry."


class UnknownEntry(CallerError):
    """No entry has this identifier."""

    code = "ledger.unknown-entry"
    section = "40.11"
    sentence = "The ledger has no such entry."


class NotSealedYet(CallerError):
    """The entry is accepted, but no checkpoint covers it yet."""

    code = "ledger.not-sealed-yet"
    section = "40.6"
    sentence = "The entry is accepted but not sealed yet."


class UnknownCheckpoint(CallerError):
    """This node signed no checkpoint of that size."""

    code = "ledger.unknown-checkpoint"
    section = "40.8"
    sentence = "This ledger has no checkpoint of that size."


class LedgerDamaged(NodeError):
    """Our own ledger does not match what we signed."""

    code = "ledger.damaged"
    section = "40.7"
    sentence = "This node's ledger does not match its own checkpoint."


# --- cases (spec 60): see taawun.kernel.cases -------------------------------------------------------


class BadWorkflow(CallerError):
    """A declared workflow or kind of case that cannot be trusted; the detail names the place."""

    code = "case.bad-workflow"
    section = "60.3"
    sentence = "This workflow is not sound."


class UnlawfulMove(SenderError):
    """A move of the other side that the workflow does not allow where it was made."""

    code = "case.unlawful-move"
    section = "60.5"
    sentence = "This move is not lawful where it was made."


class OtherCase(UnlawfulMove):
    """A move that names another case, other parties or another kind than the case it came for."""

    code = "case.other-case"
    section = "60.4"
    sentence = "This move belongs to another case."


class OtherPack(UnlawfulMove):
    """A move under another version of the instrument than the one the case was opened with."""

    code = "case.other-pack"
    section = "60.2"
    sentence = "This move names another instrument than the one this case was opened with."


class NotTheMover(UnlawfulMove):
    """A move that names another party than the one who sent it."""

    code = "case.not-the-mover"
    section = "60.4"
    sentence = "A party makes only its own moves."


class ForkedMove(UnlawfulMove):
    """A move made as if its own maker's earlier move had never been."""

    code = "case.forked-move"
    section = "60.5"
    sentence = "A party told two stories of one case."


class NotAttested(UnlawfulMove):
    """A grant without the attestation that every gate was passed."""

    code = "case.not-attested"
    section = "60.6"
    sentence = "This move does not attest that every gate was passed."


class IncompleteMove(UnlawfulMove):
    """A move that lacks an element or the reasons it must carry, or carries what it may not."""

    code = "case.incomplete-move"
    section = "60.9"
    sentence = "This move does not carry what it must."


class SameOfficer(UnlawfulMove):
    """A move by an officer who already made one that somebody else must make."""

    code = "case.same-officer"
    section = "60.3"
    sentence = "Another officer must make this move."


class BadContents(CallerError):
    """A value that is not of the form its element has; the detail names the element, never the value."""

    code = "case.bad-contents"
    section = "60.9"
    sentence = "This is not of the form that the element has."


class MoveClosed(CallerError):
    """A move that is not open; `reasons` says why, and what opens it."""

    code = "case.move-closed"
    section = "60.14"
    sentence = "This move is not open."

    def __init__(self, detail: str = "", reasons: tuple[object, ...] = ()) -> None:
        super().__init__(detail)
        self.reasons = reasons


class BadAssessment(CallerError):
    """An assessment of a gate, or of an assurance, that does not count; the detail says why."""

    code = "case.bad-assessment"
    section = "60.7"
    sentence = "This assessment does not count."


class StatutoryClock(CallerError):
    """A pause of a clock that the law set."""

    code = "case.statutory-clock"
    section = "60.13"
    sentence = "Law set this clock; nothing pauses it."


class NotExtendable(CallerError):
    """A clock prolonged by more than its rule allows, or by nothing."""

    code = "case.not-extendable"
    section = "60.13"
    sentence = "This clock cannot be prolonged by that much."


class NoWorkingDays(CallerError):
    """Calendars that share no working day, or no calendar at all."""

    code = "case.no-working-days"
    section = "60.12"
    sentence = "These calendars share no working day."


# --- marking (spec 80): see taawun.kernel.marking --------------------------------------------------


class NoPurposes(SenderError):
    """A marking without a purpose."""

    code = "marking.no-purpose"
    section = "80.8"
    sentence = "A marking needs at least one purpose; without one, nothing is allowed."


class MixedExercise(SenderError):
    """A marking for an exercise and for something else: one or the other."""

    code = "marking.exercise-mixed"
    section = "88.1"
    sentence = "What is made up for an exercise is marked for that purpose alone."


class NoOriginator(SenderError):
    """A marking without an originator."""

    code = "marking.no-originator"
    section = "80.4"
    sentence = "A marking needs to name its originator."


class NoHandling(SenderError):
    """A handling set that is empty or lacks H0."""

    code = "marking.no-handling"
    section = "80.6"
    sentence = "A marking needs a handling set, and H0 is in every set."


class BadRestriction(SenderError):
    """H3 without words, or words without H3."""

    code = "marking.bad-restriction"
    section = "80.6"
    sentence = "H3 needs its restriction in words, and such words need H3."


class NamedMissing(SenderError):
    """TLP:RED that names no reader."""

    code = "marking.nobody-named"
    section = "80.7"
    sentence = "TLP:RED needs to name its readers."


class NoPersonCategory(SenderError):
    """Personal data without a person category, or a category without personal data."""

    code = "marking.no-person-category"
    section = "80.9"
    sentence = "Personal data needs a person category, and only personal data has one."


class LooserField(SenderError):
    """A field marking that loosens the record's."""

    code = "marking.looser-field"
    section = "80.12"
    sentence = "A field may only be marked more strictly than its record."


class NoParents(CallerError):
    """Derivation from an empty list."""

    code = "marking.no-parents"
    section = "80.15"
    sentence = "Nothing can be derived from no records."


class NothingInCommon(CallerError):
    """Parents that share no purpose or no reader."""

    code = "marking.nothing-in-common"
    section = "80.15"
    sentence = "These may not be put together: their markings leave no common purpose or reader."


class NoReason(NodeError):
    """A decision built without a reason."""

    code = "marking.no-reason"
    section = "80.13"
    sentence = "A decision without a reason is no decision."


class MarkingForbids(CallerError):
    """The marking says no; the reasons' codes are in the detail."""

    code = "marking.forbids"
    section = "80.13"
    sentence = "The marking does not allow this."


class BadVersion(SenderError):
    """A version whose parts contradict each other."""

    code = "record.bad-version"
    section = "80.3"
    sentence = "This version of a record contradicts itself."


class NotTheOriginator(SenderError):
    """Somebody else's record, sent as one's own."""

    code = "record.not-the-originator"
    section = "80.17"
    sentence = "Only the originator may send a version of its record."


class LateConsent(SenderError):
    """A first answer to a request for consent, made after the last day that the request states."""

    code = "record.late-consent"
    section = "80.25"
    sentence = "The request for consent had lapsed when it was answered."


class BrokenVersions(SenderError):
    """A version that does not follow the one we hold."""

    code = "record.broken-versions"
    section = "80.17"
    sentence = "This version does not follow the version held before it."


class ExerciseChanged(BrokenVersions):
    """A version that makes a live record one of an exercise, or the other way round."""

    code = "record.exercise-changed"
    section = "88.2"
    sentence = "A record of an exercise stays one, and a live record never becomes one."


# --- instruments (spec 65): see taawun.kernel.instruments --------------------------------------------


class BadPack(CallerError):
    """An instrument pack that may not be used; `problems` holds every broken rule with its file and place."""

    code = "instrument.bad-pack"
    section = "65.6"
    sentence = "This instrument pack cannot be used."

    def __init__(self, problems: "tuple[Problem, ...]" = ()) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


# --- node: people, audit, jobs, registers, configuration -------------------------------------------

# people: officers, roles, keys (spec 10)


class UnknownRole(CallerError):
    """A role that the catalogue does not know; the empty text is one."""

    code = "people.unknown-role"
    section = "10.9"
    sentence = "There is no such role."


class NoRole(CallerError):
    """The officer does not hold the role that the act needs."""

    code = "people.no-role"
    section = "10.9"
    sentence = "This act needs a role that the officer does not hold."


class OwnRole(CallerError):
    """An officer who would grant a role to themselves."""

    code = "people.own-role"
    section = "10.9"
    sentence = "Nobody may grant a role to themselves."


class AlreadyHeld(CallerError):
    """A role that the officer already holds."""

    code = "people.already-held"
    section = "10.9"
    sentence = "The officer already holds this role."


class NameTaken(CallerError):
    """A sign-in name or an authority code that is in use."""

    code = "people.name-taken"
    sentence = "This name is already in use."


class BadField(CallerError):
    """A field of an officer or an authority that is missing or of the wrong form."""

    code = "people.bad-field"
    sentence = "A field is missing or of the wrong form."


class NoSuchOfficer(CallerError):
    """No officer, authority or role row under this identifier."""

    code = "people.not-found"
    sentence = "There is no such officer, authority or role."


class WeakSecret(CallerError):
    """A password or passphrase shorter than the rule."""

    code = "people.weak-secret"
    section = "10.10"
    sentence = "This password or passphrase is too short."


class WrongPassphrase(CallerError):
    """The passphrase does not open the officer's key."""

    code = "people.wrong-passphrase"
    section = "10.10"
    sentence = "The passphrase does not open the key."


class TooManyTries(CallerError):
    """Too many wrong passphrases of one officer within a short time."""

    code = "people.too-many-tries"
    section = "10.10"
    sentence = "Too many wrong passphrases. Wait a quarter of an hour, then try again."


class NoSuchFactor(CallerError):
    """A second factor that is not the officer's own, or is gone."""

    code = "people.no-such-factor"
    section = "10.12"
    sentence = "You have no such second factor."


class LastFactor(CallerError):
    """The last second factor of an officer at a node that requires one."""

    code = "people.last-factor"
    section = "10.12"
    sentence = "This is your last second factor, and this node requires one. Add another first."


class NoSuchSession(CallerError):
    """A session that is not the officer's own, or has ended."""

    code = "people.no-such-session"
    section = "10.12"
    sentence = "You have no such session; it may have ended."


class NoKey(CallerError):
    """No key in use: none was made, or all are retired or revoked."""

    code = "people.no-key"
    section = "10.10"
    sentence = "There is no key in use for this."


class KeyClosed(CallerError):
    """Unlocked keys that were used after they had been closed."""

    code = "people.key-closed"
    section = "10.10"
    sentence = "The keys are locked again; the passphrase is needed."


class SignerNotSupported(CallerError):
    """A signer address that this build cannot open, such as a hardware module."""

    code = "people.signer-not-supported"
    section = "10.10"
    sentence = "Keys at this kind of address are not supported in this build."


class KeyFileOpen(NodeError):
    """A private key file that others than its owner may read."""

    code = "people.key-file-open"
    section = "10.10"
    sentence = "A private key file is readable by others; its mode must be 0600."


class KeyFileMissing(NodeError):
    """A private key file that is not there, or holds no key of the expected kind."""

    code = "people.key-file-missing"
    section = "10.10"
    sentence = "A private key file is missing or is not what it should be."


# audit


class NoPurpose(CallerError):
    """An act or a reading without a purpose."""

    code = "audit.no-purpose"
    section = "10.11"
    sentence = "A purpose must be named."


class AuditIsAppendOnly(NodeError):
    """Code that tried to change or delete an audit line."""

    code = "audit.append-only"
    section = "10.11"
    sentence = "Audit lines are only ever added."


class AuditBroken(NodeError):
    """A line or a range that does not fit the root in the ledger."""

    code = "audit.broken"
    section = "10.11"
    sentence = "The audit lines do not fit the root that the ledger holds."


# jobs


class NotFromThisState(CallerError):
    """A move of a job that does not start from its state."""

    code = "jobs.not-from-this-state"
    sentence = "The job cannot do this in its present state."


class UnknownJobKind(CallerError):
    """A kind that no app declared."""

    code = "jobs.unknown-kind"
    sentence = "There is no such kind of job."


class NoSuchJob(CallerError):
    """No job under this identifier that the officer may see."""

    code = "jobs.not-found"
    sentence = "There is no such job."


class JobCancelled(CallerError):
    """Raised inside a job when somebody cancelled it."""

    code = "jobs.cancelled"
    sentence = "The job was cancelled."


class LeaseLost(NodeError):
    """Another worker took the job over; what this one has not committed is dropped."""

    code = "jobs.lease-lost"
    sentence = "Another worker has taken this job over."


class JobCrashed(NodeError):
    """A job that ended in an error outside the tree of errors."""

    code = "jobs.crashed"
    sentence = "The job stopped because of a fault in this node."


class TooManyAttempts(NodeError):
    """A job whose workers stopped without a word, as often as the kind allows."""

    code = "jobs.too-many-attempts"
    sentence = "The job was started too often without coming to an end."


# --- the house: settings of a node (src/taawun/site/config.py) ----------------------------------------


class BadSetting(NodeError):
    """A setting in node.toml is missing, unknown or of the wrong form."""

    code = "site.bad-setting"
    sentence = "A setting of this node is wrong."


class NoHome(NodeError):
    """TAAWUN_HOME is not set, or the folder holds no node.toml."""

    code = "site.no-home"
    sentence = "No node was found."


# --- the node itself: backups (src/taawun/apps/node) -------------------------------------------------


class BadBackup(CallerError):
    """A backup that was changed or cut off, or a passphrase that is not its own; the two cannot be told apart."""

    code = "node.bad-backup"
    sentence = "This is no whole backup, or its passphrase is another one."


class NoSuchBackup(CallerError):
    """No backup under this number whose file is kept on this machine."""

    code = "node.no-such-backup"
    sentence = "There is no such backup on this machine."


# --- registers (src/taawun/apps/registers, formats) -----------------------------------------------


class UnknownRecordType(SenderError):
    """A record type that is not declared here."""

    code = "record.unknown-type"
    section = "80.18"
    sentence = "This node knows no such type of record."


class BadRecord(SenderError):
    """A partner's record whose data does not fit its type."""

    code = "record.bad-data"
    section = "80.18"
    sentence = "The record does not fit its declared type."


class BadRecordData(CallerError):
    """Our officer's input that does not fit the type; the fields are in the detail."""

    code = "record.bad-input"
    section = "80.18"
    sentence = "Some fields of the record are missing or wrong."


class BadRecordSet(CallerError):
    """A release of no records, or of more than one set holds."""

    code = "record.bad-set"
    section = "80.26"
    sentence = "Choose at least one record, and no more than fit into one release."


class BadDeclaration(NodeError):
    """A record type whose YAML is wrong; file and field are in the detail."""

    code = "record.bad-declaration"
    section = "80.18"
    sentence = "A record type is wrongly declared."


class NoSuchRecord(CallerError):
    """No record under this identifier that may be shown."""

    code = "record.not-found"
    section = "80.13"
    sentence = "There is no such record."


class NotOurRecord(CallerError):
    """A new version of another party's record."""

    code = "record.not-ours"
    section = "80.17"
    sentence = "Only the originator may write a new version of this record."


class NoVersionReason(CallerError):
    """A version without a reason."""

    code = "record.no-reason"
    section = "80.2"
    sentence = "A new version needs a reason."


class LooserVersion(CallerError):
    """A version that leaves out another originator of a record, or marks what is theirs less strictly."""

    code = "record.looser-version"
    section = "80.15"
    sentence = "Another party's statement stands in this record: a new version keeps its originator and its marking."


class Superseded(CallerError):
    """Somebody else wrote a version while this one was being written."""

    code = "record.superseded"
    section = "80.2"
    sentence = "The record has a newer version; look at it first."


class Immutable(NodeError):
    """An attempt to change or delete a version."""

    code = "record.immutable"
    section = "80.2"
    sentence = "A version of a record is never changed."


class BadImportFile(CallerError):
    """A file that cannot be read as what it is said to be."""

    code = "import.bad-file"
    section = "80.22"
    sentence = "This file cannot be read."


class FileTooLarge(BadImportFile):
    """More bytes in one file than a node takes at once; nothing of it is kept."""

    code = "import.file-too-large"
    section = "80.22"
    sentence = "This file is too large. Divide it and load its parts one after the other."

    @classmethod
    def beyond(cls, limit: int) -> Self:
        """Return the refusal of more than so many bytes, the limit in words of no language."""
        return cls(f"> {limit >> 20} MiB" if limit >> 20 else f"> {limit} B")


class NoSuchSource(CallerError):
    """An import asks for a kind of file that no sector of this node declares."""

    code = "import.source"
    section = "80.22"
    sentence = "This node reads no file of this kind."


class BadMapping(CallerError):
    """Columns that do not fit the type's fields."""

    code = "import.bad-mapping"
    section = "80.22"
    sentence = "The columns do not fit the fields of the record type."


class ImportChanged(CallerError):
    """Undo after somebody wrote a new version."""

    code = "import.changed"
    section = "80.22"
    sentence = "A record from this import has a newer version, so the import can no longer be undone."


class ImportRunning(CallerError):
    """Undo while the job still runs."""

    code = "import.running"
    section = "80.22"
    sentence = "The import is still running; cancel it first."


class NoSuchImport(CallerError):
    """No import under this identifier."""

    code = "import.not-found"
    section = "80.22"
    sentence = "There is no such import."


class ImportReleased(CallerError):
    """Undo after something was released."""

    code = "import.released"
    section = "80.22"
    sentence = "Something from this import was released, so it can no longer be undone."


class NoConsentNeeded(CallerError):
    """A request for consent to a party that is no other originator, or for a code that does not bind."""

    code = "record.no-consent-needed"
    section = "80.25"
    sentence = "No consent of this party is needed for this use of the record."


class ConsentLapsed(CallerError):
    """A request for consent, or an answer to one, that is past the last day for an answer."""

    code = "record.consent-lapsed"
    section = "80.25"
    sentence = "The last day for an answer is over, or more than a year away. Consent can be asked for again."


class NoSuchConsentRequest(CallerError):
    """An answer to a request for consent that nobody made."""

    code = "record.no-such-consent-request"
    section = "80.25"
    sentence = "No such consent was asked of us."


# --- notices (src/taawun/apps/notices) ------------------------------------------------------------


class NoticeNotSent(NodeError):
    """A mail server or webhook that did not take a notice; how it failed is in the detail."""

    code = "notices.not-sent"
    sentence = "The notice could not be sent."


# --- the command line and proofs on file (src/taawun/site/cli, kernel/exchange/bundle.py) -----------------


class WrongPassword(CallerError):
    """A sign-in name and password that do not belong together, or an account that is closed."""

    code = "people.wrong-password"
    section = "10.10"
    sentence = "The name or the password is wrong."


class NotSignedIn(CallerError):
    """A program asks the node's interface without a session."""

    code = "people.not-signed-in"
    section = "10.12"
    sentence = "Sign in first."


class NeedsFactor(CallerError):
    """A program asks as an officer who lacks the second factor that this node requires."""

    code = "people.needs-factor"
    section = "10.12"
    sentence = "This node asks for a second factor; add one at the desk first."


class NeedsProof(CallerError):
    """A program asks for an act for which the officer must have proved recently who they are."""

    code = "people.needs-proof"
    section = "10.12"
    sentence = "Prove at the desk who you are, and try again."


class NoSuchAddress(CallerError):
    """A program asks at an address that the interface does not have."""

    code = "interface.no-such-address"
    section = "60.17"
    sentence = "There is nothing at this address."


class WrongMethod(CallerError):
    """A program asks at a known address by another method."""

    code = "interface.wrong-method"
    section = "60.17"
    sentence = "This address is asked by another method."


class ForgedRequest(CallerError):
    """A program acts without the token that shows that the officer meant it."""

    code = "interface.forged-request"
    section = "60.17"
    sentence = "The token against forged requests is missing or wrong."


class NotForThisOfficer(CallerError):
    """A program asks for what its officer may not open."""

    code = "interface.not-for-this-officer"
    section = "60.17"
    sentence = "Your roles do not open this."


class Unreadable(SenderError):
    """A request that cannot be read at all."""

    code = "interface.unreadable"
    section = "60.17"
    sentence = "The request cannot be read."


class WentWrong(NodeError):
    """Something at this node went wrong while it answered a program."""

    code = "interface.went-wrong"
    section = "60.17"
    sentence = "Something went wrong at this node. Nothing was changed."


class AddressTaken(NodeError):
    """Another program listens where this node should."""

    code = "site.address-taken"
    sentence = "Another program already listens at this address."


class AnotherStory(NodeError):
    """A demonstration is running in this folder already."""

    code = "site.another-story"
    sentence = "Another demonstration is running here; end it first, or begin this one in another folder."


class NotMigrated(NodeError):
    """The database has not this version's tables."""

    code = "site.not-migrated"
    sentence = "The database is not up to date; run `taawun migrate`."


class BadBundle(SenderError):
    """A proof on file whose parts do not belong together."""

    code = "bundle.bad"
    section = "40.15"
    sentence = "The parts of this proof do not belong together."


class ImportFailed(NodeError):
    """The job of an import ended before the file did."""

    code = "registers.import-failed"
    sentence = "The import failed; what it had done stays, and trying again goes on from there."


# --- identity: judgements, screening, watch lists (src/taawun/apps/identity) ------------------------------


class JudgementStands(NodeError):
    """An attempt to change or delete a judgement."""

    code = "identity.judgement-stands"
    sentence = "A judgement is never changed; a later one supersedes it."


class NoReasonGiven(CallerError):
    """A judgement, or the end of an alert or of an entry, without a reason."""

    code = "identity.no-reason"
    sentence = "Say why."


class NoSuchPair(CallerError):
    """No pair under this identifier that may be shown."""

    code = "identity.no-such-pair"
    sentence = "There is no such pair of records."


class NotAPair(CallerError):
    """A record with itself, or two records of different kinds."""

    code = "identity.not-a-pair"
    sentence = "These two records cannot be about one subject."


class PairClaimed(CallerError):
    """Another officer is at work on the pair."""

    code = "identity.pair-claimed"
    sentence = "Another officer is at work on this pair."


class Contradiction(CallerError):
    """A judgement against which other judgements stand."""

    code = "identity.contradiction"
    sentence = "Other judgements say the opposite of these two records; take those back first."


class NothingToUndo(CallerError):
    """Undo where nothing was judged."""

    code = "identity.nothing-to-undo"
    sentence = "Nothing was judged of this pair."


class NoSuchSubject(CallerError):
    """No subject under this identifier of which anything may be shown."""

    code = "identity.no-such-subject"
    sentence = "There is no such subject."


class NoName(CallerError):
    """A screening without a name."""

    code = "identity.no-name"
    sentence = "Write a name."


class NoSuchScreening(CallerError):
    """No screening of this officer under this identifier."""

    code = "identity.no-such-screening"
    sentence = "There is no such screening."


class NoSuchWatchList(CallerError):
    """No watch list under this identifier that this officer may see."""

    code = "identity.no-such-list"
    sentence = "There is no such watch list."


class WatchListClosed(CallerError):
    """A change of a list that has ended, or whose records an import decides."""

    code = "identity.list-closed"
    sentence = "The records of this watch list cannot be changed."


class NoSuchAlert(CallerError):
    """No alert under this identifier that this officer may see."""

    code = "identity.no-such-alert"
    sentence = "There is no such alert."


class AlertClosed(CallerError):
    """An act on an alert that was closed."""

    code = "identity.alert-closed"
    sentence = "The alert is closed."


class NoIndexYet(NodeError):
    """A search before the first index of names was built."""

    code = "identity.no-index"
    sentence = "The index of names is not ready yet; the worker builds it."


# --- names (src/taawun/engines/names) ---------------------------------------------------------------------


class BadNamesModel(NodeError):
    """The letter-pair model's file is cut, changed, or of another version."""

    code = "names.bad-model"
    sentence = "The names model is damaged or of another version; install the program again."


class UnknownNameKind(CallerError):
    """A kind of name other than a person, an organisation, a vessel or a place."""

    code = "names.unknown-kind"
    sentence = "There is no such kind of name."


# --- matching (src/taawun/engines/matching) ---------------------------------------------------------------


class BadDate(CallerError):
    """A text that is no date; the position in a file is the caller's to add."""

    code = "matching.bad-date"
    sentence = "This is not a date."


class NothingToMatch(CallerError):
    """A record without a usable name and without a document."""

    code = "matching.nothing-to-match"
    sentence = "A record needs a name with letters, or a document number."


class DuplicateIds(CallerError):
    """Two records of one list under the same identifier; their positions are in the detail."""

    code = "matching.duplicate-ids"
    sentence = "Two records have the same identifier."


class NoIndex(CallerError):
    """No index at this path."""

    code = "matching.no-index"
    sentence = "There is no index here; build it first."


class NotInIndex(CallerError):
    """No record under this identifier in the index."""

    code = "matching.not-found"
    sentence = "The index has no such record."


class IndexBusy(CallerError):
    """Another process is writing the index."""

    code = "matching.busy"
    sentence = "Another process is changing this index; try again when it has ended."


class IndexDamaged(NodeError):
    """An index file that is cut, changed, or of another version."""

    code = "matching.damaged"
    sentence = "An index file is damaged or of another version; build the index again."


class NoSpark(CallerError):
    """Apache Spark was asked for where pyspark or Java is missing."""

    code = "matching.no-spark"
    sentence = "Apache Spark is not installed here."


# --- people lists read from files (formats/people, site/cli/screen.py) -------------------------------


class BadColumns(CallerError):
    """A table whose columns are not known, or were stated wrongly."""

    code = "lists.bad-columns"
    sentence = "The columns of this list are not known."


class BadList(CallerError):
    """A file that is no list of people, organisations or vessels that can be read."""

    code = "lists.bad-file"
    sentence = "This file cannot be read as a list."


class BadEdifact(BadList):
    """A file that is no interchange of UN/EDIFACT, or no passenger list in one."""

    code = "lists.bad-edifact"
    sentence = "This file cannot be read as a passenger list."


class BadTravellers(BadList):
    """A table of which something would be lost on a passenger list; `problems` holds each row, column and reason."""

    code = "lists.bad-travellers"
    sentence = "Rows of this table cannot stand on a passenger list as they are; nothing was written."

    def __init__(self, problems: "tuple[object, ...]" = ()) -> None:
        super().__init__()
        self.problems = problems


class OtherScreening(CallerError):
    """An output file of another screening stands where this one would write."""

    code = "lists.other-screening"
    sentence = "The output file belongs to another screening; name another file, or remove it."


# --- papers and evidence (src/taawun/formats/papers, formats/asic) -----------------------------------------


class BadLetter(CallerError):
    """A letter with a field that is empty, too long or out of its range; the field is in the detail."""

    code = "papers.bad-letter"
    sentence = "A part of the letter is missing, too long or wrong."


class BadWords(NodeError):
    """The table of a letter's fixed words has a gap."""

    code = "papers.bad-words"
    sentence = "The fixed words of letters are not complete; install the program again."


class NoTypeface(NodeError):
    """A typeface that letters are set in is not installed; its name is in the detail."""

    code = "papers.no-typeface"
    sentence = "A typeface for letters is missing; run `make setup` again."


class PaperNotMade(NodeError):
    """The typesetter refused a letter that had passed every check."""

    code = "papers.not-made"
    sentence = "The letter could not be printed."


class BadPaperKey(CallerError):
    """A key or certificate with which papers cannot be signed."""

    code = "papers.bad-key"
    sentence = "Papers cannot be signed with this key or certificate."


class BadPaper(SenderError):
    """Bytes that are no PDF that can be read, or one that cannot be signed."""

    code = "papers.bad-paper"
    sentence = "This paper cannot be read or signed."


class UnsignedPaper(SenderError):
    """A paper without a signature, where one was expected."""

    code = "papers.unsigned"
    sentence = "This paper carries no signature."


class NoPaperRoots(CallerError):
    """A check of signatures without any certificate that is trusted."""

    code = "papers.no-roots"
    sentence = "No certificate was named that signatures may be traced to."


class NotSigned(NodeError):
    """The key or the time-stamping authority did not answer as it should; nothing was signed."""

    code = "papers.not-signed"
    sentence = "The paper could not be signed."


class BadContainer(SenderError):
    """A container for courts that is not plain ASiC-E, or holds what no signature covers."""

    code = "asic.bad-container"
    sentence = "This container cannot be accepted."


class ContainerTooLarge(SenderError):
    """A container beyond a limit, packed or unpacked."""

    code = "asic.too-large"
    sentence = "This container is larger than the limit allows."


class AlteredContainer(SenderError):
    """A container in which a file or a signature has changed since it was signed."""

    code = "asic.altered"
    sentence = "A file in this container has changed since it was signed."


class BadEvidence(CallerError):
    """An item of evidence that is empty, too large, or described in a way that cannot be kept."""

    code = "evidence.bad"
    sentence = "This evidence cannot be taken in as it is."


class BrokenCustody(SenderError):
    """A chain of custody whose links do not hold together; the first wrong one is in the detail."""

    code = "evidence.broken-custody"
    sentence = "The chain of custody is broken."


# --- cases at a node (src/taawun/apps/cases) ----------------------------------------------------------------


class NoSuchCase(CallerError):
    """A case that is not here, or that this officer may not see: the answer is the same."""

    code = "case.not-here"
    section = "60.2"
    sentence = "There is no such case, or none that you may see."


class NoSuchPack(CallerError):
    """An instrument, or a kind of case in it, that this node does not have."""

    code = "case.no-such-pack"
    section = "60.2"
    sentence = "This node has no such instrument, or it has no such kind of case."


class UnknownPack(SenderError):
    """A move under an instrument that this node does not have in this version."""

    code = "case.unknown-pack"
    section = "60.2"
    sentence = "This instrument is not known here in this version."


class SafeguardOpen(CallerError):
    """A move by which somebody would be sent back whom a safeguard of this node holds; the reason is not said."""

    code = "case.safeguard-open"
    section = "80.74"
    sentence = "A safeguard is open: ask the protection officer."


class NotCovered(CallerError):
    """A purpose that the instrument does not cover."""

    code = "case.purpose-not-covered"
    section = "60.2"
    sentence = "This instrument does not cover the purpose."


class MovedOn(CallerError):
    """The case has moved since the officer looked at it; nothing was changed."""

    code = "case.moved-on"
    section = "60.5"
    sentence = "The case has moved on since you opened it. Look again, and decide anew."


class UnderReview(CallerError):
    """What a request says was to be changed after it was checked, reviewed or signed; nothing was changed."""

    code = "case.under-review"
    section = "60.9"
    sentence = "What was checked, reviewed or signed is not changed: have it sent back to the drafter first."


class WrongWay(CallerError):
    """A shared move made at home, or a private one sent: each goes its own way."""

    code = "case.wrong-way"
    section = "60.3"
    sentence = "A move that the other side must learn of is proposed; one of our own is made."


class ProposalOpen(CallerError):
    """A second proposal while the first still waits."""

    code = "case.proposal-open"
    section = "60.4"
    sentence = "Another move of this case waits for approval. Withdraw it first."


class NoSuchProposal(CallerError):
    """A release of a move that nobody proposed, or whose proposal has ended: it never leaves."""

    code = "case.no-such-proposal"
    section = "60.4"
    sentence = "No open proposal of a case stands behind this release."


class StaleProposal(CallerError):
    """What was approved is no longer what the case holds."""

    code = "case.stale-proposal"
    section = "60.4"
    sentence = "The case has changed since this move was proposed. Withdraw it and propose it again."


class NoSuchElement(CallerError):
    """An element that the kind of case does not have."""

    code = "case.no-such-element"
    section = "60.9"
    sentence = "This kind of case has no such element."


class ElementReserved(CallerError):
    """An element that its kind reserves for those who direct the case at a node, asked for by somebody else."""

    code = "case.element-reserved"
    section = "60.9"
    sentence = "This part of the case is shown only to those who direct it."


class NoSuchGate(CallerError):
    """A gate that the kind of case does not have, or that this officer may not know of."""

    code = "case.no-such-gate"
    section = "60.6"
    sentence = "This kind of case has no such gate."


class NoSuchAssurance(CallerError):
    """An assurance that the case does not have."""

    code = "case.no-such-assurance"
    section = "60.8"
    sentence = "This case has no such assurance."


class NotTheSecond(CallerError):
    """A reassessment confirmed by somebody who may not be its second assessor."""

    code = "case.not-the-second"
    section = "60.7"
    sentence = "A second assessor of the other authority must decide this."


class NotReasoned(CallerError):
    """An act on a case that needs a reason, without one."""

    code = "case.no-reason"
    section = "60.7"
    sentence = "Say why."


class NoSuchPaper(CallerError):
    """A paper that the case does not have here."""

    code = "case.no-such-paper"
    section = "60.9"
    sentence = "This case has no such paper here."


class WrongPaper(CallerError):
    """A paper that is empty, too large, of a wrong kind, or a translation without its translator."""

    code = "case.wrong-paper"
    section = "60.9"
    sentence = "This paper cannot be taken."


class NoProvenance(CallerError):
    """A paper of the other side, wanted for a court before anybody said where it comes from."""

    code = "case.no-provenance"
    section = "60.9"
    sentence = "Nobody has said where this paper comes from, so no court may use it."


class NoSuchTask(CallerError):
    """A task that the case does not have, that is done, or that a move ends."""

    code = "case.no-such-task"
    section = "60.13"
    sentence = "This case has no such task that somebody can end by hand."


class NoSuchClock(CallerError):
    """A clock that the case does not have, or that no longer runs."""

    code = "case.no-such-clock"
    section = "60.13"
    sentence = "No such clock runs on this case."


class TooManyWaiting(SenderError):
    """More moves that wait for others than a case may hold."""

    code = "case.too-many-waiting"
    section = "60.5"
    sentence = "Too many moves of this case wait for others that have not come."


class TooManyMoves(SenderError):
    """More moves, or larger ones, than a case may hold."""

    code = "case.too-many-moves"
    section = "60.5"
    sentence = "This case holds as many moves as it may."


class PaperDamaged(NodeError):
    """The bytes of a paper on our disk are not what was taken in."""

    code = "case.paper-damaged"
    section = "60.9"
    sentence = "The bytes of this paper are missing or are not what was taken in."


# --- maps (src/taawun/apps/maps) -----------------------------------------------------------------------------


class BadArea(CallerError):
    """A text that is no area, or one that is not on the Earth or larger than a map takes."""

    code = "map.bad-area"
    section = "80.30"
    sentence = "This is no area. Give three or more corners, or a place and a radius."


class NoMap(CallerError):
    """A map of records that state no place."""

    code = "map.none"
    section = "80.30"
    sentence = "Records of this type state no place, so there is no map of them."


class BadBoundaries(NodeError):
    """The node's own file of boundaries, which is no GeoJSON or too large."""

    code = "map.bad-boundaries"
    section = "80.30"
    sentence = "The file of boundaries in the node's home cannot be read."


# --- network (src/taawun/apps/network) ------------------------------------------------------------------------


class LinksProtected(CallerError):
    """Links of a record in which a victim, a witness or a minor stands, without a stated reason."""

    code = "links.protected"
    section = "80.31"
    sentence = "A protected person stands in this record. State why its links are looked at."


class NoLinkReason(CallerError):
    """Protected persons are to be included, and nobody says why."""

    code = "links.no-reason"
    section = "80.31"
    sentence = "State why protected persons are included, in at most 2,000 characters."


# --- documents and calendars (src/taawun/formats), committee (src/taawun/sectors/committee) ----------------------


class BadDocument(SenderError):
    """A document that is larger than is read, or that is no text, PDF or Word document."""

    code = "document.unreadable"
    section = "80.110"
    sentence = "This document cannot be read. Give a text, a PDF or a Word document within the limits."


class ScatteredDocument(BadDocument):
    """A PDF in which letters of one word stand apart, as in most that are set in Nastaliq."""

    code = "document.scattered"
    section = "80.110"
    sentence = "The words of this PDF cannot be put together again. Paste its text instead, or give a Word document."


class BadMeetingLines(CallerError):
    """A line of an agenda, of decisions or of actions that is not of its form."""

    code = "committee.bad-lines"
    section = "80.112"
    sentence = "A line is not of the form that stands above it."


class NotConvenor(CallerError):
    """The actions of the minutes are to be entered by the side that was invited."""

    code = "committee.not-convenor"
    section = "80.114"
    sentence = "The side that convened the meeting enters the actions of its minutes."


class OtherOwner(CallerError):
    """An action is to be given to another side than its authority names as the owner."""

    code = "committee.other-owner"
    section = "80.114"
    sentence = "The authority of this action names the other side as its owner."


class MinutesNotApproved(CallerError):
    """Minutes are to be printed for signature, and both sides have not approved them as they stand."""

    code = "committee.not-approved"
    section = "80.113"
    sentence = "Both sides approve the minutes as they stand before anybody signs them."


class OtherMinutes(SenderError):
    """A paper that is to be countersigned does not hold the minutes that both sides approved."""

    code = "committee.other-minutes"
    section = "80.113"
    sentence = "This paper does not hold the minutes that both sides approved."


class NoSuchFeed(CallerError):
    """A calendar that there is not, or whose address was taken back."""

    code = "committee.no-feed"
    section = "80.115"
    sentence = "There is no such calendar."


# --- the liaison desk (src/taawun/sectors/liaison) ------------------------------------------------------------


class NoSuchPosting(CallerError):
    """An act of a posted officer that names no posting of that side to the other which is known here."""

    code = "liaison.no-posting"
    section = "89.2"
    sentence = "No posting of this side to the other is known by this identifier."


class MandateNotBegun(CallerError):
    """An act of a posted officer before the first day of the mandate."""

    code = "liaison.mandate-not-begun"
    section = "89.2"
    sentence = "The mandate of this posting has not begun yet."


class MandateEnded(CallerError):
    """An act of a posted officer after the last day of the mandate."""

    code = "liaison.mandate-ended"
    section = "89.2"
    sentence = "The mandate of this posting has ended. A new posting is needed first."


class OutsideMandate(CallerError):
    """An act of a posted officer in a sector that the mandate does not name."""

    code = "liaison.other-sector"
    section = "89.2"
    sentence = "This sector is outside the mandate of the posting."


class OtherInstrument(CallerError):
    """An act of a posted officer under an instrument that the mandate does not name."""

    code = "liaison.other-instrument"
    section = "89.2"
    sentence = "This instrument is outside the mandate of the posting."


class NoHandover(CallerError):
    """A handover that there is not, or that this officer may not sign."""

    code = "liaison.no-handover"
    section = "89.7"
    sentence = "There is no such handover that you could sign."


class NoSuchContact(CallerError):
    """A test of a contact that there is not, or that is no longer in use."""

    code = "liaison.no-test"
    section = "89.5"
    sentence = "There is no such contact in use."


# --- joint plans (src/taawun/sectors/plans, src/taawun/formats/merging.py) ----------------------------------------


class BadPlanUpdate(SenderError):
    """An update of a mergeable document that is malformed, not whole, too large, or holds what no plan has."""

    code = "plan.bad-update"
    section = "86.6"
    sentence = "This update of a section of a plan cannot be taken."


class BadPlanSection(SenderError):
    """A version of a section whose readable content is not that of its update, or is of no form that there is."""

    code = "plan.bad-section"
    section = "86.5"
    sentence = "This version of a section of a plan is not of the form that a plan has."


class OtherPlanSection(SenderError):
    """A version that touches a section, a plan or an annex for which it was not released."""

    code = "plan.other-section"
    section = "86.7"
    sentence = "This version touches something for which it was not released."


class NotThePlanWriter(SenderError):
    """A version that names as the receiver's, or a third party's, what the receiver never wrote."""

    code = "plan.not-the-writer"
    section = "86.7"
    sentence = "This version states writing of another party that the other party does not have."


class PlanDiverges(SenderError):
    """A version that would leave the two sides with two plans."""

    code = "plan.diverges"
    section = "86.8"
    sentence = "This version does not merge to one plan at both sides."


class NoSuchPlan(CallerError):
    """A plan, a section or an annex that there is not."""

    code = "plan.no-such-plan"
    section = "86.3"
    sentence = "There is no such plan, section or annex."


class BadPlanValue(CallerError):
    """What an officer wrote into a plan is not of its form."""

    code = "plan.bad-value"
    section = "86.2"
    sentence = "Something in the plan is not of the form that is asked for."


class AnnexWouldLeave(CallerError):
    """A section that is to be released repeats a line of a national annex."""

    code = "plan.annex-would-leave"
    section = "86.4"
    sentence = "This section repeats words of a national annex, which never leaves. Take them out, and release again."


# --- exercises (src/taawun/sectors/exercises) ---------------------------------------------------------------------


class BadPlan(CallerError):
    """A line of the plan of an exercise that is not of its form, or that names what there is not."""

    code = "exercises.bad-plan"
    section = "88.5"
    sentence = "A part of the plan is not of its form."


class NotController(CallerError):
    """An officer who is no controller of an exercise asks for what only controllers see or do."""

    code = "exercises.not-controller"
    section = "88.10"
    sentence = "Only a controller of this exercise does this."


class NotEvaluable(CallerError):
    """An exercise is to be armed, rated or reported on at a time when it cannot be."""

    code = "exercises.wrong-time"
    section = "88.6"
    sentence = "The exercise does not stand where this can be done."


# --- STIX and TAXII (src/taawun/formats/stix, src/taawun/apps/taxii) -------------------------------------------


class BadStix(SenderError):
    """Something that should be STIX 2.1 and is not."""

    code = "stix.bad-object"
    section = "85.5"
    sentence = "This is no STIX object."


class BadTaxiiEnvelope(SenderError):
    """A body that is not one TAXII envelope."""

    code = "taxii.bad-envelope"
    section = "85.5"
    sentence = "This is no TAXII envelope."


class BadTaxiiRequest(SenderError):
    """A parameter or a header that is malformed, unknown or given twice."""

    code = "taxii.bad-request"
    section = "85.1"
    sentence = "The server did not understand the request or its filters."


class NotTaxiiMedia(SenderError):
    """An answer is asked for in a form that the node does not speak."""

    code = "taxii.not-acceptable"
    section = "85.1"
    sentence = "The media type that is asked for is not spoken here."


class WrongTaxiiMedia(SenderError):
    """A body in a form that the node does not read."""

    code = "taxii.unsupported-media"
    section = "85.1"
    sentence = "The media type of this body is not read here."


class UnknownTaxiiClient(SenderError):
    """No client of this node, or not its secret."""

    code = "taxii.unknown-client"
    section = "85.2"
    sentence = "No client of this node has this secret."


class TaxiiForbidden(SenderError):
    """A client that may not read or write this collection."""

    code = "taxii.forbidden"
    section = "85.2"
    sentence = "This client may not do this here."


class TaxiiFull(SenderError):
    """A client that has brought as much as a node keeps of one."""

    code = "taxii.full"
    section = "85.5"
    sentence = "This client has brought all that is kept of it here; ask its operator."


class NoSuchTaxii(SenderError):
    """No such collection, object or status for this client."""

    code = "taxii.not-found"
    section = "85.2"
    sentence = "There is nothing here under this name."


class NoTaxiiMethod(SenderError):
    """A method that this address does not have."""

    code = "taxii.no-method"
    section = "85.1"
    sentence = "This address has no such method."


class NoSuchCollection(CallerError):
    """No such collection, client, server or object at this node."""

    code = "taxii.no-such-collection"
    section = "85.2"
    sentence = "There is no such collection, client, server or object."


class NotReleasedHere(CallerError):
    """Something that no release covers, or that its marking keeps back."""

    code = "taxii.not-released"
    section = "85.3"
    sentence = "No approved release names this party for this content."


class AlreadySettled(CallerError):
    """An object that has been graded or refused."""

    code = "taxii.already-settled"
    section = "85.4"
    sentence = "This has been graded or refused meanwhile."


class NotGradable(CallerError):
    """An object that becomes no record: it has no type of ours."""

    code = "taxii.not-gradable"
    section = "85.4"
    sentence = "There is no record type for this kind of object; it stays kept as it came."


class NotForPurpose(CallerError):
    """An object with a field for purposes of which the record that it would become has none."""

    code = "taxii.not-for-purpose"
    section = "85.7"
    sentence = "A part of this object is for other purposes alone; it stays kept as it came."


class BadServerAddress(CallerError):
    """An address that the node does not go to."""

    code = "taxii.bad-address"
    section = "85.8"
    sentence = "The node does not go to this address."


class ServerUnreachable(NodeError):
    """A TAXII server that does not answer, or not as TAXII says."""

    code = "taxii.unreachable"
    section = "85.8"
    sentence = "The server cannot be reached, or does not answer as TAXII says."


# --- statistics that leave (src/taawun/sectors/worker_protection/statistics) ---------------------------------


class BudgetSpent(CallerError):
    """A table with noise for which the privacy budget does not suffice."""

    code = "statistics.budget"
    section = "80.84"
    sentence = "What is left of the privacy budget does not suffice for this table."


class MonthsReleased(CallerError):
    """A table without noise of months that were in such a table before, or are in one that waits."""

    code = "statistics.months"
    section = "80.84"
    sentence = "One of these months was in a table before; without noise it does not leave again."


class NoSuchStatistics(CallerError):
    """No table of statistics under this identifier, or one that is decided already."""

    code = "statistics.not-found"
    section = "80.84"
    sentence = "There is no such table, or it is decided already."


class OwnStatistics(CallerError):
    """An officer approves the table that they asked for."""

    code = "statistics.own"
    section = "80.84"
    sentence = "Another officer than the one who asked approves a table."


# --- de-confliction (src/taawun/engines/deconfliction, src/taawun/sectors/deconfliction) ----------------------


class BadPlace(CallerError):
    """A place of an operation that is none, or that is larger than an entry may be."""

    code = "deconfliction.bad-place"
    section = "87.2"
    sentence = "This place cannot be entered."


class BadSpan(CallerError):
    """Times of an operation that are turned round, past, too far ahead or too long."""

    code = "deconfliction.bad-times"
    section = "87.3"
    sentence = "These times cannot be entered."


class BadTarget(CallerError):
    """A target that gives no key: empty, too long, or too short to mean anybody."""

    code = "deconfliction.bad-target"
    section = "87.4"
    sentence = "This target cannot be compared."


class BadContact(CallerError):
    """A contact that nobody could call."""

    code = "deconfliction.bad-contact"
    section = "87.1"
    sentence = "Say who can be called, and at which number, day and night."


class NoSuchEntry(CallerError):
    """No such entry, or none of this officer."""

    code = "deconfliction.no-such-entry"
    section = "87.7"
    sentence = "There is no such entry."


class EntryClosed(CallerError):
    """An act on an entry that is past it: released, withdrawn or over."""

    code = "deconfliction.entry-closed"
    section = "87.8"
    sentence = "This can no longer be done with the entry."


class EntryWithdrawn(CallerError):
    """A release of an entry to the other watch desk that its lead withdrew meanwhile: nothing crosses."""

    code = "deconfliction.entry-withdrawn"
    section = "87.8"
    sentence = "Its lead withdrew this entry. It is not released to the other watch desk."


class NoSuchConflict(CallerError):
    """No such conflict, or none that this officer has a part in."""

    code = "deconfliction.no-such-conflict"
    section = "87.7"
    sentence = "There is no such conflict."


class ConflictClosed(CallerError):
    """An act on a conflict that is closed, or that nobody was told of yet."""

    code = "deconfliction.conflict-closed"
    section = "87.9"
    sentence = "The conflict does not stand where this can be done."


class TooManyEntries(CallerError):
    """More entries than one lead makes in earnest: asking where others are is not what entries are for."""

    code = "deconfliction.too-many"
    section = "87.10"
    sentence = "You have made many entries in a short time. Speak with the watch desk."


class NoPairKey(CallerError):
    """A release of target keys to a partner with whom no key was agreed."""

    code = "deconfliction.no-key"
    section = "87.4"
    sentence = "No key for targets was agreed with this partner."


# --- training and its badges (src/taawun/sectors/police_training, src/taawun/formats/badges) -------------------


class BadBadge(SenderError):
    """A file that is no badge or status list of the one form that is read, or that names no key."""

    code = "badge.bad"
    section = "80.95"
    sentence = "This is no badge that can be read."


class NoSuchCourse(CallerError):
    """A nomination to a session that is not in the register, or is not open."""

    code = "training.no-such-session"
    section = "80.92"
    sentence = "The session that is named is not in the register, or takes nobody any more."


class NoSeat(CallerError):
    """An enrolment in a session whose seats are all taken."""

    code = "training.no-seat"
    section = "80.92"
    sentence = "All seats of this session are taken."


class PrerequisiteMissing(CallerError):
    """An enrolment without a course that must have been passed before."""

    code = "training.prerequisite-missing"
    section = "80.92"
    sentence = "A course that must have been passed before is missing."


class PrerequisiteRevoked(CallerError):
    """An enrolment on a course that was passed before, whose badge this node revoked."""

    code = "training.prerequisite-revoked"
    section = "80.94"
    sentence = "The badge of a course that must have been passed before was revoked."


class ModuleNotAttended(CallerError):
    """Attendance that states a module which the sheets of the session do not show."""

    code = "training.module-not-attended"
    section = "80.93"
    sentence = "The attendance of the session does not show every mandatory module."


class NotCertified(CallerError):
    """A badge for a nomination that has not come to a certificate, or that another authority hosts."""

    code = "badge.not-certified"
    section = "80.94"
    sentence = "This nomination has not come to a certificate of this authority."


class NoSuchBadge(CallerError):
    """A badge that is not of this officer's authority."""

    code = "badge.none"
    section = "80.94"
    sentence = "There is no such badge."


class BadgeEnded(CallerError):
    """A badge that was revoked already, or a nomination that has one."""

    code = "badge.ended"
    section = "80.94"
    sentence = "This nomination has a badge already, or the badge was revoked."
