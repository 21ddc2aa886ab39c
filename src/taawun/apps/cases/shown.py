# SPDX-License-Identifier: Apache-2.0
"""What the door to cases hands out: a case as one officer may see it, a page of a list, what waits (spec §60.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from taawun.apps.cases.models import (
    Assessment,
    Assurance,
    AssuranceFinding,
    Block,
    Case,
    Charge,
    Clock,
    Evidence,
    Paper,
    Proposal,
    Reassessment,
    SharedMove,
    Task,
)
from taawun.kernel.cases.clocks import ClockRule
from taawun.kernel.cases.contents import Element, Filled
from taawun.kernel.cases.deciding import Verdict
from taawun.kernel.cases.gating import GateStanding
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.replay import Standing
from taawun.kernel.cases.words import Side
from taawun.kernel.instruments.pack import Pack


@dataclass(frozen=True, slots=True)
class ClockShown:
    """A clock with what its rule says, and which part of its time has passed (1.0 is all of it)."""

    row: Clock
    rule: ClockRule
    share: float
    late: bool


@dataclass(frozen=True, slots=True)
class AssuranceShown:
    """An assurance with the last finding about it, if there is one."""

    row: Assurance
    finding: AssuranceFinding | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as one officer may see it.

    Attributes:
        case, kind, pack, standing: what it is, and where it stands.
        token: to be handed to `services.make` and `services.propose` by the page that shows this standing.
        side: ours.
        moves: a verdict for each move of our side, with reasons; masked for who does not review.
        filled: the contents; `missing` are the elements that a complete case still lacks. Those that are filled and
            `reserved` for others than this officer are not among them (spec §60.9i).
        gates: what became of each; secret ones for reviewers alone.
        shared: the moves that crossed, with what became of each.
        by_hand: the tasks, by number, that this officer ends by saying that they are done, and why.
        reviewer: whether this officer may know what is secret; `blocks` is empty for all others.
    """

    case: Case
    kind: CaseKind
    pack: Pack
    standing: Standing
    token: str
    side: Side
    moves: tuple[Verdict, ...]
    filled: Mapping[str, Filled]
    missing: tuple[Element, ...]
    gates: tuple[GateStanding, ...]
    shared: tuple[SharedMove, ...]
    proposal: Proposal | None
    clocks: tuple[ClockShown, ...]
    tasks: tuple[Task, ...]
    papers: tuple[Paper, ...]
    evidence: tuple[Evidence, ...]
    assessments: tuple[Assessment, ...]
    assurances: tuple[AssuranceShown, ...]
    reassessments: tuple[Reassessment, ...]
    charges: tuple[Charge, ...]
    reviewer: bool
    by_hand: frozenset[int] = frozenset()
    reserved: frozenset[str] = frozenset()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """Which cases to list; an empty field filters nothing."""

    kind: str = ""
    pack: str = ""
    state: str = ""
    phase: str = ""
    side: str = ""
    other: str = ""
    authority: str = ""
    title: str = ""
    opened_by: str = ""
    warned: bool = False  # a clock that runs has warned
    closed: bool | None = False  # None for both


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list, with the clock that ends first and how many tasks wait."""

    case: Case
    clock: Clock | None
    tasks: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of cases, the last changed first."""

    rows: tuple[Row, ...]
    number: int
    more: bool
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for an officer: tasks for their roles, reassessments for their authority, clocks that have warned."""

    tasks: tuple[Task, ...]
    reassessments: tuple[Reassessment, ...]
    clocks: tuple[Clock, ...]
