# SPDX-License-Identifier: Apache-2.0
"""What codes are called on the screen: one word per thing, with the tone of its badge.

A code that has no word here is shown as it is, so that a new state is never hidden. The tones are `plain`,
`calm` (under way), `wait` (somebody must act), `good` (done) and `bad` (refused or failed).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from taawun.apps.ui import acts


@dataclass(frozen=True, slots=True)
class Word:
    """A label in the reader's language and the tone of its badge."""

    label: str | Promise
    tone: str = "plain"


STATES: Final[Mapping[str, Word]] = {
    "draft": Word(_("Draft")),
    "waiting": Word(_("Waiting for approval"), "wait"),
    "approved": Word(_("Approved"), "calm"),
    "withdrawn": Word(_("Withdrawn")),
    "queued": Word(_("Queued"), "calm"),
    "sending": Word(_("Sending"), "calm"),
    "sent": Word(_("Sent"), "calm"),
    "delivered": Word(_("Delivered"), "calm"),
    "held": Word(_("Held until the gap before it is filled"), "wait"),
    "received": Word(_("Received"), "calm"),
    "accepted": Word(_("Accepted"), "good"),
    "rejected": Word(_("Refused"), "bad"),
    "refused": Word(_("Refused"), "bad"),
    "relayed": Word(_("Relayed"), "calm"),
    "submitted": Word(_("Submitted"), "calm"),
    "read": Word(_("Read"), "good"),
    "expired": Word(_("Expired"), "bad"),
    "ready": Word(_("Ready"), "calm"),
    "running": Word(_("Running"), "calm"),
    "done": Word(_("Done"), "good"),
    "failed": Word(_("Failed"), "bad"),
    "cancelled": Word(_("Cancelled")),
    "cancelling": Word(_("Being cancelled"), "wait"),
    "reachable": Word(_("Reachable"), "good"),
    "unreachable": Word(_("Not reachable"), "bad"),
    "suspended": Word(_("Suspended"), "bad"),
    "paired": Word(_("Paired"), "good"),
    "active": Word(_("Active"), "good"),
    "inactive": Word(_("Inactive")),
    "allowed": Word(_("Allowed"), "good"),
    "sealed": Word(_("Sealed"), "good"),
    "unsealed": Word(_("Not sealed yet"), "wait"),
    "witnessed": Word(_("Witnessed"), "good"),
    "unwitnessed": Word(_("Not witnessed yet"), "wait"),
}

RELEASE_STATES: Final[Mapping[str, Word]] = {
    "draft": Word(_("Waiting for approval"), "wait"),
    "approved": Word(_("Approved, not yet sent"), "calm"),
    "sent": Word(_("Sent"), "good"),
    "withdrawn": Word(_("Withdrawn")),
}

KINDS: Final[Mapping[str, str | Promise]] = {
    "record.report": _("Record"),
    "record.set": _("Set of records"),
    "message": _("Message"),
    "consent.asked": _("Request for consent"),
    "consent.answered": _("Answer to a request for consent"),
}
"""Kinds of content that somebody opens and reads; a move is read in its case."""
CARRIED: Final[Mapping[str, str | Promise]] = {
    **KINDS, "case.move": _("Move of a case"), "plan.section": _("Section of a joint plan"),
}  # fmt: skip
"""Every kind of content that an envelope carries."""

IMPORT_SOURCES: Final[Mapping[str, str | Promise]] = {
    "table": _("Table"),
    "un-extract": _("Extract of the United Nations list"),
    "un-list": _("United Nations list"),
}

SECURITY: Final[Mapping[str, str | Promise]] = {
    "unclassified": _("Unclassified"),
    "restricted": _("Restricted"),
    "confidential": _("Confidential"),
    "secret": _("Secret"),
}

SENSITIVITY: Final[Mapping[str, str | Promise]] = {
    "public": _("Public"),
    "low": _("Low"),
    "medium": _("Medium"),
    "high": _("High"),
}

