# SPDX-License-Identifier: Apache-2.0
"""What takes an accepted envelope: each kind is declared once by the app that stores it (spec §30.7)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from taawun.kernel.errors import SenderError, UnknownKind
from taawun.kernel.wire.envelope import Header


@dataclass(frozen=True, slots=True)
class Incoming:
    """One accepted content on its way to the app that keeps it."""

    header: Header
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of envelope and what takes it.

    `take` is given contents in the order of the chain and returns, for each, why it is refused, or None if it
    was stored. It runs inside the transaction that stores the envelope and its receipt, so a content is kept
    exactly once or not at all.
    """

    name: str
    take: Callable[[Sequence[Incoming], datetime], Sequence[SenderError | None]]


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Declare a kind. Declaring two under one name is a mistake of ours, found when the node starts."""
    if kind.name in _KINDS and _KINDS[kind.name] != kind:
        raise ValueError(f"the kind {kind.name} is declared twice")
    _KINDS[kind.name] = kind


def kind_named(name: str) -> Kind:
    """Return a kind, or refuse one that nothing here takes."""
    if name not in _KINDS:
        raise UnknownKind(f"Kind: {name}.")
    return _KINDS[name]


def known() -> tuple[str, ...]:
    """Return the names of all kinds this node takes."""
    return tuple(sorted(_KINDS))
