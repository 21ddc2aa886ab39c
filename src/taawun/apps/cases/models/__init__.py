# SPDX-License-Identifier: Apache-2.0
"""Storage of cases. What is history is only ever added (guards.py); rows are reached through access and services."""

from taawun.apps.cases.models.assessing import Assessment, Assurance, AssuranceFinding, Block, Charge, Reassessment
from taawun.apps.cases.models.cases import Case, ElementValue, FrozenPack
from taawun.apps.cases.models.clocks import Clock, ClockEvent, Task
from taawun.apps.cases.models.moves import MoveStatus, PrivateMove, Proposal, ProposalState, SharedMove
from taawun.apps.cases.models.papers import Arrival, Custody, Evidence, EvidenceTaint, Paper, PaperKind

__all__ = [
    "Arrival",
    "Assessment",
    "Assurance",
    "AssuranceFinding",
    "Block",
    "Case",
    "Charge",
    "Clock",
    "ClockEvent",
    "Custody",
    "ElementValue",
    "Evidence",
    "EvidenceTaint",
    "FrozenPack",
    "MoveStatus",
    "Paper",
    "PaperKind",
    "PrivateMove",
    "Proposal",
    "ProposalState",
    "Reassessment",
    "SharedMove",
    "Task",
]
