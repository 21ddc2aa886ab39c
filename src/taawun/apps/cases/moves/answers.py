# SPDX-License-Identifier: Apache-2.0
"""When a case counts as asked and as answered, for the rates on the dashboard: each kind says by which moves.

A request for information or assistance is answered when its result came, or its refusal; an extradition when the
person was surrendered, as the agencies count it whose figures the dashboard reproduces. An acknowledgement, or a
question back, answers nothing. A draft that is shared for comment has asked for nothing, nor has an arrest whose
request is still to come.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from taawun.kernel.cases.moves import MoveMade

ANSWERS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "extradition": frozenset({"hand_over", "hand_over_temporarily"}),
        "mutual_legal_assistance": frozenset({"send_evidence", "send_part", "refuse"}),
        "information_request": frozenset({"answer", "decline", "route_to_assistance"}),
        "transfer_of_sentenced_person": frozenset({"transfer", "refuse"}),
        "spontaneous_information": frozenset({"accept", "give_back"}),
        "hit_follow_up": frozenset({"confirm", "deny", "leave_open"}),
    }
)
"""Moves of the requested side that answer, by kind of case."""
ASKS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "extradition": frozenset({"transmit"}),
        "mutual_legal_assistance": frozenset({"transmit", "transmit_advance"}),
        "information_request": frozenset({"send"}),
        "transfer_of_sentenced_person": frozenset({"transmit"}),
        "spontaneous_information": frozenset({"give"}),
        "hit_follow_up": frozenset({"ask"}),
    }
)
"""Moves of the requesting side that ask, by kind of case; in the kinds of sectors, the first one that crosses."""
_of_sectors: Final[dict[str, frozenset[str]]] = {}


def add_answers(found: Mapping[str, frozenset[str]]) -> None:
    """Add the moves that answer in the kinds of a sector."""
    _of_sectors.update(found)


def answers_of(kind: str) -> frozenset[str]:
    """Return the moves that answer in a kind of case; none where nobody said."""
    return ANSWERS.get(kind) or _of_sectors.get(kind, frozenset())


def asks_of(kind: str) -> frozenset[str]:
    """Return the moves that ask in a kind of case; none where nobody said."""
    return ASKS.get(kind, frozenset())


def asked_at(kind: str, requesting: str, applied: Iterable[MoveMade]) -> datetime | None:
    """Return when the requesting side asked, or None."""
    moves = ASKS.get(kind)
    asked = (one.at for one in applied if moves is None or (one.party == requesting and one.move in moves))
    return next(asked, None)


def answered_at(kind: str, requested: str, applied: Iterable[MoveMade]) -> datetime | None:
    """Return when the requested side answered, or None."""
    moves = answers_of(kind)
    return next((one.at for one in applied if one.party == requested and one.move in moves), None)
