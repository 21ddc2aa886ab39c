# SPDX-License-Identifier: Apache-2.0
"""Many versions of records under one release: the body of envelope kind "record.set" (spec §80.26).

Each version is what a report would carry, and is judged as one. The set says of all of them what a header says of one:
personal if any is, every handling code, the highest sensitivity.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from taawun.kernel.errors import BadVersion
from taawun.kernel.marking.marking import Marking
from taawun.kernel.marking.payload import RecordPayload
from taawun.kernel.marking.tlp import highest, sensitivity_of
from taawun.kernel.wire import shapes

SET_KIND: Final = "record.set"
"""The envelope kind that carries a set."""
SET_RECORDS: Final = 1_000
"""Most versions in one set; its body is as large as that of any envelope."""


@dataclass(frozen=True, slots=True)
class RecordSet:
    """Versions that go together: taken whole or refused whole."""

    records: tuple[RecordPayload, ...]

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object."""
        return {"records": [one.to_wire() for one in self.records]}

    @classmethod
    def from_wire(cls, value: object) -> "RecordSet":
        """Return the set of a JSON object, or say which rule it, or the first of its versions, breaks."""
        return cls(tuple(distinct([RecordPayload.from_wire(one) for one in members(value)])))


@dataclass(frozen=True, slots=True)
class Terms:
    """What a header and a release say of a set because of the markings in it."""

    handling: frozenset[str]
    personal: bool
    sensitivity: str


def members(value: object) -> list[Any]:
    """Return what stands in a set, each part not yet read, or refuse what is no set."""
    raw = shapes.fields(value, "record set", frozenset({"records"}), frozenset())
    return shapes.items(raw["records"], "records", SET_RECORDS)


def distinct(payloads: Sequence[RecordPayload]) -> Sequence[RecordPayload]:
    """Return the versions of a set, or refuse them if one stands in it twice."""
    if len({(one.record, one.number) for one in payloads}) < len(payloads):
        raise BadVersion("A version stands in the set twice.")
    return payloads


def terms_of(markings: Sequence[Marking]) -> Terms:
    """Return what is said of a set as a whole; many records of one set are marked alike."""
    different = list(dict.fromkeys(markings))
    return Terms(
        handling=frozenset(code.value for one in different for code in one.whole().handling),
        personal=any(one.personal for one in different),
        sensitivity=highest(map(sensitivity_of, different)),
    )
