# SPDX-License-Identifier: Apache-2.0
"""What the desk of one node can be asked to do for joint plans, through the acts that the pages use."""

from typing import Any

from taawun.apps.people.access import actor_of
from taawun.sectors.plans import access, annexes, conflicts, services
from taawun.sectors.plans.documents import Edit
from taawun.site.demo.acts import BASIS, act, officer


@act
def plans_open(username: str, other: str, head: dict[str, str]) -> dict[str, str]:
    """Open a plan, and return it as `plans_shown` does."""
    plan = services.open_plan(actor_of(officer(username)), other, head)
    return {one.form.value: one.section.id for one in access.plan(officer(username), plan.id).parts} | {"plan": plan.id}


@act
def plans_save(username: str, section: str, text: str | None, rows: dict[str, dict[str, str]]) -> None:
    """Save a narrative, or rows, of a section."""
    values = {(row, name): value for row, said in rows.items() for name, value in said.items()}
    base = access.section(officer(username), section).part.section.revision
    services.save(actor_of(officer(username)), section, Edit(text, values), base)


@act
def plans_annex(username: str, plan: str, title: str, text: str) -> str:
    """Write a national annex."""
    annex = annexes.add(actor_of(officer(username)), plan, title)
    annexes.save(actor_of(officer(username)), annex.id, Edit(text=text), annex.revision)
    return annex.id


@act
def plans_release(username: str, section: str) -> str:
    """Draft the release of a section."""
    return services.release(actor_of(officer(username)), section, BASIS).id


@act
def plans_shown(username: str, plan: str) -> dict[str, Any]:
    """Return what a plan says at this node: its sections, its conflicts, and how many annexes it has."""
    if plan not in {one.plan.id for one in access.plans(officer(username))[0]}:
        return {"sections": {}, "conflicts": [], "annexes": 0}
    shown = access.plan(officer(username), plan)
    return {
        "sections": {one.section.id: one.content.to_json() for one in shown.parts},
        "conflicts": [one.kind.value for one in conflicts.conflicts_of(shown.said)],
        "annexes": len(shown.annexes),
    }
