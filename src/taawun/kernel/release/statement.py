# SPDX-License-Identifier: Apache-2.0
"""The release statement: what may go to whom, for what, until when, and who said so (spec §50.1 to §50.6)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from taawun.kernel.errors import (
    BadShape,
    FutureDated,
    NoRecipients,
    NoRule,
    NotApproved,
    ReleaseExpired,
    Unreleased,
)
from taawun.kernel.release.approval import check_approved
from taawun.kernel.trust.keys import OFFICER
from taawun.kernel.trust.roster import Roster, officers
from taawun.kernel.wire import shapes
from taawun.kernel.wire.canonical import encode
from taawun.kernel.wire.digests import check_digest, sha256_hex
from taawun.kernel.wire.envelope import SENSITIVITIES, Basis, Header
from taawun.kernel.wire.ids import check_id
from taawun.kernel.wire.limits import CLOCK_SKEW, RECIPIENTS
from taawun.kernel.wire.signing import Verifier, signatures_from_wire
from taawun.kernel.wire.times import from_wire, to_wire

TYPE: Final = "release/1"
LONGEST: Final = timedelta(days=366)
HANDLING: Final = frozenset({"H0", "H1", "H2", "H3"})
_FIELDS = frozenset(
    "type id from to content kind drafter purpose basis handling personal sensitivity created expires".split()
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One release: named content, to named recipients, for a named purpose, under a named instrument."""

    id: str
    sender: str
    recipients: tuple[str, ...]
    content: str
    kind: str
    drafter: str
    purpose: str
    basis: Basis
    handling: frozenset[str]
    personal: bool
    sensitivity: str
    created: datetime
    expires: datetime

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object.

        Raises:
            NoRecipients: an empty recipient list delivers to nobody.
        """
        if not self.recipients:
            raise NoRecipients
        return {
            "type": TYPE,
            "id": self.id,
            "from": self.sender,
            "to": sorted(self.recipients),
            "content": self.content,
            "kind": self.kind,
            "drafter": self.drafter,
            "purpose": self.purpose,
            "basis": self.basis.to_wire(),
            "handling": sorted(self.handling),
            "personal": self.personal,
            "sensitivity": self.sensitivity,
            "created": to_wire(self.created),
            "expires": to_wire(self.expires),
        }

    @classmethod
    def from_wire(cls, value: object) -> "Statement":
        """Return the statement of a JSON object, or refuse its shape."""
        raw = shapes.fields(value, "release statement", _FIELDS)
        if raw["type"] != TYPE:
            raise BadShape("The type is not release/1.")
        recipients = [shapes.party(item) for item in shapes.items(raw["to"], "to", RECIPIENTS)]
        handling = [shapes.one_of(code, HANDLING, "handling") for code in shapes.items(raw["handling"], "handling", 4)]
        return cls(
            id=check_id(raw["id"]),
            sender=shapes.party(raw["from"]),
            recipients=tuple(shapes.distinct(recipients, "to")),
            content=check_digest(raw["content"]),
            kind=shapes.slug(raw["kind"], "kind"),
            drafter=check_id(raw["drafter"]),
            purpose=shapes.slug(raw["purpose"], "purpose"),
            basis=Basis.from_wire(raw["basis"]),
            handling=frozenset(shapes.distinct(handling, "handling")),
            personal=shapes.flag(raw["personal"], "personal"),
            sensitivity=shapes.one_of(raw["sensitivity"], SENSITIVITIES, "sensitivity"),
            created=from_wire(raw["created"]),
            expires=from_wire(raw["expires"]),
        )

    def check_covers(self, header: Header) -> None:
        """Refuse an envelope whose header says anything but what was released (spec §50.3)."""
        pairs = {
            "content": (self.content, header.content),
            "from": (self.sender, header.sender),
            "kind": (self.kind, header.kind),
            "purpose": (self.purpose, header.purpose),
            "basis": (self.basis, header.basis),
            "personal": (self.personal, header.personal),
            "sensitivity": (self.sensitivity, header.sensitivity),
        }
        wrong = [name for name, (released, sent) in pairs.items() if released != sent]
        if header.recipient not in self.recipients:
            wrong.append("to")
        if wrong:
            raise Unreleased(f"Not as released: {', '.join(wrong)}.")

    def check_time(self, now: datetime) -> None:
        """Refuse a statement from the future, past its expiry, or meant to last too long (spec §50.4)."""
        if self.created > now + CLOCK_SKEW:
            raise FutureDated
        if self.expires - self.created > LONGEST or self.expires <= now:
            raise ReleaseExpired(f"A release lasts at most {LONGEST.days} days.")


def check_released(verifier: Verifier, roster: Roster, release: object, header: Header, now: datetime) -> Statement:
    """Return the statement that lets `header`'s envelope leave its sender, checked as the receiver must (spec §50.3).

    Args:
        verifier: checks and remembers signatures.
        roster: the sender's roster, whose rules and officers decide.
        release: the JSON object {statement, signatures}, or None.
        header: the envelope's header, already authenticated.
        now: when the envelope was first seen.

    Raises:
        Unreleased, FutureDated, ReleaseExpired, UnknownKey, RevokedKey, ExpiredKey, BadSignature,
        NotEnoughSignatures, DrafterApproved, NotApproved.
    """
    if release is None:
        raise Unreleased("There is no release statement.")
    raw = shapes.fields(release, "release", frozenset({"statement", "signatures"}))
    statement = Statement.from_wire(raw["statement"])
    message = encode(raw["statement"])
    if sha256_hex(message) != header.release:
        raise Unreleased("The header names another release.")
    statement.check_covers(header)
    statement.check_time(now)
    check_signed(verifier, roster, statement, message, raw["signatures"], now)
    return statement


def check_signed(
    verifier: Verifier,
    roster: Roster,
    statement: Statement,
    message: bytes,
    signatures: object,
    now: datetime,
) -> None:
    """Refuse a statement that the officers whom the roster's rules require have not all signed (spec §50.5)."""
    listed = signatures_from_wire(signatures)
    signed = roster.signed_by(verifier, "release", OFFICER, message, listed, signed=statement.created, seen=now)
    known = officers(roster)
    approvers = {identifier: known[identifier].roles for identifier in signed}
    try:
        check_approved(roster.rules, statement.kind, statement.personal, statement.drafter, approvers)
    except NoRule as error:  # the sender's fault here; a caller's only when we draft
        raise NotApproved(f"No rule of the sender's roster covers it. {error.detail}") from None
