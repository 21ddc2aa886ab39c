# SPDX-License-Identifier: Apache-2.0
"""Records, markings and envelopes for tests of the registers."""

from datetime import date
from typing import Any

from taawun.kernel.marking import Marking, RecordPayload, make_marking
from taawun.kernel.wire.envelope import GENESIS, Basis, Header
from taawun.kernel.wire.ids import uuid7
from tests.apps.making import T0

PURPOSE = "counter-narcotics"
BASIS = Basis("pk-bh-narcotics-model", "5")


def marking(originator: str = "PK", **changes: Any) -> Marking:
    words: dict[str, Any] = {"purposes": {PURPOSE}, "review": date(2029, 1, 1), "tlp": "green"} | changes
    return make_marking(originator, words.pop("source", "B"), words.pop("information", 2), **words)


def personal(originator: str = "PK", **changes: Any) -> Marking:
    return marking(originator, persons={"suspect"}, **changes)


SEIZURE = {
    "name": "Heroin on a dhow",
    "date": "2026-11-02",
    "substance": "Heroin",
    "amount": "36.432",
    "unit": "kg",
}
PERSON = {"name": ["احمد خالد منصور", "أحمد خالد منصور", "Ahmad Khalid Mansoor"], "birth_date": ["1971~"]}


def identifier(number: int) -> str:
    return uuid7(T0, number.to_bytes(10, "big"))


def payload(number: int = 1, previous: str | None = None, record: int = 1, **changes: Any) -> RecordPayload:
    words: dict[str, Any] = {
        "record": identifier(record), "type": "person", "number": number, "previous": previous,
        "originator": "BH", "authority": "anti-drug", "created": T0, "reason": "إفادة أولى",
        "salt": bytes(16), "marking": personal("BH"), "data": PERSON,
    } | changes  # fmt: skip
    return RecordPayload(**words)


def header(sender: str = "BH", **changes: Any) -> Header:
    words: dict[str, Any] = {
        "protocol": "taawun/1", "id": identifier(99), "sender": sender, "recipient": "PK", "seq": 1, "prev": GENESIS,
        "case": None, "kind": "record.report", "created": T0, "security": "restricted", "sensitivity": "medium",
        "personal": True, "purpose": PURPOSE, "basis": BASIS, "content": "0" * 64, "release": "0" * 64,
    } | changes  # fmt: skip
    return Header(**words)