ACTS: Final[Mapping[str, str | Promise]] = {
    "envelope.sent": _("Envelope sent"),
    "envelope.received": _("Envelope received"),
    "receipt.sent": _("Receipt sent"),
    "receipt.received": _("Receipt received"),
    "refusal": _("Refusal"),
    "release.requested": _("Release asked for"),
    "release.granted": _("Release granted"),
    "release.refused": _("Release refused"),
    "release.withdrawn": _("Release withdrawn"),
    "approval": _("Approval"),
    "move": _("Move of a case"),
    "gate": _("Gate assessed"),
    "recall": _("Recall"),
    "compliance": _("Compliance with a recall"),
    "erasure": _("Erasure"),
    "record": _("Record written"),
    "judgement": _("Judgement of identity"),
    "private-check": _("Private check"),
    "key.added": _("Key added"),
    "key.rotated": _("Key rotated"),
    "key.revoked": _("Key revoked"),
    "authority": _("Authority changed"),
    "officer": _("Officer changed"),
    "role": _("Role changed"),
    "roster": _("Roster published"),
    "pairing": _("Pairing"),
    "pairing.ended": _("Pairing ended"),
    "audit.root": _("Audit anchored"),
    "witness.alert": _("Alarm about the other ledger"),
    "audit.read": _("Audit lines read"),
    "audit.exported": _("Audit lines exported"),
    "audit.verified": _("Audit lines recomputed"),
    "authority.created": _("Authority added"),
    "envelope.exported": _("Envelope exported"),
    "envelope.listed": _("Envelopes looked for"),
    "envelope.read": _("Envelope opened"),
    "inbox.listed": _("Inbox listed"),
    "outbox.listed": _("Outbox listed"),
    "release.listed": _("Releases listed"),
    "release.read": _("Release opened"),
    "release.send": _("Release sent"),
    "import.started": _("Import started"),
    "import.undone": _("Import undone"),
    "job.submitted": _("Job submitted"),
    "job.cancelled": _("Job cancelled"),
    "job.retried": _("Job tried again"),
    "key.created": _("Key made"),
    "key.opened": _("Key opened"),
    "key.retired": _("Key retired"),
    "officer.created": _("Officer added"),
    "officer.deactivated": _("Account closed"),
    "officer.language-set": _("Language chosen"),
    "officer.listed": _("Officers listed"),
    "officer.read": _("Officer opened"),
    "officer.passphrase-changed": _("Passphrase changed"),
    "officer.password-set": _("Password set"),
    "officer.signed-in": _("Signed in"),
    "officer.signed-out": _("Signed out"),
    "pairing.confirm": _("Pairing confirmed"),
    "draft.kept": _("Draft kept"),
    "record.drafted": _("Record drafted"),
    "record.version": _("Record stated anew"),
    "record.received": _("Record received"),
    "links.read": _("Links looked at"),
    "links.included": _("Protected persons included"),
    "record.listed": _("Record listed"),
    "handover.listed": _("Handovers listed"),
    "handover.read": _("Handover opened"),
    "handover.signed": _("Handover signed"),
    "handover.taken-over": _("Handover taken over"),
    "handover.taken-back": _("Handover taken back"),
    "calendar.opened": _("Calendar address made"),
    "calendar.read": _("Calendar read"),
    "calendar.closed": _("Calendar address taken back"),
    "case.opened": _("Case opened"),
    "case.read": _("Case looked at"),
    "case.listed": _("Cases listed"),
    "case.timeline": _("Timeline of a case looked at"),
    "case.filled": _("Content of a case entered"),
    "case.element-read": _("Content of a case read"),
    "case.assigned": _("Case given to an authority"),
    "case.reminded": _("Somebody reminded of a case"),
    "case.proposed": _("Move of a case proposed"),
    "case.proposal-withdrawn": _("Proposed move taken back"),
    "case.move-refused": _("Move of a case refused"),
    "case.paper-added": _("Paper added to a case"),
    "case.paper-came": _("Paper of a case came"),
    "case.letter-written": _("Letter of a case written"),
    "case.letter-read": _("Letter of a case read"),
    "case.exported": _("Cases taken away"),
    "case.rates": _("Figures of cases looked at"),
    "clock.warned": _("Clock gave warning"),
    "clock.ended": _("Clock ran out"),
    "badge.issued": _("Badge issued"),
    "badge.revoked": _("Badge revoked"),
    "record.exported": _("Record taken away"),
    "record.charted": _("Charts opened"),
    "notices.chosen": _("Notices chosen"),
    "record.read": _("Record opened"),
    "record.erased": _("Record erased"),
    "name.searched": _("Name searched for"),
    "pair.listed": _("Pairs listed"),
    "pair.read": _("Pair opened"),
    "pair.opened": _("Two records put side by side"),
    "pair.claimed": _("Pair claimed"),
    "pair.given-back": _("Pair given back"),
    "pair.judged-same": _("Judged: same subject"),
    "pair.judged-different": _("Judged: different subjects"),
    "pair.judged-unsure": _("Judged: unsure"),
    "pair.judgement-undone": _("Judgement taken back"),
    "subject.read": _("Subject opened"),
    "document.checked": _("Document checked"),
    "screening.made": _("Screening begun"),
    "screening.passed": _("Somebody screened in passing"),
    "screening.read": _("Results of a screening opened"),
    "screening.exported": _("Results of a screening exported"),
    "list.listed": _("Watch lists listed"),
    "list.read": _("Watch list opened"),
    "list.created": _("Watch list made"),
    "list.record-added": _("Record put on a watch list"),
    "list.record-removed": _("Record taken off a watch list"),
    "list.reviewed": _("Watch list reviewed"),
    "list.closed": _("Watch list closed"),
    "alert.listed": _("Alerts listed"),
    "alert.read": _("Alert opened"),
    "alert.raised": _("Alert raised"),
    "alert.acknowledged": _("Alert acknowledged"),
    "alert.closed": _("Alert closed"),
    "role.granted": _("Role granted"),
    "role.revoked": _("Role taken back"),
    "roster.publish": _("Roster published"),
    "taxii.asked": _("Asked by TAXII with a secret that opens nothing"),
    "taxii.listed": _("Collections listed by TAXII"),
    "taxii.read": _("Collection read by TAXII"),
    "taxii.posted": _("Objects sent in by TAXII"),
    "taxii.removed": _("Objects taken away by TAXII"),
    "taxii.file-taken": _("File of STIX objects taken in"),
    "taxii.polled": _("Server polled by TAXII"),
    "taxii.pushed": _("Objects pushed by TAXII"),
    "taxii.not-taken": _("Object pushed by TAXII and not taken"),
    "taxii.published": _("Release published by TAXII"),
    "taxii.withdrawn": _("Release withdrawn from TAXII"),
    "taxii.shown": _("Object in quarantine shown"),
    "taxii.graded": _("Object in quarantine graded"),
    "taxii.refused": _("Object in quarantine refused"),
    "taxii.desk-read": _("TAXII page of the operator opened"),
    "taxii.collection-made": _("TAXII collection made"),
    "taxii.collection-closed": _("TAXII collection closed"),
    "taxii.client-made": _("TAXII client made"),
    "taxii.client-ended": _("TAXII client ended"),
    "taxii.server-noted": _("TAXII server noted"),
    "taxii.server-ended": _("TAXII server taken out"),
    **acts.ACTS,
}

