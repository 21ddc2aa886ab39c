# SPDX-License-Identifier: Apache-2.0
"""Whether somebody stands under an open or positive determination, or in an interview (spec §80.74).

The question comes from parts of the node that must not punish or send back such a person; the answer is a bare yes or
no. A number that is the same, or a name that is alike in any script with no other year of birth, is a yes: a person
too many is held up for a question, one too few is lost.
"""

from collections.abc import Iterator
from typing import Final

from taawun.apps.registers import queries
from taawun.apps.registers.keys import fold, fold_id
from taawun.apps.safeguards import Sought, sought_of
from taawun.sectors.worker_protection.models import Interview

TYPE: Final = "worker-screening"
HELD: Final = ("open", "positive")
"""Words of a determination that hold the person."""
ALIKE: Final = 0.85
"""Score from which two names in any scripts are taken for one person's."""
YEAR: Final = 4


def holds(sought: Sought) -> bool:
    """Tell whether somebody is under a determination that is open or positive."""
    return any(_same(sought, one) for one in _protected())


def _protected() -> Iterator[Sought]:
    for version in queries.holding(TYPE, "determination", HELD):
        yield sought_of(version.data)
    for row in Interview.objects.exclude(name="", document_number=""):
        yield sought_of({"name": row.name, "document_number": row.document_number, "birth_date": row.birth_date})


def _same(one: Sought, other: Sought) -> bool:
    numbers = [{fold_id(text) for text in person.documents} - {""} for person in (one, other)]
    if numbers[0] & numbers[1]:
        return True
    return _may_be_born_alike(one, other) and _named_alike(one, other)


def _may_be_born_alike(one: Sought, other: Sought) -> bool:
    years = [{text[:YEAR] for text in person.births} for person in (one, other)]
    return not all(years) or bool(years[0] & years[1])


def _named_alike(one: Sought, other: Sought) -> bool:
    if {fold(text) for text in one.names} & {fold(text) for text in other.names} - {""}:
        return True
    mine = [ours for ours in one.names for _ in other.names]
    theirs = list(other.names) * len(one.names)
    if not mine:
        return False
    from taawun.engines.names import compare_many  # late: its tables load once, where they are first needed

    return bool((compare_many(mine, theirs) >= ALIKE).any())
