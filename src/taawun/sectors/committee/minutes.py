# SPDX-License-Identifier: Apache-2.0
"""Minutes of a meeting on paper: what they consist of, in which order, and when they may be signed (spec §80.113)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from taawun.apps.audit.services import Actor
from taawun.apps.cases import services as cases
from taawun.apps.cases.models import Paper
from taawun.apps.cases.services import Tabled
from taawun.kernel.cases.moves import MoveMade
from taawun.kernel.cases.workflow import Workflow
from taawun.sectors.committee import printing
from taawun.sectors.committee.sector import SECTOR

LANGUAGES: Final = ("en", "ar", "ur")
APPROVALS: Final = frozenset({"approved_host", "approved_guest"})
MINUTES: Final = ("minutes_en", "minutes_ar", "minutes_ur", "decisions", "actions")
"""The elements that an approval is for."""


def elements_of(language: str) -> dict[str, Tabled | None]:
    """Return what minutes in a language show, in their order, and what is printed as a table."""
    meeting = ("body", "meets", "agenda", "papers", "papers_guest", "delegation_host", "delegation_guest", "attendance")
    return {slug: printing.TABLES.get(slug) for slug in (*meeting, f"minutes_{language}", "decisions", "actions")}


def fallen(workflow: Workflow, applied: Iterable[MoveMade]) -> tuple[str, ...]:
    """Return the parties whose approval was taken away by a change, as long as they have not approved anew."""
    stand: list[str] = []
    void: list[str] = []
    for made in applied:
        declared = workflow.moves[made.move]
        if not APPROVALS.isdisjoint(declared.clears):
            void, stand = sorted({*void, *stand}), []
        elif not APPROVALS.isdisjoint(declared.sets):
            stand.append(made.party)
    return tuple(one for one in void if one not in stand)


def print_minutes(actor: Actor, meeting: str, *, final: bool = True, at: datetime | None = None) -> list[Paper]:
    """Print the minutes in three languages, signed by the convening side once both approved them.

    Raises:
        MinutesNotApproved, NotReasoned, KeyFileMissing, NoRole.
    """
    return [
        cases.print_joint(
            actor, meeting, language, SECTOR.purpose, elements=elements_of(language), approvals=APPROVALS,
            final=final, at=at,
        )
        for language in LANGUAGES
    ]  # fmt: skip


def countersign(actor: Actor, papers: Sequence[str], *, at: datetime | None = None) -> list[Paper]:
    """Sign the papers that the convening side signed, each beside its signature.

    Raises:
        OtherMinutes, MinutesNotApproved, NoSuchPaper, KeyFileMissing, NoRole.
    """
    return [cases.countersign(actor, one, SECTOR.purpose, approvals=APPROVALS, at=at) for one in papers]