OBJECTS: Final[Mapping[str, str | Promise]] = {
    "alert": _("Alert"),
    "audit": _("Audit"),
    "authority": _("Authority"),
    "document": _("Document"),
    "envelope": _("Envelope"),
    "inbox": _("Inbox"),
    "import": _("Import"),
    "job": _("Job"),
    "key": _("Key"),
    "officer": _("Officer"),
    "outbox": _("Outbox"),
    "pair": _("Pair"),
    "peer": _("Partner"),
    "record": _("Record"),
    "release": _("Release"),
    "role": _("Role"),
    "roster": _("Roster"),
    "screening": _("Screening"),
    "stix-object": _("STIX object"),
    "subject": _("Subject"),
    "taxii-client": _("TAXII client"),
    "taxii-collection": _("TAXII collection"),
    "taxii-desk": _("TAXII page of the operator"),
    "taxii-server": _("TAXII server"),
    "watch-list": _("Watch list"),
    **acts.OBJECTS,
}

PURPOSES: Final[Mapping[str, str | Promise]] = {
    "administration": _("Administration"),
    "background work": _("Background work"),
    "exchange": _("Carrying out the exchange"),
    "none stated": _("None stated"),
    "oversight": _("Oversight"),
    "sign-in": _("Signing in"),
}

GRADES: Final[Mapping[str, Word]] = {
    "A": Word(_("Source: no doubt, or reliable in every instance so far")),
    "B": Word(_("Source: reliable in most instances")),
    "C": Word(_("Source: unreliable in most instances")),
    "X": Word(_("Source: cannot be assessed")),
    "1": Word(_("Information: known to be true without reservation")),
    "2": Word(_("Information: known personally to the source")),
    "3": Word(_("Information: supported by other information")),
    "4": Word(_("Information: not known to the source and not supported")),
}

HANDLING: Final[Mapping[str, Word]] = {
    "H0": Word(_("Only for the stated purposes, by the authorities of the parties")),
    "H1": Word(_("Not as evidence in court without the originator's consent")),
    "H2": Word(_("Not to anybody else without the originator's consent")),
    "H3": Word(_("Other restrictions, stated in words")),
}

TLP: Final[Mapping[str, Word]] = {
    "clear": Word(_("No limit on who may see it")),
    "green": Word(_("For the community of the parties")),
    "amber": Word(_("For the receiving party, where it is needed")),
    "amber+strict": Word(_("For the receiving authority only")),
    "red": Word(_("Only for the readers it names")),
}

PERSONS: Final[Mapping[str, Word]] = {
    "suspect": Word(_("Suspect")),
    "convicted": Word(_("Convicted person")),
    "victim": Word(_("Victim")),
    "witness": Word(pgettext_lazy("person", "Witness")),
    "other": Word(_("Other person")),
}

CARE: Final[Mapping[str, Word]] = {
    "source-identity": Word(_("Could show the source: never leaves the node")),
    "asylum": Word(_("Asylum: never leaves the node")),
    "tainted": Word(_("Possibly from ill-treatment: never evidence")),
    "biometric": Word(_("Biometric data")),
    "health": Word(_("Health data")),
    "minor": Word(_("Concerns a minor")),
}


def word(words: Mapping[str, Word], code: object) -> Word:
    """Return the word of a code, or the code itself."""
    text = str(code)
    return words.get(text, Word(text))
