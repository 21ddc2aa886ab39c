# SPDX-License-Identifier: Apache-2.0
"""Two officers change one record: what each changed is kept, and where both changed one field, both are shown.

Pure: it takes what both had before their eyes, what the other has stated since, and what this one typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """A field that the other has changed; `clash` where this officer changed it too, and otherwise."""

    field: str
    theirs: Any
    mine: Any
    clash: bool


@dataclass(frozen=True, slots=True)
class Merged:
    """Data with both officers' changes; in a clash it holds what this officer typed."""

    data: dict[str, Any]
    changes: tuple[Change, ...]


def merge(base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Merged:
    """Put two changes of one state together; a field that is not there was left empty."""
    names = dict.fromkeys((*base, *theirs, *mine))
    chosen = {name: theirs.get(name) if mine.get(name) == base.get(name) else mine.get(name) for name in names}
    changes = tuple(
        Change(name, theirs.get(name), mine.get(name), _clash(base.get(name), theirs.get(name), mine.get(name)))
        for name in names
        if theirs.get(name) != base.get(name)
    )
    return Merged({name: value for name, value in chosen.items() if value is not None}, changes)


def _clash(base: Any, theirs: Any, mine: Any) -> bool:
    return mine not in (base, theirs)
