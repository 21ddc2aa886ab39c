# SPDX-License-Identifier: Apache-2.0
"""One version of a record on the wire: the body of envelope kind "record.report" (spec §80.2, §80.3).

Versions form a chain: each names the digest of the one before it. The salt makes the digest say nothing
about the content, so that it may stay in a ledger after the content is erased.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from taawun.kernel.errors import BadVersion, NotTheOriginator
from taawun.kernel.marking import wire
from taawun.kernel.marking.marking import Marking
from taawun.kernel.wire import ids, shapes, times
from taawun.kernel.wire.digests import b64, check_digest, digest_of, unb64

KIND: Final = "record.report"
"""The envelope kind that carries a record."""

SALT_BYTES: Final = 16
REASON_CHARACTERS: Final = 2_000
DATA_FIELDS: Final = 200
"""Most fields of one record."""
VALUES: Final = 1_000
"""Most values of one field."""
VALUE_CHARACTERS: Final = 20_000
"""Longest value, in characters."""
VERSIONS: Final = 1_000_000
"""Highest number of a version."""

_REQUIRED = frozenset(
    {"record", "type", "number", "originator", "authority", "created", "reason", "salt", "marking", "data"}
)
_OPTIONAL = frozenset({"previous"})


@dataclass(frozen=True, slots=True)
class RecordPayload:
    """One immutable version of one originator's record."""

    record: str
    type: str
    number: int
    previous: str | None
    originator: str
    authority: str
    created: datetime
    reason: str
    salt: bytes
    marking: Marking
    data: dict[str, Any]

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object; the first version has no previous."""
        body: dict[str, Any] = {
            "record": self.record,
            "type": self.type,
            "number": self.number,
            "originator": self.originator,
            "authority": self.authority,
            "created": times.to_wire(self.created),
            "reason": self.reason,
            "salt": b64(self.salt),
            "marking": wire.to_wire(self.marking),
            "data": self.data,
        }
        if self.previous is not None:
            body["previous"] = self.previous
        return body

    def digest(self) -> str:
        """Return the digest that the next version and the ledger name (§80.2)."""
        return digest_of(self.to_wire())

    @classmethod
    def from_wire(cls, value: object) -> "RecordPayload":
        """Return the version of a JSON object, or say which rule it breaks.

        Whether `data` fits its type is for the register to say (§80.18); here only its outer shape counts.
        """
        raw = shapes.fields(value, "record", _REQUIRED, _OPTIONAL)
        payload = cls(
            record=ids.check_id(raw["record"]),
            type=shapes.slug(raw["type"], "type"),
            number=_number(raw["number"]),
            previous=check_digest(raw["previous"]) if "previous" in raw else None,
            originator=shapes.party(raw["originator"]),
            authority=shapes.slug(raw["authority"], "authority"),
            created=times.from_wire(raw["created"]),
            reason=wire.plain_text(raw["reason"], "reason", REASON_CHARACTERS),
            salt=_salt(raw["salt"]),
            marking=wire.from_wire(raw["marking"]),
            data=_data(raw["data"]),
        )
        return _consistent(payload)


def _consistent(payload: RecordPayload) -> RecordPayload:
    if (payload.number == 1) != (payload.previous is None):
        raise BadVersion("The first version, and only the first, has no previous.")
    if payload.originator not in payload.marking.originators:
        raise NotTheOriginator("The marking does not name the record's originator.")
    unknown = {name for name, _ in payload.marking.fields} - payload.data.keys()
    if unknown:
        raise BadVersion(f"{len(unknown)} marked fields are not in the data.")
    return payload


def _salt(value: object) -> bytes:
    salt = unb64(value)
    if len(salt) != SALT_BYTES:
        raise BadVersion(f"The salt is not {SALT_BYTES} bytes.")
    return salt


def _data(value: object) -> dict[str, Any]:
    if not isinstance(value, dict) or not 0 < len(value) <= DATA_FIELDS:
        raise BadVersion(f"data is not an object of 1 to {DATA_FIELDS} fields.")
    return {wire.field_name(name): _value(value[name]) for name in value}


def _value(value: object) -> str | list[str]:
    """Return a text, or a list of texts; a record's data knows nothing else (§80.3)."""
    if isinstance(value, list):
        texts = shapes.items(value, "a field", VALUES)
        return [wire.plain_text(item, "a value", VALUE_CHARACTERS) for item in texts]
    return wire.plain_text(value, "a value", VALUE_CHARACTERS)


def _number(value: object) -> int:
    number = shapes.whole(value, "number", 1)
    if number > VERSIONS:
        raise BadVersion(f"The number is above {VERSIONS}.")
    return number
