# SPDX-License-Identifier: Apache-2.0
"""Made-up travellers and notices for the tests of border security; nobody of them exists."""

from datetime import date
from typing import Any

from taawun.apps.audit.actors import Actor
from taawun.apps.registers import services, taking
from taawun.apps.registers.models import Record
from taawun.formats.mrz import Form, write
from taawun.kernel.marking import Marking, make_marking
from tests.apps.making import T0

PURPOSE = "border-security"
NOTICE = {
    "number": "AB1234567", "document_type": "passport", "country": "PK", "status": "lost", "reported": "2026-11-02",
    "holder_name": ["احمد خالد منصور گوندل"], "place": "اسلام آباد ہوائی اڈہ",
}  # fmt: skip


def marking(originator: str = "PK", **changes: Any) -> Marking:
    words: dict[str, Any] = {
        "purposes": {PURPOSE}, "review": date(2036, 11, 1), "tlp": "green", "persons": {"other"},
    } | changes  # fmt: skip
    return make_marking(originator, words.pop("source", "A"), words.pop("information", 1), **words)


def notice(actor: Actor, **changes: Any) -> Record:
    marked = changes.pop("marking", marking())
    return services.draft_record(actor, "document-notice", NOTICE | changes, marked, PURPOSE, at=T0)


def person(actor: Actor, **changes: Any) -> Record:
    data = {"name": ["احمد خالد گوندل", "Ahmad Khalid Gondal"], "birth_date": ["1971-03-02"], "nationality": ["PK"]}
    marked = changes.pop("marking", marking())
    return services.draft_record(actor, "person", data | changes, marked, PURPOSE, at=T0)


def from_partner(data: dict[str, Any] | None = None, type_slug: str = "document-notice", number: int = 7) -> str:
    """Take in what the partner stated, and return the record's identifier."""
    from taawun.kernel.wire.envelope import Basis
    from tests.apps.registers.making import header, payload

    said = payload(record=number, type=type_slug, data=data or NOTICE, marking=marking("BH"))
    wanted = header(purpose=PURPOSE, basis=Basis("pk-bh-jsc-2025", "4(2)"))
    taking.take_received(wanted, said.to_wire(), T0)
    return said.record


def zone(**changes: str) -> str:
    said = {
        "code": "P", "issuer": "PAK", "number": "AB1234567", "surname": "GONDAL", "given": "AHMAD KHALID",
        "birth": "1971-03-02", "sex": "male", "expires": "2031-04-30", "optional": "3520212345671",
    } | changes  # fmt: skip
    return "\n".join(write(Form.TD3, **said))
