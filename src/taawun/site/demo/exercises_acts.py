# SPDX-License-Identifier: Apache-2.0
"""What the desk of one node can be asked to do in an exercise, through the acts that the pages use."""

from datetime import date
from pathlib import Path
from typing import Any

from taawun.apps.cases.queries import proposal_of
from taawun.apps.registers import access as registers
from taawun.apps.registers.catalogue import type_named
from taawun.apps.registers.queries import Filters, counts_by_type
from taawun.sectors.exercises import access, reporting, services
from taawun.sectors.exercises.services import Item
from taawun.site.demo.acts import act, officer

LANGUAGES = ("en", "ar", "ur")


@act
def exercise_arm(username: str, case: str) -> dict[int, str]:
    """Arm the injects of this node, and return the releases of those for the other side by their numbers."""
    rows = services.arm(officer(username), case)
    return {row.number: row.release for row in rows if row.release}


@act
def exercise_inbox(username: str) -> list[dict[str, Any]]:
    """Return the injects that players of this node see."""
    return [
        {"number": one.number, "minute": one.minute, "late": one.late, "fired": one.fired.isoformat(),
         "arrived": one.arrived.isoformat()}
        for one in access.inbox(officer(username))
    ]  # fmt: skip


@act
def exercise_events(username: str, case: str) -> dict[int, str]:
    """Return what became of each inject of the plan, as far as this node knows."""
    found = access.exercise(officer(username), case)
    return {one.inject.number: one.shape.value for one in access.events(officer(username), found)}


@act
def exercise_rate(username: str, case: str, ratings: dict[str, str], text: str) -> dict[str, int]:
    """Observe and rate capabilities, and return the figures of the ratings."""
    who = officer(username)
    for capability, rating in ratings.items():
        services.observe(who, case, capability, "improve" if rating in "MU" else "strength", text)
        services.rate(who, case, capability, rating, text)
    return reporting.figures(access.ratings(who, access.exercise(who, case)))


@act
def exercise_improve(username: str, case: str, capability: str, text: str, owner: str, due: str) -> dict[str, str]:
    """Plan an improvement, hand it to the committee, and return its action with the release that waits."""
    who = officer(username)
    item = Item(capability, text, owner, "Coast guard", date.fromisoformat(due), text)
    made = services.hand_on(who, services.improve(who, case, item).id)
    return {"action": made.action, "release": proposal_of(made.action)}


@act
def exercise_report(username: str, case: str, folder: str) -> list[str]:
    """Print the report in three languages, and return where each lies."""
    paths = [Path(folder, f"exercise-{one}.pdf") for one in LANGUAGES]
    for path, language in zip(paths, LANGUAGES, strict=True):
        path.write_bytes(reporting.report(officer(username), case, language))
    return [str(path) for path in paths]


@act
def exercise_figures(username: str, purpose: str, kinds: list[str]) -> dict[str, Any]:
    """Return every figure over records: counts by type, and the charts of some types for a purpose."""
    who = officer(username)
    charts = {
        f"{kind}/{chart.name}": str(registers.chart(who, kind, chart, purpose).series)
        for kind in kinds
        for chart in type_named(kind).layout.charts
    }
    return {"counts": counts_by_type(), "charts": charts}


@act
def exercise_seizures(username: str, kind: str) -> list[str]:
    """Return the records of a kind that an officer at work for an exercise sees, each of which must be flagged."""
    page = registers.search(officer(username), Filters(type=kind), "exercise")
    return [row.record.id for row in page.rows if row.record.exercise and row.marking.exercise]
