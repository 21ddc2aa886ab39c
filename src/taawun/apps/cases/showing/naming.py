# SPDX-License-Identifier: Apache-2.0
"""Records that an element names: offered to be chosen, and told by what they are called (spec §60.9j)."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from taawun.apps.people.models import Officer
from taawun.apps.registers import access as registers
from taawun.apps.registers.catalogue import types
from taawun.apps.registers.queries import Filters
from taawun.kernel.cases.contents import Element

LOOKED: Final = 200
"""Records that are offered, the newest first."""


def offered(officer: Officer, element: Element, purpose: str) -> dict[str, str]:
    """Return what an element may name: the records of its type that the officer may see, by identifier."""
    if element.names not in types():
        return {}
    found = registers.walk(officer, Filters(type=element.names), LOOKED)
    called = _called(officer, found, purpose)
    times = Counter(called.values())
    return {one: f"{said} (…{one[-8:]})" if times[said] > 1 else said for one, said in called.items()}


def called(officer: Officer, record_id: str, purpose: str) -> str:
    """Return what a record is called; empty where there is none that the officer may see."""
    return _called(officer, [record_id], purpose).get(record_id, "")


def _called(officer: Officer, record_ids: list[str], purpose: str) -> Mapping[str, str]:
    shown = registers.visible(officer, record_ids, purpose, recorded=True)
    named = {one: types()[row.record.type].caption_of(row.data) for one, row in shown.items()}
    return {one: said for one, said in named.items() if said}
