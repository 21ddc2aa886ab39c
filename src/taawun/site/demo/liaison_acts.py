# SPDX-License-Identifier: Apache-2.0
"""What the desk of one node can be asked to do for the liaison desk, through the acts that the pages use."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from taawun.apps.people import services as people
from taawun.apps.people.access import actor_of
from taawun.formats.sheets import as_pdf
from taawun.sectors.liaison import access, handing, handovers_access, reporting, services
from taawun.site.demo.acts import act, officer


@act
def liaison_postings(username: str) -> dict[str, str]:
    """Return the postings that an officer may see, each with its state."""
    return {one.row.record.id: one.state for one in access.postings(officer(username))}


@act
def liaison_due(username: str, case: str) -> dict[str, str]:
    """Return the clock of a tasking and when it ends."""
    (found,) = [one for one in access.taskings(officer(username)) if one.case.id == case]
    clock = found.clock
    return {"clock": clock.rule, "due": f"{clock.due:%Y-%m-%d}"} if clock and clock.due else {}


@act
def liaison_test(username: str, contact: str, said: dict[str, str]) -> str:
    """Record how a test of a contact went, and return how it stands then."""
    services.record_test(actor_of(officer(username)), contact, said)
    return liaison_standing(username, contact)


@act
def liaison_standing(username: str, contact: str) -> str:
    """Return how a contact stands; empty where it is not on the list."""
    return next((one.standing.value for one in access.duty(officer(username)) if one.row.record.id == contact), "")


@act
def liaison_ask(username: str) -> int:
    """Ask for the tests of this month, as the worker does each hour, and return how many are asked for and not done."""
    services.ask_for_tests(datetime.now(UTC))
    return sum(one.asked for one in access.duty(officer(username)))


@act
def liaison_role(operator: str, username: str) -> None:
    """Give an officer the role of a liaison officer, as the operator."""
    people.grant_role(actor_of(officer(operator)), officer(username), services.ROLE)


@act
def liaison_hand_over(username: str, posting: str, to: str) -> str:
    """Sign a desk over to another officer, and return the handover."""
    return services.hand_over(actor_of(officer(username)), posting, officer(to).id).id


@act
def liaison_take_over(username: str, handover: str, folder: str) -> dict[str, Any]:
    """Sign that a desk was taken over, put its report into a folder, and return what it held."""
    services.take_over(actor_of(officer(username)), handover)
    row = handovers_access.get(officer(username), handover)
    lines = reporting.read(officer(username), row)
    parts = sorted({one.part for one in lines})
    now = datetime.now(UTC)
    papers = {
        language: as_pdf(handing.printed(officer(username), row, language, now), now) for language in ("en", "ar", "ur")
    }
    for language, paper in papers.items():
        Path(folder, f"handover-{language}.pdf").write_bytes(paper)
    sizes = {language: len(paper) for language, paper in papers.items() if paper.startswith(b"%PDF")}
    return {
        "papers": sizes,
        "digest": row.digest,
        "parts": {part: sum(one.part == part for one in lines) for part in parts},
    }
