# SPDX-License-Identifier: Apache-2.0
"""Consents to handling codes on the wire: asked of an originator for one stated use, given or refused (spec §80.25).

A consent sets one code of one originator aside, for one record and one use. It opens nothing else: a use that
differs in purpose or in recipient is another use.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from taawun.kernel.errors import BadShape
from taawun.kernel.marking.codes import COURT, Handling
from taawun.kernel.marking.decisions import Consent
from taawun.kernel.marking.wire import plain_text
from taawun.kernel.wire import shapes
from taawun.kernel.wire.ids import check_id

ASKED_KIND: Final = "consent.asked"
ANSWERED_KIND: Final = "consent.answered"
ASKED_TYPE: Final = "consent-asked/1"
ANSWERED_TYPE: Final = "consent-answered/1"
REASON_CHARACTERS: Final = 4_000
_CODES: Final = frozenset({Handling.H1.value, Handling.H2.value, Handling.H3.value})
_ASKED = frozenset({"type", "id", "record", "code", "purpose", "recipient", "reason", "by"})
_ANSWERED = frozenset({"type", "asked", "record", "code", "purpose", "recipient", "given", "reason", "until"})


@dataclass(frozen=True, slots=True)
class Use:
    """What a code is to be set aside for: use at the holder's (no recipient), or sending to one other party."""

    record: str
    code: Handling
    purpose: str
    recipient: str = ""

    def __post_init__(self) -> None:
        """Refuse a use that no code forbids (§80.25b)."""
        if self.code is Handling.H0 or (self.code is Handling.H1 and self.purpose != COURT):
            raise BadShape("H0 is set aside for nobody, and H1 for court evidence alone.")
        if self.code is not Handling.H1 and not self.recipient:
            raise BadShape("Onward sharing names the party to which it goes.")

    def to_wire(self) -> dict[str, Any]:
        """Return the fields that a request and its answer both state."""
        return {
            "record": self.record, "code": self.code.value, "purpose": self.purpose,
            "recipient": self.recipient or None,
        }  # fmt: skip

    @classmethod
    def from_fields(cls, raw: dict[str, Any]) -> "Use":
        """Return the use that a request or an answer states."""
        code = Handling(shapes.one_of(raw["code"], _CODES, "code"))
        recipient = "" if raw["recipient"] is None else shapes.party(raw["recipient"])
        return cls(check_id(raw["record"]), code, shapes.slug(raw["purpose"], "purpose"), recipient)


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    """A request to an originator, with the reason that its officers read, and the last day for a first answer."""

    id: str
    use: Use
    reason: str
    by: date

    def to_wire(self) -> dict[str, Any]:
        """Return the body of the envelope."""
        said = {"reason": self.reason, "by": self.by.isoformat()}
        return {"type": ASKED_TYPE, "id": self.id, **self.use.to_wire(), **said}

    @classmethod
    def from_wire(cls, value: object) -> "ConsentAsked":
        """Return the request of a body, or refuse its shape."""
        raw = _typed(value, ASKED_TYPE, _ASKED)
        reason = plain_text(raw["reason"], "reason", REASON_CHARACTERS)
        return cls(check_id(raw["id"]), Use.from_fields(raw), reason, _day(raw["by"], "by"))


@dataclass(frozen=True, slots=True)
class ConsentAnswered:
    """What an originator answers; a later answer replaces an earlier one, so that consent can be taken back."""

    asked: str
    use: Use
    given: bool
    reason: str
    until: date | None = None

    def to_wire(self) -> dict[str, Any]:
        """Return the body of the envelope."""
        until = self.until.isoformat() if self.until else None
        said = {"given": self.given, "reason": self.reason, "until": until}
        return {"type": ANSWERED_TYPE, "asked": self.asked, **self.use.to_wire(), **said}

    @classmethod
    def from_wire(cls, value: object) -> "ConsentAnswered":
        """Return the answer of a body, or refuse its shape."""
        raw = _typed(value, ANSWERED_TYPE, _ANSWERED)
        reason = plain_text(raw["reason"], "reason", REASON_CHARACTERS)
        given = shapes.flag(raw["given"], "given")
        until = None if raw["until"] is None else _day(raw["until"], "until")
        return cls(check_id(raw["asked"]), Use.from_fields(raw), given, reason, until)


def lapsed(by: date, on: date) -> bool:
    """Tell whether a request whose last day for a first answer is `by` has lapsed on a day (§80.25f)."""
    return on > by


def consent_of(originator: str, answer: ConsentAnswered, use: Use, on: date) -> Consent | None:
    """Return the consent that an originator's last answer gives to a use on a day; None if it gives none (§80.25d)."""
    lasts = answer.until is None or on <= answer.until
    return Consent(originator, use.code) if answer.given and answer.use == use and lasts else None


def _typed(value: object, type_: str, names: frozenset[str]) -> dict[str, Any]:
    raw = shapes.fields(value, type_, names)
    if raw["type"] != type_:
        raise BadShape(f"The type is not {type_}.")
    return raw


def _day(value: object, name: str) -> date:
    try:
        found = date.fromisoformat(shapes.text(value, name, 10))
    except ValueError:
        raise BadShape(f"{name} is not a day.") from None
    if found.isoformat() != value:
        raise BadShape(f"{name} is not a day.")
    return found
