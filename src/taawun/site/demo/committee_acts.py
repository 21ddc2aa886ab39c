# SPDX-License-Identifier: Apache-2.0
"""What the desk of one node can be asked to do for the committee, through the acts that the pages use."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils import translation

from taawun import sectors
from taawun.apps.cases import access as cases
from taawun.apps.cases.queries import proposal_of
from taawun.apps.people.access import actor_of
from taawun.sectors.committee import access, bodies, comparing, jobs, memoranda, minutes, services, showing
from taawun.sectors.committee.proposing import Proposal, proposals
from taawun.sectors.committee.sector import SECTOR
from taawun.sectors.committee.services import Communique, Confirmed
from taawun.site.demo.acts import act, officer


@act
def committee_take(username: str, communique: str, language: str, other: str) -> dict[str, Any]:
    """Read a communiqué, confirm each proposal with owner, authority and day, and return what was proposed and stored.

    The owner is the one party that the sentence names, and ours where it names both or none.
    """
    told = yaml.safe_load(Path(sectors.FOLDER, "committee", "communiques.yaml").read_text(encoding="utf-8"))[communique]
    day: date = told["date"]
    said = Communique(told["title"][language], day, language, "Demonstration", told["text"][language])
    found, due = proposals(said.text), datetime.now(UTC).date() + timedelta(days=60)
    with translation.override(language):
        made = [
            Confirmed(one, showing.subject(one)[:200], "Secretariat", due, owner=_owner(one, other)) for one in found
        ]
    stored = services.confirm(actor_of(officer(username)), other, said, made)
    kinds: dict[str, int] = {}
    for one in found:
        kinds[one.kind.value] = kinds.get(one.kind.value, 0) + 1
    releases = [proposal_of(one) for one in stored.actions]
    return {"kinds": kinds, "records": len(stored.records), "actions": list(stored.actions), "releases": releases}


@act
def committee_print(username: str, case: str, folder: str) -> list[dict[str, str]]:
    """Print the minutes in three languages, signed, put each into a folder, and return what was written."""
    return _kept(username, minutes.print_minutes(actor_of(officer(username)), case), folder)


@act
def committee_countersign(username: str, case: str, papers: list[str], folder: str) -> list[dict[str, str]]:
    """Countersign the papers of these digests, put each into a folder, and return what was written."""
    shown = access.meeting(officer(username), case).shown
    ids = [one.id for one in shown.papers if one.sha256 in papers]
    return _kept(username, minutes.countersign(actor_of(officer(username)), ids), folder)


@act
def committee_actions(username: str) -> list[dict[str, Any]]:
    """Return the actions that an officer may see."""
    found, _more = access.actions(officer(username))
    return [{"case": one.case, "owner": one.owner, "stage": one.stage.value, "late": one.late} for one in found]


@act
def committee_body(username: str, title: str, instrument: str, tracks: list[str], since: str) -> dict[str, Any]:
    """Enter a body with its terms of reference, and return what its page says of it."""
    reader, at = officer(username), datetime.now(UTC)
    data = {"name": title, "instrument": instrument, "tracks": tracks, "since": since}
    services.enter_body(actor_of(reader), data, at=at)
    (found,) = [one for one in bodies.bodies(reader, at=at) if one.row.caption == title]
    terms = found.terms.title["en"] if found.terms else ""
    return {"terms": terms, "tracks": len(found.row.data["tracks"]), "held": found.held}


@act
def committee_decisions(username: str) -> list[dict[str, Any]]:
    """Return the decisions that an officer may see."""
    found, _more = bodies.decisions(officer(username))
    return [{"case": one.case.id, "text": one.text, "owed": one.owed, "at": one.ratified_at} for one in found]


@act
def committee_remind(username: str, case: str) -> list[str]:
    """Let the clock of the worker look now, twice, and return the reminders of a case that are open."""
    for _ in range(2):
        jobs.remind(datetime.now(UTC))
    shown = cases.case(officer(username), case, SECTOR.purpose)
    return [one.slug for one in shown.tasks if one.source.startswith("overdue:") and one.done is None]


@act
def committee_memorandum(username: str, case: str) -> dict[str, Any]:
    """Return a memorandum as its page shows it: stage, drafts, changed articles by language, what it permits today."""
    found = memoranda.memorandum(officer(username), case, datetime.now(UTC).date())
    first, last = (found.drafts[0].texts, found.drafts[-1].texts) if found.drafts else ({}, {})
    changed = {
        language: [one.number for one in comparing.compare(first[language], last[language]) if one.changed]
        for language in first
    }
    return {
        "stage": found.stage,
        "drafts": [one.party for one in found.drafts],
        "changed": changed,
        "beside": [number for number, texts in comparing.beside(last) if all(texts)],
        "milestones": len(found.milestones),
        "becomes": found.becomes,
        "permits": bool(found.permitted and found.permitted.today),
    }


def _owner(one: Proposal, other: str) -> str:
    return other if one.parties == (other,) else settings.TAAWUN_PARTY


def _kept(username: str, papers: list[Any], folder: str) -> list[dict[str, str]]:
    written = []
    for paper in papers:
        path = Path(folder, paper.name)
        path.write_bytes(cases.read_paper(officer(username), paper.id, SECTOR.purpose)[1])
        written.append({"path": str(path), "paper": paper.id, "sha256": paper.sha256})
    return written
