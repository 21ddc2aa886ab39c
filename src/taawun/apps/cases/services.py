# SPDX-License-Identifier: Apache-2.0
"""The acts on cases, gathered from the modules that carry them out.

One function is one act of one officer: one transaction on a locked case, one audit line (also for a refusal), one
ledger entry. No act passes a gate: whatever makes a move asks `kernel.cases.deciding` first.
"""

from taawun.apps.cases.clocks.clockwork import extend, pause, resume, run_due
from taawun.apps.cases.clocks.reminding import Awaited, Reminder, remind
from taawun.apps.cases.filling import assign, fill, open_case
from taawun.apps.cases.gates.assessing import assess, assess_assurance, confirm, reassess, record_assurance
from taawun.apps.cases.gates.stopping import block, report_charge, unblock
from taawun.apps.cases.library import add_packs
from taawun.apps.cases.moves.answers import add_answers
from taawun.apps.cases.moves.ending import end_task, note_oversight
from taawun.apps.cases.moves.filing import Held
from taawun.apps.cases.moves.following import add_followers
from taawun.apps.cases.moves.moving import make, propose, withdraw_proposal
from taawun.apps.cases.papers.custody import adopt, hand_on, taint, take_evidence
from taawun.apps.cases.papers.fetching import ask_again
from taawun.apps.cases.papers.joint import countersign, print_joint
from taawun.apps.cases.papers.keeping import add_paper, add_translation, take_bytes
from taawun.apps.cases.papers.keys import has_key, make_key
from taawun.apps.cases.papers.lettering import Tabled
from taawun.apps.cases.papers.letters import preview, write_letter
from taawun.apps.cases.reserving import add_directors
from taawun.apps.cases.routing import open_from

__all__ = [
    "Awaited",
    "Held",
    "Reminder",
    "Tabled",
    "add_answers",
    "add_directors",
    "add_followers",
    "add_packs",
    "add_paper",
    "add_translation",
    "adopt",
    "ask_again",
    "assess",
    "assess_assurance",
    "assign",
    "block",
    "confirm",
    "countersign",
    "end_task",
    "extend",
    "fill",
    "hand_on",
    "has_key",
    "make",
    "make_key",
    "note_oversight",
    "open_case",
    "open_from",
    "pause",
    "preview",
    "print_joint",
    "propose",
    "reassess",
    "record_assurance",
    "remind",
    "report_charge",
    "resume",
    "run_due",
    "taint",
    "take_bytes",
    "take_evidence",
    "unblock",
    "withdraw_proposal",
    "write_letter",
]
