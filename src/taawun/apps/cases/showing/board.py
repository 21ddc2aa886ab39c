# SPDX-License-Identifier: Apache-2.0
"""The board: the open cases of one kind by phase, a few of each, counted in the database (spec §60.2).

A column shows the cases whose clock ends first; how many there are in all stands above it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from taawun.apps.cases import access, library
from taawun.apps.cases.queries import Card
from taawun.apps.cases.showing import speaking
from taawun.apps.people.models import Officer
from taawun.kernel.cases.kinds import CaseKind

CARDS: Final = 5
"""Cases shown in one column; the others are a link away."""


Counts = list[dict[str, Any]]
"""What `access.counts` returns."""


@dataclass(frozen=True, slots=True)
class Column:
    """One phase: what it is called, how many cases stand in it, and the first of them."""

    phase: str
    title: str
    count: int
    cards: tuple[tuple[Card, str, int | None], ...]  # with the title of its state, and the per cent of its clock


def kinds(counts: Counts) -> dict[str, int]:
    """Return the kinds of which an officer may see open cases, with how many, the most first."""
    found: dict[str, int] = {}
    for row in counts:
        found[row["kind"]] = found.get(row["kind"], 0) + row["count"]
    return dict(sorted(found.items(), key=lambda one: -one[1]))


def columns(officer: Officer, purpose: str, kind: str, counts: Counts) -> list[Column]:
    """Return the columns of a kind in the order in which its cases go; empty ones are left out."""
    standing: dict[str, int] = {}
    for row in counts:
        if row["kind"] == kind:
            standing[row["phase"]] = standing.get(row["phase"], 0) + row["count"]
    cards = access.cards(officer, purpose, kind, CARDS)
    declared, now = _declared(kind), timezone.now()
    order = list(dict.fromkeys(state.phase for state in declared.workflow.states.values())) if declared else []
    phases = sorted(standing, key=lambda phase: order.index(phase) if phase in order else len(order))
    return [
        Column(phase, speaking.phase_title(declared.workflow, phase) if declared else phase, standing[phase],
               tuple(_shown(card, declared, now) for card in cards if card.case.phase == phase))
        for phase in phases
    ]  # fmt: skip


def kind_title(slug: str) -> str:
    """Return what a kind of case is called; the slug of one that no instrument of ours has any more."""
    declared = _declared(slug)
    return speaking.said(declared.title) if declared else slug


def _shown(card: Card, declared: CaseKind | None, now: datetime) -> tuple[Card, str, int | None]:
    share = card.share(now)
    title = speaking.title_in(declared.workflow.states, card.case.state) if declared else card.case.state
    return card, title, None if share is None else min(100, round(share * 100))


def _declared(slug: str) -> CaseKind | None:
    return next((pack.kinds[slug] for pack in library.packs().values() if slug in pack.kinds), None)
