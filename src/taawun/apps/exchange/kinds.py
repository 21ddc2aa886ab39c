# SPDX-License-Identifier: Apache-2.0
"""What takes an accepted envelope: each kind is declared once by the app that stores it (spec §30.7)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from taawun.apps.audit.actors import Actor
from taawun.apps.people.models import Officer
from taawun.kernel.cases.moves import PaperRef
from taawun.kernel.errors import SenderError, UnknownKind
from taawun.kernel.exchange.pieces import Ask
from taawun.kernel.release.statement import Statement
from taawun.kernel.wire.envelope import Header


@dataclass(frozen=True, slots=True)
class Incoming:
    """One accepted content on its way to the app that keeps it; `data` is its canonical bytes."""

    header: Header
    body: Mapping[str, Any]
    data: bytes


@dataclass(frozen=True, slots=True)
class Going:
    """One content that somebody asks to send: what it is about, the terms of its release, and its canonical bytes.

    A content about many objects names no single one, and each with the digest of what stands in it of that object.
    """

    object_id: str
    terms: Statement
    body: bytes
    parts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Leaving:
    """One content that is being sent: its release, who sends it, its canonical bytes, and its envelope by recipient."""

    release: str
    actor: Actor
    body: bytes
    envelopes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TurnedBack:
    """One envelope of ours that its recipient refused for good (spec §30.13), with the code and paragraph it gave."""

    envelope: str
    code: str
    section: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of envelope and what takes it.

    `take` is given contents in the order of the chain and returns, for each, why it is refused, or None if it
    was stored. It runs inside the transaction that stores the envelope and its receipt, so a content is kept
    exactly once or not at all. `may_read` tells whether an officer may be shown such a body for a purpose; a kind
    without a marking of its own leaves it out. `may_act` tells the same of approving, sending and withdrawing such a
    body; without it, whoever may be shown one may act on it. `allow` is asked once for all contents of its kind that
    leave together, in the transaction that sends them and before anything is written; it refuses with a `CallerError`
    what may leave no more. `leave` runs inside the transaction that sends such a content and may
    still refuse it with a `CallerError`; then nothing leaves. `turned_back` runs inside the transaction that stores
    the receipts by which such contents were refused for good; it may be told the same twice. `give` returns the paper
    that the other side asks for of a body that we sent, with the bytes of the piece, or refuses (spec §30.19).
    `may_take_away` tells whether whoever may be shown a body may have all its bytes too, as a proof holds them; without
    it, they may. `readable` tells the same as `may_read` of many bodies at once, for lists; without it they are asked
    for one by one.
    """

    name: str
    take: Callable[[Sequence[Incoming], datetime], Sequence[SenderError | None]]
    may_read: Callable[[Officer, Mapping[str, Any], str], bool] | None = None
    leave: Callable[[Leaving, datetime], None] | None = None
    turned_back: Callable[[Sequence[TurnedBack], datetime], None] | None = None
    give: Callable[[Mapping[str, Any], Ask], tuple[PaperRef, bytes]] | None = None
    may_act: Callable[[Officer, Mapping[str, Any], str], bool] | None = None
    allow: Callable[[Sequence[Going], datetime], None] | None = None
    may_take_away: Callable[[Officer, Mapping[str, Any], str], bool] | None = None
    readable: Callable[[Officer, Sequence[Mapping[str, Any]], str], Sequence[bool]] | None = None


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


def may_read(name: str, officer: Officer, body: Mapping[str, Any], purpose: str) -> bool:
    """Tell whether the marking of a body lets an officer see it (spec §30.20); of an unknown kind nobody sees any."""
    kind = _KINDS.get(name)
    return kind is not None and (kind.may_read is None or kind.may_read(officer, body, purpose))


def readable(name: str, officer: Officer, bodies: Sequence[Mapping[str, Any]], purpose: str) -> Sequence[bool]:
    """Tell of each of many bodies of one kind whether `may_read` lets an officer see it."""
    kind = _KINDS.get(name)
    if kind is None or kind.readable is None:
        return [may_read(name, officer, body, purpose) for body in bodies]
    return kind.readable(officer, bodies, purpose)


def may_act(name: str, officer: Officer, body: Mapping[str, Any], purpose: str) -> bool:
    """Tell whether an officer may approve, send or withdraw a body: never one that they may not be shown."""
    kind = _KINDS.get(name)
    if kind is None or not may_read(name, officer, body, purpose):
        return False
    return kind.may_act is None or kind.may_act(officer, body, purpose)


def may_take_away(name: str, officer: Officer, body: Mapping[str, Any], purpose: str) -> bool:
    """Tell whether an officer who may be shown a body may have all its bytes."""
    kind = _KINDS.get(name)
    return kind is not None and (kind.may_take_away is None or kind.may_take_away(officer, body, purpose))


def allowing(name: str) -> Callable[[Sequence[Going], datetime], None] | None:
    """Return what must allow contents of a kind before they are sent, or None."""
    kind = _KINDS.get(name)
    return kind.allow if kind else None


def leaving(name: str) -> Callable[[Leaving, datetime], None] | None:
    """Return what must run when a content of a kind is sent, or None."""
    kind = _KINDS.get(name)
    return kind.leave if kind else None


def turned_back(name: str) -> Callable[[Sequence[TurnedBack], datetime], None] | None:
    """Return what must run when contents of a kind were refused for good, or None."""
    kind = _KINDS.get(name)
    return kind.turned_back if kind else None


def giving(name: str) -> Callable[[Mapping[str, Any], Ask], tuple[PaperRef, bytes]] | None:
    """Return what gives the papers that contents of a kind name, or None."""
    kind = _KINDS.get(name)
    return kind.give if kind else None
