# SPDX-License-Identifier: Apache-2.0
"""Records that are linked, for tests of the network."""

from typing import Any

from taawun.apps.people.access import actor_of
from taawun.apps.people.models import Officer
from taawun.apps.registers import services as registers
from taawun.apps.registers.catalogue import type_named
from tests.apps.registers.making import PURPOSE, SEIZURE, marking
from tests.apps.ui.story import NOW

PASSPORT = "AB1234567"
PHONE = "+92 21 1234567"


def state(officer: Officer, type_slug: str, said: dict[str, Any], *, at: Any = NOW, **changes: Any) -> str:
    whose = {"persons": {"suspect"}} if type_named(type_slug).personal else {}
    made = marking(**(whose | changes))
    return registers.draft_record(actor_of(officer), type_slug, said, made, PURPOSE, at=at).id


def person(officer: Officer, name: str, **changes: Any) -> str:
    said = {"name": [name]} | {
        key: changes.pop(key) for key in ("passport_number", "phone", "address") if key in changes
    }
    return state(officer, "person", said, **changes)


def seizure(officer: Officer, name: str, vessel: str, **changes: Any) -> str:
    return state(officer, "seizure", SEIZURE | {"name": name, "vessel": vessel}, **changes)
