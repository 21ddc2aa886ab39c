# SPDX-License-Identifier: Apache-2.0
"""Persons whom a safeguard of some sector holds: the answer is yes or no, and never why (spec §80.74).

A sector declares a function that is asked about a person; cases and registers ask here before they punish or send
somebody back. Who is told "a safeguard is open" learns neither the sector nor the record.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

PERSON_NAMES: Final = ("name", "other_names")
DOCUMENTS: Final = ("documents", "document_number", "number")
BIRTHS: Final = ("born", "birth_date")


@dataclass(frozen=True, slots=True)
class Sought:
    """Somebody as a case or a record states them: names in any script, documents, dates of birth."""

    names: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    births: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Tell whether there is anything to ask by."""
        return bool(self.names or self.documents)


Ask = Callable[[Sought], bool]
_ASKED: Final[dict[str, Ask]] = {}


def add(sector: str, ask: Ask) -> None:
    """Let a sector be asked; each is asked once."""
    _ASKED[sector] = ask


def holds(sought: Sought) -> bool:
    """Tell whether a safeguard holds somebody. Where nothing is stated to ask by, none does."""
    return sought.known and any(ask(sought) for ask in _ASKED.values())


def sought_of(stated: object) -> Sought:
    """Return somebody as the person of a case, or the data of a record, states them; other forms say nothing."""
    raw = stated if isinstance(stated, Mapping) else {}
    return Sought(_texts(raw, PERSON_NAMES), _texts(raw, DOCUMENTS), _texts(raw, BIRTHS))


def _texts(raw: Mapping[Any, Any], names: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        value = raw.get(name)
        found += [str(one) for one in (value if isinstance(value, list | tuple) else [value]) if isinstance(one, str)]
    return tuple(one.strip() for one in found if one.strip())
