# SPDX-License-Identifier: Apache-2.0
"""Cases: the lawful moves of a case, its gates, contents and clocks, as data and as decisions on data (spec 60)."""

from taawun.kernel.cases.checking import check_kind, make_workflow
from taawun.kernel.cases.contents import Element, Filled, Found
from taawun.kernel.cases.deciding import (
    Actor,
    CaseFile,
    Verdict,
    attestations,
    check_move,
    gate_view,
    missing,
    under_review,
    verdicts,
)
from taawun.kernel.cases.facts import Facts, Offence, Person, facts_of
from taawun.kernel.cases.gates import Assessment, Assurance, Gate
from taawun.kernel.cases.gating import POINTS, GateStanding, check_assessment, check_assurance
from taawun.kernel.cases.kinds import CaseKind
from taawun.kernel.cases.moves import KIND, TYPE, MoveMade, PackRef, PaperRef, PrivateMove
from taawun.kernel.cases.reasons import REASONS, Reason, sentences
from taawun.kernel.cases.replay import Standing, Step, check_incoming, standing
from taawun.kernel.cases.rules import EXPLAINED, RULES, Computed
from taawun.kernel.cases.speciality import Charge, granted, outside
from taawun.kernel.cases.words import LANGUAGES, Outcome, PersonStatus, Side, Source, Words
from taawun.kernel.cases.workflow import Move, State, Task, Workflow

__all__ = [
    "EXPLAINED",
    "KIND",
    "LANGUAGES",
    "POINTS",
    "REASONS",
    "RULES",
    "TYPE",
    "Actor",
    "Assessment",
    "Assurance",
    "CaseFile",
    "CaseKind",
    "Charge",
    "Computed",
    "Element",
    "Facts",
    "Filled",
    "Found",
    "Gate",
    "GateStanding",
    "Move",
    "MoveMade",
    "Offence",
    "Outcome",
    "PackRef",
    "PaperRef",
    "Person",
    "PersonStatus",
    "PrivateMove",
    "Reason",
    "Side",
    "Source",
    "Standing",
    "State",
    "Step",
    "Task",
    "Verdict",
    "Words",
    "Workflow",
    "attestations",
    "check_assessment",
    "check_assurance",
    "check_incoming",
    "check_kind",
    "check_move",
    "facts_of",
    "gate_view",
    "granted",
    "make_workflow",
    "missing",
    "outside",
    "sentences",
    "standing",
    "under_review",
    "verdicts",
]
