# SPDX-License-Identifier: Apache-2.0
"""May this be shown, sent, alerted on, linked? Each answer names the rules that gave it (spec §80.13-80.16).

A refusal lists every rule that stood against it, not only the first, so that the officer sees at once what is
missing. An answer is never yes for want of rules: `Decision` refuses to be built without a reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from taawun.kernel.errors import NoReason
from taawun.kernel.marking.codes import (
    COURT,
    NEVER_LINKED,
    NEVER_SENT,
    REVIEW,
    Care,
    Handling,
    InformationGrade,
    SourceGrade,
    Tlp,
)
from taawun.kernel.marking.marking import Marking
from taawun.kernel.marking.tlp import handling_of


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that spoke for or against."""

    code: str
    section: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, and why."""

    allowed: bool
    reasons: tuple[Reason, ...]

    def __post_init__(self) -> None:
        """Refuse an answer without a reason."""
        if not self.reasons:
            raise NoReason


@dataclass(frozen=True, slots=True)
class Consent:
    """An originator's agreement that a code (H1, H2, H3) may be set aside for a stated use."""

    originator: str
    code: Handling


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks to see something, and in whose name.

    `purposes` are those the reader's authority may act for; `holder` is the authority that holds the record
    at this node, or empty where the party as a whole holds it.
    """

    party: str
    officer: str
    authorities: frozenset[str]
    purposes: frozenset[str]
    holder: str = ""
    consents: frozenset[Consent] = field(default_factory=frozenset)

    @property
    def names(self) -> frozenset[str]:
        """Return what a red marking may call this reader: "BH:coast-guard", "BH:<officer>"."""
        return frozenset(f"{self.party}:{name}" for name in (self.officer, *self.authorities))


@dataclass(frozen=True, slots=True)
class Basis:
    """Who sends, on what legal basis, with whose consents, on which day."""

    sender: str
    instrument: str
    article: str
    on: date
    consents: frozenset[Consent] = field(default_factory=frozenset)


def may_show(marking: Marking, reader: Reader, purpose: str, on: date) -> Decision:
    """Decide whether a reader may see content so marked, for a purpose, on a day (§80.13)."""
    against = [
        *_purpose_rules(marking, purpose),
        *_reader_rules(marking, reader, purpose),
        *_audience_rules(marking, reader),
        *_review_rules(marking, purpose, on),
        *_court_rules(marking, purpose, reader.consents, own={reader.party}),
    ]
    return _decide(against, Reason("marking.may-show", "80.13", "The marking covers this reader and purpose."))


def may_show_field(marking: Marking, name: str, reader: Reader, purpose: str, on: date) -> Decision:
    """Decide whether a reader may see one field; what the marking says of that field counts too (§80.12)."""
    return may_show(marking.of_field(name), reader, purpose, on)


def may_send(marking: Marking, recipient: str, purpose: str, basis: Basis) -> Decision:
    """Decide whether content so marked may go to another party, for a purpose, on a basis (§80.14)."""
    against = [
        *_purpose_rules(marking.whole(), purpose),
        *_basis_rules(basis, recipient),
        *_onward_rules(marking.whole(), recipient, basis),
        *_review_rules(marking, "", basis.on),
        *_court_rules(marking.whole(), purpose, basis.consents, own={basis.sender, recipient}),
    ]
    return _decide(against, Reason("marking.may-send", "80.14", "The marking covers this recipient and purpose."))


def may_alert(marking: Marking) -> Decision:
    """Decide whether a match on content so marked may alert anybody (§80.16)."""
    against = []
    if marking.source is SourceGrade.X and marking.information is InformationGrade.UNKNOWN:
        against.append(Reason("marking.x4", "80.16", "Information graded X4 never raises an alert."))
    against += _exercise_rules(marking)
    return _decide(against, Reason("marking.may-alert", "80.16", "The grades allow an alert."))


def may_link(marking: Marking) -> Decision:
    """Decide whether content so marked enters link analysis without a further, stated reason (§80.9)."""
    against = []
    if marking.persons & NEVER_LINKED:
        against.append(Reason("marking.protected-person", "80.9", "Victims and witnesses stay out of link analysis."))
    against += _exercise_rules(marking)
    return _decide(against, Reason("marking.may-link", "80.9", "No victim or witness stands in it."))


def may_count(marking: Marking) -> Decision:
    """Decide whether content so marked may stand in a figure, an index, a comparison or a statistic (§88.3)."""
    return _decide(_exercise_rules(marking), Reason("marking.may-count", "88.3", "It is not made up for an exercise."))


def _exercise_rules(marking: Marking) -> Iterable[Reason]:
    if marking.exercise:
        yield Reason(
            "marking.exercise", "88.3", "What is made up for an exercise stands in no figure and finds nobody."
        )


def _decide(against: Iterable[Reason], otherwise: Reason) -> Decision:
    reasons = tuple(against)
    return Decision(False, reasons) if reasons else Decision(True, (otherwise,))


def _purpose_rules(marking: Marking, purpose: str) -> Iterable[Reason]:
    if not purpose:
        yield Reason("marking.no-purpose-stated", "80.8", "No purpose is stated.")
    elif purpose not in marking.purposes and (purpose != REVIEW or marking.exercise):
        yield Reason("marking.purpose-not-covered", "80.8", "The marking does not cover this purpose.")


def _reader_rules(marking: Marking, reader: Reader, purpose: str) -> Iterable[Reason]:
    if not reader.authorities:
        yield Reason("marking.no-authority", "80.13", "The reader acts for no authority.")
    # `review` is implied by every marking, so it opens only what the reader may see for a purpose of the marking.
    own = marking.purposes & reader.purposes if purpose == REVIEW else {purpose}
    if purpose not in reader.purposes or not own:
        yield Reason(
            "marking.not-the-readers-purpose",
            "80.13",
            "The reader's authority does not act for this purpose.",
        )


def _audience_rules(marking: Marking, reader: Reader) -> Iterable[Reason]:
    if marking.tlp is Tlp.RED and not marking.named & reader.names:
        yield Reason("marking.not-named", "80.7", "TLP:RED is only for the readers it names.")
    if marking.tlp is Tlp.AMBER_STRICT and reader.holder and reader.holder not in reader.authorities:
        yield Reason("marking.other-authority", "80.7", "TLP:AMBER+STRICT stays in the authority that holds it.")


def _review_rules(marking: Marking, purpose: str, on: date) -> Iterable[Reason]:
    if on > marking.review and purpose != REVIEW:
        yield Reason("marking.review-due", "80.10", "The review date has passed; it must be reviewed first.")


def _court_rules(marking: Marking, purpose: str, consents: frozenset[Consent], own: set[str]) -> Iterable[Reason]:
    """H1 binds everybody but the originator itself; nobody can consent to tainted evidence."""
    if purpose != COURT:
        return
    if Care.TAINTED in marking.care:
        yield Reason("marking.tainted", "80.11", "What may come from ill-treatment is never evidence.")
    if _lacking(marking, Handling.H1, consents, own):
        yield Reason("marking.h1", "80.6", "Use in court needs the originator's consent (H1).")


def _basis_rules(basis: Basis, recipient: str) -> Iterable[Reason]:
    if not recipient or recipient == basis.sender:
        yield Reason("marking.no-recipient", "80.14", "No other party is named as recipient.")
    if not (basis.instrument and basis.article):
        yield Reason("marking.no-basis", "80.14", "No instrument and article are named as legal basis.")


def _onward_rules(marking: Marking, recipient: str, basis: Basis) -> Iterable[Reason]:
    if marking.care & NEVER_SENT:
        yield Reason("marking.never-sent", "80.11", "Content that needs this care never leaves the node.")
    if marking.tlp is Tlp.RED and not any(name.startswith(f"{recipient}:") for name in marking.named):
        yield Reason("marking.not-named", "80.7", "TLP:RED names no reader of this recipient.")
    own = {basis.sender, recipient}
    if _lacking(marking, Handling.H2, basis.consents, own):
        yield Reason("marking.h2", "80.6", "Onward sharing needs the originator's consent (H2).")
    if _lacking(marking, Handling.H3, basis.consents, own):
        yield Reason("marking.h3", "80.6", "Sharing under a restriction in words needs consent (H3).")


def _lacking(marking: Marking, code: Handling, consents: frozenset[Consent], own: set[str]) -> frozenset[str]:
    """Return the originators whose consent a code needs and who have not given it."""
    # A colour is read in the words of the handling codes too (§80.7); only H3 needs a sentence of its own.
    if code not in marking.handling | (handling_of(marking.tlp) - {Handling.H3}):
        return frozenset()
    given = {consent.originator for consent in consents if consent.code is code}
    return marking.originators - own - given
